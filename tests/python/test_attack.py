"""The attacker on small releases of counts, of which it is known by hand what they tell."""

import duckdb
import pytest

from releases_by_hand import NOT_APPLICABLE, SMALL, WITHHELD, HandMade, attack, told
from warehouse.attack.audit import audit
from warehouse.attack.equals import guess_equal
from warehouse.attack.published import read_release
from warehouse.attack.release import Equal
from warehouse.errors import WarehouseError


def test_a_small_count_that_is_shown(tmp_path):
    release = HandMade().row("sex", {"all": 50, "female": 43, "male": 7})
    finding = attack(tmp_path, release).findings[0]
    assert (finding.attack, finding.cell, finding.low) == ("shown", "awards 2024, sex male", 7)


@pytest.mark.parametrize("left_in", ["value", "display"])
def test_a_number_that_is_left_in_a_withheld_cell(tmp_path, left_in):
    release = HandMade().row("sex", {"all": 80, "female": 40, "male": SMALL, "x": WITHHELD})
    place, number = (7, 4) if left_in == "value" else (11, "4")
    row = list(release.cells[2])
    row[place] = number
    release.cells[2] = tuple(row)
    found = {finding.attack for finding in attack(tmp_path, release).findings}
    assert found == {"left in the file", "subtraction"}


def test_subtraction_in_a_row(tmp_path):
    release = HandMade().row("sex", {"all": 50, "female": 43, "male": SMALL})
    result = attack(tmp_path, release)
    assert told(result) == {"awards 2024, sex male": (7, 7)}
    assert "sex female (43)" in result.findings[0].told_by
    assert "all (50)" in result.findings[0].told_by


def test_a_second_withheld_cell_makes_the_row_safe(tmp_path):
    release = HandMade().row("sex", {"all": 80, "female": 40, "male": SMALL, "x": WITHHELD})
    result = attack(tmp_path, release)
    assert told(result) == {}
    assert (result.withheld, result.open_figures) == (2, 0)


def test_two_small_cells_that_add_up_to_few_are_narrowed(tmp_path):
    release = HandMade().row("sex", {"all": 46, "female": 40, "male": SMALL, "x": SMALL})
    assert told(attack(tmp_path, release)) == {
        "awards 2024, sex male": (1, 5),
        "awards 2024, sex x": (1, 5),
    }


def square(figures: dict[tuple[str, str], object], shown: dict[tuple[str, str], int]) -> HandMade:
    """A two-way table, margins shown, of the figures given and else those shown."""
    rows = sorted({row for row, _ in shown})
    columns = sorted({column for _, column in shown})
    cells: dict[str, dict[str, object]] = {
        row: {column: figures.get((row, column), shown[row, column]) for column in columns}
        for row in rows
    }
    for row in rows:
        cells[row]["all"] = sum(shown[row, column] for column in columns)
    cells["all"] = {column: sum(shown[row, column] for row in rows) for column in columns}
    cells["all"]["all"] = sum(shown.values())
    return HandMade().grid("area", "sex", cells)


def test_a_square_is_safe(tmp_path):
    shown = {(row, column): 40 for row in "abc" for column in "xyz"} | {("a", "x"): 4}
    hidden = {("a", "x"): SMALL, ("a", "y"): WITHHELD, ("b", "x"): WITHHELD, ("b", "y"): WITHHELD}
    result = attack(tmp_path, square(hidden, shown))
    assert (told(result), result.open_figures) == ({}, 0)
    leaky = square(hidden | {("b", "y"): 40}, shown)
    assert told(attack(tmp_path, leaky)) == {"awards 2024, area a, sex x": (4, 4)}


def test_a_bridge_is_opened_though_every_row_and_column_withholds_two(tmp_path):
    """Rows a and b less columns w and x leave one cell: the bridge of Gusfield (1988)."""
    shown = {(row, column): 40 for row in "abcd" for column in "wxyz"} | {("b", "y"): 6}
    corners = [(row, column) for row in "ab" for column in "wx"]
    corners += [(row, column) for row in "cd" for column in "yz"]
    hidden = dict.fromkeys(corners, WITHHELD) | {("b", "y"): SMALL}
    for at in (0, 1):
        lines = [pair[at] for pair in hidden]
        assert min(lines.count(line) for line in lines) >= 2
    result = attack(tmp_path, square(hidden, shown))
    assert told(result) == {"awards 2024, area b, sex y": (6, 6)}
    assert result.findings[0].attack == "joint"
    assert result.findings[0].told_by.count(" = ") == 4


def linked(margin: object) -> HandMade:
    """A table by sex that withholds men, and one by sex and area that shows them so."""
    release = HandMade().row("sex", {"all": 90, "female": SMALL, "male": WITHHELD, "x": 40})
    figures = {
        "female": {"all": SMALL, "a": SMALL, "b": 0},
        "male": {"all": margin, "a": 20, "b": 25},
        "x": {"all": 40, "a": WITHHELD, "b": WITHHELD},
    }
    return release.grid("sex", "area", figures, table="b")


def test_a_margin_withheld_in_one_table_is_printed_in_another(tmp_path):
    alone = linked(45)
    alone.cells = [cell for cell in alone.cells if cell[0] == "a"]
    assert told(attack(tmp_path, alone)) == {}
    found = told(attack(tmp_path, linked(45)))
    assert found["awards 2024, sex female"] == (5, 5)


def test_the_parts_of_a_withheld_margin_give_it_away(tmp_path):
    found = told(attack(tmp_path, linked(WITHHELD)))
    assert found["awards 2024, sex female"] == (5, 5)


def test_a_hierarchy_is_searched_through_levels_that_no_table_shows(tmp_path):
    """Schools and programs both add up to regions, which nobody published."""
    release = HandMade()
    for area, region in {"s1": "n", "s2": "n", "s3": "s"}.items():
        release.parents["area", area] = ("region", region)
    for other, region in {"p1": "n", "p2": "s", "p3": "s"}.items():
        release.parents["sex", other] = ("region", region)
    release.row("area", {"all": 100, "s1": 30, "s2": 20, "s3": 50})
    release.row("sex", {"all": 100, "p1": 50, "p2": 44, "p3": SMALL}, table="b")
    assert told(attack(tmp_path, release)) == {"awards 2024, sex p3": (6, 6)}
    release.cells = [cell for cell in release.cells if cell[5] != "p2" and cell[3] != "p2"]
    release.cell(WITHHELD, table="b", sex="p2")
    assert told(attack(tmp_path, release)) == {}


def test_a_hierarchy_is_climbed_over_a_level_that_no_table_shows(tmp_path):
    """Schools lie in districts, districts in regions; there is no table of districts."""
    release = HandMade()
    release.parents = {("area", "s1"): ("district", "d1"), ("area", "s2"): ("district", "d2")}
    release.parents |= {("area", "s3"): ("district", "d3"), ("district", "d3"): ("region", "s")}
    release.parents |= {("district", name): ("region", "n") for name in ("d1", "d2")}
    release.row("area", {"s1": 30, "s2": SMALL, "s3": WITHHELD})
    assert told(attack(tmp_path, release)) == {}
    release.row("region", {"n": 34, "s": WITHHELD}, table="b")
    assert told(attack(tmp_path, release)) == {"awards 2024, area s2": (4, 4)}


def test_a_nested_area_is_the_difference_of_two(tmp_path):
    """Region and larger area are both printed; what lies in one alone is few."""
    release = HandMade(parents={("area", "a"): ("region", "n"), ("area", "b"): ("region", "n")})
    release.row("area", {"a": 95, "b": SMALL})
    assert told(attack(tmp_path, release)) == {}
    release.row("region", {"n": 98}, table="b")
    assert told(attack(tmp_path, release)) == {"awards 2024, area b": (3, 3)}


def test_distinct_people_are_bounds_not_sums(tmp_path):
    release = HandMade(partitions=set())
    release.row("area", {"all": 50, "a": 45, "b": SMALL}, measure="earners")
    assert told(attack(tmp_path, release)) == {"earners 2024, area b": (5, 9)}
    whole = HandMade(partitions=set())
    whole.row("area", {"all": SMALL, "a": 4, "b": SMALL}, measure="earners")
    assert told(attack(tmp_path, whole)) == {"earners 2024, all": (4, 9)}
    open_enough = HandMade(partitions=set())
    open_enough.row("area", {"all": 50, "a": 50, "b": SMALL}, measure="earners")
    assert told(attack(tmp_path, open_enough)) == {}


def test_no_more_people_than_events(tmp_path):
    release = HandMade(relations=[("earners", "at_most", "awards")])
    release.row("sex", {"all": 60, "female": SMALL, "male": WITHHELD}, measure="earners")
    assert told(attack(tmp_path, release)) == {}
    release.row("sex", {"all": 70, "female": 3, "male": 67})
    assert told(attack(tmp_path, release)) == {"earners 2024, sex female": (1, 3)}


def test_parts_of_another_measure(tmp_path):
    release = HandMade(
        measures=dict.fromkeys(("tried", "won", "lost"), ("count", "events", None, None, False)),
        relations=[("won", "part_of", "tried"), ("lost", "part_of", "tried")],
    )
    release.cell(30, measure="tried").cell(24, measure="won").cell(SMALL, measure="lost")
    assert told(attack(tmp_path, release)) == {"lost 2024, all": (6, 6)}


def test_a_measure_that_is_another_of_one_member(tmp_path):
    """High-value awards are awards of the List: another table's total is that column."""
    release = HandMade(relations=[("listed", "same_as", "awards", "sex", "female")])
    release.measures["listed"] = ("count", "events", None, None, False)
    release.row("sex", {"all": 80, "female": WITHHELD, "male": SMALL})
    assert told(attack(tmp_path, release)) == {}
    release.row("area", {"all": 74, "a": 44, "b": 30}, table="b", measure="listed")
    assert told(attack(tmp_path, release)) == {"awards 2024, sex male": (6, 6)}


def test_awards_are_somebodys(tmp_path):
    """Nobody earned in one place, so its awards are none, and those of the other are told."""
    release = HandMade(
        relations=[("earners", "at_most", "awards")], thresholds={"least_people": 10}
    )
    release.row("area", {"all": 49, "a": WITHHELD, "b": WITHHELD, "c": 40})
    assert told(attack(tmp_path, release)) == {}
    release.row("area", {"all": 17, "a": 5, "b": 0, "c": 12}, measure="earners")
    assert told(attack(tmp_path, release)) == {"awards 2024, area a": (9, 9)}


def test_many_events_of_few_people(tmp_path):
    """Twelve awards are many, but fewer than ten people have them all."""
    release = HandMade(relations=[("earners", "at_most", "awards")])
    release.row("sex", {"all": 72, "female": WITHHELD, "male": 60})
    assert told(attack(tmp_path, release)) == {}
    release.row("sex", {"all": 68, "female": SMALL, "male": WITHHELD}, measure="earners")
    assert told(attack(tmp_path, release))["awards 2024, sex female"] == (12, 12)


def test_whole_numbers_tell_more_than_fractions(tmp_path):
    """Twice awards of a cell are at most its attempts: 3 of 7 can't be 3.5."""
    release = HandMade(
        measures={
            **HandMade().measures,
            "half": ("percent", "rate", "earners", "awards", False),
        }
    )
    release.cell(SMALL, measure="earners").cell(SMALL).cell(50, measure="half")
    assert told(attack(tmp_path, release)) == {
        "awards 2024, all": (2, 8),
        "earners 2024, all": (1, 4),
    }


def test_what_fractions_leave_open_whole_numbers_may_tell(tmp_path):
    """Three sums over pairs: p is r, so s is ten less twice p, and even."""
    release = HandMade(thresholds={"least_people": 10, "suppressed_may_be_small": 1})
    names = ("p", "q", "r", "s", "one", "two", "three")
    release.measures = dict.fromkeys(names, ("count", "events", None, None, False))
    for whole, parts in {"one": "pq", "two": "qr", "three": "prs"}.items():
        release.relations += [(part, "part_of", whole) for part in parts]
    release.cell(20, measure="one").cell(20, measure="two").cell(10, measure="three")
    for part in "pqr":
        release.cell(WITHHELD, measure=part)
    release.cell(SMALL, measure="s")
    assert told(attack(tmp_path, release))["s 2024, all"] == (2, 8)


def test_two_that_are_nobody_or_many_leave_less_for_a_third(tmp_path):
    """Of 15 either none or ten and more are in each of two groups, so the small one has 1 to 5."""
    release = HandMade()
    release.row("sex", {"all": 55, "female": 40, "male": SMALL, "x": WITHHELD, "y": WITHHELD})
    assert told(attack(tmp_path, release)) == {"awards 2024, sex male": (1, 5)}


def test_tables_that_disagree_are_reported(tmp_path):
    release = HandMade().cell(80).cell(83, table="b")
    finding = attack(tmp_path, release).findings[0]
    assert (finding.attack, finding.low) == ("contradiction", 3)
    short = HandMade().row("sex", {"all": 50, "female": 43})
    finding = attack(tmp_path, short).findings[0]
    assert (finding.attack, finding.low) == ("contradiction", 7)


def test_where_zeros_are_shown_a_withheld_count_is_of_somebody(tmp_path):
    """Three share ten: none has nine or ten, unless one of the others could be nobody."""
    release = HandMade(thresholds={"least_people": 10, "protected_width": 9, "shows_zeros": 1})
    figures = {"all": 50, "female": 40, "male": WITHHELD, "x": WITHHELD, "y": WITHHELD}
    release.row("sex", figures, measure="attempts")
    assert set(told(attack(tmp_path, release)).values()) == {(1, 8)}
    release.thresholds["shows_zeros"] = 0
    assert told(attack(tmp_path, release)) == {}


def test_what_reads_suppressed_is_small_only_if_the_release_says_so(tmp_path):
    """Of 18 the other group has ten or more, so the small one has eight at the most."""
    release = HandMade().row("sex", {"all": 58, "female": 40, "male": SMALL, "x": WITHHELD})
    assert told(attack(tmp_path, release)) == {"awards 2024, sex male": (1, 8)}
    release.thresholds["suppressed_may_be_small"] = 1
    assert told(attack(tmp_path, release)) == {}


def test_no_release_is_called_safe_that_asks_for_less_than_its_small_counts_say(tmp_path):
    """`<10` says 1 to 9; with a width of 5 a release could tell that it is 1 to 5."""
    release = HandMade(thresholds={"least_people": 10, "protected_width": 5})
    release.row("sex", {"all": 46, "female": 40, "male": SMALL, "x": SMALL})
    with pytest.raises(WarehouseError, match="protected_width is 5, and `<10` leaves 9"):
        attack(tmp_path, release)


LAST_YEAR = {"all": 80, "female": SMALL, "male": WITHHELD, "x": 40}


def test_processes_share_the_blocks_and_find_the_same(tmp_path):
    release = HandMade()
    for year in (2022, 2023, 2024):
        release.row("sex", {"all": 46, "female": 40, "male": SMALL, "x": SMALL}, year=year)
    read = [read_release(release.write(tmp_path))]
    alone = audit(read, say=lambda step: None, processes=1)
    shared = audit(read, say=lambda step: None, processes=2)
    assert shared == alone
    assert (alone.blocks, len(alone.findings)) == (3, 6)


def test_the_solver_is_silent(tmp_path, capfd):
    """It writes to the process's own output, which is the build's log."""
    figures = {"all": {"all": 60, "x": 30, "y": 30}}
    figures |= {each: {"all": 20, "x": WITHHELD, "y": WITHHELD} for each in ("f", "m", "u")}
    attack(tmp_path, HandMade().grid("sex", "area", figures))
    assert capfd.readouterr() == ("", "")


def test_one_group_under_two_names_is_one_count(tmp_path):
    """Who has no school has no income either: the other table shows how many they are."""
    release = HandMade(partitions={"school", "income"})
    release.row("school", {"all": 60, "nobody": 44, "s1": 16}, measure="earners")
    hidden = {"all": 60, "nobody": WITHHELD, "low": SMALL, "high": 10}
    release.row("income", hidden, table="b", measure="earners")
    assert told(attack(tmp_path, release)) == {}
    release.same_members = [("income", "nobody", "school", "nobody")]
    assert told(attack(tmp_path, release)) == {"earners 2024, income low": (6, 6)}


AREA, BY_SEX = frozenset({"area"}), frozenset({"area", "sex"})
EQUAL = [
    # In all areas of the year; in area a in every year; of areas by sex, so not of areas alone.
    (Equal("earners", "awards", AREA, 2024, None), True),
    (Equal("earners", "awards", AREA, None, ("area", "a")), True),
    (Equal("earners", "awards", AREA, 2023, None), False),
    (Equal("earners", "awards", AREA, None, ("area", "b")), False),
    (Equal("earners", "awards", BY_SEX, 2024, None), False),
]
AT_MOST = ("earners", "at_most", "awards")


@pytest.mark.parametrize(("equal", "is_told"), EQUAL)
def test_equal_measures_tell_each_other(tmp_path, equal: Equal, is_told: bool):
    """Of the awards of a, withheld, six remain for its earners, of whom 44 of 50 are in b."""
    release = HandMade(relations=[AT_MOST])
    release.row("area", {"all": 90, "a": SMALL, "b": WITHHELD})
    release.row("area", {"all": 50, "a": 6, "b": 44}, table="b", measure="earners")
    found = told(attack(tmp_path, release, equal=[equal]))
    assert (found.get("awards 2024, area a") == (6, 6)) == is_told


def test_measures_that_are_equal_are_equal_in_every_part(tmp_path):
    """Where nobody earned twice in an area, no girl did there."""
    release = HandMade(relations=[AT_MOST])
    line = {"all": {"a": 40}, "female": {"a": WITHHELD}, "male": {"a": SMALL}}
    release.grid("sex", "area", line)
    line = {"all": {"a": WITHHELD}, "female": {"a": 33}, "male": {"a": SMALL}}
    release.grid("sex", "area", line, table="b", measure="earners")
    few = [f"{measure} 2024, area a, sex male" for measure in ("awards", "earners")]
    assert told(attack(tmp_path, release)) == dict.fromkeys(few, (1, 7))
    equal = [Equal("earners", "awards", AREA, 2024, None)]
    assert told(attack(tmp_path, release, equal=equal)) == dict.fromkeys(few, (7, 7))


def test_what_has_no_figure_yet_equals_nothing(tmp_path):
    """Of area a all earners are followed in every year that is over; this one isn't."""
    release = HandMade(relations=[("followed", "at_most", "earners")])
    release.measures["followed"] = ("people", "persons", None, None, False)
    release.row("area", {"all": 90, "a": 40, "b": 50}, measure="earners")
    release.row("area", dict.fromkeys(("all", "a"), NOT_APPLICABLE), table="b", measure="followed")
    equal = [Equal("followed", "earners", AREA, None, ("area", "a"))]
    assert told(attack(tmp_path, release, equal=equal)) == {}


def test_a_figure_that_was_corrected_since_equals_nothing(tmp_path):
    """Now all are equal in the marts; what was published stays, and shows two awards of one."""
    release = HandMade(relations=[AT_MOST])
    release.row("area", {"all": 90, "a": 40, "b": 50})
    release.row("area", {"all": 89, "a": 39, "b": 50}, table="b", measure="earners")
    equal = [Equal("earners", "awards", AREA, 2024, None)]
    assert told(attack(tmp_path, release, equal=equal)) == {}


def twice(first: int, second: int, b: int = 0) -> HandMade:
    """A release in which a of 2023 and b of 2024 show how many earned how much, a of 2024 not."""
    release = HandMade(relations=[AT_MOST])
    for year, area, awards, earners in ((2023, "a", first, first), (2024, "b", second, b)):
        release.cell(awards, area=area, year=year)
        release.cell(earners or awards, area=area, year=year, table="b", measure="earners")
    for year in (2023, 2024):
        release.cell(WITHHELD, area="c", year=year)
        release.cell(WITHHELD, area="c", year=year, table="b", measure="earners")
    release.cell(WITHHELD, area="a").cell(12, table="b", measure="earners", area="a")
    return release


def guesses(tmp_path, *releases: HandMade) -> set[tuple]:
    """What a reader guesses to be one number: the year, or the member, by what is shown."""
    read = [
        read_release(each.write(tmp_path / str(number))) for number, each in enumerate(releases)
    ]
    return {(each.year, each.member) for each in guess_equal(read, least=10)}


def test_what_is_one_number_wherever_both_are_shown_is_guessed(tmp_path):
    """Ten awards of ten in a, one of nine in b: of so few it may be chance."""
    assert guesses(tmp_path, twice(10, 9)) == {(2023, None), (None, ("area", "a"))}
    assert (2024, None) in guesses(tmp_path, twice(10, 10))
    assert guesses(tmp_path, twice(10, 21, b=20)) == {(2023, None), (None, ("area", "a"))}


def test_that_all_passed_is_nobodys_guess(tmp_path):
    release = HandMade(relations=[("awards", "at_most", "attempts")])
    release.row("area", {"all": 90, "a": 40, "b": 50})
    release.row("area", {"all": 90, "a": 40, "b": 50}, table="b", measure="attempts")
    assert guesses(tmp_path, release) == set()


def test_a_table_of_old_that_said_what_is_one_number_is_not_read(tmp_path):
    """It was found from what is withheld too, so that its missing rows told of small counts."""
    folder = twice(10, 10).write(tmp_path / "with")
    before = read_release(folder, is_earlier=True)
    duckdb.execute(
        "copy (select 'earners' as measure, 'awards' as other_measure, 'area' as dimension_1,"
        " 'none' as dimension_2, '2024' as school_year, 'all' as member)"
        f" to '{folder / 'report_equal_measures.parquet'}' (format parquet)"
    )
    assert read_release(folder, is_earlier=True) == before


def test_years_that_follow_each_other_are_guessed_from_together(tmp_path):
    """Last year's release showed both of an area; this year's shows that one earned twice there."""
    before = HandMade(relations=[AT_MOST]).cell(30, area="a", year=2023)
    before.cell(30, area="a", year=2023, table="b", measure="earners")
    now = HandMade(relations=[AT_MOST]).cell(WITHHELD, area="a", year=2023)
    now.cell(30, area="a", year=2023, table="b", measure="earners")
    assert guesses(tmp_path, before, now) == {(2023, None), (None, ("area", "a"))}
    now.cell(41, area="a", year=2024).cell(40, area="a", year=2024, table="b", measure="earners")
    assert guesses(tmp_path, before, now) == {(2023, None)}


def by_area(earners_of_b: int) -> HandMade:
    """Nobody earned twice in c, which alone shows both; of the awards 55 are in a or b."""
    release = HandMade(partitions={"sex"}, relations=[AT_MOST])
    release.thresholds["suppressed_may_be_small"] = 1
    release.row("area", {"all": 95, "a": SMALL, "b": WITHHELD, "c": 40})
    figures = {"all": 80, "a": WITHHELD, "b": earners_of_b, "c": 40}
    return release.row("area", figures, table="b", measure="earners")


def test_what_follows_from_a_guess_alone_is_told_apart(tmp_path):
    """Of 55 awards 46 are those of b, if nobody earned twice there either: nine are of a."""
    result = attack(tmp_path, by_area(46), is_guessing=True)
    assert told(result) == {}
    found = {finding.cell: (finding.low, finding.high) for finding in result.guessed}
    assert found == dict.fromkeys(("awards 2024, area a", "earners 2024, area a"), (9, 9))


def test_a_guess_that_the_figures_contradict_tells_nothing(tmp_path):
    """Area b has more awards than earners, as the sum says, so nobody guesses any longer."""
    result = attack(tmp_path, by_area(45), is_guessing=True)
    assert (result.findings, result.guessed) == ((), ())
