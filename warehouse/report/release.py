"""What was released, read from a DuckDB file or from a folder of Parquet files.

A release is small: cells of at most a dozen tables. It is read whole, once, and looked up in
memory, so that a page asks for cells by the names that the tables themselves use.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import duckdb

from warehouse.council_list.rows import Row
from warehouse.errors import WarehouseError
from warehouse.publication.tables import literal
from warehouse.publish import open_read_only

SCHEMA = "released"
ALL = "all"
NONE = "none"
WITHHELD = ("small", "withheld", "banded")
# Members for whom is no group, program or place: no chart speaks of them.
NOT_A_STUDENT = ("not_a_student", "no_district", "no_school")
REST = ("unknown", *NOT_A_STUDENT, "no_program")
# Where no source reports what is counted: a zero would say that there is none.
NOT_REPORTED = "not_reported"
LEAST_PEOPLE = "least_people"
ROWS = {
    "released_cells": """
        select table_id, school_year, dimension_1, member_1, member_2, measure, value,
            release_code, band_low, band_high, display
        from {released_cells}
        order by table_id, school_year, member_1, member_2, measure
    """,
    "report_tables": "from {report_tables} order by display_order, table_id",
    "report_table_measures": """
        from {report_table_measures} order by table_id, display_order, measure
    """,
    "report_measures": "from {report_measures} order by measure",
    "report_dimensions": "from {report_dimensions} order by dimension",
    "report_members": "from {report_members} order by dimension, display_order, member",
    "disclosure_thresholds": "from {disclosure_thresholds} order by rule",
}
# Tables that a release may do without: what each credential is known from, why a figure moved, and
# what an auditor reads beside the cells.
SOURCES, CHANGES = "credential_sources", "explained_changes"
OPTIONAL_ROWS = {
    SOURCES: """
        select credential_code, source, source_kind, reports_attempts, reports_awards,
            credential_name, certifying_entity_name
        from {credential_sources}
        order by lower(credential_name), credential_code, source
    """,
    CHANGES: """
        select school_year, dimension, member, measure, value_before, value, explanation
        from {explained_changes}
        order by school_year desc, measure, dimension, member
    """,
    "report_measure_relations": "from {report_measure_relations} order by all",
    "report_table_levels": "from {report_table_levels} order by all",
}


class Place(NamedTuple):
    """Where a cell stands in its table."""

    school_year: int
    member_1: str
    member_2: str
    measure: str


@dataclass(frozen=True)
class Cell:
    """One figure as it was released: a value, or the reason why there is none."""

    value: Decimal | None
    code: str
    band_low: Decimal | None
    band_high: Decimal | None
    display: str

    @property
    def is_withheld(self) -> bool:
        """Whether a reader is not told the figure itself."""
        return self.code in WITHHELD

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """Give the least and the most that a figure may be; of a suppressed one nothing is known.

        A small count is at least 1, and below what it is shown as: `<10`.
        """
        if self.value is not None:
            return self.value, self.value
        if self.band_low is not None and self.band_high is not None:
            return self.band_low, self.band_high
        if self.code == "small":
            return Decimal(1), Decimal(self.display.removeprefix("<")) - 1
        return None


@dataclass(frozen=True)
class Measure:
    """What is counted or computed, and how it is written."""

    measure: str
    label: str
    unit: str
    kind: str
    numerator: str | None
    denominator: str | None


@dataclass(frozen=True)
class Dimension:
    """What a table is broken down by, and its members in their order.

    A stand-in takes the place of a member where there is none: it has its parent's code. `parents`
    gives for a member the larger one of which it is a part, if it is of one.
    """

    dimension: str
    label: str
    partitions_persons: bool
    members: dict[str, str] = field(repr=False)
    stand_ins: frozenset[str] = frozenset()
    parents: Mapping[str, str] = field(default_factory=dict, repr=False)

    def label_of(self, member: str) -> str:
        """Give the words for a member; the margin is all of them."""
        return "All" if member == ALL else self.members.get(member, member)


@dataclass(frozen=True)
class Table:
    """A statutory table: its description, dimensions, measures and cells.

    A table that also tells larger members, such as districts beside schools, is read as one table
    a level; `released_as` is the name under which the release holds them all, and `larger` the
    dimensions of which the first one's members are parts, the nearest first.
    """

    table_id: str
    released_as: str
    title: str
    statute: str
    description: str
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    cells: dict[Place, Cell] = field(repr=False)
    larger: tuple[Dimension, ...] = ()

    @cached_property
    def years(self) -> list[int]:
        """School years that have cells, the latest last."""
        return sorted({place.school_year for place in self.cells})

    def cell(
        self, school_year: int, measure: str, member_1: str = ALL, member_2: str = ALL
    ) -> Cell | None:
        """Look up a cell; a dimension that the table lacks needs no member."""
        members = [member_1, member_2]
        for position in range(len(self.dimensions), 2):
            members[position] = NONE
        return self.cells.get(Place(school_year, *members, measure))

    def has_measure(self, measure: str) -> bool:
        """Whether the table shows a measure."""
        return any(each.measure == measure for each in self.measures)

    def members(self, position: int) -> list[str]:
        """Members of a dimension that have cells, in their order and without the margin."""
        seen = {place[1 + position] for place in self.cells}
        known = self.dimensions[position].members
        return [name for name in known if name in seen] + sorted(seen - set(known) - {ALL, NONE})

    def larger_members(self, member: str) -> list[str]:
        """Give the larger members of which a member of the first dimension is a part."""
        found = []
        for dimension in self.dimensions[:1] + self.larger[:-1]:
            member = dimension.parents.get(member, member if member == ALL else "")
            found.append(member)
        return found[: len(self.larger)]

    def rows(self) -> Iterator[tuple[int, str, str]]:
        """Give (year, member, member) of each row that has a cell: latest year and margin first."""
        order = [
            {member: rank for rank, member in enumerate([ALL, *self.members(position)])}
            for position in range(len(self.dimensions))
        ]
        found = {place[:3] for place in self.cells}
        yield from sorted(
            found,
            key=lambda row: (
                -row[0],
                *(ranks[row[1 + position]] for position, ranks in enumerate(order)),
            ),
        )


@dataclass(frozen=True)
class Release:
    """All tables of a release, and the thresholds by which they were made safe."""

    tables: tuple[Table, ...]
    dimensions: dict[str, Dimension]
    measures: dict[str, Measure]
    thresholds: dict[str, tuple[str, str]]
    sources: tuple[Row, ...] = ()
    changes: tuple[Row, ...] = ()

    @property
    def threshold(self) -> int:
        """Give the least count of people that is told."""
        value, _ = self.thresholds.get(LEAST_PEOPLE, ("10", ""))
        return int(float(value))

    @property
    def last_year(self) -> int:
        """Give the latest school year that any table has."""
        return max(table.years[-1] for table in self.tables)


def read_release(path: Path) -> Release:
    """Read a release.

    Parameters
    ----------
    path
        A DuckDB file with the schema `released`, or a folder with `released_cells.parquet` and the
        other tables of the release.

    Raises
    ------
    WarehouseError
        If there is no release, or it lacks a table or column that the report needs.
    """
    with _open(path) as connection:
        relations = _relations(connection, path)
        rows = {
            name: _rows(connection, sql.format(**relations), path)
            for name, sql in (ROWS | OPTIONAL_ROWS).items()
            if name in relations
        }
    return _assembled(rows, path)


def copy_as_parquet(path: Path, folder: Path) -> list[str]:
    """Write the tables of a release as Parquet files, as they are; return the files' names."""
    with _open(path) as connection:
        relations = _relations(connection, path)
        for name, relation in relations.items():
            target = literal(folder / f"{name}.parquet")
            connection.execute(f"copy (from {relation} order by all) to {target} (format parquet)")
    return [f"{name}.parquet" for name in relations]


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    if path.is_dir():
        return duckdb.connect()
    if not path.exists():
        raise WarehouseError(
            f"There is no release at {path}. Run `make build`, which releases and publishes, or "
            "name one: --release FILE.duckdb, or a folder of its Parquet files."
        )
    return open_read_only(path)


def _relations(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """Name each table of the release as SQL reads it."""
    if path.is_dir():
        found = {
            file.stem: f"read_parquet({literal(file)})" for file in sorted(path.glob("*.parquet"))
        }
    else:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = ?", [SCHEMA]
        ).fetchall()
        found = {name: f'"{SCHEMA}"."{name}"' for (name,) in names}
    missing = sorted(set(ROWS) - set(found))
    if missing:
        raise WarehouseError(
            f"{path} holds no whole release: it lacks {', '.join(missing)}. Run `make build`, or "
            "name a release: --release FILE.duckdb, or a folder of its Parquet files."
        )
    return {name: found[name] for name in (*ROWS, *OPTIONAL_ROWS) if name in found}


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> list[Row]:
    try:
        result = connection.execute(sql)
    except duckdb.Error as error:
        raise WarehouseError(
            f"The release at {path} isn't laid out as this report reads it: "
            f"{str(error).splitlines()[0]}. Release again with this version of the warehouse."
        ) from None
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _assembled(rows: dict[str, list[Row]], path: Path) -> Release:
    dimensions = {
        row["dimension"]: Dimension(
            row["dimension"],
            row["label"],
            row["partitions_persons"],
            _labels([m for m in rows["report_members"] if m["dimension"] == row["dimension"]]),
            frozenset(
                member["member"]
                for member in rows["report_members"]
                if member["dimension"] == row["dimension"]
                and member["member"] in (member["parent_member"], *REST)
            ),
            {
                member["member"]: member["parent_member"]
                for member in rows["report_members"]
                if member["dimension"] == row["dimension"] and member["parent_member"]
            },
        )
        for row in rows["report_dimensions"]
    }
    measures = {
        row["measure"]: Measure(
            row["measure"],
            row["label"],
            row["unit"],
            row["kind"],
            row["numerator_measure"],
            row["denominator_measure"],
        )
        for row in rows["report_measures"]
    }
    cells: dict[tuple[str, str], dict[Place, Cell]] = {}
    for row in rows["released_cells"]:
        place = Place(row["school_year"], row["member_1"], row["member_2"], row["measure"])
        level = ALL if row["member_1"] == ALL else row["dimension_1"]
        cells.setdefault((row["table_id"], level), {})[place] = Cell(
            row["value"], row["release_code"], row["band_low"], row["band_high"], row["display"]
        )
    parents = {row["dimension"]: row["parent_dimension"] for row in rows["report_dimensions"]}
    try:
        tables = tuple(
            Table(
                row["table_id"] if level == row["dimension_1"] else f"{row['table_id']}-{level}",
                row["table_id"],
                title_of(row["title"], dimensions[level].label)
                if len(levels) > 1
                else row["title"],
                row["statute"],
                row["description"],
                tuple(dimensions[name] for name in (level, row["dimension_2"]) if name != NONE),
                tuple(
                    measures[each["measure"]]
                    for each in rows["report_table_measures"]
                    if each["table_id"] == row["table_id"]
                ),
                cells.get((row["table_id"], ALL), {}) | cells.get((row["table_id"], level), {}),
                tuple(dimensions[name] for name in reversed(levels[: levels.index(level)])),
            )
            for row in rows["report_tables"]
            for levels in [levels_of(row, cells, parents)]
            for level in levels
        )
    except KeyError as error:
        raise WarehouseError(
            f"The release at {path} names {error} in a table and describes it nowhere. "
            "Mend the seeds of the report's tables, and release again."
        ) from None
    if not any(table.cells for table in tables):
        raise WarehouseError(f"The release at {path} holds no cell; there is nothing to report.")
    thresholds = {
        row["rule"]: (str(row["value"]), row["description"])
        for row in rows["disclosure_thresholds"]
    }
    return Release(
        tuple(table for table in tables if table.cells),
        dimensions,
        measures,
        thresholds,
        tuple(rows.get(SOURCES, ())),
        tuple(rows.get(CHANGES, ())),
    )


def levels_of(
    table: Row, cells: Mapping[tuple[str, str], object], parents: Mapping[str, str | None]
) -> list[str]:
    """Name the dimensions whose members are rows of a table, the largest members first."""
    own: str = table["dimension_1"]
    found, dimension = [own], parents.get(own)
    while dimension:
        if (table["table_id"], dimension) in cells:
            found.insert(0, dimension)
        dimension = parents.get(dimension)
    return found


def title_of(title: str, level: str) -> str:
    """Name one level of a table: what comes before its breakdown, and the level."""
    return f"{title.partition(', by ')[0]}, by {level.lower()}"


def _labels(members: list[Row]) -> dict[str, str]:
    """Give the words for each member of a dimension; those that share words get their code too."""
    shared = Counter(row["label"] for row in members)
    return {
        row["member"]: f"{row['label']} ({row['member']})"
        if shared[row["label"]] > 1
        else row["label"]
        for row in members
        if row["member"] != ALL
    }
