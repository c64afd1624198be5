"""What simulated people learn fits together: schools, exams, awards, colleges, training."""

import numpy as np
import pandas as pd
import pytest

from simulated_state import FIRST, simulate
from warehouse.simulate.lives_draws import school_year_of
from warehouse.simulate.tables import Lives


@pytest.fixture(scope="module")
def state() -> Lives:
    return simulate()


def test_schools_take_in_classes_of_one_size(state):
    ninth = state.school_years[state.school_years["grade_level"] == "09"]
    classes = ninth.groupby("school_year")["person"].nunique()
    assert classes.min() > 0.75 * classes.max()
    assert set(state.school_years["grade_level"]) == {"09", "10", "11", "12"}


def test_school_years_have_one_row_by_person_year_and_school(state):
    years = state.school_years
    assert not years.duplicated(["person", "school_year", "school_code"]).any()
    ordered = years.sort_values(["person", "entry_date"])
    previous = ordered.groupby("person")["exit_date"].shift()
    assert not (ordered["entry_date"] <= previous).any()
    grade = ordered["grade_level"].astype(int)
    assert not (grade < grade.groupby(ordered["person"]).shift()).any()
    assert (school_year_of(years["entry_date"]) == years["school_year"]).all()
    assert years.groupby("state_student_id")["person"].nunique().max() == 1
    ids = years.groupby("person")["state_student_id"].nunique()
    assert 0 < (ids > 1).mean() < 0.1


def test_schools_are_open_and_in_their_district(state):
    places = state.council["institutions"].set_index("institution_code")
    rows = state.school_years.join(places[["opened_on", "closed_on"]], on="school_code")
    assert (rows["opened_on"] <= rows["entry_date"]).all()
    assert not (rows["closed_on"] < rows["exit_date"]).any()
    district = rows["school_code"].astype("str").map(places["district_code"])
    assert (district == rows["district_code"].astype("str")).all()
    schools = places[places["institution_type_code"] == "school"]
    assert (schools["opened_on"] > pd.Timestamp(FIRST - 1, 7, 1)).sum() == 1
    assert schools["closed_on"].notna().sum() == 1


def test_courses_fall_in_the_school_year_row(state):
    columns = ["person", "school_year", "school_code", "state_student_id"]
    joined = state.cte_enrollments.merge(state.school_years, on=columns, how="left")
    assert len(joined) == len(state.cte_enrollments)
    assert (joined["start_date"] >= joined["entry_date"]).all()
    assert (joined["end_date"] <= joined["exit_date"]).all()
    courses = state.council["courses"].set_index("course_code")["program_code"]
    programs = joined["course_code"].astype("str").map(courses)
    assert (programs == joined["program_code"].astype("str")).all()


def test_a_completer_was_a_concentrator_or_began_before_the_period(state):
    rank = {"participant": 0, "concentrator": 1, "completer": 2}
    rows = state.cte_enrollments.sort_values(["person", "school_year", "course_code"])
    standing = rows["cte_status"].astype("str").map(rank)
    previous = standing.groupby([rows["person"], rows["program_code"]], observed=True).shift()
    assert not (standing < previous).any()


def test_graduates_were_seniors_and_graduate_once(state):
    graduates = state.graduates
    assert graduates["person"].is_unique
    columns = ["person", "school_year", "school_code", "state_student_id"]
    rows = graduates.merge(state.school_years, on=columns, how="left")
    assert (rows["grade_level"] == "12").all()
    assert (rows["graduation_date"] >= rows["exit_date"]).all()


def test_attempts_keep_their_distance(state):
    attempts = state.attempts.sort_values(["person", "credential_code", "attempted_on"])
    keys = [attempts["person"], attempts["credential_code"]]
    gaps = attempts.groupby(keys, observed=True)["attempted_on"].diff()
    assert gaps.min() > pd.Timedelta(days=14)
    number = attempts.groupby(keys, observed=True).cumcount() + 1
    assert (number == attempts["attempt_number"]).all()
    awards = state.awards.sort_values(["person", "credential_code", "earned_on"])
    keys = [awards["person"], awards["credential_code"]]
    assert awards.groupby(keys, observed=True)["earned_on"].diff().min() >= pd.Timedelta(days=120)
    assert (attempts["attempt_number"] > 1).any()


def test_passing_means_reaching_the_cut_score_in_force(state):
    scored = state.attempts[state.attempts["score"].notna()]
    assert (scored["is_passed"] == (scored["score"] >= scored["cut_score"])).all()
    cuts = scored.groupby(["credential_code", scored["attempted_on"]], observed=True)["cut_score"]
    assert cuts.nunique().max() == 1
    changed = scored.groupby("credential_code", observed=True)["cut_score"].nunique()
    assert changed.max() == 2
    welds = state.attempts[state.attempts["score"].isna()]
    assert set(welds["certifying_entity_code"]) == {"american_welding_society"}
    both = (welds["sub_score_1"] == 1) & (welds["sub_score_2"] == 1)
    assert (welds["is_passed"] == both).all()
    sectioned = scored[scored["certifying_entity_code"] == "certiport"]
    parts = sectioned[["sub_score_1", "sub_score_2", "sub_score_3"]]
    assert np.allclose(parts.mean(axis=1), sectioned["score"])
    assert parts.min().min() >= 0
    assert parts.max().max() <= 1000


def test_awards_come_from_passed_attempts_or_from_hours(state):
    attempts = state.attempts.set_index("event_id")
    awards = state.awards
    waived = state.council["credentials"].set_index("credential_code")["is_attempt_waived"]
    by_hours = awards["credential_code"].astype("str").map(waived).to_numpy()
    assert (awards["attempt_event_id"].isna() == by_hours).all()
    assert (awards["license_number"].notna() == by_hours).all()
    exams = awards[~by_hours]
    passed = attempts.loc[exams["attempt_event_id"]]
    assert passed["is_passed"].all()
    assert (passed["attempted_on"].to_numpy() == exams["earned_on"].to_numpy()).all()
    assert (passed["person"].to_numpy() == exams["person"].to_numpy()).all()
    assert len(exams) == attempts["is_passed"].sum()
    assert not attempts["credential_code"].isin(waived.index[waived]).any()
    assert awards["revoked_on"].notna().any()


def test_prerequisites_are_held_before(state):
    needs = state.council["credentials"].set_index("credential_code")[
        "prerequisite_credential_code"
    ]
    awards = state.awards.astype({"credential_code": "str"})
    first = awards.groupby(["person", "credential_code"])["earned_on"].min()
    needed = awards["credential_code"].map(needs)
    checked = awards[needed.notna()]
    keys = pd.MultiIndex.from_arrays([checked["person"], needed.dropna()])
    assert len(checked) > 0
    assert (first.reindex(keys).to_numpy() < checked["earned_on"].to_numpy()).all()


def test_credentials_are_tried_while_they_are_offered(state):
    catalog = state.council["credentials"].set_index("credential_code")
    code = state.attempts["credential_code"].astype("str")
    day = state.attempts["attempted_on"]
    assert (day >= code.map(catalog["offered_from"])).all()
    assert not (day > code.map(catalog["offered_until"])).any()
    assert catalog["superseded_by_code"].notna().any()


def test_contexts_are_backed_by_enrollments(state):
    for table, day in (("attempts", "attempted_on"), ("awards", "earned_on")):
        frame = getattr(state, table).assign(year=lambda f, day=day: school_year_of(f[day]))
        assert set(frame["context"]) == {"secondary", "postsecondary", "workforce", "self"}
        school = frame[frame["context"] == "secondary"].astype({"school_code": "str"})
        rows = school.merge(
            state.school_years.astype({"school_code": "str"}),
            left_on=["person", "year", "school_code"],
            right_on=["person", "school_year", "school_code"],
            how="left",
        )
        assert rows[day].between(rows["entry_date"], rows["exit_date"]).all()
        college = frame[frame["context"] == "postsecondary"].astype({"institution_code": "str"})
        years = state.college_years.astype({"institution_code": "str"})
        found = college.merge(
            years,
            left_on=["person", "year", "institution_code"],
            right_on=["person", "academic_year", "institution_code"],
        )
        assert len(found) == len(college)
        trained = frame[frame["context"] == "workforce"]
        assert trained["person"].isin(state.participants["person"]).all()
        assert trained["institution_code"].notna().all()
        alone = frame[frame["context"] == "self"]
        assert alone[["school_code", "institution_code"]].isna().all().all()


def test_college_rows_fit_together(state):
    years = state.college_years
    assert not years.duplicated(["person", "academic_year", "institution_code"]).any()
    assert (
        years.groupby(["institution_code", "college_student_id"], observed=True)["person"]
        .nunique()
        .max()
        == 1
    )
    assert (
        years.groupby(["person", "institution_code"], observed=True)["college_student_id"]
        .nunique()
        .max()
        == 1
    )
    keys = ["person", "academic_year", "institution_code", "college_student_id"]
    for table in ("term_enrollments", "completions", "credits"):
        frame = getattr(state, table)
        assert len(frame.merge(years, on=keys)) == len(frame), table
    terms = state.term_enrollments
    assert not terms.duplicated(["person", "academic_year", "institution_code", "term"]).any()
    assert (terms["credits_earned"] <= terms["credits_attempted"]).all()
    assert (school_year_of(terms["start_date"]) == terms["academic_year"]).all()
    assert (school_year_of(terms["end_date"]) == terms["academic_year"]).all()
    done = state.completions
    assert (school_year_of(done["completed_on"]) == done["academic_year"]).all()
    assert set(done["award_level"]) == set(terms["award_level"])


def test_some_transfer_to_a_university(state):
    done = state.completions.astype({"award_level": "str", "institution_code": "str"})
    associates = done[done["award_level"] == "associate"]
    later = state.term_enrollments.merge(associates[["person", "completed_on"]], on="person")
    later = later[later["start_date"] > later["completed_on"]]
    assert later["institution_code"].astype("str").str.startswith("U").any()


def test_credit_is_given_for_what_was_earned_under_an_agreement_in_force(state):
    credits = state.credits.astype({"agreement_id": "str", "credential_code": "str"})
    rows = credits.merge(
        state.council["articulation_agreements"], on="agreement_id", suffixes=("", "_agreed")
    )
    assert len(rows) == len(credits)
    assert (rows["credential_code"] == rows["credential_code_agreed"]).all()
    assert (rows["institution_code"].astype("str") == rows["receiving_institution_code"]).all()
    assert (rows["decided_on"] >= rows["effective_from"]).all()
    assert not (rows["decided_on"] > rows["effective_to"]).any()
    awards = state.awards.astype({"credential_code": "str"})
    first = awards.groupby(["person", "credential_code"])["earned_on"].min()
    keys = pd.MultiIndex.from_frame(rows[["person", "credential_code"]])
    assert (first.reindex(keys).to_numpy() <= rows["decided_on"].to_numpy()).all()
    assert not rows.duplicated(["person", "credential_code", "institution_code"]).any()


def test_two_spells_share_a_participant_id(state):
    people = state.participants
    assert people.groupby("person")["participant_id"].nunique().max() == 1
    assert people.groupby("participant_id")["person"].nunique().max() == 1
    assert people["person"].duplicated().any()
    ordered = people.sort_values(["person", "entry_date"])
    assert not (ordered["entry_date"] <= ordered.groupby("person")["exit_date"].shift()).any()
    assert (school_year_of(people["entry_date"]) == people["program_year"]).all()
    training = state.training_enrollments
    assert training["participant_id"].isin(people["participant_id"]).all()
    assert not (training["completed"] & training["end_date"].isna()).any()
