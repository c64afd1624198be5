"""Writes docs/business-rules.md from the register: the Council's rules to be read and reviewed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from warehouse.rules_register import Rule, read_register

PAGE = Path("docs/business-rules.md")
INTRODUCTION = """\
# The Council's business rules

Written by `make rules-docs` from `seeds/council/business_rules.csv` and `rule_tolerances.csv`;
change those, not this page. {counts}

| severity | what follows |
|---|---|
| reject | the row is refused: it is in no mart, and goes back (`warehouse return-file`) |
| block | while the rule is not kept nothing is released |
| warn | the row stays, and the agency is asked to correct it |
| inform | somebody should look; nothing need be wrong |

A rule speaks of every agency unless it names some, and no row may break it unless a tolerance says
how many may. Unless it says otherwise it is {usual}.
What the last build found of a rule: `warehouse rules RULE-ID`.
"""


def write_rules_page(project: Path) -> Path:
    """Write the page into a project and return its path; the same register gives the same bytes."""
    path = project / PAGE
    path.write_text(rules_page(read_register(project)), encoding="utf-8")
    return path


def rules_page(register: Iterable[Rule]) -> str:
    """Give the page as Markdown: rules in force by subject, then planned ones, then those aside."""
    rules = sorted(register, key=lambda rule: (rule.subject, rule.rule_id, -rule.version))
    in_force = [rule for rule in rules if rule.is_in_force]
    usual = Counter(_standing(rule) for rule in in_force).most_common(1)[0][0]
    parts = [INTRODUCTION.format(counts=_counts(rules), usual=usual)]
    for subject in sorted({rule.subject for rule in in_force}):
        parts.append(f"## {_title(subject)}\n")
        parts += [_entry(rule, usual) for rule in in_force if rule.subject == subject]
    planned = [
        (f"`{rule.rule_id}`", rule.status_reason, *_row(rule))
        for rule in rules
        if rule.status == "planned"
    ]
    if planned:
        parts.append(
            "## Planned\n\nThey come into force with the subject that brings their data.\n"
        )
        parts.append(_table(("rule", "comes with", "clause", "severity", "statement"), planned))
    parts.append("## Set aside\n")
    parts.append(
        _table(
            ("rule", "clause", "severity", "statement", "why it is not asked"),
            [
                (f"`{rule.rule_id}`", *_row(rule), rule.status_reason)
                for rule in rules
                if rule.status == "set_aside"
            ],
        )
    )
    return "\n".join(parts)


def _counts(rules: Sequence[Rule]) -> str:
    counts = Counter(rule.status for rule in rules)
    planned = f", {counts['planned']} planned" if counts["planned"] else ""
    return f"{counts['in_force']} rules are in force{planned} and {counts['set_aside']} set aside."


def _title(subject: str) -> str:
    return subject.replace("_", " ").capitalize()


def _row(rule: Rule) -> tuple[str, str, str]:
    return rule.policy_clause, rule.severity, rule.statement


def _standing(rule: Rule) -> str:
    """Say since when a rule is in force, which version of it, and whose it is."""
    until = f" to {rule.in_force_to}" if rule.in_force_to else ""
    return (
        f"version {rule.version}, in force since {rule.in_force_from}{until}, reviewed"
        f" {rule.last_reviewed}, owned by the {rule.owner}"
    )


def _entry(rule: Rule, usual: str) -> str:
    """Write one rule: its id, its statement, and what else the register says of it."""
    whose = "" if rule.agency == ("all",) else f" · {', '.join(rule.agency)}"
    lines = [
        f"### {rule.rule_id}\n",
        f"{rule.statement}\n",
        f"- {rule.severity} · clause {rule.policy_clause}{whose}",
        f"- enforced in {_enforced_in(rule)}",
    ]
    if _standing(rule) != usual:
        lines.append(f"- {_standing(rule)}")
    lines += [
        f"- tolerance {each.percent} ({each.agency}) since {each.valid_from}"
        f"{f' to {each.valid_to}' if each.valid_to else ''}, decided {each.decided_on} by"
        f" {each.owner}: {each.cause}"
        for each in rule.tolerances
    ]
    if rule.implies:
        lines.append(f"- whatever breaks it breaks {', '.join(f'`{i}`' for i in rule.implies)} too")
    lines.append(f"- to do: {rule.what_to_do}\n")
    return "\n".join(lines)


def _enforced_in(rule: Rule) -> str:
    """Name where the rule is enforced, models and files as code."""
    words = rule.enforced_in.split(" ")
    return " ".join(
        f"`{word.rstrip(',')}`{',' if word.endswith(',') else ''}"
        if "_" in word or ".yml" in word
        else word
        for word in words
    )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    lines += [f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
