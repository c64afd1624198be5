"""The suites as they are written down: `expectations/<subject>/<suite>.yml`.

A suite checks one relation. Its head says by what results are counted and which columns name a
failing row; each expectation is Great Expectations' own, and names its rule in `meta`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from warehouse.errors import WarehouseError

FOLDER = Path(__file__).parent
HEAD = {"name", "relation", "stage", "slice", "slice_kind", "key", "checked", "expectations"}
STAGES = ("as_delivered", "in_marts")
SLICE_KINDS = ("delivery", "period")
ROWS_QUERY = "unexpected_rows_expectation"
IN_SET = "expect_column_values_to_be_in_set"


class SuiteError(WarehouseError):
    """A suite that can't be used; the message names file and key."""


@dataclass(frozen=True, eq=False)
class Check:
    """One expectation of a suite, and the rule that it enforces.

    `flag` is the column of a checked model that says of each row whether it breaks the rule
    (empty: the rule doesn't speak of the row); `query` selects slice and key of failing rows.
    `checked` is SQL for the rows that a query looked at: (slice, number of rows).
    """

    check_id: str
    rule_id: str
    expectation: dict[str, Any]
    flag: str | None = None
    query: str | None = None
    checked: str | None = None


@dataclass(frozen=True)
class Suite:
    """Checks of one relation; `slice_column` is None where rows belong to no delivery or period."""

    name: str
    subject: str
    relation: str
    stage: str
    slice_column: str | None
    slice_kind: str
    key: tuple[str, ...]
    checks: tuple[Check, ...] = field(default=())


def read_suites(folder: Path = FOLDER) -> tuple[Suite, ...]:
    """Read every suite below `folder`, in the order of their paths."""
    suites = tuple(_suite(path) for path in sorted(folder.glob("*/*.yml")))
    names = [suite.name for suite in suites]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SuiteError(f"{folder}: two suites are named {', '.join(twice)}; rename one.")
    return suites


def _suite(path: Path) -> Suite:
    where = f"expectations/{path.parent.name}/{path.name}"
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    unknown = sorted(set(content) - HEAD)
    missing = sorted({"name", "relation", "key", "expectations"} - set(content))
    if unknown or missing:
        raise SuiteError(f"{where}: unknown keys {unknown}, missing keys {missing}.")
    stage = content.get("stage", STAGES[0])
    slice_kind = content.get("slice_kind", SLICE_KINDS[0])
    if stage not in STAGES or slice_kind not in SLICE_KINDS:
        raise SuiteError(f"{where}: stage is one of {STAGES}, slice_kind one of {SLICE_KINDS}.")
    checks = tuple(
        _check(where, content["name"], each, content.get("checked"))
        for each in content["expectations"]
    )
    ids = [check.check_id for check in checks]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise SuiteError(f"{where}: {', '.join(twice)}: tell them apart by `part` in meta.")
    return Suite(
        name=content["name"],
        subject=path.parent.name,
        relation=content["relation"],
        stage=stage,
        slice_column=content.get("slice"),
        slice_kind=slice_kind,
        key=tuple(content["key"]),
        checks=checks,
    )


def _check(where: str, suite: str, expectation: dict[str, Any], checked: str | None) -> Check:
    meta = expectation.get("meta") or {}
    rule = meta.get("rule")
    if not rule:
        raise SuiteError(f"{where}: an expectation of {expectation.get('type')} names no rule.")
    part = f".{meta['part']}" if "part" in meta else ""
    kwargs = expectation.get("kwargs") or {}
    is_flag = expectation["type"] == IN_SET and kwargs.get("value_set") == [False]
    return Check(
        check_id=f"{suite}.{rule}{part}",
        rule_id=rule,
        expectation=expectation,
        flag=kwargs.get("column") if is_flag else None,
        query=kwargs.get("unexpected_rows_query") if expectation["type"] == ROWS_QUERY else None,
        checked=_within(checked, meta.get("extracts")),
    )


def _within(checked: str | None, extracts: list[str] | None) -> str | None:
    """Narrow the rows that a suite's queries look at to the extracts that a rule speaks of."""
    if checked is None:
        return None
    named = ", ".join(f"'{extract}'" for extract in extracts or ())
    return checked.replace("{scope}", f"and agency || '.' || extract in ({named})" if named else "")
