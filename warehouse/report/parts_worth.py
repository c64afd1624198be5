"""Parts of pages whose tables ask for a picture of their own: pay, comparison, return, ways on."""

from collections.abc import Callable, Mapping

from warehouse.report import figures_compared, figures_flow, figures_worth
from warehouse.report.charts_worth import Quarter
from warehouse.report.definitions import COMPARISONS
from warehouse.report.drawing import Palette
from warehouse.report.part import Part
from warehouse.report.release import Measure, Release, Table
from warehouse.report.roles import EARNED_FIRST, MATCHED, PAY_OF_QUARTER, PREMIUM, RETURNS
from warehouse.report.tables import (
    UNTOLD_LEFT_OUT,
    Entry,
    Heading,
    TableView,
    is_told,
    member_entries,
    over_second,
    statutory_table,
)

LEAST_BEHIND_QUARTER = "least_people_behind_quarterly_pay"
LEAST_BEHIND_ESTIMATE = "least_people_behind_estimate"

ALIKE, NOT_ALIKE = "of people alike", "not of people alike"
CAVEAT = (
    "A return is computed from the difference in pay and is no surer than that: where its range "
    "holds amounts above and below zero, the return may be either too. The cost to the public is "
    "all public funds of the programs, by award earned in them, though others learned there too: "
    "it doesn’t say what one more award would cost. The state’s return counts income tax alone."
)

FIRST_OF_WHAT = (
    "Each person stands here once, in the year of the first high-value credential. Work and pay by "
    "credential, above, counts those who earned any credential for the first time, on the List or "
    "not, and of these who can be followed: its numbers of people, and of people at work, are "
    "others."
)


def own_part(table: Table, release: Release, palette: Palette) -> Part | None:
    """Make the part of a table that has a picture of its own; nothing of another."""
    made = next((make for name, make in MAKERS.items() if table.has_measure(name)), None)
    return made(table, release, palette) if made else None


def measure_of(table: Table, name: str) -> Measure:
    """Give a measure that the table has."""
    return next(measure for measure in table.measures if measure.measure == name)


def least(release: Release, rule: str) -> int | None:
    """Give how many people at least stand behind a figure, if the release says so."""
    value, _ = release.thresholds.get(rule, ("", ""))
    return int(float(value)) if value else None


def pay_part(table: Table, release: Release, palette: Palette) -> Part:
    """Tell pay quarter by quarter, before the award and after."""
    measure = measure_of(table, PAY_OF_QUARTER)
    year = figures_worth.fullest_year(table, measure)
    count = least(release, LEAST_BEHIND_QUARTER)
    people = f"; at least {count} people stand behind each point" if count else ""
    of_all = figures_worth.pay_around_award(table, measure, year, people, palette)
    of_each = figures_worth.pay_by_credential(table, measure, year, people, palette)
    text = (
        f"{table.description} Who is paid changes from quarter to quarter, and pay rises with age."
    )
    if of_all is not None and of_each is None:
        text += (
            f" No single credential had {f'{count} people' if count else 'people enough'} behind "
            "its pay in enough quarters to be drawn."
        )
    return Part(
        f"part-{table.table_id}",
        table.title,
        text,
        f"Policy {table.statute}",
        tuple(figure for figure in (of_all, of_each) if figure is not None),
        over_second(table, lambda member: Quarter(int(member), None, "").place),
    )


def comparison_part(table: Table, release: Release, palette: Palette) -> Part:
    """Tell what earners are paid beside others, and what the credential returns."""
    of_all = figures_compared.side_by_side(table, palette)
    fairest = figures_compared.with_people_alike(table, palette)
    count = least(release, LEAST_BEHIND_ESTIMATE)
    people = f" with at least {count} people on either side" if count else ""
    text = f"{table.description} Shown are comparisons{people}."
    if of_all is None:
        text += " No credential has as many yet."
    group = table.dimensions[1]
    return Part(
        f"part-{table.table_id}",
        table.title,
        text,
        f"Policy {table.statute}",
        tuple(figure for figure in (fairest, of_all) if figure is not None),
        return_view(table),
        caveat=CAVEAT if any(table.has_measure(name) for name in RETURNS) else "",
        notes=tuple(
            (group.label_of(member), COMPARISONS[member])
            for member in table.members(1)
            if member in COMPARISONS
        ),
    )


def return_view(table: Table) -> TableView:
    """Lay out each comparison of which anything is told, and what the credential then returns.

    Comparisons with people alike stand first. Any other's returns rest on who earns as much as on
    the credential, and are marked as not of people alike.
    """
    measures = [each for each in table.measures if each.measure in (PREMIUM, *RETURNS)]
    every_row = list(table.rows())
    told = [row for row in every_row if is_told(table, row)]
    told.sort(key=lambda row: row[2] != MATCHED)
    return TableView(
        table.table_id,
        table.title,
        (
            *(Heading(dimension.label) for dimension in table.dimensions),
            Heading("Return"),
            *(Heading(measure.label, True) for measure in measures),
        ),
        tuple(
            (
                *member_entries(table, row),
                Entry(ALIKE if row[2] == MATCHED else NOT_ALIKE),
                *(figures_compared.with_interval(table, each, *row[1:]) for each in measures),
            )
            for row in told
        ),
        2,
        rows_in_file=len(every_row),
        is_released=True,
        left_out=UNTOLD_LEFT_OUT if len(told) < len(every_row) else "",
    )


def ways_part(table: Table, release: Release, palette: Palette) -> Part:
    """Tell where earners went on to."""
    figure = figures_flow.ways_on(table, measure_of(table, EARNED_FIRST), palette)
    is_told_beside = any(each.has_measure("employment_rate") for each in release.tables)
    return Part(
        f"part-{table.table_id}",
        table.title,
        f"{table.description} {FIRST_OF_WHAT}" if is_told_beside else table.description,
        f"Policy {table.statute}",
        (figure,) if figure is not None else (),
        statutory_table(table),
    )


MAKERS: Mapping[str, Callable[[Table, Release, Palette], Part]] = {
    PAY_OF_QUARTER: pay_part,
    PREMIUM: comparison_part,
    EARNED_FIRST: ways_part,
}
