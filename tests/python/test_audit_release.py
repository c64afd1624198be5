"""The command: what it reads, what it says, how it ends; and what the attacker may not know."""

import ast
import json
import re
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from conftest import PROJECT
from releases_by_hand import SMALL, WITHHELD, HandMade
from warehouse.attack.published import read_release
from warehouse.cli import app
from warehouse.errors import WarehouseError
from warehouse.publication.versions import Reader, published_file

SAFE = {"all": 80, "female": 40, "male": SMALL, "x": WITHHELD}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: object):
    return CliRunner().invoke(app, ["audit-release", *map(str, arguments)])


def test_a_safe_release_ends_well(folder):
    HandMade().row("sex", SAFE).write(folder / "now")
    result = run("now")
    assert result.exit_code == 0
    assert "Nothing that is withheld can be told" in result.output
    assert "Next: `warehouse publish`" in result.output


def test_what_can_be_told_is_named_with_what_tells_it(folder):
    HandMade().row("sex", SAFE | {"x": 33}).write(folder / "now")
    result = run("now", "--json", "found.json")
    assert result.exit_code == 1
    said = " ".join(result.output.split())
    assert "subtraction: awards 2024, sex male: 7 by a: all (80) = sex female (40)" in said
    assert "Don't publish" in said
    found = json.loads((folder / "found.json").read_text())
    assert [each["low"] for each in found["findings"]] == [7]


def test_earlier_releases_stand_in_the_state_folder(folder):
    HandMade().row("sex", SAFE).write(folder / "now")
    earlier = HandMade().row("sex", SAFE | {"all": WITHHELD, "x": 34})
    earlier.write(folder / "state" / "releases" / "2024")
    assert run("now", "--alone").exit_code == 0
    told = run("now")
    assert told.exit_code == 1
    assert "with the help of 2024" in told.output
    assert "male: 6" in told.output
    assert run("now", "--earlier", "state/releases").exit_code == 1


def test_a_release_is_no_help_against_itself(folder):
    HandMade().row("sex", SAFE).write(folder / "now")
    HandMade().row("sex", SAFE).write(folder / "state" / "releases" / "now")
    result = run("now")
    assert result.exit_code == 0
    assert "with the help" not in result.output


def test_a_file_with_the_schema_is_read_as_the_folder_is(folder):
    """It holds nothing else: the attacker needs no other table."""
    written = HandMade().row("sex", SAFE).write(folder / "now")
    with duckdb.connect(str(folder / "public.duckdb")) as connection:
        HandMade().row("sex", SAFE).load(connection)
    assert read_release(folder / "public.duckdb", "x") == read_release(written, "x")


def test_without_a_path_it_takes_what_is_at_hand(folder):
    """The warehouse, and where there is none what was published."""
    published = published_file(Path("published"), Reader.PUBLIC)
    published.parent.mkdir(parents=True)
    with duckdb.connect(str(published)) as connection:
        HandMade().row("sex", SAFE).load(connection)
    assert "Attacked published/current/public/public.duckdb" in run().output
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        HandMade().row("sex", SAFE | {"x": 33}).load(connection)
    assert run().exit_code == 1


def test_help_and_documentation_show_where_a_publish_puts_a_release(folder, small_publication):
    (folder / "published").symlink_to(small_publication)
    (folder / "new").symlink_to(small_publication / "current")
    text = (PROJECT / "docs" / "attack.md").read_text() + " ".join(run("--help").output.split())
    shown = {Path(path) for path in re.findall(r"audit-release ([\w.]+/[\w./]+)", text)}
    assert len(shown) == 3
    for path in shown:
        assert path.is_file() or (path / "released_cells.parquet").is_file(), path


def spoilt(folder: Path, table: str, sql: str | None) -> Path:
    """A release of which one table is written anew, or is no Parquet at all."""
    written = HandMade().row("sex", SAFE).write(folder / "now")
    file = written / f"{table}.parquet"
    if sql is None:
        file.write_bytes(b"no parquet")
    else:
        other = written / "other.parquet"
        duckdb.execute(f"copy ({sql.format(file=file)}) to '{other}' (format parquet)")
        other.replace(file)
    return written


@pytest.mark.parametrize(
    ("table", "sql", "said"),
    [
        ("released_cells", None, "released_cells of the release at .* damaged"),
        ("released_cells", "select * exclude (value) from '{file}'", "lacks a column"),
        ("released_cells", "from '{file}' limit 0", "has no cells"),
        (
            "released_cells",
            "select * replace ('secret' as release_code) from '{file}'",
            "the code secret",
        ),
        ("report_measures", "from '{file}' limit 0", "cells of awards"),
        ("report_measures", "select * replace ('sum' as kind) from '{file}'", "kind sum"),
        (
            "report_measure_relations",
            "select * from (values ('awards', 'less', 'earners', '', '')) "
            "as row(measure, relation, other_measure, dimension, member)",
            "relation less",
        ),
        (
            "report_measure_relations",
            "select * from (values ('awards', 'at_most', 'jobs', '', '')) "
            "as row(measure, relation, other_measure, dimension, member)",
            "relates awards to jobs",
        ),
    ],
)
def test_a_spoilt_release_ends_in_a_sentence(folder, table, sql, said):
    with pytest.raises(WarehouseError, match=said):
        read_release(spoilt(folder, table, sql))


def test_what_is_missing_is_named(folder):
    with pytest.raises(WarehouseError, match="no release at nowhere"):
        read_release(Path("nowhere"))
    written = HandMade().row("sex", SAFE).write(folder / "now")
    (written / "report_members.parquet").unlink()
    with pytest.raises(WarehouseError, match=r"report_members\.parquet is missing"):
        read_release(written)
    with duckdb.connect(str(folder / "empty.duckdb")):
        pass
    with pytest.raises(WarehouseError, match="has no table report_members"):
        read_release(folder / "empty.duckdb")
    (folder / "text.duckdb").write_text("no database, though it is long enough to be one" * 99)
    with pytest.raises(WarehouseError, match="no DuckDB file"):
        read_release(folder / "text.duckdb")


def test_a_release_says_from_where_counts_are_shown(folder):
    HandMade(thresholds={}).row("sex", SAFE).write(folder / "now")
    result = run("now")
    assert isinstance(result.exception, WarehouseError)
    assert "lacks the rule least_people" in str(result.exception)


def test_the_attacker_shares_no_code_with_the_protection():
    """It imports itself, the one kind of error, and what others wrote: nothing of the release."""
    sources = sorted((PROJECT / "warehouse" / "attack").glob("*.py"))
    assert sources
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, source
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            foreign = [
                name
                for name in names
                if name.split(".")[0] in ("warehouse", "expectations")
                and not name.startswith(("warehouse.attack.", "warehouse.errors."))
                and name != "warehouse.attack"
            ]
            assert foreign == [], source.name
