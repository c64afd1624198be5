"""What the report computes before it writes a page: titles, marks, names, what nobody reported."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from told_cells import PEOPLE, SMALL, by_credential, told
from warehouse.report import (
    figures_members,
    findings,
)
from warehouse.report.contents import (
    headline,
)
from warehouse.report.drawing import Palette
from warehouse.report.release import Cell, Measure, Place, read_release
from warehouse.report.roles import off_list
from warehouse.report.wording import change, rounded, shown


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


def test_percentages_are_rounded_up_from_a_half():
    assert change(Decimal(26), Decimal(16), PEOPLE) == "63% more than"
    assert rounded(Decimal("2.5")) == 3 and str(rounded(Decimal("0.705"), 2)) == "0.71"
