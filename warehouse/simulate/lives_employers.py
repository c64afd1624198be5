"""Employers: accounts of Zipf sizes that open, close, merge into another account and rename."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import Streams, numbered, unique_numbers, weighted
from warehouse.simulate.lives_names import census_list, mixed_case
from warehouse.simulate.world import World

PEOPLE_PER_EMPLOYER = 25
FEWEST = 48
ZIPF = 0.85
OPENS_LATER, CLOSES, MERGES, RENAMES = 0.12, 0.05, 0.1, 0.12
NEVER = 10**6
HOME_REGION = 5.0  # how much likelier an employer of the own region is
LEGAL_FORMS = ("Inc", "LLC", "Co", "Corp", "Group LLC")
PUBLIC_SECTORS = ("92", "61")


@dataclass(frozen=True)
class Employers:
    """Accounts by position, in the order of their numbers.

    Attributes
    ----------
    table
        One row per account: employer_account, fein, legal_name, later_name, renamed_in (year),
        naics_code, county_code, region, field (row of `World.fields`), cluster (position in
        `clusters`), size, effect (log wage premium), opened_on, closed_on.
    opens, closes
        First and last quarter in which an account is open; `NEVER` for one that stays.
    successor, predecessor
        Position of the account that took this one over, or that this one took over; -1 for none.
    clusters
        Career clusters, by position.
    regions
        Region codes, by position.
    """

    table: pd.DataFrame
    opens: np.ndarray
    closes: np.ndarray
    successor: np.ndarray
    predecessor: np.ndarray
    clusters: np.ndarray
    regions: np.ndarray


class Hiring:
    """Draws employers of a career cluster that are open in a quarter, near home for most."""

    def __init__(self, employers: Employers) -> None:
        self.employers = employers
        cluster = employers.table["cluster"].to_numpy()
        region = employers.table["region"].to_numpy()
        size = employers.table["size"].to_numpy()
        self.order = np.argsort(cluster, kind="stable")
        counts = np.bincount(cluster, minlength=len(employers.clusters))
        self.ends = np.cumsum(counts)
        self.starts = self.ends - counts
        self.cumulative = [
            np.cumsum((size * np.where(region == number, HOME_REGION, 1.0))[self.order])
            for number in range(len(employers.regions))
        ]
        always = (employers.opens == 0) & (employers.closes == NEVER)
        self.steady = np.array(
            [
                np.flatnonzero(always & (cluster == number))[0]
                for number in range(len(employers.clusters))
            ]
        )

    def draw(
        self, rng: np.random.Generator, cluster: np.ndarray, region: np.ndarray, quarter: int
    ) -> np.ndarray:
        """Draw an employer for each row; twice more where the drawn one isn't open."""
        result = self.steady[cluster].copy()
        missing = np.arange(len(cluster))
        for _ in range(3):
            drawn = self._draw_any(rng, cluster[missing], region[missing])
            is_open = (self.employers.opens[drawn] <= quarter) & (
                self.employers.closes[drawn] >= quarter
            )
            result[missing[is_open]] = drawn[is_open]
            missing = missing[~is_open]
        return result

    def _draw_any(
        self, rng: np.random.Generator, cluster: np.ndarray, region: np.ndarray
    ) -> np.ndarray:
        uniform = rng.random(len(cluster))
        result = np.zeros(len(cluster), dtype="int64")
        for number, cumulative in enumerate(self.cumulative):
            chosen = np.flatnonzero(region == number)
            padded = np.concatenate([[0.0], cumulative])
            low = padded[self.starts[cluster[chosen]]]
            high = padded[self.ends[cluster[chosen]]]
            place = np.searchsorted(cumulative, low + uniform[chosen] * (high - low), side="right")
            place = np.minimum(place, self.ends[cluster[chosen]] - 1)
            result[chosen] = self.order[place]
        return result


def make_employers(people: int, world: World, streams: Streams) -> Employers:
    """Make the state's employers and their fates over the wage quarters."""
    rng = streams.stream("employers")
    count = max(FEWEST, round(people / PEOPLE_PER_EMPLOYER))
    clusters = np.unique(world.fields["career_cluster"].to_numpy(dtype=object).astype(str))
    field = weighted(rng, world.fields["weight"].to_numpy(), count)
    field_cluster = np.searchsorted(clusters, world.fields["career_cluster"].to_numpy().astype(str))
    # One employer of each cluster stays throughout, so that everyone can always find work.
    field[: len(clusters)] = [
        np.flatnonzero(field_cluster == number)[0] for number in range(len(clusters))
    ]
    opens, closes, successor, predecessor = _fates(rng, field, field_cluster, len(clusters), world)
    field = np.concatenate([field, field[predecessor[count:]]])
    total = len(field)
    county = weighted(rng, _population(world), total)
    county[count:] = county[predecessor[count:]]
    size = (1 + rng.permutation(total)) ** -ZIPF
    size[: len(clusters)] = np.median(size)
    fein = unique_numbers(rng, total, 100_000_000, 990_000_000)
    same_owner = np.flatnonzero(rng.random(total - count) < 0.5) + count
    fein[same_owner] = fein[predecessor[same_owner]]
    rows = world.fields.iloc[field].reset_index(drop=True)
    codes = world.counties["county_code"].to_numpy()[county]
    regions = np.unique(world.counties["region_code"].to_numpy().astype(str))
    region = np.searchsorted(regions, world.counties["region_code"].to_numpy().astype(str)[county])
    table = pd.DataFrame(
        {
            "employer_account": numbered(
                "", np.sort(unique_numbers(rng, total, 1_000_000, 9_999_999)), 7
            ),
            "fein": numbered("", fein, 9),
            "legal_name": _legal_names(rng, rows, codes, world),
            "later_name": _legal_names(rng, rows, codes, world),
            "renamed_in": np.where(
                rng.random(total) < RENAMES,
                rng.integers(world.first_wage_year + 1, world.last_year + 2, total),
                9999,
            ),
            "naics_code": rows["naics_code"],
            "county_code": codes,
            "region": region,
            "field": field,
            "cluster": field_cluster[field],
            "size": size,
            "effect": 0.09 * rng.standard_normal(total),
            "opened_on": _opened_on(rng, opens, world),
            "closed_on": _closed_on(closes, world),
        }
    )
    return Employers(table, opens, closes, successor, predecessor, clusters, regions)


def employer_years(employers: Employers, world: World) -> pd.DataFrame:
    """Describe each account as known at the end of each calendar year in which it was open."""
    table = employers.table
    account = table["employer_account"].to_numpy(dtype=object)
    years = []
    for year in range(world.first_wage_year, world.last_year + 1):
        begins, ends = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year}-12-31")
        is_open = (table["opened_on"] <= ends) & ~(table["closed_on"] < begins)
        closed = (table["closed_on"] <= ends).to_numpy()
        took_over = (employers.predecessor >= 0) & closed[employers.predecessor]
        renamed = table["renamed_in"] <= year
        rows = table.assign(
            year=year,
            legal_name=table["legal_name"].where(~renamed, table["later_name"]),
            predecessor_account=np.where(took_over, account[employers.predecessor], None),
            successor_account=np.where(
                closed & (employers.successor >= 0), account[employers.successor], None
            ),
            closed_on=table["closed_on"].where(closed),
        )
        years.append(rows[is_open])
    return pd.concat(years, ignore_index=True)


def _fates(
    rng: np.random.Generator,
    field: np.ndarray,
    field_cluster: np.ndarray,
    steady: int,
    world: World,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Open, close and merge accounts; the first `steady` ones stay. New accounts are appended."""
    count, quarters = len(field), world.quarters
    opens = np.where(rng.random(count) < OPENS_LATER, rng.integers(1, quarters, count), 0)
    drawn = rng.random(count)
    ends = rng.integers(2, quarters - 1, count)
    ending = (drawn < CLOSES + MERGES) & (opens == 0)
    ending[:steady], opens[:steady] = False, 0
    closes = np.where(ending, ends, NEVER)
    successor = np.full(count, -1)
    predecessor = np.full(count, -1)
    cluster = field_cluster[field]
    merging = np.flatnonzero(ending & (drawn >= CLOSES))
    for old in merging[::2]:  # into an account that exists and stays
        free = (predecessor < 0) & (closes == NEVER) & (opens == 0) & (cluster == cluster[old])
        candidates = np.flatnonzero(free)
        if len(candidates):
            successor[old] = candidates[rng.integers(0, len(candidates))]
            predecessor[successor[old]] = old
    renewed = merging[1::2]  # into a new account
    successor[renewed] = count + np.arange(len(renewed))
    opens = np.concatenate([opens, closes[renewed] + 1])
    closes = np.concatenate([closes, np.full(len(renewed), NEVER)])
    predecessor = np.concatenate([predecessor, renewed])
    successor = np.concatenate([successor, np.full(len(renewed), -1)])
    return opens, closes, successor, predecessor


def _population(world: World) -> np.ndarray:
    weights = world.places.groupby("county_code")["weight"].sum()
    return weights.reindex(world.counties["county_code"]).to_numpy()


def _opened_on(rng: np.random.Generator, opens: np.ndarray, world: World) -> np.ndarray:
    first = np.datetime64(f"{world.first_wage_year}-01-01")
    before = first - rng.integers(30, 365 * 40, len(opens)) * np.timedelta64(1, "D")
    month = np.datetime64(f"{world.first_wage_year}-01") + 3 * opens
    return np.where(opens == 0, before, month.astype("datetime64[D]")).astype("datetime64[s]")


def _closed_on(closes: np.ndarray, world: World) -> np.ndarray:
    known = closes < NEVER
    month = np.datetime64(f"{world.first_wage_year}-01") + 3 * (np.where(known, closes, 0) + 1)
    last = month.astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.where(known, last, np.datetime64("NaT")).astype("datetime64[s]")


def _legal_names(
    rng: np.random.Generator, rows: pd.DataFrame, county_codes: np.ndarray, world: World
) -> np.ndarray:
    """Name employers after people or towns; public ones after their county."""
    count = len(rows)
    listed, frequencies = census_list("all.last")
    surname = np.array(
        [mixed_case(name) for name in listed[weighted(rng, frequencies, count)]], dtype=object
    )
    county = world.counties.set_index("county_code")["county_name"].reindex(county_codes)
    city = world.places.drop_duplicates("county_code").set_index("county_code")["city"]
    town = city.reindex(county_codes).to_numpy(dtype=object)
    word = rows["name_word"].to_numpy(dtype=object)
    form = np.array(LEGAL_FORMS, dtype=object)[weighted(rng, [4, 4, 1, 1, 1], count)]
    drawn = rng.random(count)
    partner = surname[rng.permutation(count)]
    name = np.where(
        drawn < 0.6,
        surname + " " + word + " " + form,
        np.where(
            drawn < 0.8, town + " " + word + " " + form, surname + " & " + partner + " " + word
        ),
    )
    public = rows["naics_code"].str[:2].isin(PUBLIC_SECTORS).to_numpy()
    return np.where(public, county.to_numpy(dtype=object) + " County " + word, name)
