"""Small releases written by hand, with what the joint attack must and mustn't find in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.attack.audit import Audit, audit
from warehouse.attack.published import read_release
from warehouse.attack.release import Equal

TABLES = {
    "released_cells": "table_id varchar, school_year integer,"
    " dimension_1 varchar, member_1 varchar, dimension_2 varchar, member_2 varchar,"
    " measure varchar, value decimal(18,2),"
    " release_code varchar, band_low decimal(9,2), band_high decimal(9,2), display varchar",
    "report_measures": "measure varchar, label varchar, unit varchar, kind varchar,"
    " numerator_measure varchar, denominator_measure varchar, is_complement_protected boolean",
    "report_measure_relations": "measure varchar, relation varchar, other_measure varchar,"
    " dimension varchar, member varchar",
    "report_members": "dimension varchar, member varchar, label varchar,"
    " parent_dimension varchar, parent_member varchar, display_order integer",
    "report_dimensions": "dimension varchar, label varchar, partitions_persons boolean,"
    " parent_dimension varchar",
    "disclosure_thresholds": "rule varchar, value decimal(9,2), description varchar",
    "report_alignments": "school_year integer, dimension_1 varchar, member_1 varchar,"
    " dimension_2 varchar, member_2 varchar",
    "report_same_members": "dimension varchar, member varchar, same_dimension varchar,"
    " same_member varchar",
}
MEASURES = {
    "awards": ("count", "events", None, None, False),
    "attempts": ("count", "events", None, None, False),
    "earners": ("count", "persons", None, None, False),
    "pass_rate": ("percent", "rate", "awards", "attempts", True),
    "median_wage": ("dollars", "dollars", None, "earners", False),
}
SMALL = "<10"
WITHHELD = "suppressed"
NOT_APPLICABLE = "not applicable"
NOT_REPORTED = "not reported"
CODES = {
    SMALL: "small",
    WITHHELD: "withheld",
    NOT_APPLICABLE: "not_applicable",
    NOT_REPORTED: "not_reported",
}


@dataclass
class HandMade:
    """A release that a test fills cell by cell; a figure is a number, a code or a band."""

    partitions: set[str] = field(default_factory=lambda: {"sex", "area", "region"})
    parents: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    relations: list[tuple[str, ...]] = field(default_factory=list)
    measures: dict[str, tuple] = field(default_factory=lambda: dict(MEASURES))
    thresholds: dict[str, int] = field(default_factory=lambda: {"least_people": 10})
    cells: list[tuple] = field(default_factory=list)
    alignments: list[tuple] = field(default_factory=list)
    same_members: list[tuple] = field(default_factory=list)

    def cell(
        self,
        figure: object,
        table: str = "a",
        measure: str = "awards",
        year: int = 2024,
        **members: str,
    ) -> "HandMade":
        """Add a cell; members by dimension, `all` for a margin, in the order of the table."""
        pairs = [*members.items(), ("none", "none"), ("none", "none")][:2]
        value = band_low = band_high = None
        code = CODES.get(str(figure), "released")
        if isinstance(figure, tuple):
            code, (band_low, band_high) = "banded", figure
        elif code == "released":
            value = Decimal(str(figure))
        (dimension_1, member_1), (dimension_2, member_2) = pairs
        self.cells.append(
            (table, year, dimension_1, member_1, dimension_2, member_2, measure, value, code,
             band_low, band_high, str(figure))
        )  # fmt: skip
        return self

    def row(self, dimension: str, figures: dict[str, object], **more: object) -> "HandMade":
        """Add a row of cells by one dimension; `all` is its margin."""
        for member, figure in figures.items():
            self.cell(figure, **{dimension: member}, **more)
        return self

    def grid(
        self, rows: str, columns: str, figures: dict[str, dict[str, object]], **more: object
    ) -> "HandMade":
        """Add a two-way table, margins included."""
        for row, line in figures.items():
            for column, figure in line.items():
                self.cell(figure, **{rows: row, columns: column}, **more)
        return self

    def relations_of(self) -> dict[str, list[tuple]]:
        """Give the rows of every table."""
        dimensions = {cell[at] for cell in self.cells for at in (2, 4)} - {"none"}
        members = {(cell[at], cell[at + 1]) for cell in self.cells for at in (2, 4)}
        return {
            "released_cells": self.cells,
            "report_measures": [
                (name, name, unit, *rest) for name, (unit, *rest) in self.measures.items()
            ],
            "report_measure_relations": [
                (*relation, None, None)[:5] for relation in self.relations
            ],
            "report_members": [
                (*pair, pair[1], *self.parents.get(pair, (None, None)), 1)
                for pair in sorted(members | set(self.parents) | set(self.parents.values()))
                if pair[0] != "none"
            ],
            "report_dimensions": [
                (name, name, name in self.partitions, None) for name in sorted(dimensions)
            ],
            "disclosure_thresholds": [(rule, value, "") for rule, value in self.thresholds.items()],
            "report_alignments": self.alignments,
            "report_same_members": self.same_members,
        }

    def load(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the release the schema `released` of a database."""
        connection.execute("create schema released")
        for table, columns in TABLES.items():
            connection.execute(f"create table released.{table} ({columns})")
            rows = self.relations_of()[table]
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"insert into released.{table} values ({marks})", rows)

    def write(self, folder: Path) -> Path:
        """Write the release as Parquet files into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            self.load(connection)
            for table in TABLES:
                connection.execute(f"copy released.{table} to '{folder / f'{table}.parquet'}'")
        return folder


def attack(
    tmp_path: Path, *releases: HandMade, equal: Iterable[Equal] = (), is_guessing: bool = False
) -> Audit:
    """Write releases, the earliest first, and attack the last with the help of all."""
    read = [
        read_release(release.write(tmp_path / f"release_{number}"))
        for number, release in enumerate(releases)
    ]
    return audit(read, say=lambda step: None, equal=equal, is_guessing=is_guessing)


def told(result: Audit) -> dict[str, tuple[float, float]]:
    """What was told of figures that aren't simply shown."""
    return {
        finding.cell: (finding.low, finding.high)
        for finding in result.findings
        if finding.attack != "shown"
    }
