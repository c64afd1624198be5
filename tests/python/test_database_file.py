"""A wrong path is refused at once, in words; dbt waits for a file that somebody holds."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.credentials import Attachment, DuckDBCredentials
from dbt_common.exceptions import DbtRuntimeError

from warehouse.admission.plugin import Plugin
from warehouse.database_file import refuse_wrong_place, wait_until_free

PATIENCE = 60
HOLD = """
import sys
import duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(DbtRuntimeError, match=r"there is no folder .*absent.*WAREHOUSE_FILE"):
        refuse_wrong_place(str(tmp_path / "absent" / "warehouse.duckdb"), "WAREHOUSE_FILE")


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(DbtRuntimeError, match="it is a folder"):
        refuse_wrong_place(str(tmp_path), "WAREHOUSE_FILE")


def test_another_file_is_no_warehouse(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("long enough to hold a mark")
    with pytest.raises(DbtRuntimeError, match="no DuckDB file"):
        refuse_wrong_place(str(tmp_path / "notes.txt"), "WAREHOUSE_FILE")


@pytest.mark.parametrize("path", [":memory:", "md:somewhere", "https://example.org/w.duckdb"])
def test_what_is_no_path_is_left_to_duckdb(path: str):
    refuse_wrong_place(path, "WAREHOUSE_FILE")


def test_a_new_file_and_one_that_is_held_are_worth_waiting_for(tmp_path: Path):
    refuse_wrong_place(str(tmp_path / "new.duckdb"), "WAREHOUSE_FILE")
    file = str(tmp_path / "held.duckdb")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(duckdb.IOException, match="lock"):
            duckdb.connect(file)
        refuse_wrong_place(file, "WAREHOUSE_FILE")
        said: list[str] = []

        def let_go(what: str) -> None:
            said.append(what)
            holder.stdin.close()

        wait_until_free(file, PATIENCE, let_go)
        duckdb.connect(file).close()
        assert len(said) == 1 and "held by another process" in said[0]


def test_waiting_has_an_end_and_a_free_file_none_is_waited_for(tmp_path: Path):
    file = str(tmp_path / "file.duckdb")
    wait_until_free(file, PATIENCE, pytest.fail)
    duckdb.connect(file).close()
    wait_until_free(file, PATIENCE, pytest.fail)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        wait_until_free(file, 0, pytest.fail)
        holder.stdin.close()


def test_dbt_asks_before_it_connects_for_the_state_too(tmp_path: Path):
    plugin = Plugin("admission", {"extracts": str(tmp_path)})
    credentials = DuckDBCredentials(
        database="warehouse",
        schema="main",
        path=str(tmp_path / "warehouse.duckdb"),
        attach=[Attachment(path=str(tmp_path / "absent" / "registry.duckdb"))],
    )
    with pytest.raises(DbtRuntimeError, match=r"registry\.duckdb.*WAREHOUSE_STATE"):
        plugin.update_connection_config(credentials, {})
