"""The tables of true lives: what `simulate_lives` returns and the delivery writer reads.

Every value is true and in standard codes (``male``, ``hispanic_or_latino``, ``associate``, grade
``'11'``); agencies' own codes, noise and files come later. Kinds of columns:

``text``
    pandas ``str`` (missing is NaN).
``code``
    pandas ``category`` of text, for what repeats; ``.astype("str")`` gives plain text.
``date``
    ``datetime64[s]``, midnight; missing is NaT.
``int``, ``int?``
    ``int64``; ``Int64`` where it may be missing.
``number?``
    ``float64``, missing is NaN; two decimals at most.
``flag``
    ``bool``.

Promises beyond the types: rows come in the order of the table's first columns and always the same
for the same arguments; every ``person`` stands in ``people``; an ``event_id`` is unique in the
whole of a simulated state; education dates lie between 1 July of the year before the first and
30 June of the last year.
"""

from dataclasses import dataclass

import pandas as pd

# Column: (kind, meaning), by table.
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "people": {
        "person": ("int", "True person, from 1."),
        "ssn": ("text", "Nine digits, valid, unique."),
        "birth_date": ("date", "Date of birth."),
        "sex": ("code", "male, female, nonbinary."),
        "race_ethnicity": ("code", "Standard code."),
        "first_name": ("text", "Given name in mixed case."),
        "middle_name": ("text", "Middle name, or missing."),
        "last_name": ("text", "Family name at birth: O'Brien, García-López, Smith."),
        "suffix": ("text", "Jr, Sr, II, III, or missing."),
        "later_last_name": ("text", "Family name from name_change_on, or missing."),
        "name_change_on": ("date", "Day of marriage or other change of name, or missing."),
        "is_hyphenated": ("flag", "Family name at birth, or the later one, is hyphenated."),
        "is_name_changed": ("flag", "Family name changed within the period."),
        "is_native_surname": ("flag", "Surname from a Hispanic, Asian or Native American list."),
        "is_learner": ("flag", "Stands in some education or training record or may attempt."),
        "learner_kind": ("code", "k12, adult, worker (never a learner)."),
        "twin_of": ("int?", "The other twin (on both twins)."),
        "father_of": ("int?", "On the father: the son who has the same name."),
        "has_card": ("flag", "Has at least one row in cards."),
        "street": ("text", "Street at the start of the period."),
        "city": ("text", "City."),
        "zip": ("text", "Postal code, five digits."),
        "county_code": ("code", "County, 99001 and so on."),
        "email": ("text", "Email address, lower case; missing for some."),
        "phone": ("text", "Ten digits in an area code never assigned; missing for some."),
        "home_language": ("code", "en, es, vi, zh, ar, so, other."),
        "income_band": ("code", "Household income band 1 (lowest) to 5."),
        "disability": ("flag", "Has a disability."),
        "english_learner": ("flag", "English learner."),
        "single_parent": ("flag", "Single parent."),
        "homeless": ("flag", "Homeless."),
        "foster_care": ("flag", "In foster care."),
        "migrant": ("flag", "In a migrant family."),
        "military_connected": ("flag", "A parent serves in the armed forces."),
    },
    "school_years": {
        # One row per person, school_year and school_code: two rows after a move within the year.
        "person": ("int", "True person."),
        "school_year": ("int", "Ending year."),
        "state_student_id": ("text", "Ten digits; sometimes a new one after a move."),
        "district_code": ("code", "District."),
        "school_code": ("code", "School."),
        "grade_level": ("code", "09 to 12."),
        "entry_date": ("date", "First day in this school this year."),
        "exit_date": ("date", "Last day in this school this year."),
        "county_code": ("code", "County of residence."),
        "zip": ("text", "Postal code of residence."),
        "income_band": ("code", "Household income band this year."),
    },
    "cte_enrollments": {
        "event_id": ("text", "enrollment-…, shared numbering with the other two enrollments."),
        "person": ("int", "True person."),
        "school_year": ("int", "Ending year."),
        "state_student_id": ("text", "As in school_years for this school and year."),
        "district_code": ("code", "District."),
        "school_code": ("code", "School."),
        "program_code": ("code", "Program of the Council."),
        "course_code": ("code", "Course of the Council."),
        "cip_code": ("code", "CIP 2020."),
        "career_cluster": ("code", "Career cluster, snake case."),
        "cte_status": ("code", "participant, concentrator, completer."),
        "start_date": ("date", "First day in the course."),
        "end_date": ("date", "Last day in the course."),
    },
    "graduates": {
        "event_id": ("text", "completion-…, shared numbering with completions."),
        "person": ("int", "True person."),
        "school_year": ("int", "Ending year."),
        "state_student_id": ("text", "As in school_years for this school and year."),
        "school_code": ("code", "School."),
        "diploma_type": ("code", "regular, honors, technical."),
        "graduation_date": ("date", "Day of graduation."),
    },
    "attempts": {
        # Never two of one person and credential within 14 days. Hours-based credentials have none.
        "event_id": ("text", "attempt-…"),
        "person": ("int", "True person."),
        "credential_code": ("code", "Council's code."),
        "certifying_entity_code": ("code", "Entity: comptia, certiport, …"),
        "attempted_on": ("date", "Day of the exam."),
        "is_passed": ("flag", "Passed: score at or above the cut score in force."),
        "score": ("number?", "On the entity's scale; missing for american_welding_society."),
        "cut_score": ("number?", "In force that day; missing for american_welding_society."),
        "sub_score_1": (
            "number?",
            "certiport: section 1; american_welding_society: visual, 1 or 0.",
        ),
        "sub_score_2": ("number?", "certiport: section 2; american_welding_society: bend, 1 or 0."),
        "sub_score_3": ("number?", "certiport: section 3."),
        "is_proctored": ("flag", "Exam was proctored."),
        "attempt_number": ("int", "1, 2, … within person and credential, over the whole period."),
        "context": ("code", "secondary, postsecondary, workforce, self."),
        "school_code": ("code", "secondary: a school of the person's school_years that year."),
        "institution_code": (
            "code",
            "postsecondary: college with a college_years row that academic year (July to June); "
            "workforce: provider.",
        ),
        "expires_on": ("date", "Expiry of the award when passed and time-limited."),
    },
    "awards": {
        # Never two of one person and credential within 120 days.
        "event_id": ("text", "award-…"),
        "person": ("int", "True person."),
        "credential_code": ("code", "Council's code."),
        "certifying_entity_code": ("code", "Entity."),
        "earned_on": ("date", "Day earned: the day of the passed attempt, or of the licence."),
        "expires_on": ("date", "Last valid day, or missing."),
        "revoked_on": ("date", "Day of revocation, or missing; board of nursing only."),
        "license_number": ("text", "Board of nursing only; kept through renewals."),
        "context": ("code", "As attempts."),
        "school_code": ("code", "As attempts."),
        "institution_code": ("code", "As attempts."),
        "attempt_event_id": ("text", "The passed attempt; missing for hours-based credentials."),
    },
    "college_years": {
        "person": ("int", "True person."),
        "academic_year": ("int", "Ending year."),
        "institution_code": ("code", "College."),
        "college_student_id": (
            "text",
            "One per person and institution; unique in the institution.",
        ),
    },
    "term_enrollments": {
        "event_id": ("text", "enrollment-…"),
        "person": ("int", "True person."),
        "academic_year": ("int", "Ending year."),
        "institution_code": ("code", "College."),
        "college_student_id": ("text", "As college_years."),
        "term": ("code", "fall, spring, summer."),
        "program_code": ("code", "Program of the Council."),
        "cip_code": ("code", "CIP 2020."),
        "award_level": ("code", "Award sought."),
        "credits_attempted": ("number?", "Credits attempted."),
        "credits_earned": ("number?", "Credits earned."),
        "start_date": ("date", "First day of the term."),
        "end_date": ("date", "Last day of the term."),
    },
    "completions": {
        "event_id": ("text", "completion-…"),
        "person": ("int", "True person."),
        "academic_year": ("int", "Ending year; a college_years row exists for it."),
        "institution_code": ("code", "College."),
        "college_student_id": ("text", "As college_years."),
        "program_code": ("code", "Program of the Council."),
        "cip_code": ("code", "CIP 2020."),
        "award_level": ("code", "Award conferred."),
        "completed_on": ("date", "Day conferred."),
    },
    "credits": {
        "event_id": ("text", "credit-…"),
        "person": ("int", "True person."),
        "academic_year": ("int", "Ending year; a college_years row exists for it."),
        "institution_code": ("code", "College."),
        "college_student_id": ("text", "As college_years."),
        "credential_code": ("code", "Credential earned on or before decided_on."),
        "agreement_id": ("code", "Agreement in force on decided_on."),
        "course_code": ("code", "Course for which credit is given."),
        "credits": ("number?", "Credits awarded."),
        "decided_on": ("date", "Day of the decision."),
    },
    "participants": {
        # One row per person and spell; two spells of one person share the participant_id.
        "event_id": ("text", "service-…"),
        "person": ("int", "True person."),
        "participant_id": ("text", "Number of the agency, one per person."),
        "program_year": ("int", "Ending year of the program year (July to June) of entry."),
        "entry_date": ("date", "First day of service."),
        "exit_date": ("date", "Day of exit; missing while still served at the period's end."),
        "funding_stream": ("code", "Standard code."),
        "low_income": ("flag", "Household income below the line."),
    },
    "training_enrollments": {
        "event_id": ("text", "enrollment-…"),
        "person": ("int", "True person."),
        "participant_id": ("text", "As participants."),
        "program_year": ("int", "Ending year of the program year of start_date."),
        "provider_code": ("code", "Training provider."),
        "program_code": ("code", "Program of the Council."),
        "cip_code": ("code", "CIP 2020."),
        "start_date": ("date", "First day of training."),
        "end_date": ("date", "Last day; missing while still in training at the period's end."),
        "completed": ("flag", "Training was completed."),
    },
    "employers": {
        # One row per account and calendar year in which it stood open for at least a day.
        "year": ("int", "Calendar year."),
        "employer_account": ("text", "Seven digits."),
        "fein": ("text", "Nine digits."),
        "legal_name": ("text", "Legal name that year."),
        "naics_code": ("code", "NAICS 2022, six digits."),
        "county_code": ("code", "County of the main establishment."),
        "predecessor_account": ("text", "Account that this one took over, as known by year's end."),
        "successor_account": ("text", "Account that took this one over, as known by year's end."),
        "opened_on": ("date", "Day opened."),
        "closed_on": ("date", "Day closed, as known by year's end, or missing."),
    },
    "jobs": {
        # One row per person, employer_account, year and quarter; the account is open that quarter.
        "event_id": ("text", "job-…"),
        "person": ("int", "True person."),
        "employer_account": ("text", "Employer."),
        "year": ("int", "Calendar year."),
        "quarter": ("int", "1 to 4."),
        "wages": ("int", "Cents, above zero."),
    },
    "cards": {
        # Issues from 1 January of the year before the first to 31 December of the last year.
        "person": ("int", "True person."),
        "card_number": ("text", "One per person, unique."),
        "card_type": ("code", "driver_license or identity_card."),
        "issued_on": ("date", "Day of issue."),
        "last_name": ("text", "Family name that day."),
        "first_name": ("text", "Given name."),
        "street": ("text", "Street that day."),
        "city": ("text", "City that day."),
        "zip": ("text", "Postal code that day."),
    },
    "effects": {
        "credential_code": ("text", "Credential with a planted effect."),
        "effect": ("text", "pays, pays_nothing, selection."),
        "annual_amount": ("int", "Dollars a year that the award adds; 0 for the other two."),
    },
}

DTYPES = {
    "text": "str",
    "code": "category",
    "date": "datetime64[s]",
    "int": "int64",
    "int?": "Int64",
    "number?": "float64",
    "flag": "bool",
}


@dataclass(frozen=True)
class Lives:
    """The true lives of one simulated state; columns and kinds as in `COLUMNS`.

    `council` holds the Council's own tables by name, with the columns of
    ``models/staging/council/_sources.yml`` in that order (codes as ``str``, dates as
    ``datetime64[s]``, integers as ``Int64``, decimals as ``float64``, flags as ``bool``).
    """

    people: pd.DataFrame
    school_years: pd.DataFrame
    cte_enrollments: pd.DataFrame
    graduates: pd.DataFrame
    attempts: pd.DataFrame
    awards: pd.DataFrame
    college_years: pd.DataFrame
    term_enrollments: pd.DataFrame
    completions: pd.DataFrame
    credits: pd.DataFrame
    participants: pd.DataFrame
    training_enrollments: pd.DataFrame
    employers: pd.DataFrame
    jobs: pd.DataFrame
    cards: pd.DataFrame
    effects: pd.DataFrame
    council: dict[str, pd.DataFrame]


def conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame the declared columns, order and dtypes of a table, with a fresh index.

    Raises
    ------
    KeyError
        When the frame lacks a declared column.
    """
    kinds = {name: DTYPES[kind] for name, (kind, _) in COLUMNS[table].items()}
    return frame[list(kinds)].astype(kinds).reset_index(drop=True)
