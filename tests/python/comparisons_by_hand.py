"""Earners beside others a second time, person by person: no sums over groups, no SQL.

Each earner is held against every candidate alike, found by looking; the marts take the earners off
sums over everyone instead.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt

import duckdb
import numpy as np
import pandas as pd
import yaml

from conftest import PROJECT

AFTER_AWARD = 5  # quarters: who earns it by then is no comparison
STANDARD_ERRORS = 1.96
LEAST_PERSONS = 2
LEAST_PERSONS_OF_INTERVAL = 30
NO_QUARTER = -99

CANDIDATES = "select * from marts.comparison_candidates order by person_id, quarter_sequence"
EARNERS = """
    select credential_code, person_id, quarter_sequence
    from marts.fct_outcome_event
    where event_type = 'award' and event_number_of_person = 1
    order by all
"""
EARNED = """
    select credential_code, person_id, min(quarter_sequence) as quarter_sequence
    from marts.fct_credential_award
    inner join marts.dim_date on earned_on = date_day
    inner join marts.dim_quarter using (calendar_quarter)
    group by all
"""
TRIED = "select distinct credential_code, person_id from marts.fct_credential_attempt"
IN_PROGRAMS = """
    select distinct program_code, credential_code, person_id
    from marts.fct_outcome_event
    where event_type = 'award' and program_code is not null
"""
FAILED = """
    select credential_code, person_id, quarter_sequence
    from marts.fct_outcome_event
    where event_type = 'failed_attempt' and event_number_of_person = 1
    order by all
"""


@dataclass(frozen=True)
class Comparison:
    """A credential's earners beside others: dollars a year."""

    persons: int
    records: int
    other_persons: int
    premium: float
    low: float | None
    high: float | None


def strata_of_comparisons() -> dict[str, list[list[str]]]:
    """Read what comparison groups share, from the project's vars."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    return project["vars"]["credential_warehouse"]["comparison_strata"]


def compare_by_hand(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str], Comparison]:
    """Compare each credential's earners with each group: by credential and comparison group."""
    people = connection.sql(CANDIDATES).df()
    for column in ("pay_after", "pay_before"):
        people[column] = people[column].astype(float)
    person_ids = people["person_id"].to_numpy(dtype=object)
    # Quarters are of those in a program, or of those who left it. Empty equals nothing.
    for column in ("quarters_in_program", "quarters_since_program"):
        people[column] = people[column].fillna(NO_QUARTER).astype(int)
    position = {
        key: row
        for row, key in enumerate(zip(people["person_id"], people["quarter_sequence"], strict=True))
    }
    earned = defaultdict(dict)
    for credential, person, quarter in connection.sql(EARNED).fetchall():
        earned[credential][person] = quarter
    tried = defaultdict(set)
    for credential, person in connection.sql(TRIED).fetchall():
        tried[credential].add(person)
    in_programs = connection.sql(IN_PROGRAMS).fetchall()
    for program, credential in {row[:2] for row in in_programs}:
        tried[credential].update(person for code, _, person in in_programs if code == program)
    earners = defaultdict(list)
    for credential, person, quarter in connection.sql(EARNERS).fetchall():
        if (person, quarter) in position:
            earners[credential].append(position[person, quarter])
    after = people["pay_after"].to_numpy()
    results = {}
    for group, lines in strata_of_comparisons().items():
        places = [people.groupby(shared).indices for shared in lines]
        keys = [people[shared].to_numpy(dtype=object) for shared in lines]
        basis = np.ones(len(people))
        usable = (people["program_code"] != "none").to_numpy()
        if group != "same_program":
            usable = people["pay_before"].notna().to_numpy()
        if group == "matched":
            basis = people["pay_before"].to_numpy()
        for credential, rows in sorted(earners.items()):
            allowed = usable & _allowed(people, group, earned[credential], tried[credential])
            pairs = {}
            for row in rows:
                if not usable[row]:
                    continue
                for place, key in zip(places, keys, strict=True):
                    name = tuple(key[row]) if len(key[row]) > 1 else key[row][0]
                    others = place.get(name, np.array([], dtype=int))
                    others = others[allowed[others]]
                    # Nobody is compared with an earlier quarter of the same life.
                    others = others[person_ids[others] != person_ids[row]]
                    if len(set(person_ids[others])) >= LEAST_PERSONS:
                        pairs[row] = others
                        break
            if pairs:
                results[credential, group] = _difference(after, basis, person_ids, pairs)
    for credential, rows in sorted(earners.items()):
        others = np.array(
            [
                position[person, quarter]
                for code, person, quarter in connection.sql(FAILED).fetchall()
                if code == credential
                and (person, quarter) in position
                and person not in earned[credential]
            ],
            dtype=int,
        )
        if len(set(person_ids[others])) >= LEAST_PERSONS:
            pairs = dict.fromkeys(rows, others)
            results[credential, "attempted_not_passed"] = _difference(
                after, np.ones(len(people)), person_ids, pairs
            )
    return results


def _allowed(
    people: pd.DataFrame, group: str, earned: dict[str, int], tried: set[str]
) -> np.ndarray:
    """Tell who may stand on the other side."""
    if group == "same_program":
        return ~people["person_id"].isin(tried | earned.keys()).to_numpy()
    award = people["person_id"].map(earned)
    return ~(people["quarter_sequence"] + AFTER_AWARD >= award).to_numpy()


def _difference(
    after: np.ndarray, basis: np.ndarray, person_ids: np.ndarray, pairs: dict[int, np.ndarray]
) -> Comparison:
    """Hold earners' mean pay after against their mean basis, grown like that of those alike."""
    count = len(pairs)
    rows = list(pairs)
    after_alike = np.array([after[others].mean() for others in pairs.values()])
    basis_alike = np.array([basis[others].mean() for others in pairs.values()])
    growth = after_alike.mean() / basis_alike.mean()
    premium = after[rows].mean() - growth * basis[rows].mean()
    strata = defaultdict(int)
    for others in pairs.values():
        strata[tuple(others)] += 1
    records = sum(len(others) for others in strata)
    other_persons = sum(len(set(person_ids[list(others)])) for others in strata)
    if min(count, other_persons) < LEAST_PERSONS_OF_INTERVAL:
        return Comparison(count, records, other_persons, premium, None, None)
    level = basis[rows].mean() / basis_alike.mean()
    differences = after[rows] - growth * basis[rows] - level * (after_alike - growth * basis_alike)
    variance = differences.var(ddof=1) / count
    for others, persons in strata.items():
        spread = level**2 * (after - growth * basis)[list(others)].var(ddof=1)
        variance += (persons / count) ** 2 * spread / len(set(person_ids[list(others)]))
    half = STANDARD_ERRORS * sqrt(variance)
    return Comparison(count, records, other_persons, premium, premium - half, premium + half)
