"""The benchmark against Splink: its measures, its harness and its instruments on small sets."""

import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import WarehouseError

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from average_linkage import cluster_by_average_linkage
from compared_sets import ComparedSet
from matching_quality import best_of_each, evaluate, splink_people
from matching_speed import add_wage_rows
from measured_process import run_measured
from splink_matching import score_and_cluster, train
from splink_records import write_records

IDENTITIES = """
    create schema identity;
    create table identity.normalised_identities as
    with people as (
        select
            person,
            -- Numbers written with letters are names enough.
            translate(md5((person % 90)::varchar), '0123456789', 'nrtlsvmkpd')[:7] as first_name,
            translate(md5((person // 4)::varchar), '0123456789', 'nrtlsvmkpd')[:8] as last_name,
            (300000000 + 7919 * person)::varchar as ssn,
            date '1990-01-01' + (31 * person)::integer as birth_date
        from range(400) as people (person)
    )
    select
        'T' || 2 * person + side as identity_tuple_id,
        ['school', 'college'][side + 1] as id_space,
        null::varchar as native_id,
        null::varchar as state_student_id,
        -- One number is many people's, and some of the school have none.
        case when person < 50 then '999000111' when side = 1 or person % 3 > 0 then ssn end as ssn,
        right(ssn, 4) as ssn_last_four,
        last_name,
        [last_name] as last_name_parts,
        first_name,
        [first_name] as first_name_roots,
        null::varchar as middle_name,
        null::varchar as suffix,
        birth_date + (case when person % 40 = 0 then side else 0 end)::integer as birth_date,
        null::date as birth_date_swapped,
        ['male', 'female'][person % 2 + 1] as sex,
        null::varchar as street,
        (10000 + person % 60)::varchar as zip,
        null::varchar as email,
        null::varchar as phone
    from people cross join range(2) as sides (side)
"""


def write(folder: Path, name: str, query: str) -> Path:
    file = folder / f"{name}.parquet"
    duckdb.sql(f"copy ({query}) to '{file}' (format parquet)")
    return file


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> ComparedSet:
    """800 identities of 400 people; each is said by one record."""
    folder = tmp_path_factory.mktemp("compared")
    warehouse_file = folder / "warehouse.duckdb"
    with duckdb.connect(str(warehouse_file)) as connection:
        connection.execute(IDENTITIES)
    compared = ComparedSet("by hand", folder)
    assert write_records(warehouse_file, compared.identities) == 800
    write(
        folder,
        "truth",
        "select 'R' || n as record_id, n // 2 as person, 'T' || n as identity, true as connectable"
        " from range(800) as numbers (n)",
    )
    return compared


def test_splink_is_trained_and_clusters_in_each_way_and_the_clusters_are_judged(
    compared: ComparedSet,
) -> None:
    model = train(compared.identities)
    sources = compared.duplicate_free_sources()
    assert sources == ["college", "school"]
    done = score_and_cluster(
        compared.identities, model, compared.folder / "out", (6.0,), sources, True
    )
    assert done.records == 800
    for kind in ("components_6", "one_to_one_6", "average_0"):
        people = splink_people(compared, compared.folder / "out" / f"{kind}.parquet")
        quality = evaluate(people, compared.truth, kind, 6.0)
        assert quality.b3_f1 > 0.97, kind
        assert quality.persons_of_more_than_three == 0


def test_a_number_that_very_many_names_share_is_kept_from_splink(compared: ComparedSet) -> None:
    shared = duckdb.execute(
        "select count(*) from read_parquet(?) where ssn = '999000111'", [str(compared.identities)]
    ).fetchall()
    assert shared == [(0,)]


def test_people_are_measured_among_connectable_records(tmp_path: Path) -> None:
    # Two people of two records each: one whole, one split. A fifth record can't be connected.
    people = write(
        tmp_path,
        "people",
        "from (values ('a', 1), ('b', 1), ('c', 2), ('d', 3), ('e', 4))"
        " as t (record_id, person_id)",
    )
    truth = write(
        tmp_path,
        "truth",
        "from (values ('a', 1, true), ('b', 1, true), ('c', 2, true), ('d', 2, true),"
        " ('e', 2, false)) as t (record_id, person, connectable)",
    )
    quality = evaluate(people, truth, "by hand", None)
    assert (quality.pairwise_precision, quality.pairwise_recall) == (1.0, 0.5)
    assert (quality.b3_precision, quality.b3_recall) == (1.0, 0.75)
    assert quality.b3_f1 > quality.b3_f1_all


def test_the_best_weight_of_each_matcher_is_shown(tmp_path: Path) -> None:
    people = write(tmp_path, "people", "select 'a' as record_id, 1 as person_id")
    truth = write(tmp_path, "truth", "select 'a' as record_id, 1 as person")
    base = replace(evaluate(people, truth, "one", 2.0), b3_f1=0.8)
    better = replace(base, weight=4.0, b3_f1=0.9)
    other = replace(base, matcher="other", b3_f1=0.7)
    assert best_of_each([base, better, other]) == [better, other]


def test_average_linkage_weighs_the_pairs_that_speak_against() -> None:
    chain = [("a", "b", 10.0), ("b", "c", 9.0), ("d", "e", 3.0)]
    assert cluster_by_average_linkage(chain, 0.0) == {
        **dict.fromkeys("abc", "a"),
        **dict.fromkeys("de", "d"),
    }
    against = [*chain, ("a", "c", -20.0)]
    assert cluster_by_average_linkage(against, 0.0)["c"] == "c"
    # An absent pair counts as well: (9 - 25) / 2 is below nought.
    assert cluster_by_average_linkage(chain, 0.0, missing_weight=-25.0)["c"] == "c"


def test_the_memory_of_a_whole_process_tree_is_seen(tmp_path: Path) -> None:
    child = "import time; held = bytearray(150_000_000); time.sleep(1)"
    parent = tmp_path / "parent.py"
    parent.write_text(
        "import subprocess, sys\n"
        f"started = [subprocess.Popen([sys.executable, '-c', {child!r}]) for _ in range(2)]\n"
        "for one in started:\n"
        "    one.wait()\n"
        "print('done')\n"
    )
    run = run_measured([sys.executable, parent], tmp_path)
    assert run.output == "done\n"
    # A child that is being started is counted once with its parent's pages.
    assert 300_000_000 < run.peak_bytes < 1_500_000_000


def test_a_command_that_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no such thing"):
        run_measured([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_wage_rows_repeat_what_a_record_says_each_quarter(tmp_path: Path) -> None:
    given, out = tmp_path / "given", tmp_path / "out"
    given.mkdir()
    out.mkdir()
    write(
        given,
        "records",
        "from (values ('a', 'school', '512340001', 'ANN', 'LEE', '2019-09-01'),"
        " ('b', 'school', null, 'BOB', 'RAY', '2019-09-01'))"
        " as t (record_id, source, ssn, first_name, last_name, observed_on)",
    )
    write(
        given,
        "truth",
        "from (values ('a', 'P1', 'school', true), ('b', 'P2', 'school', false))"
        " as t (record_id, person, source, connectable)",
    )
    assert add_wage_rows(given, out, 3) == 5
    wages = duckdb.execute(
        "select distinct source, ssn, first_name, last_name from read_parquet(?)"
        " where source = 'labor'",
        [str(out / "records.parquet")],
    ).fetchall()
    assert wages == [("labor", "512340001", "ANN", "LEE")]
    days, people = duckdb.execute(
        "select count(distinct observed_on), list(distinct person) from read_parquet(?)"
        " inner join read_parquet(?) as truth using (record_id) where truth.source = 'labor'",
        [str(out / "records.parquet"), str(out / "truth.parquet")],
    ).fetchall()[0]
    assert (days, people) == (3, ["P1"])
