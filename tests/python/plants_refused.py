"""For each rule that refuses a file or a row, the plant that breaks it and nothing else."""

import hashlib

from planted_council_rows import endorsement, notice, submission, survey_answer
from planted_rows import (
    agreement,
    attainment,
    card,
    college_award,
    computing_exam,
    course_enrollment,
    credit,
    employer,
    food_exam,
    graduate,
    license_row,
    office_exam,
    participant,
    school_attempt,
    student,
    term,
    training,
    wage,
    weld_test,
)
from planting import Deliveries, Place, Planted, manifest_line

GRADUATES = "k12.graduates"


def rows(*places: Place) -> Planted:
    return Planted(places)


def file_not_in_manifest(state: Deliveries) -> Planted:
    state.change_manifest("k12", lambda lines: lines.remove(_listed(lines, "2016")))
    return _refused_file("2016")


def file_not_delivered(state: Deliveries) -> Planted:
    state.path(GRADUATES, "2017").unlink()
    return _refused_file("2017")


def file_checksum_differs(state: Deliveries) -> Planted:
    state.change_manifest("k12", lambda lines: _listed(lines, "2018").update(sha256="0" * 64))
    return _refused_file("2018")


def file_row_count_differs(state: Deliveries) -> Planted:
    state.change_manifest("k12", lambda lines: _listed(lines, "2019").update(rows="1"))
    return _refused_file("2019")


def file_empty(state: Deliveries) -> Planted:
    return _spoilt_file(state, "2020", b"")


def file_unreadable(state: Deliveries) -> Planted:
    """Text where a packed file is announced."""
    state.path(GRADUATES, "2021").unlink()
    state.path(GRADUATES, "2021").with_suffix(".csv.gz").write_bytes(b"plain text")

    def pack(lines: list[dict[str, str]]) -> None:
        digest = hashlib.sha256(b"plain text").hexdigest()
        _listed(lines, "2021").update(file="graduates/2021.csv.gz", sha256=digest)

    state.change_manifest("k12", pack)
    return _refused_file("2021", ".csv.gz")


def file_encoding(state: Deliveries) -> Planted:
    content = state.path(GRADUATES, "2022").read_bytes()
    return _spoilt_file(state, "2022", content.decode().encode("utf-16"))


def file_columns_missing(state: Deliveries) -> Planted:
    content = state.path(GRADUATES, "2023").read_bytes()
    return _spoilt_file(state, "2023", content.replace(b"diploma_type_code", b"diploma"))


def file_header_repeats(state: Deliveries) -> Planted:
    header, *lines = state.path(GRADUATES, "2024").read_bytes().splitlines()
    content = [header + b",school_code", *(line + b",S0101" for line in lines)]
    return _spoilt_file(state, "2024", b"\n".join(content) + b"\n")


def attestation_missing(state: Deliveries) -> Planted:
    def forget(lines: list[dict[str, str]]) -> None:
        manifest_line(lines, "students/2024.csv")["attested_by"] = ""

    state.change_manifest("k12", forget)
    return Planted(keys=("k12/students/2024.csv",))


def delivery_missing(state: Deliveries) -> Planted:
    """Deliver no file for a year: neither is one listed."""

    def take_out(lines: list[dict[str, str]]) -> None:
        lines.remove(manifest_line(lines, "employers/2016.csv"))

    state.path("labor.employers", "2016").unlink()
    state.change_manifest("labor", take_out)
    return Planted(keys=("labor:employers:2016",))


def delivery_late(state: Deliveries) -> Planted:
    """Deliver the cards of 2016 in March, due by 31 January."""

    def delay(lines: list[dict[str, str]]) -> None:
        manifest_line(lines, "cards/2016.csv")["delivered_on"] = "2017-03-01"

    state.change_manifest("motor_vehicles", delay)
    return Planted(keys=("motor_vehicles:cards:2016",))


def _listed(lines: list[dict[str, str]], year: str) -> dict[str, str]:
    return manifest_line(lines, f"graduates/{year}.csv")


def _spoilt_file(state: Deliveries, year: str, content: bytes) -> Planted:
    state.rewrite(GRADUATES, year, content)
    return _refused_file(year)


def _refused_file(year: str, suffix: str = ".csv") -> Planted:
    """Where the only file of a year is refused, none of that year is in force."""
    missing = Planted(keys=(f"k12:graduates:{year}",))
    return Planted(keys=(f"k12/graduates/{year}{suffix}",), implied={"DELIVERY_MISSING": missing})


def row_field_count(state: Deliveries) -> Planted:
    return rows(state.add_line(GRADUATES, "2025", b"9900000001,2025,S0101,REG"))


def row_quote_unclosed(state: Deliveries) -> Planted:
    return rows(state.add_line(GRADUATES, "2025", b'9900000002,2025,"S0101,REG,2025-05-23'))


def row_encoding(state: Deliveries) -> Planted:
    """A stray byte in a file so long that one does not speak of the whole file."""
    line = b"509120003,Mu\xf1oz,Ana,9942465,2015,1,O,4415.62"
    return rows(state.add_line("labor.wage_records", "2015Q1", line))


def value_missing(state: Deliveries) -> Planted:
    return rows(graduate(state, state.newcomer(), diploma_type_code=""))


def value_not_a_date(state: Deliveries) -> Planted:
    return rows(graduate(state, state.newcomer(), graduation_date="2025-02-30"))


def value_not_a_number(state: Deliveries) -> Planted:
    return rows(wage(state, state.newcomer(), wages="4,415"))


def value_not_a_flag(state: Deliveries) -> Planted:
    return rows(training(state, state.newcomer(), completed="yes"))


def value_out_of_range(state: Deliveries) -> Planted:
    return rows(computing_exam(state, state.newcomer(), "2023", score="9610"))


def value_malformed(state: Deliveries) -> Planted:
    return rows(
        employer(state, state.newcomer(), naics_code="2361"),
        survey_answer(state, value_code="essential"),
        submission(state, status_code="decided"),
    )


def dates_out_of_order(state: Deliveries) -> Planted:
    return rows(
        student(state, state.newcomer(), exit_date="2024-08-09"),
        course_enrollment(state, state.newcomer(), end_date="2024-08-09"),
        license_row(state, state.newcomer(), "2019", expires_on="2019-02-28"),
        endorsement(state, withdrawn_on="2024-09-30"),
        submission(state, decided_on="2024-11-30"),
    )


def birth_after_event(state: Deliveries) -> Planted:
    return rows(
        student(state, state.newcomer(born="2024-08-11")),
        card(state, state.newcomer(born="2025-12-31")),
    )


def age_implausible(state: Deliveries) -> Planted:
    return rows(
        participant(state, state.newcomer(born="2015-01-01")),
        weld_test(state, state.newcomer(born="2010-01-01"), "2019"),
    )


def earned_before_attempt(state: Deliveries) -> Planted:
    return rows(school_attempt(state, state.newcomer(), earned_on="2025-04-03"))


def event_after_delivery(state: Deliveries) -> Planted:
    return rows(
        school_attempt(state, state.newcomer(), attempted_on="2026-03-02", earned_on="2026-03-02"),
        attainment(state, state.newcomer(), "2025", earned_on="2026-03-02"),
        notice(state, sent_on="2025-09-01"),
    )


def wages_negative(state: Deliveries) -> Planted:
    return rows(wage(state, state.newcomer(), wages="-1.00"))


def institution_not_open(state: Deliveries) -> Planted:
    """A school that the register lacks, and one that closed in 2021."""
    return rows(
        student(state, state.newcomer(), school_code="S9999"),
        graduate(state, state.newcomer(), school_code="S0602"),
        term(state, state.newcomer(), institution_code="C99"),
    )


def course_not_in_catalog(state: Deliveries) -> Planted:
    """A course that does not exist, and one of another program."""
    return rows(
        course_enrollment(state, state.newcomer(), course_code="WELD999"),
        course_enrollment(state, state.newcomer(), course_code="AGME101"),
    )


def earned_without_passing(state: Deliveries) -> Planted:
    return rows(
        school_attempt(state, state.newcomer(), result_code="F"),
        weld_test(state, state.newcomer(), "2019", result_code="Reject"),
    )


def credential_not_yet_offered(state: Deliveries) -> Planted:
    """An exam that was first offered in July 2020."""
    return rows(office_exam(state, state.newcomer(), "2018", source_credential_code="ITS-NET"))


def result_contradicts_score(state: Deliveries) -> Planted:
    return rows(
        computing_exam(state, state.newcomer(), "2023", score="720"),
        food_exam(state, state.newcomer(), "2018", result_code="Certified"),
    )


def revocation_undated(state: Deliveries) -> Planted:
    """Revoked without a day, a day without being revoked, and a day before the license."""
    return rows(
        license_row(state, state.newcomer(), "2019", status_code="R"),
        license_row(state, state.newcomer(), "2019", revoked_on="2019-06-01"),
        license_row(state, state.newcomer(), "2019", status_code="R", revoked_on="2019-02-01"),
    )


def award_level_unknown(state: Deliveries) -> Planted:
    return rows(college_award(state, state.newcomer(), award_level_code="ZZ"))


def completion_before_enrollment(state: Deliveries) -> Planted:
    who = state.newcomer()
    term(state, who)
    return rows(college_award(state, who, completed_on="2024-08-23"))


def credit_without_agreement(state: Deliveries) -> Planted:
    """An agreement that there is not, one of another college, and a day before it was signed."""
    return rows(
        credit(state, state.newcomer(), agreement_id="AA-999"),
        credit(state, state.newcomer(), agreement_id="AA-002"),
        credit(state, state.newcomer(), decided_on="2015-06-30"),
    )


def credits_above_agreement(state: Deliveries) -> Planted:
    return rows(credit(state, state.newcomer(), credits="4.5"))


def course_not_in_agreement(state: Deliveries) -> Planted:
    return rows(credit(state, state.newcomer(), course_code="CIT 112"))


def agreement_unsigned(state: Deliveries) -> Planted:
    """Two agreements, one never signed and one signed after its last day."""
    return rows(
        agreement(state, agreement_id="AA-902", signed_on=""),
        agreement(state, agreement_id="AA-903", signed_on="2019-07-02", effective_to="2019-07-01"),
    )
