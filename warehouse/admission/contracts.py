"""The contract of every extract, read from `models/staging/*/_sources.yml`.

dbt reads the same files: what a person declares there once is what admission checks and lands.
"""

import codecs
import datetime
import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from warehouse.admission.values import date_pattern
from warehouse.errors import WarehouseError

COLUMN_KEYS = (
    "delivered_as",
    "required",
    "sensitive",
    "minimum",
    "maximum",
    "pattern",
    "date_format",
)
TABLE_KEYS = (
    "plugin",
    "location",
    "date_format",
    "encoding",
    "delimiter",
    "period",
    "row_rules",
    "longest_record_lines",
)
# The one table that admission makes of its own findings, with no extract behind it.
DELIVERIES_IDENTIFIER = "delivered_files"
# Lands records that no agency delivers: no folder below the extracts root is theirs.
MATCH_LOADER = "warehouse match"
# What the landed table adds to the declared columns; a column of the extract can't be named so.
BOOKKEEPING_COLUMNS = (
    "file_name",
    "line_number",
    "period",
    "delivered_on",
    "is_superseded",
    "refusal_reasons",
    "raw_text",
    "extensions",
)
# A quoted line break is followed over so many lines and no further: past that, the quote is taken
# for one that was never closed, or a single stray quote could swallow the rest of the file.
LONGEST_RECORD_LINES = 50


class ContractError(WarehouseError):
    """A declaration that can't be used; the message names file, table, column and key."""


@dataclass(frozen=True)
class ColumnContract:
    """A declared column: `name` is the warehouse's, `delivered_as` the heading in the file.

    `minimum` and `maximum` are kept as SQL literals' text (a number, or an ISO date).
    """

    name: str
    data_type: str
    delivered_as: str
    is_required: bool = False
    sensitive: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    date_format: str | None = None

    @property
    def decimal_places(self) -> int:
        """Places after the point of a decimal column; 0 for every other type."""
        return int(self.data_type.rstrip(")").split(",")[1]) if "," in self.data_type else 0


@dataclass(frozen=True)
class SourceContract:
    """One extract of one agency: where its files lie, how they are written, what they hold."""

    agency: str
    extract: str
    identifier: str
    declared_in: str
    location: str
    columns: tuple[ColumnContract, ...]
    encoding: str = "utf-8"
    delimiter: str = ","
    row_rules: tuple[tuple[str, str], ...] = ()
    longest_record_lines: int = LONGEST_RECORD_LINES

    @property
    def label(self) -> str:
        """`agency.extract`, as dbt names the source."""
        return f"{self.agency}.{self.extract}"

    @property
    def agency_folder(self) -> str:
        """First folder of the location; the manifest lies in it."""
        return self.location.split("/")[0]

    @property
    def fingerprint(self) -> str:
        """Hash of all that is declared: a changed contract must not meet a cached inspection."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True)
class Contracts:
    """All contracts of the project.

    `left_alone` are the folders below the extracts root that another loader than admission reads;
    `schemas` are the database schemas that admission lands in.
    """

    extracts: tuple[SourceContract, ...]
    left_alone: frozenset[str] = frozenset()
    schemas: frozenset[str] = frozenset()

    def by_identifier(self, identifier: str) -> SourceContract:
        """Return the contract that lands in table `identifier`; ContractError if there is none."""
        for contract in self.extracts:
            if contract.identifier == identifier:
                return contract
        raise ContractError(
            f"No _sources.yml under models/staging declares the table {identifier}."
            " Is it in a file of another name?"
        )

    def by_label(self, label: str) -> SourceContract:
        """Return the contract of `agency.extract`; ContractError lists the near ones."""
        for contract in self.extracts:
            if contract.label == label:
                return contract
        known = [contract.label for contract in self.extracts]
        near = difflib.get_close_matches(label, known, n=3) or sorted(known)
        raise ContractError(f"No contract is declared for {label}. Known: {', '.join(near)}.")


def find_project_root() -> Path:
    """Return the working directory if it holds the contracts, else the package's own project."""
    here = Path.cwd()
    if (here / "models" / "staging").is_dir():
        return here
    return Path(__file__).resolve().parents[2]


def read_contracts(project_root: Path) -> Contracts:
    """Read every `_sources.yml` under `models/staging`.

    Raises ContractError, naming file and key, on the first declaration that can't be used.
    """
    extracts: list[SourceContract] = []
    left_alone: set[str] = set()
    schemas: set[str] = set()
    for path in sorted((project_root / "models" / "staging").rglob("_sources.yml")):
        declared_in = path.relative_to(project_root).as_posix()
        for source in _read_yaml(path, declared_in).get("sources") or []:
            for table in source.get("tables") or []:
                meta = {**_meta(source), **_meta(table)}
                if source.get("loader") == MATCH_LOADER:
                    continue
                if meta.get("plugin") != "admission":
                    left_alone.add(str(meta.get("location", source.get("name"))).split("/")[0])
                    continue
                schemas.add(str(source.get("schema") or source.get("name")))
                if table.get("identifier") != DELIVERIES_IDENTIFIER:
                    extracts.append(_source_contract(declared_in, source, table, meta))
    _check_distinct(extracts)
    return Contracts(tuple(extracts), frozenset(left_alone), frozenset(schemas))


def _read_yaml(path: Path, declared_in: str) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContractError(f"{declared_in}: not readable as YAML: {error}") from None
    if not isinstance(content, dict):
        raise ContractError(f"{declared_in}: must be a mapping with the key `sources`.")
    return content


def _meta(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node's meta, wherever dbt lets it stand (`meta`, or `config.meta`)."""
    config = node.get("config") or {}
    return {**(node.get("meta") or {}), **(config.get("meta") or {})}


def _check_distinct(extracts: Iterable[SourceContract]) -> None:
    seen: dict[str, SourceContract] = {}
    for contract in extracts:
        for key in (f"identifier {contract.identifier}", f"location {contract.location}"):
            if key in seen:
                raise ContractError(
                    f"{contract.declared_in}: {contract.extract}: {key} is already that of"
                    f" {seen[key].label} ({seen[key].declared_in})."
                )
            seen[key] = contract


def _source_contract(
    declared_in: str, source: Mapping[str, Any], table: Mapping[str, Any], meta: Mapping[str, Any]
) -> SourceContract:
    agency, extract = str(source.get("name")), str(table.get("name"))
    where = f"{declared_in}: {extract}"
    _check_keys(where, meta, TABLE_KEYS)
    default_format = meta.get("date_format")
    columns = tuple(
        _column_contract(f"{where}.{column.get('name')}", column, default_format)
        for column in table.get("columns") or []
    )
    if not columns:
        raise ContractError(f"{where}: `columns` is empty; declare the extract's columns.")
    names = [column.name for column in columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ContractError(f"{where}: columns: declared twice: {', '.join(twice)}.")
    return SourceContract(
        agency=agency,
        extract=extract,
        identifier=str(table.get("identifier") or extract),
        declared_in=declared_in,
        location=_location(where, meta.get("location", f"{agency}/{extract}")),
        columns=columns,
        encoding=_encoding(where, meta.get("encoding", "utf-8")),
        delimiter=_delimiter(where, meta.get("delimiter", ",")),
        row_rules=_row_rules(where, meta.get("row_rules") or {}),
        longest_record_lines=_positive_integer(
            f"{where}: longest_record_lines",
            meta.get("longest_record_lines", LONGEST_RECORD_LINES),
        ),
    )


def _column_contract(
    where: str, column: Mapping[str, Any], default_format: str | None
) -> ColumnContract:
    meta = _meta(column)
    _check_keys(where, meta, COLUMN_KEYS)
    name = str(column.get("name"))
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ContractError(f"{where}: name: must be lower-case letters, digits and underscores.")
    if name in BOOKKEEPING_COLUMNS or name.startswith("admission_"):
        raise ContractError(f"{where}: name: reserved for what admission adds; choose another.")
    data_type = str(column.get("data_type", "")).lower().replace(" ", "")
    if not re.fullmatch(r"varchar|date|integer|bigint|boolean|decimal\(\d+,\d+\)", data_type):
        raise ContractError(
            f"{where}: data_type: {data_type or 'absent'};"
            " must be varchar, date, integer, bigint, decimal(p,s) or boolean."
        )
    date_format = meta.get("date_format", default_format) if data_type == "date" else None
    if data_type == "date":
        _check_date_format(where, date_format)
    if not isinstance(meta.get("required", False), bool):
        raise ContractError(f"{where}: required: must be true or false.")
    return ColumnContract(
        name=name,
        data_type=data_type,
        delivered_as=str(meta.get("delivered_as", name)).strip(),
        is_required=meta.get("required", False),
        sensitive=meta.get("sensitive"),
        minimum=_bound(where, "minimum", meta.get("minimum"), data_type),
        maximum=_bound(where, "maximum", meta.get("maximum"), data_type),
        pattern=_regular_expression(where, meta.get("pattern")),
        date_format=date_format,
    )


def _check_keys(where: str, meta: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Refuse a key that looks like a slip of a known one; leave others to whoever reads them."""
    for key, value in meta.items():
        near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.75)
        if key not in known and near:
            raise ContractError(f"{where}: {key}: unknown key; did you mean `{near[0]}`?")
        if isinstance(value, str) and "{{" in value and key in known:
            raise ContractError(f"{where}: {key}: Jinja isn't rendered here; write the value.")


def _location(where: str, value: Any) -> str:
    location = str(value).strip("/")
    parts = location.split("/")
    if str(value).startswith("/") or "\\" in location or ".." in parts or len(parts) < 2:
        raise ContractError(
            f"{where}: location: must be a folder below the extracts root, <agency>/<extract>."
        )
    return location


def _encoding(where: str, value: Any) -> str:
    try:
        name = codecs.lookup(str(value)).name
        "".encode(name)
    except (LookupError, TypeError):
        raise ContractError(f"{where}: encoding: {value} is not a known encoding.") from None
    return "utf-8" if name.startswith("utf-8") else str(value).lower()


def _delimiter(where: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) != 1 or value in '"\r\n' or ord(value) > 127:
        raise ContractError(
            f'{where}: delimiter: must be one ASCII character (a tab is written "\\t").'
        )
    return value


def _row_rules(where: str, value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise ContractError(f"{where}: row_rules: must map a rule's id to an SQL condition.")
    for rule, condition in value.items():
        if not re.fullmatch(r"[A-Z][A-Z0-9_]*", str(rule)):
            raise ContractError(f"{where}: row_rules: {rule}: an id is written in CAPITALS.")
        if not isinstance(condition, str) or ";" in condition or "--" in condition:
            raise ContractError(f"{where}: row_rules: {rule}: must be one SQL condition.")
    return tuple((str(rule), condition.strip()) for rule, condition in value.items())


def _check_date_format(where: str, value: Any) -> None:
    if not isinstance(value, str):
        raise ContractError(f"{where}: date_format: absent; give it here or for the table.")
    try:
        date_pattern(value)
    except ValueError as error:
        raise ContractError(f"{where}: date_format: {error}") from None


def _bound(where: str, key: str, value: Any, data_type: str) -> str | None:
    if value is None:
        return None
    try:
        if data_type == "date":
            return datetime.date.fromisoformat(str(value)).isoformat()
        if data_type == "integer" or data_type == "bigint" or data_type.startswith("decimal"):
            return format(Decimal(str(value)), "f")
    except (ValueError, InvalidOperation):
        raise ContractError(f"{where}: {key}: doesn't fit the type {data_type}.") from None
    raise ContractError(f"{where}: {key}: only dates and numbers have bounds.")


def _regular_expression(where: str, value: Any) -> str | None:
    if value is None:
        return None
    try:
        re.compile(str(value))
    except re.error as error:
        raise ContractError(f"{where}: pattern: {error}") from None
    return str(value)


def _positive_integer(where: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ContractError(f"{where}: must be a whole number above 0.")
    return value
