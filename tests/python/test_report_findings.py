"""What the report computes before it writes a page: titles, marks, names, what nobody reported."""

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

import hand_made_release
from conftest import PROJECT
from warehouse.errors import WarehouseError
from warehouse.report import charts, figures, findings, open_tables
from warehouse.report.branding import read_colors
from warehouse.report.charts import Bar, Pair, Point
from warehouse.report.contents import cells_once, headline, people_not_shown
from warehouse.report.definitions import rule_of
from warehouse.report.drawing import Palette, draw
from warehouse.report.look import draw_bars, look_at
from warehouse.report.release import Cell, Measure, Place, Release, Table, read_release
from warehouse.report.roles import off_list
from warehouse.report.sectors import with_sectors
from warehouse.report.tables import statutory_table
from warehouse.report.wording import shown

PEOPLE = Measure("persons_earned", "People who earned", "people", "persons", None, None)
# Stands for a count that is shown as `<10`.
SMALL = -1


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hand_made_release.write_release(tmp_path_factory.mktemp("released"))


def by_credential(release: Release) -> Table:
    return next(table for table in release.tables if table.table_id == "by_credential")


def test_what_nobody_reports_is_no_zero():
    assert shown(Cell(None, "not_reported", None, None, "not reported"), PEOPLE) == "not reported"


def test_the_front_page_tells_the_pass_rate_of_the_credentials_that_it_counts(released: Path):
    release = read_release(released)
    rate = release.measures["pass_rate"]
    told_rate = headline(by_credential(release), rate)
    cell = by_credential(release).cell(2025, "pass_rate", "all", "high_value")
    assert told_rate.label == "Pass rate, high-value credentials"
    assert told_rate.now == shown(cell, rate)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([137, 162], "162 people earned in 2024–25, 18% more than the year before"),
        ([None, 162], "162 people earned in 2024–25"),
        ([137, None], "137 people earned in 2023–24; the number of 2024–25 can’t be shown"),
        ([None, None], "Credentials in 2024–25"),
    ],
)
def test_the_front_page_begins_with_a_number_that_is_told(released: Path, values: list, said: str):
    cells = {
        Place(2024 + at, "all", "all", "persons_earned"): told(value)
        for at, value in enumerate(values)
    }
    table = replace(by_credential(read_release(released)), cells=cells)
    assert findings.front(table, PEOPLE, 2025) == said


def test_a_chart_says_which_credentials_are_off_the_list(released: Path):
    release = read_release(released)
    assert off_list(release) == frozenset()
    on = Place(2025, "welder", "high_value", "persons_earned")
    cells = by_credential(release).cells | {on: Cell(Decimal(0), "released", None, None, "0")}
    changed = replace(release, tables=(replace(by_credential(release), cells=cells),))
    assert off_list(changed) == {"welder"}
    figure = figures.by_member(by_credential(changed), PEOPLE, Palette(), 0, off_list(changed))
    assert "Certified Welder (not on the List)" in figure.description


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ([100, None, 130], "The number of people who earned rose 30% since 2019–20"),
        ([100, 90, None], "The number of people who earned fell 10% from 2019–20 to 2020–21"),
        ([200, 150, 201], "The number of people who earned held steady since 2019–20"),
        ([None, 7, None], "The number of people who earned by school year"),
        (
            [100, 174, 172, 130],
            "The number of people who earned rose 30% since 2019–20, but lies 25% below its peak of"
            " 2020–21",
        ),
        ([100, 134, 130], "The number of people who earned rose 30% since 2019–20"),
    ],
)
def test_the_title_of_a_trend_is_computed(values: list[int | None], title: str):
    cells = {2020 + at: told(value) for at, value in enumerate(values)}
    assert findings.over_years(PEOPLE, cells)[0] == title


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("Health", 90, 40), ("Finance", 100, 98)], "Health had most of the growth since 2023–24"),
        ([("Health", 90, 95), ("Finance", 100, 99)], "Finance leads with 100 people"),
        ([("Health", 90, None), ("Finance", 90, 90)], "Finance and Health lead with 90 people"),
        ([("Health", 90, 88), ("Finance", None, 5)], "Of those shown, Health leads with 90 people"),
        (
            [("Health", 30, SMALL), ("Finance", 90, 80)],
            "Health had most of the growth since 2023–24",
        ),
        ([("Health", 15, SMALL), ("Finance", 90, 82)], "Finance leads with 90 people"),
        (
            [("Health", 30, 20), ("Finance", SMALL, SMALL)],
            "Health had most of the growth since 2023–24",
        ),
        ([("Health", None, 5)], "People who earned by cluster: nothing can be shown"),
        (
            [("Health", 90, 40), ("Finance", 60, 58), ("Energy", None, 5)],
            "Of those whose change is known, Health had most of the growth since 2023–24",
        ),
        # What grew from `<10` by nobody knows how many isn't named beside one of unknown growth.
        (
            [("Health", 30, SMALL), ("Finance", 90, 85), ("Energy", None, 5)],
            "Of those shown, Finance leads with 90 people",
        ),
    ],
)
def test_the_title_of_bars_is_computed(rows: list[tuple], title: str):
    figures = [
        findings.MemberFigure(label, label, told(now), told(before)) for label, now, before in rows
    ]
    figures.sort(key=lambda figure: figure.label)
    assert findings.by_member(figures, PEOPLE, "Cluster", 2025)[0] == title


@pytest.mark.parametrize(
    ("verbs", "title"),
    [
        (["rose", "fell", "rose", ""], "rose in 2 of the 3 regions that can be compared"),
        (["fell", "fell"], "fell in both regions that can be compared"),
        (["rose"], "rose in the one region that can be compared"),
        (["held steady"] * 3, "held steady in all 3 regions that can be compared"),
        (["", ""], "too little can be shown for a trend"),
    ],
)
def test_the_title_of_small_trends_is_computed(verbs: list[str], title: str):
    assert title in findings.over_time_by_member(PEOPLE, "Region", verbs, 2020)


@pytest.mark.parametrize(
    ("shares", "groups", "title"),
    [
        ([("A", 50, 49), ("B", 50, 51)], 2, "By sex, earners are much like those enrolled"),
        (
            [("A", 50, 49), ("B", 10, 11)],
            3,
            "By sex: shares are much alike for the two of three groups that can be compared",
        ),
        ([("A", 50, 40), ("B", 50, 60)], 2, "B (sex): 50% of those enrolled, 60% of earners"),
        ([], 2, "Earners by sex: too little can be shown for a comparison"),
    ],
)
def test_the_title_of_shares_is_computed(shares: list[tuple], groups: int, title: str):
    rows = [(label, Decimal(enrolled), Decimal(earned)) for label, enrolled, earned in shares]
    assert findings.of_shares(rows, "Sex", groups) == title


@pytest.mark.parametrize(
    ("values", "title", "strong"),
    [
        ([70, 80, 90], "C stands highest, at 90%", "C"),
        ([70, 80, (50, 79)], "Of those shown, B stands highest, at 80%", "B"),
        ([70, 80, (70, 89)], "Rate: 2 of 3 credentials can be shown exactly", None),
        ([70, 80, None, None], "Rate: 2 of 4 credentials can be shown exactly", None),
    ],
)
def test_no_rate_is_called_highest_that_another_may_surpass(
    values: list, title: str, strong: str | None
):
    figures = [
        findings.MemberFigure(label, label, ranged(value), None)
        for label, value in zip("ABCD", values, strict=False)
    ]
    rate = Measure("rate", "Rate", "percent", "rate", "passed", "attempts")
    assert findings.by_member(figures, rate, "Credential", 2025) == (title, strong)


def ranged(value: int | tuple[int, int] | None) -> Cell:
    if isinstance(value, tuple):
        return Cell(None, "banded", *map(Decimal, value), "a range")
    return told(value)


def told(value: int | None) -> Cell:
    if value == SMALL:
        return Cell(None, "small", None, None, "<10")
    if value is None:
        return Cell(None, "withheld", None, None, "suppressed")
    return Cell(Decimal(value), "released", None, None, f"{value:,}")


def test_a_line_breaks_where_a_figure_is_withheld():
    values = [40, 50, None, 60]
    points = [Point(str(2020 + at), "All", value, "") for at, value in enumerate(values)]
    svg = draw("test", "Title", "Says", lambda width: charts.trend(points, Palette(), width)).wide
    (line,) = re.findall(r'mark-line[^>]*><path[^>]* d="([^"]*)"', svg)
    assert line.count("M") == 2 and line.count("L") == 1
    assert 'fill="url(#test-860-hatch)"' in svg


def test_a_figure_stands_behind_its_bar_and_last_years_tick():
    items = [Bar("A", 30.0, "thirty", 40.0), Bar("B", 50.0, "fifty", 10.0)]
    svg = draw("t", "T", "S", lambda width: charts.bars(items, Palette(), width)).wide
    from_left = {
        text: float(x) - 7
        for x, text in re.findall(r'translate\(([\d.]+),[\d.]+\)"[^>]*>(thirty|fifty)<', svg)
    }
    assert from_left["thirty"] / from_left["fifty"] == pytest.approx(40 / 50, rel=0.02)


def test_a_figure_at_the_end_of_a_falling_line_stands_below_it():
    rows = [{"value": value} for value in (60, 50, None, 40, 5)]
    charts.turn_from_line(rows, 60)
    # Over the gap runs no line, and beneath the last point is the axis.
    above = [row["shift"] == charts.ABOVE for row in rows]
    assert above == [True, False, True, True, True]


@pytest.mark.parametrize(
    ("before", "key"),
    [([None, None], ()), ([4.0, None], (("bar", "2024–25"), ("tick", "2023–24")))],
)
def test_a_legend_explains_what_is_drawn_alone(before: list, key: tuple):
    items = [Bar("A", 5.0, "5", before[0]), Bar("B", None, "<10", 7.0), Bar("C", 3.0, "3")]
    assert figures.marks_of(items, 2025) == key


def test_of_figures_withheld_all_are_drawn_or_none(released: Path):
    table = by_credential(read_release(released))
    drawn = figures.by_member(table, PEOPLE, Palette())
    withheld = "Solar Installer: <10"
    assert withheld in drawn.description and len(drawn.table.rows) == 7
    members = table.dimensions[0].members | {f"more_{at}": f"More {at}" for at in range(9)}
    more = {
        Place(2025, f"more_{at}", "all", "persons_earned"): told(None if at else SMALL)
        for at in range(9)
    }
    dimensions = (replace(table.dimensions[0], members=members), table.dimensions[1])
    many = replace(table, dimensions=dimensions, cells=table.cells | more)
    drawn = figures.by_member(many, PEOPLE, Palette())
    assert withheld not in drawn.description and "More" not in drawn.description
    # Of the seven those of QuickBooks, 14 - 5 x 2, and Solar, 3 + 5 x 1, are small.
    assert drawn.subtitle.endswith("; the 5 of 16 shown exactly or as a range")
    assert len(drawn.table.rows) == 16


@pytest.mark.parametrize("width", [860, 335])
def test_every_kind_of_chart_is_a_valid_specification(width: int):
    bars = [Bar("A", 3.0, "3", 2.0), Bar("B", None, "<10"), Bar("C", None, "60–79%", None, 60, 79)]
    pairs = [Pair("A", 30.0, 40.0, "30% → 40%"), Pair("B", None, 60.0, "not shown → 60%")]
    points = [Point("2024", "All", 3.0, "3", 2.0, 4.0), Point("2025", "Some", None, "<10")]
    for chart in (
        charts.bars(bars, Palette(), width, "A"),
        charts.pairs(pairs, Palette(), width),
        charts.trend(points, Palette(), width),
    ):
        chart.to_dict(validate=True)


def test_programs_of_one_name_are_told_apart_by_where_they_are_taught(released: Path):
    release = read_release(released)
    members = {"K-AUTO": "Auto (K-AUTO)", "C-AUTO": "Auto (C-AUTO)", "K-NET": "Networks"}
    programs = replace(release.dimensions["career_cluster"], dimension="program", members=members)
    release = replace(release, dimensions={"program": programs})
    rows = [
        {"program_code": code, "sector": sector}
        for code, sector in (("K-AUTO", "secondary"), ("C-AUTO", "postsecondary"))
    ]
    tables = open_tables.OpenTables(None, None, {"program_sectors": rows})
    assert list(with_sectors(release, tables).dimensions["program"].members.values()) == [
        "Auto (high school)",
        "Auto (college)",
        "Networks",
    ]
    # Two programs of one name in one sector keep their codes.
    rows[1]["sector"] = "secondary"
    assert with_sectors(release, tables).dimensions["program"].members == members


@pytest.mark.parametrize(
    ("rule", "value", "told_as"),
    [
        ("shows_zeros", "1", ("Zeros are shown", "Yes", "Reads 0.")),
        ("shows_zeros", "0", ("Zeros are shown", "No", "Is withheld.")),
        ("a_new_rule", "7", ("A new rule", "7", "1: reads 0. 0: is withheld.")),
    ],
)
def test_a_rule_of_disclosure_is_told_in_words(rule: str, value: str, told_as: tuple):
    assert rule_of(rule, value, "1: reads 0. 0: is withheld.") == told_as


def test_methods_count_each_figure_once(released: Path):
    release = read_release(released)
    written = list(hand_made_release.cells())
    assert len(cells_once(release)) == len(written)
    assert sum(cell.code == "withheld" for cell in cells_once(release)) == sum(
        cell[8] == "withheld" for cell in written
    )


def test_methods_say_how_many_people_stand_in_groups_not_shown(released: Path):
    release = read_release(released)
    table = next(each for each in release.tables if each.table_id == "by_language")
    year, measure = table.years[-1], "persons_earned_high_value"
    shown_groups = {"all": told(100), "yes": told(SMALL), "no": told(75)}
    cells = {Place(year, name, "none", measure): cell for name, cell in shown_groups.items()}
    (part,) = people_not_shown(replace(release, tables=(replace(table, cells=cells),)))
    assert [[each.text for each in row] for row in part.view.rows] == [
        ["By English learner", "100", "25", "25%"]
    ]


def test_a_page_leaves_rows_of_zeros_to_the_file_and_shows_what_leads_first(released: Path):
    table = by_credential(read_release(released))
    measures = [each.measure for each in table.measures]
    places = {"all": told(0), "welder": told(0), "solar": told(SMALL), "quickbooks": told(None)}
    cells = {
        Place(2025, name, "all", measure): cell
        for name, cell in places.items()
        for measure in measures
    }
    view = statutory_table(replace(table, cells=cells))
    assert [row[1].text for row in view.rows] == [
        "All",
        'QuickBooks "Certified" User',
        "Solar Installer",
    ]
    assert view.left_out.startswith("Rows of zeros") and view.rows_in_file == 4
    assert view.headings[3].text == "People who earned"
    assert len(statutory_table(replace(table, cells=cells), all_years=True).rows) == 4


def test_a_page_begins_with_a_year_of_which_something_is_known(released: Path):
    table = by_credential(read_release(released))
    open_yet = Cell(None, "not_applicable", None, None, "not applicable")
    cells = {
        place: open_yet if place.school_year == 2025 else cell
        for place, cell in table.cells.items()
    }
    view = statutory_table(replace(table, cells=cells))
    assert view.years[0] == "2023–24" and view.rows[0][0].text == "2023–24"
    assert view.left_out.startswith("A year of which nothing can be known yet is in the file.")
    whole = statutory_table(replace(table, cells=cells), all_years=True)
    assert whole.rows[0][0].text == "2024–25"


def test_no_table_of_quality_is_published():
    """Rates by delivery, of a known number of records, would give withheld counts away."""
    text = (PROJECT / "seeds/publication/public_tables.csv").read_text(encoding="utf-8")
    published = {row["schema_name"] for row in csv.DictReader(io.StringIO(text))}
    assert published == {"council", "reference", "released"}


@pytest.mark.parametrize(
    ("color", "reason"), [("navy", "write it as #rrggbb"), ("#8fb3d1", r"its contrast is 2\.2")]
)
def test_a_color_that_nobody_could_read_is_refused(color: str, reason: str):
    with pytest.raises(WarehouseError, match=reason):
        read_colors({"main_color": color})
    assert read_colors({"main_color": "#000000"})["main"] == "#000000"


def test_a_look_in_the_terminal_gives_a_withheld_figure_no_bar(released: Path):
    release = read_release(released)
    console = Console(file=io.StringIO(), width=100)
    draw_bars(*look_at(release, "persons_earned", "career_cluster"), console)
    lines = console.file.getvalue().splitlines()
    assert lines[0] == "The number of people who earned by career cluster, 2024–25"
    energy = next(line for line in lines if line.startswith("Energy"))
    assert "<10" in energy and "█" not in energy
    with pytest.raises(WarehouseError, match="It is by: career_cluster, credential"):
        look_at(release, "persons_earned", "moon")


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (264, 265, "≥95%"),
        (748, 748, "≥95%"),
        (199, 199, "≥90%"),
        (2, 250, "<5%"),
        (0, 30, "<50%"),
        (15, 19, "suppressed"),
        (990, 1000, "99.0%"),
        (9989, 9999, "99.8%"),
        (10, 20, "50.0%"),
    ],
)
def test_a_share_of_records_tells_of_no_few_of_them(part: int, whole: int, expected: str):
    """One of 265 isn't matched: of a band at least ten may not be. What is told is rounded down."""
    assert open_tables.told_share(part, whole, points=(5, 10, 20, 50), least=10) == expected
