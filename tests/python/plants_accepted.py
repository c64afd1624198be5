"""For each rule that warns, informs or blocks of accepted rows, the plant that breaks it alone."""

from planted_council_rows import AUDIENCES, list_row, notice
from planted_rows import (
    agreement,
    attainment,
    car_exam,
    card,
    college_attempt,
    college_award,
    college_student,
    computing_exam,
    credit,
    employer,
    food_exam,
    graduate,
    license_row,
    office_exam,
    participant,
    student,
    term,
    training,
    wage,
    weld_test,
)
from planting import Deliveries, Newcomer, Place, Planted

# As many failed exams of one year as leave no doubt that its pass rate is unusual; in the year of
# the like results there are too few attempts for a rate.
UNUSUALLY_MANY = 40
LIKE_RESULTS = 10
# More than fail in the welding society's exams of a year, and fewer than fail in all.
AWARDS_WITHOUT_ATTEMPT = 8


def rows(*places: Place) -> Planted:
    return Planted(places)


def key_repeated(state: Deliveries) -> Planted:
    """Of two rows with one key the later stands; the earlier repeats it, alike or not."""
    who, other, third = state.newcomer(), state.newcomer(), state.newcomer()
    repeated = (
        student(state, who),
        training(state, other),
        graduate(state, third),
    )
    student(state, who, exit_date="2025-05-20")
    training(state, other)
    graduate(state, third)
    return rows(*repeated)


def ssn_invalid(state: Deliveries) -> Planted:
    """A number with an area that is never issued."""
    return rows(
        card(state, state.newcomer(), ssn="666123456"),
        card(state, state.newcomer(), ssn="000127456"),
        wage(state, state.newcomer(), ssn="000123457"),
    )


def ssn_of_several_persons(state: Deliveries) -> Planted:
    who, other = state.newcomer(), state.newcomer()
    holders = (card(state, who), card(state, other, ssn=who.ssn))
    return Planted(holders, "holders")


def outside_school_year(state: Deliveries) -> Planted:
    return rows(
        student(state, state.newcomer(), entry_date="2024-06-20"),
        term(state, state.newcomer(), end_date="2025-07-01"),
    )


def concurrent_districts(state: Deliveries) -> Planted:
    """Enter a school two weeks before leaving the first: another district's, and the same one's.

    Within a district two spells may overlap.
    """
    who, other = state.newcomer(), state.newcomer()
    student(state, who, exit_date="2025-01-15")
    student(state, other, exit_date="2025-01-15")
    student(state, other, school_code="S0102", entry_date="2025-01-02")
    return rows(
        student(state, who, district_code="D02", school_code="S0201", entry_date="2025-01-02")
    )


def grade_age_implausible(state: Deliveries) -> Planted:
    return rows(
        student(state, state.newcomer(born="2012-03-01")),
        student(state, state.newcomer(born="2001-03-01")),
    )


def demographics_missing(state: Deliveries) -> Planted:
    return rows(
        student(state, state.newcomer(), race_ethnicity_code=""),
        *(participant(state, state.newcomer(), low_income="") for _ in range(5)),
    )


def demographic_code_unknown(state: Deliveries) -> Planted:
    return rows(
        student(state, state.newcomer(), race_ethnicity_code="77"),
        college_student(state, state.newcomer(), sex_code="Q"),
        college_student(state, state.newcomer(), race_ethnicity_code="QQ"),
    )


def program_not_classified(state: Deliveries) -> Planted:
    return rows(training(state, state.newcomer(), program_code="T-NONE"))


def cip_unknown(state: Deliveries) -> Planted:
    return rows(
        training(state, state.newcomer(), cip_code="98.9999"),
        college_award(state, state.newcomer(), cip_code="98.9998"),
    )


def report_repeated(state: Deliveries) -> Planted:
    who = state.newcomer()
    earlier = computing_exam(state, who, "2022")
    computing_exam(state, who, "2022")
    return rows(earlier)


def award_without_attempt(state: Deliveries) -> Planted:
    """A certified weld of which the society says no result that the crosswalk knows.

    Another candidate fails, so that no more earn than attempt: one award alone is no cell.
    """
    weld_test(
        state,
        _known(state),
        "2019",
        visual_result_code="Reject",
        result_code="Reject",
        earned_on="",
        expires_on="",
    )
    who = _known(state)
    return Planted((weld_test(state, who, "2019", result_code="Pending"),), "awards")


def earned_above_attempted(state: Deliveries) -> Planted:
    """More certified welds than candidates."""
    places = tuple(
        weld_test(state, _known(state), "2021", result_code="Pending")
        for _ in range(AWARDS_WITHOUT_ATTEMPT)
    )
    return Planted(
        keys=("aws_d9_1_sheet_metal:2021",),
        implied={"AWARD_WITHOUT_ATTEMPT": Planted(places, "awards")},
    )


def earned_long_after_attempt(state: Deliveries) -> Planted:
    return rows(weld_test(state, _known(state), "2019", attempted_on="2018-05-03"))


def credential_code_unknown(state: Deliveries) -> Planted:
    return rows(computing_exam(state, state.newcomer(), "2023", source_credential_code="ZZ0-000"))


def credential_withdrawn(state: Deliveries) -> Planted:
    return rows(office_exam(state, _known(state), "2023", source_credential_code="98-366"))


def under_minimum_age(state: Deliveries) -> Planted:
    """An exam for which one must be 18, at the age of 17."""
    who = state.newcomer(born="2000-06-01")
    return rows(car_exam(state, who, "2018", source_credential_code="G1"))


def prerequisite_not_held(state: Deliveries) -> Planted:
    place = office_exam(state, _known(state), "2019", source_credential_code="MO-201")
    return Planted((place,), "awards")


def sub_scores_disagree(state: Deliveries) -> Planted:
    """Scores of the parts that give another total, and a test passed with a part that failed."""
    return rows(
        office_exam(state, _known(state), "2016", score_section_1="700"),
        weld_test(state, _known(state), "2017", bend_result_code="Reject"),
    )


def attempt_number_skips(state: Deliveries) -> Planted:
    who = state.newcomer()
    car_exam(state, who, "2017")
    return rows(car_exam(state, who, "2017", attempted_on="2017-05-31", attempt_number="3"))


def retake_too_soon(state: Deliveries) -> Planted:
    """An exam nine days after a failed one, of 14 days to wait."""
    who = state.newcomer()
    computing_exam(state, who, "2024", attempted_on="2024-03-05")
    return Planted((computing_exam(state, who, "2024"),), "attempts")


def expiry_off(state: Deliveries) -> Planted:
    return rows(license_row(state, _known(state), "2019", expires_on="2022-02-28"))


def not_in_aligned_program(state: Deliveries) -> Planted:
    """An attainment without any training, in a year of few."""
    return rows(attainment(state, _known(state), "2017"))


def reports_disagree(state: Deliveries) -> Planted:
    """An award that the entity dates two days before the workforce agency does."""
    who = _known(state)
    training(state, who)
    office_exam(state, who, "2024", attempted_on="2024-11-18")
    return rows(attainment(state, who, "2025"))


def vendor_award_unmatched(state: Deliveries) -> Planted:
    return rows(
        *(
            computing_exam(state, state.newcomer(), "2021", score="720", result_code="Pass")
            for _ in range(4)
        )
    )


def test_center_unknown(state: Deliveries) -> Planted:
    return rows(computing_exam(state, state.newcomer(), "2023", test_center_code="S9999"))


def pass_rate_unusual(state: Deliveries) -> Planted:
    for number in range(UNUSUALLY_MANY):
        day = f"2016-{1 + number % 6:02d}-{1 + number % 27:02d}"
        food_exam(state, state.newcomer(), "2016", attempted_on=day, score=str(20 + number))
    return Planted(keys=("national_restaurant_association:2016",))


def batch_of_like_results(state: Deliveries) -> Planted:
    return rows(*(food_exam(state, state.newcomer(), "2017") for _ in range(LIKE_RESULTS)))


def proctoring_unsaid(state: Deliveries) -> Planted:
    return rows(computing_exam(state, state.newcomer(), "2023", proctored=""))


def credit_without_award(state: Deliveries) -> Planted:
    who = state.newcomer()
    college_student(state, who)
    return Planted((credit(state, who),), "credits")


def double_credit(state: Deliveries) -> Planted:
    """Two credentials that by the college's agreements each give credit for one course."""
    agreement(state)
    who = _known(state)
    college_student(state, who)
    office_exam(state, who, "2019")
    computing_exam(
        state, who, "2019", source_credential_code="220-1001", score="720", result_code="Pass"
    )
    credit(state, who)
    later = credit(
        state,
        who,
        credential_code="mos_word",
        agreement_id="AA-901",
        credits="3",
        decided_on="2025-04-21",
    )
    return Planted((later,), "credits")


def credential_without_agreement(state: Deliveries) -> Planted:
    """List a credential a year before the first agreement for it, and decide nothing.

    Whoever teaches it is told that it leaves the next List.
    """
    credential = "mos_powerpoint"
    list_row(state, 2016, credential_code=credential, credential_level_code="building_block")
    for number, audience in enumerate(AUDIENCES):
        notice(
            state,
            notice_id=f"N-990{number}",
            list_year="2017",
            credential_code=credential,
            audience_code=audience,
            sent_on="2016-04-20",
        )
    return Planted(keys=("2016:mos_powerpoint",))


def funded_award_twice(state: Deliveries) -> Planted:
    """An award that a college and a workforce program, both funded, report as theirs."""
    who = _known(state)
    college_student(state, who)
    term(state, who, program_code="C-BUSA", cip_code="52.0201")
    college_attempt(state, who)
    training(state, who)
    return Planted((attainment(state, who, "2025"),), "awards")


def wages_repeated(state: Deliveries) -> Planted:
    who = state.newcomer()
    earlier = wage(state, who)
    wage(state, who)
    return rows(earlier)


def wages_implausible(state: Deliveries) -> Planted:
    return Planted((wage(state, state.newcomer(), wages="250000.01"),), "wages")


def employer_unknown(state: Deliveries) -> Planted:
    return rows(wage(state, state.newcomer(), employer_account="9999999"))


def industry_unknown(state: Deliveries) -> Planted:
    return rows(employer(state, state.newcomer(), naics_code="999998"))


def quarter_incomplete(state: Deliveries) -> Planted:
    """Deliver a third of the last quarter's wage records."""
    state.keep_rows("labor.wage_records", "2025Q4", one_in=3)
    return Planted(keys=("2025Q4",))


def ssn_with_many_names(state: Deliveries) -> Planted:
    """Wage records of six names under one number, which are six persons."""
    owner = state.newcomer()
    records = tuple(wage(state, state.newcomer(), ssn=owner.ssn) for _ in range(6))
    return Planted(records, implied={"SSN_OF_SEVERAL_PERSONS": Planted(records, "workers")})


def wages_under_14(state: Deliveries) -> Planted:
    who = state.newcomer(born="2004-03-01")
    card(state, who)
    return Planted((wage(state, who),), "wages")


def _known(state: Deliveries) -> Newcomer:
    """Invent a person whom the workforce agency knows, so that an award has a holder."""
    who = state.newcomer()
    participant(state, who)
    return who
