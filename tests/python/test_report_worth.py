"""What the report draws of pay, comparison and ways on: what was released, and nothing withheld."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest

import hand_made_release
from warehouse.report import charts_worth, figures_flow, figures_worth, findings_worth, flow
from warehouse.report.charts_worth import Block, Difference, Quarter
from warehouse.report.drawing import WIDE, Drawing, Palette, draw
from warehouse.report.parts_worth import own_part
from warehouse.report.reasons import is_withheld, reason_of, reasons
from warehouse.report.release import Cell, Measure, Place, Release, Table, read_release
from warehouse.report.tables import released_csv
from warehouse.report.wording import MINUS, amount

PAY = Measure("pay", "Median pay", "dollars", "dollars", None, None)
SHAPED = ("attempted_not_passed", "same_program", "matched")
SUPPRESSED = Cell(None, "withheld", None, None, "suppressed")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(hand_made_release.write_release(tmp_path_factory.mktemp("released")))


def table_named(release: Release, name: str) -> Table:
    return next(table for table in release.tables if table.table_id == name)


def released_cells(table_id: str, year: int) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Give code and display by members and measure, from what was written."""
    return {
        (cell[3], cell[5], cell[6]): (cell[8], cell[11])
        for cell in hand_made_release.cells()
        if cell[:2] == (table_id, year)
    }


def titles(svg: str) -> list[str]:
    """Give what marks say when one points at them."""
    return [unescape(text) for text in re.findall("<title>([^<]*)</title>", svg)]


def test_a_table_of_several_levels_is_read_as_one_a_level(release: Release):
    names = ["by_place-region", "by_place-district", "by_place"]
    tables = [table_named(release, name) for name in names]
    assert [table.dimensions[0].dimension for table in tables] == ["region", "district", "school"]
    assert [table.title for table in tables] == [
        "Earned, by region",
        "Earned, by school district",
        "Earned, by school",
    ]
    assert {table.released_as for table in tables} == {"by_place"}
    measure = "persons_enrolled"
    totals = {table.cell(2025, measure).value for table in tables}
    assert len(totals) == 1
    assert set(tables[1].members(0)) == set(hand_made_release.DISTRICTS)


def test_pay_around_an_award_is_drawn_as_released_and_never_where_it_is_withheld(release: Release):
    table = table_named(release, "pay_by_quarter")
    measure = table.measures[0]
    year = figures_worth.fullest_year(table, measure)
    # Of earners of 2022 the last of the twelve quarters afterwards isn't over.
    assert year == 2021
    drawn = figures_worth.pay_around_award(table, measure, year, "", Palette())
    cells = released_cells("pay_by_quarter", year)
    expected = {
        f"{charts_worth.spoken(int(quarter))}: {display}"
        for (member, quarter, _), (code, display) in cells.items()
        if member == "all" and code != "not_applicable"
    }
    svg = drawn.drawings[0].wide
    assert set(titles(svg)) == expected
    assert "5 quarters before the award: suppressed" in expected
    (line,) = re.findall(r'mark-line[^>]*><path[^>]* d="([^"]*)"', svg)
    # It breaks at the quarter that is withheld and at the award: three strokes through 19 points.
    assert line.count("M") == 3 and line.count("L") == 19 - 3
    title = "A year before the award median pay was $3,610; a year after, $5,110"
    assert drawn.title == title
    assert [row[1].text for row in drawn.table.rows if row[0].text == "+10"] == ["$5,710"]
    assert "earners of 2020–21, the latest whose earners can be followed over as" in drawn.subtitle


def test_a_year_followed_as_long_of_which_less_can_be_shown_is_called_so(release: Release):
    table = table_named(release, "pay_by_quarter")
    measure = table.measures[0]
    withheld = {place: SUPPRESSED for place in table.cells if place.school_year in (2021, 2020)}
    few = replace(table, cells=table.cells | withheld)
    # Of no year is anything told that lacks no quarter: the chart is left out, not moved to 2022.
    assert figures_worth.fullest_year(few, measure) == 2021
    assert figures_worth.pay_around_award(few, measure, 2021, "", Palette()) is None
    one = {place: cell for place, cell in withheld.items() if place.school_year == 2021}
    fewer = replace(table, cells=table.cells | one)
    year = figures_worth.fullest_year(fewer, measure)
    assert year == 2020
    drawn = figures_worth.pay_around_award(fewer, measure, year, "", Palette())
    assert "the latest of which as many quarters can be shown" in drawn.subtitle


def test_only_credentials_with_enough_to_show_get_a_small_chart(release: Release):
    table = table_named(release, "pay_by_quarter")
    figure = figures_worth.pay_by_credential(table, table.measures[0], 2022, "", Palette())
    assert "Solar Installer" not in figure.labels
    assert "State Registered Nurse Aide" in figure.labels
    assert len(figure.labels) == len(figure.drawings) < len(hand_made_release.CREDENTIALS)


@pytest.mark.parametrize("width", [WIDE, 335])
def test_a_difference_stands_on_its_interval(width: int):
    told = [(-4000.0, -7000.0, -1000.0), (2600.0, -400.0, 5600.0), (1200.0, -1800.0, 4200.0)]
    rows = [Difference(str(value), value, low, high, "") for value, low, high in told]
    block = Block("Welder", tuple(rows))
    svg = draw("d", "t", "d", lambda w: charts_worth.differences([block], Palette(), w), (width,))
    marks = svg.wide
    dots = places(marks)
    assert len(dots) == len(told)
    assert_on_intervals(dots, marks)
    # A dollar is as long everywhere.
    by_dollar = (dots[1] - dots[0]) / 6600
    assert (dots[2] - dots[0]) / 5200 == pytest.approx(by_dollar, rel=0.01)


def assert_on_intervals(dots: list[float], svg: str) -> None:
    """Hold dots to the middles of the last lines; every interval made by hand is even."""
    lines = [
        (float(x), float(x) + float(length))
        for x, length in re.findall(
            r'<line transform="translate\(([\d.-]+),[\d.]+\)" x2="([\d.-]+)" y2="0"', svg
        )
        if abs(float(length)) > 1
    ]
    for dot, line in zip(dots, lines[-len(dots) :], strict=True):
        assert dot == pytest.approx(sum(line) / 2, abs=0.5)


def places(svg: str) -> list[float]:
    """Give where symbols that aren't hatched stand, from the left."""
    found = re.findall(
        r'<path[^>]*transform="translate\(([\d.]+),[\d.]+\)"[^>]*fill="#[0-9a-f]{6}"', svg
    )
    return [float(x) for x in found]


def test_comparisons_are_drawn_and_told_as_released(release: Release):
    table = table_named(release, "comparison_by_credential")
    part = own_part(table, release, Palette())
    cells = released_cells("comparison_by_credential", 2025)
    told = {key[:2] for key, (code, _) in cells.items() if code == "released"}
    labels = {
        (hand_made_release.CREDENTIALS[code][0], hand_made_release.GROUPS_COMPARED[group][0])
        for code, group in told
    }
    assert {(row[0].text, row[1].text) for row in part.view.rows} == labels
    assert part.view.rows_in_file == 28 and part.view.left_out.startswith("Rows of which nothing")
    assert {row[3].text for row in part.view.rows if row[1].text == "Those alike before"} == {
        f"$1,200 ({MINUS}$1,800 to $4,200)"
    }
    # People alike stand first, and the returns of all others are marked.
    marks = [(row[1].text, row[2].text) for row in part.view.rows]
    assert [mark == "of people alike" for _, mark in marks] == sorted(
        (name == "Those alike before" for name, _ in marks), reverse=True
    )
    assert {mark for _, mark in marks} == {"of people alike", "not of people alike"}
    assert [heading.text for heading in part.view.headings][4:] == [
        "Net present value",
        "Payback",
        "Tax by state dollar",
    ]
    worth = f"$9,400 ({MINUS}$14,600 to $33,400)"
    assert [each.text for each in part.view.rows[0]][4:] == [worth, "0.3 years", "$0.07"]
    assert part.caveat
    alone, groups = part.figures
    assert alone.title.endswith("clearly above or below that of people alike")
    assert {title.split(", ", 1)[1] for title in titles(alone.drawings[0].wide)} == {
        f"{row[0].text}: {row[3].text}"
        for row in part.view.rows
        if row[1].text == "Those alike before"
    }
    assert groups.title == (
        "A comparison with everyone else is $5,200 a year away from that with people alike, at the"
        " median of 3 credentials"
    )
    svg = groups.drawings[0].wide
    drawn = {title.rpartition(": ")[2] for title in titles(svg)}
    # What isn't told stands in the table of the numbers alone.
    assert drawn == {row[3].text for row in part.view.rows}
    assert any(each.text == "suppressed" for row in groups.table.rows for each in row)
    # The first credential has all four: its dots stand as far apart as what was released.
    x = dict(zip(["before_matching", *SHAPED], places(svg)[:4], strict=True))
    assert_on_intervals(places(svg), svg)
    premium = {group: row[1] for group, row in hand_made_release.GROUPS_COMPARED.items()}
    by_dollar = (x["matched"] - x["before_matching"]) / (
        premium["matched"] - premium["before_matching"]
    )
    for group in SHAPED:
        expected = x["matched"] + (premium[group] - premium["matched"]) * by_dollar
        assert x[group] == pytest.approx(expected, abs=0.5)
    assert [name for name, _ in part.notes] == [
        row[0] for row in hand_made_release.GROUPS_COMPARED.values()
    ]


def test_a_return_of_a_release_without_its_ends_stands_alone(release: Release):
    table = table_named(release, "comparison_by_credential")
    without = replace(
        table,
        measures=tuple(m for m in table.measures if "rate_" not in m.measure),
        cells={place: cell for place, cell in table.cells.items() if "rate_" not in place.measure},
    )
    part = own_part(without, release, Palette())
    assert part.view.rows[0][4].text == "$9,400"


@pytest.mark.parametrize(
    ("measure", "code", "reason"),
    [
        ("persons_earned", "withheld", "no small one can be worked out"),
        ("pass_rate", "withheld", "rests on few people"),
        ("median_wages", "withheld", "fewer than 12 people or fewer than 3 employers"),
        ("median_pay_of_quarter", "withheld", "fewer than 30 people"),
        ("premium", "withheld", "Fewer than 30 people on one side"),
        ("premium", "not_applicable", "nobody to compare with"),
        ("median_pay_of_quarter", "not_applicable", "isn’t over"),
        ("pass_rate", "not_applicable", "nothing to count"),
        ("persons_earned", "small", "Fewer than 10, but not none."),
    ],
)
def test_the_reason_for_no_figure_is_that_of_its_kind(
    release: Release, measure: str, code: str, reason: str
):
    found = reason_of(code, release.measures[measure])
    rules = release.thresholds | {"least_people_behind_median": ("12.00", "")}
    assert reason in reasons(rules)[found]
    assert is_withheld(found) == (code != "not_applicable")


@pytest.mark.parametrize("name", ["pay_by_quarter", "comparison_by_credential", "ways_on"])
def test_a_table_of_which_nothing_can_be_shown_says_so_and_draws_nothing(
    release: Release, name: str
):
    table = table_named(release, name)
    withheld = replace(table, cells=dict.fromkeys(table.cells, SUPPRESSED))
    part = own_part(withheld, release, Palette())
    assert part.figures == ()
    assert part.view.is_released
    if name != "ways_on":
        assert part.view.rows == ()


def test_bands_of_the_flow_are_as_wide_as_what_was_released(release: Release):
    table = table_named(release, "ways_on")
    figure = figures_flow.ways_on(table, table.measures[0], Palette())
    cells = {
        (first, second): display
        for (first, second, _), (_, display) in released_cells("ways_on", 2025).items()
    }
    labels = {"all": "people earned one"}
    labels |= {key: row[0] for key, row in hand_made_release.LEARNING.items()}
    expected = {
        f"{labels[first]} → {hand_made_release.WORK[second][0]}"
        if second != "all"
        else f"people earned one → {labels[first]}": display
        for (first, second), display in cells.items()
        if first != "all"
    }
    (most,) = {display for key, display in cells.items() if key == ("all", "another_industry")}
    assert f"most often in another industry, {most} of {cells['all', 'all']} people" in figure.title
    drawn = bands(figure.drawings[0])
    assert {name: display for name, display, _ in drawn} == expected
    heights = {height / int(display) for _, display, height in drawn if display.isdigit()}
    assert max(heights) == pytest.approx(min(heights), abs=0.01)
    assert {height for _, display, height in drawn if display == "<10"} == {flow.THIN}
    assert "<10" in expected.values()
    # What is told of the ways from college adds up to all from college, in the table and drawn.
    from_college = [int(expected[f"College → {row[0]}"]) for row in hand_made_release.WORK.values()]
    assert sum(from_college) == int(expected["people earned one → College"])
    numbers = {row[0].text: [each.text for each in row[1:]] for row in figure.table.rows}
    assert numbers["College"] == [str(sum(from_college)), *map(str, from_college)]


def test_ways_are_drawn_of_the_latest_year_of_which_they_are_known(release: Release):
    table = table_named(release, "ways_on")
    measure = table.measures[0]
    assert figures_flow.settled_year(table, measure) == 2025

    def unknown(year: int, cell: Cell) -> Table:
        place = Place(year, "not_yet_observable", "all", measure.measure)
        return replace(table, cells=table.cells | {place: cell})

    many = Cell(Decimal(200), "released", None, None, "200")
    small = Cell(None, "small", None, None, "<10")
    assert figures_flow.settled_year(unknown(2025, many), measure) == 2024
    assert figures_flow.settled_year(unknown(2025, SUPPRESSED), measure) == 2024
    assert figures_flow.settled_year(unknown(2025, small), measure) == 2025
    # What can't be known yet of a year's earners isn't nobody, and no band of it is drawn.
    open_yet = Cell(None, "not_applicable", None, None, "not applicable")
    college = Place(2025, "college", "all", measure.measure)
    unfinished = replace(table, cells=table.cells | {college: open_yet})
    assert figures_flow.settled_year(unfinished, measure) == 2024
    flow_of_2025 = figures_flow.flow_in(unfinished, measure, 2025)
    assert "to-college" not in {node.key for node in flow_of_2025.columns[1]}


def bands(drawing: Drawing) -> list[tuple[str, str, float]]:
    """Give the ways, displays and heights of bands."""
    found = re.findall(
        r'class="way" d="[^"]*?v([\d.]+)C[^"]*"[^>]*><title>([^<]*): ([^<]*)</title>',
        drawing.wide,
    )
    return [(unescape(way), unescape(display), float(height)) for height, way, display in found]


def test_a_flow_leaves_out_nobody_and_the_first_column_where_it_is_narrow():
    nodes = [
        [flow.Node("all", "All", 30, "30")],
        [flow.Node("a", "A", 30, "30"), flow.Node("b", "B", 0, "0")],
        [flow.Node("x", "X", None, "suppressed")],
    ]
    ways = [
        flow.Band("all", "a", 30, "30"),
        flow.Band("all", "b", 0, "0"),
        flow.Band("a", "x", None, "suppressed"),
    ]
    made = flow.flow_of(nodes, ways)
    assert [node.key for node in made.columns[1]] == ["a"]
    assert [band.target for band in made.bands] == ["a", "x"]
    narrow, _ = flow.svg_of(made, Palette(), 335)
    assert narrow.count('class="way"') == 1 and ">All<" not in narrow


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({-4: 5900, 4: 7800, -8: 5000, 8: 9000}, "A year before the award median pay was $5,900;"),
        ({-8: 5000, 8: 9000, 4: 1}, "median pay was $5,000; two years after, $9,000"),
        ({-3: 5000, 3: 9000}, "Three quarters before the award median pay was $5,000;"),
        ({-4: 5000, 3: 9000}, "too little can be shown for a before and an after"),
    ],
)
def test_the_title_of_pay_compares_what_lies_as_far_before_as_after(told: dict, title: str):
    values = {number: Decimal(value) for number, value in told.items()}
    assert title in findings_worth.around_award(PAY, values)


def test_the_title_of_small_charts_counts_where_pay_was_higher_afterwards():
    rows = [{-4: 5000, 4: 6000}, {-4: 5000, 4: 5000}, {-4: 5000}, {-8: 1, 8: 2}]
    told = [{n: Decimal(value) for n, value in row.items()} for row in rows]
    said = findings_worth.of_each(PAY, "credential", told)
    assert said.endswith("for 1 of the 2 credentials that can be compared")
    assert "no credential can be compared" in findings_worth.of_each(PAY, "credential", told[2:])


@pytest.mark.parametrize(
    ("intervals", "title"),
    [
        (
            [],
            "No credential has enough earners to be compared with people alike; the plainer"
            " comparisons say less",
        ),
        (
            [(1, 2), (-1, 3), (-4, -1)],
            "Pay is clearly above that of people alike for 1 and below for 1 of the 3 credentials"
            " that can be compared",
        ),
        (
            [(-1, 3), (-2, 1)],
            "For none of the 2 credentials that can be compared is pay clearly above or below that"
            " of people alike",
        ),
        (
            [(-5, -3)],
            "For the one credential that can be compared, pay is clearly below that of people"
            " alike",
        ),
    ],
)
def test_the_title_of_comparisons_calls_clear_what_chance_leaves_on_one_side(
    intervals: list, title: str
):
    rows = [(Decimal(low), Decimal(high)) for low, high in intervals]
    assert findings_worth.of_differences(rows, "credential") == title


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("-1200", "dollars", f"{MINUS}$1,200"),
        ("0.3", "years", "0.3 years"),
        ("-0.04", "ratio", f"{MINUS}$0.04"),
    ],
)
def test_an_estimate_is_written_in_its_unit(value: str, unit: str, written: str):
    measure = Measure("m", "M", unit, "estimate", None, None)
    assert amount(Decimal(value), measure) == written


@pytest.mark.parametrize("width", [WIDE, 335, 240])
def test_each_chart_of_worth_is_a_valid_specification(width: int):
    quarters = [Quarter(-1, 4000, "$4,000"), Quarter(1, None, "suppressed", True)]
    block = Block("A", (Difference("B", 1.0, -1.0, 2.0, "$1", is_strong=True),))
    charts_worth.quarters(quarters, Palette(), width).to_dict(validate=True)
    charts_worth.differences([block], Palette(), width).to_dict(validate=True)


def test_files_hold_every_level_under_the_name_of_the_release(release: Release):
    text = released_csv(table_named(release, "by_place-district"))
    lines = text.splitlines()
    assert lines[0].startswith("table_id,school_year,district,district_label")
    assert all(line.startswith("by_place,") for line in lines[1:])
