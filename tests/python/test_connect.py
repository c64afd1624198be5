"""docs/connect.md shows code that runs as it stands, in a folder where something is published."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy
from typer.testing import CliRunner

from conftest import PROJECT, Build
from warehouse import settings
from warehouse.cli import app

PAGE = (PROJECT / "docs" / "connect.md").read_text()


@pytest.fixture()
def folder(small_publication: Path) -> Path:
    return small_publication.parent


def test_the_python_on_the_page_runs_as_it_stands(published_sample: Build, tmp_path: Path):
    (tmp_path / "published").symlink_to(published_sample.published)
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 4
    # Each block in a function of its own, as each is read alone; one process, for speed.
    program = "".join(
        f"def block_{number}():\n" + re.sub("^(?=.)", "    ", block, flags=re.MULTILINE)
        for number, block in enumerate(blocks)
    ) + "".join(f"\nblock_{number}()" for number in range(len(blocks)))
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert "College credit for credentials" in answer.stdout
    drawn = (tmp_path / "earners.svg").read_text()
    assert "People who earned a credential" in drawn
    # A bar and a label for each school year, the withheld ones too.
    years = settings.SAMPLE_LAST_YEAR - settings.SAMPLE_FIRST_YEAR + 1
    assert drawn.count('aria-roledescription="bar"') == years
    assert drawn.count('aria-roledescription="text mark"') == years


def test_the_commands_on_the_page_run_as_they_stand(small_publication: Path):
    commands = re.findall(r"^    warehouse (.*)$", PAGE, re.MULTILINE)
    assert len(commands) == 2
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
