"""For every rule in force: a planted violation turns it red, with its keys, and no other rule.

What agencies can deliver is planted in deliveries, everything at once, and built once. What they
can't, since the warehouse must prevent it, is planted in a copy of the marts. That every rule
passes where nothing is planted is shown by test_rules_results.py.
"""

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb
import pytest

import plants_accepted as accepted
import plants_list as of_the_list
import plants_official as official
import plants_refused as refused
from conftest import NOT_UNITS, PROJECT, Build
from expectations.runner import run_suites
from expectations.suites import read_suites
from planted_marts import SPOILT, judge_again, own_copy, scratch_copy, spoil
from planting import KEYS_OF, Deliveries, Planted
from warehouse.admission.contracts import read_contracts

PLANTS: dict[str, Callable[[Deliveries], Planted]] = {
    "FILE_NOT_IN_MANIFEST": refused.file_not_in_manifest,
    "FILE_NOT_DELIVERED": refused.file_not_delivered,
    "FILE_CHECKSUM_DIFFERS": refused.file_checksum_differs,
    "FILE_ROW_COUNT_DIFFERS": refused.file_row_count_differs,
    "FILE_EMPTY": refused.file_empty,
    "FILE_UNREADABLE": refused.file_unreadable,
    "FILE_ENCODING": refused.file_encoding,
    "FILE_COLUMNS_MISSING": refused.file_columns_missing,
    "FILE_HEADER_REPEATS": refused.file_header_repeats,
    "ATTESTATION_MISSING": refused.attestation_missing,
    "DELIVERY_MISSING": refused.delivery_missing,
    "DELIVERY_LATE": refused.delivery_late,
    "ROW_FIELD_COUNT": refused.row_field_count,
    "ROW_QUOTE_UNCLOSED": refused.row_quote_unclosed,
    "ROW_ENCODING": refused.row_encoding,
    "VALUE_MISSING": refused.value_missing,
    "VALUE_NOT_A_DATE": refused.value_not_a_date,
    "VALUE_NOT_A_NUMBER": refused.value_not_a_number,
    "VALUE_NOT_A_FLAG": refused.value_not_a_flag,
    "VALUE_OUT_OF_RANGE": refused.value_out_of_range,
    "VALUE_MALFORMED": refused.value_malformed,
    "DATES_OUT_OF_ORDER": refused.dates_out_of_order,
    "BIRTH_AFTER_EVENT": refused.birth_after_event,
    "AGE_IMPLAUSIBLE": refused.age_implausible,
    "EARNED_BEFORE_ATTEMPT": refused.earned_before_attempt,
    "EVENT_AFTER_DELIVERY": refused.event_after_delivery,
    "WAGES_NEGATIVE": refused.wages_negative,
    "INSTITUTION_NOT_OPEN": refused.institution_not_open,
    "COURSE_NOT_IN_CATALOG": refused.course_not_in_catalog,
    "EARNED_WITHOUT_PASSING": refused.earned_without_passing,
    "CREDENTIAL_NOT_YET_OFFERED": refused.credential_not_yet_offered,
    "RESULT_CONTRADICTS_SCORE": refused.result_contradicts_score,
    "REVOCATION_UNDATED": refused.revocation_undated,
    "AWARD_LEVEL_UNKNOWN": refused.award_level_unknown,
    "COMPLETION_BEFORE_ENROLLMENT": refused.completion_before_enrollment,
    "CREDIT_WITHOUT_AGREEMENT": refused.credit_without_agreement,
    "CREDITS_ABOVE_AGREEMENT": refused.credits_above_agreement,
    "COURSE_NOT_IN_AGREEMENT": refused.course_not_in_agreement,
    "AGREEMENT_UNSIGNED": refused.agreement_unsigned,
    "KEY_REPEATED": accepted.key_repeated,
    "SSN_INVALID": accepted.ssn_invalid,
    "SSN_OF_SEVERAL_PERSONS": accepted.ssn_of_several_persons,
    "OUTSIDE_SCHOOL_YEAR": accepted.outside_school_year,
    "CONCURRENT_DISTRICTS": accepted.concurrent_districts,
    "GRADE_AGE_IMPLAUSIBLE": accepted.grade_age_implausible,
    "DEMOGRAPHICS_MISSING": accepted.demographics_missing,
    "DEMOGRAPHIC_CODE_UNKNOWN": accepted.demographic_code_unknown,
    "PROGRAM_NOT_CLASSIFIED": accepted.program_not_classified,
    "CIP_UNKNOWN": accepted.cip_unknown,
    "REPORT_REPEATED": accepted.report_repeated,
    "AWARD_WITHOUT_ATTEMPT": accepted.award_without_attempt,
    "EARNED_ABOVE_ATTEMPTED": accepted.earned_above_attempted,
    "EARNED_LONG_AFTER_ATTEMPT": accepted.earned_long_after_attempt,
    "CREDENTIAL_CODE_UNKNOWN": accepted.credential_code_unknown,
    "CREDENTIAL_WITHDRAWN": accepted.credential_withdrawn,
    "UNDER_MINIMUM_AGE": accepted.under_minimum_age,
    "PREREQUISITE_NOT_HELD": accepted.prerequisite_not_held,
    "SUB_SCORES_DISAGREE": accepted.sub_scores_disagree,
    "ATTEMPT_NUMBER_SKIPS": accepted.attempt_number_skips,
    "RETAKE_TOO_SOON": accepted.retake_too_soon,
    "EXPIRY_OFF": accepted.expiry_off,
    "NOT_IN_ALIGNED_PROGRAM": accepted.not_in_aligned_program,
    "REPORTS_DISAGREE": accepted.reports_disagree,
    "VENDOR_AWARD_UNMATCHED": accepted.vendor_award_unmatched,
    "TEST_CENTER_UNKNOWN": accepted.test_center_unknown,
    "PASS_RATE_UNUSUAL": accepted.pass_rate_unusual,
    "BATCH_OF_LIKE_RESULTS": accepted.batch_of_like_results,
    "PROCTORING_UNSAID": accepted.proctoring_unsaid,
    "CREDIT_WITHOUT_AWARD": accepted.credit_without_award,
    "DOUBLE_CREDIT": accepted.double_credit,
    "CREDENTIAL_WITHOUT_AGREEMENT": accepted.credential_without_agreement,
    "FUNDED_AWARD_TWICE": accepted.funded_award_twice,
    "WAGES_REPEATED": accepted.wages_repeated,
    "WAGES_IMPLAUSIBLE": accepted.wages_implausible,
    "EMPLOYER_UNKNOWN": accepted.employer_unknown,
    "INDUSTRY_UNKNOWN": accepted.industry_unknown,
    "QUARTER_INCOMPLETE": accepted.quarter_incomplete,
    "SSN_WITH_MANY_NAMES": accepted.ssn_with_many_names,
    "WAGES_UNDER_14": accepted.wages_under_14,
    "LIST_UNAPPROVED": of_the_list.list_unapproved,
    "LISTED_WITHOUT_GROUNDS": of_the_list.listed_without_grounds,
    "REMOVAL_WITHOUT_NOTICE": of_the_list.removal_without_notice,
    "PART_ABOVE_WHOLE": of_the_list.part_above_whole,
    "OCCUPATION_UNKNOWN": official.occupation_unknown,
    "TOP_CODE_AS_NUMBER": official.top_code_as_number,
    "PERCENTILES_OUT_OF_ORDER": official.percentiles_out_of_order,
    "STATISTICS_UNREADABLE": official.statistics_unreadable,
    "VINTAGES_APART": official.vintages_apart,
    "THRESHOLD_UNSET": official.threshold_unset,
}
# More than any plant's keys: what the record leaves out must not look like a key that is missing.
KEYS_KEPT = 20


@dataclass(frozen=True)
class PlantedState:
    """A built state with every plant in it, and what each plant left behind, by rule."""

    build: Build
    planted: dict[str, Planted]


@pytest.fixture(scope="module")
def planted_state(clean_state: Build, tmp_path_factory: pytest.TempPathFactory) -> PlantedState:
    folder = tmp_path_factory.mktemp("planted")
    build = replace(clean_state, folder=folder, extracts=folder / "extracts")
    shutil.copytree(clean_state.extracts, build.extracts)
    deliveries = Deliveries(build.extracts, read_contracts(PROJECT))
    planted = {rule: plant(deliveries) for rule, plant in PLANTS.items()}
    deliveries.renew_manifests()
    return PlantedState(build.build(*NOT_UNITS), planted)


@pytest.fixture(scope="module")
def in_force() -> dict[str, dict[str, str]]:
    path = PROJECT / "seeds" / "council" / "business_rules.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))
    return {rule["rule_id"]: rule for rule in rules if rule["status"] == "in_force"}


@pytest.fixture(scope="module")
def expected(planted_state: PlantedState) -> dict[str, set[str]]:
    """Keys that each rule must name: those planted for it and for the rules that imply it."""
    keys: dict[str, set[str]] = {}
    with duckdb.connect() as connection:
        file = planted_state.build.warehouse_file
        connection.execute(f"attach '{file}' as warehouse (read_only); use warehouse")
        for rule, planted in planted_state.planted.items():
            for name, each in {rule: planted, **planted.implied}.items():
                keys.setdefault(name, set()).update(keys_of(connection, each))
    return keys


def keys_of(connection: duckdb.DuckDBPyConnection, planted: Planted) -> set[str]:
    """Name what a plant left behind as the rule's check names it."""
    if not planted.places:
        return set(planted.keys)
    connection.execute(
        "create or replace temp table planted (file_name varchar, line_number bigint)"
    )
    connection.executemany(
        "insert into planted values (?, ?)",
        [(place.file_name, place.line_number) for place in planted.places],
    )
    return {row[0] for row in connection.execute(KEYS_OF[planted.named_by]).fetchall()}


def failing_keys(build: Build) -> dict[str, set[str]]:
    with build.open() as connection:
        rows = connection.execute(
            "select rule_id, failing_key from quality.rule_failing_keys"
            " where stage = 'as_delivered'"
        ).fetchall()
    keys: dict[str, set[str]] = {}
    for rule, key in rows:
        keys.setdefault(rule, set()).add(key)
    return keys


def rows_failing(build: Build) -> dict[str, int]:
    with build.open() as connection:
        return dict(
            connection.execute(
                "select rule_id, rows_failing from quality.rule_results"
                " where stage = 'as_delivered' and slice_kind = 'all'"
            ).fetchall()
        )


def test_every_rule_in_force_has_a_plant(in_force):
    spoilt = {check.split(".")[1] for check in SPOILT}
    released = {"CELL_UNSAFE"}  # test_release_audit.py plants for it
    assert sorted(set(in_force) - set(PLANTS) - spoilt - released) == []
    assert sorted((set(PLANTS) | spoilt) - set(in_force)) == []


def test_every_check_is_turned_red_by_a_plant(planted_state: PlantedState):
    checks = {(suite.stage, check.check_id) for suite in read_suites() for check in suite.checks}
    with planted_state.build.open() as connection:
        red = connection.execute(
            "select distinct 'as_delivered', check_id from quality.rule_checks"
            " where rows_failing > 0"
        ).fetchall()
    assert checks - set(red) - {("in_marts", check) for check in SPOILT} == set()


def test_what_a_plant_implies_stands_in_the_register(planted_state: PlantedState, in_force):
    for rule, planted in planted_state.planted.items():
        assert set(planted.implied) == set(in_force[rule]["implies"].split()), rule


def test_each_rule_names_what_was_planted_for_it_and_nothing_else(
    planted_state: PlantedState, clean_state: Build, expected
):
    """Failures that the clean state has within its tolerances are compared by their number.

    Ids of people and events differ from build to build.
    """
    counted, before = rows_failing(planted_state.build), rows_failing(clean_state)
    found = failing_keys(planted_state.build)
    wrong = {
        rule: (sorted(keys - found.get(rule, set())), sorted(found.get(rule, set()) - keys))
        for rule in counted
        for keys in [expected.get(rule, set())]
        if counted[rule] != before[rule] + len(keys)
        or not keys <= found.get(rule, set())
        or len(found.get(rule, set()) - keys) != min(before[rule], KEYS_KEPT)
    }
    assert wrong == {}


def test_each_planted_rule_is_red_where_it_was_planted(planted_state: PlantedState, expected):
    """A rule with a tolerance is red in a delivery or period that exceeds it, if not in all."""
    with planted_state.build.open() as connection:
        red = connection.execute(
            "select distinct rule_id from quality.rule_results where verdict = 'failed'"
        ).fetchall()
        broken = connection.execute(
            "select rule_id from quality.rule_results where verdict = 'broken'"
        ).fetchall()
    assert sorted(set(expected) - {row[0] for row in red}) == []
    assert broken == []


def test_planted_rows_are_kept_out_of_the_marts_and_close_the_gate(planted_state: PlantedState):
    with planted_state.build.open() as connection:
        in_marts = connection.execute(
            "select rule_id from quality.rule_results"
            " where stage = 'in_marts' and verdict <> 'passed'"
        ).fetchall()
        gate = connection.execute(
            "select is_open, failed_rule_ids, broken_rule_ids from quality.release_gate"
        ).fetchall()
    assert in_marts == []
    failed = ["ATTESTATION_MISSING", "LIST_UNAPPROVED", "QUARTER_INCOMPLETE"]
    failed += ["STATISTICS_UNREADABLE", "THRESHOLD_UNSET"]
    assert gate == [(False, failed, [])]


def test_what_no_delivery_can_break_is_red_where_the_marts_are_spoilt(
    clean_state: Build, tmp_path_factory: pytest.TempPathFactory
):
    suites = [suite for suite in read_suites() if suite.stage == "in_marts"]
    checks = {check.check_id: suite for suite in suites for check in suite.checks}
    assert sorted(checks) == sorted(SPOILT)
    with scratch_copy(clean_state, tmp_path_factory.mktemp("spoilt")) as connection:
        planted: dict[str, str] = {}
        relations = sorted({spoilt.relation for spoilt in SPOILT.values()})
        copies = {relation: own_copy(connection, relation) for relation in relations}
        for check, spoilt in SPOILT.items():
            planted[check] = spoil(
                connection,
                copies[spoilt.relation],
                checks[check].key,
                spoilt,
                [
                    key
                    for other, key in planted.items()
                    if SPOILT[other].relation == spoilt.relation
                ],
            )
        for spoilt in SPOILT.values():
            if spoilt.judged_by:
                judge_again(connection, clean_state, spoilt.judged_by)
        results = run_suites(connection, suites, KEYS_KEPT)
    found = {
        result.check.check_id: (result.is_met, result.is_broken, result.slices[0].failing_keys)
        for result in results
    }
    assert found == {check: (False, False, (key,)) for check, key in planted.items()}
