"""What tables by credential and by program tell of each other, on figures worked out by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from releases_by_hand import SMALL, WITHHELD, HandMade
from test_attack import attack, told
from test_release import DECLARATIONS, line_of
from warehouse.errors import WarehouseError
from warehouse.release.cells import ReportCell, UnseenCount
from warehouse.release.earlier import Earlier
from warehouse.release.protect import protect_release

# a and c lead to p alone, b to q alone.
ALIGNED = (("a", "p"), ("c", "p"), ("b", "q"))
EVENTS = {("a", "p"): 4, ("c", "p"): 40, ("b", "q"): 36}


def by_both(year: int) -> HandMade:
    """Awards by credential and by program, with the alignments of a year."""
    release = HandMade(partitions=set())
    release.row("credential", {"all": 80, "a": SMALL, "b": WITHHELD, "c": 40})
    release.row("program", {"all": 80, "p": 44, "q": 36}, table="b")
    release.alignments = [(year, "credential", each, "program", to) for each, to in ALIGNED]
    return release


def test_a_program_less_its_other_credentials_is_the_rest(tmp_path: Path):
    assert told(attack(tmp_path, by_both(2024))) == {"awards 2024, credential a": (4, 4)}


def test_alignments_of_another_year_say_nothing(tmp_path: Path):
    assert told(attack(tmp_path, by_both(2023))) == {}


def test_people_of_a_credential_are_people_of_its_programs(tmp_path: Path):
    """Of 47 no more than 29 are in the one program, so the two small ones have nine each."""
    release = HandMade(partitions=set())
    release.row("credential", {"all": 92, "a": 47, "b": 62}, measure="earners")
    figures = {"all": 92, "p": 29, "r": SMALL, "s": SMALL, "t": 62}
    release.row("program", figures, measure="earners", table="b")
    assert told(attack(tmp_path, release)) == {}
    release.alignments = [
        (2024, "credential", each, "program", to)
        for each, to in (("a", "p"), ("a", "r"), ("a", "s"), ("b", "t"))
    ]
    assert told(attack(tmp_path / "aligned", release)) == {
        "earners 2024, program r": (9, 9),
        "earners 2024, program s": (9, 9),
    }


def test_who_has_nothing_on_the_list_is_in_some_row_without_it(tmp_path: Path):
    """Of 15 without x at most 8 are in a, so 7 of b's 9; and 2 at least of x aren't in a."""
    release = HandMade(partitions=set())
    figures = {
        "all": {"all": 60, "x": 45, "y": WITHHELD},
        "a": {"all": 51, "x": 43, "y": WITHHELD},
        "b": {"all": SMALL, "x": SMALL, "y": WITHHELD},
    }
    release.grid("row", "column", figures, measure="earners")
    found = told(attack(tmp_path, release))
    assert found["earners 2024, column x, row b"] == (2, 2)


def counted(events: dict[tuple[str, str], int]) -> list[UnseenCount]:
    return [
        UnseenCount("awards", 2025, credential, program, "all", value)
        for (credential, program), value in events.items()
    ]


def sums(events: dict[tuple[str, str], int]) -> list[ReportCell]:
    """Lay out the table by credential and the one by program."""
    lines: list[dict[str, int]] = [{"all": 0}, {"all": 0}]
    for pair, value in events.items():
        for line, member in zip(lines, pair, strict=True):
            line[member] = line.get(member, 0) + value
            line["all"] += value
    return [
        *line_of(lines[0], "awards", "credential", "t"),
        *line_of(lines[1], "awards", "program", "u"),
    ]


def test_protection_knows_what_lies_between_two_tables():
    released = protect_release(sums(EVENTS), DECLARATIONS, Earlier(), counted(EVENTS))
    shown = {cell.member_1: cell.value for cell in released if cell.value is not None}
    possible = {
        a
        for a in range(1, 10)
        for b in range(1, 90)
        for c in range(1, 90)
        if all(
            shown.get(member, value) == value
            for member, value in {"a": a, "b": b, "c": c, "p": a + c, "q": b}.items()
        )
        and shown.get("all", a + b + c) == a + b + c
    }
    assert possible == set(range(1, 10))


def test_an_event_of_a_pair_that_cannot_meet_stops_the_release():
    with pytest.raises(WarehouseError, match="don't agree"):
        protect_release(sums(EVENTS | {("a", "q"): 12}), DECLARATIONS, Earlier(), counted(EVENTS))


def test_protection_knows_who_has_nothing_on_the_list():
    """15 are without x and none of a is, so 15 of b's 20 are: with all that shown, b has 5 in x."""
    figures = {
        "all": {"all": 60, "x": 45, "y": 28},
        "a": {"all": 45, "x": 45, "y": 12},
        "b": {"all": 20, "x": 3, "y": 20},
    }
    cells = [
        ReportCell("t", 2025, "row", row, "column", column, "people", Decimal(value), value)
        for row, line in figures.items()
        for column, value in line.items()
    ]
    released = protect_release(cells, DECLARATIONS, Earlier())
    shown = {(cell.member_1, cell.member_2) for cell in released if cell.value is not None}
    needed = {("all", "all"), ("all", "x"), ("a", "all"), ("a", "x"), ("b", "all")}
    assert not needed <= shown


# x leads to p and q, y to q and r, z to s and t. Nobody earned two credentials.
PEOPLE = {
    ("x", "p"): 4,
    ("x", "q"): 18,
    ("y", "q"): 12,
    ("y", "r"): 12,
    ("z", "s"): 25,
    ("z", "t"): 20,
}
BY_CREDENTIAL = {"all": 84, "x": 20, "y": 24, "z": 40}
BY_PROGRAM = {"all": 84, "p": 4, "q": 30, "r": 12, "s": 25, "t": 20}


def test_who_is_once_in_all_is_once_in_a_program(tmp_path: Path):
    """12 of y at least are among the 30 of q, so 18 of x at most, and 2 of x are in p."""
    release = HandMade(partitions=set(), thresholds={"least_people": 10, "shows_zeros": 1})
    release.row("credential", BY_CREDENTIAL, measure="earners")
    figures = BY_PROGRAM | {"p": SMALL, "s": WITHHELD, "t": WITHHELD}
    release.row("program", figures, measure="earners", table="b")
    assert told(attack(tmp_path, release)) == {}
    release.alignments = [(2024, "credential", each, "program", to) for each, to in PEOPLE]
    found = told(attack(tmp_path / "aligned", release))
    assert found == {"earners 2024, program p": (2, 9)}


def test_protection_knows_that_nobody_is_twice_in_a_program():
    cells = line_of(BY_CREDENTIAL, "people", "credential", "t")
    cells += line_of(BY_PROGRAM, "people", "program", "u")
    between = [UnseenCount("people", 2025, *pair, "all", value) for pair, value in PEOPLE.items()]
    released = protect_release(cells, DECLARATIONS, Earlier(), between)
    shown = {cell.member_1 for cell in released if cell.value is not None}
    assert "p" not in shown
    assert not {"all", "x", "y", "z", "q", "r"} <= shown
