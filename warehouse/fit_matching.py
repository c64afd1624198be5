"""`warehouse fit-matching`: the probabilities of the seed comparison_levels, fitted anew by Splink.

Inside a build weights are frozen. This command is how they change: it reads a built warehouse or
records from outside, and writes the seed again, or only says what it would write.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from rich.console import Console

from warehouse.admission.values import identifier
from warehouse.errors import WarehouseError
from warehouse.fitted_levels import (
    Bounds,
    FittedLevel,
    Probability,
    combine,
    rewrite_seed,
    write_whole,
)
from warehouse.match import VARIABLES
from warehouse.match_records import check_files, land_records
from warehouse.publish import open_read_only
from warehouse.scratch_build import WAREHOUSE_FILE, build_in_scratch, find_project, scratch_folder
from warehouse.splink_settings import (
    LEVELS_FILE,
    SEEDS,
    UNIQUE_ID,
    Comparison,
    prior_odds,
    read_comparisons,
    read_parameters,
)
from warehouse.splink_training import (
    DESCRIPTIONS,
    TRAINING_BLOCKS,
    Shown,
    choose_strangers,
    count_among_strangers,
    maximise_expectation,
    silent_splink,
    training_blocks,
)

LEAST_DESCRIPTIONS = 1000
# The fit gains nothing from more; people beyond are left out whole.
MOST_DESCRIPTIONS = 1_000_000


@dataclass(frozen=True)
class Fit:
    """Fitted levels in the order of the comparisons, and what they were fitted on."""

    levels: tuple[FittedLevel, ...]
    descriptions: int
    people: int
    stranger_pairs: int
    block_pairs: tuple[tuple[tuple[str, ...], int], ...]  # columns in common, pairs


def fit_records(
    records: list[Path],
    levels_file: Path,
    seed: int,
    most_pairs: int,
    bounds: Bounds,
    progress: Callable[[str], None],
) -> Fit:
    """Fit the weights on records from outside, taken through the project's own models.

    Records are those of `warehouse.match.match_records`, all else is as in `fit_warehouse`.
    """
    check_files(records)
    with scratch_folder(None) as scratch:
        warehouse_file = scratch / WAREHOUSE_FILE
        with duckdb.connect(str(warehouse_file)) as connection:
            landed = land_records(connection, records, progress)
        progress(f"{landed.records:,} records read; starting dbt")
        build_in_scratch(scratch, "+tuple_persons", VARIABLES, progress)
        return fit_warehouse(warehouse_file, levels_file, seed, most_pairs, bounds, progress)


def fit_warehouse(
    warehouse_file: Path,
    levels_file: Path,
    seed: int,
    most_pairs: int,
    bounds: Bounds,
    progress: Callable[[str], None],
) -> Fit:
    """Fit the weights on the descriptions of a built warehouse, which is only read.

    Parameters
    ----------
    warehouse_file
        The warehouse's DuckDB file.
    levels_file
        The seed comparison_levels to begin with.
    seed
        Chooses the strangers that are compared: the same seed and data, the same fit.
    most_pairs
        How many pairs of strangers to compare at most.
    bounds
        What keeps a fit on few pairs from absurd weights.
    progress
        Is told each step of the work.

    Raises
    ------
    WarehouseError
        The warehouse isn't built or tells too little to fit anything, dbt failed, or the seed can't
        be read or doesn't belong to the comparisons.
    """
    open_read_only(warehouse_file).close()
    project = find_project()
    progress("reading the comparisons from dbt")
    with scratch_folder(None) as scratch:
        comparisons = read_comparisons(project, scratch, levels_file)
    with duckdb.connect() as connection, silent_splink():
        connection.execute("set enable_progress_bar = false")
        descriptions, people = _load(connection, warehouse_file, comparisons, seed)
        odds = prior_odds(descriptions, read_parameters(project))
        stranger_pairs = choose_strangers(connection, seed, most_pairs)
        progress(f"comparing {stranger_pairs:,} pairs of strangers")
        by_chance = count_among_strangers(connection, comparisons, odds)
        us = _combined(comparisons, by_chance, "u_probability", bounds.least_pairs, bounds.least_u)
        blocks = training_blocks(connection, comparisons)
        if not blocks:
            raise WarehouseError(
                f"{descriptions:,} descriptions of {people:,} people hold too few pairs of one"
                " person to fit weights on. Keep the present ones, or fit on more deliveries."
            )
        progress(f"comparing {sum(block.size for block in blocks):,} pairs that may be one person")
        of_people = maximise_expectation(connection, _with_u(comparisons, us), odds, blocks)
        ms = _combined(comparisons, of_people, "m_probability", bounds.least_pairs, bounds.least_m)
    return Fit(
        levels=tuple(
            FittedLevel(
                comparison.name,
                level,
                ms[comparison.name][level.name],
                us[comparison.name][level.name],
            )
            for comparison in comparisons
            for level in comparison.levels
        ),
        descriptions=descriptions,
        people=people,
        stranger_pairs=stranger_pairs,
        block_pairs=tuple((block.columns, block.size) for block in blocks),
    )


def _load(
    connection: duckdb.DuckDBPyConnection,
    warehouse_file: Path,
    comparisons: Sequence[Comparison],
    seed: int,
) -> tuple[int, int]:
    """Copy what the comparisons read into the table descriptions; return its rows and people."""
    columns = {column for block in TRAINING_BLOCKS for column in block}
    columns.update(*(comparison.columns for comparison in comparisons))
    names = ", ".join(f"descriptions.{identifier(name)}" for name in sorted(columns))
    with open_read_only(warehouse_file) as warehouse:
        try:
            rows = warehouse.execute(
                f"""
                with people as (
                    select person_id from identity.tuple_persons
                    group by person_id
                    qualify sum(count(*)) over (order by hash(person_id, {seed}), person_id)
                        <= {MOST_DESCRIPTIONS}
                )
                select descriptions.{UNIQUE_ID}, people.person_id, {names}
                from identity.linkable_identities as descriptions
                inner join identity.tuple_persons as persons using (identity_tuple_id)
                inner join people using (person_id)
                order by descriptions.{UNIQUE_ID}
                """
            ).to_arrow_table()
        except (duckdb.CatalogException, duckdb.BinderException):
            raise WarehouseError(
                f"{warehouse_file} doesn't hold what the comparisons read; run `dbt build` with"
                " the present models first."
            ) from None
    if rows.num_rows < LEAST_DESCRIPTIONS:
        raise WarehouseError(
            f"{rows.num_rows:,} descriptions of people are too few to fit weights on; it takes"
            f" {LEAST_DESCRIPTIONS:,}. Keep the present weights, or fit on more deliveries."
        )
    connection.register("rows", rows)
    connection.execute(f"create table {DESCRIPTIONS} as from rows")
    connection.unregister("rows")
    people = connection.execute(f"select count(distinct person_id) from {DESCRIPTIONS}").fetchall()
    return rows.num_rows, people[0][0]


def _combined(
    comparisons: Sequence[Comparison],
    shown: Shown,
    probability: str,
    least_pairs: int,
    least: float,
) -> dict[str, dict[str, Probability]]:
    return {
        comparison.name: combine(
            {level.name: getattr(level, probability) for level in comparison.levels},
            shown.probabilities[comparison.name],
            shown.pairs[comparison.name],
            least_pairs,
            least,
        )
        for comparison in comparisons
    }


def _with_u(
    comparisons: Sequence[Comparison], us: dict[str, dict[str, Probability]]
) -> list[Comparison]:
    return [
        replace(
            comparison,
            levels=tuple(
                replace(level, u_probability=us[comparison.name][level.name].value)
                for level in comparison.levels
            ),
        )
        for comparison in comparisons
    ]


def find_levels_file() -> Path:
    """Return the file of the project's seed comparison_levels."""
    return find_project() / SEEDS / LEVELS_FILE


def check_out(out: Path) -> None:
    """Raise WarehouseError if the seed can't go to `out`, before the fit takes its time."""
    if out.is_dir() or not out.resolve().parent.is_dir():
        raise WarehouseError(f"--out {out}: name a file in a folder that exists.")


def write_seed(fit: Fit, levels_file: Path, out: Path) -> None:
    """Write the seed `levels_file` with the fitted probabilities to `out`, whole or not at all."""
    # As bytes, since opening it as text would change its line ends.
    text = levels_file.read_bytes().decode("utf-8")
    write_whole(out, rewrite_seed(text, fit.levels))


def print_fitted_on(fit: Fit, console: Console) -> None:
    """Print how much the fit had to go by."""
    blocks = ", ".join(
        f"{pairs:,} share {' and '.join(columns)}" for columns, pairs in fit.block_pairs
    )
    console.print(
        f"Fitted on {fit.descriptions:,} descriptions of {fit.people:,} people:"
        f" {fit.stranger_pairs:,} pairs of strangers; of pairs that may be one person, {blocks}."
    )
