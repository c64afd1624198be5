"""What the simulator makes the Council weigh: whole, in time, and in keeping with the Lists."""

import pandas as pd
import pytest

from warehouse.simulate.world import read_world
from warehouse.simulate.world_council import council_tables
from warehouse.simulate.world_council_list import SENDERS, WEIGHED_LISTS

FIRST_YEAR, LAST_YEAR = 2016, 2025
LAST_LIST = LAST_YEAR + 1


@pytest.fixture(scope="module")
def council() -> dict[str, pd.DataFrame]:
    return council_tables(read_world(FIRST_YEAR, LAST_YEAR))


def test_every_weighed_list_has_its_evidence(council):
    weighed = set(range(LAST_LIST + 1 - WEIGHED_LISTS, LAST_LIST + 1))
    assert set(council["credential_reviews"]["list_year"]) == weighed
    assert {year + 2 for year in council["job_postings"]["posting_year"]} == weighed
    assert {year + 2 for year in council["employer_surveys"]["survey_year"]} == weighed


def test_every_listed_credential_of_a_weighed_list_was_reviewed(council):
    listed = council["approved_list"]
    listed = listed[listed["list_year"] > LAST_LIST - WEIGHED_LISTS]
    keys = ["list_year", "credential_code"]
    both = listed[keys].merge(council["credential_reviews"][keys], how="left", indicator=True)
    assert len(listed) > 80
    assert (both["_merge"] == "both").all()


def test_no_part_of_the_postings_exceeds_the_whole(council):
    postings = council["job_postings"]
    asking = postings["postings_requiring"] + postings["postings_preferring"]
    assert (asking <= postings["postings_of_occupation"]).all()
    assert (postings[["postings_requiring", "postings_preferring"]] >= 0).all().all()


def test_each_audience_is_told_once_of_every_credential_that_leaves_the_list(council):
    listed = {
        year: set(rows["credential_code"])
        for year, rows in council["approved_list"].groupby("list_year")
    }
    left = {
        (year, credential, audience)
        for year in range(FIRST_YEAR + 1, LAST_LIST + 1)
        for credential in listed[year - 1] - listed[year]
        for audience in SENDERS
    }
    notices = council["list_notices"]
    told = list(
        zip(notices["list_year"], notices["credential_code"], notices["audience_code"], strict=True)
    )
    assert len(left) == 12
    assert left <= set(told)
    assert len(told) == len(set(told))
    assert (notices["sent_on"].dt.year == notices["list_year"] - 1).all()


def test_another_period_tells_the_same_story_shifted(council):
    """Years in the story are offsets: only the dates move."""
    later = council_tables(read_world(FIRST_YEAR + 3, LAST_YEAR + 3))
    for table in ("submissions", "list_notices", "employer_endorsements"):
        same = [c for c in council[table] if not c.endswith("_on") and c != "list_year"]
        pd.testing.assert_frame_equal(council[table][same], later[table][same])
