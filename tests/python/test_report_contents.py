"""What stands beside the report's charts: reasons, methods, what a page shows, looks, colors."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

import hand_made_release
from conftest import PROJECT
from told_cells import SMALL, by_credential, told
from warehouse.errors import WarehouseError
from warehouse.report import (
    open_tables,
)
from warehouse.report.branding import read_colors
from warehouse.report.contents import (
    cells_once,
    explained_changes,
    people_not_shown,
    withheld_view,
)
from warehouse.report.definitions import rule_of
from warehouse.report.look import draw_bars, look_at
from warehouse.report.release import Cell, Place, read_release
from warehouse.report.tables import statutory_table


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
