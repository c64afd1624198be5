"""The Council's rules as the register has them, and what each says of itself."""

import csv
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError

REGISTER = Path("seeds/council/business_rules.csv")
TOLERANCES = Path("seeds/council/rule_tolerances.csv")
NEAREST_IDS = 5


@dataclass(frozen=True)
class Tolerance:
    """The share of rows that may break a rule; `agency` is `all` or one of them."""

    rule_id: str
    agency: str
    valid_from: str
    valid_to: str
    tolerance: str
    decided_on: str
    cause: str
    owner: str

    @property
    def percent(self) -> str:
        """The share in percent, without needless zeros."""
        return f"{float(self.tolerance) * 100:g} %"


@dataclass(frozen=True)
class Rule:
    """A line of the register, every field as its text; lists hold what blanks part in a cell."""

    rule_id: str
    version: int
    policy_clause: str
    subject: str
    statement: str
    severity: str
    agency: tuple[str, ...]
    enforced_in: str
    implies: tuple[str, ...]
    in_force_from: str
    in_force_to: str
    last_reviewed: str
    status: str
    status_reason: str
    what_to_do: str
    owner: str
    tolerances: tuple[Tolerance, ...] = ()

    @property
    def is_in_force(self) -> bool:
        """Say whether the rule is checked; the others are planned or set aside."""
        return self.status == "in_force"


def read_register(project: Path) -> list[Rule]:
    """Read the register from the project's seeds, in its order: no warehouse is needed."""
    return _rules(_read_csv(project / REGISTER), _read_csv(project / TOLERANCES))


def read_built_register(connection: duckdb.DuckDBPyConnection) -> list[Rule]:
    """Read the register that a warehouse was built with, by subject and id.

    Raises
    ------
    WarehouseError
        If the warehouse was built before there was a register.
    """
    try:
        rules = _read_table(connection, "business_rules")
        tolerances = _read_table(connection, "rule_tolerances")
    except duckdb.CatalogException:
        raise WarehouseError(
            "This warehouse holds no register of rules (reference.business_rules); "
            "run `dbt build` first."
        ) from None
    return sorted(_rules(rules, tolerances), key=lambda rule: (rule.subject, rule.rule_id))


def versions_of(rule_id: str, register: Iterable[Rule]) -> list[Rule]:
    """Find a rule whatever its case, the latest version first.

    Raises
    ------
    WarehouseError
        If there is none of that id; the message names the nearest.
    """
    rules = list(register)
    wanted = rule_id.strip().upper().replace("-", "_")
    found = [rule for rule in rules if rule.rule_id == wanted]
    if found:
        return sorted(found, key=lambda rule: rule.version, reverse=True)
    ids = sorted({rule.rule_id for rule in rules})
    near = [each for each in ids if wanted and wanted in each][:NEAREST_IDS]
    near += [
        each
        for each in difflib.get_close_matches(wanted, ids, NEAREST_IDS, 0.5)
        if each not in near
    ]
    hint = f"The nearest: {', '.join(near[:NEAREST_IDS])}. " if near else ""
    raise WarehouseError(
        f"The register has no rule {rule_id}. {hint}`warehouse rules --all` lists every rule."
    )


def _rules(rules: list[dict[str, str]], tolerances: list[dict[str, str]]) -> list[Rule]:
    by_rule: dict[str, list[Tolerance]] = {}
    for row in tolerances:
        tolerance = Tolerance(**{name: row[name] for name in Tolerance.__dataclass_fields__})
        by_rule.setdefault(tolerance.rule_id, []).append(tolerance)
    return [_rule(row, tuple(by_rule.get(row["rule_id"], ()))) for row in rules]


def _rule(row: Mapping[str, str], tolerances: tuple[Tolerance, ...]) -> Rule:
    return Rule(
        rule_id=row["rule_id"],
        version=int(row["version"]),
        policy_clause=row["policy_clause"],
        subject=row["subject"],
        statement=row["statement"],
        severity=row["severity"],
        agency=tuple(row["agency"].split()),
        enforced_in=row["enforced_in"],
        implies=tuple(row["implies"].split()),
        in_force_from=row["in_force_from"],
        in_force_to=row["in_force_to"],
        last_reviewed=row["last_reviewed"],
        status=row["status"],
        status_reason=row["status_reason"],
        what_to_do=row["what_to_do"],
        owner=row["owner"],
        tolerances=tolerances,
    )


def _read_csv(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise WarehouseError(f"There is no register at {path}.") from None


def _read_table(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, str]]:
    result = connection.execute(
        f"select coalesce(cast(columns(*) as varchar), '') from reference.{name} order by all"
    )
    rows = result.fetchall()
    headings = [
        column
        for (column,) in connection.execute(
            "select column_name from duckdb_columns() where database_name = current_database()"
            " and schema_name = 'reference' and table_name = ? order by column_index",
            [name],
        ).fetchall()
    ]
    return [dict(zip(headings, row, strict=True)) for row in rows]
