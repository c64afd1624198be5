"""What people see of the Council's rules: the commands, the returned rows, the pages."""

import csv
import gzip
import hashlib
import html
import io
import json
import stat
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from typer.testing import CliRunner

from conftest import PROJECT, Build
from warehouse.admission.check import check_files
from warehouse.cli import app
from warehouse.errors import WarehouseError
from warehouse.rules_data_docs import write_data_docs
from warehouse.rules_docs import PAGE, rules_page
from warehouse.rules_print import print_gate, print_overview, print_rule
from warehouse.rules_register import read_register, versions_of
from warehouse.rules_report import Overview, read_overview, read_rule
from warehouse.rules_return import write_return
from warehouse.settings import Settings

RULE_TABLES = (
    "reference.business_rules",
    "reference.rule_tolerances",
    "quality.rule_results",
    "released.release_rule_results",
    "quality.rule_checks",
    "quality.rule_failing_keys",
    "quality.release_gate",
    "quality.deliveries",
    "identity.registry_run",
)


def where(build: Build) -> Settings:
    return Settings(build.extracts, build.warehouse_file, build.state, build.published)


def printed(show, *arguments) -> str:
    stream = io.StringIO()
    show(*arguments, Console(file=stream, width=200, highlight=False))
    return stream.getvalue()


def invoke(build: Build, *arguments: str):
    return CliRunner().invoke(app, list(arguments), env=build.environment)


@pytest.fixture(scope="module")
def overview(sample: Build) -> Overview:
    return read_overview(sample.warehouse_file)


@pytest.fixture
def copied(sample: Build, tmp_path: Path) -> Build:
    """A file with the sample's rules and results alone, to be spoilt."""
    build = Build(tmp_path, sample.extracts, sample.truth)
    with duckdb.connect(str(build.warehouse_file)) as connection:
        connection.execute(f"attach '{sample.warehouse_file}' as built (read_only)")
        for table in RULE_TABLES:
            connection.execute(f"create schema if not exists {table.partition('.')[0]}")
            connection.execute(f"create table {table} as from built.{table}")
    return build


def spoil(build: Build, *statements: str) -> None:
    with duckdb.connect(str(build.warehouse_file)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_what_failed_comes_first_with_what_to_do(overview: Overview):
    text = printed(lambda console: print_overview(overview, console))
    standings = [line.result.standing for line in overview.lines]
    assert {"failed", "tolerated", "passed"} <= set(standings)
    assert standings == sorted(
        standings, key=["broken", "failed", "tolerated", "passed", "not_applicable"].index
    )
    assert text.index("Failed:") < text.index("Tolerated:") < text.index("subject")
    flat = " ".join(text.split())
    for line in overview.lines:
        if line.result.standing != "passed":
            assert f" {line.rule.rule_id} " in flat
    passed = {line.rule.rule_id for line in overview.lines if line.result.standing == "passed"}
    passed -= {line.rule.rule_id for line in overview.lines if line.result.standing != "passed"}
    assert [rule_id for rule_id in passed if f" {rule_id} " in flat] == []
    assert "Send the file again; an extract without records still carries its header." in flat


def test_all_lists_every_rule_of_the_register(overview: Overview):
    text = printed(lambda console: print_overview(overview, console, True))
    assert [r.rule_id for r in read_register(PROJECT) if f"\n{r.rule_id} " not in text] == []


def test_the_counts_by_subject_come_to_the_register(overview: Overview):
    text = printed(lambda console: print_overview(overview, console))
    total = next(line.split() for line in text.splitlines() if line.strip().startswith("all "))
    assert sum(map(int, total[1:])) == len({rule.rule_id for rule in read_register(PROJECT)})


def test_a_rule_with_its_tolerance_results_history_and_keys(sample: Build):
    report = read_rule(sample.warehouse_file, sample.state, "ssn-invalid")
    text = printed(lambda console: print_rule(report, console))
    flat = " ".join(text.split())
    assert "1 % for all, from 2014-07-01, decided 2014-06-30 by Council" in flat
    assert "Who refuses a number is entered under a made-up one" in flat
    (total,) = report.totals
    assert f"{total.rows_failing:,} of {total.rows_checked:,} rows break it" in flat
    assert sum(each.rows_failing for each in report.slices) == total.rows_failing
    assert [(each.verdict, each.rows_failing) for each in report.history] == [
        (total.verdict, total.rows_failing)
    ]
    assert report.keys
    for key in report.keys:
        file_name, _, line = key.failing_key.rpartition(":")
        assert (sample.extracts / file_name).is_file()
        assert int(line) > 1
        assert key.failing_key in text


def test_an_unknown_rule_names_the_nearest():
    register = read_register(PROJECT)
    with pytest.raises(WarehouseError, match=r"no rule SSN\. The nearest: SSN_INVALID, SSN_OF"):
        versions_of("SSN", register)
    with pytest.raises(WarehouseError, match="WAGES_NEGATIVE"):
        versions_of("WAGE_NEGATIV", register)


def test_the_latest_version_stands_for_a_rule(copied: Build):
    spoil(
        copied,
        "insert into reference.business_rules by name"
        " select * replace (2 as version, 'Said anew.' as statement)"
        " from reference.business_rules where rule_id = 'SSN_INVALID'",
    )
    report = read_rule(copied.warehouse_file, copied.state, "SSN_INVALID")
    assert (report.versions[0].version, report.versions[0].statement) == (2, "Said anew.")
    assert len(report.versions) == 2
    assert report.history == []
    read = read_overview(copied.warehouse_file)
    assert {x.rule.version for x in read.lines if x.rule.rule_id == "SSN_INVALID"} == {2}


def test_json_holds_what_is_printed(sample: Build, overview: Overview):
    everything = json.loads(invoke(sample, "rules", "--json").stdout)
    assert [each["rule_id"] for each in everything["results"]] == [
        line.rule.rule_id for line in overview.lines
    ]
    assert everything["gate"]["is_open"] is True
    one = json.loads(invoke(sample, "rules", "SSN_INVALID", "--json").stdout)
    assert one["results"][0]["tolerance"] == 0.01


def test_an_open_gate_exits_0_and_options_are_one_at_a_time(sample: Build):
    result = invoke(sample, "rules", "--gate")
    assert (result.exit_code, result.stdout) == (0, "The release gate is open.\n")
    assert isinstance(invoke(sample, "rules", "--gate", "--all").exception, WarehouseError)


def test_a_closed_gate_exits_1_and_says_why(copied: Build):
    spoil(
        copied,
        "update quality.release_gate set is_open = false,"
        " broken_rule_ids = ['SSN_INVALID'], failed_rule_ids = ['ATTESTATION_MISSING']",
        "update quality.rule_results set verdict = 'broken', message = 'BinderException: x'"
        " where rule_id = 'SSN_INVALID' and slice_kind = 'all'",
        "update quality.rule_results set verdict = 'failed', rows_failing = 7"
        " where rule_id = 'ATTESTATION_MISSING' and slice_kind = 'all'",
    )
    result = invoke(copied, "rules", "--gate")
    assert result.exit_code == 1
    flat = " ".join(result.stdout.split())
    assert "closed by SSN_INVALID, ATTESTATION_MISSING" in flat
    assert "The check itself broke (BinderException: x)" in flat
    assert "7 of" in flat
    assert "Write attested_by and attested_on into the line of manifest.csv." in flat
    # Without --gate it is only told.
    told = invoke(copied, "rules")
    assert told.exit_code == 0
    assert told.stdout.index("Broken:") < told.stdout.index("Failed:")
    assert "Whoever" not in printed(
        lambda console: print_gate(read_overview(copied.warehouse_file), console)
    )


def reasons_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "reasons.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_go_back_as_delivered_with_every_reason(sample: Build, tmp_path: Path):
    folder = tmp_path / "return"
    written = write_return(where(sample), "k12", folder)
    with sample.open() as connection:
        refused = connection.execute(
            "select file_name, line_number, reason from (select file_name, line_number,"
            " unnest(refusal_reasons) as reason from staging.stg_refused_lines"
            " where agency = 'k12') order by all"
        ).fetchall()
    reasons = reasons_of(folder)
    assert len(reasons) == len(refused)
    assert sorted((r["file"], int(r["delivered_line"]), r["rule_id"]) for r in reasons) == sorted(
        (file, line, reason.partition(":")[0]) for file, line, reason in refused
    )
    for each in reasons:
        assert each["statement"]
        assert each["what_to_do"]
        returned = (folder / "resend" / each["file"]).read_text().split("\n")
        delivered = (sample.extracts / each["file"]).read_bytes().split(b"\n")
        assert returned[0].encode() == delivered[0].rstrip(b"\r")
        if each["rule_id"] != "ROW_ENCODING":
            line = delivered[int(each["delivered_line"]) - 1].rstrip(b"\r")
            assert returned[int(each["line"]) - 1].encode() == line
    readme = (folder / "README.md").read_text()
    assert written.whole_files
    assert all(each.file_name in readme for each in (*written.files, *written.whole_files))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def correct(folder: Path, extracts: Path) -> None:
    """Correct each row from an accepted one: its column, or all of it where others depend on it."""
    reasons = reasons_of(folder)
    for name in sorted({each["file"] for each in reasons}):
        mine = [each for each in reasons if each["file"] == name]
        refused = {int(each["delivered_line"]) for each in mine}
        delivered = (extracts / name).read_text(errors="replace").splitlines()
        heading = next(csv.reader([delivered[0]]))
        donor = next(
            text
            for number, text in enumerate(delivered[1:], start=2)
            if number not in refused and text.count(",") == delivered[0].count(",")
        )
        values = dict(zip(heading, next(csv.reader([donor])), strict=True))
        path = folder / "resend" / name
        lines = path.read_text().split("\n")
        whole = {
            int(each["line"])
            for each in mine
            if not each["column"] or each["rule_id"] in ("VALUE_NOT_A_DATE", "VALUE_OUT_OF_RANGE")
        }
        for each in mine:
            place = int(each["line"]) - 1
            if place + 1 in whole:
                lines[place] = donor
                continue
            cells = next(csv.reader([lines[place]]))
            cells[heading.index(each["column"])] = values[each["column"]]
            text = io.StringIO()
            csv.writer(text, lineterminator="").writerow(cells)
            lines[place] = text.getvalue()
        path.write_text("\n".join(lines))


def test_a_corrected_return_passes_the_check(sample: Build, tmp_path: Path):
    folder = tmp_path / "return"
    write_return(where(sample), "k12", folder)
    before = check_files([folder / "resend"])
    assert {report.contract_label for report in before} >= {"k12.students", "k12.graduates"}
    assert sum(report.rows_refused for report in before) > 50
    correct(folder, sample.extracts)
    after = check_files([folder / "resend"])
    assert [str(report.path) for report in after if not report.is_clean] == []
    assert sum(r.rows_delivered for r in after) == sum(r.rows_delivered for r in before)


def test_a_return_goes_into_no_folder_that_others_read(sample: Build, tmp_path: Path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "corrected.csv").touch()
    for folder in (
        sample.published / "x",
        sample.state,
        sample.extracts / "k12",
        PROJECT / "docs",
        PROJECT / "target" / "x",
        full,
    ):
        with pytest.raises(WarehouseError, match=r"--out|outside"):
            write_return(where(sample), "k12", folder)
    assert [path.name for path in full.iterdir()] == ["corrected.csv"]


def test_an_unknown_agency_and_one_without_refusals(sample: Build, tmp_path: Path):
    with pytest.raises(WarehouseError, match=r"agency k21\. Known: council, credentialing"):
        write_return(where(sample), "k21", tmp_path / "a")
    result = invoke(sample, "return-file", "council", "--out", str(tmp_path / "b"))
    assert (result.exit_code, (tmp_path / "b").exists()) == (0, False)
    assert "Nothing of council was refused" in result.stdout


def test_a_return_needs_the_deliveries_of_the_build(sample: Build, tmp_path: Path):
    elsewhere = Settings(tmp_path / "none", sample.warehouse_file, sample.state, sample.published)
    with pytest.raises(WarehouseError, match="isn't the file that the warehouse was built from"):
        write_return(elsewhere, "k12", tmp_path / "a")


@pytest.fixture
def by_hand(sample: Build, copied: Build, tmp_path: Path) -> Build:
    """Two deliveries with refused rows: one gzipped in an old encoding, one in Parquet."""
    build = Build(copied.folder, tmp_path / "extracts", copied.truth)
    folder = build.extracts / "k12" / "students"
    folder.mkdir(parents=True)
    text = 'a,b\r\n1,x\r\n2,"Peña\r\nJosé"\r\n3,z\r\n'
    zipped = folder / "2019.csv.gz"
    zipped.write_bytes(gzip.compress(text.encode("cp1252"), mtime=0))
    table = pa.table({"a": pa.array([1, 2, 3]), "b": ["x", "y", None]})
    pq.write_table(table, folder / "2020.parquet")
    names = {zipped.name: "cp1252", "2020.parquet": "parquet"}
    rows = [
        (f"k12/students/{name}", hashlib.sha256((folder / name).read_bytes()).hexdigest(), encoding)
        for name, encoding in names.items()
    ]
    with duckdb.connect(str(build.warehouse_file)) as connection:
        connection.execute("create schema staging")
        connection.execute(f"attach '{sample.warehouse_file}' as built (read_only)")
        for table_name in ("stg_admission__deliveries", "stg_refused_lines"):
            connection.execute(
                f"create table staging.{table_name} as from built.staging.{table_name} limit 0"
            )
        for name, sha256, encoding in rows:
            connection.execute(
                "insert into staging.stg_admission__deliveries by name select ? as file_name,"
                " 'k12' as agency, 'students' as extract, '2019' as period, ? as sha256,"
                " ? as encoding, 'admitted' as status, false as is_superseded",
                [name, sha256, encoding],
            )
        for name, line, raw, reason in (
            (rows[0][0], 3, '2,"Peña\nJosé"', "VALUE_MISSING:birth_date"),
            (rows[0][0], 5, "3,z", "INSTITUTION_NOT_OPEN"),
            (rows[1][0], 4, '{"a":3,"b":null}', "VALUE_MISSING:birth_date"),
        ):
            connection.execute(
                "insert into staging.stg_refused_lines by name select ? as file_name,"
                " ? as line_number, 'k12' as agency, 'students' as extract, '2019' as period,"
                " [?] as refusal_reasons, ? as raw_text",
                [name, line, reason, raw],
            )
    return build


def test_encoding_line_breaks_and_types_go_back_as_they_came(by_hand: Build, tmp_path: Path):
    folder = tmp_path / "return"
    write_return(where(by_hand), "k12", folder)
    students = folder / "resend" / "k12" / "students"
    assert sorted(path.name for path in students.iterdir()) == ["2019.csv", "2020.parquet"]
    text = 'a,b\n2,"Peña\nJosé"\n3,z\n'
    assert (students / "2019.csv").read_bytes() == text.encode("cp1252")
    assert [(r["file"][-7:], r["line"], r["delivered_line"]) for r in reasons_of(folder)] == [
        ("019.csv", "2", "3"),
        ("019.csv", "4", "5"),
        ("parquet", "2", "4"),
    ]
    # `warehouse check` sees one file and not the Council's registers.
    readme = " ".join((folder / "README.md").read_text().split())
    assert "It can't ask INSTITUTION_NOT_OPEN: these need the Council's registers" in readme
    assert pq.read_table(students / "2020.parquet").to_pylist() == [{"a": 3, "b": None}]
    assert stat.S_IMODE((students / "2020.parquet").stat().st_mode) == 0o600


@pytest.fixture(scope="module")
def data_docs(sample: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "data_docs"
    site = write_data_docs(sample.warehouse_file, folder)
    assert site.index.is_file()
    return folder


def test_data_docs_title_each_expectation_with_its_rule(data_docs: Path):
    """The attack on a release is no expectation: `warehouse rules` and audit-release show it."""
    for rule in read_register(PROJECT):
        if rule.is_in_force and rule.enforced_in != "release_audit":
            page = (data_docs / f"{rule.subject}.html").read_text()
            assert html.escape(rule.statement) in page
            assert rule.rule_id in page
    index = (data_docs / "index.html").read_text()
    assert "The release gate is open." in index
    assert "rows break it" in index


def test_data_docs_fetch_nothing(data_docs: Path):
    for page in data_docs.iterdir():
        text = page.read_text()
        assert [
            word for word in ("http:", "https:", "<script", "<link", "url(") if word in text
        ] == []


def test_no_canary_stands_in_data_docs(sample: Build, data_docs: Path):
    canaries = duckdb.sql(
        f"select distinct value from '{sample.truth / 'canaries.parquet'}'"
    ).fetchall()
    assert len(canaries) > 5
    text = "".join(page.read_text() for page in sorted(data_docs.iterdir())).lower()
    assert [value for (value,) in canaries if value.lower() in text] == []


def test_data_docs_show_a_broken_check_and_escape_a_file_name(copied: Build, tmp_path: Path):
    spoil(
        copied,
        "update quality.rule_checks set is_broken = true, message = 'Binder <b> $x'"
        " where rule_id = 'CIP_UNKNOWN' and slice_kind = 'all'",
        "update quality.rule_checks set rows_failing = 1, failing_keys = ['<script>.csv:3']"
        " where rule_id = 'INSTITUTION_NOT_OPEN' and slice_kind = 'all'",
    )
    write_data_docs(copied.warehouse_file, tmp_path / "pages")
    page = (tmp_path / "pages" / "enrollment.html").read_text()
    assert "fa-exclamation-triangle" in page
    assert "Binder &lt;b&gt; $x" in page
    assert "&lt;script&gt;.csv:3" in page
    assert "<script" not in page


def test_the_page_of_rules_is_the_register():
    register = read_register(PROJECT)
    page = (PROJECT / PAGE).read_text()
    assert page == rules_page(register), "run `make rules-docs`"
    assert [rule.rule_id for rule in register if rule.rule_id not in page] == []
    assert all(rule.status_reason in page for rule in register)
    assert all(each.cause in page for rule in register for each in rule.tolerances)
