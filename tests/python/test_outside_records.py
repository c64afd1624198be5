"""The records of another origin: deterministic, of the shape promised, with every kind of fault."""

import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from outside_noise import FALSE_SSNS, PLACEHOLDERS
from outside_records import LAYOUT, SOURCES, make_records

KINDS = """
    maiden_or_married_name nickname joined_first_name halved_surname dropped_particle
    suffix_in_last_name suffix_missing phonetic_respelling adjacent_key dropped_letter
    transposed_letters inserted_letter two_typos ocr_confusion mangled_accents dropped_accents
    middle_as_first_name names_in_each_others_field whole_name_in_one_field initial_only
    title_in_name truncated stray_blanks changed_case placeholder_name
    birth_date_digit_off birth_year_off month_and_day_swapped birth_date_january_first
    birth_date_impossible birth_date_missing
    ssn_digit_off ssn_transposed ssn_of_relative ssn_of_many ssn_placeholder ssn_last_four
    ssn_leading_zero_lost ssn_missing native_id_digit_off sex_missing sex_wrong
    address_before_or_after_move address_abbreviated address_slip flat_missing post_office_box
    zip_with_four zip_digit_off zip_missing
    email_of_family email_slip email_placeholder
    phone_of_family phone_digit_off phone_punctuated phone_placeholder
"""


@pytest.fixture(scope="module")
def heavy() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return make_records(3000, "heavy", seed=7)


def test_the_same_seed_gives_the_same_records(heavy):
    again = make_records(3000, "heavy", seed=7)
    for first, second in zip(heavy, again, strict=True):
        pd.testing.assert_frame_equal(first, second)
    other = make_records(3000, "heavy", seed=8)[0]
    assert not other["last_name"].head(100).equals(heavy[0]["last_name"].head(100))


def test_truth_is_aligned_and_one_person_is_in_one_to_six_sources(heavy):
    records, truth, faults = heavy
    assert list(records.columns) == LAYOUT.split()
    assert records["record_id"].is_unique
    assert records["record_id"].equals(truth["record_id"])
    assert records["source"].equals(truth["source"])
    assert set(faults["record_id"]) <= set(records["record_id"])
    assert truth["person"].nunique() == 3000
    sources = truth.groupby("person")["source"].nunique()
    assert (sources.min(), sources.max()) == (1, 6)
    assert set(truth["source"]) == set(SOURCES)
    # What the truth says of a record shows in it: sex, where nothing went wrong with it.
    wrong = faults.loc[faults["fault"].isin(["sex_wrong", "sex_missing"]), "record_id"]
    sound = records["sex"].notna() & ~records["record_id"].isin(wrong)
    assert records.loc[sound, "sex"].equals(truth.loc[sound, "sex"].astype(records["sex"].dtype))


def test_every_kind_of_fault_occurs(heavy):
    records, _, faults = heavy
    assert set(faults["fault"]) == set(KINDS.split())
    digits = records["ssn"].str.replace("-", "")
    assert set(FALSE_SSNS) <= set(digits.dropna())
    assert set(PLACEHOLDERS) & set(records["last_name"].dropna())
    assert records["birth_date"].str.contains("1900").any()
    assert records["observed_on"].isna().any()


def test_a_record_without_faults_is_missing_rather_than_wrong(heavy):
    records, truth, faults = heavy
    sound = ~records["record_id"].isin(faults["record_id"]) & records["ssn"].notna()
    numbers = records.loc[sound, "ssn"].str.replace("-", "")
    assert numbers.str.fullmatch(r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}").all()
    assert (numbers.groupby(truth.loc[sound, "person"]).nunique() == 1).all()
    assert (truth.loc[sound, "person"].groupby(numbers).nunique() == 1).all()


def test_heavy_noise_has_more_faults_and_connects_less(heavy):
    usual = make_records(3000, "usual", seed=7)
    assert len(heavy[2]) > 1.5 * len(usual[2])
    assert heavy[1]["connectable"].mean() < usual[1]["connectable"].mean()


def test_a_connectable_record_shares_an_identifier_with_another_of_its_person(heavy):
    records, truth, _ = heavy
    alone = truth.groupby("person")["record_id"].transform("size") == 1
    assert not truth.loc[alone, "connectable"].any()
    # A number that a source gave twice is the plainest of the three identifiers.
    native = records.assign(person=truth["person"]).dropna(subset="native_id")
    shared = native.duplicated(["person", "source", "native_id"], keep=False)
    assert truth.loc[shared[shared].index, "connectable"].all()


def test_two_records_of_different_sources_for_each_person_two_fifths_without_ssn():
    records, truth, _ = make_records(5000, "usual", seed=7, shape="two-per-person")
    people = truth.groupby("person")["source"]
    assert len(records) == 10_000
    assert (people.size() == 2).all()
    assert (people.nunique() == 2).all()
    assert 0.35 < records["ssn"].isna().mean() < 0.45


def test_wage_rows_are_added_for_each_person():
    plain, _, _ = make_records(400, "usual", seed=7, shape="two-per-person")
    records, truth, _ = make_records(400, "usual", seed=7, shape="two-per-person", wage_rows=12)
    assert len(records) == len(plain) + 400 * 12
    assert (truth[truth["source"] == "labor"].groupby("person").size() >= 12).all()
