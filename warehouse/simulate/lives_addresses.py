"""Addresses over time, and the cards that the motor-vehicle agency issues along them."""

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import (
    DAY,
    Streams,
    add_days,
    add_months,
    days_between,
    numbered,
    unique_numbers,
)
from warehouse.simulate.lives_people import draw_addresses
from warehouse.simulate.world import World

MOVES_A_YEAR = 0.05  # within the county, by adults
HOLDERS = 0.88
IDENTITY_CARDS = 0.09
CARD_AGE = 16
FIRST_ISSUE_DAYS = 730  # after the sixteenth birthday
RENEWAL_DAYS = (5 * 365, 6 * 365)
REISSUE_NAME, REISSUE_ADDRESS = 0.85, 0.6
LEAST_DAYS = 30  # between two issues
EPOCH = np.datetime64("1900-01-01", "s")
SPAN = 10**6  # more than any number of days


def address_history(
    people: pd.DataFrame,
    school_moves: pd.DataFrame,
    left_school_on: np.ndarray,
    world: World,
    streams: Streams,
) -> pd.DataFrame:
    """Tell where everyone lives from when: person, since, street, city, zip, county_code.

    The first row of each person is the address in `people`; pupils move when they change
    district, adults within their county.
    """
    rng = streams.stream("addresses")
    count = len(people)
    adult_from = np.maximum(add_months(people["birth_date"], 12 * 18), world.opens.to_datetime64())
    adult_from = np.where(np.isnat(left_school_on), adult_from, left_school_on)
    in_school = (people["learner_kind"] == "k12").to_numpy() & np.isnat(left_school_on)
    years = len(world.years)
    moves = np.where(in_school, 0, rng.poisson(MOVES_A_YEAR * years, count))
    position = np.repeat(np.arange(count), moves)
    closes = np.full(len(position), world.closes.to_datetime64())
    starts = np.maximum(adult_from, world.opens.to_datetime64())
    day = days_between(rng, np.full(len(position), world.opens.to_datetime64()), closes)
    position, day = position[day > starts[position]], day[day > starts[position]]
    latest = school_moves.sort_values(["person", "moved_on"], kind="stable")
    latest = latest.drop_duplicates("person", keep="last")
    county = people["county_code"].to_numpy(dtype=object)
    county[latest["person"].to_numpy() - 1] = latest["county_code"].to_numpy(dtype=object)
    moved = pd.concat(
        [
            school_moves.rename(columns={"moved_on": "since"}),
            pd.DataFrame({"person": position + 1, "since": day, "county_code": county[position]}),
        ],
        ignore_index=True,
    )
    moved = moved.sort_values(["person", "since"], kind="stable")
    moved = moved.drop_duplicates(["person", "since"], keep="last").reset_index(drop=True)
    new = draw_addresses(rng, moved["county_code"].to_numpy(dtype=object), world)
    columns = ["person", "since", "street", "city", "zip", "county_code"]
    history = pd.concat(
        [
            people.assign(since=EPOCH)[columns].astype({"county_code": "str"}),
            moved[["person", "since"]].join(new)[columns],
        ],
        ignore_index=True,
    )
    return history.sort_values(["person", "since"], kind="stable").reset_index(drop=True)


def address_on(
    history: pd.DataFrame, person: np.ndarray | pd.Series, day: np.ndarray | pd.Series
) -> pd.DataFrame:
    """Look up each person's address on a day, row for row."""
    keys = _key(history["person"], history["since"])
    place = np.searchsorted(keys, _key(person, day), side="right") - 1
    return history.iloc[place].reset_index(drop=True)


def issue_cards(
    people: pd.DataFrame,
    traits: pd.DataFrame,
    history: pd.DataFrame,
    world: World,
    streams: Streams,
) -> pd.DataFrame:
    """Issue, renew and reissue cards within the calendar years of the period."""
    rng = streams.stream("cards")
    opens = np.datetime64(f"{world.first_wage_year}-01-01", "s")
    closes = np.datetime64(f"{world.last_year}-12-31", "s")
    holds = rng.random(len(people)) < HOLDERS
    issued = _first_and_renewals(rng, people, opens, closes)
    reissued = _reissues(rng, people, history)
    cards = pd.concat([issued, reissued], ignore_index=True)
    position = cards["person"].to_numpy() - 1
    birth = people["birth_date"].to_numpy()[position]
    away = (cards["issued_on"] >= traits["left_on"].to_numpy()[position]) & (
        cards["issued_on"] < traits["returned_on"].to_numpy()[position]
    )
    first = issued.groupby("person")["issued_on"].min().reindex(cards["person"]).to_numpy()
    kept = (
        holds[position]
        & cards["issued_on"].between(opens, closes).to_numpy()
        & (cards["issued_on"].to_numpy() >= first)
        & (cards["issued_on"].to_numpy() >= add_months(birth, 12 * CARD_AGE))
        & ~away.to_numpy()
    )
    cards = cards[kept].sort_values(["person", "issued_on"], kind="stable").reset_index(drop=True)
    soon = cards.groupby("person")["issued_on"].diff() < pd.Timedelta(days=LEAST_DAYS)
    return _describe(rng, cards[~soon].reset_index(drop=True), people, history)


def _key(person: np.ndarray | pd.Series, day: np.ndarray | pd.Series) -> np.ndarray:
    days = (np.asarray(day).astype("datetime64[s]") - EPOCH) // DAY
    return np.asarray(person, dtype="int64") * SPAN + days.astype("int64")


def _first_and_renewals(
    rng: np.random.Generator, people: pd.DataFrame, opens: np.datetime64, closes: np.datetime64
) -> pd.DataFrame:
    """Issue first cards from 16 on; who had one before the period renews it at some time."""
    count = len(people)
    birthday = add_months(people["birth_date"], 12 * CARD_AGE)
    day = add_days(birthday, rng.integers(1, FIRST_ISSUE_DAYS, count))
    renewed = add_days(np.full(count, opens), rng.integers(0, RENEWAL_DAYS[1], count))
    day = np.where(day < opens, renewed, day)
    person = people["person"].to_numpy()
    issues = []
    while (day <= closes).any():
        issues.append(pd.DataFrame({"person": person, "issued_on": day})[day <= closes])
        day = add_days(day, rng.integers(*RENEWAL_DAYS, count))
    return pd.concat(issues, ignore_index=True)


def _reissues(
    rng: np.random.Generator, people: pd.DataFrame, history: pd.DataFrame
) -> pd.DataFrame:
    renamed = people[people["name_change_on"].notna()]
    moved = history[history["since"] > EPOCH]
    frames = [
        pd.DataFrame(
            {
                "person": renamed["person"].to_numpy(),
                "issued_on": add_days(renamed["name_change_on"], rng.integers(3, 75, len(renamed))),
            }
        )[rng.random(len(renamed)) < REISSUE_NAME],
        pd.DataFrame(
            {
                "person": moved["person"].to_numpy(),
                "issued_on": add_days(moved["since"], rng.integers(3, 60, len(moved))),
            }
        )[rng.random(len(moved)) < REISSUE_ADDRESS],
    ]
    return pd.concat(frames, ignore_index=True)


def _describe(
    rng: np.random.Generator, cards: pd.DataFrame, people: pd.DataFrame, history: pd.DataFrame
) -> pd.DataFrame:
    position = cards["person"].to_numpy() - 1
    address = address_on(history, cards["person"], cards["issued_on"])
    count = len(people)
    number = numbered("", unique_numbers(rng, count, 10_000_000, 99_999_999), 8)
    letter = people["last_name"].str[0].str.upper().str.normalize("NFKD").str[0]
    kind = np.where(rng.random(count) < IDENTITY_CARDS, "identity_card", "driver_license")
    renamed = (cards["issued_on"] >= people["name_change_on"].to_numpy()[position]).to_numpy()
    name = np.where(
        renamed,
        people["later_last_name"].to_numpy(dtype=object)[position],
        people["last_name"].to_numpy(dtype=object)[position],
    )
    return cards.assign(
        card_number=(letter + number).to_numpy()[position],
        card_type=kind[position],
        last_name=name,
        first_name=people["first_name"].to_numpy(dtype=object)[position],
        street=address["street"],
        city=address["city"],
        zip=address["zip"],
    )
