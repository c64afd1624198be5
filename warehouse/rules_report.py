"""The latest results of the Council's rules, gathered in the order in which to act on them."""

import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from warehouse.publish import open_read_only
from warehouse.rules_register import Rule, read_built_register, versions_of
from warehouse.rules_results import (
    STANDINGS,
    FailingKey,
    Gate,
    PastResult,
    Result,
    closing_rules,
    count_failed_slices,
    read_failing_keys,
    read_gate,
    read_history,
    read_slices,
    read_totals,
)

SEVERITIES = ("block", "reject", "warn", "inform")


@dataclass(frozen=True)
class Line:
    """A rule's latest result at one stage; `failed_slices` are deliveries or periods."""

    rule: Rule
    result: Result
    failed_slices: int
    slice_kind: str | None
    closes_gate: bool


@dataclass(frozen=True)
class Overview:
    """Every rule in force with its results, in the order to act on, and the others."""

    gate: Gate
    lines: list[Line]
    others: list[Rule]


@dataclass(frozen=True)
class RuleReport:
    """All that is known of one rule; `versions` begins with the latest."""

    versions: list[Rule]
    totals: list[Result]
    slices: list[Result]
    history: list[PastResult]
    keys: list[FailingKey]


def read_overview(warehouse_file: Path) -> Overview:
    """Read the latest results; WarehouseError if there is no warehouse or it holds none."""
    with open_read_only(warehouse_file) as connection:
        totals = read_totals(connection)
        gate = read_gate(connection)
        failed_slices = count_failed_slices(connection)
        register = read_built_register(connection)
    rules = {rule.rule_id: rule for rule in sorted(register, key=lambda rule: rule.version)}
    closing = closing_rules(gate)
    lines = [
        Line(
            rules[result.rule_id],
            result,
            *failed_slices.get((result.rule_id, result.stage), (0, None)),
            result.rule_id in closing,
        )
        for result in totals
    ]
    lines.sort(key=_urgency)
    return Overview(gate, lines, [rule for rule in rules.values() if not rule.is_in_force])


def read_rule(warehouse_file: Path, state: Path, rule_id: str) -> RuleReport:
    """Read all of one rule; WarehouseError names the nearest ids where there is none such."""
    with open_read_only(warehouse_file) as connection:
        versions = versions_of(rule_id, read_built_register(connection))
        known = versions[0].rule_id
        totals = [result for result in read_totals(connection) if result.rule_id == known]
        slices = sorted(read_slices(connection, known), key=_worst_first)
        keys = read_failing_keys(connection, known)
    return RuleReport(versions, totals, slices, read_history(state, known), keys)


def overview_json(overview: Overview) -> str:
    """Give the latest results as JSON: the gate, a list of results, the rules not in force."""
    return _as_json(
        {
            "gate": asdict(overview.gate),
            "results": [
                asdict(line.result)
                | {
                    "standing": line.result.standing,
                    "subject": line.rule.subject,
                    "statement": line.rule.statement,
                    "what_to_do": line.rule.what_to_do,
                    "failed_slices": line.failed_slices,
                    "closes_gate": line.closes_gate,
                }
                for line in overview.lines
            ],
            "not_in_force": [
                {
                    "rule_id": rule.rule_id,
                    "status": rule.status,
                    "statement": rule.statement,
                    "status_reason": rule.status_reason,
                }
                for rule in overview.others
            ],
        }
    )


def rule_json(report: RuleReport) -> str:
    """Give one rule as JSON: its versions, results, history and failing keys."""
    return _as_json(
        {
            "versions": [asdict(rule) for rule in report.versions],
            "results": [asdict(each) for each in report.totals],
            "slices": [asdict(each) for each in report.slices],
            "history": [asdict(each) for each in report.history],
            "failing_keys": [asdict(each) for each in report.keys],
        }
    )


def _as_json(content: object) -> str:
    return json.dumps(
        content,
        indent=2,
        ensure_ascii=False,
        default=lambda value: float(value) if isinstance(value, Decimal) else str(value),
    )


def _urgency(line: Line) -> tuple:
    """Order lines: broken, failed (what closes the gate first), tolerated; the larger share first.

    The rule's id comes last, so that the order never depends on how the rows were read.
    """
    result = line.result
    return (
        STANDINGS.index(result.standing),
        not line.closes_gate,
        SEVERITIES.index(result.severity),
        -(result.failing_share or 0),
        result.rule_id,
        result.stage,
    )


def _worst_first(result: Result) -> tuple:
    return (STANDINGS.index(result.standing), -result.rows_failing, result.stage, result.slice)
