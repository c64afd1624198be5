"""The project's comparisons as settings of Splink: same conditions, same levels, same weights.

The conditions stand in macros/identity/comparisons.sql, the weights in the seed comparison_levels
and the numbers that conditions read in the seed matching_parameters. None is written down twice.
"""

import csv
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import WarehouseError
from warehouse.match import VARIABLES
from warehouse.scratch_build import run_macro

SEEDS = Path("seeds/identity")
LEVELS_FILE = "comparison_levels.csv"
PARAMETERS_FILE = "matching_parameters.csv"
UNIQUE_ID = "identity_number"
# The level of a comparison in which a side is silent: it weighs nothing and has no row in the seed.
SILENT = "null"
_SIDE_COLUMN = re.compile(r"\b([ab])\.(\w+)")
_PARAMETER = re.compile(r"\bparameters\.(\w+)")


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison, and how likely it is between descriptions of one or two people.

    The condition is SQL on two descriptions, a and b, and None where all other levels fail.
    """

    name: str
    condition: str | None
    m_probability: float
    u_probability: float
    term_frequency_field: str | None
    least_term_frequency: float

    @property
    def weight(self) -> float:
        """The match weight in bits, before what the rarity of a term adds."""
        return math.log2(self.m_probability / self.u_probability)


@dataclass(frozen=True)
class Comparison:
    """A comparison with its levels, the best first, and the condition under which it is silent."""

    name: str
    silent: str
    levels: tuple[Level, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The columns of a description that any of the conditions reads."""
        conditions = [self.silent, *(level.condition or "" for level in self.levels)]
        return frozenset(found[1] for text in conditions for found in _SIDE_COLUMN.findall(text))


def read_comparisons(project: Path, scratch: Path, levels_file: Path) -> tuple[Comparison, ...]:
    """Read the comparisons: conditions from dbt, weights from a seed.

    Parameters
    ----------
    project
        Folder of the dbt project.
    scratch
        Folder in which dbt may run, as in `warehouse.scratch_build`.
    levels_file
        The seed comparison_levels, or another in its layout.

    Raises
    ------
    WarehouseError
        dbt failed, a seed can't be read, or seed and conditions name different levels.
    """
    printed = run_macro(scratch, "print_comparisons", VARIABLES)
    return join_seed(
        json.loads(printed),
        read_rows(levels_file),
        read_parameters(project),
    )


def read_rows(file: Path) -> list[dict[str, str]]:
    """Read the rows of a seed. WarehouseError if it isn't there or is no CSV file in UTF-8."""
    try:
        with file.open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WarehouseError(f"The seed {file} can't be read: {error}.") from None


def read_parameters(project: Path) -> dict[str, float]:
    """Read the seed matching_parameters."""
    file = project / SEEDS / PARAMETERS_FILE
    try:
        return {row["parameter"]: float(row["value"]) for row in read_rows(file)}
    except (KeyError, TypeError, ValueError) as error:
        raise WarehouseError(
            f"The seed {file} has a row without name and number: {error}."
        ) from None


def join_seed(
    conditions: Mapping[str, Mapping[str, str | None]],
    rows: Iterable[Mapping[str, str]],
    parameters: Mapping[str, float],
) -> tuple[Comparison, ...]:
    """Give each condition the weights of its row, and the parameters in it their values.

    Parameters
    ----------
    conditions
        By comparison and level, in order, as the macro `comparisons` returns them.
    rows
        The rows of the seed comparison_levels.
    parameters
        The values of the seed matching_parameters.

    Raises
    ------
    WarehouseError
        Seed and conditions name different levels or order them differently, a condition reads an
        unknown parameter, or a probability is none.
    """
    by_comparison: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_comparison.setdefault(row["comparison"], []).append(row)
    comparisons = []
    for name, levels in conditions.items():
        told = sorted(by_comparison.pop(name, []), key=lambda row: int(row["level_number"]))
        numbered = [(int(row["level_number"]), row["level"]) for row in told]
        if numbered != list(enumerate((level for level in levels if level != SILENT), start=1)):
            raise WarehouseError(_apart(name))
        silent = levels[SILENT]
        assert silent is not None
        comparisons.append(
            Comparison(
                name,
                _with_values(silent, parameters),
                tuple(_level(row, levels[row["level"]], parameters) for row in told),
            )
        )
    if by_comparison:
        raise WarehouseError(_apart(", ".join(by_comparison)))
    return tuple(comparisons)


def _apart(name: str) -> str:
    return (
        f"The levels of {name} in {SEEDS / LEVELS_FILE} are not those, in their order and with"
        " their numbers, of macros/identity/comparisons.sql; mend the one or the other."
    )


def _level(row: Mapping[str, str], condition: str | None, parameters: Mapping[str, float]) -> Level:
    try:
        m_probability, u_probability = float(row["m_probability"]), float(row["u_probability"])
        least = float(row["least_term_frequency"] or 0)
    except ValueError as error:
        raise WarehouseError(
            f"{SEEDS / LEVELS_FILE}: {row['comparison']}, {row['level']}: {error}."
        ) from None
    if not (0 < m_probability < 1 and 0 < u_probability < 1):
        raise WarehouseError(
            f"{SEEDS / LEVELS_FILE}: {row['comparison']}, {row['level']}: a probability lies"
            " between 0 and 1; what never happens is written as rare."
        )
    return Level(
        name=row["level"],
        condition=None if condition is None else _with_values(condition, parameters),
        m_probability=m_probability,
        u_probability=u_probability,
        term_frequency_field=row["term_frequency_field"] or None,
        least_term_frequency=least,
    )


def _with_values(condition: str, parameters: Mapping[str, float]) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in parameters:
            raise WarehouseError(
                f"{SEEDS / PARAMETERS_FILE} has no parameter {found[1]}, which a comparison reads."
            )
        return f"{parameters[found[1]]:.15g}"

    return _PARAMETER.sub(value, condition)


def prior_odds(descriptions: int, parameters: Mapping[str, float]) -> float:
    """Return the odds that two descriptions at random are one person, as the models reckon them."""
    return parameters["records_per_person"] / max(descriptions, parameters["least_descriptions"])


def splink_settings(
    comparisons: Iterable[Comparison],
    odds: float,
    has_term_frequencies: bool = True,
    has_u: bool = True,
    convergence: float = 1e-5,
    iterations: int = 100,
) -> dict[str, Any]:
    """Return settings with which Splink weighs pairs of descriptions as the models do.

    Parameters
    ----------
    comparisons
        What is compared; their weights are those of Splink's model.
    odds
        That two descriptions at random are one person.
    has_term_frequencies
        Whether the rarity of a term counts. Its frequencies are for the caller to register: Splink
        would take those of its own records, unsmoothed.
    has_u
        Whether u is given. Without it the model has u only of levels in which Splink sees a pair.
    convergence, iterations
        Expectation maximisation ends when no probability changes by more, or after so many rounds.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": UNIQUE_ID,
        "probability_two_random_records_match": odds / (1 + odds),
        "em_convergence": convergence,
        "max_iterations": iterations,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [
            {
                "output_column_name": comparison.name,
                "comparison_levels": [
                    {
                        "sql_condition": splink_condition(comparison.silent),
                        "label_for_charts": SILENT,
                        "is_null_level": True,
                    },
                    *(
                        _splink_level(level, has_term_frequencies, has_u)
                        for level in comparison.levels
                    ),
                ],
            }
            for comparison in comparisons
        ],
    }


def splink_condition(condition: str) -> str:
    """Return a condition on a and b as one on Splink's columns, of the left and right record."""
    sides = {"a": "l", "b": "r"}
    return _SIDE_COLUMN.sub(lambda found: f"{found[2]}_{sides[found[1]]}", condition)


def _splink_level(level: Level, has_term_frequencies: bool, has_u: bool) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "sql_condition": "ELSE" if level.condition is None else splink_condition(level.condition),
        "label_for_charts": level.name,
        "m_probability": level.m_probability,
    }
    if has_u:
        settings["u_probability"] = level.u_probability
    if has_term_frequencies and level.term_frequency_field is not None:
        settings["tf_adjustment_column"] = level.term_frequency_field
        settings["tf_minimum_u_value"] = level.least_term_frequency
    return settings
