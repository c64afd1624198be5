"""Whether the tables of a release say what its cells say and no more, and a key of what they say.

The attack reads the long table of cells. People read the wide ones, so these must be the cells laid
out, and every other table one of the declarations that the attack takes for known.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from duckdb import DuckDBPyRelation

from warehouse.errors import WarehouseError

# The tables of a release by name.
Tables = dict[str, DuckDBPyRelation]

CELLS, MEMBERS, CHANGES = "released_cells", "report_members", "explained_changes"
KEY = ("school_year", "dimension_1", "member_1", "member_2")
LABELS = ("label_1", "label_2", "order_1", "order_2")
MARGINS = ("all", "none")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
YEAR = re.compile(r"(?:19|20)\d\d")
DECLARATIONS = {
    CELLS: {
        "table_id", "school_year", "dimension_1", "member_1", "dimension_2", "member_2", "measure",
        "value", "release_code", "band_low", "band_high", "display",
    },
    CHANGES: {
        "school_year", "dimension", "member", "measure", "value_before", "value", "explanation",
    },
    "credential_sources": {
        "credential_code", "source", "credential_name", "certifying_entity_name", "is_on_list",
        "source_kind", "reports_attempts", "reports_awards", "is_by_direct_agreement",
    },
    "disclosure_thresholds": {"rule", "value", "description"},
    "report_alignments": {"school_year", "dimension_1", "member_1", "dimension_2", "member_2"},
    "report_dimensions": {"dimension", "label", "partitions_persons", "parent_dimension"},
    "report_measure_relations": {"measure", "relation", "other_measure", "dimension", "member"},
    "report_measures": {
        "measure", "label", "unit", "kind", "numerator_measure", "denominator_measure",
        "is_complement_protected",
    },
    MEMBERS: {
        "dimension", "member", "label", "parent_dimension", "parent_member", "display_order",
    },
    "report_same_members": {"dimension", "member", "same_dimension", "same_member"},
    "report_table_levels": {"table_id", "dimension"},
    "report_table_measures": {"table_id", "measure", "display_order"},
    "report_tables": {
        "table_id", "title", "statute", "dimension_1", "dimension_2", "description",
        "display_order",
    },
}  # fmt: skip
TAKE_OUT = (
    "The attack doesn't know it, so nobody can say whether it is safe. Take it out, or let its "
    "figures be cells of the report (seeds/report/report_table_measures.csv), and build again."
)
BUILD = "Nobody has attacked it. Mend the model, run `dbt build`, and try again."


def release_hash(tables: Tables) -> str:
    """Give a key of the names, columns and rows of tables, whatever the order of the rows."""
    digest = hashlib.sha256()
    for name, table in sorted(tables.items()):
        row = ", ".join(f'"{column}"' for column in table.columns)
        content = table.aggregate(f"count(*), sum(hash({row})::hugeint)").fetchall()
        digest.update(f"{name} ({row}) {content}\n".encode())
    return digest.hexdigest()


def refuse_strange_tables(tables: Tables, place: str) -> None:
    """Raise unless the tables are cells, declarations, or the cells of a table side by side.

    Parameters
    ----------
    tables
        All tables of the release, the cells and the members among them.
    place
        Where the release is, for people.

    Raises
    ------
    WarehouseError
        At the first table, column or figure that is none of these.
    """
    cells = _read_cells(tables[CELLS])
    names = tables[MEMBERS].project("dimension, member, label, display_order").fetchall()
    members = {(dimension, member): (label, order) for dimension, member, label, order in names}
    for name, table in sorted(tables.items()):
        if name not in DECLARATIONS and name not in cells:
            raise WarehouseError(
                f"The table {name} of the release at {place} is none of the report's, and no "
                f"declaration. {TAKE_OUT}"
            )
        for column in sorted(set(table.columns) - _columns_of(name, cells)):
            raise WarehouseError(
                f"The column {column} of the table {name} of the release at {place} is no measure "
                f"of its cells. {TAKE_OUT}"
            )
        if name not in DECLARATIONS:
            _refuse_other_figures(name, table, cells[name], members, place)
    if CHANGES in tables:
        _refuse_other_changes(tables[CHANGES], cells, place)


class _Row(NamedTuple):
    """Cells of a table that stand side by side: their second dimension, and value and display."""

    dimension_2: str
    figures: dict[str, tuple[Any, str]]


# By table, the rows by their key.
_Cells = dict[str, dict[tuple, _Row]]


def _read_cells(cells: DuckDBPyRelation) -> _Cells:
    found: _Cells = defaultdict(dict)
    columns = ("table_id", *KEY, "dimension_2", "measure", "value", "display")
    for table, *key, dimension_2, measure, value, display in _rows(cells, columns):
        row = found[table].setdefault(tuple(key), _Row(dimension_2, {}))
        row.figures[measure] = (value, display)
    return found


def _rows(table: DuckDBPyRelation, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    return table.project(", ".join(f'"{column}"' for column in columns)).fetchall()


def _columns_of(name: str, cells: _Cells) -> set[str]:
    """Name the columns that a table may have."""
    if name in DECLARATIONS:
        return DECLARATIONS[name]
    measures = {measure for row in cells[name].values() for measure in row.figures}
    return {*KEY, *LABELS, *measures, *(f"{measure}_shown" for measure in measures)}


def _refuse_other_figures(
    name: str,
    table: DuckDBPyRelation,
    cells: dict[tuple, _Row],
    members: dict[tuple[str, str], tuple[str, int]],
    place: str,
) -> None:
    """Raise unless a wide table is its cells side by side, each row once."""
    seen = set()
    for *key, line in ((*row[:4], row[4:]) for row in _rows(table, (*KEY, *table.columns))):
        row = cells.get(tuple(key))
        if row is None or tuple(key) in seen:
            raise WarehouseError(
                f"The table {name} of the release at {place} has a row ({_named(key)}) that no "
                f"cells make up, or twice. {BUILD}"
            )
        seen.add(tuple(key))
        expected = dict(zip(KEY, key, strict=True))
        pairs = ((key[1], key[2]), (row.dimension_2, key[3]))
        for number, pair in enumerate(pairs, start=1):
            label, order = members.get(pair, (None, 0))
            expected |= {f"label_{number}": label, f"order_{number}": order}
        for measure, (value, display) in row.figures.items():
            expected |= {measure: value, f"{measure}_shown": display}
        for column, figure in zip(table.columns, line, strict=True):
            if figure != expected.get(column):
                raise WarehouseError(
                    f"The table {name} of the release at {place} says {figure} in the column "
                    f"{column} ({_named(key)}), and its cells say {expected.get(column)}. {BUILD}"
                )
    if len(seen) < len(cells):
        raise WarehouseError(
            f"The table {name} of the release at {place} lacks {len(cells) - len(seen)} rows that "
            f"its cells make up. {BUILD}"
        )


def _refuse_other_changes(changes: DuckDBPyRelation, cells: _Cells, place: str) -> None:
    """Raise unless an explanation's figures are shown, each in its year, and it names no other."""
    shown = set()
    for rows in cells.values():
        for (year, *pair, member_2), row in rows.items():
            pairs = [pair, [row.dimension_2, member_2]]
            named = [each for each in pairs if each[1] not in MARGINS]
            if len(named) < 2:
                dimension, member = named[0] if named else ("all", "all")
                shown |= {
                    (year, dimension, member, measure, value)
                    for measure, (value, _) in row.figures.items()
                    if value is not None
                }
    columns = (
        "school_year", "dimension", "member", "measure", "value_before", "value", "explanation",
    )  # fmt: skip
    for year, *cell, before, after, explanation in _rows(changes, columns):
        figures = [Decimal(figure).normalize() for figure in (before, after)]
        allowed = {f"{figure:{form}}" for figure in figures for form in ("f", ",f")}
        for number in NUMBER.findall(explanation):
            if not YEAR.fullmatch(number) and number not in allowed:
                raise WarehouseError(
                    f"The explanation of {_named((year, *cell))} in the table {CHANGES} of the "
                    f"release at {place} says {number}, which is no year and neither of the two "
                    "figures: nobody knows whether it may be told. Say it without the number in "
                    "seeds/council/change_explanations.csv, and build again."
                )
        if not {(year - 1, *cell, before), (year, *cell, after)} <= shown:
            raise WarehouseError(
                f"The table {CHANGES} of the release at {place} names {before} and {after} for "
                f"{_named((year, *cell))}, which the cells don't show. {BUILD}"
            )


def _named(key: Iterable[object]) -> str:
    return ", ".join(map(str, key))
