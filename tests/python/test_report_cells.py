"""The report's cells against a second count in pandas, from the simulator's truth."""

import pandas as pd
import pytest

from conftest import Build
from true_people import beside_the_truth

KEY = ["school_year", "credential_code", "list_status"]


@pytest.fixture(scope="module")
def truth(clean_state: Build) -> dict[str, pd.DataFrame]:
    """True attempts, awards and credits, each with its person and whether the List held it."""
    events = {
        kind: pd.read_parquet(clean_state.truth / f"{kind}.parquet")
        for kind in ("attempts", "awards", "credits")
    }
    with beside_the_truth(clean_state) as connection:
        people = connection.execute(
            "select distinct event_id, connected_group as someone from row_people"
        ).df()
        lists = connection.execute(
            "select credential_code, effective_from, effective_to"
            " from marts.dim_credential_list_status"
        ).df()
    people = people.set_index("event_id")["someone"]
    awards = events["awards"]
    # An award is known by itself, or by the attempt that led to it.
    awards["someone"] = awards.event_id.map(people).fillna(awards.attempt_event_id.map(people))
    awards = awards.sort_values("earned_on")
    renewals = awards.dropna(subset="someone").duplicated(["someone", "credential_code"])
    awards = awards[~renewals.reindex(awards.index, fill_value=False) & awards.revoked_on.isna()]
    events["awards"] = awards
    for kind, day in (
        ("attempts", "attempted_on"),
        ("awards", "earned_on"),
        ("credits", "decided_on"),
    ):
        table = events[kind]
        if "someone" not in table:
            table = table.assign(someone=table.event_id.map(people))
        days = pd.to_datetime(table[day])
        table = table.assign(day=days, school_year=days.dt.year + (days.dt.month >= 7))
        listed = table.reset_index().merge(lists, on="credential_code")
        is_in_force = listed.day.between(listed.effective_from, listed.effective_to)
        on_list = table.index.isin(listed[is_in_force]["index"])
        table["list_status"] = pd.Series(on_list, table.index).map(
            {True: "high_value", False: "not_high_value"}
        )
        events[kind] = table.dropna(subset="someone")
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
