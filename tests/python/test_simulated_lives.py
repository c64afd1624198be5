"""The simulated lives hold together: ages, order, uniqueness, sameness, planted effects."""

import os
import subprocess
import sys
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from warehouse.simulate import lives, lives_careers
from warehouse.simulate.lives import simulate_lives
from warehouse.simulate.lives_draws import school_year_of
from warehouse.simulate.lives_names import census_list, mixed_case
from warehouse.simulate.tables import COLUMNS, DTYPES, Lives
from warehouse.simulate.world import read_world
from warehouse.simulate.world_council import COLUMNS as COUNCIL_COLUMNS

FIRST, LAST = 2016, 2025
TABLES = [field.name for field in fields(Lives) if field.name != "council"]


def simulate(learners=1200, first_year=FIRST, last_year=LAST, seed=7) -> Lives:
    return simulate_lives(learners, first_year, last_year, seed, lambda line: None)


@pytest.fixture(scope="module")
def state() -> Lives:
    return simulate()


def by_person(state: Lives, column: str, person: pd.Series) -> np.ndarray:
    return state.people.set_index("person")[column].reindex(person).to_numpy()


def years_old(state: Lives, person: pd.Series, day: pd.Series) -> np.ndarray:
    birth = pd.Series(by_person(state, "birth_date", person))
    day = pd.Series(pd.to_datetime(day).to_numpy())
    before_birthday = (day.dt.month * 100 + day.dt.day) < (birth.dt.month * 100 + birth.dt.day)
    return (day.dt.year - birth.dt.year - before_birthday).to_numpy()


@pytest.mark.parametrize("table", TABLES)
def test_table_has_the_declared_columns_and_kinds(state, table):
    frame = getattr(state, table)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        name: DTYPES[kind] for name, (kind, _) in COLUMNS[table].items()
    }
    assert len(frame) > 0
    assert list(frame.index) == list(range(len(frame)))


def test_same_arguments_give_the_same_tables(state):
    again = simulate()
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(state, table), getattr(again, table))
    for name, table in state.council.items():
        pd.testing.assert_frame_equal(table, again.council[name])


def test_another_process_gives_the_same_tables():
    code = (
        "import hashlib, pandas as pd\n"
        "from warehouse.simulate.lives import simulate_lives\n"
        "s = simulate_lives(80, 2020, 2022, 5, lambda line: None)\n"
        "f = [s.people, s.attempts, s.jobs, s.cards, s.school_years]\n"
        "text = ''.join(x.to_csv(index=False) for x in f)\n"
        "print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_another_seed_gives_another_state(state):
    assert not simulate(seed=8).people["ssn"].isin(state.people["ssn"]).all()


@pytest.mark.parametrize(("first", "last"), [(2025, 2025), (2003, 2006)])
def test_any_period_will_do(first, last):
    small = simulate(learners=60, first_year=first, last_year=last)
    assert set(small.school_years["school_year"]) == set(range(first, last + 1))
    assert small.jobs["year"].min() == first - 1
    assert small.jobs["year"].max() == last


def test_too_few_learners_and_no_period_are_refused():
    with pytest.raises(ValueError, match="10 learners"):
        simulate(learners=10)
    with pytest.raises(ValueError, match="before the first"):
        simulate(first_year=2020, last_year=2019)


def test_people_are_as_many_as_asked(state):
    kinds = state.people["learner_kind"].value_counts()
    assert kinds["k12"] + kinds["adult"] == 1200
    assert kinds["worker"] == 300
    assert (state.people["is_learner"] == (state.people["learner_kind"] != "worker")).all()


def test_ssns_are_valid_and_unique(state):
    ssn = state.people["ssn"]
    assert ssn.is_unique
    assert ssn.str.fullmatch(r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}").all()
    assert not ssn.isin(["078051120", "219099999", "457555462", "123456789"]).any()


def test_event_ids_are_unique_everywhere(state):
    ids = [getattr(state, table)["event_id"] for table in TABLES if "event_id" in COLUMNS[table]]
    assert pd.concat(ids).is_unique


def test_every_event_is_of_a_known_person_and_learning_of_learners(state):
    for table in TABLES:
        if "person" not in COLUMNS[table]:
            continue
        known = state.people
        if table not in ("people", "jobs", "cards"):
            known = known[known["is_learner"]]
        assert getattr(state, table)["person"].isin(known["person"]).all(), table


def test_learning_lies_within_the_period(state):
    opens, closes = pd.Timestamp(FIRST - 1, 7, 1), pd.Timestamp(LAST, 6, 30)
    happened = {
        "school_years": ["entry_date", "exit_date"],
        "cte_enrollments": ["start_date", "end_date"],
        "graduates": ["graduation_date"],
        "attempts": ["attempted_on"],
        "awards": ["earned_on", "revoked_on"],
        "term_enrollments": ["start_date", "end_date"],
        "completions": ["completed_on"],
        "credits": ["decided_on"],
        "participants": ["entry_date", "exit_date"],
        "training_enrollments": ["start_date", "end_date"],
    }
    for table, columns in happened.items():
        for column in columns:
            assert getattr(state, table)[column].dropna().between(opens, closes).all(), column


def test_dates_are_in_order(state):
    for table, first, second in (
        ("school_years", "entry_date", "exit_date"),
        ("cte_enrollments", "start_date", "end_date"),
        ("term_enrollments", "start_date", "end_date"),
        ("participants", "entry_date", "exit_date"),
        ("training_enrollments", "start_date", "end_date"),
        ("awards", "earned_on", "expires_on"),
        ("awards", "earned_on", "revoked_on"),
        ("employers", "opened_on", "closed_on"),
    ):
        frame = getattr(state, table)
        assert not (frame[second] < frame[first]).any(), (table, second)


def test_nobody_is_too_young(state):
    attempts, awards, jobs = state.attempts, state.awards, state.jobs
    assert years_old(state, attempts["person"], attempts["attempted_on"]).min() >= 14
    nurses = awards[awards["credential_code"] == "licensed_practical_nurse"]
    assert len(nurses) > 0
    assert years_old(state, nurses["person"], nurses["earned_on"]).min() >= 18
    least = state.council["credentials"].set_index("credential_code")["minimum_age"].fillna(0)
    needed = awards["credential_code"].astype("str").map(least).to_numpy(dtype="int64")
    assert (years_old(state, awards["person"], awards["earned_on"]) >= needed).all()
    quarter = pd.to_datetime({"year": jobs["year"], "month": jobs["quarter"] * 3 - 2, "day": 1})
    assert years_old(state, jobs["person"], quarter).min() >= 14
    cards = state.cards
    assert years_old(state, cards["person"], cards["issued_on"]).min() >= 16
    training = state.training_enrollments
    assert years_old(state, training["person"], training["start_date"]).min() >= 18
    assert years_old(state, attempts["person"], attempts["attempted_on"]).max() < 70


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


def test_jobs_are_at_open_accounts_and_add_up(state):
    jobs, employers = state.jobs, state.employers
    assert not jobs.duplicated(["person", "employer_account", "year", "quarter"]).any()
    assert (jobs["wages"] > 0).all()
    assert jobs.groupby(["year", "quarter"]).ngroups == 4 * (LAST - FIRST + 2)
    rows = jobs.merge(employers, on=["year", "employer_account"], how="left")
    first = pd.to_datetime({"year": rows["year"], "month": rows["quarter"] * 3 - 2, "day": 1})
    assert (rows["opened_on"] <= first).all()
    assert not (rows["closed_on"] < first).any()
    several = jobs.groupby(["person", "year", "quarter"]).size()
    assert 0.01 < (several > 1).mean() < 0.2


def test_employers_merge_rename_and_follow_zipf(state):
    employers = state.employers
    assert not employers.duplicated(["year", "employer_account"]).any()
    assert (employers.groupby("employer_account")["legal_name"].nunique() > 1).any()
    merged = employers[employers["successor_account"].notna()]
    assert len(merged) > 0
    assert merged["successor_account"].isin(employers["employer_account"]).all()
    workers = state.jobs.groupby("employer_account")["person"].nunique().sort_values()
    assert workers.iloc[-1] > 8 * workers.median()
    carried = state.jobs.merge(
        merged[["employer_account", "successor_account"]].drop_duplicates(), on="employer_account"
    )
    after = state.jobs.rename(columns={"employer_account": "successor_account"})
    both = carried.merge(after, on=["person", "successor_account"])
    assert (both["year_y"] * 4 + both["quarter_y"] > both["year_x"] * 4 + both["quarter_x"]).any()


def test_cards_follow_their_holder(state):
    cards = state.cards
    assert cards.groupby("person")["card_number"].nunique().max() == 1
    assert cards.groupby("card_number")["person"].nunique().max() == 1
    assert set(cards["person"]) == set(state.people.loc[state.people["has_card"], "person"])
    old = state.people[state.people["birth_date"] < pd.Timestamp(LAST - 19, 1, 1)]
    assert 0.82 < old["has_card"].mean() < 0.92
    changed = pd.to_datetime(by_person(state, "name_change_on", cards["person"]))
    later = cards["issued_on"].to_numpy() >= changed.to_numpy()
    expected = np.where(
        later,
        by_person(state, "later_last_name", cards["person"]),
        by_person(state, "last_name", cards["person"]),
    )
    assert (cards["last_name"].to_numpy() == expected).all()
    assert later.any()
    assert (cards.groupby("person")["street"].nunique() > 1).any()


def test_twins_and_namesakes_are_planted(state):
    people = state.people.set_index("person")
    twins = people[people["twin_of"].notna()]
    others = people.loc[twins["twin_of"]]
    for column in ("last_name", "birth_date", "street", "zip"):
        assert (twins[column].to_numpy() == others[column].to_numpy()).all(), column
    assert (twins["first_name"].to_numpy() != others["first_name"].to_numpy()).all()
    assert (others["twin_of"].to_numpy() == twins.index.to_numpy()).all()
    fathers = people[people["father_of"].notna()]
    sons = people.loc[fathers["father_of"]]
    assert len(fathers) > 0
    for column in ("first_name", "last_name", "street"):
        assert (fathers[column].to_numpy() == sons[column].to_numpy()).all(), column
    gap = (sons["birth_date"].to_numpy() - fathers["birth_date"].to_numpy()) / np.timedelta64(
        1, "D"
    )
    assert gap.min() > 20 * 365
    renamed = people[people["is_name_changed"]]
    assert (renamed["later_last_name"] != renamed["last_name"]).all()
    assert people["is_hyphenated"].any()


def test_names_are_the_census_ones_in_mixed_case(state):
    assert mixed_case("OBRIEN") == "O'Brien"
    assert mixed_case("MCDONALD") == "McDonald"
    known = {mixed_case(name) for name in census_list("all.last")[0]}
    plain = state.people.loc[~state.people["is_native_surname"], "last_name"]
    assert plain[~plain.str.contains("-")].isin(known).all()
    assert state.people["last_name"].str.contains("[áéíóúñ]").any()


def test_the_credential_that_pays_adds_exactly_its_amount(state, monkeypatch):
    paid = "comptia_a_plus"
    effects = {code: (effect, 0) for code, (effect, _) in lives_careers.EFFECTS.items()}
    monkeypatch.setattr(lives_careers, "EFFECTS", effects)
    without = simulate()
    keys = ["person", "year", "quarter"]
    gain = (
        state.jobs.groupby(keys)["wages"].sum() - without.jobs.groupby(keys)["wages"].sum()
    ).reset_index()
    first = state.awards[state.awards["credential_code"] == paid].groupby("person")["earned_on"]
    earned = gain["person"].map(first.min())
    quarters = (gain["year"] - earned.dt.year) * 4 + gain["quarter"] - earned.dt.quarter
    amount = state.effects.set_index("credential_code")["annual_amount"][paid] * 100 // 4
    holds = (quarters > 0).to_numpy()
    assert (gain.loc[~holds, "wages"] == 0).all()
    # Half a cent of rounding apart; nothing where the only work of a quarter was a second job.
    assert (gain.loc[holds, "wages"].sub(amount).abs() <= 1).mean() > 0.97
    assert set(state.effects["effect"]) == {"pays", "pays_nothing", "selection"}


def test_effects_show_in_mean_wages(state):
    wages = state.jobs.groupby(["person", "year", "quarter"])["wages"].sum().reset_index()
    age = wages["year"] - pd.Series(by_person(state, "birth_date", wages["person"])).dt.year
    wages = wages[age.to_numpy() >= 20]

    def gain_and_level(code: str) -> tuple[float, float]:
        earned = state.awards[state.awards["credential_code"] == code]
        first = wages["person"].map(earned.groupby("person")["earned_on"].min())
        quarters = (wages["year"] - first.dt.year) * 4 + wages["quarter"] - first.dt.quarter
        before = wages.loc[quarters.between(-8, -1).to_numpy(), "wages"].mean() / 100
        after = wages.loc[quarters.between(1, 8).to_numpy(), "wages"].mean() / 100
        return after - before, before

    others = wages["wages"].mean() / 100
    paid, _ = gain_and_level("comptia_a_plus")
    unpaid, _ = gain_and_level("mos_word")
    selected_gain, selected_before = gain_and_level("servsafe_manager")
    assert paid > 1500 * 0.6
    assert unpaid < paid
    assert selected_before > 1.05 * others
    assert selected_gain < 1500 * 1.5


def test_council_tables_have_the_contract_columns_and_known_codes(state):
    council = state.council
    assert {name: " ".join(table.columns) for name, table in council.items()} == {
        name: " ".join(columns.split()) for name, columns in COUNCIL_COLUMNS.items()
    }
    credentials = set(council["credentials"]["credential_code"])
    for name in ("approved_list", "aligned_programs", "articulation_agreements"):
        assert set(council[name]["credential_code"]) <= credentials, name
    mapped = council["credential_code_crosswalk"]
    assert set(mapped["credential_code"]) == credentials
    assert not mapped.duplicated(["source", "source_credential_code"]).any()
    assert not council["approved_list"].duplicated(["list_year", "credential_code"]).any()
    assert set(council["courses"]["program_code"]) <= set(council["programs"]["program_code"])
    institutions = set(council["institutions"]["institution_code"])
    for column in ("sending_institution_code", "receiving_institution_code"):
        assert set(council["articulation_agreements"][column].dropna()) <= institutions


def test_lists_follow_one_another_without_overlap(state):
    lists = state.council["approved_list"]
    years = lists.drop_duplicates("list_year").sort_values("list_year")
    assert list(years["list_year"]) == list(range(FIRST, LAST + 2))
    assert (years["approved_on"] < years["effective_from"]).all()
    next_from = years["effective_from"].shift(-1).dropna()
    assert ((next_from - years["effective_to"].iloc[:-1].to_numpy()).dt.days == 1).all()
    members = lists.groupby("list_year")["credential_code"].agg(set)
    changes = [len(a ^ b) for a, b in zip(members.iloc[:-1], members.iloc[1:], strict=True)]
    assert sum(change > 0 for change in changes) >= 4


def test_codes_stand_in_the_reference_seeds():
    world = read_world(FIRST, LAST)
    reference = lives.__file__.rsplit("/warehouse/", 1)[0] + "/seeds/reference/"

    def column(seed: str, name: str) -> set[str]:
        return set(pd.read_csv(f"{reference}{seed}.csv", dtype="str")[name])

    assert set(world.programs["cip_code"]) <= column("instructional_programs", "cip_code")
    assert set(world.credentials["soc_code"]) <= column("occupations", "soc_code")
    assert set(world.fields["naics_code"]) == column("industries", "naics_code")
    assert set(world.counties["county_code"]) == column("counties", "county_code")
    clusters = column("career_clusters", "career_cluster")
    assert len(clusters) == 16
    assert set(world.fields["career_cluster"]) == clusters
    assert set(world.programs_of("secondary")["career_cluster_code"]) == clusters
