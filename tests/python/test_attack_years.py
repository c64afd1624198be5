"""The attacker on releases that follow each other."""

import pytest

from releases_by_hand import SMALL, WITHHELD, HandMade, attack, told

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
