"""Comparisons of earners against a second computation, and planted effects against the truth."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from comparisons_by_hand import compare_by_hand
from conftest import Build, simulated
from true_people import beside_the_truth

LEAST_PAID_QUARTERS = 3
QUARTERS_BEFORE, QUARTERS_AFTER, QUARTERS_EARLIER = range(-5, -1), range(2, 6), range(-9, -5)

COMPARISONS = """
    select credential_code, comparison_group, persons_compared, comparison_records,
        comparison_persons, premium, interval_low, interval_high
    from marts.credential_comparison
    where persons_compared > 0
"""

WINDOWS = """
    select person_id, quarter_sequence, pay_after, pay_before, earlier_pay
    from marts.fct_pay_window
"""

# A quarter's pay in dollars of 2025, by the warehouse's person and number of the quarter.
TRUE_REAL_PAY = """
    select person_id, quarter_sequence, sum(wages), base.price_index, level.price_index
    from (
        select distinct row_people.person_id, jobs.event_id, jobs.year, jobs.quarter, jobs.wages
        from read_parquet('{truth}/jobs.parquet') as jobs
        inner join row_people using (event_id)
    )
    inner join marts.dim_quarter on year = calendar_year and quarter = quarter_of_year
    inner join intermediate.price_levels as level on level.price_year = year
    inner join intermediate.price_levels as base on base.price_year = 2025
    group by all
"""

# What the planted amount is in dollars of 2025, over the year after each award that was matched.
TRUE_EFFECTS = """
    select effects.effect, effects.credential_code,
        avg(effects.annual_amount * base.price_index / level.price_index) as effect_in_base_prices
    from read_parquet('{truth}/effects.parquet') as effects
    inner join marts.fct_earner_comparison as compared
        on compared.credential_code = effects.credential_code
        and compared.comparison_group = 'matched'
    inner join marts.fct_outcome_event as events using (outcome_event_id)
    inner join marts.dim_quarter as quarters
        on quarters.quarter_sequence
        between events.quarter_sequence + 2 and events.quarter_sequence + 5
    inner join intermediate.price_levels as level on level.price_year = quarters.calendar_year
    inner join intermediate.price_levels as base on base.price_year = 2025
    group by all
"""


def cents(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def mean_of_a_year(pay: dict, person: str, quarters: list[int]) -> Decimal | None:
    """Mean of the quarters with pay, times four; none without any."""
    paid = [pay[person, quarter] for quarter in quarters if (person, quarter) in pay]
    return cents(sum(paid) * 4 / len(paid)) if paid else None


def test_pay_around_each_quarter_is_that_of_true_lives(clean_state: Build):
    with beside_the_truth(clean_state) as connection:
        rows = connection.execute(TRUE_REAL_PAY.format(truth=clean_state.truth)).fetchall()
        mart = set(connection.execute(WINDOWS).fetchall())
        loaded = {
            quarter
            for (quarter,) in connection.execute(
                "select quarter_sequence from intermediate.loaded_quarters"
            ).fetchall()
        }
    pay = {row[:2]: cents(row[2] * row[3] / row[4]) for row in rows if row[1] in loaded}
    by_hand = set()
    for person in {person for person, _ in pay}:
        for quarter in loaded:
            before = [quarter + number for number in QUARTERS_BEFORE]
            after = [quarter + number for number in QUARTERS_AFTER]
            earlier = [quarter + number for number in QUARTERS_EARLIER]
            if not loaded.issuperset(before + after):
                continue
            if sum((person, each) in pay for each in after) < LEAST_PAID_QUARTERS:
                continue
            has_pay = sum((person, each) in pay for each in before) >= LEAST_PAID_QUARTERS
            by_hand.add(
                (
                    person,
                    quarter,
                    mean_of_a_year(pay, person, after),
                    mean_of_a_year(pay, person, before) if has_pay else None,
                    (mean_of_a_year(pay, person, earlier) or Decimal(0))
                    if loaded.issuperset(earlier)
                    else None,
                )
            )
    assert sorted(mart ^ by_hand, key=str)[:10] == []
    assert len(mart) > 1000


def test_each_premium_agrees_with_one_counted_person_by_person(sample: Build):
    with sample.open() as connection:
        by_hand = compare_by_hand(connection)
        mart = {row[:2]: row[2:] for row in connection.execute(COMPARISONS).fetchall()}
    assert mart.keys() == by_hand.keys()
    for key, (persons, records, others, premium, low, high) in sorted(mart.items()):
        hand = by_hand[key]
        assert (persons, records, others) == (hand.persons, hand.records, hand.other_persons), key
        assert float(premium) == pytest.approx(hand.premium, abs=0.02), key
        if hand.low is None:
            assert low is None and high is None, key
        else:
            assert float(low) == pytest.approx(hand.low, abs=0.05), key
            assert float(high) == pytest.approx(hand.high, abs=0.05), key
    assert {group for _, group in mart} == {
        "before_matching",
        "attempted_not_passed",
        "same_program",
        "matched",
    }


@pytest.mark.slow
@pytest.mark.parametrize("learners", [20_000, 100_000])
def test_planted_effects_are_recovered_and_naive_bias_is_seen(tmp_path: Path, learners: int):
    build = simulated(tmp_path, learners, "usual", seed=2016)
    build.build("--exclude-resource-types", "test", "unit_test")
    with build.open() as connection:
        effects = connection.execute(TRUE_EFFECTS.format(truth=build.truth)).fetchall()
        mart = {row[:2]: row[2:] for row in connection.execute(COMPARISONS).fetchall()}
    assert {effect for effect, _, _ in effects} == {"pays", "pays_nothing", "selection"}
    check_planted_effects(effects, mart)


def check_planted_effects(effects: list[tuple], mart: dict[tuple[str, str], tuple]) -> None:
    """Hold each planted effect against the matched interval, and selection against the naive."""
    for effect, credential, true_effect in sorted(effects):
        for group in ("before_matching", "same_program", "attempted_not_passed", "matched"):
            persons, _, premium, low, high = mart[credential, group]
            print(f"{effect} {true_effect:.0f} {group}: {premium} [{low}, {high}], {persons}")
        _, _, _, low, high = mart[credential, "matched"]
        assert low <= true_effect <= high, credential
        if effect == "selection":
            assert mart[credential, "before_matching"][3] > true_effect
            assert mart[credential, "same_program"][3] > true_effect
