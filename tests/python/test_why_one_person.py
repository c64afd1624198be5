"""The analysis that explains why two records are one person, or two."""

import json

import duckdb
import pytest

from conftest import Build
from warehouse.identity_clusters import AVERAGED, BEST_OF

NAME = "why_one_person"


def explain(build: Build, record_a: str, record_b: str) -> list[dict]:
    """Compile the analysis for two records, and ask the warehouse."""
    variables = json.dumps({"record_a": record_a, "record_b": record_b})
    compiled = build.dbt("compile", "--select", NAME, "--vars", variables)
    assert compiled.returncode == 0, compiled.stdout[-2000:]
    folder = build.target / "compiled/credential_warehouse/analyses/restricted"
    with build.open() as connection:
        answer = connection.execute((folder / f"{NAME}.sql").read_text())
        headings = [column[0] for column in answer.description]
        return [dict(zip(headings, row, strict=True)) for row in answer.fetchall()]


RECORDS = """
    with students as (
        select file_name || ' ' || line_number as record, identity_tuple_id, person_id
        from staging.stg_k12__students
        inner join identity.tuple_persons using (identity_tuple_id)
        where is_accepted
    ),
    wages as (
        select file_name || ' ' || line_number as record, identity_tuple_id, person_id
        from staging.stg_labor__wage_records
        inner join identity.tuple_persons using (identity_tuple_id)
        where is_accepted
    ),
    links as (
        select identity_tuple_id_a as one, identity_tuple_id_b as other, is_joined
        from identity.links
        union all
        select identity_tuple_id_b as one, identity_tuple_id_a as other, is_joined
        from identity.links
    )
"""


@pytest.fixture(scope="module")
def asked(sample: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A copy of the sample: dbt holds the file for as long as it compiles."""
    return sample.copied_to(tmp_path_factory.mktemp("asked"))


def two_records(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[str, str]:
    """Find a student's and a wage earner's record by the end of a query on RECORDS."""
    return connection.execute(f"{RECORDS} {query} order by all limit 1").fetchall()[0]


def test_records_that_nothing_compares_are_explained_by_those_between(asked: Build):
    with asked.open() as connection:
        records = two_records(
            connection,
            "select students.record, wages.record from students"
            " inner join wages using (person_id)"
            " where (students.identity_tuple_id, wages.identity_tuple_id)"
            " not in (select (one, other) from links)",
        )
    told = explain(asked, *records)
    steps = {row["step"] for row in told}
    assert steps == set(range(1, max(steps) + 1)) and len(steps) > 1
    assert all(row["is_joined"] for row in told)


@pytest.mark.parametrize("is_joined", [True, False])
def test_a_pair_that_was_compared_is_explained_by_itself(asked: Build, is_joined: bool):
    with asked.open() as connection:
        records = two_records(
            connection,
            "select students.record, wages.record from links"
            " inner join students on links.one = students.identity_tuple_id"
            " inner join wages on links.other = wages.identity_tuple_id"
            f" where links.is_joined = {is_joined}",
        )
    told = explain(asked, *records)
    assert [row["is_joined"] for row in told] == [is_joined]
    parts = [told[0][f"{name}_weight"] or 0 for name in (*AVERAGED, *BEST_OF)]
    assert told[0]["match_weight"] == pytest.approx(told[0]["prior_weight"] + sum(parts), abs=0.6)
