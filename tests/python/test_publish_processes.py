"""Publishing beside others: readers that never stop, builds that go on, and a publisher killed.

The children come from a fork server that has loaded everything once, so that each costs little.
"""

import multiprocessing
import os
import random
import signal
import subprocess
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import pytest

from conftest import DBT, Build
from small_warehouse import SECRET, write_small_warehouse
from warehouse.publication.versions import CURRENT_LINK, Reader, published_file
from warehouse.publish import publish

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["warehouse.publish", "small_warehouse"])
PUBLISHES = 20
KILLS = 12
DBT_START_SECONDS = 8
PATIENCE = 60
# A build waits for a whole publish and a publish for a whole build, on a busy machine too.
BUILD_PATIENCE = 300


def whole(published: Path) -> None:
    """Raise unless every file of the current version can be read to its end."""
    for reader in Reader:
        with duckdb.connect(str(published_file(published, reader)), read_only=True) as connection:
            tables = connection.execute(
                "select schema_name || '.' || table_name from duckdb_tables() order by all"
            ).fetchall()
            assert tables
            for (table,) in tables:
                connection.execute(f"select count(t::varchar) from {table} as t").fetchall()
    folder = published / CURRENT_LINK / Reader.PUBLIC
    assert (folder / "README.txt").stat().st_size > 0
    assert len(duckdb.sql(f"from '{folder}/parquet/released/released_cells.parquet'")) > 0


def read_in_a_loop(published: Path, stop: Event, reads: "multiprocessing.Queue[int]") -> None:
    """Read the current version again and again, and the first one all the while."""
    count = 0
    query = "select count(*), min(sex) from marts.dim_person"
    file = str(published_file(published, Reader.INTERNAL))
    with duckdb.connect(file, read_only=True) as held:
        first = held.execute(query).fetchall()
        while not stop.is_set():
            whole(published)
            assert held.execute(query).fetchall() == first
            count += 1
    reads.put(count)


def build_in_a_loop(warehouse: Path, stop: Event, builds: "multiprocessing.Queue[int]") -> None:
    """Write into the warehouse as a build does: begin, change, end; wait while it is read."""
    count = 0
    while not stop.is_set():
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                connection = duckdb.connect(str(warehouse))
                break
            except duckdb.IOException:
                # profiles.yml: dbt waits too.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        with connection:
            connection.execute("update build_state set is_complete = false")
            connection.execute("update marts.dim_employer set naics_code = '722513'")
            time.sleep(0.02)
            connection.execute("update build_state set is_complete = true")
        count += 1
        time.sleep(0.05)
    builds.put(count)


def publish_in_a_loop(warehouse: Path) -> None:
    """Publish until killed."""
    while True:
        publish(warehouse, warehouse.parent / "published", warehouse.parent / "state", SECRET)


def unfinished(published: Path) -> set[str]:
    """Name the folders that a publish is writing, or was killed in."""
    return {path.name for path in published.iterdir() if path.name.endswith(".unfinished")}


def wait_for_the_next(published: Path, before: set[str]) -> None:
    """Wait until a publish has begun a folder: on a busy machine no length of sleep is enough."""
    end = time.monotonic() + PATIENCE
    while unfinished(published) <= before:
        assert time.monotonic() < end, "no publish has begun"
        time.sleep(0.001)


def test_publishes_disturb_no_reader_and_no_build(tmp_path: Path):
    warehouse = write_small_warehouse(tmp_path / "warehouse.duckdb")
    published, state = tmp_path / "published", tmp_path / "state"
    publish(warehouse, published, state, SECRET)
    stop, reads, builds = PROCESSES.Event(), PROCESSES.Queue(), PROCESSES.Queue()
    others = [
        PROCESSES.Process(target=read_in_a_loop, args=(published, stop, reads)),
        PROCESSES.Process(target=build_in_a_loop, args=(warehouse, stop, builds)),
    ]
    for process in others:
        process.start()
    try:
        versions = {
            publish(warehouse, published, state, SECRET, versions_kept=2, patience=PATIENCE).version
            for _ in range(PUBLISHES)
        }
    finally:
        stop.set()
        for process in others:
            process.join(PATIENCE)
    assert len(versions) == PUBLISHES
    assert [process.exitcode for process in others] == [0, 0]
    assert reads.get(timeout=PATIENCE) >= 2
    assert builds.get(timeout=PATIENCE) >= 2


def test_a_publish_killed_at_any_point_leaves_a_whole_version(tmp_path: Path):
    warehouse = write_small_warehouse(tmp_path / "warehouse.duckdb")
    published, state = tmp_path / "published", tmp_path / "state"
    publish(warehouse, published, state, SECRET)
    delays = random.Random(7)
    cut_short = 0
    for _ in range(KILLS):
        before = unfinished(published)
        process = PROCESSES.Process(target=publish_in_a_loop, args=(warehouse,))
        process.start()
        wait_for_the_next(published, before)
        time.sleep(delays.uniform(0, 0.6))
        assert process.is_alive()
        os.kill(process.pid, signal.SIGKILL)
        process.join(PATIENCE)
        cut_short += bool(unfinished(published))
        whole(published)
        # One release in all, however often it was published: none is half-written.
        releases = [path for path in (state / "releases").iterdir() if path.name[0] != "."]
        assert [len(list(path.glob("*.parquet"))) for path in releases] == [8]
    assert cut_short
    publish(warehouse, published, state, SECRET)
    assert unfinished(published) == set()


@pytest.mark.slow
def test_publishes_of_the_sample_disturb_no_reader_and_no_build(sample: Build, tmp_path: Path):
    build = sample.copied_to(tmp_path)
    publish(build.warehouse_file, build.published, build.state, SECRET)
    stop, reads = PROCESSES.Event(), PROCESSES.Queue()
    reader = PROCESSES.Process(target=read_in_a_loop, args=(build.published, stop, reads))
    reader.start()
    delays = random.Random(7)
    built = []
    try:
        for _ in range(PUBLISHES):
            builder = subprocess.Popen(
                [str(DBT), "run", "--select", "dim_region"],
                cwd=build.project,
                env=build.environment,
                stdout=subprocess.DEVNULL,
            )
            # So that now the build comes first, and now the publish: the other waits.
            time.sleep(delays.uniform(0, DBT_START_SECONDS))
            publish(
                build.warehouse_file,
                build.published,
                build.state,
                SECRET,
                versions_kept=2,
                patience=BUILD_PATIENCE,
            )
            built.append(builder.wait(BUILD_PATIENCE))
    finally:
        stop.set()
        reader.join(PATIENCE)
    assert reader.exitcode == 0
    assert reads.get(timeout=PATIENCE) > 2
    assert built == [0] * PUBLISHES
