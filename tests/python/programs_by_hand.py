"""Going on to college, and spells in programs, computed a second time from true lives.

As ``cohorts_by_hand``, in plain Python after docs/measures.md, and without the models.
"""

from collections import defaultdict
from datetime import date

from cohorts_by_hand import (
    EXIT_GAPS,
    YEAR,
    is_college,
    middle,
    percent,
    whole_median,
)
from true_lives import TrueLives, by_person, school_year_of


def going_on(lives: TrueLives, day: date, enrollments: list) -> tuple[bool, bool | None]:
    """Whether a year after a day is delivered, and whether college began within it."""
    is_followed = day + YEAR <= lives.last_college_day
    began = [
        each.started_on
        for each in enrollments
        if each.sector == "postsecondary" and each.started_on > day
    ]
    return is_followed, any(start <= day + YEAR for start in began) if is_followed else None


def credential_continuation_by_hand(
    lives: TrueLives,
) -> dict[tuple[str, int], tuple]:
    """Count who went on to college after an award, and who was given credit for it.

    Returns
    -------
    dict
        By credential and school year: earners, followed, continued, percent; in college since,
        given credit, credits.
    """
    enrolled = by_person(lives.enrollments)
    decisions = by_person(lives.credits)
    cohorts = defaultdict(list)
    for (person, credential), day in lives.awards.items():
        is_followed, is_continued = going_on(lives, day, enrolled[person])
        is_student = any(
            each.sector == "postsecondary" and (each.ended_on is None or each.ended_on >= day)
            for each in enrolled[person]
        )
        credit = [row[3] for row in decisions[person] if row[1] == credential and row[2] >= day]
        cohorts[credential, school_year_of(day)].append(
            (is_followed, is_continued, is_student, credit)
        )
    measured = {}
    for key, rows in cohorts.items():
        followed = sum(row[0] for row in rows)
        continued = sum(bool(row[1]) for row in rows)
        measured[key] = (
            len(rows),
            followed,
            continued if followed else None,
            percent(continued, followed),
            sum(row[2] for row in rows),
            sum(bool(row[3]) for row in rows),
            sum(sum(row[3]) for row in rows),
        )
    return measured


def program_continuation_by_hand(lives: TrueLives) -> dict[tuple[str, int], tuple]:
    """Count who went on to college after a program, and how long it took.

    Returns
    -------
    dict
        By program and school year of finishing: persons, followed, continued, percent; persons
        whose entry is known, median days from it.
    """
    enrolled = by_person(lives.enrollments)
    finished = {}
    for each in lives.completions:
        programs = {each.program} if each.program else set()
        if each.kind == "diploma":
            programs = {
                other.program
                for other in enrolled[each.person]
                if other.sector == "secondary"
                and other.is_concentrator
                and other.started_on <= each.day
            }
        for program in programs:
            key = (each.person, program)
            finished[key] = min(each.day, finished.get(key, each.day))
    cohorts = defaultdict(list)
    for (person, program), day in finished.items():
        starts = [
            each.started_on
            for each in enrolled[person]
            if each.program == program and each.started_on <= day
        ]
        days = (day - min(starts)).days if starts else None
        cohorts[program, school_year_of(day)].append(
            (*going_on(lives, day, enrolled[person]), days)
        )
    measured = {}
    for key, rows in cohorts.items():
        followed = sum(row[0] for row in rows)
        continued = sum(bool(row[1]) for row in rows)
        days = [row[2] for row in rows if row[2] is not None]
        measured[key] = (
            len(rows),
            followed,
            continued if followed else None,
            percent(continued, followed),
            len(days),
            whole_median(days),
        )
    return measured


def spells_by_hand(lives: TrueLives) -> list[tuple[str, str, str, date, date, bool]]:
    """Person, sector, program, first day, last day known, and whether it has ended, of each spell.

    A spell goes on over any break of no more than the sector's days, and while it has no last day.
    """
    delivered = {
        sector: max(
            max(each.started_on, each.ended_on or each.started_on)
            for each in lives.enrollments
            if each.sector == sector
        )
        for sector in EXIT_GAPS
    }
    spells = defaultdict(list)
    for each in sorted(lives.enrollments, key=lambda each: each.started_on):
        lasted = each.ended_on or delivered[each.sector]
        ordered = spells[each.person, each.sector, each.program]
        if ordered and (each.started_on - ordered[-1][1]).days <= EXIT_GAPS[each.sector]:
            ordered[-1][1] = max(ordered[-1][1], lasted)
        else:
            ordered.append([each.started_on, lasted])
    return [
        (*key, entered, lasted, (delivered[key[1]] - lasted).days > EXIT_GAPS[key[1]])
        for key, ordered in spells.items()
        for entered, lasted in ordered
    ]


def exits_by_hand(lives: TrueLives) -> list[tuple[str, str, date, date]]:
    """Person, program, first and last day of each spell in a program that has ended."""
    return [
        (person, program, entered, lasted)
        for person, _, program, entered, lasted, has_ended in spells_by_hand(lives)
        if has_ended
    ]


def benchmarks_by_hand(
    lives: TrueLives, annual: dict[tuple[str, int], tuple], regions: dict[str, str]
) -> dict[tuple[int, str], tuple]:
    """Median earnings of graduates of earlier years without college, by year and region.

    Parameters
    ----------
    lives
        True lives.
    annual
        What ``employment_by_hand.annual_earnings_by_hand`` gave.
    regions
        Region of each graduate.

    Returns
    -------
    dict
        By calendar year and region, 'statewide' for all: persons with earnings, their median.
    """
    diplomas = {each.person: each.day for each in lives.completions if each.kind == "diploma"}
    in_college = {
        (each.person, year)
        for each in lives.enrollments
        if each.sector == "postsecondary"
        for year in range(each.started_on.year, (each.ended_on or each.started_on).year + 1)
    }
    awarded = {}
    for each in lives.completions:
        if is_college(each.kind):
            awarded[each.person] = min(each.day, awarded.get(each.person, each.day))
    pay = defaultdict(list)
    for (person, year), measures in annual.items():
        has_award = person in awarded and awarded[person].year <= year
        has_diploma = person in diplomas and diplomas[person].year < year
        if has_diploma and not has_award and (person, year) not in in_college:
            for region in ("statewide", regions[person]):
                pay[year, region].append(measures[0])
    return {key: (len(amounts), middle(amounts)) for key, amounts in pay.items()}
