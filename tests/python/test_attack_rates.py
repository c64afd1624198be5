"""The attacker on pay and rates, and on the people behind them."""

import pytest

from releases_by_hand import NOT_APPLICABLE, SMALL, WITHHELD, HandMade, attack, told


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


def pay_by_quarter(people: object, wages: dict[str, object], employed: object = 55) -> HandMade:
    """One area: who was followed, who was employed in quarter 2, and pay of that and others."""
    release = HandMade(relations=[("median_wage", "same_as", "quarter_pay", "quarter", "2")])
    release.thresholds |= {
        "least_people_behind_median": 10,
        "least_people_behind_quarterly_pay": 30,
        "shows_zeros": 1,
    }
    release.measures |= {
        "employed": ("count", "persons", None, None, False),
        "median_wage": ("dollars", "dollars", None, "employed", False),
        "quarter_pay": ("dollars", "dollars", None, "earners", False),
    }
    release.cell(people, measure="earners", area="a").cell(employed, measure="employed", area="a")
    for quarter, figure in wages.items():
        if quarter == "own":
            release.cell(figure, measure="median_wage", area="a")
        else:
            release.cell(figure, table="q", measure="quarter_pay", area="a", quarter=quarter)
    return release


@pytest.mark.parametrize(
    ("people", "wages", "expected"),
    [
        (38, {"3": 9000, "own": 8000, "2": 8000}, []),
        # 37 of whom 30 have pay: at most 7 haven't.
        (37, {"3": 9000, "4": WITHHELD}, ["pay of few"]),
        (SMALL, {"3": 9000}, ["pay of few"]),
        (WITHHELD, {"3": 9000}, ["pay of withheld people"]),
        (60, {"3": NOT_APPLICABLE}, ["pay of nobody"]),
        (0, {"3": NOT_APPLICABLE}, []),
        (60, {"own": WITHHELD, "2": 8000}, ["shown elsewhere"]),
        (60, {"own": 8000, "2": WITHHELD}, ["shown elsewhere"]),
    ],
)
def test_pay_of_a_quarter_whose_people_nobody_counts(tmp_path, people, wages, expected):
    result = attack(tmp_path, pay_by_quarter(people, wages))
    assert [finding.attack for finding in result.findings] == expected


@pytest.mark.parametrize(
    ("of_all", "expected"),
    # Said of all together it says that the year isn't followed so far; beside pay of all, of whom.
    [(NOT_APPLICABLE, []), (9000, ["pay of nobody"])],
)
def test_a_quarter_into_which_nobody_is_followed_tells_of_nobody(tmp_path, of_all, expected):
    release = pay_by_quarter(60, {"3": NOT_APPLICABLE}).cell(60, measure="earners")
    release.cell(of_all, table="q", measure="quarter_pay", quarter="3")
    assert [finding.attack for finding in attack(tmp_path, release).findings] == expected


def test_pay_of_the_second_quarter_stands_on_those_who_are_counted_there(tmp_path):
    """That so many of 60 were employed is said by the pay alone, so their number isn't hidden."""
    careless = pay_by_quarter(60, {"own": 8000, "2": 8000}, employed=WITHHELD)
    found = attack(tmp_path / "careless", careless).findings
    assert {finding.attack for finding in found} == {"pay of withheld people"}
    few = pay_by_quarter(60, {"own": 8000, "2": 8000}, employed=12)
    assert told(attack(tmp_path / "few", few)) == {}


def estimate(people: dict[int, object], passed: object = 40, group: str = "matched") -> HandMade:
    """Earners and attempts by year, and what a comparison of all of them says in the last."""
    release = HandMade()
    release.relations = [("premium", "made_of", "pass_rate", "group", "failed")]
    release.thresholds["least_people_behind_estimate"] = 30
    release.measures["premium"] = ("dollars", "estimate", None, "earners", False)
    for year, figure in people.items():
        release.cell(figure, measure="earners", year=year, area="a")
        release.cell(80, measure="attempts", year=year, area="a")
        release.cell(passed, year=year, area="a")
        rate = 50 if passed == 40 else WITHHELD
        release.cell(rate, measure="pass_rate", year=year, area="a")
    return release.cell(-900, table="c", measure="premium", area="a", group=group)


@pytest.mark.parametrize(
    ("people", "passed", "group", "expected"),
    [
        ({2023: 20, 2024: 18}, 40, "matched", set()),
        ({2023: 20, 2024: 17}, 40, "matched", {"estimate of few"}),
        # Four years of 1 to 9 that make up 30 are no longer 1 to 9.
        (dict.fromkeys(range(2021, 2025), SMALL), 40, "matched", {"estimate of few"}),
        ({2023: 20, 2024: 18}, WITHHELD, "matched", set()),
        ({2023: 20, 2024: 18}, WITHHELD, "failed", {"made of withheld"}),
        ({2023: 20, 2024: 18}, 40, "failed", set()),
    ],
)
def test_an_estimate_says_nothing_of_counts_that_are_withheld(
    tmp_path, people, passed, group, expected
):
    result = attack(tmp_path, estimate(people, passed, group))
    assert {finding.attack for finding in result.findings} == expected
