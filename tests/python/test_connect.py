"""docs/connect.md shows code that runs as it stands, in a folder where something is published."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy
from rich.console import Console
from typer.testing import CliRunner

from conftest import PROJECT
from warehouse.cli import app
from warehouse.errors import WarehouseError
from warehouse.look import print_look
from warehouse.publication.versions import Reader, published_file
from warehouse.publish import open_read_only

PAGE = (PROJECT / "docs" / "connect.md").read_text()


@pytest.fixture()
def folder(small_publication: Path) -> Path:
    return small_publication.parent


def test_the_python_on_the_page_runs_as_it_stands(folder: Path):
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 4
    # Each block in a function of its own, as each is read alone; one process, for speed.
    program = "".join(
        f"def block_{number}():\n" + re.sub("^(?=.)", "    ", block, flags=re.MULTILINE)
        for number, block in enumerate(blocks)
    ) + "".join(f"\nblock_{number}()" for number in range(len(blocks)))
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert "Awards by cluster" in answer.stdout
    drawn = (folder / "awards.svg").read_text()
    assert "Credentials earned in the state" in drawn
    assert drawn.count('aria-roledescription="bar"') == 2


def test_the_commands_on_the_page_run_as_they_stand(small_publication: Path):
    commands = re.findall(r"^    warehouse (.*)$", PAGE, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        answer = CliRunner().invoke(
            app,
            shlex.split(command, comments=True),
            env={"WAREHOUSE_PUBLISHED": str(small_publication)},
        )
        assert answer.exit_code == 0, answer.output


def test_the_address_for_superset_opens_read_only(folder: Path):
    address = re.search(r"`(duckdb:////\S+)`", PAGE)
    assert address is not None
    engine = sqlalchemy.create_engine(address[1].replace("/srv/warehouse", str(folder)))
    with engine.connect() as connection:
        count = connection.execute(sqlalchemy.text("select count(*) from released.released_cells"))
        assert count.scalar_one() == 10
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
            connection.execute(sqlalchemy.text("create table released.mine (a integer)"))
    engine.dispose()


def shown(folder: Path, measure: str) -> str:
    console = Console(record=True, width=100, file=(folder / "shown").open("w"))
    with open_read_only(published_file(folder / "published", Reader.PUBLIC)) as connection:
        print_look(connection, measure, console)
    return console.export_text()


def test_a_first_look_draws_bars_from_zero(folder: Path):
    text = shown(folder, "awards")
    bars = {
        line.split()[0]: (line.count("█"), line.split()[-1])
        for line in text.splitlines()
        if line.strip().startswith("20")
    }
    assert bars == {"2024": (44, "1200"), "2025": (48, "1300")}


def test_a_withheld_figure_has_no_bar_and_says_so(folder: Path):
    line = next(line for line in shown(folder, "pass_rate").splitlines() if "2024" in line)
    assert "≥95%" in line
    assert "█" not in line


def test_a_measure_that_is_not_there_is_told(folder: Path):
    with pytest.raises(WarehouseError, match="there are awards, earners, pass_rate"):
        shown(folder, "wealth")
