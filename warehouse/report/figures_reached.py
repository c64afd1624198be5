"""Figures of who goes how far: from enrolled to attempted to earned."""

from dataclasses import dataclass
from decimal import Decimal

from warehouse.report import charts, charts_bars, findings
from warehouse.report.charts import Bar, Pair
from warehouse.report.drawing import Palette
from warehouse.report.figures import (
    MOST_BARS,
    Figure,
    figure_of,
    last_year_of,
    number,
    number_of,
)
from warehouse.report.release import NOT_REPORTED, Cell, Measure, Release, Table
from warehouse.report.roles import (
    ATTEMPTED,
    EARNED,
    ENROLLED,
    HIGH_VALUE,
    LIST_STATUS,
    STEPS,
    totals,
)
from warehouse.report.tables import UNTOLD, Entry, Heading, TableView, entry
from warehouse.report.wording import (
    plural,
    rounded,
    school_year,
    sentence,
    shown,
)

# What stands for attempts of which too few are reported.
AWARDS_ALONE = "awards alone"


def steps(release: Release, palette: Palette) -> Figure | None:
    """Draw how many were enrolled, how many tried, how many earned, in the latest year."""
    found = totals(release)
    if not set(STEPS) <= set(found):
        return None
    measures = [release.measures[name] for name in STEPS]
    year = min(last_year_of(found[name], release.measures[name]) for name in STEPS)
    cells = [(measure, found[measure.measure].cell(year, measure.measure)) for measure in measures]
    title = findings.of_steps(cells)
    if title is None:
        return None
    items = [Bar(who(measure), number(cell), shown(cell, measure)) for measure, cell in cells]
    return figure_of(
        "way-to-a-credential",
        title,
        f"People, {school_year(year)}. The bars are not parts of each other: an attempt or award "
        "counts in the year in which it falls, of people enrolled then, earlier or nowhere, and "
        "some sources report awards alone",
        f"{title}.",
        lambda width: charts_bars.bars(items, palette, width),
        TableView(
            "way-to-a-credential-numbers",
            f"From enrolled to earned, {school_year(year)}",
            (Heading("Step"), Heading("People", True)),
            tuple((Entry(m.label, m.label), entry(cell, m)) for m, cell in cells),
        ),
    )


def who(measure: Measure) -> str:
    """Name a step without saying that people took it: `Attempted a high-value credential`."""
    return sentence(measure.label.removeprefix("People ").removeprefix("who "))


@dataclass(frozen=True)
class Conversion:
    """A member's people: enrolled, attempted and earned."""

    label: str
    enrolled: Cell
    attempted: Cell | None
    earned: Cell | None

    @property
    def attempted_by_100(self) -> Decimal | None:
        """Give how many attempted for each hundred enrolled.

        Of some credentials awards alone are reported: where fewer attempted than earned, the
        attempts that are known aren't those behind the awards.
        """
        attempted, earned = (by_hundred(c, self.enrolled) for c in (self.attempted, self.earned))
        return None if attempted is not None and attempted < (earned or 0) else attempted

    @property
    def earned_by_100(self) -> Decimal | None:
        """Give how many earned for each hundred enrolled."""
        return by_hundred(self.earned, self.enrolled)

    @property
    def is_told(self) -> bool:
        """Whether it can be drawn: attempts of some credentials nobody reports."""
        is_attempted_known = self.attempted is not None and (
            self.attempted.value is not None or self.attempted.code == NOT_REPORTED
        )
        return self.earned_by_100 is not None and is_attempted_known


def by_hundred(cell: Cell | None, enrolled: Cell) -> Decimal | None:
    """Give how many of a figure there are for each hundred enrolled, if both are told."""
    if cell is None or cell.value is None or not enrolled.value:
        return None
    return cell.value / enrolled.value * 100


def conversion(table: Table, palette: Palette) -> Figure | None:
    """Draw how many attempted and earned a high-value credential for each hundred enrolled.

    They are no parts of those enrolled: somebody may have been enrolled the year before.
    """
    wanted = (ENROLLED, ATTEMPTED, EARNED)
    statuses = [each.dimension for each in table.dimensions[1:]]
    if not all(map(table.has_measure, wanted)) or statuses != [LIST_STATUS]:
        return None
    dimension = table.dimensions[0]
    measures = {measure.measure: measure for measure in table.measures}
    year = min(last_year_of(table, measures[name]) for name in wanted)
    rows = [
        Conversion(
            dimension.label_of(member),
            enrolled,
            table.cell(year, ATTEMPTED, member, HIGH_VALUE),
            table.cell(year, EARNED, member, HIGH_VALUE),
        )
        for member in table.members(0)
        if member not in dimension.stand_ins
        and (enrolled := table.cell(year, ENROLLED, member)) is not None
        and enrolled.value
    ]
    rows.sort(key=lambda row: (not row.is_told, -(row.earned_by_100 or 0), row.label))
    told = [row for row in rows if row.is_told]
    if len(told) < 2:
        return None
    largest = sorted(told, key=lambda row: (-(row.enrolled.value or 0), row.label))[:MOST_BARS]
    drawn = [row for row in told if row in largest]
    title = findings.of_conversion(
        [(row.label, row.earned_by_100 or Decimal(0)) for row in drawn],
        dimension.label,
        len(drawn) == len(rows),
    )
    items = [
        Pair(
            row.label,
            number_of(row.attempted_by_100),
            number_of(row.earned_by_100),
            f"{words_by_100(row.attempted_by_100, row.attempted)} → "
            f"{words_by_100(row.earned_by_100, row.earned)} · of {row.enrolled.display} enrolled",
        )
        for row in drawn
    ]
    several = f"{len(drawn)} of {len(rows)} {plural(dimension.label)} with people enrolled"
    if len(drawn) < len(told):
        several += ", the largest of those that can be shown"
    if any(AWARDS_ALONE in item.display for item in items):
        several += f"; {AWARDS_ALONE}: fewer people are reported to have attempted than earned"
    heads = ("Attempted", "Earned")
    name = f"{table.table_id}-conversion"
    return figure_of(
        name,
        title,
        "People who attempted and who earned a high-value credential for each 100 enrolled, "
        f"{school_year(year)}, and the number enrolled. Some were enrolled the year before, so "
        f"neither is a part of those enrolled; {several}",
        f"{title}. {'; '.join(f'{item.label}: {item.display}' for item in items)}.",
        lambda width: charts.pairs(items, palette, width, ""),
        TableView(
            f"{name}-numbers",
            f"Attempted and earned for each 100 enrolled, {school_year(year)}",
            (
                Heading(dimension.label),
                Heading("Enrolled", True),
                *(Heading(head, True) for head in heads),
                *(Heading(f"{head} for each 100 enrolled", True) for head in heads),
            ),
            tuple(
                (
                    Entry(row.label, row.label),
                    entry(row.enrolled, measures[ENROLLED]),
                    entry(row.attempted, measures[ATTEMPTED]),
                    entry(row.earned, measures[EARNED]),
                    *(
                        Entry(words_by_100(value, cell), order_of(value))
                        for value, cell in (
                            (row.attempted_by_100, row.attempted),
                            (row.earned_by_100, row.earned),
                        )
                    ),
                )
                for row in rows
            ),
        ),
        (("ring", "attempted"), ("dot", "earned")),
    )


def words_by_100(value: Decimal | None, cell: Cell | None) -> str:
    """Write how many there are for each hundred enrolled, or why it isn't told."""
    if value is not None:
        return f"{rounded(value)}"
    if cell is not None and cell.value is not None:
        return AWARDS_ALONE
    return cell.display if cell is not None and cell.code == NOT_REPORTED else "not shown"


def order_of(value: Decimal | None) -> str:
    """Give what a number sorts by; what isn't told sorts below all that is."""
    return UNTOLD if value is None else f"{value:f}"
