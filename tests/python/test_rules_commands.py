"""What people see of the Council's rules: the commands, and the page of rules."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from conftest import PROJECT, Build
from rules_of_sample import copy_of_rules, invoke, spoil
from warehouse.errors import WarehouseError
from warehouse.rules_docs import PAGE, rules_page
from warehouse.rules_print import print_gate, print_overview, print_rule
from warehouse.rules_register import read_register, versions_of
from warehouse.rules_report import Overview, read_overview, read_rule


def printed(show, *arguments) -> str:
    stream = io.StringIO()
    show(*arguments, Console(file=stream, width=200, highlight=False))
    return stream.getvalue()


@pytest.fixture(scope="module")
def overview(sample: Build) -> Overview:
    return read_overview(sample.warehouse_file)


@pytest.fixture
def copied(sample: Build, tmp_path: Path) -> Build:
    return copy_of_rules(sample, tmp_path)


def test_what_failed_comes_first_with_what_to_do(overview: Overview):
    text = printed(lambda console: print_overview(overview, console))
    standings = [line.result.standing for line in overview.lines]
    assert {"failed", "tolerated", "passed"} <= set(standings)
    assert standings == sorted(
        standings, key=["broken", "failed", "tolerated", "passed", "not_applicable"].index
    )
    assert text.index("Failed:") < text.index("Tolerated:") < text.index("subject")
    flat = " ".join(text.split())
    for line in overview.lines:
        if line.result.standing != "passed":
            assert f" {line.rule.rule_id} " in flat
    passed = {line.rule.rule_id for line in overview.lines if line.result.standing == "passed"}
    passed -= {line.rule.rule_id for line in overview.lines if line.result.standing != "passed"}
    assert [rule_id for rule_id in passed if f" {rule_id} " in flat] == []
    assert "Send the file again; an extract without records still carries its header." in flat


def test_all_lists_every_rule_of_the_register(overview: Overview):
    text = printed(lambda console: print_overview(overview, console, True))
    assert [r.rule_id for r in read_register(PROJECT) if f"\n{r.rule_id} " not in text] == []


def test_the_counts_by_subject_come_to_the_register(overview: Overview):
    text = printed(lambda console: print_overview(overview, console))
    total = next(line.split() for line in text.splitlines() if line.strip().startswith("all "))
    assert sum(map(int, total[1:])) == len({rule.rule_id for rule in read_register(PROJECT)})


def test_a_rule_with_its_tolerance_results_history_and_keys(sample: Build):
    report = read_rule(sample.warehouse_file, sample.state, "ssn-invalid")
    text = printed(lambda console: print_rule(report, console))
    flat = " ".join(text.split())
    assert "1 % for all, from 2014-07-01, decided 2014-06-30 by Council" in flat
    assert "Who refuses a number is entered under a made-up one" in flat
    (total,) = report.totals
    assert f"{total.rows_failing:,} of {total.rows_checked:,} rows break it" in flat
    assert sum(each.rows_failing for each in report.slices) == total.rows_failing
    assert [(each.verdict, each.rows_failing) for each in report.history] == [
        (total.verdict, total.rows_failing)
    ]
    assert report.keys
    for key in report.keys:
        file_name, _, line = key.failing_key.rpartition(":")
        assert (sample.extracts / file_name).is_file()
        assert int(line) > 1
        assert key.failing_key in text


def test_an_unknown_rule_names_the_nearest():
    register = read_register(PROJECT)
    with pytest.raises(WarehouseError, match=r"no rule SSN\. The nearest: SSN_INVALID, SSN_OF"):
        versions_of("SSN", register)
    with pytest.raises(WarehouseError, match="WAGES_NEGATIVE"):
        versions_of("WAGE_NEGATIV", register)


def test_the_latest_version_stands_for_a_rule(copied: Build):
    spoil(
        copied,
        "insert into reference.business_rules by name"
        " select * replace (2 as version, 'Said anew.' as statement)"
        " from reference.business_rules where rule_id = 'SSN_INVALID'",
    )
    report = read_rule(copied.warehouse_file, copied.state, "SSN_INVALID")
    assert (report.versions[0].version, report.versions[0].statement) == (2, "Said anew.")
    assert len(report.versions) == 2
    assert report.history == []
    read = read_overview(copied.warehouse_file)
    assert {x.rule.version for x in read.lines if x.rule.rule_id == "SSN_INVALID"} == {2}


def test_json_holds_what_is_printed(sample: Build, overview: Overview):
    everything = json.loads(invoke(sample, "rules", "--json").stdout)
    assert [each["rule_id"] for each in everything["results"]] == [
        line.rule.rule_id for line in overview.lines
    ]
    assert everything["gate"]["is_open"] is True
    one = json.loads(invoke(sample, "rules", "SSN_INVALID", "--json").stdout)
    assert one["results"][0]["tolerance"] == 0.01


def test_an_open_gate_exits_0_and_options_are_one_at_a_time(sample: Build):
    result = invoke(sample, "rules", "--gate")
    assert (result.exit_code, result.stdout) == (0, "The release gate is open.\n")
    assert isinstance(invoke(sample, "rules", "--gate", "--all").exception, WarehouseError)


def test_a_closed_gate_exits_1_and_says_why(copied: Build):
    spoil(
        copied,
        "update quality.release_gate set is_open = false,"
        " broken_rule_ids = ['SSN_INVALID'], failed_rule_ids = ['ATTESTATION_MISSING']",
        "update quality.rule_results set verdict = 'broken', message = 'BinderException: x'"
        " where rule_id = 'SSN_INVALID' and slice_kind = 'all'",
        "update quality.rule_results set verdict = 'failed', rows_failing = 7"
        " where rule_id = 'ATTESTATION_MISSING' and slice_kind = 'all'",
    )
    result = invoke(copied, "rules", "--gate")
    assert result.exit_code == 1
    flat = " ".join(result.stdout.split())
    assert "closed by SSN_INVALID, ATTESTATION_MISSING" in flat
    assert "The check itself broke (BinderException: x)" in flat
    assert "7 of" in flat
    assert "Write attested_by and attested_on into the line of manifest.csv." in flat
    # Without --gate it is only told.
    told = invoke(copied, "rules")
    assert told.exit_code == 0
    assert told.stdout.index("Broken:") < told.stdout.index("Failed:")
    assert "Whoever" not in printed(
        lambda console: print_gate(read_overview(copied.warehouse_file), console)
    )


def test_the_page_of_rules_is_the_register():
    register = read_register(PROJECT)
    page = (PROJECT / PAGE).read_text()
    assert page == rules_page(register), "run `make rules-docs`"
    assert [rule.rule_id for rule in register if rule.rule_id not in page] == []
    assert all(rule.status_reason in page for rule in register)
    assert all(each.cause in page for rule in register for each in rule.tolerances)
