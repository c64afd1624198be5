"""Figures of who goes how far: the way to a credential, and whose share of it is how large."""

from decimal import Decimal

from warehouse.report import charts, findings
from warehouse.report.charts import Bar, Pair
from warehouse.report.drawing import Palette
from warehouse.report.figures import Figure, at, figure_of, last_year_of, number, number_of
from warehouse.report.release import NOT_A_STUDENT, Cell, Measure, Release, Table
from warehouse.report.roles import ENROLLED, HIGH_VALUE_EARNED, STEPS, totals
from warehouse.report.tables import UNTOLD, Entry, Heading, TableView, entry
from warehouse.report.wording import school_year, sentence, shown


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
        lambda width: charts.bars(items, palette, width),
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


def shares(table: Table, palette: Palette, position: int) -> Figure | None:
    """Draw each group's share of those enrolled beside its share of earners."""
    if not (table.has_measure(ENROLLED) and table.has_measure(HIGH_VALUE_EARNED)):
        return None
    dimension = table.dimensions[position]
    measure = next(m for m in table.measures if m.measure == HIGH_VALUE_EARNED)
    year = last_year_of(table, measure)
    wholes = [known(table, year, name, position) for name in (ENROLLED, HIGH_VALUE_EARNED)]
    rows: list[tuple[str, Cell | None, Cell | None, Decimal | None, Decimal | None]] = []
    for member in table.members(position):
        if member in dimension.stand_ins:
            continue
        cells = [
            table.cell(year, name, *at(position, member)) for name in (ENROLLED, HIGH_VALUE_EARNED)
        ]
        parts = [
            cell.value / whole * 100 if cell and cell.value is not None and whole else None
            for cell, whole in zip(cells, wholes, strict=True)
        ]
        if any(cell is not None and (cell.value is None or cell.value > 0) for cell in cells):
            rows.append((dimension.label_of(member), *cells, *parts))
    both = [(row[0], row[3], row[4]) for row in rows if row[3] is not None and row[4] is not None]
    if len(both) < 2:
        return None
    title = findings.of_shares(both, dimension.label, len(rows))
    items = [
        Pair(
            label,
            number_of(of_enrolled),
            number_of(of_earners),
            shares_of(of_enrolled, of_earners),
        )
        for label, enrolled, earners, of_enrolled, of_earners in rows
    ]
    name = f"{table.table_id}-shares-by-{dimension.dimension}"
    return figure_of(
        name,
        title,
        f"Each group’s share of those enrolled and of those who earned a high-value credential, "
        f"of all whose group is known as far as can be shown, percent, {school_year(year)}",
        f"{title}. {'; '.join(f'{item.label}: {item.display}' for item in items)}.",
        lambda width: charts.pairs(items, palette, width),
        TableView(
            f"{name}-numbers",
            f"Enrolled and earned, by {dimension.label.lower()}, {school_year(year)}",
            (
                Heading(dimension.label),
                Heading("Enrolled", True),
                Heading("Share of enrolled", True),
                Heading("Earned", True),
                Heading("Share of earners", True),
            ),
            tuple(
                (
                    Entry(label, label),
                    entry(enrolled, measure),
                    share_entry(of_enrolled, enrolled),
                    entry(earners, measure),
                    share_entry(of_earners, earners),
                )
                for label, enrolled, earners, of_enrolled, of_earners in rows
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


def known(table: Table, year: int, measure: str, position: int) -> Decimal | None:
    """Count those of whom the group is known, as far as the others are told.

    Adults outside school have no school group: with them in the whole, every group of students
    would seem to earn less than it is enrolled, so without their number there is no whole.
    """
    whole = table.cell(year, measure)
    if whole is None or whole.value is None:
        return None
    others = [
        table.cell(year, measure, *at(position, member))
        for member in sorted(table.dimensions[position].stand_ins)
    ]
    outside = [table.cell(year, measure, *at(position, member)) for member in NOT_A_STUDENT]
    if any(cell is not None and cell.value is None for cell in outside):
        return None
    return whole.value - sum(cell.value for cell in others if cell and cell.value is not None)


def shares_of(enrolled: Decimal | None, earners: Decimal | None) -> str:
    """Write both shares, or that neither can be shown."""
    if enrolled is None and earners is None:
        return "not shown"
    return " → ".join(
        "not shown" if part is None else f"{part:.0f}%" for part in (enrolled, earners)
    )


def share_entry(part: Decimal | None, cell: Cell | None) -> Entry:
    """Show a share in a table; where the count is withheld, so is the share."""
    if part is not None:
        return Entry(f"{part:.1f}%", f"{part:f}")
    return Entry("suppressed", UNTOLD, "withheld-rate") if cell is not None else Entry("–", UNTOLD)
