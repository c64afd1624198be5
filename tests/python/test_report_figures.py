"""What the report draws: bars, lines and shares of the figures that are told, and of no others."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import hand_made_release
from told_cells import PEOPLE, SMALL, by_credential, told
from warehouse.report import (
    charts,
    charts_bars,
    figures_members,
    figures_people,
    figures_reached,
    open_tables,
)
from warehouse.report.charts import Bar, Pair, Point
from warehouse.report.drawing import Palette, draw
from warehouse.report.release import Place, Release, Table, read_release
from warehouse.report.sectors import with_sectors
from warehouse.report.wording import MINUS


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
