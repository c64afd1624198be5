"""Simulated deliveries: the same bytes again, every fault planted, every record in its place."""

import csv
import hashlib
import io
import re
from collections import Counter
from functools import cache
from pathlib import Path

import duckdb
import pytest

from conftest import Build, simulated
from warehouse.admission.contracts import find_project_root, read_contracts
from warehouse.admission.deliveries import all_deliveries, deliveries_table, extract_deliveries
from warehouse.admission.landing import LandedFile, stream_rows
from warehouse.errors import WarehouseError
from warehouse.simulate import simulate
from warehouse.simulate.layouts import read_layouts
from warehouse.simulate.noise_rates import FAULTS

FILE_FAULTS = {
    "superseded",
    "late_file",
    "extra_column",
    "column_missing",
    "columns_reordered",
    "row_count_differs",
    "not_in_manifest",
    "required_column_missing",
    "not_delivered",
    "checksum_differs",
    "binary_junk",
    "empty_file",
    "wrong_encoding",
}


def small(folder: Path, noise: str, file_format: str = "csv", seed: int = 3) -> Build:
    build = Build(folder, folder / "extracts", folder / "truth")
    simulate(
        250, 2019, 2021, seed, build.extracts, build.truth, noise, file_format, lambda step: None
    )
    return build


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def truth(build: Build, table: str, sql: str) -> list[tuple]:
    with duckdb.connect() as connection:
        connection.execute(
            f"create view {table} as select * from read_parquet('{build.truth / table}.parquet')"
        )
        return connection.execute(sql).fetchall()


def manifest_entries(build: Build) -> dict[str, dict[str, str]]:
    entries = {}
    for path in sorted(build.extracts.glob("*/manifest.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for entry in csv.DictReader(lines):
                entries[f"{path.parent.name}/{entry['file']}"] = entry
    return entries


@cache
def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return simulated(tmp_path_factory.mktemp("clean"), 400, "none")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return small(tmp_path_factory.mktemp("usual"), "usual")


def test_same_arguments_give_the_same_bytes(tmp_path: Path, usual: Build):
    again = small(tmp_path, "usual")
    assert digests(again.extracts) == digests(usual.extracts)
    assert digests(again.truth) == digests(usual.truth)


def test_another_seed_gives_another_state(tmp_path: Path, usual: Build):
    other = small(tmp_path, "usual", seed=4)
    same = digests(other.extracts).items() & digests(usual.extracts).items()
    assert not any("students" in name for name, _ in same)


def test_every_kind_of_fault_is_planted(resimulated_sample: Build):
    in_rows = truth(resimulated_sample, "rows", "select distinct unnest(faults) from rows")
    in_files = truth(resimulated_sample, "files", "select distinct fault from files")
    on_files_only = {"late_file", "extra_column", "column_missing", "columns_reordered"}
    assert {fault for (fault,) in in_rows} == set(FAULTS) - on_files_only
    assert {fault for (fault,) in in_files} - {None} == FILE_FAULTS


def test_no_noise_means_nothing_to_refuse(clean: Build):
    faults = truth(clean, "rows", "select distinct unnest(faults) as f from rows order by f")
    assert [fault for (fault,) in faults] == ["adjusted", "canary", "restated", "superseded"]
    assert truth(clean, "rows", "select * from rows where len(expected_reasons) > 0") == []
    assert truth(clean, "files", "select * from files where expected_reason is not null") == []


def test_manifests_list_every_record_and_checksum_of_a_clean_state(clean: Build):
    entries = manifest_entries(clean)
    locations = {layout.location: layout for layout in read_layouts().values()}
    files = [path for path in clean.extracts.rglob("*.csv") if path.name != "manifest.csv"]
    assert len(files) == len(entries) > 150
    for path in files:
        name = path.relative_to(clean.extracts).as_posix()
        layout = locations[name.rsplit("/", 1)[0]]
        data = path.read_bytes()
        records = list(
            csv.reader(io.StringIO(data.decode(layout.encoding), ""), delimiter=layout.delimiter)
        )
        assert entries[name]["sha256"] == hashlib.sha256(data).hexdigest()
        assert int(entries[name]["rows"]) == len(records) - 1
        headings = [column.heading for column in layout.columns]
        assert [re.sub(r"\b20\d\d\b", "{year}", heading) for heading in records[0]] == headings
        assert {len(record) for record in records} == {len(layout.columns)}


def test_truth_has_a_row_for_every_record_of_a_manifest(resimulated_sample: Build):
    rows = dict(
        truth(resimulated_sample, "rows", "select file_name, count(*) from rows group by all")
    )
    faults = dict(truth(resimulated_sample, "files", "select file_name, fault from files"))
    unlike = {
        name: (rows.get(name, 0), int(entry["rows"]), faults.get(name))
        for name, entry in manifest_entries(resimulated_sample).items()
        if rows.get(name, 0) != int(entry["rows"])
    }
    assert {fault for _, _, fault in unlike.values()} == {
        "row_count_differs",
        "binary_junk",
        "not_delivered",
    }


def test_truth_points_to_the_line_on_which_a_record_starts(resimulated_sample: Build):
    """Each participant's record starts with the id that the participant has in every file."""
    records = truth(
        resimulated_sample,
        "rows",
        "select file_name, line_number, person, faults from rows"
        " where file_name like 'workforce/participants/%' order by all",
    )
    ids: dict[int, set[str]] = {}
    broken = 0
    for file_name, line_number, person, faults in records:
        lines = (resimulated_sample.extracts / file_name).read_bytes().split(b"\n")
        first = lines[line_number - 1].decode("utf-8", "replace").split(",")[0]
        if not {"value_missing", "stray_byte"} & set(faults):
            ids.setdefault(person, set()).add(first)
        if "line_break_quoted" in faults:
            broken += 1
            assert lines[line_number - 1].count(b'"') == 1
    assert broken > 0
    assert {len(of_one) for of_one in ids.values()} == {1}


def test_corrected_wages_net_to_the_truth(clean: Build):
    """Latest original or restated record, plus the adjustments delivered since: the true wages."""
    entries = manifest_entries(clean)
    records: dict[str, list[tuple[str, str, int, str, int]]] = {}
    for file_name, line_number, event_id in truth(
        clean,
        "rows",
        "select file_name, line_number, event_id from rows where event_kind = 'job'"
        " and not list_contains(faults, 'superseded') order by all",
    ):
        line = lines_of(clean.extracts / file_name)[line_number - 1]
        *_, kind, wages = line.split(",")
        cents = int(wages.replace(".", ""))
        day = entries[file_name]["delivered_on"]
        records.setdefault(event_id, []).append((day, file_name, line_number, kind, cents))
    true_wages = dict(truth(clean, "jobs", "select event_id, (wages * 100)::bigint from jobs"))
    assert set(records) == set(true_wages)
    kinds = Counter(kind for of_one in records.values() for *_, kind, _ in of_one)
    assert kinds["R"] > 10
    assert kinds["A"] > 10
    for event_id, of_one in records.items():
        base = max(record for record in of_one if record[3] != "A")
        added = sum(cents for day, _, _, kind, cents in of_one if kind == "A" and day >= base[0])
        assert base[4] + added == true_wages[event_id]


def admitted_rows(build: Build) -> tuple[duckdb.DuckDBPyConnection, int]:
    """Put every delivery through admission; `landed` holds the rows, `deliveries` the files."""
    connection = duckdb.connect()
    contracts = read_contracts(find_project_root())
    files = deliveries_table(all_deliveries(build.extracts, contracts))
    connection.register("files", files)
    connection.execute("create table deliveries as from files")
    connection.execute(
        "create table landed (file_name varchar, line_number bigint, is_superseded boolean,"
        " reasons varchar[])"
    )
    for contract in contracts.extracts:
        landed = [
            LandedFile(
                inspection=delivery.inspection,
                file_name=delivery.file_name,
                period=delivery.period,
                delivered_on=delivery.delivered_on,
                is_superseded=delivery.is_superseded,
            )
            for delivery in extract_deliveries(build.extracts, contract)
            if delivery.status == "admitted"
        ]
        connection.register("rows", stream_rows(contract, landed).read_all())
        connection.execute(
            "insert into landed select file_name, line_number, is_superseded, refusal_reasons"
            " from rows"
        )
    return connection, files.num_rows


@pytest.mark.parametrize(("noise", "file_format"), [("heavy", "csv"), ("heavy", "parquet")])
def test_admission_refuses_exactly_what_was_planted(tmp_path: Path, noise: str, file_format: str):
    build = small(tmp_path, noise, file_format)
    connection, files = admitted_rows(build)
    with connection:
        assert files > 50
        differing = connection.execute(
            f"""
            with planted as (
                select file_name, line_number, expected_reasons,
                    list_contains(faults, 'superseded') as is_superseded
                from read_parquet('{build.truth}/rows.parquet')
                where not list_contains(faults, 'file_refused')
            )
            select file_name, line_number, expected_reasons, reasons
            from planted full join landed using (file_name, line_number)
            where expected_reasons is distinct from reasons
                or planted.is_superseded is distinct from landed.is_superseded
            """
        ).fetchall()
        assert differing == []
        differing = connection.execute(
            f"""
            select file_name, expected_reason, refusal_reasons
            from read_parquet('{build.truth}/files.parquet')
            full join deliveries using (file_name)
            where expected_reason is distinct from refusal_reasons[1]
            """
        ).fetchall()
        assert differing == []


def test_canaries_stand_in_every_personal_column_and_nowhere_else(resimulated_sample: Build):
    planted = truth(
        resimulated_sample,
        "canaries",
        "select sensitive, column_name, value, file_name, line_number from canaries",
    )
    places = {(name.rsplit("/", 1)[0], column) for _, column, _, name, _ in planted}
    personal = {
        (layout.location, column.name)
        for layout in read_layouts().values()
        for column in layout.columns
        if column.sensitive
        # No such delivery is simulated: what other systems know of work elsewhere.
        and layout.location != "labor/work_elsewhere"
    }
    assert places == personal
    known = Counter((name, line) for *_, name, line in planted)
    values = {value.lower().encode("latin-1") for _, _, value, _, _ in planted}
    for path in resimulated_sample.extracts.rglob("*.csv"):
        name = path.relative_to(resimulated_sample.extracts).as_posix()
        if name.endswith("-corrected.csv"):
            continue
        for number, line in enumerate(path.read_bytes().lower().split(b"\n"), 1):
            if any(value in line for value in values):
                assert (name, number) in known, name


def test_a_foreign_folder_is_left_alone(tmp_path: Path):
    extracts, truth_folder = tmp_path / "extracts", tmp_path / "truth"
    extracts.mkdir()
    (extracts / "thesis.txt").write_text("years of work")
    with pytest.raises(WarehouseError, match=r"thesis\.txt"):
        simulate(60, 2019, 2020, 1, extracts, truth_folder, "none", "csv", lambda step: None)
    assert [path.name for path in tmp_path.rglob("*")] == ["extracts", "thesis.txt"]


def test_a_real_delivery_among_simulated_ones_is_never_replaced(tmp_path: Path):
    build = small(tmp_path, "none")
    delivery = build.extracts / "k12" / "students" / "2026.csv"
    delivery.write_text("a real one")
    with pytest.raises(WarehouseError, match=r"2026\.csv"):
        small(tmp_path, "none")
    assert delivery.read_text() == "a real one"
    delivery.unlink()
    changed = build.extracts / "k12" / "manifest.csv"
    changed.write_text(changed.read_text() + "\n")
    with pytest.raises(WarehouseError, match=r"manifest\.csv"):
        small(tmp_path, "none")


def test_a_simulated_folder_is_replaced_whole_and_its_readme_kept(tmp_path: Path):
    build = small(tmp_path, "none")
    (build.extracts / "README.md").write_text("kept")
    small(tmp_path, "none")
    assert (build.extracts / "README.md").read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["extracts", "truth"]
