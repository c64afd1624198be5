"""Disclosure control of medians of pay and of estimates, whose people no table counts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from test_release import DECLARATIONS, THRESHOLDS, line_of
from warehouse.errors import WarehouseError
from warehouse.release.cells import Declarations, Measure, ReleasedCell, ReportCell, place_of
from warehouse.release.earlier import Earlier
from warehouse.release.protect import protect_release

AMOUNTS: Declarations = replace(
    DECLARATIONS,
    measures=DECLARATIONS.measures
    | {
        "followed": Measure("followed", "people", "persons", None, None, False),
        "quarter_pay": Measure("quarter_pay", "dollars", "dollars", None, "followed", False),
        "premium": Measure("premium", "dollars", "estimate", None, "followed", False),
        "cost": Measure("cost", "dollars", "estimate", None, "followed", False),
        "public_cost": Measure("public_cost", "dollars", "estimate", None, "followed", False),
        "payback": Measure("payback", "years", "estimate", None, "followed", False),
    },
    same_as={"pay": ("quarter_pay", ("quarter", "2"))},
    thresholds=THRESHOLDS
    | {
        "least_people_behind_quarterly_pay": 30,
        "least_people_behind_estimate": 30,
    },
    made_of={
        "cost": (("pass_rate", None),),
        "public_cost": (("attempts", None),),
        "premium": (("pass_rate", ("group", "failed")),),
    },
)
HALF = Decimal("0.5")


def amount(
    measure: str, value: object, people: int, beside: tuple[str, str] = ("none", "none"),
    employers: int = 5, year: int = 2025,
) -> ReportCell:  # fmt: skip
    """Lay out an amount of program p, in a member beside it."""
    return ReportCell(
        measure, year, "program", "p", *beside, measure,
        None if value is None else Decimal(str(value)), people, employers, HALF, HALF,
    )  # fmt: skip


def released(cells: list[ReportCell], earlier: Earlier | None = None) -> list[ReleasedCell]:
    return protect_release(cells, AMOUNTS, earlier or Earlier())


@pytest.mark.parametrize(
    ("followed", "people", "employers", "value", "display"),
    [
        (38, 30, 3, 7449.99, "$7,400"),
        # With 30 of 37 at least in work, at most 7 are without.
        (37, 30, 3, 7449.99, "suppressed"),
        (60, 29, 3, 7449.99, "suppressed"),
        (60, 30, 2, 7449.99, "suppressed"),
        # Nobody of 60 was paid: that tells of each of them.
        (60, 0, 0, None, "suppressed"),
        (0, 0, 0, None, "not applicable"),
    ],
)
def test_pay_of_a_quarter_tells_nothing_of_how_many_were_paid(
    followed: int, people: int, employers: int, value: float | None, display: str
):
    pay = amount("quarter_pay", value, people, ("quarter", "3"), employers)
    assert released([*line_of({"p": followed}, "followed"), pay])[-1].display == display


def test_pay_of_a_withheld_number_of_people_is_withheld():
    """Two small parts take the whole with them, and with that its pay."""
    people = line_of({"female": 4, "male": 40, "all": 44}, "followed", "sex")
    pay = replaced(amount("quarter_pay", 9000, 40, ("quarter", "3")), "sex", "male")
    hidden = released([*people, pay])
    assert [cell.release_code for cell in hidden][1] == "withheld"
    assert hidden[-1].release_code == "withheld"


def replaced(cell: ReportCell, dimension: str, member: str) -> ReportCell:
    return cell._replace(dimension_1=dimension, member_1=member)


@pytest.mark.parametrize(("employed", "code"), [(12, "released"), (9, "withheld")])
def test_one_figure_in_two_tables_has_one_rule(employed: int, code: str):
    """Where the number of those paid is shown, the rule of the table that shows it holds."""
    counts = line_of({"p": 60}, "followed") + line_of({"p": employed}, "people")
    both = [
        amount("pay", 8000, employed),
        amount("quarter_pay", 8000, employed, ("quarter", "2")),
    ]
    found = released([*counts, *both])[-2:]
    assert [cell.release_code for cell in found] == [code, code]


def test_one_figure_stays_what_it_was_in_the_other_table():
    counts = line_of({"p": 60}, "followed") + line_of({"p": 12}, "people")
    own = amount("pay", 8000, 12)
    before = ReleasedCell(*own[:7], None, "withheld", None, None, "suppressed")
    found = released(
        [*counts, own, amount("quarter_pay", 8000, 12, ("quarter", "2"))],
        Earlier({place_of(own): before}),
    )
    assert [cell.release_code for cell in found[-2:]] == ["withheld", "withheld"]


def test_two_figures_for_one_amount_are_an_error_of_the_report():
    counts = line_of({"p": 60}, "followed") + line_of({"p": 12}, "people")
    both = [amount("pay", 8000, 12), amount("quarter_pay", 8100, 12, ("quarter", "2"))]
    with pytest.raises(WarehouseError, match=r"8100 in the table quarter_pay and 8000 in pay"):
        released([*counts, *both])


def years(people: dict[int, int], attempts: int = 80, passed: int = 40) -> list[ReportCell]:
    """Lay out who was followed and who passed in each year."""
    rate = Decimal(100 * passed) / attempts
    return [
        cell._replace(school_year=year)
        for year, number in people.items()
        for cell in (
            *line_of({"p": number}, "followed"),
            *line_of({"p": attempts}, "attempts"),
            *line_of({"p": passed}, "passed"),
            ReportCell("t", 2025, "program", "p", "none", "none", "pass_rate", rate, passed),
        )
    ]


@pytest.mark.parametrize(
    ("people", "behind", "display"),
    [
        ({2024: 20, 2025: 18}, 30, "-$1,200"),
        ({2024: 20, 2025: 18}, 29, "suppressed"),
        # 30 of 37 would leave at most 7 without.
        ({2024: 20, 2025: 17}, 30, "suppressed"),
        # Years of 1 to 9 that make up 30 are no longer 1 to 9.
        (dict.fromkeys(range(2020, 2026), 8), 40, "suppressed"),
        ({2024: 38, 2025: 8}, 40, "-$1,200"),
    ],
)
def test_an_estimate_stands_on_people_whose_number_is_shown(
    people: dict[int, int], behind: int, display: str
):
    premium = amount("premium", -1234, behind, ("group", "matched"))
    assert released([*years(people), premium])[-1].display == display


def test_what_is_made_of_rates_is_shown_where_all_of_them_are():
    estimates = [
        amount("cost", 1234, 40, ("group", "matched")),
        amount("public_cost", 1234, 40, ("group", "matched")),
        amount("premium", 1234, 40, ("group", "failed")),
        amount("premium", 1234, 40, ("group", "matched")),
        amount("payback", "2.345", 40, ("group", "matched")),
        amount("payback", None, 40, ("group", "failed")),
    ]
    shown = released([*years({2024: 50, 2025: 50}), *estimates])[-6:]
    assert [cell.display for cell in shown] == [
        "$1,200", "$1,200", "$1,200", "$1,200", "2.3", "not applicable",
    ]  # fmt: skip
    # In one of the years 5 failed.
    failed = years({2024: 50}) + years({2025: 50}, passed=75)
    hidden = released([*failed, *estimates])[-6:]
    assert [cell.display for cell in hidden] == [
        "suppressed", "$1,200", "suppressed", "$1,200", "2.3", "not applicable",
    ]  # fmt: skip


def test_a_table_that_is_gone_is_known_by_what_it_showed():
    """The districts that were withheld are in no sum any more; the others still bound it."""
    shown = line_of({"all": 60, "d1": 25, "d2": 26}, "awards", "district")
    before = Earlier(
        {place_of(cell): ReleasedCell(*cell[:8], "released", None, None, "") for cell in shown}
    )
    by_sex = line_of({"all": 60, "female": 35, "male": 25}, "awards", "sex", "u")
    found = protect_release(by_sex, DECLARATIONS, before)
    assert {cell.release_code for cell in found} == {"released"}


def test_no_employer_dominates_the_pay_in_an_estimate():
    """A cost has no pay in it, and so no employers."""
    premium = amount("premium", 1234, 40, ("group", "matched"), employers=2)
    dominated = amount("premium", 1234, 40, ("group", "matched"))
    dominated = dominated._replace(largest_share_of_wages=Decimal("0.81"))
    cost = amount("cost", 1234, 40, ("group", "matched"))
    cost = cost._replace(employers=None, largest_share_of_persons=None, largest_share_of_wages=None)
    shown = [
        released([*years({2025: 50}), each])[-1].display for each in (premium, dominated, cost)
    ]
    assert shown == ["suppressed", "suppressed", "$1,200"]


@pytest.mark.parametrize(("awards", "display"), [(40, "$35,000"), (4, "suppressed")])
def test_a_cost_is_shown_where_all_that_it_divides_by_is(awards: int, display: str):
    """The funds of a program are public, and over its cost they are its awards."""
    declarations = replace(
        AMOUNTS,
        made_within={"cost": (("awards", "course"),)},
        meetings={("program", "p"): frozenset({("course", "c")})},
    )
    cost = amount("cost", 34960, 40, ("group", "matched"))
    counts = line_of({"c": awards, "d": 40, "all": awards + 40}, "awards", "course", "courses")
    found = protect_release([*years({2025: 50}), *counts, cost], declarations, Earlier())
    assert found[-1].display == display


def test_what_had_no_figure_before_its_time_gets_one():
    """The quarter of a release's last awards is delivered later, and nothing was corrected."""
    pay = amount("quarter_pay", 7449, 30, ("quarter", "3"))
    before = ReleasedCell(*pay[:7], None, "not_applicable", None, None, "not applicable")
    people = line_of({"p": 60}, "followed")
    found = released([*people, pay], Earlier({place_of(pay): before}))
    assert [cell.display for cell in found] == ["60", "$7,400"]
