"""Identity records of another origin than the simulator, to judge the matching on held-out data.

    python benchmarks/outside_records.py --people 20000 --noise usual --seed 1 --out FOLDER

writes FOLDER/records (what `warehouse match` reads), FOLDER/truth (whose each record is, with the
slices to report by) and FOLDER/faults (which fault fell on which record), as Parquet or CSV.
`--shape two-per-person` gives each person two records of different sources, to measure speed.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from outside_noise import (
    LEVELS,
    PLACEHOLDERS,
    PLAIN_CAPITALS,
    Noise,
    plant_contact_faults,
    plant_name_faults,
    plant_number_faults,
)
from outside_people import Columns, Random, draw_people, plain_letters

FIRST_YEAR, LAST_YEAR = 2002, 2024
LAYOUT = (
    "record_id source ssn first_name middle_name last_name suffix birth_date sex street city zip"
    " email phone native_id observed_on"
)
SLICES = "sex race_ethnicity is_hyphenated is_name_changed is_native_surname is_twin"

# source: (share of people in a state's shape, in the two-per-person shape, carelessness)
SOURCES = {
    "k12": (0.5, 0.17, 1.2),
    "higher_ed": (0.4, 0.18, 0.8),
    "workforce": (0.3, 0.17, 1.0),
    "labor": (0.6, 0.18, 1.1),
    "motor_vehicles": (0.55, 0.13, 0.4),
    "credentialing_a": (0.18, 0.08, 1.5),
    "credentialing_b": (0.12, 0.05, 1.5),
    "credentialing_c": (0.06, 0.04, 1.5),
}
# The share of a source's records that carry a column; one it doesn't name it never carries.
PRESENCE = {
    "k12": "ssn .05 first_name 1 middle_name .6 last_name 1 suffix .6 birth_date 1 sex 1 zip .97"
    " native_id 1",
    "higher_ed": "ssn .8 first_name 1 middle_name .6 last_name 1 suffix .5 birth_date .99"
    " street .95 city .95 zip .95 email .95 native_id 1",
    "workforce": "ssn .97 first_name 1 middle_name .3 last_name 1 suffix .3 birth_date .98"
    " street .9 city .9 zip .9 phone .85",
    "labor": "ssn 1 first_name 1 last_name 1",
    "motor_vehicles": "ssn .96 first_name 1 middle_name .9 last_name 1 suffix .9 birth_date 1"
    " street 1 city 1 zip 1 sex 1",
    "credentialing_a": "first_name 1 middle_name .2 last_name 1 birth_date .85 email .8"
    " native_id 1",
    "credentialing_b": "ssn .1 first_name 1 last_name 1 birth_date .85 email .8 phone .3"
    " native_id 1",
    "credentialing_c": "first_name 1 middle_name .5 last_name 1 birth_date .85 email .8"
    " native_id 1",
}
DATE_STYLES = {
    "higher_ed": "{1}/{2}/{0}",
    "workforce": "{0}{1}{2}",
    "motor_vehicles": "{1}{2}{0}",
    "credentialing_a": "{1}/{2}/{0}",
}
DASHED_SSNS = ("higher_ed", "motor_vehicles", "credentialing_b")
# Registrations: (most a person has, share of a second), rows: mean over all of them, and most.
REPEATS = {
    "k12": (2, 0.35, 4, 8),
    "higher_ed": (2, 0.25, 2, 5),
    "workforce": (2, 0.25, 1, 3),
    "labor": (4, 0.5, 9, 40),
    "motor_vehicles": (2, 0.3, 1, 3),
}
SINGLE = (2, 0.12, 1, 3)
START_AGES = {"k12": (6, 16), "higher_ed": (17, 26), "motor_vehicles": (16, 30)}
OTHER_START_AGES = (17, 38)


def draw_memberships(years: np.ndarray, shape: str, random: Random) -> tuple:
    """Return (person, source) of every membership, in the order of people."""
    is_state = shape == "state"
    shares = np.array([source[0 if is_state else 1] for source in SOURCES.values()])
    # The largest of log share plus Gumbel noise is a draw without replacement by shares.
    keys = np.log(shares) + random.gumbel(size=(len(years), len(shares)))
    keys[:, 0] = np.where((years < 1988) & is_state, -np.inf, keys[:, 0])
    counts = np.full(len(years), 2)
    if is_state:
        counts = random.choice(np.arange(1, 7), len(years), p=[0.2, 0.25, 0.22, 0.17, 0.1, 0.06])
    order = np.argsort(-keys, axis=1)
    is_in = np.arange(len(shares)) < counts[:, None]
    person = np.repeat(np.arange(len(years)), counts)
    return person, np.array(list(SOURCES), dtype=object)[order[is_in]]


def draw_registrations(people: Columns, shape: str, wage_rows: int, random: Random) -> Columns:
    """Return registrations: a source's text about a person, with how many rows repeat it."""
    person, source = draw_memberships(people["birth_year"], shape, random)
    turn, rows = np.zeros(len(person), dtype=int), np.ones(len(person), dtype=int)
    if shape == "state":
        repeats = np.array([REPEATS.get(name, SINGLE) for name in source])
        more = random.binomial((repeats[:, 0] - 1).astype(int), repeats[:, 1])
        total = 1 + random.geometric(1 / repeats[:, 2]) - 1
        total = np.clip(np.maximum(total, more + 1), 1, repeats[:, 3].astype(int))
        each = np.repeat(np.arange(len(person)), more + 1)
        turn = np.arange(len(each)) - np.searchsorted(each, each)
        person, source = person[each], source[each]
        parts = (more + 1)[each]
        rows = total[each] // parts + (turn < total[each] % parts)
    if wage_rows:
        everyone = np.arange(len(people["ssn"]))
        half = np.minimum(random.integers(1, 2 * wage_rows + 1, len(everyone)), wage_rows)
        for number, part in ((5, half), (6, wage_rows - half)):
            some = part > 0
            person = np.r_[person, everyone[some]]
            source = np.r_[source, np.full(some.sum(), "labor", dtype=object)]
            turn, rows = np.r_[turn, np.full(some.sum(), number)], np.r_[rows, part[some]]
    birth = people["birth_year"][person]
    ages = np.array([START_AGES.get(name, OTHER_START_AGES) for name in source])
    earliest = np.clip(birth + ages[:, 0], FIRST_YEAR, LAST_YEAR)
    latest = np.minimum(birth + ages[:, 1], LAST_YEAR)
    # Whoever reached the age before the files begin is in them from any year on.
    latest = np.where(latest < FIRST_YEAR, LAST_YEAR, np.maximum(latest, earliest))
    start = random.integers(earliest, latest + 1)
    start = np.minimum(start + turn * random.integers(0, 4, len(birth)), LAST_YEAR)
    # What repeats for years began early enough to end by now.
    years = np.where(source == "labor", rows // 4, rows - 1)
    start = np.minimum(start, np.maximum(LAST_YEAR - years, birth + 14))
    return {"person": person, "source": source, "turn": turn, "rows": rows, "start": start}


def describe(registrations: Columns, people: Columns, random: Random) -> Columns:
    """Return what each registration would say if nothing went wrong; `""` where it says nothing."""
    person, source = registrations["person"], registrations["source"]
    start, turn = registrations["start"], registrations["turn"]
    has_moved = start >= people["moved_in"][person]
    is_changed = start >= people["changed_in"][person]
    dates = zip(people["birth_year"], people["birth_month"], people["birth_day"], strict=True)
    birth_dates = np.array([f"{y:04d}-{m:02d}-{d:02d}" for y, m, d in dates], dtype=object)
    middle = people["middle"][person]
    initials = np.array([name[:1] for name in middle], dtype=object)
    is_first_email = random.random(len(person)) < 0.7
    records = {
        "ssn": people["ssn"][person],
        "first_name": people["first"][person],
        "middle_name": np.where(random.random(len(person)) < 0.5, initials, middle),
        "last_name": np.where(is_changed, people["later_last"][person], people["last"][person]),
        "suffix": people["suffix"][person],
        "birth_date": birth_dates[person],
        "sex": people["sex"][person],
        "email": np.where(
            is_first_email, people["first_email"][person], people["second_email"][person]
        ),
        "phone": np.where(
            random.random(len(person)) < 0.3,
            people["home_phone"][person],
            people["own_phone"][person],
        ),
        "native_id": give_native_ids(person, source, turn, random),
    }
    for column in ("street", "city", "zip"):
        home, own = people[f"home_{column}"][person], people[f"own_{column}"][person]
        records[column] = np.where(has_moved, own, home)
    for name, text in PRESENCE.items():
        words = text.split()
        shares = dict(zip(words[::2], map(float, words[1::2]), strict=True))
        rows = np.flatnonzero(source == name)
        # An address is there with all its parts or with none.
        address = random.random(len(rows))
        for column in records:
            chance = address if column in ("street", "city", "zip") else random.random(len(rows))
            records[column][rows[chance >= shares.get(column, 0)]] = ""
    return records | {"person": person, "source": source, "true_birth_date": birth_dates[person]}


def give_native_ids(
    person: np.ndarray, source: np.ndarray, turn: np.ndarray, random: Random
) -> np.ndarray:
    """Return each source's own number of the person; a credential's vendor gives a new one again.

    The sources' numberings overlap, as they do where each counts from one.
    """
    size = int(person.max()) + 1
    is_new = np.where(np.char.startswith(source.astype(str), "cred"), 1.0, 0.08)
    again = np.where((turn > 0) & (random.random(len(turn)) < is_new), size, 0)
    numbers = np.zeros(len(person), dtype=np.int64)
    for name in SOURCES:
        rows = source == name
        numbers[rows] = 1_000_000 + random.permutation(2 * size)[(person + again)[rows]]
    return np.array([str(number) for number in numbers], dtype=object)


def write_as_sources_do(records: Columns) -> None:
    """Put dates, numbers and names into each source's own way of writing."""
    source = records["source"]
    for name, style in DATE_STYLES.items():
        rows = np.flatnonzero((source == name) & (records["birth_date"] != ""))
        dates = [style.format(*text.split("-")) for text in records["birth_date"][rows]]
        records["birth_date"][rows] = np.array(dates, dtype=object)
    rows = np.flatnonzero(np.isin(source, DASHED_SSNS) & (records["ssn"] != ""))
    ssns = [f"{t[:3]}-{t[3:5]}-{t[5:]}" if len(t) == 9 else t for t in records["ssn"][rows]]
    records["ssn"][rows] = np.array(ssns, dtype=object)
    rows = np.flatnonzero(np.isin(source, PLAIN_CAPITALS))
    for column in ("first_name", "middle_name", "last_name", "suffix", "street", "city"):
        texts = [plain_letters(text).upper() for text in records[column][rows]]
        records[column][rows] = np.array(texts, dtype=object)


def find_connectable(
    records: pd.DataFrame, person: np.ndarray, people: Columns, birth_date: np.ndarray
) -> np.ndarray:
    """Return whether a record soundly shares an identifier with another record of its person.

    That is the true full Social Security number, the same first and last name (letters only) with
    the true birth date, or the number that one source gave.
    """
    true_dates = records["true_birth_date"].to_numpy(object)
    placeholders = {plain_letters(text).upper() for text in PLACEHOLDERS}
    names = {}
    for column in ("first_name", "last_name"):
        codes, unique = pd.factorize(records[column].to_numpy(object))
        keys = ["".join(filter(str.isalpha, plain_letters(text).upper())) for text in unique]
        keys = [
            "" if len(key) < 2 or text.upper() in placeholders else key
            for key, text in zip(keys, unique, strict=True)
        ]
        names[column] = np.array(keys, dtype=object)[codes]
    is_named = (names["first_name"] != "") & (names["last_name"] != "")
    is_named &= birth_date == true_dates
    ssn = records["ssn"].to_numpy(object)
    connectable = np.zeros(len(records), dtype=bool)
    for is_sound, columns in (
        (ssn == people["ssn"][person], [np.zeros(len(ssn), dtype=int)]),
        (is_named, [pd.factorize(names["first_name"])[0], pd.factorize(names["last_name"])[0]]),
        (
            records["native_id"].to_numpy(object) != "",
            [pd.factorize(records["source"])[0], pd.factorize(records["native_id"])[0]],
        ),
    ):
        rows = np.flatnonzero(is_sound)
        keys = pd.DataFrame({"person": person[rows]} | {i: c[rows] for i, c in enumerate(columns)})
        connectable[rows] |= keys.duplicated(keep=False).to_numpy()
    return connectable


def make_records(
    people_count: int, noise_level: str, seed: int, shape: str = "state", wage_rows: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return (records, truth, faults), the first two row by row the same records.

    Parameters
    ----------
    people_count
        How many people the records describe.
    noise_level
        `usual` or `heavy`.
    seed
        The same seed gives the same records.
    shape
        `state` (one to six sources a person, rows that repeat) or `two-per-person`.
    wage_rows
        Quarterly wage records to add for each person.
    """
    random = np.random.default_rng(seed)
    people = draw_people(people_count, LAST_YEAR, random)
    registrations = draw_registrations(people, shape, wage_rows, random)
    records = describe(registrations, people, random)
    carelessness = np.array([SOURCES[name][2] for name in records["source"]])
    noise = Noise(records, noise_level, carelessness, seed)
    plant_name_faults(noise, people)
    plant_number_faults(noise, people)
    plant_contact_faults(noise, people)
    plain = {column: records[column].copy() for column in ("birth_date", "ssn")}
    write_as_sources_do(records)

    # Rows repeat what a registration says, a quarter or a year apart, in no order.
    rows = registrations["rows"]
    place = np.repeat(np.arange(len(rows)), rows)
    since = np.arange(len(place)) - np.repeat(np.cumsum(rows) - rows, rows)
    step = np.where(records["source"] == "labor", 91, 365)[place]
    first_day = (registrations["start"] - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    days = first_day[place] + step * since + random.integers(0, 90, len(place))
    observed = np.datetime_as_string(np.minimum(days, np.datetime64("2025-06-30"))).astype(object)
    observed[random.random(len(place)) < 0.02 * LEVELS[noise_level]] = ""
    shuffled = random.permutation(len(place))
    place, observed = place[shuffled], observed[shuffled]

    record_ids = np.array([f"R{number:09d}" for number in range(1, len(place) + 1)], dtype=object)
    frame = pd.DataFrame(
        {column: values[place] for column, values in records.items() if column != "person"}
    )
    frame["record_id"], frame["observed_on"] = record_ids, observed
    person = records["person"][place]
    truth = pd.DataFrame({"record_id": record_ids, "person": [f"T{p:08d}" for p in person]})
    truth["source"] = frame["source"]
    for column in SLICES.split():
        truth[column] = people[column][person]
    band = people["birth_year"] // 10 * 10
    truth["birth_years"] = np.array([f"{b}-{b + 9}" for b in band], dtype=object)[person]
    sound = frame.assign(ssn=plain["ssn"][place])
    truth["connectable"] = find_connectable(sound, person, people, plain["birth_date"][place])

    at, kind = noise.faults()
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(len(rows)))
    many = rows[at]
    offsets = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    where = order[np.repeat(starts[at], many) + offsets]
    faults = pd.DataFrame({"record_id": record_ids[where], "fault": np.repeat(kind, many)})
    faults = faults.drop_duplicates().sort_values(["record_id", "fault"], ignore_index=True)
    return frame[LAYOUT.split()].replace("", None), truth, faults


def main() -> None:
    """Write the records, and print how many of what."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--noise", choices=sorted(LEVELS), default="usual")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shape", choices=("state", "two-per-person"), default="state")
    parser.add_argument("--wage-rows", type=int, default=0, help="wage records more per person")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    options = parser.parse_args()
    started = time.monotonic()
    tables = make_records(
        options.people, options.noise, options.seed, options.shape, options.wage_rows
    )
    options.out.mkdir(parents=True, exist_ok=True)
    for name, table in zip(("records", "truth", "faults"), tables, strict=True):
        if options.format == "csv":
            table.to_csv(options.out / f"{name}.csv", index=False)
        else:
            table.to_parquet(options.out / f"{name}.parquet", index=False)
    records, truth, faults = tables
    sys.stdout.write(
        f"{options.out.name}: {len(records)} records of {truth['person'].nunique()} people,"
        f" {records['ssn'].isna().mean():.3f} without Social Security number,"
        f" {truth['connectable'].mean():.4f} connectable, {len(faults)} faults,"
        f" {time.monotonic() - started:.0f} s\n"
    )


if __name__ == "__main__":
    main()
