"""Canaries: people whose every personal value occurs nowhere else in the state.

They are copies of a few ordinary people under other names, numbers and addresses, with lives of
their own that the truth knows. Whoever finds one of their values outside the restricted layers
has found a leak.
"""

import dataclasses

import numpy as np
import pandas as pd

from warehouse.simulate.tables import Lives, conform

CANARY_EMPLOYER = {"fein": "ZQ-0072301", "legal_name": "Zqxcanary Holdings"}
LEAST_RECORDS_EACH = 2  # canaries that each kind of record has, where the state has as many
PERSON_TABLES = (
    "school_years",
    "cte_enrollments",
    "graduates",
    "college_years",
    "term_enrollments",
    "completions",
    "credits",
    "participants",
    "training_enrollments",
    "jobs",
    "cards",
)
EVENT_TABLES = (
    "cte_enrollments",
    "graduates",
    "attempts",
    "awards",
    "term_enrollments",
    "completions",
    "credits",
    "training_enrollments",
    "jobs",
)


def with_canaries(lives: Lives) -> tuple[Lives, frozenset[int]]:
    """Add canaries to the lives; tell which persons they are."""
    templates = _templates(lives)
    first = len(lives.people) + 1
    renumbered = dict(zip(templates, range(first, first + len(templates)), strict=True))
    tables = {"people": _people(lives.people, renumbered)}
    for name in (*PERSON_TABLES, "attempts", "awards"):
        tables[name] = _copied(name, getattr(lives, name), renumbered)
    account = _free_account(lives.employers["employer_account"])
    tables["jobs"]["employer_account"] = account
    tables["jobs"] = tables["jobs"].drop_duplicates(["person", "year", "quarter"])
    tables["employers"] = _employers(lives.employers, account)
    grown = {
        name: conform(name, pd.concat([_uncoded(getattr(lives, name)), _uncoded(extra)]))
        for name, extra in tables.items()
        if len(extra)
    }
    return dataclasses.replace(lives, **grown), frozenset(renumbered.values())


def _templates(lives: Lives) -> list[int]:
    """Choose a few people who together have records of every kind (greedily, most first)."""
    kinds = {name: getattr(lives, name)["person"] for name in PERSON_TABLES}
    attempts, awards = lives.attempts, lives.awards
    for entity in sorted(attempts["certifying_entity_code"].astype("str").unique()):
        kinds[f"attempts {entity}"] = attempts["person"][
            attempts["certifying_entity_code"] == entity
        ]
    for context in ("secondary", "postsecondary"):
        kinds[f"attempts {context}"] = attempts["person"][attempts["context"] == context]
    kinds["awards workforce"] = awards["person"][awards["context"] == "workforce"]
    kinds["licenses"] = awards["person"][awards["license_number"].notna()]
    count = len(lives.people) + 1
    has = np.zeros((count, len(kinds)), bool)
    for column, persons in enumerate(kinds.values()):
        has[persons.unique(), column] = True
    people = lives.people
    linked = people["twin_of"].notna() | people["father_of"].notna()
    has[people["person"][linked].to_numpy()] = False
    wanted = np.minimum(has.sum(axis=0), LEAST_RECORDS_EACH)
    chosen: list[int] = []
    while (wanted > 0).any():
        best = int((has & (wanted > 0)).sum(axis=1).argmax())
        wanted = wanted - (has[best] & (wanted > 0))
        chosen.append(best)
        has[best] = False
        wanted = np.minimum(wanted, has.sum(axis=0))
    return sorted(chosen)


def _people(people: pd.DataFrame, renumbered: dict[int, int]) -> pd.DataFrame:
    """Describe the canaries; each value is unmistakable and survives capitals."""
    copies = people[people["person"].isin(renumbered)].copy()
    copies["person"] = copies["person"].map(renumbered)
    marks = [_mark(number) for number in range(len(copies))]
    copies["first_name"] = [f"Zqxfirst{mark}" for mark in marks]
    copies["middle_name"] = [f"Zqxmiddle{mark}" for mark in marks]
    copies["last_name"] = [f"Zqxlast{mark}" for mark in marks]
    copies["suffix"] = [f"Zqxsuffix{mark}" for mark in marks]
    copies["later_last_name"] = pd.Series(np.nan, index=copies.index, dtype="str")
    copies["name_change_on"] = pd.NaT
    copies[["is_hyphenated", "is_name_changed", "is_native_surname"]] = False
    copies["ssn"] = _free(people["ssn"], [f"7787{n:05d}" for n in range(21001, 22001)], marks)
    days = pd.date_range("1941-02-13", periods=4000, freq="D").strftime("%Y-%m-%d")
    born = people["birth_date"].dt.strftime("%Y-%m-%d")
    copies["birth_date"] = pd.to_datetime(_free(born, list(days[::7]), marks))
    copies["email"] = [f"zqxmail{mark}@zqxcanary.example" for mark in marks]
    numbers = [f"99955{n:05d}" for n in range(72001, 73001)]
    copies["phone"] = _free(people["phone"], numbers, marks)
    copies["street"] = [f"70{n:02d} Zqxstreet{mark} Lane" for n, mark in enumerate(marks, 1)]
    copies["city"] = [f"Zqxcity{mark}" for mark in marks]
    copies["zip"] = [f"99987-72{n:02d}" for n in range(1, len(marks) + 1)]
    return copies


def _copied(name: str, table: pd.DataFrame, renumbered: dict[int, int]) -> pd.DataFrame:
    """Copy the records of the templates under the canaries' numbers and event ids."""
    rows = table[table["person"].isin(renumbered)].copy()
    rows["person"] = rows["person"].map(renumbered)
    if name in EVENT_TABLES:
        rows["event_id"] = _event_id(rows["event_id"])
    if name == "awards":
        rows["attempt_event_id"] = _event_id(rows["attempt_event_id"])
        rows["license_number"] = _marked("ZQXLIC", rows["license_number"])
    for column in ("state_student_id", "college_student_id", "participant_id", "card_number"):
        if column in rows:
            rows[column] = _marked(f"ZQX{column[:4].upper()}", rows[column])
    first = min(renumbered.values())
    marks = rows["person"].map(lambda person: _mark(person - first))
    for column, word in (("street", "Zqxstreet"), ("city", "Zqxcity")):
        if column in rows:
            rows[column] = word + marks
    if "zip" in rows:
        rows["zip"] = "99987-72" + (rows["person"] - first + 1).astype("str").str.zfill(2)
    for column, word in (("first_name", "Zqxfirst"), ("last_name", "Zqxlast")):
        if column in rows:
            rows[column] = word + marks
    return rows


def _event_id(values: pd.Series) -> pd.Series:
    return values.where(values.isna(), values + "-canary")


def _marked(prefix: str, values: pd.Series) -> pd.Series:
    """Turn ids into the canaries' own; the same id stays the same."""
    return values.where(values.isna(), prefix + values)


def _employers(employers: pd.DataFrame, account: str) -> pd.DataFrame:
    """Describe the canaries' employer, open in every year."""
    years = sorted(employers["year"].unique())
    template = employers.iloc[[0] * len(years)].copy()
    template["year"] = years
    template["employer_account"] = account
    for column, value in CANARY_EMPLOYER.items():
        template[column] = value
    template[["predecessor_account", "successor_account"]] = None
    template["opened_on"] = pd.Timestamp(1996, 4, 1)
    template["closed_on"] = pd.NaT
    return template


def _free_account(accounts: pd.Series) -> str:
    taken = set(accounts)
    return next(f"{n:07d}" for n in range(9_700_001, 9_999_999) if f"{n:07d}" not in taken)


def _free(taken: pd.Series, offered: list[str], marks: list[str]) -> list[str]:
    known = set(taken.dropna())
    return [value for value in offered if value not in known][: len(marks)]


def _mark(number: int) -> str:
    """Tell canaries apart by two letters, from aa on."""
    return chr(ord("a") + number // 26) + chr(ord("a") + number % 26)


def _uncoded(table: pd.DataFrame) -> pd.DataFrame:
    """Give plain text for codes, so that tables with other codes can be put together."""
    coded = [c for c in table if isinstance(table[c].dtype, pd.CategoricalDtype)]
    return table.assign(**{column: table[column].astype("str") for column in coded})
