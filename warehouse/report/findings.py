"""What figures say, computed: the titles of charts and of the front page are never typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from warehouse.council_list.rows import Row
from warehouse.report.release import Cell, Measure, Table
from warehouse.report.wording import (
    amount,
    change,
    in_words,
    joined,
    lowered,
    moved,
    percent,
    plural,
    rounded,
    school_year,
    sentence,
    shown,
    subject,
    unit_words,
)

# Shares nearer to each other than this many points are called alike, if one is also no less than
# four fifths of the other: of a small group points alone say nothing. The four fifths are those
# of selection rates in the Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D).
ALIKE = 3
EVEN = Decimal("0.8")
# What at least trebled, or grew from fewer, is told by both figures: a percentage would mislead.
TREBLED, SMALL_BASE = 3, 50
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
    beside: Cell | None = None

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
    # A later year that isn't told is no part of what is said.
    span, lies = f"since {since}", "lies"
    if last < max(cells):
        span, lies = f"between {since} and {school_year(last)}", "then lay"
    title = f"{subject(measure)} {verb} {span}"
    if verb != "held steady" and measure.kind != "rate" and told[first]:
        is_few = measure.kind in ("persons", "events") and told[first] < SMALL_BASE
        by = percent(told[last] / told[first] - 1)
        if is_few or told[last] >= told[first] * TREBLED:
            by = f"from {amount(told[first], measure)} to {amount(told[last], measure)}"
        title = f"{subject(measure)} {verb} {by} {span}"
    # Two ends alone would hide that it rose higher between them.
    peak = max(told, key=lambda year: (told[year], year))
    if first < peak and told[last] <= told[peak] * (1 - CLEARLY):
        below = f"{percent(1 - told[last] / told[peak])} below"
        if measure.kind == "rate":
            below = change(told[last], told[peak], measure)
        title += f", but {lies} {below} its peak of {school_year(peak)}"
    return sentence(title), (
        f"{measure.label}: {amount(told[first], measure)} in {since}, "
        f"{amount(told[last], measure)} in {school_year(last)}."
    )


def by_member(
    figures: Sequence[MemberFigure],
    measure: Measure,
    dimension: str,
    year: int,
    scope: str = "",
    whole: MemberFigure | None = None,
) -> tuple[str, str | None]:
    """Say what a chart by members shows, and of which member it speaks.

    Parameters
    ----------
    figures
        The members, of which some may be withheld.
    measure, dimension, year
        What is told, by what, and when.
    scope
        Of whom or what alone, as the beginning of a sentence: `Among school students`.
    whole
        The figure of all members together, if the release has it.
    """
    told = [each for each in figures if each.now.value is not None]
    if not told:
        is_ranged = any(each.now.code == "banded" for each in figures)
        how = "shown as ranges only" if is_ranged else "nothing can be shown"
        return f"{measure.label} by {lowered(dimension)}: {how}", None
    # A suppressed figure may be any, and a range may reach above: the first place is then not sure.
    is_sure = not any(each.now.code in ("withheld", "banded") for each in figures)
    highest = max(each.now.value for each in told if each.now.value is not None)
    is_count = measure.kind in ("persons", "events")
    if is_count:
        is_bounded = all(each.gain is not None for each in figures)
        compared = figures if is_bounded else [each for each in figures if each.is_gain_known]
        if has_grown(figures, whole) and (most := most_of_the_growth(compared)):
            start = opened(scope, "" if is_bounded else "Of those whose change is known")
            return f"{start}{most} had most of the growth since {school_year(year - 1)}", most
    is_beaten = any(each.now.bounds and each.now.bounds[1] > highest for each in figures)
    if not is_count and (is_beaten or len(told) < len(figures) * ENOUGH):
        return spread(figures, measure, dimension, scope, whole), None
    top = [each.label for each in told if each.now.value == highest]
    who, s = (top[0], "s") if len(top) == 1 else (joined(top), "")
    figure = amount(highest, measure)
    start = opened(scope, "" if is_sure else "Of those shown")
    if is_count:
        return f"{start}{who} lead{s} with {figure}{unit_words(measure)}", top[0]
    return f"{start}{who} stand{s} highest, at {figure}", top[0]


def opened(*beginnings: str) -> str:
    """Begin a sentence with all that limits it: `Among students, of those shown, `."""
    said = ", ".join(each for each in beginnings if each)
    return f"{said.replace(', Of', ', of')}, " if said else ""


def has_grown(figures: Sequence[MemberFigure], whole: MemberFigure | None) -> bool:
    """Whether all together surely grew; without a figure for them, whether their sum did."""
    if whole is not None and whole.gain is not None:
        return whole.gain[0] > 0
    gains = [each.gain for each in figures]
    return all(gain is not None for gain in gains) and sum(gain[0] for gain in gains if gain) > 0


def spread(
    figures: Sequence[MemberFigure],
    measure: Measure,
    dimension: str,
    scope: str,
    whole: MemberFigure | None,
) -> str:
    """Tell the figure of all together, and between which those lie that are told exactly."""
    told = [each.now.value for each in figures if each.now.value is not None]
    least, most = (amount(value, measure) for value in (min(told), max(told)))
    how = "shown" if measure.unit == "dollars" else "shown exactly"
    among = f"among the {len(told)} of {len(figures)} {plural(dimension)} {how}"
    between = least if least == most else f"{least} to {most}"
    over_all = ""
    if whole is not None and whole.now.value is not None:
        over_all = f"{amount(whole.now.value, measure)} over all, "
    label = f"{scope}, {lowered(measure.label)}" if scope else measure.label
    return f"{label}: {over_all}{between} {among}"


def most_of_the_growth(figures: Sequence[MemberFigure]) -> str | None:
    """Name the member that had more than half of all growth, whatever the small counts are."""
    gains = [(*each.gain, each.label) for each in figures if each.gain and each.gain[1] > 0]
    if len(gains) < 2:
        return None
    least, _, label = max(gains)
    others = sum(most for _, most, other in gains if other != label)
    return label if least > others else None


def over_time_by_member(
    measure: Measure,
    dimension: str,
    verbs: Sequence[str],
    first_year: int,
    scope: str = "",
    others: str = "",
) -> str:
    """Say in how many members a figure rose since the first year; of some none can be told.

    `scope` says of whom alone, and `others` how it went with all who aren't in the scope.
    """
    told = [verb for verb in verbs if verb]
    several = plural(dimension)
    if not told:
        return f"{measure.label} by {lowered(dimension)}: too little can be shown for a trend"
    rose, fell = (sum(verb == moved_so for verb in told) for moved_so in ("rose", "fell"))
    verb, count = ("rose", rose) if rose >= fell else ("fell", fell)
    if not count:
        verb, count = "held steady", len(told)
    places = f"{count} of the {len(told)} {several}"
    if len(told) == 1:
        places = f"the one {lowered(dimension)}"
    elif count == len(told):
        places = f"both {several}" if count == 2 else f"all {count} {several}"
    return sentence(
        f"{opened(scope)}{subject(measure)} {verb} in {places} that can be compared with "
        f"{school_year(first_year)}{others}"
    )


def of_others(measure: Measure, line: Sequence[Cell | None]) -> str:
    """Say how a figure moved, from the first year to the last, with all whom no place counts."""
    first, last = line[0], line[-1]
    if first is None or last is None or first.value is None or last.value is None:
        return ""
    verb = moved(last.value, first.value)
    ends = f" from {amount(first.value, measure)} to {amount(last.value, measure)}"
    return f"; among others it {verb}{'' if verb == 'held steady' else ends}"


def of_shares(shares: Sequence[tuple[str, Decimal, Decimal]], dimension: str, groups: int) -> str:
    """Say where the share of earners lies furthest from the share of those enrolled.

    Furthest in points, where any lies far in points; else as a part of the share of those enrolled.
    """
    if not shares:
        return f"Earners by {lowered(dimension)}: too little can be shown for a comparison"
    furthest = max(shares, key=lambda row: (abs(row[2] - row[1]), row[0]))
    if abs(furthest[2] - furthest[1]) < ALIKE:
        furthest = max(shares, key=lambda row: (unevenness(row[1], row[2]), row[0]))
        if unevenness(furthest[1], furthest[2]) <= 1 / EVEN:
            if len(shares) < groups:
                which = f"{in_words(len(shares))} of {in_words(groups)} groups"
                return (
                    f"By {lowered(dimension)}: shares are much alike for the {which} that can be "
                    "compared"
                )
            return f"By {lowered(dimension)}, earners are much like those enrolled"
    label, enrolled, earned = furthest
    return (
        f"{named(label, dimension)}: {share_words(enrolled)} of those enrolled, "
        f"{share_words(earned)} of earners"
    )


def of_ratios(
    lines: Sequence[tuple[str, Mapping[int, Decimal | None]]], dimension: str, last_year: int
) -> str:
    """Say which group's share of earners lies furthest from its share of those enrolled, and did.

    Parameters
    ----------
    lines
        Of each group the share of earners by that of those enrolled, by year, where it is told.
    dimension, last_year
        By what they are groups, and the year that is told.
    """
    now = {label: line[last_year] for label, line in lines if line.get(last_year) is not None}
    if not now:
        return f"Earners by {lowered(dimension)}: too little can be shown for a comparison"
    label = max(now, key=lambda each: (unevenness(Decimal(1), now[each] or Decimal(0)), each))
    told = {year: ratio for year, ratio in dict(lines)[label].items() if ratio is not None}
    ratio, year = told[last_year], school_year(last_year)
    if unevenness(Decimal(1), ratio) <= 1 / EVEN:
        groups = "every group" if len(now) == len(lines) else "every group shown"
        return (
            f"By {lowered(dimension)}, {groups} had {EVEN} to {1 / EVEN} times as large a share of "
            f"earners as of those enrolled in {year}"
        )
    first = min(told)
    then = f"; {rounded(told[first], 2)} times in {school_year(first)}" if first < last_year else ""
    return (
        f"{named(label, dimension)}: the share of earners was {rounded(ratio, 2)} times that of "
        f"those enrolled in {year}{then}"
    )


def of_conversion(rates: Sequence[tuple[str, Decimal]], dimension: str, are_all: bool) -> str:
    """Say where most and fewest earned for each hundred enrolled, of those that are told."""
    high, low = max(rate for _, rate in rates), min(rate for _, rate in rates)
    most, fewest = (
        joined([label for label, rate in rates if rate == extreme]) for extreme in (high, low)
    )
    start = "" if are_all else f"Of the {len(rates)} {plural(dimension)} shown, "
    return (
        f"{start}{most} had most earners for each 100 enrolled, {rounded(high)}, and {fewest} "
        f"fewest, {rounded(low)}"
    )


def unevenness(enrolled: Decimal, earned: Decimal) -> Decimal:
    """Give by what one share exceeds the other: 1 if they are the same, without end if one is 0."""
    if enrolled == earned:
        return Decimal(1)
    low, high = sorted((enrolled, earned))
    return high / low if low else Decimal("Infinity")


def named(label: str, dimension: str) -> str:
    """Name a group with what it is a group by, unless its own name says so."""
    if label.casefold() == dimension.casefold():
        return label
    return f"{label} ({lowered(dimension)})"


def share_words(share: Decimal) -> str:
    """Write a share in percent; a small one to one decimal, for else it would say little."""
    return f"{rounded(share, 1 if share < 10 else 0)}".removesuffix(".0") + "%"


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


def of_list_sizes(versions: Sequence[Row], years: Sequence[int]) -> str:
    """Say how many credentials the List held over some school years: who earns one depends on it.

    Nothing where it held as many throughout, or isn't known of the first year or the last.
    """
    held = {row["list_year"]: row["credential_count"] for row in versions}
    sizes = {year: held[year] for year in years if year in held}
    if not {years[0], years[-1]} <= set(sizes) or len(set(sizes.values())) < 2:
        return ""
    ends = {years[0], years[-1]}
    for extreme in (max, min):
        year = extreme(sizes, key=lambda each: (sizes[each], each))
        if sizes[year] not in [sizes[each] for each in ends]:
            ends.add(year)
    told = sorted(ends)
    held_in = joined([f"{sizes[year]} in {school_year(year)}" for year in told])
    return f"credentials on the List: {held_in}"


def front(table: Table, measure: Measure, year: int) -> str:
    """Say in a sentence how the state is doing."""
    now, before = table.cell(year, measure.measure), table.cell(year - 1, measure.measure)
    who = measure.label.removeprefix("People who ")
    if now is None or now.value is None:
        if before is None or before.value is None:
            return f"Credentials in {school_year(year)}"
        told = f"{shown(before, measure)} people {who} in {school_year(year - 1)}"
        return f"{told}; the number of {school_year(year)} can’t be shown"
    said = f"{shown(now, measure)} people {who} in {school_year(year)}"
    if before is None or not before.value:
        return said
    verb = moved(now.value, before.value)
    if verb == "held steady":
        return f"{said}, as many as the year before"
    by = percent(now.value / before.value - 1)
    return f"{said}, {by} {'more' if verb == 'rose' else 'fewer'} than the year before"
