"""A first look at a release in the terminal: bars of one measure."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from warehouse.errors import WarehouseError
from warehouse.report.figures import last_year_of, rests_on
from warehouse.report.figures_compared import lowered
from warehouse.report.reasons import names, reason_of, reasons
from warehouse.report.release import ALL, NOT_REPORTED, Cell, Measure, Release, Table
from warehouse.report.roles import HEADLINES, HIGH_VALUE_EARNED, MATCHED, totals
from warehouse.report.wording import school_year, sentence, shown, subject

BAR_WIDTH = 32
LABEL_WIDTH = 36
REST_WIDTH = 34


@dataclass(frozen=True)
class Bar:
    """A figure: what it is of, how it reads, and on how many people it rests."""

    label: str
    cell: Cell
    text: str
    rest: str


@dataclass(frozen=True)
class Look:
    """A drawing in words: its title, a bar for each figure, and what stands beneath."""

    title: str
    bars: tuple[Bar, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Breakdown:
    """Where a measure is released by the members of a dimension.

    The other dimension of the table stands at its total, or, where there is none, at one member.
    """

    table: Table
    position: int
    other: str

    def place(self, member: str) -> tuple[str, str]:
        """Give both members of a cell."""
        return (member, self.other) if self.position == 0 else (self.other, member)


def look_at(release: Release, measure: str | None, by: str | None) -> Look:
    """Find the figures of a measure: of the state by year, or of the members of a breakdown.

    Raises
    ------
    WarehouseError
        If the release has no such measure or breakdown; the message names those that it has.
    """
    found = totals(release)
    name = measure or next((each for each in (HIGH_VALUE_EARNED, *HEADLINES) if each in found), "")
    if name not in release.measures or not any(table.has_measure(name) for table in release.tables):
        released = sorted({each.measure for table in release.tables for each in table.measures})
        raise WarehouseError(f"No {name} is released. Look at: {', '.join(released)}.")
    what = release.measures[name]
    places = breakdowns(release, name)
    if by is None and name in found:
        table = found[name]
        title = subject(what)
        parts = [(school_year(year), year, (ALL, ALL)) for year in table.years]
    elif by in places:
        breakdown = places[by]
        table, year = breakdown.table, last_year_of(breakdown.table, what)
        dimension = table.dimensions[breakdown.position]
        title = f"{subject(what)} by {dimension.label.lower()}, {said_of(breakdown, year)}"
        parts = [
            (dimension.label_of(member), year, breakdown.place(member))
            for member in table.members(breakdown.position)
        ]
    else:
        wanted = f"by {by}" if by else "for the whole state"
        raise WarehouseError(
            f"{name} isn't released {wanted}. It is by: {', '.join(sorted(places))}; say --by."
        )
    bars = [
        Bar(
            label,
            cell,
            shown(cell, what),
            "" if cell.code == NOT_REPORTED else rests_on(table, what, year, members),
        )
        for label, year, members in parts
        if (cell := table.cell(year, name, *members)) is not None
    ]
    return Look(
        sentence(title), tuple(bars), tuple(notes_under(release, what, table, bars, by, places))
    )


def said_of(breakdown: Breakdown, year: int) -> str:
    """Say of what year a breakdown is, or, of a comparison, that it is of all and with whom."""
    if breakdown.other == ALL:
        return school_year(year)
    group = breakdown.table.dimensions[1 - breakdown.position]
    return f"earners of all years; compared with {lowered(group.label_of(breakdown.other))}"


def breakdowns(release: Release, name: str) -> dict[str, Breakdown]:
    """Give by dimension where a measure is released by its members, in the first such table."""
    found: dict[str, Breakdown] = {}
    for table in release.tables:
        if not table.has_measure(name):
            continue
        for position, dimension in enumerate(table.dimensions):
            for other in (ALL, MATCHED):
                breakdown = Breakdown(table, position, other)
                places = (breakdown.place(member) for member in table.members(position))
                if any(table.cell(table.years[-1], name, *place) is not None for place in places):
                    found.setdefault(dimension.dimension, breakdown)
    return found


def notes_under(
    release: Release,
    measure: Measure,
    table: Table,
    bars: list[Bar],
    by: str | None,
    places: dict[str, Breakdown],
) -> Iterator[str]:
    """Say why figures aren't shown, where they are from, and what to look at next."""
    why = reasons(release.thresholds)
    kept = {reason_of(bar.cell.code, measure) for bar in bars} & set(why)
    reads = names(f"{release.threshold:,}")
    yield from (f"{reads[reason]}: {why[reason]}" for reason in why if reason in kept)
    yield f"Source: the release's table {table.released_as}."
    others = sorted(set(places) - {by})
    if others:
        yield f"By something else: warehouse look {measure.measure} --by {' | '.join(others)}"
    yield "All figures, with charts: warehouse report"


def draw_bars(look: Look, console: Console) -> None:
    """Draw a bar for each figure; one that is withheld is hatched, and where none is stays bare."""
    highest = max((bar.cell.value for bar in look.bars if bar.cell.value is not None), default=None)
    drawn = RichTable(box=None, show_header=False, pad_edge=False)
    drawn.add_column(style="bold", max_width=LABEL_WIDTH)
    drawn.add_column(justify="right")
    drawn.add_column(no_wrap=True)
    drawn.add_column(style="dim", max_width=REST_WIDTH)
    for bar in look.bars:
        value = bar.cell.value
        length = 0 if value is None or not highest else int(value / highest * BAR_WIDTH)
        block = Text("░" * 3, "dim") if bar.cell.is_withheld else Text("█" * length, "blue")
        drawn.add_row(Text(bar.label), Text(bar.text), block, Text(bar.rest))
    console.print(look.title)
    console.print(drawn)
    for note in look.notes:
        console.print(note, style="dim", markup=False, highlight=False)
