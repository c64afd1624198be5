"""What stands on each page of the report, computed from the release."""

from dataclasses import dataclass, field
from datetime import date

from warehouse.report import figures
from warehouse.report.drawing import Palette
from warehouse.report.figures import Figure
from warehouse.report.release import Cell, Measure, Release, Table
from warehouse.report.roles import HEADLINES, page_of, totals
from warehouse.report.tables import TableView, statutory_table
from warehouse.report.wording import change, moved, percent, school_year, shown

MOST_HEADLINES = 5
PAGES = {
    "index.html": "Home",
    "list.html": "The List",
    "earned.html": "Enrolled, attempted, earned",
    "credit.html": "Credit",
    "who.html": "Who earns",
    "worth.html": "What it is worth",
    "sources.html": "Where the data come from",
    "methods.html": "Methods and limits",
    "data.html": "Data",
}


@dataclass(frozen=True)
class Headline:
    """A figure of the front page with last year's beside it."""

    label: str
    now: str
    before: str
    year_before: int
    change: str
    is_withheld: bool


@dataclass(frozen=True)
class Section:
    """A released table on a page: its charts, and all its figures."""

    table: Table
    view: TableView
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Report:
    """What every page knows, and the front page."""

    title: str
    last_year: int
    as_of: date | None
    source: str
    finding: str
    headlines: tuple[Headline, ...]
    figures: tuple[Figure, ...]
    sections: dict[str, tuple[Section, ...]] = field(repr=False)


def make_report(
    release: Release, title: str, source: str, as_of: date | None, palette: Palette
) -> Report:
    """Compute the pages of a release."""
    found = totals(release)
    headlines = tuple(
        headline(found[name], release.measures[name]) for name in HEADLINES if name in found
    )
    lead = next((name for name in ("persons_earned", *HEADLINES) if name in found), None)
    trends = (
        (figures.state_trend(found[lead], release.measures[lead], palette),) if lead else ()
    )
    sections: dict[str, tuple[Section, ...]] = {}
    for table in release.tables:
        sections[page_of(table)] = (
            *sections.get(page_of(table), ()),
            Section(table, statutory_table(table), tuple(charts_of(table, palette))),
        )
    return Report(
        title,
        release.last_year,
        as_of,
        source,
        front_finding(found[lead], release.measures[lead]) if lead else title,
        headlines[:MOST_HEADLINES],
        trends,
        sections,
    )


def charts_of(table: Table, palette: Palette) -> list[Figure]:
    """Choose the charts of a table by what it is broken down by."""
    if not table.dimensions:
        return []
    drawn = [figures.by_member(table, palette), figures.multiples(table, palette)]
    return [figure for figure in drawn if figure is not None]


def headline(table: Table, measure: Measure) -> Headline:
    """Tell the latest total of a measure and that of the year before."""
    year = figures.last_told_year(table, measure)
    now = table.cell(year, measure.measure)
    before = table.cell(year - 1, measure.measure)
    both = (now and now.value, before and before.value)
    return Headline(
        measure.label,
        shown(now, measure),
        shown(before, measure),
        year - 1,
        change(both[0], both[1], measure) + " than" if None not in both else "",
        now is None or now.is_withheld,
    )


def front_finding(table: Table, measure: Measure) -> str:
    """Say in a sentence how the state is doing."""
    year = figures.last_told_year(table, measure)
    now: Cell | None = table.cell(year, measure.measure)
    before = table.cell(year - 1, measure.measure)
    start = f"{shown(now, measure)} people earned an industry-recognized credential in {school_year(year)}"
    if now is None or now.value is None:
        return f"Industry-recognized credentials in {school_year(year)}"
    if before is None or not before.value:
        return start
    verb = moved(now.value, before.value)
    if verb == "held steady":
        return f"{start}, as many as the year before"
    by = percent(now.value / before.value - 1)
    return f"{start}, {by} {'more' if verb == 'rose' else 'fewer'} than the year before"
