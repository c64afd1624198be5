"""Disclosure control on small tables that can be worked out by hand, and on the sample."""

import csv
import importlib.util
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product
from types import SimpleNamespace

import duckdb
import pytest

from conftest import PROJECT
from warehouse.errors import WarehouseError
from warehouse.release.cells import Band, Declarations, Measure, ReleasedCell, ReportCell, place_of
from warehouse.release.earlier import Earlier, read_earlier
from warehouse.release.protect import decide, protect_release

THRESHOLDS = {
    "least_people": 10,
    "protected_width": 9,
    "shows_zeros": 1,
    "least_people_behind_median": 10,
    "least_employers": 3,
    "largest_employer_share": 80,
    "dollar_step": 100,
}
DECLARATIONS = Declarations(
    measures={
        "awards": Measure("awards", "credentials", "events", None, None, False),
        "attempts": Measure("attempts", "attempts", "events", None, None, False),
        "passed": Measure("passed", "attempts", "events", None, None, False),
        "people": Measure("people", "people", "persons", None, None, False),
        "pass_rate": Measure("pass_rate", "percent", "rate", "passed", "attempts", True),
        "pay": Measure("pay", "dollars", "dollars", None, "people", False),
    },
    partitions_persons=frozenset({"sex"}),
    parents={("school", "s1"): ("district", "d1"), ("school", "s2"): ("district", "d1")},
    at_most=(("passed", "attempts"),),
    same_as={},
    thresholds=THRESHOLDS,
    bands=(Band(5, 100), Band(10, 50), Band(20, 40), Band(50, 18)),
)
# One small count, and around it every other cell of two rows and three columns.
TABLE = {
    ("a", "x"): 4,
    ("a", "y"): 12,
    ("a", "z"): 25,
    ("b", "x"): 30,
    ("b", "y"): 14,
    ("b", "z"): 11,
}


def cells_of(
    inner: dict[tuple[str, str], int],
    measure: str = "awards",
    table: str = "t",
    dimensions: tuple[str, str] = ("row", "column"),
) -> list[ReportCell]:
    """Lay out a table of counts with its margins."""
    totals: dict[tuple[str, str], int] = {}
    for (first, second), value in inner.items():
        for pair in product((first, "all"), (second, "all")):
            totals[pair] = totals.get(pair, 0) + value
    return [
        ReportCell(
            table, 2025, dimensions[0], first, dimensions[1], second, measure, Decimal(value), value
        )
        for (first, second), value in sorted(totals.items())
    ]


def line_of(
    values: dict[str, int], measure: str, dimension: str = "program", table: str = "t"
) -> list[ReportCell]:
    """Lay out counts of one dimension, `all` among them."""
    return [
        ReportCell(table, 2025, dimension, member, "none", "none", measure, Decimal(value), value)
        for member, value in values.items()
    ]


def codes(cells: list[ReportCell], earlier: Earlier | None = None) -> dict[tuple, str]:
    """Give the release code by members and measure."""
    released = protect_release(cells, DECLARATIONS, earlier or Earlier())
    return {(cell.member_1, cell.member_2, cell.measure): cell.release_code for cell in released}


def possible_values(shown: dict, target: tuple, most: int) -> set[int]:
    """Try every table of two rows and three columns that agrees with what is shown of it.

    An inner cell that isn't shown is at least 1; `small` ones are below 10. It shares nothing with
    the module that is tested.
    """
    inner = [pair for pair in shown if "all" not in pair]
    choices = [
        [value]
        if (value := shown[pair]) not in ("small", "withheld")
        else range(1, 10)
        if value == "small"
        else range(1, most)
        for pair in inner
    ]
    found = set()
    for values in product(*choices):
        table = dict(zip(inner, values, strict=True))
        sums: dict[tuple, int] = {}
        for (first, second), value in table.items():
            for pair in ((first, "all"), ("all", second), ("all", "all")):
                sums[pair] = sums.get(pair, 0) + value
        if all(
            shown[pair] in ("small", "withheld") or shown[pair] == total
            for pair, total in sums.items()
        ):
            found.add(table[target])
    return found


def shown_of(cells: list[ReportCell]) -> dict[tuple[str, str], int | str]:
    return {
        (cell.member_1, cell.member_2): int(cell.value)
        if cell.value is not None
        else cell.release_code
        for cell in protect_release(cells, DECLARATIONS, Earlier())
    }


def test_nobody_can_rule_out_a_number_from_1_to_9():
    shown = shown_of(cells_of(TABLE))
    assert shown["a", "x"] == "small"
    assert possible_values(shown, ("a", "x"), 60) == set(range(1, 10))


def test_no_cheaper_set_of_cells_protects_as_well():
    """Every set of inner cells as small as the one that was chosen, and lighter, leaves a gap."""
    cells = cells_of(TABLE)
    shown = shown_of(cells)
    true = {(cell.member_1, cell.member_2): int(cell.value) for cell in cells}
    chosen = [pair for pair, value in shown.items() if value == "withheld"]
    assert len(chosen) == 3
    inner = [pair for pair in TABLE if pair != ("a", "x")]
    margins = [pair for pair in true if "all" in pair]
    for number in (1, 2, 3):
        for others in combinations(inner + margins, number):
            lighter = sum(true[pair] for pair in others) < sum(true[pair] for pair in chosen)
            if number < len(chosen) or lighter:
                open_ones = {pair: value for pair, value in true.items() if pair not in others}
                tried = {pair: open_ones.get(pair, "withheld") for pair in true} | {
                    ("a", "x"): "small"
                }
                assert possible_values(tried, ("a", "x"), 60) != set(range(1, 10))


def test_a_total_of_small_counts_reads_suppressed_so_that_its_parts_may_be_9():
    found = codes(line_of({"all": 7, "p": 3, "q": 4}, "awards"))
    assert found["p", "none", "awards"] == found["q", "none", "awards"] == "small"
    assert found["all", "none", "awards"] == "withheld"
    # People may be in both parts: the whole may be 1 even then.
    people = line_of({"all": 7, "p": 3, "q": 5}, "people")
    assert set(codes(people).values()) == {"small"}


def test_a_total_of_the_state_is_shown_where_others_can_hide_what_must_be():
    """Hiding 705 would cost less than hiding a district and a school of it."""
    places = {"d1": ("s1", "s2"), "d2": ("s3", "s4"), "d3": ("s5",)}
    parents = {
        ("school", school): ("district", district)
        for district, schools in places.items()
        for school in schools
    }
    districts = {"all": 705, "d1": 300, "d2": 400, "d3": 5}
    schools = {"all": 705, "s1": 150, "s2": 150, "s3": 200, "s4": 200, "s5": 5}
    cells = [
        *line_of(districts, "awards", "district"),
        *line_of(schools, "awards", "school", "u"),
    ]
    found = protect_release(cells, replace(DECLARATIONS, parents=parents), Earlier())
    withheld = {cell.member_1 for cell in found if cell.release_code == "withheld"}
    assert {"d1", "s1"} <= withheld or {"d1", "s2"} <= withheld
    assert "all" not in withheld


def test_people_of_overlapping_parts_are_bounded_and_not_subtracted():
    """30 people in parts of 24 and 8: at least 6 of the 8 are in no other part."""
    found = codes(line_of({"all": 30, "p": 24, "q": 8}, "people"))
    assert found["q", "none", "people"] == "small"
    assert "withheld" in (found["p", "none", "people"], found["all", "none", "people"])
    # 24 of 24 are in the one part: the other may have anyone of them.
    assert (
        codes(line_of({"all": 24, "p": 24, "q": 8}, "people"))["p", "none", "people"] == "released"
    )


def test_who_failed_is_protected_as_who_passed():
    cells = line_of({"all": 90, "p": 40, "q": 50}, "attempts") + line_of(
        {"all": 57, "p": 35, "q": 22}, "passed"
    )
    found = codes(cells)
    # 5 failed in p; with q's passed and the total shown, p's would follow.
    assert found["p", "none", "passed"] == "withheld"
    assert (
        found["q", "none", "passed"] == "withheld" or found["all", "none", "passed"] == "withheld"
    )


@pytest.mark.parametrize(
    ("attempts", "passed", "display"),
    [
        (200, 199, "≥95%"),
        (200, 0, "<5%"),
        (60, 60, "≥80%"),
        (45, 42, "≥80%"),
        (20, 20, "≥50%"),
        (12, 12, "suppressed"),
    ],
)
def test_rates_of_all_or_none_are_told_in_bands_that_hide_nine_people(
    attempts: int, passed: int, display: str
):
    rate = Decimal(100 * passed) / attempts
    cells = [
        *line_of({"all": attempts}, "attempts"),
        *line_of({"all": passed}, "passed"),
        ReportCell("t", 2025, "program", "all", "none", "none", "pass_rate", rate, passed),
    ]
    released = protect_release(cells, DECLARATIONS, Earlier())
    assert [cell.release_code for cell in released[:2]] == ["released", "withheld"]
    assert released[2].value is None
    assert released[2].display == display


def test_a_rate_is_shown_where_both_its_counts_are():
    cells = [
        *line_of({"all": 40}, "attempts"),
        *line_of({"all": 25}, "passed"),
        ReportCell("t", 2025, "program", "all", "none", "none", "pass_rate", Decimal("62.5"), 25),
    ]
    assert protect_release(cells, DECLARATIONS, Earlier())[2].display == "62.5%"


@pytest.mark.parametrize(
    ("people", "employers", "of_people", "of_wages", "code"),
    [
        (10, 3, "0.8", "0.8", "released"),
        (9, 3, "0.5", "0.5", "withheld"),
        (10, 2, "0.5", "0.5", "withheld"),
        (10, 3, "0.81", "0.5", "withheld"),
        (10, 3, "0.5", "0.81", "withheld"),
    ],
)
def test_pay_needs_people_employers_and_no_dominant_one(
    people: int, employers: int, of_people: str, of_wages: str, code: str
):
    pay = ReportCell(
        "t", 2025, "program", "all", "none", "none", "pay", Decimal("7349.99"), people, employers,
        Decimal(of_people), Decimal(of_wages),
    )  # fmt: skip
    released = protect_release([*line_of({"all": people}, "people"), pay], DECLARATIONS, Earlier())
    assert released[1].release_code == code
    assert released[1].display == ("$7,300" if code == "released" else "suppressed")


def test_a_count_of_few_people_is_withheld_however_many_events_they_have():
    cell = ReportCell("t", 2025, "program", "all", "none", "none", "attempts", Decimal(14), 9)
    assert protect_release([cell], DECLARATIONS, Earlier())[0].release_code == "withheld"


def test_one_count_in_two_tables_is_withheld_in_both():
    """In the second table nothing is small, yet it shows what the first one must withhold."""
    first = cells_of(TABLE)
    second = line_of({"all": 96, "a": 41, "b": 55}, "awards", "row", "u") + line_of(
        {"x": 34, "y": 26, "z": 36}, "awards", "column", "v"
    )
    released = protect_release(first + second, DECLARATIONS, Earlier())
    by_place = {place_of(cell): cell.release_code for cell in released}
    for cell in second:
        margin = {"row": (cell.member_1, "all"), "column": ("all", cell.member_1)}[cell.dimension_1]
        same = next(c for c in first if (c.member_1, c.member_2) == margin)
        assert by_place[place_of(cell)] == by_place[place_of(same)]


def test_two_figures_for_one_count_are_an_error_of_the_report():
    with pytest.raises(WarehouseError, match=r"awards of 2025 .* is 5 in the table u and 4"):
        protect_release(
            line_of({"p": 4}, "awards") + line_of({"p": 5}, "awards", table="u"),
            DECLARATIONS,
            Earlier(),
        )


def test_the_order_of_the_cells_changes_nothing():
    cells = cells_of(TABLE)
    released = protect_release(cells, DECLARATIONS, Earlier())
    assert sorted(protect_release(cells[::-1], DECLARATIONS, Earlier())) == sorted(released)


def test_zeros_can_be_withheld_too():
    declarations = Declarations(
        **{**vars(DECLARATIONS), "thresholds": THRESHOLDS | {"shows_zeros": 0}}
    )
    cells = line_of({"all": 30, "p": 30, "q": 0}, "awards")
    released = protect_release(cells, declarations, Earlier())
    assert [cell.display for cell in released] == ["30", "30", "suppressed"]


def earlier_of(cells: list[ReportCell]) -> Earlier:
    released = protect_release(cells, DECLARATIONS, Earlier())
    return Earlier({place_of(cell): cell for cell in released})


def test_what_was_published_is_repeated_and_corrections_change_nothing():
    before = earlier_of(cells_of(TABLE))
    corrected = cells_of(TABLE | {("b", "y"): 15})
    again = protect_release(corrected, DECLARATIONS, before)
    assert {place_of(cell): cell for cell in again} == before.cells
    # Another table of a corrected year tells nothing: it would tell of the one who was added.
    new = line_of({"all": 97, "a": 41, "b": 56}, "awards", "row", "u")
    found = protect_release(corrected + new, DECLARATIONS, before)[-3:]
    assert {cell.release_code for cell in found} == {"withheld"}


def test_a_new_table_is_protected_with_what_is_known_already():
    """Districts were shown; of two schools in one of them the second can't be shown now."""
    districts = line_of({"all": 60, "d1": 25, "d2": 35}, "awards", "district")
    schools = line_of({"s1": 4, "s2": 21, "s3": 35}, "awards", "school", "u")
    found = protect_release(districts + schools, DECLARATIONS, earlier_of(districts))
    assert [cell.release_code for cell in found] == ["released"] * 3 + [
        "small",
        "withheld",
        "released",
    ]


def test_counts_that_no_table_shows_any_more_stay_known():
    districts = line_of({"all": 60, "d1": 25, "d2": 35}, "awards", "district")
    schools = line_of({"s1": 4, "s2": 21, "s3": 35}, "awards", "school", "u")
    found = protect_release(schools, DECLARATIONS, earlier_of(districts))
    assert [cell.release_code for cell in found] == ["small", "withheld", "released"]


def test_parts_that_dont_make_up_their_whole_are_an_error_of_the_report():
    with pytest.raises(WarehouseError, match=r"awards of 2025 \(all\) is 60 .* -7 is left"):
        protect_release(line_of({"all": 60, "p": 31, "q": 22}, "awards"), DECLARATIONS, Earlier())


def test_what_earlier_releases_tell_is_named():
    """A careless release showed all but the small count: nothing can be withheld any more."""
    cells = line_of({"all": 60, "p": 56, "q": 4}, "awards")
    careless = Earlier(
        {
            place_of(cell): ReleasedCell(*cell[:8], "released", None, None, "")
            for cell in cells
            if cell.member_1 != "q"
        }
    )
    assert [key.members for key in decide(cells, DECLARATIONS, careless).told] == [
        (("program", "q"),)
    ]


def test_a_damaged_release_in_the_state_stops_everything(tmp_path):
    folder = tmp_path / "releases" / "2025"
    folder.mkdir(parents=True)
    (folder / "released_cells.parquet").write_text("no parquet")
    with pytest.raises(WarehouseError, match="restore the folder"):
        read_earlier(tmp_path)


def test_behind_a_closed_gate_nothing_is_released():
    path = PROJECT / "models" / "report" / "released" / "released_cells.py"
    spec = importlib.util.spec_from_file_location("released_cells", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    gate = duckdb.sql("select 'run' as run_id, false as is_open")
    dbt = SimpleNamespace(config=lambda **_: None, ref={"release_gate": gate}.get)
    assert module.model(dbt, None).num_rows == 0


def equal_of(counts: list[ReportCell]) -> dict[tuple, str]:
    declarations = replace(DECLARATIONS, may_be_equal=(("people", "awards"),))
    released = protect_release(counts, declarations, Earlier())
    return {(cell.measure, cell.member_1): cell.release_code for cell in released}


def test_measures_that_agree_are_one_count():
    """By people alone x would be 8, of 58; where nobody earned twice that is its awards too."""
    people = [("all", 60), ("x", 8), ("y", 52)]
    counts = line_of(dict(people), "people") + line_of({"x": 8, "y": 52, "all": 60}, "awards")
    found = equal_of(counts)
    assert {code for (measure, _), code in found.items() if measure == "people"} >= {"small"}
    for member, _ in people:
        assert found["people", member] == found["awards", member]


def test_a_group_under_two_names_is_one_group():
    """Who isn't a student has no school and no income; three names, of which one was shown."""
    declarations = replace(DECLARATIONS, same_members={("income", "nobody"): ("school", "nobody")})
    schools = line_of({"all": 60, "nobody": 40, "s3": 20}, "awards", "school")
    incomes = line_of({"all": 60, "nobody": 40, "low": 4, "high": 16}, "awards", "income", "u")
    released = protect_release(schools + incomes, declarations, Earlier())
    codes = {(cell.dimension_1, cell.member_1): cell.release_code for cell in released}
    assert codes["income", "low"] == "small"
    assert codes["income", "nobody"] == codes["school", "nobody"]


def test_the_committed_thresholds_are_no_weaker_than_their_sources():
    """NCES 2011-603 and the 80/3 rule of the QCEW; the Council may ask for more, never less."""
    seed = PROJECT / "seeds" / "report" / "disclosure_thresholds.csv"
    with seed.open(encoding="utf-8", newline="") as lines:
        values = {row["rule"]: int(row["value"]) for row in csv.DictReader(lines)}
    assert values["least_people"] >= 10
    assert values["protected_width"] >= values["least_people"] - 1
    assert values["least_people_behind_median"] >= 10
    assert values["least_people_behind_quarterly_pay"] >= 30
    assert values["least_people_behind_estimate"] >= 30
    assert values["least_employers"] >= 3
    assert values["largest_employer_share"] <= 80
    assert values["dollar_step"] >= 100
