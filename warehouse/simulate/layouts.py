"""Layouts of the extracts, read from the contract that the warehouse itself reads.

Columns, headings, delimiter, encoding and date format stand in ``models/staging/*/_sources.yml``
and nowhere else, so a delivery that is written here is by its making a delivery under contract.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

STAGING = Path(__file__).parents[2] / "models" / "staging"


@dataclass(frozen=True)
class Column:
    """A declared column; `heading` is what the file's header calls it."""

    name: str
    heading: str
    data_type: str
    is_required: bool
    minimum: str | None
    maximum: str | None
    pattern: str | None
    sensitive: str | None


@dataclass(frozen=True)
class Layout:
    """How one extract is delivered."""

    agency: str
    extract: str
    location: str
    columns: tuple[Column, ...]
    date_format: str
    encoding: str
    delimiter: str
    row_rules: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Warehouse names of the columns, in delivered order."""
        return [column.name for column in self.columns]

    @property
    def key(self) -> tuple[str, str]:
        """Agency and extract."""
        return self.agency, self.extract

    def column(self, name: str) -> Column:
        """Find a column by its warehouse name."""
        return next(column for column in self.columns if column.name == name)

    def has(self, name: str) -> bool:
        """Tell whether the extract has a column."""
        return any(column.name == name for column in self.columns)


@cache
def read_layouts() -> dict[tuple[str, str], Layout]:
    """Read every agency's layouts, keyed by agency and extract, in the contracts' order."""
    layouts = {}
    for file in sorted(STAGING.glob("*/_sources.yml")):
        contract = yaml.safe_load(file.read_text(encoding="utf-8"))
        for source in contract["sources"]:
            defaults = _meta(source)
            for table in source["tables"]:
                meta = defaults | _meta(table)
                if (
                    "location" in meta
                ):  # what lies nowhere (admission's own findings) isn't delivered
                    layout = _layout(source["name"], table, meta)
                    layouts[layout.key] = layout
    return layouts


def _layout(agency: str, table: dict[str, Any], meta: dict[str, Any]) -> Layout:
    return Layout(
        agency=agency,
        extract=table["name"],
        location=meta["location"],
        columns=tuple(_column(column) for column in table["columns"]),
        date_format=meta.get("date_format", "%Y-%m-%d"),
        encoding=meta.get("encoding", "utf-8"),
        delimiter=meta.get("delimiter", ","),
        row_rules=tuple(meta.get("row_rules", {})),
    )


def _column(column: dict[str, Any]) -> Column:
    meta = _meta(column)
    return Column(
        name=column["name"],
        heading=str(meta.get("delivered_as", column["name"])),
        data_type=column["data_type"],
        is_required=bool(meta.get("required", False)),
        minimum=_text(meta.get("minimum")),
        maximum=_text(meta.get("maximum")),
        pattern=meta.get("pattern"),
        sensitive=meta.get("sensitive"),
    )


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    return node.get("config", {}).get("meta", {})


def _text(value: object) -> str | None:
    return None if value is None else str(value)
