"""The attacker on small releases of which it is known by hand what they tell."""

from pathlib import Path

import pytest

from releases_by_hand import NOT_APPLICABLE, SMALL, WITHHELD, HandMade
from warehouse.attack.audit import Audit, audit
from warehouse.attack.published import read_release


def attack(tmp_path: Path, *releases: HandMade) -> Audit:
    """Write releases, the earliest first, and attack the last with the help of all."""
    read = [
        read_release(release.write(tmp_path / f"release_{number}"))
        for number, release in enumerate(releases)
    ]
    return audit(read, say=lambda step: None)


def told(result: Audit) -> dict[str, tuple[float, float]]:
    """What was told of figures that aren't simply shown."""
    return {
        finding.cell: (finding.low, finding.high)
        for finding in result.findings
        if finding.attack != "shown"
    }


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
        relations=[("earners", "at_most", "awards")],
        thresholds={"least_people": 10, "protected_width": 5},
    )
    release.row("area", {"all": 46, "a": WITHHELD, "b": WITHHELD, "c": 40})
    assert told(attack(tmp_path, release)) == {}
    release.row("area", {"all": 17, "a": 5, "b": 0, "c": 12}, measure="earners")
    assert told(attack(tmp_path, release)) == {"awards 2024, area a": (6, 6)}


def pay(people: dict[str, object], wages: dict[str, object]) -> HandMade:
    release = HandMade(parents={("area", "a"): ("region", "n"), ("area", "b"): ("region", "n")})
    release.partitions = set()
    for member, figure in people.items():
        dimension = "region" if member == "n" else "area"
        release.cell(figure, measure="earners", table=dimension, **{dimension: member})
        wage = wages[member]
        release.cell(wage, measure="median_wage", table=dimension, **{dimension: member})
    return release


def test_a_group_that_is_the_whole_of_another_has_its_pay(tmp_path):
    people = {"n": 40, "a": 40, "b": 12}
    result = attack(tmp_path, pay(people, {"n": 9000, "a": WITHHELD, "b": 8000}))
    assert told(result) == {"median_wage 2024, area a": (9000, 9000)}
    assert result.findings[0].attack == "same people"
    people["a"] = 39
    assert told(attack(tmp_path, pay(people, {"n": 9000, "a": WITHHELD, "b": 8000}))) == {}


def test_pay_of_few_people_or_employers(tmp_path):
    few = pay({"a": SMALL}, {"a": 9000})
    few.thresholds["least_people_behind_median"] = 10
    assert [finding.attack for finding in attack(tmp_path, few).findings] == ["pay of few"]
    known = pay({"a": 30}, {"a": 9000})
    known.measures["employers"] = ("employers", "events", None, None, False)
    known.thresholds["least_employers"] = 3
    known.cell(2, measure="employers", table="area", area="a")
    assert [finding.attack for finding in attack(tmp_path, known).findings] == ["dominant employer"]
    known.cells[-1] = (*known.cells[-1][:7], 3, *known.cells[-1][8:])
    assert told(attack(tmp_path, known)) == {}


@pytest.mark.parametrize(
    ("figure", "expected"), [(WITHHELD, {}), (NOT_APPLICABLE, {"pass_rate 2024, area a": (0, 0)})]
)
def test_nothing_to_measure_is_nobody(tmp_path, figure, expected):
    """That a median isn't applicable says that none of those who tried has passed."""
    release = HandMade()
    release.measures["median_wage"] = ("dollars", "dollars", None, "awards", False)
    release.cell(40, measure="attempts", area="a").cell(WITHHELD, area="a")
    release.cell(WITHHELD, measure="pass_rate", area="a")
    release.cell(figure, measure="median_wage", area="a")
    assert told(attack(tmp_path, release)) == expected


def test_many_events_of_few_people(tmp_path):
    """Twelve awards are many, but fewer than ten people have them all."""
    release = HandMade(relations=[("earners", "at_most", "awards")])
    release.row("sex", {"all": 72, "female": WITHHELD, "male": 60})
    assert told(attack(tmp_path, release)) == {}
    release.row("sex", {"all": 68, "female": SMALL, "male": WITHHELD}, measure="earners")
    assert told(attack(tmp_path, release))["awards 2024, sex female"] == (12, 12)


def test_rate_times_denominator(tmp_path):
    release = HandMade().cell(80, measure="attempts").cell(7.5, measure="pass_rate")
    release.cell(SMALL)
    result = attack(tmp_path, release)
    assert told(result) == {"awards 2024, all": (6, 6)}
    assert result.findings[0].attack == "rate times denominator"
    assert "at least 0.0745 of attempts 2024, all (80)" in result.findings[0].told_by


def test_a_rate_tells_a_count_that_nobody_published(tmp_path):
    release = HandMade().cell(80, measure="attempts").cell(7.5, measure="pass_rate")
    assert told(attack(tmp_path, release)) == {"awards 2024, all": (6, 6)}


def test_a_withheld_rate_is_computed(tmp_path):
    release = HandMade().cell(80, measure="attempts").cell(60)
    release.cell(WITHHELD, measure="pass_rate")
    assert told(attack(tmp_path, release)) == {"pass_rate 2024, all": (75, 75)}


def test_a_withheld_rate_is_computed_from_its_parts(tmp_path):
    release = HandMade().cell(80, measure="attempts").row("sex", {"female": 20, "male": 40})
    release.cell(WITHHELD, sex="all").cell(WITHHELD, measure="pass_rate")
    assert told(attack(tmp_path, release)) == {"pass_rate 2024, all": (75, 75)}
    release.cell(WITHHELD, sex="x")
    assert told(attack(tmp_path, release)) == {}


def test_a_rate_can_be_told_though_its_counts_can_not(tmp_path):
    """Two groups of like rate and open size make a whole of that rate."""
    release = HandMade(
        measures={**HandMade().measures, "share": ("percent", "rate", "p", "n", False)}
    )
    release.measures |= dict.fromkeys(("p", "n"), ("count", "events", None, None, False))
    for sex in ("female", "male"):
        release.cell(50, measure="share", sex=sex)
        release.cell(WITHHELD, measure="p", sex=sex).cell(WITHHELD, measure="n", sex=sex)
    for measure in ("p", "n", "share"):
        release.cell(WITHHELD, measure=measure, sex="all")
    release.cell(60, measure="n", sex="all", table="b")
    found = told(attack(tmp_path, release))
    assert list(found) == ["share 2024, all"]


def test_a_band_pins_a_count(tmp_path):
    """At least 95 % of 20 is 19 or 20; less than 5 % of 40, if there is anybody, is 1."""
    release = HandMade().cell(20, measure="attempts").cell((95, 100), measure="pass_rate")
    release.cell(WITHHELD)
    assert told(attack(tmp_path, release)) == {"attempts without awards 2024, all": (0, 1)}
    low = HandMade().cell(40, measure="attempts").cell((0, 5), measure="pass_rate").cell(SMALL)
    assert told(attack(tmp_path, low)) == {
        "awards 2024, all": (1, 1),
        "pass_rate 2024, all": (2.5, 2.5),
    }


def test_a_band_over_many_is_wide_enough(tmp_path):
    release = HandMade().cell(300, measure="attempts").cell((95, 100), measure="pass_rate")
    release.cell(WITHHELD)
    assert told(attack(tmp_path, release)) == {}


def test_who_failed_is_the_difference(tmp_path):
    release = HandMade().cell(80, measure="attempts").cell(77).cell((95, 100), measure="pass_rate")
    result = attack(tmp_path, release)
    assert told(result) == {
        "attempts without awards 2024, all": (3, 3),
        "pass_rate 2024, all": (96.25, 96.25),
    }
    assert {finding.attack for finding in result.findings} == {"complement", "rate"}


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


def test_the_seed_may_ask_for_less_width(tmp_path):
    release = HandMade(thresholds={"least_people": 10, "protected_width": 5})
    release.row("sex", {"all": 46, "female": 40, "male": SMALL, "x": SMALL})
    assert told(attack(tmp_path, release)) == {}


LAST_YEAR = {"all": 80, "female": SMALL, "male": WITHHELD, "x": 40}


def test_a_cell_that_was_printed_before_stays_known(tmp_path):
    """What is withheld with the small cell now stood in another table last year."""
    now = HandMade().row("sex", LAST_YEAR)
    assert told(attack(tmp_path, now)) == {}
    before = HandMade().row("sex", LAST_YEAR | {"all": WITHHELD, "male": 33})
    assert told(attack(tmp_path, before)) == {}
    result = attack(tmp_path, before, now)
    assert told(result) == {"awards 2024, sex female": (7, 7)}
    assert "sex male (33" in result.findings[0].told_by


@pytest.mark.parametrize("before", [SMALL, WITHHELD])
def test_a_cell_that_was_withheld_before_is_printed_now(tmp_path, before):
    earlier = HandMade().row("sex", LAST_YEAR | {"female": before})
    now = HandMade().row("sex", LAST_YEAR | {"female": 4, "male": 36})
    assert told(attack(tmp_path, earlier, now)) == {"awards 2024, sex female": (4, 4)}


def test_processes_share_the_blocks_and_find_the_same(tmp_path):
    release = HandMade()
    for year in (2022, 2023, 2024):
        release.row("sex", {"all": 46, "female": 40, "male": SMALL, "x": SMALL}, year=year)
    read = [read_release(release.write(tmp_path))]
    alone = audit(read, say=lambda step: None, processes=1)
    shared = audit(read, say=lambda step: None, processes=2)
    assert shared == alone
    assert (alone.blocks, len(alone.findings)) == (3, 6)


def test_years_are_other_people(tmp_path):
    before = HandMade().row("sex", LAST_YEAR | {"all": WITHHELD, "male": 33}, year=2023)
    now = HandMade().row("sex", LAST_YEAR)
    assert told(attack(tmp_path, before, now)) == {}


def test_another_list_of_the_same_year_tells_who_was_added(tmp_path):
    """Last year's report counted the old List; this year's counts the new one, one longer."""
    listed, figures = ("region", "listed"), {"welder": 250, "florist": SMALL, "baker": WITHHELD}
    before = HandMade(parents={("area", "welder"): listed})
    before.row("area", figures).row("region", {"listed": 250, "other": WITHHELD}, table="b")
    now = HandMade(parents={("area", "welder"): listed, ("area", "florist"): listed})
    now.row("area", figures).row("region", {"listed": 257, "other": WITHHELD}, table="b")
    assert told(attack(tmp_path, before)) == {}
    result = attack(tmp_path, before, now)
    assert told(result) == {"awards 2024, area florist": (7, 7)}
    assert result.revised == 1


def test_two_lists_differ_by_what_joined(tmp_path):
    """The old List's rest held the florists, the new one's doesn't; neither shows what it holds."""
    listed, other = ("region", "listed"), ("region", "other")
    figures = {"welder": 250, "florist": SMALL, "baker": WITHHELD}
    parents = {("area", "welder"): listed, ("area", "florist"): other, ("area", "baker"): other}
    before, now = (
        HandMade(parents=parents),
        HandMade(parents=parents | {("area", "florist"): listed}),
    )
    before.row("area", figures).row("region", {"listed": WITHHELD, "other": 33}, table="b")
    now.row("area", figures).row("region", {"listed": WITHHELD, "other": 27}, table="b")
    assert told(attack(tmp_path, before)) == told(attack(tmp_path, now)) == {}
    result = attack(tmp_path, before, now)
    assert told(result) == {"awards 2024, area florist": (6, 6)}
    assert result.apart == 0


def test_a_group_that_nobody_left_or_joined_is_the_same_group(tmp_path):
    """A credential moved between two clusters; what was printed of a third stays known."""
    clusters = ("n", "s", "w")
    parents = {("area", f"{name}{at}"): ("region", name) for name in clusters for at in (1, 2)}
    before = HandMade(parents=parents)
    figures = {"n1": 20, "n2": 20, "s1": 20, "s2": 20, "w1": SMALL, "w2": WITHHELD}
    before.row("area", figures).row("region", {"n": 40, "s": 40, "w": 35}, table="b")
    now = HandMade(parents={**parents, ("area", "n2"): ("region", "s")})
    now.row("area", figures | {"w2": 30})
    now.row("region", {"n": 20, "s": 60, "w": WITHHELD}, table="b")
    assert told(attack(tmp_path, now)) == {}
    assert told(attack(tmp_path, before, now)) == {"awards 2024, area w1": (5, 5)}


def test_a_revised_figure_is_no_contradiction(tmp_path):
    before = HandMade().row("sex", {"all": 80, "female": 38, "male": 42})
    now = HandMade().row("sex", {"all": 83, "female": 41, "male": 42})
    result = attack(tmp_path, before, now)
    assert (told(result), result.revised) == ({}, 2)
