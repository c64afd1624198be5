"""The report's cells against a second count in pandas, from the simulator's truth."""

import pandas as pd
import pytest

from conftest import Build
from true_people import beside_the_truth

KEY = ["school_year", "credential_code", "list_status"]


@pytest.fixture(scope="module")
def truth(clean_state: Build) -> dict[str, pd.DataFrame]:
    """True attempts, awards and credits, each with its person and whether the List held it."""
    with beside_the_truth(clean_state) as connection:
        # Rows that nothing connects are other people in the warehouse, as they must be.
        people = connection.execute(
            "select distinct event_id, person_id as someone from row_people"
            " where event_id is not null"
        ).df()
        lists = connection.execute(
            "select credential_code, effective_from, effective_to"
            " from marts.dim_credential_list_status"
        ).df()
    read = {
        kind: pd.read_parquet(clean_state.truth / f"{kind}.parquet")
        for kind in ("attempts", "awards", "credits")
    }
    # An award is known by itself, or by the attempt that led to it.
    by_attempt = read["awards"].merge(people, left_on="attempt_event_id", right_on="event_id")
    awards = pd.concat([read["awards"].merge(people, on="event_id"), by_attempt])
    awards = awards.drop_duplicates(["someone", "credential_code", "earned_on"])
    awards = awards.sort_values("earned_on")
    awards = awards[~awards.duplicated(["someone", "credential_code"]) & awards.revoked_on.isna()]
    return {
        "attempts": placed(read["attempts"].merge(people, on="event_id"), "attempted_on", lists),
        "awards": placed(awards, "earned_on", lists),
        "credits": placed(read["credits"].merge(people, on="event_id"), "decided_on", lists),
    }


def placed(events: pd.DataFrame, day: str, lists: pd.DataFrame) -> pd.DataFrame:
    """Add the school year of events and whether the List held their credential that day."""
    events = events.reset_index(drop=True)
    days = pd.to_datetime(events[day])
    events["school_year"] = days.dt.year + (days.dt.month >= 7)
    listed = events.assign(day=days).reset_index().merge(lists, on="credential_code")
    in_force = listed[listed.day.between(listed.effective_from, listed.effective_to)]
    is_listed = pd.Series(events.index.isin(in_force["index"]), events.index)
    events["list_status"] = is_listed.map({True: "high_value", False: "not_high_value"})
    return events


def counted(events: pd.DataFrame, by: list[str]) -> dict[tuple, tuple[int, int]]:
    """Count events and people by some of school year, credential and list status."""
    groups = events.groupby(by)
    return {key: (len(group), group.someone.nunique()) for key, group in groups}


@pytest.mark.parametrize(
    ("kind", "events", "people"),
    [
        ("attempts", "attempts", "persons_attempted"),
        ("awards", "awards", "persons_earned"),
    ],
)
def test_cells_agree_with_a_second_count_from_the_truth(
    clean_state: Build, truth: dict[str, pd.DataFrame], kind: str, events: str, people: str
):
    with clean_state.open() as connection:
        cells = connection.execute(
            "select school_year, member_1, member_2, measure, value::integer as value"
            " from report.report_cells where table_id = 'by_credential' and value > 0"
            " and dimension_1 = 'credential'"
        ).df()
    cells = cells[cells.measure.isin([events, people])].pivot(
        index=["school_year", "member_1", "member_2"], columns="measure", values="value"
    )
    found = {key: (row[events], row[people]) for key, row in cells.iterrows()}
    expected = {
        (year, credential, status): count
        for (year, credential, status), count in counted(truth[kind], KEY).items()
    }
    for left_out, fill in (
        (["list_status"], lambda key: (key[0], key[1], "all")),
        (["credential_code"], lambda key: (key[0], "all", key[1])),
        (["credential_code", "list_status"], lambda key: (key[0], "all", "all")),
    ):
        by = [name for name in KEY if name not in left_out]
        expected |= {fill(key): count for key, count in counted(truth[kind], by).items()}
    assert len(expected) > 100
    assert found == expected


def test_credit_agrees_with_a_second_count_from_the_truth(
    clean_state: Build, truth: dict[str, pd.DataFrame]
):
    with clean_state.open() as connection:
        rows = connection.execute(
            "select school_year, member_1, member_2, value::integer from report.report_cells"
            " where measure = 'persons_given_credit' and value > 0"
            " and member_1 <> 'all' and member_2 <> 'all'"
        ).fetchall()
    by = ["school_year", "credential_code", "institution_code"]
    expected = counted(truth["credits"], by)
    assert {key: value for *key_parts, value in rows for key in [tuple(key_parts)]} == {
        key: people for key, (_, people) in expected.items()
    }
