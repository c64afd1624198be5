"""Deliveries of the department of education and of the higher-education board."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from warehouse.simulate.deliveries import (
    Batch,
    Context,
    described,
    finished,
    native_keys,
    shortened_middle_names,
    surname_forms,
)
from warehouse.simulate.deliveries_codes import to_source_codes
from warehouse.simulate.deliveries_reports import (
    credential_codes_at,
    off_by_days,
    period_of_school_date,
)
from warehouse.simulate.noise_identity import IdentityNoise

K12_SPACE, HIGHER_ED_SPACE = 0, 1
FLAGS = [
    "disability",
    "english_learner",
    "single_parent",
    "homeless",
    "foster_care",
    "migrant",
    "military_connected",
]


class EducationIds:
    """Native ids of students as connection keys, and which id a person had when."""

    def __init__(self, context: Context) -> None:
        years = context.lives.school_years
        self.state_ids = pd.Index(years["state_student_id"].unique())
        college_years = context.lives.college_years
        self.college_ids = pd.Index(_college_key(college_years).unique())
        last = years.drop_duplicates("person", keep="last")
        self.last_state_id = last.set_index("person")["state_student_id"]

    def k12_keys(self, ids: pd.Series) -> np.ndarray:
        """Make connection keys of state student ids (-1 where missing)."""
        return native_keys(K12_SPACE, self.state_ids.get_indexer(ids))

    def college_keys(self, frame: pd.DataFrame) -> np.ndarray:
        """Make connection keys of institution and college student id."""
        return native_keys(HIGHER_ED_SPACE, self.college_ids.get_indexer(_college_key(frame)))


def education_batches(context: Context) -> Iterator[Batch]:
    """Yield the deliveries of both education agencies."""
    ids = EducationIds(context)
    yield _k12_students(context, ids)
    yield _cte_enrollments(context, ids)
    yield _graduates(context, ids)
    yield _district_attempts(context, ids)
    yield _college_students(context, ids)
    yield _term_enrollments(context, ids)
    yield _completions(context, ids)
    yield _credit_awards(context, ids)
    yield _college_attempts(context, ids)


def _k12_students(context: Context, ids: EducationIds) -> Batch:
    layout = context.layout("k12", "students")
    years = context.lives.school_years
    person = years["person"].to_numpy()
    form, faults = surname_forms(context, "k12", person, years["entry_date"].to_numpy())
    frame = described(context, person, form, faults)
    frame["middle_name"] = shortened_middle_names(context, "k12", frame)
    has_ssn = context.covered(0.04, "k12 ssn", person)
    frame["ssn"] = frame["ssn"].where(has_ssn)
    frame["_ssn"] = np.where(has_ssn, frame["_ssn"], -1)
    frame.attrs["required"] = {"birth_date": True}
    row = years.groupby(["person", "school_year"]).cumcount().to_numpy()
    frame = IdentityNoise(context, "k12", frame, [years["school_year"].to_numpy(), row]).apply()
    frame["sex_code"] = to_source_codes(frame["sex"], "k12", "sex")
    frame["race_ethnicity_code"] = to_source_codes(frame["race_ethnicity"], "k12", "race_ethnicity")
    people = context.of_people(person, [*FLAGS, "home_language"])
    for flag in FLAGS:
        frame[flag] = people[flag]
    frame["home_language_code"] = people["home_language"].astype("str")
    for target, source in {
        "state_student_id": "state_student_id",
        "school_year": "school_year",
        "district_code": "district_code",
        "school_code": "school_code",
        "household_income_band": "income_band",
        "grade_level_code": "grade_level",
        "county_code": "county_code",
        "zip": "zip",
        "entry_date": "entry_date",
        "exit_date": "exit_date",
    }.items():
        frame[target] = _plain(years[source])
    frame["_native"] = ids.k12_keys(years["state_student_id"])
    frame["_period"] = years["school_year"].astype("str")
    return finished(layout, frame, ["school_code", "state_student_id", "entry_date"])


def _cte_enrollments(context: Context, ids: EducationIds) -> Batch:
    courses = context.lives.cte_enrollments
    frame = _events(courses, "school_year")
    frame["career_cluster_code"] = to_source_codes(
        courses["career_cluster"], "k12", "career_cluster"
    )
    frame["cte_status_code"] = to_source_codes(courses["cte_status"], "k12", "cte_status")
    frame["_native"] = ids.k12_keys(courses["state_student_id"])
    layout = context.layout("k12", "cte_enrollments")
    order = ["school_code", "state_student_id", "course_code", "start_date"]
    return finished(layout, frame, order, "enrollment")


def _graduates(context: Context, ids: EducationIds) -> Batch:
    graduates = context.lives.graduates
    frame = _events(graduates, "school_year")
    frame["diploma_type_code"] = to_source_codes(graduates["diploma_type"], "k12", "diploma_type")
    frame["_native"] = ids.k12_keys(graduates["state_student_id"])
    layout = context.layout("k12", "graduates")
    return finished(layout, frame, ["school_code", "state_student_id"], "completion")


def _district_attempts(context: Context, ids: EducationIds) -> Batch:
    """Deliver the attempts that districts report: most of those taken in school."""
    attempts = context.lives.attempts
    attempts = attempts[(attempts["context"] == "secondary") & attempts["school_code"].notna()]
    told = context.covered(0.85, "district attempt", attempts["person"], _number(attempts))
    attempts = attempts[told].copy()
    attempts["school_year"] = period_of_school_date(attempts["attempted_on"])
    attempts["school_code"] = attempts["school_code"].astype("str")
    years = context.lives.school_years[
        ["person", "school_year", "school_code", "state_student_id"]
    ].drop_duplicates(["person", "school_year", "school_code"])
    years["school_code"] = years["school_code"].astype("str")
    attempts = attempts.merge(years, how="inner", on=["person", "school_year", "school_code"])
    awards = context.lives.awards[["attempt_event_id", "earned_on"]].dropna()
    earned = awards.drop_duplicates("attempt_event_id").set_index("attempt_event_id")["earned_on"]
    frame = _events(attempts, "school_year")
    frame["earned_on"] = attempts["event_id"].map(earned).astype("datetime64[s]")
    frame["result_code"] = _results(attempts["is_passed"], "k12")
    frame["source_credential_code"] = credential_codes_at(context, "k12", attempts)
    frame = off_by_days(context, frame, ["attempted_on", "earned_on"], _number(attempts))
    frame["_native"] = ids.k12_keys(attempts["state_student_id"])
    layout = context.layout("k12", "credential_attempts")
    order = ["school_code", "state_student_id", "attempted_on", "source_credential_code"]
    return finished(layout, frame, order, "attempt")


def _college_students(context: Context, ids: EducationIds) -> Batch:
    layout = context.layout("higher_ed", "students")
    years = context.lives.college_years
    person = years["person"].to_numpy()
    began = (years["academic_year"] - 1).astype("str") + "-09-01"
    form, faults = surname_forms(context, "higher_ed", person, pd.to_datetime(began).to_numpy())
    frame = described(context, person, form, faults)
    college = ids.college_ids.get_indexer(_college_key(years))
    frame["middle_name"] = shortened_middle_names(context, "higher_ed", frame)
    _cover(context, frame, "ssn", 0.93, "higher_ed ssn", college)
    _cover(context, frame, "birth_date", 0.99, "higher_ed birth date", college)
    _cover(context, frame, "email", 0.85, "higher_ed email", college)
    frame = IdentityNoise(
        context, "higher_ed", frame, [college, years["academic_year"].to_numpy()]
    ).apply()
    frame["sex_code"] = to_source_codes(frame["sex"], "higher_ed", "sex")
    frame["race_ethnicity_code"] = to_source_codes(
        frame["race_ethnicity"], "higher_ed", "race_ethnicity"
    )
    state_id = pd.Series(person).map(ids.last_state_id).astype("str")
    state_id = state_id.where(context.covered(0.45, "higher_ed state id", person, college))
    frame["state_student_id"] = state_id
    frame["_native_also"] = ids.k12_keys(state_id)
    people = context.of_people(person, ["zip", "county_code", "income_band"])
    frame["zip"] = people["zip"]
    frame["county_code"] = people["county_code"].astype("str")
    is_poor = people["income_band"].astype("str").isin(["1", "2"]).to_numpy()
    frame["pell_recipient"] = is_poor & context.covered(0.8, "pell", person)
    frame["institution_code"] = years["institution_code"].astype("str")
    frame["college_student_id"] = years["college_student_id"]
    frame["academic_year"] = years["academic_year"]
    frame["_native"] = ids.college_keys(years)
    frame["_period"] = years["academic_year"].astype("str")
    return finished(layout, frame, ["institution_code", "college_student_id"])


def _term_enrollments(context: Context, ids: EducationIds) -> Batch:
    terms = context.lives.term_enrollments
    frame = _events(terms, "academic_year")
    frame["term_code"] = to_source_codes(terms["term"], "higher_ed", "term")
    frame["award_level_code"] = to_source_codes(terms["award_level"], "higher_ed", "award_level")
    frame["_native"] = ids.college_keys(terms)
    layout = context.layout("higher_ed", "term_enrollments")
    order = ["institution_code", "college_student_id", "start_date", "program_code"]
    return finished(layout, frame, order, "enrollment")


def _completions(context: Context, ids: EducationIds) -> Batch:
    completions = context.lives.completions
    frame = _events(completions, "academic_year")
    frame["award_level_code"] = to_source_codes(
        completions["award_level"], "higher_ed", "award_level"
    )
    frame["_native"] = ids.college_keys(completions)
    layout = context.layout("higher_ed", "completions")
    order = ["institution_code", "college_student_id", "completed_on", "program_code"]
    return finished(layout, frame, order, "completion")


def _credit_awards(context: Context, ids: EducationIds) -> Batch:
    credits_given = context.lives.credits
    frame = _events(credits_given, "academic_year")
    frame["_native"] = ids.college_keys(credits_given)
    layout = context.layout("higher_ed", "credit_awards")
    order = ["institution_code", "college_student_id", "decided_on", "credential_code"]
    return finished(layout, frame, order, "credit")


def _college_attempts(context: Context, ids: EducationIds) -> Batch:
    """Deliver the attempts that colleges report: most of those taken in their programs."""
    attempts = context.lives.attempts
    attempts = attempts[attempts["context"] == "postsecondary"]
    told = context.covered(0.80, "college attempt", attempts["person"], _number(attempts))
    attempts = attempts[told].copy()
    attempts["academic_year"] = period_of_school_date(attempts["attempted_on"])
    attempts["institution_code"] = attempts["institution_code"].astype("str")
    students = context.lives.college_years[
        ["person", "institution_code", "college_student_id"]
    ].drop_duplicates(["person", "institution_code"])
    students["institution_code"] = students["institution_code"].astype("str")
    attempts = attempts.merge(students, how="inner", on=["person", "institution_code"])
    frame = _events(attempts, "academic_year")
    frame["result_code"] = _results(attempts["is_passed"], "higher_ed")
    knows_score = context.covered(0.7, "college score", attempts["person"], _number(attempts))
    frame["score"] = attempts["score"].where(knows_score)
    frame["source_credential_code"] = credential_codes_at(context, "higher_ed", attempts)
    frame["_native"] = ids.college_keys(attempts)
    layout = context.layout("higher_ed", "credential_attempts")
    order = ["institution_code", "college_student_id", "attempted_on", "source_credential_code"]
    return finished(layout, frame, order, "attempt")


def _events(table: pd.DataFrame, year: str) -> pd.DataFrame:
    """Start a frame of event records: every column as it is, with person, event and period."""
    frame = pd.DataFrame({name: _plain(table[name]) for name in table.columns})
    frame["_person"] = table["person"]
    frame["_event"] = table["event_id"]
    frame["_period"] = table[year].astype("int64").astype("str")
    return frame.drop(columns=["person"])


def _plain(values: pd.Series) -> pd.Series:
    return values.astype("str") if isinstance(values.dtype, pd.CategoricalDtype) else values


def _results(is_passed: pd.Series, source: str) -> pd.Series:
    return to_source_codes(is_passed.map({True: "passed", False: "failed"}), source, "result")


def _college_key(frame: pd.DataFrame) -> pd.Series:
    return frame["institution_code"].astype("str") + "-" + frame["college_student_id"]


def _number(events: pd.DataFrame) -> np.ndarray:
    """Give each event a whole number that stays its own: the hash of its id."""
    return pd.util.hash_array(events["event_id"].to_numpy(dtype=object)).view(np.int64)


def _cover(
    context: Context, frame: pd.DataFrame, column: str, share: float, name: str, more: np.ndarray
) -> None:
    """Leave an element only where the source has it on file, with its key."""
    has = context.covered(share, name, frame["_person"].to_numpy(), more)
    frame[column] = frame[column].where(has)
    key = {"ssn": "_ssn", "birth_date": "_name"}.get(column)
    if key:
        frame[key] = np.where(has, frame[key], -1)
