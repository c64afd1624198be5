"""Figures of groups: whose share of earners is how large beside that of those enrolled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from warehouse.report import charts, findings
from warehouse.report.charts import Pair, Point
from warehouse.report.drawing import Drawing, Palette, draw
from warehouse.report.figures import (
    LEAST_YEARS,
    MOST_SMALL,
    SMALL_HEIGHT,
    SMALL_WIDTH,
    Figure,
    at,
    figure_of,
    last_year_of,
    number_of,
)
from warehouse.report.findings import share_words
from warehouse.report.release import NOT_A_STUDENT, Cell, Table
from warehouse.report.roles import (
    ENROLLED,
    HIGH_VALUE_EARNED,
)
from warehouse.report.tables import UNTOLD, Entry, Heading, TableView, entry
from warehouse.report.wording import (
    MINUS,
    joined,
    lowered,
    rounded,
    school_year,
    short_year,
    years_span,
)


@dataclass(frozen=True)
class Group:
    """A group's people, and their shares of those enrolled and of earners, in percent."""

    label: str
    enrolled: Cell | None
    earners: Cell | None
    of_enrolled: Decimal | None
    of_earners: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """Give how far the share of earners lies above that of those enrolled, in points."""
        if self.of_enrolled is None or self.of_earners is None:
            return None
        return self.of_earners - self.of_enrolled

    @property
    def ratio(self) -> Decimal | None:
        """Give the share of earners by the share of those enrolled: 1 where they are the same."""
        if not self.of_enrolled or self.of_earners is None:
            return None
        return self.of_earners / self.of_enrolled


def shares(table: Table, palette: Palette, position: int) -> Figure | None:
    """Draw each group's share of those enrolled beside its share of earners."""
    if not (table.has_measure(ENROLLED) and table.has_measure(HIGH_VALUE_EARNED)):
        return None
    dimension = table.dimensions[position]
    measure = next(m for m in table.measures if m.measure == HIGH_VALUE_EARNED)
    year = last_year_of(table, measure)
    groups = groups_in(table, position, year)
    both = [
        (each.label, each.of_enrolled, each.of_earners)
        for each in groups
        if each.of_enrolled is not None and each.of_earners is not None
    ]
    if len(both) < 2:
        return None
    title = findings.of_shares(both, dimension.label, len(groups))
    items = [
        Pair(
            each.label,
            number_of(each.of_enrolled),
            number_of(each.of_earners),
            shares_of(each),
        )
        for each in groups
    ]
    name = f"{table.table_id}-shares-by-{dimension.dimension}"
    return figure_of(
        name,
        title,
        f"Each group’s share of those enrolled and of those who earned a high-value credential, "
        f"percent, {school_year(year)}, and the second by the first (ratio)"
        f"{coverage(table, position, year)}",
        f"{title}. {'; '.join(f'{item.label}: {item.display}' for item in items)}.",
        lambda width: charts.pairs(items, palette, width),
        TableView(
            f"{name}-numbers",
            f"Enrolled and earned, by {lowered(dimension.label)}, {school_year(year)}",
            (
                Heading(dimension.label),
                Heading("Enrolled", True),
                Heading("Share of enrolled", True),
                Heading("Earned", True),
                Heading("Share of earners", True),
                Heading("Difference, points", True),
                Heading("Ratio", True),
            ),
            tuple(
                (
                    Entry(each.label, each.label),
                    entry(each.enrolled, measure),
                    share_entry(each.of_enrolled, each.enrolled),
                    entry(each.earners, measure),
                    share_entry(each.of_earners, each.earners),
                    computed(each.gap, each, 1),
                    computed(each.ratio, each, 2),
                )
                for each in groups
            ),
        ),
        tuple(
            mark
            for mark, shares_drawn in (
                (("ring", "share of those enrolled"), [item.first for item in items]),
                (("dot", "share of earners"), [item.second for item in items]),
            )
            if any(share is not None for share in shares_drawn)
        ),
    )


def ratios_over_time(table: Table, palette: Palette, position: int) -> Figure | None:
    """Draw how each group's share of earners, by its share of those enrolled, went over the years.

    A ratio stands for the gap because it is read alike of large groups and of small ones.
    """
    if not (table.has_measure(ENROLLED) and table.has_measure(HIGH_VALUE_EARNED)):
        return None
    dimension = table.dimensions[position]
    lines: dict[str, dict[int, Group]] = {}
    for year in table.years:
        for each in groups_in(table, position, year):
            lines.setdefault(each.label, {})[year] = each
    ordered = [
        label
        for member in table.members(position)
        if (label := dimension.label_of(member)) in lines
    ]
    ratios = {
        label: {year: group.ratio for year, group in lines[label].items()} for label in ordered
    }
    told = {label: [r for r in line.values() if r is not None] for label, line in ratios.items()}
    drawn = [label for label in ordered if len(told[label]) >= LEAST_YEARS][:MOST_SMALL]
    if len(drawn) < 2:
        return None
    last = max(year for label in drawn for year, r in ratios[label].items() if r is not None)
    title = findings.of_ratios([(label, ratios[label]) for label in ordered], dimension.label, last)
    highest = float(max(ratio for label in drawn for ratio in told[label]))
    name = f"{table.table_id}-ratio-by-{dimension.dimension}-over-time"
    left_out = len(ordered) - len(drawn)
    return Figure(
        name,
        title,
        "Share of those who earned a high-value credential by share of those enrolled, "
        f"{years_span(table.years)}; 1 (dashed line) where both are the same"
        + (f"; {left_out} with fewer than three years to show left out" if left_out else ""),
        f"{title}. Small charts for {joined(drawn)}.",
        tuple(
            ratio_trend(f"{name}-{number_}", label, lines[label], table.years, palette, highest)
            for number_, label in enumerate(drawn)
        ),
        TableView(
            f"{name}-numbers",
            f"Share of earners by share of those enrolled, by {lowered(dimension.label)}",
            (Heading(dimension.label), *(Heading(school_year(y), True) for y in table.years)),
            tuple(
                (
                    Entry(label, label),
                    *(computed(ratios[label].get(y), lines[label].get(y), 2) for y in table.years),
                )
                for label in ordered
            ),
        ),
        labels=tuple(drawn),
    )


def ratio_trend(
    name: str,
    label: str,
    line: Mapping[int, Group],
    years: Sequence[int],
    palette: Palette,
    highest: float,
) -> Drawing:
    """Draw one small line of ratios, with a dashed one at which shares are the same."""
    ratios = {year: line[year].ratio if year in line else None for year in years}
    said = {year: computed(ratios[year], line.get(year), 2).text for year in years}
    points = [Point(short_year(year), label, number_of(ratios[year]), said[year]) for year in years]
    return draw(
        name,
        f"Share of earners by share of those enrolled: {label}",
        f"{', '.join(f'{school_year(year)} {text}' for year, text in said.items())}.",
        lambda width: charts.trend(
            points, palette, SMALL_WIDTH, SMALL_HEIGHT, ".1f", max(highest, 1.0), level=1.0
        ),
        widths=(SMALL_WIDTH,),
    )


def groups_in(table: Table, position: int, year: int) -> list[Group]:
    """Give each group of a year of which there is anybody, with what it has of all known."""
    dimension = table.dimensions[position]
    names = (ENROLLED, HIGH_VALUE_EARNED)
    wholes = [known(table, year, name, position) for name in names]
    found = []
    for member in table.members(position):
        if member in dimension.stand_ins:
            continue
        cells = [table.cell(year, name, *at(position, member)) for name in names]
        parts = [
            cell.value / whole * 100 if cell and cell.value is not None and whole else None
            for cell, whole in zip(cells, wholes, strict=True)
        ]
        if any(cell is not None and (cell.value is None or cell.value > 0) for cell in cells):
            found.append(Group(dimension.label_of(member), *cells, *parts))
    return found


def known(table: Table, year: int, measure: str, position: int) -> Decimal | None:
    """Count those of whom the group is known, as far as the others are told.

    Adults outside school have no school group: with them in the whole, every group of students
    would seem to earn less than it is enrolled, so without their number there is no whole. Others
    without a group stay in the whole of those enrolled and of earners alike, if either number is
    withheld: else one share would be of more people than the other.
    """
    whole = table.cell(year, measure)
    if whole is None or whole.value is None:
        return None
    both = [unplaced(table, year, name, position) for name in (ENROLLED, HIGH_VALUE_EARNED)]
    untold = {member for cells in both for member, cell in cells.items() if cell.value is None}
    if untold & set(NOT_A_STUDENT):
        return None
    others = unplaced(table, year, measure, position)
    return whole.value - sum(cell.value or 0 for m, cell in others.items() if m not in untold)


def unplaced(table: Table, year: int, measure: str, position: int) -> dict[str, Cell]:
    """Give the figures of those who are in no group: unknown, or no students that year."""
    return {
        member: cell
        for member in sorted({*table.dimensions[position].stand_ins, *NOT_A_STUDENT})
        if (cell := table.cell(year, measure, *at(position, member))) is not None
        and cell.value != 0
    }


def coverage(table: Table, position: int, year: int) -> str:
    """Say of how many of all the group is known, and why not of the others."""
    said: list[str] = []
    others: list[tuple[str, Cell]] = []
    for name, who in ((ENROLLED, "enrolled"), (HIGH_VALUE_EARNED, "earners")):
        whole, part = table.cell(year, name), known(table, year, name, position)
        if whole is None or whole.value is None or part is None:
            return ""
        of = f"all {part:,.0f}" if part == whole.value else f"{part:,.0f} of {whole.value:,.0f}"
        said.append(f"{of} {who}")
        others += unplaced(table, year, name, position).items()
    if any(cell.value is None for _, cell in others):
        return (
            f". Shares are of {joined(said)}; of some whose group isn’t known the number can’t be "
            "shown"
        )
    why = [
        text
        for is_there, text in (
            (any(m in NOT_A_STUDENT for m, _ in others), "weren’t school students that year"),
            (any(m not in NOT_A_STUDENT for m, _ in others), "gave none"),
        )
        if is_there
    ]
    rest = f"; the others {' or '.join(why)}" if why else ""
    return f". The group is known of {joined(said)}{rest}"


def shares_of(group: Group) -> str:
    """Write both shares and the one by the other, or that neither can be shown."""
    parts = (group.of_enrolled, group.of_earners)
    if parts == (None, None):
        return "not shown"
    said = " → ".join("not shown" if part is None else share_words(part) for part in parts)
    return said if group.ratio is None else f"{said} · ratio {rounded(group.ratio, 2)}"


def computed(value: Decimal | None, group: Group | None, decimals: int) -> Entry:
    """Show what is computed from both shares; where a count behind them is withheld, so is it."""
    if value is not None:
        signed = f"{rounded(value, decimals)}".replace("-", MINUS)
        return Entry(signed, f"{rounded(value, decimals):f}")
    cells = () if group is None else (group.enrolled, group.earners)
    if any(cell is not None and cell.is_withheld for cell in cells):
        return Entry("suppressed", UNTOLD, "withheld-rate")
    return Entry("–", UNTOLD)


def share_entry(part: Decimal | None, cell: Cell | None) -> Entry:
    """Show a share in a table; where the count is withheld, so is the share."""
    if part is not None:
        return Entry(f"{rounded(part, 1)}%", f"{part:f}")
    return Entry("suppressed", UNTOLD, "withheld-rate") if cell is not None else Entry("–", UNTOLD)
