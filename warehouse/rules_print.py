"""What `warehouse rules` shows: first what is to be done, then what is well."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from warehouse.rules_register import Rule
from warehouse.rules_report import Line, Overview, RuleReport
from warehouse.rules_results import (
    MEND_THE_CHECK,
    STANDINGS,
    FailingKey,
    Gate,
    PastResult,
    Result,
    closing_rules,
)

STYLES = {"broken": "bold red", "failed": "red", "tolerated": "yellow", "passed": "green"}
STAGES = {"as_delivered": "as delivered", "in_marts": "in the marts", "as_released": "released"}
SLICES_SHOWN = 12
KEYS_SHOWN = 20


def print_overview(overview: Overview, console: Console, show_all: bool = False) -> None:
    """Print what failed and what to do, what is tolerated, and how many rules are kept."""
    shown = ("broken", "failed", "tolerated")
    for standing in STANDINGS:
        lines = [line for line in overview.lines if line.result.standing == standing]
        if lines and (show_all or standing in shown):
            _print_results(standing, lines, console)
    if show_all:
        _print_others(overview.others, console)
    else:
        console.print(_counts_table(overview))
    _print_gate_line(overview.gate, console)
    console.print("One rule with its history: warehouse rules RULE-ID.", style="dim")


def print_gate(overview: Overview, console: Console) -> None:
    """Print whether the release gate is open, and else each rule that closes it."""
    _print_gate_line(overview.gate, console)
    said = set()
    for line in overview.lines:
        rule = line.rule
        if not line.closes_gate or rule.rule_id in said:
            continue
        said.add(rule.rule_id)
        console.print(f"\n{rule.rule_id} ({rule.severity}): {rule.statement}", markup=False)
        for each in overview.lines:
            if each.rule.rule_id == rule.rule_id:
                console.print(f"  {STAGES[each.result.stage]}: {_found(each.result)}", markup=False)
        console.print(f"  To do: {_to_do(line)}", markup=False)


def print_rule(report: RuleReport, console: Console) -> None:
    """Print the rule, its latest results, its history by run and keys of failing rows."""
    rule = report.versions[0]
    console.print(Text(rule.rule_id, "bold"), Text(rule.statement), sep="\n")
    console.print()
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in _facts(rule):
        facts.add_row(name, Text(value))
    console.print(facts)
    for old in report.versions[1:]:
        until = f" to {old.in_force_to}" if old.in_force_to else ""
        console.print(
            f"  version {old.version}, {old.in_force_from}{until}: {old.statement}", markup=False
        )
    for result in report.totals:
        console.print()
        console.print(
            Text(STAGES[result.stage].capitalize()),
            Text(result.standing.replace("_", " "), STYLES.get(result.standing, "")),
            Text(_found(result)),
            sep=": ",
        )
        if result.message:
            console.print(f"  {result.message}", markup=False)
        _print_slices([each for each in report.slices if each.stage == result.stage], console)
    _print_keys(report.keys, console)
    _print_history(report.history, console)


def _print_results(standing: str, lines: Sequence[Line], console: Console) -> None:
    title = f"{standing.replace('_', ' ').capitalize()}: {_rules(lines)}"
    headings = ("rule", "severity", "rows", "of", "allowed", "failing in")
    entries = []
    for line in lines:
        result = line.result
        cells = (
            line.rule.rule_id,
            result.severity,
            f"{result.rows_failing:,}",
            f"{result.rows_checked:,}",
            _percent(result.tolerance) if result.tolerance else "none",
            _where(line),
        )
        detail = line.rule.statement if standing in ("passed", "not_applicable") else _to_do(line)
        closes = "Closes the release gate. " if line.closes_gate else ""
        entries.append((cells, closes + detail))
    _print_entries(title, STYLES.get(standing, "bold"), headings, entries, console)


def _print_entries(
    title: str,
    style: str,
    headings: Sequence[str],
    entries: Sequence[tuple[Sequence[str], str]],
    console: Console,
) -> None:
    """Print a table of which each row has a sentence below it, to be read at any width."""
    rows = [headings, *(cells for cells, _ in entries)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    console.print(Text(title, style))
    for number, cells in enumerate(rows):
        padded = [
            cell.rjust(width) if heading in ("rows", "of", "allowed") else cell.ljust(width)
            for cell, width, heading in zip(cells, widths, headings, strict=True)
        ]
        line = "  ".join(padded).rstrip()
        if not number:
            console.print(Text(line, "dim"), soft_wrap=True)
            continue
        console.print(Text(line, "bold"), soft_wrap=True)
        _print_indented(entries[number - 1][1], console)
    console.print()


def _print_indented(text: str, console: Console) -> None:
    """Wrap a sentence under its row; where nothing is wrapped (a pipe) it stays one line."""
    if console.soft_wrap:
        console.print(f"    {text}", markup=False)
    else:
        console.print(Padding(Text(text), (0, 0, 0, 4)))


def _rules(lines: Sequence[Line]) -> str:
    number = len({line.rule.rule_id for line in lines})
    return f"{number} rule" if number == 1 else f"{number} rules"


def _where(line: Line) -> str:
    place = "marts" if line.result.stage == "in_marts" else ""
    if not line.failed_slices:
        return place
    kinds = {"delivery": ("delivery", "deliveries"), "period": ("period", "periods")}
    kind = kinds[line.slice_kind or "delivery"][line.failed_slices > 1]
    return f"{place} {line.failed_slices} {kind}".strip()


def _to_do(line: Line) -> str:
    if line.result.verdict == "broken":
        return f"The check itself broke ({line.result.message}). {MEND_THE_CHECK}"
    if line.result.stage == "in_marts" and line.rule.severity == "reject":
        return (
            "Rows that break this rule came through to the marts: an error of the warehouse. Look"
            f" at the rule's check in staging. {line.rule.what_to_do}"
        )
    return line.rule.what_to_do


def _counts_table(overview: Overview) -> Table:
    """Count rules by subject: a rule that is checked at two stages counts once, by its worst."""
    worst: dict[str, Line] = {}
    for line in overview.lines:
        worst.setdefault(line.rule.rule_id, line)
    counts = Counter((line.rule.subject, line.result.standing) for line in worst.values())
    counts.update((rule.subject, rule.status) for rule in overview.others)
    standings = (*STANDINGS, "planned", "set_aside")
    headings = [each for each in standings if any(standing == each for _, standing in counts)]
    subjects = sorted({subject for subject, _ in counts})
    table = Table(box=box.SIMPLE_HEAD, show_footer=True, padding=(0, 1))
    table.add_column("subject", footer="all")
    for heading in headings:
        total = sum(counts[subject, heading] for subject in subjects)
        table.add_column(heading.replace("_", " "), justify="right", footer=str(total or ""))
    for subject in subjects:
        numbers = [str(counts[subject, heading] or "") for heading in headings]
        table.add_row(subject.replace("_", " "), *numbers)
    return table


def _print_others(rules: Sequence[Rule], console: Console) -> None:
    entries = [
        (
            (rule.rule_id, rule.severity, rule.status.replace("_", " ")),
            f"{rule.statement} ({rule.status_reason.rstrip('.')}.)",
        )
        for rule in sorted(rules, key=lambda each: (each.status, each.rule_id))
    ]
    title = f"Not in force: {len(rules)} rules"
    _print_entries(title, "bold", ("rule", "severity", "status"), entries, console)


def _print_gate_line(gate: Gate, console: Console) -> None:
    if gate.is_open:
        console.print("The release gate is open.", style="green")
        return
    console.print(
        f"The release gate is closed by {', '.join(closing_rules(gate))}: "
        "`warehouse publish` refuses, and the version before stays current.",
        style="bold red",
        markup=False,
    )


def _facts(rule: Rule) -> list[tuple[str, str]]:
    """Say what the register says of a rule; what is empty is left out."""
    until = f" to {rule.in_force_to}" if rule.in_force_to else ""
    facts = [
        ("severity", rule.severity),
        ("policy clause", rule.policy_clause),
        ("subject", rule.subject.replace("_", " ")),
        ("agencies", ", ".join(rule.agency)),
        ("enforced in", rule.enforced_in),
        ("implies", ", ".join(rule.implies)),
        (rule.status.replace("_", " "), rule.status_reason),
        ("in force", f"since {rule.in_force_from}{until}" if rule.in_force_from else ""),
        ("version", f"{rule.version}, reviewed {rule.last_reviewed}"),
        ("owner", rule.owner),
    ]
    for each in rule.tolerances:
        ends = f" to {each.valid_to}" if each.valid_to else ""
        facts.append(
            (
                "tolerance",
                f"{each.percent} for {each.agency}, from {each.valid_from}{ends}, decided"
                f" {each.decided_on} by {each.owner}: {each.cause}",
            )
        )
    facts.append(("to do", rule.what_to_do))
    return [(name, value) for name, value in facts if value]


def _found(result: Result) -> str:
    if result.verdict in ("broken", "not_applicable"):
        return "no row was checked"
    share = f" ({_percent(result.failing_share)})" if result.failing_share else ""
    allowed = f", {_percent(result.tolerance)} tolerated" if result.tolerance else ""
    return f"{result.rows_failing:,} of {result.rows_checked:,} rows break it{share}{allowed}"


def _percent(share: Decimal | None) -> str:
    return "" if share is None else f"{float(share) * 100:.3g} %"


def _print_slices(slices: Sequence[Result], console: Console) -> None:
    failing = [each for each in slices if each.rows_failing]
    if not failing:
        return
    kind = "delivery" if failing[0].slice_kind == "delivery" else "period"
    table = Table(kind, box=box.SIMPLE_HEAD, padding=(0, 1))
    for heading in ("rows", "of", "share"):
        table.add_column(heading, justify="right")
    table.add_column("verdict")
    for each in failing[:SLICES_SHOWN]:
        table.add_row(
            Text(each.slice),
            f"{each.rows_failing:,}",
            f"{each.rows_checked:,}",
            _percent(each.failing_share),
            Text(each.standing, STYLES.get(each.standing, "")),
        )
    console.print(table)
    if len(failing) > SLICES_SHOWN:
        console.print(f"  and {len(failing) - SLICES_SHOWN} more; --json has all.", style="dim")


def _print_keys(keys: Sequence[FailingKey], console: Console) -> None:
    if not keys:
        return
    console.print("\nFailing rows by their keys (the first of each check):")
    for check_id in dict.fromkeys(each.check_id for each in keys):
        found = [each.failing_key for each in keys if each.check_id == check_id]
        console.print(f"  {check_id}", style="dim", markup=False)
        for key in found[:KEYS_SHOWN]:
            console.print(f"    {key}", markup=False)


def _print_history(history: Sequence[PastResult], console: Console) -> None:
    if not history:
        return
    table = Table(title="By run", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1))
    for heading in ("run", "until", "stage", "v."):
        table.add_column(heading, no_wrap=True)
    for heading in ("rows", "of", "allowed"):
        table.add_column(heading, justify="right")
    table.add_column("verdict")
    for each in history:
        table.add_row(
            str(each.run_number),
            str(each.latest_delivery_on),
            STAGES[each.stage],
            str(each.rule_version),
            f"{each.rows_failing:,}",
            f"{each.rows_checked:,}",
            _percent(each.tolerance) if each.tolerance else "none",
            each.verdict,
        )
    console.print()
    console.print(table)
