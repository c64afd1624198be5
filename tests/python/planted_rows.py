"""Rows that keep every rule, of each extract that plants speak of; a plant changes one value."""

from planting import Deliveries, Newcomer, Place


def student(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "state_student_id": who.id(),
        "school_year": "2025",
        "district_code": "D01",
        "school_code": "S0101",
        "last_name": who.last_name,
        "first_name": who.first_name,
        "birth_date": who.birth_date,
        "sex_code": "F",
        "race_ethnicity_code": "7",
        "household_income_band": "5",
        "disability": "N",
        "home_language_code": "en",
        "grade_level_code": "10",
        "county_code": "99001",
        "zip": "00201",
        "entry_date": "2024-08-10",
        "exit_date": "2025-05-21",
    }
    return state.add("k12.students", "2025", **sound | changes)


def course_enrollment(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "state_student_id": who.id(),
        "school_year": "2025",
        "district_code": "D01",
        "school_code": "S0101",
        "program_code": "K-WELD",
        "course_code": "WELD301",
        "cip_code": "48.0508",
        "career_cluster_code": "13",
        "cte_status_code": "C",
        "start_date": "2024-08-10",
        "end_date": "2025-05-21",
    }
    return state.add("k12.cte_enrollments", "2025", **sound | changes)


def graduate(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "state_student_id": who.id(),
        "school_year": "2025",
        "school_code": "S0101",
        "diploma_type_code": "REG",
        "graduation_date": "2025-05-23",
    }
    return state.add("k12.graduates", "2025", **sound | changes)


def school_attempt(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "state_student_id": who.id(),
        "school_year": "2025",
        "school_code": "S0101",
        "source_credential_code": "4212",
        "attempted_on": "2025-04-04",
        "result_code": "P",
        "earned_on": "2025-04-04",
    }
    return state.add("k12.credential_attempts", "2025", **sound | changes)


def participant(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "participant_id": who.id("P"),
        "ssn": who.ssn,
        "last_name": who.last_name,
        "first_name": who.first_name,
        "birth_date": who.birth_date,
        "sex_code": "2",
        "race_ethnicity_code": "WHITE",
        "disability": "N",
        "home_language_code": "en",
        "low_income": "Y",
        "single_parent": "N",
        "county_code": "99001",
        "zip": "00201",
        "email": who.email,
        "funding_stream_code": "A",
        "entry_date": "2024-07-30",
    }
    return state.add("workforce.participants", "2025", **sound | changes)


def training(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "participant_id": who.id("P"),
        "provider_code": "W04",
        "program_code": "T-OFFI",
        "cip_code": "52.0401",
        "start_date": "2024-08-05",
        "end_date": "2024-11-16",
        "completed": "Y",
    }
    return state.add("workforce.training_enrollments", "2025", **sound | changes)


def attainment(state: Deliveries, who: Newcomer, period: str, **changes: str) -> Place:
    """A credential attained in the second quarter of a program year."""
    sound = {
        "participant_id": who.id("P"),
        "provider_code": "W04",
        "source_credential_code": "WC-257",
        "earned_on": f"{int(period) - 1}-11-20",
    }
    return state.add("workforce.credential_attainments", period, **sound | changes)


def college_student(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "institution_code": "C01",
        "college_student_id": who.id("A"),
        "academic_year": "2025",
        "ssn": who.ssn,
        "last_name": who.last_name,
        "first_name": who.first_name,
        "birth_date": who.birth_date,
        "sex_code": "F",
        "race_ethnicity_code": "WH",
        "email": who.email,
        "zip": "00201",
        "county_code": "99001",
        "pell_recipient": "N",
    }
    return state.add("higher_ed.students", "2025", **sound | changes)


def term(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "institution_code": "C01",
        "college_student_id": who.id("A"),
        "academic_year": "2025",
        "term_code": "FA",
        "program_code": "C-GENA",
        "cip_code": "24.0102",
        "award_level_code": "AA",
        "credits_attempted": "12",
        "credits_earned": "12",
        "start_date": "2024-08-24",
        "end_date": "2024-12-13",
    }
    return state.add("higher_ed.term_enrollments", "2025", **sound | changes)


def college_award(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "institution_code": "C01",
        "college_student_id": who.id("A"),
        "academic_year": "2025",
        "program_code": "C-GENA",
        "cip_code": "24.0102",
        "award_level_code": "AA",
        "completed_on": "2024-12-16",
    }
    return state.add("higher_ed.completions", "2025", **sound | changes)


def college_attempt(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    """A passed exam that the college reports of its student."""
    sound = {
        "institution_code": "C01",
        "college_student_id": who.id("A"),
        "source_credential_code": "X15MOS",
        "attempted_on": "2024-11-20",
        "result_code": "PASS",
    }
    return state.add("higher_ed.credential_attempts", "2025", **sound | changes)


def credit(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "institution_code": "C01",
        "college_student_id": who.id("A"),
        "credential_code": "comptia_a_plus",
        "agreement_id": "AA-001",
        "course_code": "CIT 111",
        "credits": "4",
        "decided_on": "2025-03-21",
    }
    return state.add("higher_ed.credit_awards", "2025", **sound | changes)


def computing_exam(state: Deliveries, who: Newcomer, period: str, **changes: str) -> Place:
    """A failed exam of CompTIA: of a failed exam nobody must be known to an agency."""
    sound = {
        "candidate_id": who.id("COMP"),
        "first_name": who.first_name,
        "last_name": who.last_name,
        "birth_date": who.birth_date,
        "email": who.email,
        "source_credential_code": "N10-007",
        "attempted_on": f"{period}-03-14",
        "score": "610",
        "cut_score": "720",
        "result_code": "Fail",
        "proctored": "Y",
    }
    return state.add("credentialing.comptia", period, **sound | changes)


def office_exam(state: Deliveries, who: Newcomer, period: str, **changes: str) -> Place:
    """A passed exam of Certiport."""
    sound = {
        "candidate_id": who.id(),
        "last_name": who.last_name,
        "first_name": who.first_name,
        "email": who.email,
        "birth_date": who.birth_date,
        "source_credential_code": "MO-100",
        "attempted_on": f"{period}-03-01",
        "score": "800",
        "cut_score": "700",
        "result_code": "P",
        "proctored": "Y",
        "score_section_1": "790",
        "score_section_2": "800",
        "score_section_3": "810",
    }
    return state.add("credentialing.certiport", period, **sound | changes)


def weld_test(state: Deliveries, who: Newcomer, period: str, **changes: str) -> Place:
    """A passed test of the welding society, certified the same day."""
    sound = {
        "candidate_id": who.id("W"),
        "full_name": f"{who.last_name}, {who.first_name}",
        "birth_date": who.birth_date,
        "source_credential_code": "D9.1-1F-GMAW",
        "attempted_on": f"{period}-06-03",
        "visual_result_code": "Accept",
        "bend_result_code": "Accept",
        "result_code": "Accept",
        "earned_on": f"{period}-06-03",
        "expires_on": f"{period}-12-02",
    }
    return state.add("credentialing.american_welding_society", period, **sound | changes)


def car_exam(state: Deliveries, who: Newcomer, period: str, **changes: str) -> Place:
    """A failed exam in automotive service."""
    sound = {
        "candidate_id": who.id("ASE-"),
        "last_name": who.last_name,
        "first_name": who.first_name,
        "birth_date": who.birth_date,
        "email": who.email,
        "source_credential_code": "BR",
        "attempted_on": f"{period}-01-31",
        "score": "52",
        "cut_score": "60",
        "result_code": "NOT PASSED",
        "attempt_number": "1",
        "proctored": "Y",
    }
    return state.add("credentialing.automotive_service_excellence", period, **sound | changes)


def food_exam(state: Deliveries, who: Newcomer, period: str, **changes: str) -> Place:
    """A failed exam in food safety."""
    sound = {
        "candidate_id": who.id(),
        "first_name": who.first_name,
        "last_name": who.last_name,
        "email": who.email,
        "zip": "00201",
        "source_credential_code": "FH-EN",
        "attempted_on": f"{period}-03-01",
        "score": "60",
        "cut_score": "75",
        "result_code": "Not Certified",
        "proctored": "Y",
    }
    return state.add("credentialing.national_restaurant_association", period, **sound | changes)


def license_row(state: Deliveries, who: Newcomer, period: str, **changes: str) -> Place:
    """A license of the board of nursing, two years valid."""
    sound = {
        "candidate_id": who.id(),
        "last_name": who.last_name,
        "first_name": who.first_name,
        "birth_date": who.birth_date,
        "zip": "00201",
        "source_credential_code": "SRNA",
        "license_number": f"SRNA-{who.id()}",
        "earned_on": f"{period}-03-01",
        "expires_on": f"{int(period) + 2}-02-28",
        "status_code": "A",
    }
    return state.add("credentialing.board_of_nursing", period, **sound | changes)


def card(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "card_number": who.id("P"),
        "card_type_code": "D",
        "ssn": who.ssn,
        "last_name": who.last_name,
        "first_name": who.first_name,
        "birth_date": who.birth_date,
        "sex_code": "F",
        "street": f"{who.number} Newcomers Row",
        "city": "Jessup",
        "zip": "00230",
        "issued_on": "2025-12-31",
    }
    return state.add("motor_vehicles.cards", "2025", **sound | changes)


def wage(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    """Wages of a quarter so early that no later one is forecast from it."""
    sound = {
        "ssn": who.ssn,
        "last_name": who.last_name,
        "first_name": who.first_name,
        "employer_account": "9942465",
        "year": "2015",
        "quarter": "1",
        "record_type_code": "O",
        "wages": "4415.62",
    }
    return state.add("labor.wage_records", "2015Q1", **sound | changes)


def employer(state: Deliveries, who: Newcomer, **changes: str) -> Place:
    sound = {
        "employer_account": who.id(),
        "fein": who.ssn,
        "legal_name": f"{who.last_name} Works LLC",
        "naics_code": "236115",
        "county_code": "99019",
        "opened_on": "2020-07-01",
    }
    return state.add("labor.employers", "2025", **sound | changes)


def agreement(state: Deliveries, **changes: str) -> Place:
    """An agreement of a college for a credential and course of which it has none yet."""
    sound = {
        "agreement_id": "AA-901",
        "credential_code": "mos_word",
        "receiving_institution_code": "C01",
        "course_code": "CIT 111",
        "credits": "3",
        "signed_on": "2015-04-15",
        "effective_from": "2015-07-01",
    }
    return state.add("council.articulation_agreements", "2025", **sound | changes)
