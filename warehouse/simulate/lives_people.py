"""Who lives in the state: learners and workers, their names, numbers, addresses and households."""

import unicodedata

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import (
    Streams,
    add_months,
    days_between,
    unique_numbers,
    weighted,
    weighted_by_row,
)
from warehouse.simulate.lives_names import draw_first_names, draw_surnames
from warehouse.simulate.world import World, school_day

K12_SHARE = 0.8
WORKER_SHARE = 0.25  # people who only work, for each learner
YEARS_OF_SCHOOL = 4
LEAVES, LEAVES_FOR_GOOD = 0.06, 0.3  # within the period; of those, for good
ARRIVES = 0.2  # of people who only work
LONG_AGO = pd.Timestamp(1900, 7, 1)
SEX = {"male": 0.505, "female": 0.486, "nonbinary": 0.009}
RACE_ETHNICITY = {
    "white": 0.605,
    "hispanic_or_latino": 0.15,
    "black_or_african_american": 0.14,
    "asian": 0.045,
    "two_or_more_races": 0.04,
    "american_indian_or_alaska_native": 0.015,
    "native_hawaiian_or_pacific_islander": 0.005,
}
HOME_LANGUAGE = {
    "hispanic_or_latino": {"en": 0.55, "es": 0.45},
    "asian": {"en": 0.55, "vi": 0.2, "zh": 0.15, "other": 0.1},
    "black_or_african_american": {"en": 0.94, "so": 0.05, "ar": 0.01},
    "white": {"en": 0.97, "ar": 0.01, "other": 0.02},
}
STREET_NAMES = (
    "Oak Maple Cedar Pine Elm Walnut Chestnut Hickory Willow Birch Main Church School Mill River "
    "Lake Hill Park Spring Meadow Ridge Valley Forest Highland Prospect Washington Jefferson "
    "Lincoln Franklin Madison Jackson Harrison Railroad Depot Orchard Sunset Juniper Dogwood"
)
STREET_TYPES = ("St", "Ave", "Rd", "Ln", "Dr", "Ct")
EMAIL_DOMAINS = ("mail.example.com", "post.example.net", "inbox.example.org", "box.example.com")
SHARED_BY_TWINS = (
    "birth_date race_ethnicity last_name is_native_surname street city zip county_code "
    "home_language income_band migrant military_connected foster_care homeless"
)
SHARED_BY_FATHER_AND_SON = (
    "first_name last_name race_ethnicity is_native_surname street city zip county_code "
    "home_language"
)
FAMOUS_SSNS = (78051120, 219099999, 457555462, 123456789, 111111111, 222222222, 333333333)


def make_people(world: World, learners: int, streams: Streams) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make everyone.

    Returns
    -------
    tuple
        The people, with the columns of `tables.COLUMNS` (all but `has_card`, which is still
        False), and their hidden traits, row for row: `entry_year` (ending year of the first ninth
        grade; 0 for others than k12), `ability` and `pay` (standard normal), `attachment` to work
        (0 to 1), `left_on` and `returned_on` (out of state; missing for most).
    """
    count_k12 = round(learners * K12_SHARE)
    count = learners + round(learners * WORKER_SHARE)
    kind = np.where(np.arange(count) < count_k12, "k12", "worker").astype(object)
    kind[count_k12:learners] = "adult"
    traits = _traits(world, kind, streams.stream("traits"))
    people = pd.DataFrame({"person": np.arange(1, count + 1), "learner_kind": kind})
    people["is_learner"] = kind != "worker"
    people = _describe(people, traits, world, streams.stream("people"))
    people = _household(people, streams.stream("household"))
    people = _twins(people, traits, world, streams.stream("twins"))
    people = _fathers(people, streams.stream("fathers"))
    people = _later_names(people, world, streams.stream("later names"))
    people = _contacts(people, streams.stream("contacts"))
    people["has_card"] = False
    return people, traits


def draw_addresses(
    rng: np.random.Generator, county_codes: np.ndarray, world: World
) -> pd.DataFrame:
    """Draw an address in each of the counties: street, city, zip, county_code."""
    counties = world.counties["county_code"].to_numpy()
    weights = np.zeros((len(counties), len(world.places)))
    home = world.places["county_code"].to_numpy()
    for row, county in enumerate(counties):
        weights[row, home == county] = world.places["weight"].to_numpy()[home == county]
    rows = pd.Index(counties).get_indexer(county_codes)
    place = world.places.iloc[weighted_by_row(rng, weights, rows)]
    count = len(county_codes)
    names = np.array(STREET_NAMES.split())
    number = pd.Series(rng.integers(3, 9800, count)).astype("str")
    street = pd.Series(names[rng.integers(0, len(names), count)])
    kind = pd.Series(np.array(STREET_TYPES)[rng.integers(0, len(STREET_TYPES), count)])
    unit = " Apt " + pd.Series(rng.integers(1, 60, count)).astype("str")
    unit = unit.where(rng.random(count) < 0.15, "")
    return pd.DataFrame(
        {
            "street": number + " " + street + " " + kind + unit,
            "city": place["city"].to_numpy(),
            "zip": place["zip"].to_numpy(),
            "county_code": place["county_code"].to_numpy(),
        }
    )


def _traits(world: World, kind: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    count = len(kind)
    # Every entering class of the period and the three before it has the same size.
    classes = np.arange(world.first_year - YEARS_OF_SCHOOL + 1, world.last_year + 1)
    entry_year = np.where(kind == "k12", rng.permutation(count) % len(classes), 0)
    entry_year = np.where(kind == "k12", classes[entry_year], 0)
    ability = rng.standard_normal(count)
    pay = 0.3 * ability + np.sqrt(1 - 0.3**2) * rng.standard_normal(count)
    attachment = rng.beta(6, 2, count)
    # Out of state for one to three years, or for good; from 1 July, so that schools notice little.
    years = len(world.years)
    leaves = rng.random(count) < LEAVES * np.where(kind == "worker", 3, 1)
    left_year = world.first_year + rng.integers(0, years, count)
    stays = np.where(rng.random(count) < LEAVES_FOR_GOOD, 99, rng.integers(1, 3, count))
    left_on = school_day(left_year, 7, 1).where(leaves)
    returned_on = school_day(np.minimum(left_year + stays, 2200), 7, 1).where(leaves)
    # People who only work come to the state, too, in the course of the period.
    comes = (kind == "worker") & ~leaves & (rng.random(count) < ARRIVES)
    left_on = left_on.where(~comes, LONG_AGO)
    returned_on = returned_on.where(~comes, school_day(left_year, 7, 1))
    return pd.DataFrame(
        {
            "entry_year": entry_year,
            "ability": ability,
            "pay": pay,
            "attachment": attachment,
            "left_on": left_on,
            "returned_on": returned_on,
        }
    )


def _describe(
    people: pd.DataFrame, traits: pd.DataFrame, world: World, rng: np.random.Generator
) -> pd.DataFrame:
    count = len(people)
    kind = people["learner_kind"].to_numpy()
    sex = np.array(list(SEX), dtype=object)[weighted(rng, list(SEX.values()), count)]
    races = np.array(list(RACE_ETHNICITY), dtype=object)
    race = races[weighted(rng, list(RACE_ETHNICITY.values()), count)]
    # Fourteen on 31 August before ninth grade; a few started school a year late.
    late = rng.random(count) < 0.06
    years_before = np.where(
        kind == "adult", rng.integers(19, 49, count), rng.integers(16, 61, count)
    )
    born_by = np.where(
        kind == "k12", traits["entry_year"] - 15 - late, world.first_year - years_before
    )
    first_day = school_day(born_by, 9, 1)
    last_day = school_day(born_by + 1, 8, 31)
    surname, is_native_surname = draw_surnames(rng, race, world)
    second_surname, _ = draw_surnames(rng, race, world)
    hyphenated = rng.random(count) < np.where(race == "hispanic_or_latino", 0.07, 0.012)
    hyphenated &= surname != second_surname
    area = unique_numbers(rng, count + len(FAMOUS_SSNS), 0, 898 * 99 * 9999)
    ssn = _ssn(area)
    ssn = ssn[~np.isin(ssn, FAMOUS_SSNS)][:count]
    weights = (
        world.places.groupby("county_code")["weight"].sum().reindex(world.counties["county_code"])
    )
    county = world.counties["county_code"].to_numpy()[weighted(rng, weights.to_numpy(), count)]
    has_middle = rng.random(count) < 0.88
    suffix = np.where((sex == "male") & (rng.random(count) < 0.012), "Jr", None)
    suffix = np.where((sex == "male") & (rng.random(count) < 0.003), "III", suffix)
    described = people.assign(
        ssn=pd.Series(ssn).astype("str").str.zfill(9),
        birth_date=days_between(rng, first_day, last_day),
        sex=sex,
        race_ethnicity=race,
        first_name=draw_first_names(rng, sex, race, world),
        middle_name=np.where(has_middle, draw_first_names(rng, sex, race, world), None),
        last_name=np.where(hyphenated, surname + "-" + second_surname, surname),
        suffix=suffix,
        is_native_surname=is_native_surname,
        twin_of=pd.array([pd.NA] * count, dtype="Int64"),
        father_of=pd.array([pd.NA] * count, dtype="Int64"),
    )
    return described.join(draw_addresses(rng, county, world))


def _ssn(numbers: np.ndarray) -> np.ndarray:
    """Spread numbers over the valid SSNs: areas 001 to 899 but 666, groups 01-99, serials 0001-."""
    serial = numbers % 9999 + 1
    group = numbers // 9999 % 99 + 1
    area = numbers // (9999 * 99) + 1
    return (area + (area >= 666)) * 1_000_000 + group * 10_000 + serial


def _household(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    count = len(people)
    race = people["race_ethnicity"].to_numpy()
    language = np.full(count, "en", dtype=object)
    for group, shares in HOME_LANGUAGE.items():
        chosen = race == group
        drawn = weighted(rng, list(shares.values()), int(chosen.sum()))
        language[chosen] = np.array(list(shares), dtype=object)[drawn]
    band = weighted(rng, [0.2, 0.22, 0.23, 0.2, 0.15], count) + 1
    poorer = np.isin(race, ["white", "asian"], invert=True) & (rng.random(count) < 0.35)
    band = np.maximum(band - poorer, 1)
    is_k12 = (people["learner_kind"] == "k12").to_numpy()
    draws = rng.random((8, count))
    return people.assign(
        home_language=language,
        income_band=band.astype(str),
        disability=draws[0] < 0.13,
        english_learner=(language != "en") & (draws[1] < 0.35),
        single_parent=draws[2] < np.where(is_k12, 0.02, 0.16),
        homeless=draws[3] < np.where(band == 1, 0.06, 0.012),
        foster_care=is_k12 & (draws[4] < 0.012),
        migrant=draws[5] < np.where(language == "es", 0.05, 0.004),
        military_connected=draws[6] < np.where(is_k12, 0.035, 0.05),
    )


def _twins(
    people: pd.DataFrame, traits: pd.DataFrame, world: World, rng: np.random.Generator
) -> pd.DataFrame:
    """Make some learners twins: the second takes what twins share, and its own first name."""
    k12 = np.flatnonzero(people["learner_kind"] == "k12")
    pairs = round(len(k12) * 0.015)
    chosen = rng.permutation(k12)[: 2 * pairs]
    first, second = chosen[:pairs], chosen[pairs:]
    for column in SHARED_BY_TWINS.split():
        people.loc[second, column] = people.loc[first, column].to_numpy()
    traits.loc[second, "entry_year"] = traits.loc[first, "entry_year"].to_numpy()
    for _ in range(20):
        same = second[
            people["first_name"].to_numpy()[first] == people["first_name"].to_numpy()[second]
        ]
        people.loc[same, "first_name"] = draw_first_names(
            rng,
            people["sex"].to_numpy()[same],
            people["race_ethnicity"].to_numpy()[same],
            world,
        )
    people.loc[first, "twin_of"] = people.loc[second, "person"].to_numpy()
    people.loc[second, "twin_of"] = people.loc[first, "person"].to_numpy()
    return people


def _fathers(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give some sons in school a father of the same name and address who works."""
    is_man = people["sex"] == "male"
    sons = np.flatnonzero(is_man & (people["learner_kind"] == "k12") & people["twin_of"].isna())
    men = np.flatnonzero(is_man & (people["learner_kind"] == "worker"))
    pairs = min(round(len(sons) * 0.018), len(men))
    son, father = rng.permutation(sons)[:pairs], rng.permutation(men)[:pairs]
    for column in SHARED_BY_FATHER_AND_SON.split():
        people.loc[father, column] = people.loc[son, column].to_numpy()
    same_middle = rng.random(pairs) < 0.6
    people.loc[father[same_middle], "middle_name"] = people.loc[
        son[same_middle], "middle_name"
    ].to_numpy()
    months = rng.integers(12 * 21, 12 * 38, pairs)
    people.loc[father, "birth_date"] = add_months(people.loc[son, "birth_date"], -months)
    people.loc[son, "suffix"] = np.where(rng.random(pairs) < 0.6, "Jr", None)
    people.loc[father, "suffix"] = np.where(rng.random(pairs) < 0.35, "Sr", None)
    people.loc[father, "father_of"] = people.loc[son, "person"].to_numpy()
    return people


def _later_names(people: pd.DataFrame, world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Change some surnames, by marriage mostly, between 18 and 40 and within the period."""
    count = len(people)
    birth = people["birth_date"]
    adult_from = np.maximum(add_months(birth, 12 * 18), world.opens.to_datetime64())
    adult_to = np.minimum(add_months(birth, 12 * 40), world.closes.to_datetime64())
    rate = np.where(people["sex"] == "female", 0.17, 0.015)
    changes = (rng.random(count) < rate) & (adult_from < adult_to)
    changed_on = pd.Series(days_between(rng, adult_from, adult_to)).where(changes)
    new, _ = draw_surnames(rng, people["race_ethnicity"].to_numpy(), world)
    last = people["last_name"].to_numpy()
    joined = (rng.random(count) < 0.22) & ~people["last_name"].str.contains("-").to_numpy()
    later = np.where(joined, last + "-" + new, new)
    changes &= later != last
    later = np.where(changes, later, None)
    has_hyphen = people["last_name"].str.contains("-").to_numpy() | (joined & changes)
    return people.assign(
        later_last_name=later,
        name_change_on=changed_on.where(changes),
        is_name_changed=changes,
        is_hyphenated=has_hyphen,
    )


def _contacts(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give most people an email address and a telephone number; twins share the telephone."""
    count = len(people)
    local = (
        _plain(people["first_name"])
        + pd.Series(np.array([".", "_", ""])[rng.integers(0, 3, count)])
        + _plain(people["last_name"])
        + pd.Series(rng.integers(1, 999, count)).astype("str")
    )
    # The rare second holder of an address gets it with a letter more.
    repeats = local.groupby(local).cumcount()
    local = local + pd.Series(np.where(repeats > 0, "x", "")).str.repeat(repeats.to_numpy())
    domain = np.array(EMAIL_DOMAINS)[weighted(rng, [5, 3, 2, 1], count)]
    email = (local + "@" + pd.Series(domain)).where(rng.random(count) < 0.86)
    # Area codes with a 9 in the middle are held back in North America and belong to nobody.
    phone = 2_910_000_000 + rng.integers(2_000_000, 10_000_000, count)
    telephone = pd.Series(phone).astype("str").where(rng.random(count) < 0.88)
    twins = np.flatnonzero(people["twin_of"].notna())
    others = people["twin_of"].to_numpy(dtype="int64", na_value=0)[twins] - 1
    telephone.iloc[np.maximum(twins, others)] = telephone.iloc[np.minimum(twins, others)].to_numpy()
    return people.assign(email=email, phone=telephone)


def _plain(names: pd.Series) -> pd.Series:
    """Reduce names to lower-case ASCII letters."""
    codes, uniques = pd.factorize(names.to_numpy())
    plain = []
    for name in uniques:
        decomposed = unicodedata.normalize("NFKD", name)
        plain.append("".join(c for c in decomposed.lower() if c.isascii() and c.isalpha()))
    return pd.Series(np.array(plain, dtype=object)[codes]).astype("str")
