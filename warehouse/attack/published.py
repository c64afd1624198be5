"""Read a release as anyone outside can: its tables, in a DuckDB file or as Parquet files."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb

from warehouse.attack.release import (
    AT_MOST,
    MADE_OF,
    MADE_WITHIN,
    NOTHING,
    PART_OF,
    SAME_AS,
    Cell,
    Measure,
    Release,
    canonical,
)
from warehouse.attack.tables import refuse_strange_tables
from warehouse.errors import WarehouseError

SCHEMA = "released"
ALIGNMENTS = "report_alignments"
SAME_MEMBERS = "report_same_members"
# Tables that releases didn't have from the first on.
LATER = frozenset({ALIGNMENTS, SAME_MEMBERS})
# A warehouse keeps more beside what it lists for everyone.
TABLES = (
    "select table_name from duckdb_tables() where database_name = 'release' and schema_name = ?"
)
LISTED = "select table_name from release.reference.public_tables where schema_name = ?"
CODES = ("released", "small", "withheld", "banded", "not_applicable", "not_reported")
RELATIONS = (AT_MOST, PART_OF, SAME_AS, MADE_OF, MADE_WITHIN)
SHOWS_ZEROS = "shows_zeros"
KINDS = ("events", "persons", "rate", "dollars", "estimate")
COLUMNS = {
    "released_cells": (
        "table_id", "school_year", "dimension_1", "member_1", "dimension_2", "member_2", "measure",
        "value", "release_code", "band_low", "band_high", "display",
    ),
    "report_measures": (
        "measure", "unit", "kind", "numerator_measure", "denominator_measure",
        "is_complement_protected",
    ),
    "report_measure_relations": (
        "measure", "relation", "other_measure", "dimension", "member",
    ),
    "report_members": ("dimension", "member", "parent_dimension", "parent_member"),
    "report_dimensions": ("dimension", "partitions_persons", "parent_dimension"),
    "disclosure_thresholds": ("rule", "value"),
    ALIGNMENTS: ("school_year", "dimension_1", "member_1", "dimension_2", "member_2"),
    SAME_MEMBERS: ("dimension", "member", "same_dimension", "same_member"),
}  # fmt: skip

Fetch = Callable[[str, tuple[str, ...]], list[tuple[Any, ...]]]


def read_release(path: Path, name: str | None = None, is_earlier: bool = False) -> Release:
    """Read a release from a DuckDB file with the schema `released`, or from a folder of Parquet.

    All tables that stand there must say what the cells say, unless it is an earlier release: that
    can't be taken back, and may have tables that are no longer published.

    Parameters
    ----------
    path
        The file, or the folder.
    name
        What to call the release; by default as the path.
    is_earlier
        A folder needn't have the tables that weren't published at its time.

    Raises
    ------
    WarehouseError
        If there is nothing there, a table or a column is missing, a file can't be read, or a table
        says something else than the cells.
    """
    if not path.exists():
        raise WarehouseError(f"There is no release at {path}; name a DuckDB file or a folder.")
    connection = duckdb.connect()
    try:
        if path.is_dir():
            found = {file.stem for file in path.glob("*.parquet")}
            needed = COLUMNS.keys() - (LATER - found if is_earlier else NOTHING)
            source = {table: _parquet(path, table) for table in found | needed}
        else:
            _attach(connection, path)
            found = _public_tables(connection)
            source = {table: f"release.{SCHEMA}.{table}" for table in found | COLUMNS.keys()}
        called = path.name if name is None else name
        release = _read_relations(connection, source, called, str(path))
        if not is_earlier:
            tables = {table: connection.sql(f"from {source[table]}") for table in source}
            refuse_strange_tables(tables, str(path))
        return release
    finally:
        connection.close()


def read_earlier(folder: Path | None, default: Path, release: Release) -> list[Release]:
    """Read the earlier releases of a folder, in the order of their names, without the one given.

    Raises
    ------
    WarehouseError
        If a folder was named and isn't there, or a release in it can't be read.
    """
    if folder is None and not default.is_dir():
        return []
    folder = folder or default
    if not folder.is_dir():
        raise WarehouseError(f"There is no folder of earlier releases at {folder}.")
    found = [
        read_release(each, is_earlier=True)
        for each in sorted(folder.iterdir())
        if each.is_dir() and not each.name.startswith(".")
    ]
    return [each for each in found if each.cells != release.cells]


def _public_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Name the tables of an attached file that are for everyone, or all where it doesn't say."""
    found = {row[0] for row in connection.execute(TABLES, [SCHEMA]).fetchall()}
    try:
        return found & {row[0] for row in connection.execute(LISTED, [SCHEMA]).fetchall()}
    except duckdb.CatalogException:
        return found


def _read_relations(
    connection: duckdb.DuckDBPyConnection, source: dict[str, str], name: str, place: str
) -> Release:
    """Read a release from the relations that `source` names for each of its tables."""

    def fetch(table: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
        names = ", ".join(columns)
        if table not in source:
            return []
        try:
            return connection.execute(
                f"select {names} from {source[table]} order by all"
            ).fetchall()
        except duckdb.CatalogException:
            raise WarehouseError(
                f"The release at {place} has no table {table}, so it can't be audited. "
                "Build or publish the whole release, then audit again."
            ) from None
        except duckdb.BinderException as error:
            raise WarehouseError(
                f"The table {table} of the release at {place} lacks a column: "
                f"{str(error).splitlines()[0]}"
            ) from None
        except duckdb.Error:
            raise WarehouseError(
                f"The table {table} of the release at {place} can't be read: it is damaged, or "
                "no Parquet. Publish it again."
            ) from None

    return fetch_release(fetch, name, place)


def fetch_release(fetch: Fetch, name: str, place: str) -> Release:
    """Read a release by a function that gives the columns asked of a table, rows in order."""
    parents: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    members = _rows(fetch, "report_members")
    for dimension, member, above, parent in members:
        if above and parent:
            known = parents.get((dimension, member), ())
            parents[dimension, member] = (*known, (above, parent))
    measures = {row[0]: Measure(*row) for row in _rows(fetch, "report_measures")}
    relations = _rows(fetch, "report_measure_relations")
    cells = tuple(_cell(row, parents) for row in _rows(fetch, "released_cells"))
    _check(cells, measures, relations, place)
    cells = tuple(_counted(cell, measures[cell.measure]) for cell in cells)
    release = Release(
        name=name,
        cells=(),
        measures=measures,
        relations=tuple((row[0], row[1], row[2]) for row in relations),
        parents=parents,
        partitions_persons=frozenset(row[0] for row in _rows(fetch, "report_dimensions") if row[1]),
        thresholds=dict(_rows(fetch, "disclosure_thresholds")),
        known_members=frozenset((row[0], row[1]) for row in members),
        restricted=_restricted(relations),
        made_of=_made_of(relations),
        made_within=_made_within(relations),
        meetings=_meetings(_rows(fetch, ALIGNMENTS)),
        broken_down=_broken_down(cells),
        same_members={(row[0], row[1]): (row[2], row[3]) for row in _rows(fetch, SAME_MEMBERS)},
    )
    numerators = {
        measure.numerator
        for measure in measures.values()
        if measure.is_complement_protected and measure.numerator
    }
    return replace(release, cells=tuple(_widened(cell, release, numerators) for cell in cells))


def _restricted(
    relations: list[tuple[str, ...]],
) -> dict[str, tuple[str, tuple[str, str]]]:
    """Find the measures that are another one of a certain member."""
    return {
        measure: (other, (dimension, member))
        for measure, relation, other, dimension, member in relations
        if relation == SAME_AS
    }


def _made_of(
    relations: list[tuple[str, ...]],
) -> dict[str, list[tuple[str, tuple[str, str] | None]]]:
    """Collect what each estimate is computed from."""
    found: dict[str, list[tuple[str, tuple[str, str] | None]]] = defaultdict(list)
    for measure, relation, other, dimension, member in relations:
        if relation == MADE_OF:
            found[measure].append((other, (dimension, member) if dimension else None))
    return dict(found)


def _made_within(relations: list[tuple[str, ...]]) -> dict[str, list[tuple[str, str]]]:
    """Collect what each estimate divides by in the members of another dimension."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for measure, relation, other, dimension, _ in relations:
        if relation == MADE_WITHIN:
            found[measure].append((other, dimension))
    return dict(found)


def _broken_down(cells: Iterable[Cell]) -> dict[str, frozenset[str]]:
    """Say by which dimensions a measure is told apart in some table."""
    found: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        found[cell.measure].update(cell.dimensions)
    return {measure: frozenset(dimensions) for measure, dimensions in found.items()}


def _meetings(
    rows: list[tuple[Any, ...]],
) -> dict[tuple[int, str, str], frozenset[tuple[str, str]]]:
    """Collect the pairs of members that can meet, by school year and dimensions."""
    found: dict[tuple[int, str, str], set[tuple[str, str]]] = defaultdict(set)
    for year, first, member, second, other in rows:
        found[year, first, second].add((member, other))
    return {key: frozenset(pairs) for key, pairs in found.items()}


def _widened(cell: Cell, release: Release, numerators: set[str]) -> Cell:
    """Name a count by its widest measure; where zeros are shown one that isn't is of somebody.

    But that nobody of a group passed is a secret of each of them: such a numerator may be none.
    """
    if not release.measures[cell.measure].is_count:
        return cell
    measure, members = release.resolve(cell.measure, cell.members)
    is_somebody = bool(release.thresholds.get(SHOWS_ZEROS)) and cell.measure not in numerators
    return cell._replace(measure=measure, members=members, least=int(is_somebody))


def _rows(fetch: Fetch, table: str) -> list[tuple[Any, ...]]:
    return fetch(table, COLUMNS[table])


def _cell(row: tuple[Any, ...], parents: dict) -> Cell:
    table, year, *places, measure, value, code, low, high, display = row
    pairs = [(places[0], places[1]), (places[2], places[3])]
    return Cell(
        table=table,
        year=year,
        members=canonical([pair for pair in pairs if pair[1] not in ("all", "none")], parents),
        measure=measure,
        code=code,
        value=_number(display) if value is None else value,
        band_low=low,
        band_high=high,
        dimensions=tuple(pair[0] for pair in pairs if pair[0] != "none"),
    )


def _counted(cell: Cell, measure: Measure) -> Cell:
    """Read what nobody reports as the zero that it is in every sum, or as no rate."""
    if cell.code != "not_reported":
        return cell
    if measure.is_count:
        return cell._replace(code="released", value=Decimal(0))
    return cell._replace(code="not_applicable")


def _number(display: str | None) -> Decimal | None:
    """Read the number that a cell displays; None where it displays words, `<10` or a band."""
    try:
        number = Decimal((display or "").strip("$% ").replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _check(
    cells: tuple[Cell, ...],
    measures: dict[str, Measure],
    relations: list[tuple[str, ...]],
    place: str,
) -> None:
    for cell in cells:
        if cell.measure not in measures:
            raise WarehouseError(
                f"The release at {place} has cells of {cell.measure}, which its report_measures "
                "doesn't explain; a reader couldn't either."
            )
        if cell.code not in CODES:
            raise WarehouseError(
                f"The release at {place} has a cell with the code {cell.code} in the table "
                f"{cell.table}; known are {', '.join(CODES)}."
            )
    for measure in measures.values():
        if measure.kind not in KINDS:
            raise WarehouseError(
                f"The measure {measure.name} of the release at {place} is of the kind "
                f"{measure.kind}; known are {', '.join(KINDS)}."
            )
    for measure, relation, other, *_ in relations:
        if {measure, other} - set(measures):
            raise WarehouseError(
                f"The release at {place} relates {measure} to {other}, and its report_measures "
                "doesn't explain both."
            )
        if relation not in RELATIONS:
            raise WarehouseError(
                f"The release at {place} has a relation {relation} between measures; known are "
                f"{', '.join(RELATIONS)}."
            )
    if not cells:
        raise WarehouseError(f"The release at {place} has no cells: there is nothing to audit.")


def _parquet(folder: Path, table: str) -> str:
    file = folder / f"{table}.parquet"
    if not file.exists():
        raise WarehouseError(
            f"The folder {folder} is no release: {file.name} is missing. Publish it again."
        )
    return "read_parquet('" + str(file).replace("'", "''") + "')"


def _attach(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    quoted = str(file).replace("'", "''")
    try:
        connection.execute(f"attach '{quoted}' as release (read_only)")
    except duckdb.Error as error:
        if "lock" in str(error):
            raise WarehouseError(
                f"{file} is held by another process, most likely a build. Wait until it has ended."
            ) from None
        raise WarehouseError(f"{file} is damaged, or no DuckDB file.") from None
