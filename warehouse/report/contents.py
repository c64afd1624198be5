"""What stands on each page of the report, computed from the release and the open tables."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from warehouse.report import figures, findings
from warehouse.report.definitions import MEANINGS, meaning_by_kind, rule_of
from warehouse.report.drawing import Palette
from warehouse.report.figures import Figure
from warehouse.report.open_tables import OpenTables
from warehouse.report.panels import Panel, panels
from warehouse.report.part import Part
from warehouse.report.parts import not_released, released_parts
from warehouse.report.parts_open import credit_parts, source_parts
from warehouse.report.release import ALL, NOT_REPORTED, Cell, Measure, Release, Table
from warehouse.report.roles import HEADLINES, HIGH_VALUE, HIGH_VALUE_EARNED, LIST_STATUS, totals
from warehouse.report.tables import TableView, table_of
from warehouse.report.wording import change, school_year, shown

MOST_HEADLINES = 5
CODES = {
    "released": "Shown exactly, not zero",
    "small": "Small counts",
    "withheld": "Withheld to protect others",
    "banded": "Rates shown as a range",
}


@dataclass(frozen=True)
class Page:
    """A page: its file, its name in the navigation, its heading and first words."""

    file: str
    title: str
    question: str
    lede: str


PAGES = (
    Page("index.html", "Home", "How is the state doing?", ""),
    Page(
        "list.html",
        "The List",
        "Which credentials count, and why?",
        "Every credential on the List: who certifies it, what work it leads to, what it takes, "
        "what credit it earns, and how many earned it.",
    ),
    Page(
        "earned.html",
        "Enrolled, attempted, earned",
        "How many enrolled, attempted and earned?",
        "By credential, program, course and career cluster, on the List or not. A person counts "
        "once in a year and place, an award each time.",
    ),
    Page(
        "credit.html",
        "Credit",
        "Where does a credential earn college credit?",
        "Credit that colleges gave for credentials, the agreements behind it, and where there "
        "are none.",
    ),
    Page(
        "who.html",
        "Who earns",
        "Who earns high-value credentials?",
        "Each group’s share of those who earned beside its share of those enrolled in programs "
        "that lead to a credential, and what regions, districts and schools reached.",
    ),
    Page(
        "worth.html",
        "What it is worth",
        "What are credentials worth at work?",
        "Work and pay of those who earned, before and after and beside that of others, from the "
        "state’s wage records; what it costs and returns; and where they went on to.",
    ),
    Page(
        "sources.html",
        "Where the data come from",
        "Where do these figures come from?",
        "The source of each credential’s data, how well records of one person are matched, and "
        "how the agencies kept the Council’s rules.",
    ),
    Page(
        "methods.html",
        "Methods and limits",
        "Can I trust these figures?",
        "What is counted and how, what is withheld and why, and what the records can’t say.",
    ),
    Page(
        "data.html",
        "Data",
        "May I have the tables?",
        "Every figure of this report as files, with the words for every code.",
    ),
)


@dataclass(frozen=True)
class Headline:
    """A figure of the front page with last year's beside it."""

    label: str
    now: str
    before: str
    year: str
    year_before: str
    change: str
    is_withheld: bool


@dataclass(frozen=True)
class Report:
    """What the pages show."""

    last_year: int
    as_of: date | None
    open_tables: OpenTables
    finding: str
    headlines: tuple[Headline, ...]
    figures: tuple[Figure, ...]
    parts: dict[str, tuple[Part, ...]] = field(repr=False)
    panels: tuple[Panel, ...] = field(repr=False)
    not_released: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name the report, as the publication's settings do."""
        settings = self.open_tables.settings
        return settings.get("report_name") or f"{settings['state_name']} credentials: annual report"

    @property
    def own_views(self) -> list[TableView]:
        """Every table of the report's own, which has a file beside those of the release."""
        return [
            part.view
            for parts in self.parts.values()
            for part in parts
            if part.view is not None and not part.view.is_released
        ]

    @property
    def all_figures(self) -> list[Figure]:
        """Every chart, for the files of its numbers and its drawing."""
        return [
            *self.figures,
            *(figure for parts in self.parts.values() for part in parts for figure in part.figures),
        ]


def make_report(release: Release, open_tables: OpenTables, palette: Palette) -> Report:
    """Compute the pages of a release."""
    found = totals(release)
    headlines = [
        headline(found[name], release.measures[name]) for name in HEADLINES if name in found
    ]
    lead = next((name for name in (HIGH_VALUE_EARNED, *HEADLINES) if name in found), None)
    parts = released_parts(release, palette)
    parts["credit"] = (*parts.get("credit", ()), *credit_parts(open_tables, palette))
    parts["sources"] = source_parts(release, open_tables)
    parts["methods"] = method_parts(release)
    if lead is None:
        finding, trends = f"Credentials in {school_year(release.last_year)}", ()
    else:
        measure = release.measures[lead]
        finding = findings.front(found[lead], measure, figures.last_year_of(found[lead], measure))
        note = findings.of_list_sizes(open_tables.rows["versions"], found[lead].years)
        trends = (figures.trend(found[lead], [measure], palette, note=note),)
    return Report(
        release.last_year,
        open_tables.as_of,
        open_tables,
        finding,
        tuple(headlines[:MOST_HEADLINES]),
        trends,
        parts,
        panels(release, open_tables, palette),
        tuple(not_released(release)),
    )


def headline(table: Table, measure: Measure) -> Headline:
    """Tell the latest total of a measure and that of the year before.

    A rate stands among counts of high-value credentials: it is that of these, if it is released.
    """
    year = figures.last_year_of(table, measure)
    label, members = measure.label, (ALL, ALL)
    if measure.kind == "rate" and table.dimensions[-1].dimension == LIST_STATUS:
        members = figures.at(len(table.dimensions) - 1, HIGH_VALUE)
        label = f"{label}, high-value credentials"
    now, before = (table.cell(each, measure.measure, *members) for each in (year, year - 1))
    both = (now and now.value, before and before.value)
    said = change(both[0], both[1], measure) if both[0] is not None and both[1] is not None else ""
    return Headline(
        label,
        shown(now, measure),
        shown(before, measure),
        school_year(year),
        school_year(year - 1),
        said,
        now is None or now.is_withheld,
    )


def method_parts(release: Release) -> tuple[Part, ...]:
    """Define what is counted, and tell the rules by which figures are withheld and how many are."""
    cells = cells_once(release)
    zeros = sum(cell.value == 0 for cell in cells)
    silent = sum(cell.code == NOT_REPORTED for cell in cells)
    counts = Counter(cell.code for cell in cells if cell.code in CODES and cell.value != 0)
    everything = sum(counts.values())
    return (
        Part(
            "measures",
            "What is counted",
            "Persons within a credential, persons overall and awards are three different counts. "
            "Attempts and awards add up over every breakdown; people don’t, where somebody may "
            "stand in two places: the total counts them once.",
            view=measures_view(release),
        ),
        Part(
            "withheld",
            "What is withheld, and why",
            "The law protects the people behind small counts. A small count isn’t shown, and "
            "neither are others from which it could be worked out, in any table or year. A "
            "withheld figure is never shown as zero; a zero is a zero.",
            view=table_of(
                "withheld-table",
                "Figures of this release, by how they are shown",
                ("How", "Figures", "Share of those not zero"),
                [
                    (CODES[code], f"{counts[code]:,}", f"{counts[code] / everything * 100:.1f}%")
                    for code in CODES
                    if counts[code]
                ]
                + [("True zeros", f"{zeros:,}", "–")]
                + ([("Not reported by anybody", f"{silent:,}", "–")] if silent else []),
                numbers=(1, 2),
            ),
        ),
        *people_not_shown(release),
        Part(
            "thresholds",
            "The rules of withholding",
            "The Council sets them in one table of parameters.",
            view=table_of(
                "thresholds-table",
                "Rules of disclosure control",
                ("Rule", "Value", "What it says"),
                [
                    rule_of(rule, number.removesuffix(".00"), description)
                    for rule, (number, description) in release.thresholds.items()
                ],
                numbers=(1,),
            ),
        ),
    )


def cells_once(release: Release) -> list[Cell]:
    """Give every released cell once: levels of a table share its total."""
    found = {}
    for table in release.tables:
        for place, cell in table.cells.items():
            level = ALL if place.member_1 == ALL else table.dimensions[0].dimension
            found[table.released_as, level, place] = cell
    return list(found.values())


def people_not_shown(release: Release) -> tuple[Part, ...]:
    """Tell which part of the people who earned stand in groups that can't be shown."""
    rows = []
    for table in release.tables:
        total = table.cell(table.years[-1], HIGH_VALUE_EARNED)
        are_parts = all(each.partitions_persons for each in table.dimensions)
        if total is None or not total.value or not table.dimensions or not are_parts:
            continue
        seen = sum(
            cell.value or 0
            for place, cell in table.cells.items()
            if place.school_year == table.years[-1]
            and place.measure == HIGH_VALUE_EARNED
            and ALL not in (place.member_1, place.member_2)
        )
        share = f"{(total.value - seen) / total.value * 100:.0f}%"
        rows.append((table.title, f"{total.value:,.0f}", f"{total.value - seen:,.0f}", share))
    if not rows:
        return ()
    return (
        Part(
            "people-not-shown",
            "How many people stand in groups that aren’t shown",
            f"People who earned a high-value credential in {school_year(release.last_year)}, in "
            "the finest groups of each table. All of them are in its totals.",
            view=table_of(
                "people-not-shown-table",
                "People in groups that are not shown",
                ("Table", "People", "In groups not shown", "Share"),
                rows,
                numbers=(1, 2, 3),
            ),
        ),
    )


def measures_view(release: Release) -> TableView:
    """Lay out the measures that the release holds, with what a reader may do with them."""
    used = {measure.measure: measure for table in release.tables for measure in table.measures}
    labels = {name: measure.label for name, measure in release.measures.items()}
    return table_of(
        "measures-table",
        "Measures of this report",
        ("Measure", "Unit", "What it is"),
        [
            (
                measure.label,
                measure.unit,
                MEANINGS.get(measure.measure) or meaning_by_kind(measure, labels),
            )
            for measure in used.values()
        ],
    )
