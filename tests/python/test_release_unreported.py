"""What no source reports, or nobody can know yet, has no figure, and is a zero for who adds up."""

from decimal import Decimal
from pathlib import Path

import pytest

from releases_by_hand import HandMade, attack, told
from test_release import DECLARATIONS, line_of
from warehouse.release.cells import ReleasedCell, place_of
from warehouse.release.earlier import Earlier
from warehouse.release.protect import protect_release
from warehouse.release.reported import told_as_unfinished, told_as_unreported

UNREPORTED = [("t", 2025, "p", "none", "awards")]


def released(code: str, value: int | None, display: str) -> ReleasedCell:
    figure = None if value is None else Decimal(value)
    return ReleasedCell(
        "t", 2025, "program", "p", "none", "none", "awards", figure, code, None, None, display
    )


@pytest.mark.parametrize(
    "cell", [released("released", 0, "0"), released("not_applicable", None, "not applicable")]
)
def test_an_empty_cell_that_nobody_reports_has_no_figure(cell: ReleasedCell):
    (found,) = told_as_unreported([cell], UNREPORTED)
    assert found == released("not_reported", None, "not reported")
    assert list(told_as_unreported([cell], [])) == [cell]


@pytest.mark.parametrize(
    "cell",
    [
        released("released", 12, "12"),
        released("small", None, "<10"),
        released("withheld", None, "suppressed"),
    ],
)
def test_a_cell_that_says_something_or_is_withheld_stays(cell: ReleasedCell):
    assert list(told_as_unreported([cell], UNREPORTED)) == [cell]


@pytest.mark.parametrize(
    "cell",
    [
        released("released", 0, "0"),
        released("withheld", None, "suppressed"),
        released("not_applicable", None, "not applicable"),
    ],
)
def test_earners_who_cant_be_followed_yet_have_no_figure_and_no_mark(cell: ReleasedCell):
    (found,) = told_as_unfinished([cell], UNREPORTED)
    assert found == released("not_applicable", None, "not applicable")
    assert list(told_as_unfinished([cell], [])) == [cell]


@pytest.mark.parametrize("cell", [released("released", 12, "12"), released("small", None, "<10")])
def test_what_an_earlier_release_told_of_them_stays_told(cell: ReleasedCell):
    assert list(told_as_unfinished([cell], UNREPORTED)) == [cell]


def published(values: dict[str, int]) -> Earlier:
    """Give an earlier release of one line, in which nobody reports p."""
    cells = protect_release(line_of(values, "awards"), DECLARATIONS, Earlier())
    return Earlier({place_of(cell): cell for cell in told_as_unreported(cells, UNREPORTED)})


def test_an_earlier_release_of_it_is_repeated_and_told_a_zero():
    values = {"all": 56, "p": 0, "q": 56}
    before = published(values)
    again = list(
        told_as_unreported(
            protect_release(line_of(values, "awards"), DECLARATIONS, before), UNREPORTED
        )
    )
    assert {place_of(cell): cell for cell in again} == before.cells
    assert again[1].display == "not reported"
    # Another table of the year may be shown: nothing was corrected.
    other = line_of({"all": 56, "x": 56}, "awards", "sex", "u")
    found = protect_release(line_of(values, "awards") + other, DECLARATIONS, before)[-2:]
    assert [cell.release_code for cell in found] == ["released", "released"]


def test_whoever_is_reported_later_gets_a_figure_and_corrects_nothing():
    """That there was no figure yet told of nobody, so the year's new tables may be shown."""
    later = line_of({"p": 15}, "awards") + line_of({"x": 15}, "awards", "sex", "u")
    found = protect_release(later, DECLARATIONS, published({"p": 0}))
    assert [cell.display for cell in found] == ["15", "15"]


def test_of_a_corrected_year_nothing_new_is_said():
    """The total was corrected: what had no figure gets none, and a new table is withheld."""
    later = line_of({"all": 71, "p": 15, "q": 56}, "awards")
    other = line_of({"x": 71}, "awards", "sex", "u")
    found = protect_release(later + other, DECLARATIONS, published({"all": 56, "p": 0, "q": 56}))
    assert [cell.display for cell in found] == ["56", "not reported", "56", "suppressed"]


def test_what_no_table_has_any_more_still_adds_up():
    before = published({"all": 56, "p": 0, "q": 56})
    (gone,) = before.no_more_reported(line_of({"all": 56, "q": 56}, "awards"), DECLARATIONS)
    assert (gone.member_1, gone.value, gone.contributors) == ("p", 0, 0)


def test_the_attacker_reads_it_as_a_zero(tmp_path: Path):
    """What r leaves of all is q's, nine; were p unknown, q could be any small count."""
    thresholds = {"least_people": 10, "suppressed_may_be_small": 1}
    line = {"all": 25, "p": "not reported", "q": "<10", "r": 16}
    known = HandMade(thresholds=thresholds).row("program", line)
    assert list(told(attack(tmp_path / "known", known)).values()) == [(9, 9)]
    unknown = HandMade(thresholds=thresholds).row("program", line | {"p": "suppressed"})
    assert told(attack(tmp_path / "unknown", unknown)) == {}


def test_the_attacker_reads_no_rate_into_it(tmp_path: Path):
    release = (
        HandMade().cell("not reported", measure="pass_rate", program="p").cell(40, program="all")
    )
    assert told(attack(tmp_path, release)) == {}
