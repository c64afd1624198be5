"""Measures of cohorts computed a second time, person by person in plain Python, from true lives.

It follows docs/measures.md and shares nothing with the models. Days and quarters that the measures
look at are written here again.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from true_lives import TrueLives, by_person, quarter_of, school_year_of

CENT = Decimal("0.01")
QUARTERS_BEFORE = range(-5, -1)
QUARTERS_AFTER = range(2, 6)
YEAR = timedelta(days=365)
EXIT_GAPS = {"secondary": 120, "postsecondary": 150, "workforce": 90}
NOT_COLLEGE = ("diploma", "training")


def mean(amounts: list[Decimal]) -> Decimal | None:
    """Give the mean to the cent, None of nothing."""
    if not amounts:
        return None
    return (sum(amounts, Decimal(0)) / len(amounts)).quantize(CENT, ROUND_HALF_UP)


def middle(amounts: list[Decimal]) -> Decimal | None:
    """Give the median to the cent, None of nothing."""
    return median(amounts).quantize(CENT, ROUND_HALF_UP) if amounts else None


def whole_median(numbers: list[int]) -> int | None:
    """Give the median to the whole, half up, None of nothing."""
    if not numbers:
        return None
    return int(Decimal(str(median(numbers))).quantize(Decimal(1), ROUND_HALF_UP))


def percent(part: int, whole: int) -> Decimal | None:
    """Give a part in percent of a whole to one place, None of nobody."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def around(lives: TrueLives, person: str, day: date, quarters: range) -> tuple:
    """Mean real pay of quarters around a day: with those without pay, and without them.

    None unless all are observed; the second also if none had pay.
    """
    pay = [lives.real_wages(person, quarter_of(day) + number) for number in quarters]
    if None in pay:
        return None, None
    return mean(pay), mean([wages for wages in pay if wages > 0])


def gains_by_hand(lives: TrueLives) -> dict[tuple[str, int], tuple]:
    """By credential and school year: earners, those loaded, compared, coverage and gains.

    Returns
    -------
    dict
        Persons, loaded, compared, percent covered, mean before, after and gain, median gain; then
        persons paid on both sides, and the same four of quarters with pay.
    """
    cohorts = defaultdict(list)
    for (person, credential), day in lives.awards.items():
        sides = [around(lives, person, day, side) for side in (QUARTERS_BEFORE, QUARTERS_AFTER)]
        needed = [quarter_of(day) + n for n in (*QUARTERS_BEFORE, *QUARTERS_AFTER)]
        is_loaded = lives.loaded.issuperset(needed)
        cohorts[credential, school_year_of(day)].append((is_loaded, *sides))
    measured = {}
    for key, rows in cohorts.items():
        figures = [len(rows), sum(row[0] for row in rows)]
        for kind in (0, 1):
            pairs = [(before[kind], after[kind]) for _, before, after in rows]
            pairs = [pair for pair in pairs if None not in pair]
            gains = [after - before for before, after in pairs]
            figures.append(len(pairs))
            if kind == 0:
                figures.append(percent(len(pairs), len(rows)))
            figures += [mean([pair[side] for pair in pairs]) for side in (0, 1)]
            figures += [mean(gains), middle(gains)]
        measured[key] = tuple(figures)
    return measured


def stacking_by_hand(lives: TrueLives) -> dict[tuple[str, str], tuple]:
    """By credential and the next: earners of the first, those who stacked, percent, median days.

    After these the persons and mean gain between the two, and of both together.
    """
    awards = by_person([(person, name, day) for (person, name), day in lives.awards.items()])
    earners = defaultdict(int)
    pairs = defaultdict(list)
    for person, earned in awards.items():
        for _, credential, day in earned:
            earners[credential] += 1
            later = [(other, then) for _, other, then in earned if then > day]
            for other, then in later:
                if then == min(each for _, each in later):
                    before, _ = around(lives, person, day, QUARTERS_BEFORE)
                    after, _ = around(lives, person, day, QUARTERS_AFTER)
                    at_last, _ = around(lives, person, then, QUARTERS_AFTER)
                    last_after = quarter_of(day) + QUARTERS_AFTER[-1]
                    is_apart = last_after <= quarter_of(then) + QUARTERS_BEFORE[-1]
                    between = at_last - after if is_apart and None not in (at_last, after) else None
                    both = at_last - before if None not in (at_last, before) else None
                    pairs[credential, other].append(((then - day).days, between, both))
    measured = {}
    for key, rows in pairs.items():
        between = [row[1] for row in rows if row[1] is not None]
        both = [row[2] for row in rows if row[2] is not None]
        measured[key] = (
            earners[key[0]],
            len(rows),
            percent(len(rows), earners[key[0]]),
            whole_median([row[0] for row in rows]),
            len(between),
            mean(between),
            len(both),
            mean(both),
        )
    return measured


def school_exits_by_hand(lives: TrueLives, last_days: dict[str, date]) -> dict[str, tuple]:
    """Say when each student left school, with what, and what became of them.

    Parameters
    ----------
    lives
        True lives.
    last_days
        Last day in a school by person, as schools deliver it.

    Returns
    -------
    dict
        By person: day of leaving, whether with a diploma, whether with a credential by then; then,
        two quarters after, whether followed, in study, employed and observed.
    """
    diplomas = {}
    for each in lives.completions:
        if each.kind == "diploma":
            diplomas[each.person] = min(each.day, diplomas.get(each.person, each.day))
    left = {person: (day, True) for person, day in diplomas.items()}
    for person, day in last_days.items():
        is_gone = (max(last_days.values()) - day).days > EXIT_GAPS["secondary"]
        if person not in diplomas and is_gone:
            left[person] = (day, False)
    enrolled = by_person(lives.enrollments)
    college_days = [(each.person, each.day) for each in lives.completions if is_college(each.kind)]
    held = by_person([(person, day) for (person, _), day in lives.awards.items()] + college_days)
    measured = {}
    for person, (day, is_graduate) in left.items():
        quarter = quarter_of(day) + 2
        first_day, last_day = quarter_days(quarter)
        observation, _, is_employed = lives.of(person, quarter)
        is_followed = observation != "not_loaded" and first_day <= lives.last_college_day
        is_in_study = any(
            each.sector != "secondary"
            and each.started_on <= last_day
            and (each.ended_on is None or each.ended_on >= first_day)
            for each in enrolled[person]
        )
        measured[person] = (
            day,
            is_graduate,
            any(earned_on <= day for _, earned_on in held[person]),
            is_followed,
            is_in_study if is_followed else None,
            is_employed if is_followed else None,
            is_followed and (is_in_study or observation in ("paid", "not_paid")),
        )
    return measured


def perkins_by_hand(lives: TrueLives, exits: dict[str, tuple]) -> dict[tuple[int, str], tuple]:
    """By school year and program ('all' for all): 5S1 and 3S1 with their counts.

    Returns
    -------
    dict
        Graduates, those with a credential, percent; who left, followed, observed, in study,
        employed, placed, percent placed of those followed and of those observed.
    """
    cohorts = defaultdict(set)
    for each in lives.enrollments:
        left = exits.get(each.person)
        if each.is_concentrator and left and each.started_on <= left[0]:
            for program in (each.program, "all"):
                cohorts[school_year_of(left[0]), program].add(each.person)
    measured = {}
    for key, persons in cohorts.items():
        rows = [exits[person] for person in persons]
        graduates = [row for row in rows if row[1]]
        credentialed = sum(row[2] for row in graduates)
        followed = [row for row in rows if row[3]]
        observed = sum(row[6] for row in followed)
        placed = sum(bool(row[4] or row[5]) for row in followed)
        measured[key] = (
            len(graduates),
            credentialed,
            percent(credentialed, len(graduates)),
            len(rows),
            len(followed),
            observed,
            sum(row[4] for row in followed),
            sum(bool(row[5]) for row in followed),
            placed,
            percent(placed, len(followed)),
            percent(placed, observed),
        )
    return measured


def is_college(kind: str) -> bool:
    return kind not in NOT_COLLEGE


def quarter_days(quarter: int) -> tuple[date, date]:
    """First and last day of a quarter counted since year 0."""
    year, number = divmod(quarter, 4)
    following = date(year + (number == 3), (number * 3 + 3) % 12 + 1, 1)
    return date(year, number * 3 + 1, 1), following - timedelta(days=1)
