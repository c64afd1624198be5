"""The register of the Council's rules: traceable from the clause to the check, and back."""

import csv
import itertools
import re
from pathlib import Path

import pytest

from conftest import PROJECT
from expectations.suites import Check, Suite, read_suites
from warehouse.admission.contracts import read_contracts

COUNCIL = PROJECT / "seeds" / "council"
CANDIDATES = range(1, 74)
# Rules that are asked of the rows of several subjects.
SHARED_RULES = ("KEY_REPEATED", "SSN_INVALID", "OUTSIDE_SCHOOL_YEAR", "CIP_UNKNOWN")
# What may be selected as the key of a failing row: places in files, pseudonyms, codes and periods.
KEYS = {
    "agency",
    "articulated_credit_id",
    "calendar_quarter",
    "comparison_group",
    "completion_id",
    "credential_attempt_id",
    "credential_award_id",
    "credential_code",
    "dimension",
    "employer_id",
    "extract",
    "file_name",
    "line_number",
    "list_year",
    "follow_up_quarter",
    "measure",
    "member",
    "member_1",
    "member_2",
    "outcome_event_id",
    "period",
    "person_id",
    "priority_year",
    "program_enrollment_id",
    "published_code",
    "region_id",
    "report_rank",
    "school_year",
    "source",
    "table_id",
}
# The clauses of sections 1 to 5 of the model policy, by what is lettered in them.
OUTLINE = {
    "1.A": ["(1)", "(2)", "(3)", "(4)", "(5)"],
    "2": ["A", "B", "C", "D", "E"],
    "2.B(a)": ["(i)"],
    "2.B(b)": ["(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)", "(vii)"],
    "2.E(a)": ["(i)", "(ii)"],
    "2.E": ["(b)", "(c)", "(d)", "(e)", "(f)"],
    "3": ["A"],
    "3.A(a)": ["(i)", "(ii)", "(iii)"],
    "3.A(b)": ["(i)", "(ii)", "(iii)", "(iv)"],
    "3.A(c)": ["(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)"],
    "3.A": ["(d)", "(e)", "(f)"],
    "4": ["A"],
    "4.A": ["(a)", "(b)"],
    "4.B": ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)"],
    "4.C": ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)"],
    "5.A": ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)"],
    "5": ["B"],
}


def rows_of(name: str) -> list[dict[str, str]]:
    with (COUNCIL / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def register() -> list[dict[str, str]]:
    return rows_of("business_rules")


@pytest.fixture(scope="module")
def in_force(register) -> dict[str, dict[str, str]]:
    return {rule["rule_id"]: rule for rule in register if rule["status"] == "in_force"}


@pytest.fixture(scope="module")
def suites() -> tuple[Suite, ...]:
    return read_suites()


@pytest.fixture(scope="module")
def checks(suites) -> list[tuple[Suite, Check]]:
    return [(suite, check) for suite in suites for check in suite.checks]


def models() -> dict[str, Path]:
    return {
        path.stem: path
        for suffix in ("sql", "py")
        for path in (PROJECT / "models").rglob(f"*.{suffix}")
    }


def test_every_candidate_stands_in_the_register(register):
    found = {int(number) for rule in register for number in rule["candidate"].split()}
    assert sorted(found) == list(CANDIDATES)


def test_every_rule_says_all_that_its_status_asks_for(register):
    for rule in register:
        name = rule["rule_id"]
        assert rule["severity"] in ("reject", "block", "warn", "inform"), name
        assert rule["status"] in ("in_force", "set_aside"), name
        for column in ("policy_clause", "statement", "agency", "last_reviewed", "owner"):
            assert rule[column], f"{name} lacks {column}"
        if rule["status"] == "in_force":
            assert rule["in_force_from"] and rule["enforced_in"] and rule["what_to_do"], name
        else:
            assert rule["status_reason"] and not rule["enforced_in"], name


def test_versions_of_a_rule_follow_each_other(register):
    versions: dict[str, list[dict[str, str]]] = {}
    for rule in register:
        versions.setdefault(rule["rule_id"], []).append(rule)
    for name, rows in versions.items():
        rows.sort(key=lambda row: int(row["version"]))
        assert [int(row["version"]) for row in rows] == list(range(1, len(rows) + 1)), name
        for earlier, later in itertools.pairwise(rows):
            assert earlier["in_force_to"] and earlier["in_force_to"] < later["in_force_from"], name


def test_implied_rules_are_in_force(in_force):
    implied = {name for rule in in_force.values() for name in rule["implies"].split()}
    assert implied - set(in_force) == set()


def test_every_rule_in_force_has_a_check(in_force, checks):
    """A release is checked by an attack, after the suites: test_release_audit.py plants for it."""
    attacked = {name for name, rule in in_force.items() if rule["enforced_in"] == "release_audit"}
    assert attacked == {"CELL_UNSAFE"}
    assert sorted(set(in_force) - attacked - {check.rule_id for _, check in checks}) == []


def test_every_check_names_a_rule_in_force(in_force, checks):
    assert sorted({check.rule_id for _, check in checks} - set(in_force)) == []


def test_a_suite_holds_checks_of_its_subject_or_marts_of_what_was_refused(in_force, checks):
    """Rules on records and files reach into every subject; others stay in their own."""
    astray = [
        check.check_id
        for suite, check in checks
        if in_force[check.rule_id]["subject"] not in (suite.subject, "records", "files")
        and in_force[check.rule_id]["severity"] != "reject"
        and check.rule_id
        not in ("KEY_REPEATED", "SSN_INVALID", "OUTSIDE_SCHOOL_YEAR", "CIP_UNKNOWN")
    ]
    assert astray == []


def test_every_relation_that_a_suite_reads_is_named_by_the_runner(suites):
    """The Python model runs after all that it checks only if it names each by ref."""
    named = set(re.findall(r'dbt\.ref\("(\w+)"\)', models()["rule_checks"].read_text()))
    read = {suite.relation for suite in suites}
    for suite in suites:
        for check in suite.checks:
            sql = f"{check.query or ''} {check.checked or ''}"
            read |= set(re.findall(r"\b(?:marts|quality|intermediate|reference)\.(\w+)", sql))
    assert sorted(read - named) == []
    assert sorted(named - read) == []
    assert sorted(named - set(models())) == []


def test_suites_select_keys_alone(checks):
    for suite, check in checks:
        assert set(suite.key) <= KEYS, suite.name
        if check.query:
            selected = re.match(r"\s*select\s+(.*?)\s+from\b", check.query, re.S)
            assert selected, check.check_id
            names = {name.strip().split(".")[-1] for name in selected[1].split(",")}
            assert names <= KEYS, check.check_id


def test_flags_stand_in_their_models(checks):
    for suite, check in checks:
        if check.flag:
            text = models()[suite.relation].read_text()
            assert check.flag == check.rule_id.lower(), check.check_id
            assert check.flag in text or check.rule_id in text, check.check_id


def test_every_flag_of_a_checked_model_has_a_check(checks, register):
    flags = {rule["rule_id"].lower() for rule in register}
    checked = {(suite.relation, check.flag) for suite, check in checks if check.flag}
    for name, path in models().items():
        if name.startswith("checked_"):
            given = set(re.findall(r"\bas (\w+)", path.read_text())) & flags
            assert {flag for flag in given if (name, flag) not in checked} == set(), name


def extracts_by_rule() -> dict[str, set[str]]:
    """Say which extracts are held to each row rule, by contract or where they are staged."""
    found: dict[str, set[str]] = {}
    for contract in read_contracts(PROJECT).extracts:
        for rule, _ in contract.row_rules:
            found.setdefault(rule, set()).add(contract.label)
    macros = (PROJECT / "macros" / "staging" / "register_rules.sql").read_text()
    reasons = {
        name: re.search(r"'reason': '(\w+)", body)
        for name, body in re.findall(r"{% macro (\w+_rule)\((.*?){%- endmacro %}", macros, re.S)
    }
    for name, path in models().items():
        if not name.startswith("stg_"):
            continue
        text = path.read_text()
        label = name.removeprefix("stg_").replace("__", ".")
        rules = set(re.findall(r"'reason': '(\w+)", text))
        rules |= set(re.findall(r"agreement_rule\('(\w+)", text))
        for macro, reason in reasons.items():
            if reason and f"{macro}(" in text:
                rules.add(reason[1])
        for rule in rules:
            found.setdefault(rule, set()).add(label)
    return found


def test_refused_rows_are_counted_against_the_extracts_that_are_held_to_the_rule(checks):
    held = extracts_by_rule()
    counted = {
        check.rule_id: set(check.expectation["meta"].get("extracts", ()))
        for suite, check in checks
        if suite.relation == "refused_rows"
    }
    assert {rule: sorted(held.get(rule, ())) for rule, extracts in counted.items() if extracts} == {
        rule: sorted(extracts) for rule, extracts in counted.items() if extracts
    }
    assert sorted(set(held) - set(counted)) == []


def test_every_clause_of_the_policy_is_kept_or_says_why_not(register):
    clauses = {row["clause"]: row for row in rows_of("policy_clauses")}
    expected = {
        head + (part if part.startswith("(") else f".{part}")
        for head, parts in OUTLINE.items()
        for part in parts
    }
    heads = {"2.E", "4.A", "3.A", "2.B"}
    assert sorted(expected - set(clauses)) == []
    assert sorted(set(clauses) - expected - heads) == []
    rules = {rule["rule_id"] for rule in register}
    for clause, row in clauses.items():
        names = row["names"].split()
        assert row["kept_by"] in ("rule", "model", "reason"), clause
        if row["kept_by"] == "reason":
            assert row["reason"] and not names, clause
        else:
            assert names, clause
            assert set(names) <= (rules if row["kept_by"] == "rule" else set(models())), clause


def test_every_rule_cites_a_clause_that_the_table_holds(register):
    clauses = {row["clause"] for row in rows_of("policy_clauses")}
    cited = {
        (rule["rule_id"], clause)
        for rule in register
        for clause in cited_clauses(rule["policy_clause"])
    }
    known = clauses | {clause.split("(")[0] for clause in clauses}
    known |= {re.sub(r"\([ivx]+\)$", "", clause) for clause in clauses}
    assert sorted(pair for pair in cited if pair[1] not in known) == []


def cited_clauses(text: str) -> list[str]:
    """Take apart '3.A(d), 4.B(b)-(d)' into 3.A(d), 4.B(b), 4.B(d)."""
    found = []
    for part in re.split(r",\s*", text):
        whole = re.fullmatch(r"(\d\.[A-Z])?((?:\([a-z]+\))*)(?:-(\([a-z]\)))?", part.strip())
        assert whole, text
        head = whole[1] or re.match(r"\d\.[A-Z]", found[-1])[0]
        found.append(head + whole[2])
        if whole[3]:
            found.append(head + whole[3])
    return found


@pytest.mark.parametrize("name", ["rule_tolerances"])
def test_tolerances_carry_date_cause_and_owner(name, in_force):
    for row in rows_of(name):
        assert row["rule_id"] in in_force
        assert row["decided_on"] and row["cause"] and row["owner"]
        assert 0 < float(row["tolerance"]) < 1
