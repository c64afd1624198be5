"""Fitted probabilities: what a fit may say of a level, and how it is written and read."""

from dataclasses import replace

import pytest

from conftest import PROJECT
from warehouse.errors import WarehouseError
from warehouse.fitted_levels import FittedLevel, bounded, rewrite_seed
from warehouse.splink_settings import (
    LEVELS_FILE,
    SEEDS,
    Level,
    join_seed,
    read_parameters,
    read_rows,
    splink_settings,
)

SEED_FILE = PROJECT / SEEDS / LEVELS_FILE
SEX = {"sex": {"null": "a.sex is null", "same": "a.sex = b.sex", "other": None}}


def test_a_fit_on_few_pairs_gives_no_absurd_weights():
    found = {"same": 0.7, "close": 0.0, "shared": 0.2, "other": 0.1}
    pairs = {"same": 900, "close": 30, "shared": 3, "other": 40}
    # Those that were seen enough sum up to 1: 0.7 / 0.8 and so on.
    assert bounded(found, pairs, least_pairs=20, least=0.0005) == {
        "same": 0.875,
        "close": 0.0005,
        "other": 0.125,
    }
    assert bounded(found, {}, least_pairs=20, least=0.0005) == {}
    alone = {"same": 1.0, "other": 0.0}
    assert bounded(alone, pairs, 20, 0.000001) == {"same": 0.999999, "other": 0.000001}
    thirds = {"same": 2.0, "other": 1.0}
    assert bounded(thirds, pairs, 20, 0.000001) == {"same": 0.667, "other": 0.333}


@pytest.fixture
def same_sex() -> Level:
    rows = [row for row in read_rows(SEED_FILE) if row["comparison"] == "sex"]
    (sex,) = join_seed(SEX, rows, read_parameters(PROJECT))
    return next(level for level in sex.levels if level.name == "same")


def test_a_weight_is_fitted_whole_or_not_at_all(same_sex: Level):
    whole = FittedLevel("sex", same_sex, 0.9, 0.45, 100, 100)
    assert (whole.after.weight, whole.change) == (1.0, 1.0 - same_sex.weight)
    kept = FittedLevel("sex", same_sex, None, None, 100, 3)
    assert kept.after == same_sex and kept.change == 0


def test_the_seed_is_rewritten_in_its_own_spelling(same_sex: Level):
    level = FittedLevel("sex", same_sex, same_sex.m_probability, 0.00001, 100, 100)
    text = (
        "statement,u_probability,comparison,level,m_probability\r\n"
        '"a ""b"", c",.5,sex,same,0.9850\r\n'
        '"",0.5,sex,other,0.015\r\n'
    )
    assert rewrite_seed(text, [level]) == text.replace(",.5,", ",0.00001,")
    kept = FittedLevel("sex", same_sex, None, None, 100, 3)
    assert rewrite_seed(text, [kept]) == text


def test_seed_and_conditions_that_are_apart_are_told():
    parameters = read_parameters(PROJECT)
    rows = [row for row in read_rows(SEED_FILE) if row["comparison"] == "sex"]
    assert [level.name for level in join_seed(SEX, rows, parameters)[0].levels] == [
        "same",
        "other",
    ]
    wrong: list[tuple[dict, list[dict[str, str]], str]] = [
        (SEX, rows[:1], "The levels of sex in"),
        (SEX, [*rows, rows[0] | {"comparison": "shoe"}], "The levels of shoe in"),
        (
            SEX,
            [rows[0] | {"level_number": "2"}, rows[1] | {"level_number": "1"}],
            "levels of",
        ),
        (SEX, [rows[0] | {"m_probability": "1"}, rows[1]], "sex, same: a probability lies"),
        (SEX, [rows[0] | {"u_probability": "few"}, rows[1]], "sex, same: could not convert"),
        (
            {"sex": SEX["sex"] | {"same": "parameters.shoe_size > 1"}},
            rows,
            "has no parameter shoe_size",
        ),
    ]
    for told, seed, message in wrong:
        with pytest.raises(WarehouseError, match=message):
            join_seed(told, seed, parameters)


def test_settings_are_the_conditions_on_two_sides_with_the_numbers_of_the_seed():
    conditions = {
        "birth_date": {
            "null": "a.birth_date is null",
            "same": "a.birth_date = b.birth_date",
            "close": "abs(year(a.birth_date) - year(b.birth_date)) < parameters.generation_years",
            "other": None,
        }
    }
    rows = [
        {"comparison": "birth_date", "level_number": number, "level": level}
        | {"m_probability": "0.5", "u_probability": "0.1"}
        | {"term_frequency_field": field, "least_term_frequency": field and "0.01"}
        for number, level, field in (
            ("1", "same", "birth_date"),
            ("2", "close", ""),
            ("3", "other", ""),
        )
    ]
    comparisons = join_seed(conditions, rows, {"generation_years": 12.0})
    assert comparisons[0].columns == {"birth_date"}
    settings = splink_settings(comparisons, odds=1 / 3)
    assert settings["probability_two_random_records_match"] == pytest.approx(0.25)
    silent, same, close, other = settings["comparisons"][0]["comparison_levels"]
    assert silent["is_null_level"] and silent["sql_condition"] == "birth_date_l is null"
    assert (same["tf_adjustment_column"], same["tf_minimum_u_value"]) == ("birth_date", 0.01)
    assert close["sql_condition"] == "abs(year(birth_date_l) - year(birth_date_r)) < 12"
    assert other["sql_condition"] == "ELSE" and "tf_adjustment_column" not in other
    assert (other["m_probability"], other["u_probability"]) == (0.5, 0.1)
    bare = splink_settings([replace(comparisons[0])], odds=1, has_term_frequencies=False)
    assert "tf_adjustment_column" not in str(bare)
