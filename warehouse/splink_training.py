"""Splink's training on descriptions of people, without labels.

What two people have in common by chance (u) is counted among strangers: pairs out of one
description of each person, as the warehouse has them now. In a plain random sample nearly all pairs
of one number are one person, and the number would seem thousands of times more common than it is.

What two descriptions of one person have in common (m) is found by expectation maximisation within
blocks of descriptions that share a number or a name with birth date; each block leaves other
comparisons free. How likely two at random are one person is given and stays.
"""

import logging
import math
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, block_on

from warehouse.admission.values import identifier, quoted
from warehouse.splink_settings import SILENT, UNIQUE_ID, Comparison, splink_settings

# Descriptions that share these are one person more often than not.
TRAINING_BLOCKS = (
    ("ssn",),
    ("first_name", "last_name", "birth_date"),
    ("id_space", "native_id"),
    ("state_student_id",),
    ("email",),
)
# Expectation maximisation has nothing to go by in a block of fewer pairs.
LEAST_PAIRS_OF_A_BLOCK = 200
DESCRIPTIONS, STRANGERS = "descriptions", "strangers"


@dataclass(frozen=True)
class Shown:
    """By comparison and level: a fitted probability, and how many pairs showed the level.

    A level that no pair showed has no probability.
    """

    probabilities: Mapping[str, Mapping[str, float]]
    pairs: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Block:
    """Pairs of descriptions that share `columns`: how many, and how many by comparison and level.

    Only comparisons that read none of the columns are counted: the others can't be fitted here.
    """

    columns: tuple[str, ...]
    size: int
    shown: Mapping[str, Counter[str]]


@contextmanager
def silent_splink() -> Iterator[None]:
    """Keep Splink's log and warnings, which tell of its own defaults, from the terminal."""
    logger = logging.getLogger("splink")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def choose_strangers(connection: duckdb.DuckDBPyConnection, seed: int, most_pairs: int) -> int:
    """Make the table strangers of the table descriptions: one for each person; return their pairs.

    Parameters
    ----------
    connection
        Has the table descriptions.
    seed
        Chooses the descriptions, and the people if there are more pairs than `most_pairs`.
    most_pairs
        How many pairs of strangers are wanted at most.
    """
    most = int((1 + math.sqrt(1 + 8 * most_pairs)) / 2)
    connection.execute(
        f"""
        create or replace table {STRANGERS} as
        select * from {DESCRIPTIONS}
        qualify row_number() over (
            partition by person_id order by hash({UNIQUE_ID}, {seed}), {UNIQUE_ID}
        ) = 1
        order by hash(person_id, {seed}), person_id
        limit {most}
        """
    )
    people = connection.execute(f"select count(*) from {STRANGERS}").fetchall()[0][0]
    return people * (people - 1) // 2


def count_among_strangers(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], odds: float
) -> Shown:
    """Estimate u: the shares of the levels among all pairs of strangers that aren't silent."""
    # The model begins without u: what stood there before would look like an estimate.
    linker = _linker(connection, STRANGERS, comparisons, odds, has_u=False)
    people = connection.execute(f"select count(*) from {STRANGERS}").fetchall()[0][0]
    # The strangers are the sample: Splink is to take every pair of them.
    linker.training.estimate_u_using_random_sampling(
        max_pairs=people**2, min_count_per_level=None, num_chunks=1
    )
    fitted = _fitted(linker, "u_probability")
    speaking = ", ".join(
        f"count(*) filter (where not ({comparison.silent}))" for comparison in comparisons
    )
    counts = connection.execute(
        f"select {speaking} from {STRANGERS} as a"
        f" inner join {STRANGERS} as b on a.{UNIQUE_ID} < b.{UNIQUE_ID}"
    ).fetchall()[0]
    pairs = {
        comparison.name: {
            name: round(probability * count)
            for name, probability in fitted[comparison.name].items()
        }
        for comparison, count in zip(comparisons, counts, strict=True)
    }
    return Shown(fitted, pairs)


def training_blocks(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison]
) -> list[Block]:
    """Count the pairs of each training block, and leave out blocks of too few."""
    counted = (_block(connection, comparisons, columns) for columns in TRAINING_BLOCKS)
    return [block for block in counted if block.size >= LEAST_PAIRS_OF_A_BLOCK]


def _block(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    columns: tuple[str, ...],
) -> Block:
    free = [comparison for comparison in comparisons if not comparison.columns & set(columns)]
    levels = ", ".join(f"{_level_sql(comparison)} as {comparison.name}" for comparison in free)
    shared = " and ".join(f"a.{identifier(name)} = b.{identifier(name)}" for name in columns)
    patterns = connection.execute(
        f"""
        select {levels}, count(*) as pairs
        from {DESCRIPTIONS} as a
        inner join {DESCRIPTIONS} as b on {shared} and a.{UNIQUE_ID} < b.{UNIQUE_ID}
        group by all
        """
    ).fetchall()
    shown: dict[str, Counter[str]] = {comparison.name: Counter() for comparison in free}
    for *names, pairs in patterns:
        for comparison, name in zip(free, names, strict=True):
            shown[comparison.name][name] += pairs
    return Block(columns, sum(row[-1] for row in patterns), shown)


def _level_sql(comparison: Comparison) -> str:
    cases = [f"when {comparison.silent} then {quoted(SILENT)}"]
    cases += [
        f"when {level.condition} then {quoted(level.name)}"
        for level in comparison.levels
        if level.condition is not None
    ]
    return f"case {' '.join(cases)} else {quoted(comparison.levels[-1].name)} end"


def maximise_expectation(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    odds: float,
    blocks: Sequence[Block],
) -> Shown:
    """Estimate m in each block, with u as it is in `comparisons`; Splink takes the median block."""
    linker = _linker(connection, DESCRIPTIONS, comparisons, odds)
    for block in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*block.columns), estimate_without_term_frequencies=True
        )
    pairs: dict[str, Counter[str]] = {comparison.name: Counter() for comparison in comparisons}
    for block in blocks:
        for name, shown in block.shown.items():
            pairs[name].update(shown)
    return Shown(_fitted(linker, "m_probability"), pairs)


def _linker(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    comparisons: Sequence[Comparison],
    odds: float,
    has_u: bool = True,
) -> Linker:
    settings = splink_settings(comparisons, odds, has_term_frequencies=False, has_u=has_u)
    # The columns are those that `fit_matching` has read for these very conditions.
    return Linker(
        DuckDBAPI(connection).register(table), settings, log_level=None, validate_settings=False
    )


def _fitted(linker: Linker, probability: str) -> dict[str, dict[str, float]]:
    """Return by comparison and level what the linker's model has now."""
    model: dict[str, Any] = linker.misc.save_model_to_json()
    return {
        comparison["output_column_name"]: {
            level["label_for_charts"]: level[probability]
            for level in comparison["comparison_levels"]
            if probability in level
        }
        for comparison in model["comparisons"]
    }
