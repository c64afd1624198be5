"""The committed sample: written by the recorded command, every line accounted for, no one told."""

import hashlib
from pathlib import Path

from checks import texts_in_tables, unaccounted_files, wrongly_refused_files, wrongly_refused_rows
from conftest import PROJECT, Build
from warehouse.publish import OPEN_SCHEMAS

EIGHT_MEGABYTES = 8_000_000


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_recorded_command_writes_the_same_bytes(resimulated_sample: Build):
    assert digests(resimulated_sample.extracts) == digests(PROJECT / "extracts")


def test_sample_is_small_enough_to_commit():
    files = [path for path in (PROJECT / "extracts").rglob("*") if path.is_file()]
    total = sum(path.stat().st_size for path in files)
    assert total <= EIGHT_MEGABYTES


def test_every_line_of_every_file_is_staged_or_refused(sample: Build):
    assert unaccounted_files(sample) == []


def test_exactly_the_planted_rows_are_refused_for_the_planted_reasons(sample: Build):
    assert wrongly_refused_rows(sample) == []
    with sample.open() as connection:
        refused = connection.execute("select count(*) from quality.refused_rows").fetchall()
    assert refused[0][0] > 50


def test_exactly_the_planted_files_are_refused_for_the_planted_reasons(sample: Build):
    assert wrongly_refused_files(sample) == []
    with sample.open() as connection:
        refused = connection.execute(
            "select count(*) from quality.deliveries where status = 'refused'"
        ).fetchall()
    assert refused[0][0] >= 6


def test_no_canary_in_an_open_schema(sample: Build, canaries: dict[str, str]):
    with sample.open() as connection:
        # The search must be able to find: in the restricted layer the canaries do stand.
        assert texts_in_tables(connection, ["staging"], canaries)
        assert texts_in_tables(connection, ["intermediate", *OPEN_SCHEMAS], canaries) == []


def test_no_canary_in_what_dbt_writes_down(sample: Build, canaries: dict[str, str]):
    wanted = [value.lower().encode() for value in canaries]
    files = [
        path for root in (sample.target, sample.logs) for path in root.rglob("*") if path.is_file()
    ]
    assert len(files) > 50
    found = [
        path.name
        for path in files
        if any(value in text for text in [path.read_bytes().lower()] for value in wanted)
    ]
    assert found == []
