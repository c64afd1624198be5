"""Simulated jobs, cards and names, what credentials pay, and the Council's own tables."""

import numpy as np
import pandas as pd
import pytest

from simulated_state import FIRST, LAST, by_person, simulate
from warehouse.simulate import lives, lives_careers
from warehouse.simulate.lives_names import census_list, mixed_case
from warehouse.simulate.tables import Lives
from warehouse.simulate.world import read_world
from warehouse.simulate.world_council import COLUMNS as COUNCIL_COLUMNS


@pytest.fixture(scope="module")
def state() -> Lives:
    return simulate()


def test_jobs_are_at_open_accounts_and_add_up(state):
    jobs, employers = state.jobs, state.employers
    assert not jobs.duplicated(["person", "employer_account", "year", "quarter"]).any()
    assert (jobs["wages"] > 0).all()
    assert jobs.groupby(["year", "quarter"]).ngroups == 4 * (LAST - FIRST + 2)
    rows = jobs.merge(employers, on=["year", "employer_account"], how="left")
    first = pd.to_datetime({"year": rows["year"], "month": rows["quarter"] * 3 - 2, "day": 1})
    assert (rows["opened_on"] <= first).all()
    assert not (rows["closed_on"] < first).any()
    several = jobs.groupby(["person", "year", "quarter"]).size()
    assert 0.01 < (several > 1).mean() < 0.2


def test_employers_merge_rename_and_follow_zipf(state):
    employers = state.employers
    assert not employers.duplicated(["year", "employer_account"]).any()
    assert (employers.groupby("employer_account")["legal_name"].nunique() > 1).any()
    merged = employers[employers["successor_account"].notna()]
    assert len(merged) > 0
    assert merged["successor_account"].isin(employers["employer_account"]).all()
    workers = state.jobs.groupby("employer_account")["person"].nunique().sort_values()
    assert workers.iloc[-1] > 8 * workers.median()
    carried = state.jobs.merge(
        merged[["employer_account", "successor_account"]].drop_duplicates(), on="employer_account"
    )
    after = state.jobs.rename(columns={"employer_account": "successor_account"})
    both = carried.merge(after, on=["person", "successor_account"])
    assert (both["year_y"] * 4 + both["quarter_y"] > both["year_x"] * 4 + both["quarter_x"]).any()


def test_cards_follow_their_holder(state):
    cards = state.cards
    assert cards.groupby("person")["card_number"].nunique().max() == 1
    assert cards.groupby("card_number")["person"].nunique().max() == 1
    assert set(cards["person"]) == set(state.people.loc[state.people["has_card"], "person"])
    old = state.people[state.people["birth_date"] < pd.Timestamp(LAST - 19, 1, 1)]
    assert 0.82 < old["has_card"].mean() < 0.92
    changed = pd.to_datetime(by_person(state, "name_change_on", cards["person"]))
    later = cards["issued_on"].to_numpy() >= changed.to_numpy()
    expected = np.where(
        later,
        by_person(state, "later_last_name", cards["person"]),
        by_person(state, "last_name", cards["person"]),
    )
    assert (cards["last_name"].to_numpy() == expected).all()
    assert later.any()
    assert (cards.groupby("person")["street"].nunique() > 1).any()


def test_twins_and_namesakes_are_planted(state):
    people = state.people.set_index("person")
    twins = people[people["twin_of"].notna()]
    others = people.loc[twins["twin_of"]]
    for column in ("last_name", "birth_date", "street", "zip"):
        assert (twins[column].to_numpy() == others[column].to_numpy()).all(), column
    assert (twins["first_name"].to_numpy() != others["first_name"].to_numpy()).all()
    assert (others["twin_of"].to_numpy() == twins.index.to_numpy()).all()
    fathers = people[people["father_of"].notna()]
    sons = people.loc[fathers["father_of"]]
    assert len(fathers) > 0
    for column in ("first_name", "last_name", "street"):
        assert (fathers[column].to_numpy() == sons[column].to_numpy()).all(), column
    gap = (sons["birth_date"].to_numpy() - fathers["birth_date"].to_numpy()) / np.timedelta64(
        1, "D"
    )
    assert gap.min() > 20 * 365
    renamed = people[people["is_name_changed"]]
    assert (renamed["later_last_name"] != renamed["last_name"]).all()
    assert people["is_hyphenated"].any()


def test_names_are_the_census_ones_in_mixed_case(state):
    assert mixed_case("OBRIEN") == "O'Brien"
    assert mixed_case("MCDONALD") == "McDonald"
    known = {mixed_case(name) for name in census_list("all.last")[0]}
    plain = state.people.loc[~state.people["is_native_surname"], "last_name"]
    assert plain[~plain.str.contains("-")].isin(known).all()
    assert state.people["last_name"].str.contains("[áéíóúñ]").any()


def test_the_credential_that_pays_adds_exactly_its_amount(state, monkeypatch):
    paid = "comptia_a_plus"
    effects = {code: (effect, 0) for code, (effect, _) in lives_careers.EFFECTS.items()}
    monkeypatch.setattr(lives_careers, "EFFECTS", effects)
    without = simulate()
    keys = ["person", "year", "quarter"]
    gain = (
        state.jobs.groupby(keys)["wages"].sum() - without.jobs.groupby(keys)["wages"].sum()
    ).reset_index()
    first = state.awards[state.awards["credential_code"] == paid].groupby("person")["earned_on"]
    earned = gain["person"].map(first.min())
    quarters = (gain["year"] - earned.dt.year) * 4 + gain["quarter"] - earned.dt.quarter
    amount = state.effects.set_index("credential_code")["annual_amount"][paid] * 100 // 4
    holds = (quarters > 0).to_numpy()
    assert (gain.loc[~holds, "wages"] == 0).all()
    # Half a cent of rounding apart; nothing where the only work of a quarter was a second job.
    assert (gain.loc[holds, "wages"].sub(amount).abs() <= 1).mean() > 0.97
    assert set(state.effects["effect"]) == {"pays", "pays_nothing", "selection"}


def test_effects_show_in_mean_wages(state):
    wages = state.jobs.groupby(["person", "year", "quarter"])["wages"].sum().reset_index()
    age = wages["year"] - pd.Series(by_person(state, "birth_date", wages["person"])).dt.year
    wages = wages[age.to_numpy() >= 20]

    def gain_and_level(code: str) -> tuple[float, float]:
        earned = state.awards[state.awards["credential_code"] == code]
        first = wages["person"].map(earned.groupby("person")["earned_on"].min())
        quarters = (wages["year"] - first.dt.year) * 4 + wages["quarter"] - first.dt.quarter
        before = wages.loc[quarters.between(-8, -1).to_numpy(), "wages"].mean() / 100
        after = wages.loc[quarters.between(1, 8).to_numpy(), "wages"].mean() / 100
        return after - before, before

    others = wages["wages"].mean() / 100
    paid, _ = gain_and_level("comptia_a_plus")
    unpaid, _ = gain_and_level("mos_word")
    selected_gain, selected_before = gain_and_level("servsafe_manager")
    assert paid > 1500 * 0.6
    assert unpaid < paid
    assert selected_before > 1.05 * others
    assert selected_gain < 1500 * 1.5


def test_council_tables_have_the_contract_columns_and_known_codes(state):
    council = state.council
    assert {name: " ".join(table.columns) for name, table in council.items()} == {
        name: " ".join(columns.split()) for name, columns in COUNCIL_COLUMNS.items()
    }
    credentials = set(council["credentials"]["credential_code"])
    for name in ("approved_list", "aligned_programs", "articulation_agreements"):
        assert set(council[name]["credential_code"]) <= credentials, name
    mapped = council["credential_code_crosswalk"]
    assert set(mapped["credential_code"]) == credentials
    assert not mapped.duplicated(["source", "source_credential_code"]).any()
    assert not council["approved_list"].duplicated(["list_year", "credential_code"]).any()
    assert set(council["courses"]["program_code"]) <= set(council["programs"]["program_code"])
    institutions = set(council["institutions"]["institution_code"])
    for column in ("sending_institution_code", "receiving_institution_code"):
        assert set(council["articulation_agreements"][column].dropna()) <= institutions


def test_lists_follow_one_another_without_overlap(state):
    lists = state.council["approved_list"]
    years = lists.drop_duplicates("list_year").sort_values("list_year")
    assert list(years["list_year"]) == list(range(FIRST, LAST + 2))
    assert (years["approved_on"] < years["effective_from"]).all()
    next_from = years["effective_from"].shift(-1).dropna()
    assert ((next_from - years["effective_to"].iloc[:-1].to_numpy()).dt.days == 1).all()
    members = lists.groupby("list_year")["credential_code"].agg(set)
    changes = [len(a ^ b) for a, b in zip(members.iloc[:-1], members.iloc[1:], strict=True)]
    assert sum(change > 0 for change in changes) >= 4


def test_codes_stand_in_the_reference_seeds():
    world = read_world(FIRST, LAST)
    reference = lives.__file__.rsplit("/warehouse/", 1)[0] + "/seeds/reference/"

    def column(seed: str, name: str) -> set[str]:
        return set(pd.read_csv(f"{reference}{seed}.csv", dtype="str")[name])

    assert set(world.programs["cip_code"]) <= column("instructional_programs", "cip_code")
    assert set(world.credentials["soc_code"]) <= column("occupations", "soc_code")
    assert set(world.fields["naics_code"]) == column("industries", "naics_code")
    assert set(world.counties["county_code"]) == column("counties", "county_code")
    clusters = column("career_clusters", "career_cluster")
    assert len(clusters) == 16
    assert set(world.fields["career_cluster"]) == clusters
    assert set(world.programs_of("secondary")["career_cluster_code"]) == clusters
