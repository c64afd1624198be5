"""What the charts of pay, return and further ways say, computed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from warehouse.report.release import Measure
from warehouse.report.wording import (
    amount,
    in_words,
    money,
    percent,
    plural,
    sentence,
    subject,
)

YEAR = 4  # quarters


def around_award(measure: Measure, told: Mapping[int, Decimal]) -> str:
    """Say what pay was as long before an award as after it: a year, or the nearest to it.

    Parameters
    ----------
    measure
        The measure told.
    told
        Its value by quarter from the award, as far as it is told.
    """
    both = sorted((number for number in told if number > 0 and -number in told), key=_from_a_year)
    if not both:
        return f"{measure.label}: too little can be shown for a before and an after"
    number = both[0]
    before, after = (amount(told[each], measure) for each in (-number, number))
    return (
        f"{sentence(stretch(number))} before the award {subject(measure)} was {before}; "
        f"{stretch(number)} after, {after}"
    )


def of_each(measure: Measure, unit: str, told: Sequence[Mapping[int, Decimal]]) -> str:
    """Say for how many members pay was higher a year after the award than a year before."""
    pairs = [(each[-YEAR], each[YEAR]) for each in told if YEAR in each and -YEAR in each]
    what = sentence(subject(measure))
    if not pairs:
        return f"{what}: no {unit} can be compared a year before the award and a year after"
    higher = sum(after > before for before, after in pairs)
    which = f"the {len(pairs)} {plural(unit)}" if len(pairs) > 1 else f"the one {unit}"
    return (
        f"{what} was higher a year after the award than a year before for "
        f"{higher or 'none'} of {which} that can be compared"
    )


def _from_a_year(number: int) -> tuple[int, int]:
    return abs(number - YEAR), number


def stretch(quarters: int) -> str:
    """Write a number of quarters as time: `a year`, `two years`, `a quarter`, `three quarters`."""
    count, unit = (quarters // YEAR, "year") if quarters % YEAR == 0 else (quarters, "quarter")
    if count == 1:
        return f"a {unit}"
    return f"{in_words(count)} {unit}s"


def of_differences(intervals: Sequence[tuple[Decimal, Decimal]], unit: str) -> str:
    """Say for how many credentials pay clearly differs from that of people alike.

    Parameters
    ----------
    intervals
        Lowest and highest difference of each credential that can be compared with people alike.
    unit
        What is compared: `credential`.
    """
    if not intervals:
        return (
            f"No {unit} has enough earners to be compared with people alike; the plainer "
            "comparisons say less"
        )
    above = sum(low > 0 for low, _ in intervals)
    below = sum(high < 0 for _, high in intervals)
    which = (
        f"the one {unit} that can be compared"
        if len(intervals) == 1
        else f"the {len(intervals)} {plural(unit)} that can be compared"
    )
    if not above and not below:
        start = "For" if len(intervals) == 1 else "For none of"
        verb = "pay isn’t" if len(intervals) == 1 else "is pay"
        comma = "," if len(intervals) == 1 else ""
        return f"{start} {which}{comma} {verb} clearly above or below that of people alike"
    if len(intervals) == 1:
        side = "above" if above else "below"
        return f"For {which}, pay is clearly {side} that of people alike"
    said = [f"above that of people alike for {above}"] if above else []
    said += [f"below {'' if above else 'that of people alike '}for {below}"] if below else []
    return f"Pay is clearly {' and '.join(said)} of {which}"


def of_bias(plain: str, shift: Decimal, count: int, unit: str) -> str:
    """Say how far a plain comparison lies from that with people alike.

    Parameters
    ----------
    plain
        With whom the plain one compares.
    shift
        Dollars between the two, either way, at the median.
    count, unit
        How many there are of what is compared.
    """
    return (
        f"A comparison with {plain} is {money(shift)} a year away from that with people alike "
        f"(median of {count} {plural(unit)})"
    )


def of_members(dimension: str, label: str, count: Decimal, whole: Decimal, is_sure: bool) -> str:
    """Say which member holds most people; of those shown, where another could hold more."""
    start = "most often" if is_sure else "of those shown, most often"
    lower = f"{label[:1].lower()}{label[1:]}"
    share = f"{count:,.0f} of {whole:,.0f} people ({percent(count / whole)})"
    return f"{dimension}: {start} {lower}, {share}"
