"""What figures say, computed: the titles of charts and of the front page are never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from warehouse.report.release import Cell, Measure, Table
from warehouse.report.wording import (
    amount,
    change,
    in_words,
    joined,
    moved,
    percent,
    plural,
    school_year,
    sentence,
    shown,
    subject,
    unit_words,
)

# Shares nearer to each other than this many points are called alike.
ALIKE = 3
# A last figure that lies so large a part below the highest isn't near it any more.
CLEARLY = Decimal("0.05")
# The part of all members that must be shown before the highest of them is named.
ENOUGH = Decimal(2) / 3


@dataclass(frozen=True)
class MemberFigure:
    """A member of a dimension with its figure, and that of the year before."""

    member: str
    label: str
    now: Cell
    before: Cell | None

    @property
    def gain(self) -> tuple[Decimal, Decimal] | None:
        """Give the least and the most change in a year that the figures allow."""
        now, before = self.now.bounds, self.before.bounds if self.before else None
        return None if now is None or before is None else (now[0] - before[1], now[1] - before[0])

    @property
    def is_gain_known(self) -> bool:
        """Whether both figures are told, so that the change can be taken from them."""
        return self.gain is not None and self.gain[0] == self.gain[1]


def over_years(measure: Measure, cells: dict[int, Cell | None]) -> tuple[str, str]:
    """Say how a figure moved over the years: in a title, and at length."""
    told = {year: cell.value for year, cell in cells.items() if cell and cell.value is not None}
    if len(told) < 2:
        return sentence(f"{subject(measure)} by school year"), "Fewer than two years are shown."
    first, last = min(told), max(told)
    verb = moved(told[last], told[first])
    since = school_year(first)
    title = f"{subject(measure)} {verb} since {since}"
    if verb != "held steady" and measure.kind != "rate" and told[first]:
        title = f"{subject(measure)} {verb} {percent(told[last] / told[first] - 1)} since {since}"
    # Two ends alone would hide that it rose higher between them.
    peak = max(told, key=lambda year: (told[year], year))
    if first < peak and told[last] <= told[peak] * (1 - CLEARLY):
        below = f"{percent(1 - told[last] / told[peak])} below"
        if measure.kind == "rate":
            below = change(told[last], told[peak], measure)
        title += f", but lies {below} its peak of {school_year(peak)}"
    return sentence(title), (
        f"{measure.label}: {amount(told[first], measure)} in {since}, "
        f"{amount(told[last], measure)} in {school_year(last)}."
    )


def by_member(
    figures: Sequence[MemberFigure], measure: Measure, dimension: str, year: int
) -> tuple[str, str | None]:
    """Say what a chart by members shows, and of which member it speaks."""
    told = [each for each in figures if each.now.value is not None]
    if not told:
        is_ranged = any(each.now.code == "banded" for each in figures)
        how = "shown as ranges only" if is_ranged else "nothing can be shown"
        return f"{measure.label} by {dimension.lower()}: {how}", None
    # A suppressed figure may be any, and a range may reach above: the first place is then not sure.
    is_sure = not any(each.now.code in ("withheld", "banded") for each in figures)
    start = "" if is_sure else "Of those shown, "
    highest = max(each.now.value for each in told if each.now.value is not None)
    is_count = measure.kind in ("persons", "events")
    if is_count:
        is_bounded = all(each.gain is not None for each in figures)
        compared = figures if is_bounded else [each for each in figures if each.is_gain_known]
        if most := most_of_the_growth(compared):
            among = "" if is_bounded else "Of those whose change is known, "
            return f"{among}{most} had most of the growth since {school_year(year - 1)}", most
    is_beaten = any(each.now.bounds and each.now.bounds[1] > highest for each in figures)
    if not is_count and (is_beaten or len(told) < len(figures) * ENOUGH):
        which = f"{len(told)} of {len(figures)} {plural(dimension)} can be shown"
        is_rounded = measure.unit == "dollars"
        return f"{measure.label}: {which}{'' if is_rounded else ' exactly'}", None
    top = [each.label for each in told if each.now.value == highest]
    who, s = (top[0], "s") if len(top) == 1 else (joined(top), "")
    figure = amount(highest, measure)
    if is_count:
        return f"{start}{who} lead{s} with {figure}{unit_words(measure)}", top[0]
    return f"{start}{who} stand{s} highest, at {figure}", top[0]


def most_of_the_growth(figures: Sequence[MemberFigure]) -> str | None:
    """Name the member that had more than half of all growth, whatever the small counts are."""
    gains = [(*each.gain, each.label) for each in figures if each.gain and each.gain[1] > 0]
    if len(gains) < 2:
        return None
    least, _, label = max(gains)
    others = sum(most for _, most, other in gains if other != label)
    return label if least > others else None


def over_time_by_member(
    measure: Measure, dimension: str, verbs: Sequence[str], first_year: int
) -> str:
    """Say in how many members a figure rose since the first year; of some none can be told."""
    told = [verb for verb in verbs if verb]
    several = plural(dimension)
    if not told:
        return f"{measure.label} by {dimension.lower()}: too little can be shown for a trend"
    rose, fell = (sum(verb == moved_so for verb in told) for moved_so in ("rose", "fell"))
    verb, count = ("rose", rose) if rose >= fell else ("fell", fell)
    if not count:
        verb, count = "held steady", len(told)
    places = f"{count} of the {len(told)} {several}"
    if len(told) == 1:
        places = f"the one {dimension.lower()}"
    elif count == len(told):
        places = f"both {several}" if count == 2 else f"all {count} {several}"
    return sentence(
        f"{subject(measure)} {verb} in {places} that can be compared with {school_year(first_year)}"
    )


def of_shares(shares: Sequence[tuple[str, Decimal, Decimal]], dimension: str, groups: int) -> str:
    """Say where the share of earners lies furthest from the share of those enrolled."""
    if not shares:
        return f"Earners by {dimension.lower()}: too little can be shown for a comparison"
    label, enrolled, earned = max(shares, key=lambda row: (abs(row[2] - row[1]), row[0]))
    if abs(earned - enrolled) < ALIKE:
        if len(shares) < groups:
            which = f"the {in_words(len(shares))} of {in_words(groups)} groups that can be compared"
            return f"By {dimension.lower()}: shares are much alike for {which}"
        return f"By {dimension.lower()}, earners are much like those enrolled"
    return (
        f"{label} ({dimension.lower()}): {enrolled:.0f}% of those enrolled, "
        f"{earned:.0f}% of earners"
    )


def of_steps(steps: Sequence[tuple[Measure, Cell | None]]) -> str | None:
    """Say how many were enrolled, tried and earned; nothing if a step isn't told.

    They are not parts of each other: who tries or earns may have been enrolled the year before.
    """
    told = [shown(cell, measure) for measure, cell in steps if cell is not None and cell.value]
    if len(told) != len(steps) or len(told) < 3:
        return None
    enrolled, tried, earned = told[:3]
    return (
        f"{earned} people earned a high-value credential and {tried} attempted one; "
        f"{enrolled} were enrolled in a program that leads to one"
    )


def front(table: Table, measure: Measure, year: int) -> str:
    """Say in a sentence how the state is doing."""
    now, before = table.cell(year, measure.measure), table.cell(year - 1, measure.measure)
    who = measure.label.removeprefix("People who ")
    if now is None or now.value is None:
        return f"Credentials in {school_year(year)}"
    said = f"{shown(now, measure)} people {who} in {school_year(year)}"
    if before is None or not before.value:
        return said
    verb = moved(now.value, before.value)
    if verb == "held steady":
        return f"{said}, as many as the year before"
    by = percent(now.value / before.value - 1)
    return f"{said}, {by} {'more' if verb == 'rose' else 'fewer'} than the year before"
