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
from warehouse.report import (
    charts,
    charts_bars,
    figures_members,
    figures_people,
    figures_reached,
    findings,
    open_tables,
)
from warehouse.report.branding import read_colors
from warehouse.report.charts import Bar, Pair, Point
from warehouse.report.contents import (
    cells_once,
    explained_changes,
    headline,
    people_not_shown,
    withheld_view,
)
from warehouse.report.definitions import rule_of
from warehouse.report.drawing import Palette, draw
from warehouse.report.look import draw_bars, look_at
from warehouse.report.release import Cell, Measure, Place, Release, Table, read_release
from warehouse.report.roles import off_list
from warehouse.report.sectors import with_sectors
from warehouse.report.tables import statutory_table
from warehouse.report.wording import MINUS, change, rounded, shown

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
    figure = figures_members.by_member(
        by_credential(changed), PEOPLE, Palette(), 0, off_list(changed)
    )
    assert "Certified Welder (not on the List)" in figure.description


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ([100, None, 130], "The number of people who earned rose 30% since 2019–20"),
        ([100, 90, None], "The number of people who earned fell 10% between 2019–20 and 2020–21"),
        # A percentage of few, or of what has more than trebled, would mislead.
        (
            [17, 90, 40],
            "The number of people who earned rose from 17 to 40 since 2019–20, but lies 56% below "
            "its peak of 2020–21",
        ),
        ([100, None, 300], "The number of people who earned rose from 100 to 300 since 2019–20"),
        ([100, None, 299], "The number of people who earned rose 199% since 2019–20"),
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
    ("rows", "whole", "title"),
    [
        (
            [("Health", 90, 40), ("Finance", 100, 98)],
            None,
            "Health had most of the growth since 2023–24",
        ),
        # Where all together fell there was no growth to have most of, whoever grew.
        ([("Health", 90, 40), ("Finance", 100, 98)], (184, 191), "Finance leads with 100 people"),
        (
            [("Health", 90, 40), ("Finance", 100, 98)],
            (None, 191),
            "Health had most of the growth since 2023–24",
        ),
        ([("Health", 90, 95), ("Finance", 100, 99)], None, "Finance leads with 100 people"),
        (
            [("Health", 90, None), ("Finance", 90, 90)],
            None,
            "Finance and Health lead with 90 people",
        ),
        (
            [("Health", 90, 88), ("Finance", None, 5)],
            None,
            "Of those shown, Health leads with 90 people",
        ),
        (
            [("Health", 30, SMALL), ("Finance", 90, 80)],
            (120, 85),
            "Health had most of the growth since 2023–24",
        ),
        ([("Health", 15, SMALL), ("Finance", 90, 82)], (105, 90), "Finance leads with 90 people"),
        (
            [("Health", 30, 20), ("Finance", SMALL, SMALL)],
            None,
            "Health had most of the growth since 2023–24",
        ),
        ([("Health", None, 5)], None, "People who earned by cluster: nothing can be shown"),
        (
            [("Health", 90, 40), ("Finance", 60, 58), ("Energy", None, 5)],
            (170, 103),
            "Of those whose change is known, Health had most of the growth since 2023–24",
        ),
        # What grew from `<10` by nobody knows how many isn't named beside one of unknown growth.
        (
            [("Health", 30, SMALL), ("Finance", 90, 85), ("Energy", None, 5)],
            (140, 95),
            "Of those shown, Finance leads with 90 people",
        ),
    ],
)
def test_the_title_of_bars_is_computed(rows: list[tuple], whole: tuple | None, title: str):
    figures = [
        findings.MemberFigure(label, label, told(now), told(before)) for label, now, before in rows
    ]
    figures.sort(key=lambda figure: figure.label)
    all_of_them = whole and findings.MemberFigure("all", "All", *map(told, whole))
    assert findings.by_member(figures, PEOPLE, "Cluster", 2025, "", all_of_them)[0] == title


def test_a_title_says_of_whom_alone_it_speaks():
    figures = [
        findings.MemberFigure(label, label, told(now), told(80))
        for label, now in (("East", 90), ("West", None))
    ]
    said, strong = findings.by_member(figures, PEOPLE, "Region", 2025, "Among school students")
    assert said == "Among school students, of those shown, East leads with 90 people"
    assert strong == "East"


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


def test_a_trend_of_school_students_tells_how_it_went_with_others():
    others = findings.of_others(PEOPLE, [told(223), told(500), told(642)])
    said = findings.over_time_by_member(
        PEOPLE, "Region", ["fell", "fell"], 2016, "Among school students", others
    )
    assert said == (
        "Among school students, the number of people who earned fell in both regions that can be "
        "compared with 2015–16; among others it rose from 223 to 642"
    )
    assert findings.of_others(PEOPLE, [told(223), told(None)]) == ""


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
        # 59 of 1,721 enrolled and 12 of 495 earners: a point apart, and 0.7 of their share.
        (
            [("A", "96.6", "97.6"), ("B", "3.43", "2.42")],
            2,
            "B (sex): 3.4% of those enrolled, 2.4% of earners",
        ),
        ([("A", 95, 96), ("B", 5, 4)], 2, "By sex, earners are much like those enrolled"),
        ([("A", 98, 100), ("B", 2, 0)], 2, "B (sex): 2% of those enrolled, 0% of earners"),
        ([], 2, "Earners by sex: too little can be shown for a comparison"),
    ],
)
def test_the_title_of_shares_is_computed(shares: list[tuple], groups: int, title: str):
    rows = [(label, Decimal(enrolled), Decimal(earned)) for label, enrolled, earned in shares]
    assert findings.of_shares(rows, "Sex", groups) == title


def test_a_group_is_named_as_readers_write_it():
    alike = [("Yes", Decimal(50), Decimal(50)), ("No", Decimal(50), Decimal(50))]
    said = findings.of_shares(alike, "English learner", 2)
    assert said == "By English learner, earners are much like those enrolled"
    assert findings.named("English learner", "English learner") == "English learner"
    assert findings.named("White", "Race and ethnicity") == "White (race and ethnicity)"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            {"A": [Decimal("1.02"), Decimal("1.01")], "B": [Decimal("0.9"), Decimal("0.705")]},
            "B (sex): the share of earners was 0.71 times that of those enrolled in 2024–25; 0.90 "
            "times in 2023–24",
        ),
        (
            {"A": [Decimal(1), Decimal("0.8")], "B": [Decimal(1), Decimal("1.25")]},
            "By sex, every group had 0.8 to 1.25 times as large a share of earners as of those "
            "enrolled in 2024–25",
        ),
        (
            {"A": [Decimal(1), Decimal(1)], "B": [Decimal(3), None]},
            "By sex, every group shown had 0.8 to 1.25 times as large a share of earners as of "
            "those enrolled in 2024–25",
        ),
    ],
)
def test_the_title_of_ratios_is_computed(lines: dict, title: str):
    rows = [(label, dict(zip((2024, 2025), line, strict=True))) for label, line in lines.items()]
    assert findings.of_ratios(rows, "Sex", 2025) == title


def test_the_size_of_the_list_is_told_where_it_changed():
    held = {2016: 18, 2017: 19, 2018: 22, 2019: 17, 2020: 20, 2021: 30}
    versions = [{"list_year": year, "credential_count": n} for year, n in held.items()]
    assert findings.of_list_sizes(versions, range(2016, 2021)) == (
        "credentials on the List: 18 in 2015–16, 22 in 2017–18, 17 in 2018–19 and 20 in 2019–20"
    )
    assert findings.of_list_sizes(versions, [2014, 2016]) == ""
    assert findings.of_list_sizes(versions[:1], [2016]) == ""


@pytest.mark.parametrize(
    ("values", "title", "strong"),
    [
        ([70, 80, 90], "C stands highest, at 90%", "C"),
        ([70, 80, (50, 79)], "Of those shown, B stands highest, at 80%", "B"),
        (
            [70, 80, (70, 89)],
            "Rate: 74% over all, 70% to 80% among the 2 of 3 credentials shown exactly",
            None,
        ),
        (
            [70, 80, None, None],
            "Rate: 74% over all, 70% to 80% among the 2 of 4 credentials shown exactly",
            None,
        ),
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
    whole = findings.MemberFigure("all", "All", told(74), None)
    assert findings.by_member(figures, rate, "Credential", 2025, "", whole) == (title, strong)


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


@pytest.mark.parametrize(("before", "is_column"), [([40.0, 10.0], True), ([None, None], False)])
def test_figures_stand_behind_their_bars_and_where_there_are_ticks_in_a_column(
    before: list, is_column: bool
):
    items = [Bar("A", 30.0, "thirty", before[0]), Bar("B", 50.0, "fifty", before[1])]
    svg = draw("t", "T", "S", lambda width: charts_bars.bars(items, Palette(), width)).wide
    from_left = {
        text: float(x) - 9
        for x, text in re.findall(r'translate\(([\d.]+),[\d.]+\)"[^>]*>(thirty|fifty)<', svg)
    }
    expected = 1 if is_column else 30 / 50
    assert from_left["thirty"] / from_left["fifty"] == pytest.approx(expected, rel=0.02)


def test_on_a_narrow_screen_a_bar_has_the_whole_width_whatever_its_words():
    note = " · 80 people of 172 (47%) · not on the List"
    items = [Bar("A long name of a credential", 50.0, "$5,700", 30.0, note=note)]
    svg = draw("t", "T", "S", lambda width: charts_bars.bars(items, Palette(), width)).narrow
    lengths = re.findall(r'mark-rect[^>]*><path[^>]* d="M[\d.]+,[\d.]+h([\d.]+)', svg)
    assert max(map(float, lengths)) > 320


def test_what_is_not_on_the_list_is_drawn_below_and_never_added():
    items = [
        Bar("A", 30.0, "30", beside=Bar("off", 10.0, "10")),
        Bar("B", 20.0, "20", beside=Bar("off", None, "<10")),
    ]
    svg = draw("t", "T", "S", lambda width: charts_bars.bars(items, Palette(), width)).wide
    lengths = [
        float(length) for length in re.findall(r' d="M[\d.]+,[\d.]+h([\d.]+)v[^>]*fill="#', svg)
    ]
    assert lengths == pytest.approx(
        [max(lengths), max(lengths) * 2 / 3, max(lengths) / 3], rel=0.01
    )
    assert svg.count('fill="url(#') == 1


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
    assert figures_members.marks_of(items, 2025) == key


def test_of_figures_withheld_all_are_drawn_or_none(released: Path):
    table = by_credential(read_release(released))
    drawn = figures_members.by_member(table, PEOPLE, Palette())
    withheld = "Solar Installer: <10"
    assert withheld in drawn.description and len(drawn.table.rows) == 7
    members = table.dimensions[0].members | {f"more_{at}": f"More {at}" for at in range(9)}
    more = {
        Place(2025, f"more_{at}", "high_value", "persons_earned"): told(None if at else SMALL)
        for at in range(9)
    }
    dimensions = (replace(table.dimensions[0], members=members), table.dimensions[1])
    many = replace(table, dimensions=dimensions, cells=table.cells | more)
    drawn = figures_members.by_member(many, PEOPLE, Palette())
    assert withheld not in drawn.description and "More" not in drawn.description
    # Of the seven those of QuickBooks, 14 - 5 x 2, and Solar, 3 + 5 x 1, are small; three quarters
    # of each are on the List.
    assert drawn.subtitle.endswith("; the 5 of 16 shown exactly or as a range")
    assert len(drawn.table.rows) == 16


@pytest.mark.parametrize("width", [860, 335])
def test_every_kind_of_chart_is_a_valid_specification(width: int):
    bars = [Bar("A", 3.0, "3", 2.0), Bar("B", None, "<10"), Bar("C", None, "60–79%", None, 60, 79)]
    pairs = [Pair("A", 30.0, 40.0, "30% → 40%"), Pair("B", None, 60.0, "not shown → 60%")]
    points = [Point("2024", "All", 3.0, "3", 2.0, 4.0), Point("2025", "Some", None, "<10")]
    for chart in (
        charts_bars.bars(bars, Palette(), width, "A"),
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
    kinds = {
        "Counts of people and events": ("persons", "events"),
        "Shares": ("rate",),
        "Pay": ("dollars",),
        "Comparisons and returns": ("estimate",),
    }
    found = {row[0].text: [each.text for each in row[1:]] for row in withheld_view(release).rows}
    assert set(found) == set(kinds)
    for words, of_kind in kinds.items():
        codes = [
            "zero" if cell[7] == 0 else cell[8]
            for cell in written
            if hand_made_release.MEASURES[cell[6]][2] in of_kind
        ]
        told = [text.split(" ")[0].replace(",", "").replace("–", "0") for text in found[words]]
        ways = ("released", "small", "banded", "withheld", "zero", "not_reported")
        assert [int(number) for number in told] == [codes.count(way) for way in ways]


def test_methods_tell_once_why_figures_moved_together(released: Path):
    release = read_release(released)
    assert explained_changes(release) == ()
    row = {"school_year": 2024, "measure": "attempts", "value_before": Decimal(1200)}
    row |= {"value": Decimal(900), "explanation": "A college closed."}
    members = (("sex", "female"), ("region", "north"))
    changes = tuple(row | {"dimension": name, "member": member} for name, member in members)
    (part,) = explained_changes(replace(release, changes=changes))
    assert [[each.text for each in line] for line in part.view.rows] == [
        ["2023–24", "Attempts", "Female and Northern Lakes", "1,200", "900", "A college closed."]
    ]


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


def test_a_look_without_a_total_says_by_what_and_draws_nothing_where_nothing_is(released: Path):
    release = read_release(released)
    with pytest.raises(WarehouseError, match="It is by: credential; say --by"):
        look_at(release, "premium", None)
    with pytest.raises(WarehouseError, match=r"No moon is released\. Look at: .*, premium, "):
        look_at(release, "moon", None)
    assert look_at(release, "premium", "credential").title == (
        "Difference in pay by credential, earners of all years; compared with those alike before"
    )
    console = Console(file=io.StringIO(), width=120)
    draw_bars(look_at(release, "median_pay_of_quarter", "follow_up_quarter"), console)
    bars = {line.split("  ")[0]: line for line in console.file.getvalue().splitlines()}
    assert "suppressed" in bars["5 quarters before"] and "░" in bars["5 quarters before"]
    assert not set("█░") & set(bars["12 quarters after"])


def test_a_look_in_the_terminal_gives_a_withheld_figure_no_bar(released: Path):
    release = read_release(released)
    console = Console(file=io.StringIO(), width=100)
    draw_bars(look_at(release, "persons_earned", "career_cluster"), console)
    lines = console.file.getvalue().splitlines()
    assert lines[0] == "The number of people who earned by career cluster, 2024–25"
    energy = next(line for line in lines if line.startswith("Energy"))
    assert "<10" in energy and "█" not in energy
    assert "<10: Fewer than 10, but not none. The exact count is protected." in lines
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


def test_a_chart_by_credential_is_of_those_on_the_list_and_shows_the_others_beside(released: Path):
    table = by_credential(read_release(released))
    figure = figures_members.by_member(table, PEOPLE, Palette())
    assert figure.title.startswith("In high-value credentials, ")
    written = {
        (cell[3], cell[5]): cell[11]
        for cell in hand_made_release.cells()
        if cell[:2] == ("by_credential", 2025) and cell[6] == "persons_earned"
    }
    rows = {row[0].text: (row[2].text, row[3].text) for row in figure.table.rows}
    for code, (label, *_) in hand_made_release.CREDENTIALS.items():
        assert rows[label] == (written[code, "high_value"], written[code, "not_high_value"])
    told_of = f"Certified Welder: {written['welder', 'high_value']} on the List, "
    assert told_of in figure.description


def with_adults(release: Release, adults: int | None) -> Table:
    """Give the table by region with people who weren't school students in each year."""
    table = next(each for each in release.tables if each.table_id == "by_place-region")
    region = table.dimensions[0]
    members = region.members | {"not_a_student": "Not a school student that year"}
    dimension = replace(region, members=members, stand_ins=frozenset({"not_a_student"}))
    more = {}
    for place, cell in table.cells.items():
        if place.member_1 == "all":
            more[place._replace(member_1="not_a_student")] = told(adults)
            more[place] = told(int(cell.value) + (adults or 0))
    return replace(table, dimensions=(dimension,), cells=table.cells | more)


def test_a_chart_by_place_says_that_it_is_of_students_and_draws_all_others(released: Path):
    table = with_adults(read_release(released), 700)
    measure = next(m for m in table.measures if m.measure == "persons_earned_high_value")
    total = table.cell(2025, measure.measure).value
    figure = figures_members.by_member(table, measure, Palette())
    assert figure.title.startswith("Among school students, ")
    assert f"school students are {total - 700:,} of all {total:,}" in figure.subtitle
    assert "Not a school student that year: 700" in figure.drawings[0].wide
    line = figures_members.over_time_by_member(table, measure, Palette())
    assert line.title.endswith("; among others it held steady")
    assert line.labels[-1] == "Not a school student that year"
    hidden = figures_members.by_member(
        with_adults(read_release(released), None), measure, Palette()
    )
    assert "weren’t school students that year can’t be shown" in hidden.subtitle


def test_shares_say_of_how_many_the_group_is_known(released: Path):
    table = with_adults(read_release(released), 700)
    figure = figures_people.shares(table, Palette(), 0)
    enrolled, earned = (
        table.cell(2025, name).value for name in ("persons_enrolled", "persons_earned_high_value")
    )
    assert figure.subtitle.endswith(
        f"The group is known of {enrolled - 700:,} of {enrolled:,} enrolled and {earned - 700:,} "
        f"of {earned:,} earners; the others weren’t school students that year"
    )
    # A share of the whole can't be told where it isn't known how many were no students.
    hidden = with_adults(read_release(released), None)
    assert figures_people.shares(hidden, Palette(), 0) is None
    assert figures_people.ratios_over_time(hidden, Palette(), 0) is None


def test_both_shares_are_of_all_where_either_number_without_a_group_is_withheld(released: Path):
    table = next(t for t in read_release(released).tables if t.table_id == "by_language")
    dimension = replace(table.dimensions[0], stand_ins=frozenset({"unknown"}))
    cells = {
        Place(2025, member, "none", measure): told(count)
        for measure, counts in (
            ("persons_enrolled", {"all": 200, "yes": 50, "no": 140, "unknown": None}),
            ("persons_earned_high_value", {"all": 100, "yes": 20, "no": 60, "unknown": 20}),
        )
        for member, count in counts.items()
    }
    figure = figures_people.shares(
        replace(table, dimensions=(dimension,), cells=cells), Palette(), 0
    )
    assert figure.subtitle.endswith(
        ". Shares are of all 200 enrolled and all 100 earners; of some whose group isn’t known the "
        "number can’t be shown"
    )
    rows = {row[0].text: [each.text for each in row[1:]] for row in figure.table.rows}
    assert rows["English learner"] == ["50", "25.0%", "20", "20.0%", f"{MINUS}5.0", "0.80"]


def test_ratios_are_those_of_released_counts_and_none_is_told_where_one_is_withheld(released: Path):
    table = with_adults(read_release(released), 700)
    figure = figures_people.ratios_over_time(table, Palette(), 0)
    rows = {row[0].text: [each.text for each in row[1:]] for row in figure.table.rows}
    for year, column in zip(table.years, rows["Northern Lakes"], strict=True):
        shares = [
            table.cell(year, name, "north").value / (table.cell(year, name).value - 700)
            for name in ("persons_earned_high_value", "persons_enrolled")
        ]
        assert column == f"{shares[0] / shares[1]:.2f}"
    small = hand_made_release.REGIONS["west"][0]
    assert set(rows[small]) == {"suppressed"} and small not in figure.labels


def test_conversion_is_for_each_hundred_enrolled_and_of_what_is_told(released: Path):
    table = by_credential(read_release(released))
    places = {
        ("welder", "persons_enrolled", "all"): told(200),
        ("welder", "persons_attempted", "high_value"): told(150),
        ("welder", "persons_earned", "high_value"): told(75),
        ("solar", "persons_enrolled", "all"): told(80),
        ("solar", "persons_attempted", "high_value"): told(8),
        ("solar", "persons_earned", "high_value"): told(20),
        ("quickbooks", "persons_enrolled", "all"): told(50),
        ("quickbooks", "persons_attempted", "high_value"): told(None),
        ("quickbooks", "persons_earned", "high_value"): told(40),
    }
    cells = {Place(2025, code, status, name): c for (code, name, status), c in places.items()}
    figure = figures_reached.conversion(replace(table, cells=cells), Palette())
    assert figure.title == (
        "Of the 2 credentials shown, Certified Welder had most earners for each 100 enrolled, 38, "
        "and Solar Installer fewest, 25"
    )
    rows = {row[0].text: [each.text for each in row[4:]] for row in figure.table.rows}
    assert rows == {
        "Certified Welder": ["75", "38"],
        # Fewer attempts than awards: those behind the awards aren't reported.
        "Solar Installer": ["awards alone", "25"],
        'QuickBooks "Certified" User': ["not shown", "80"],
    }
    assert "QuickBooks" not in figure.description


def test_percentages_are_rounded_up_from_a_half():
    assert change(Decimal(26), Decimal(16), PEOPLE) == "63% more than"
    assert rounded(Decimal("2.5")) == 3 and str(rounded(Decimal("0.705"), 2)) == "0.71"
