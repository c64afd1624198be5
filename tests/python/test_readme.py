"""The README shows a real query with its real output, and says only what can be run."""

import re
import subprocess
import sys
from pathlib import Path

import typer

from conftest import PROJECT, Build
from warehouse.cli import app

README = (PROJECT / "README.md").read_text()
WAREHOUSE = Path(sys.executable).with_name("warehouse")


def run(build: Build, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(WAREHOUSE), *arguments],
        cwd=PROJECT,
        env=build.environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_query_in_the_readme_gives_the_output_in_the_readme(
    published_sample: Build,
):
    shown = re.search(r"```sql\n(.*?)\n```\n\n```text\n(.*?)\n```", README, re.DOTALL)
    assert shown is not None
    answer = run(published_sample, "query", shown[1])
    assert answer.returncode == 0, answer.stderr
    lines = [line.rstrip() for line in answer.stdout.splitlines() if line.strip()]
    assert lines == shown[2].splitlines()


def test_every_file_that_the_documentation_links_to_is_there():
    for page in [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_stands_in_the_documentation_and_shows_itself_in_its_help():
    """All that the application has, so that a new command can't be forgotten here."""
    commands = typer.main.get_command(app).commands
    architecture = (PROJECT / "docs" / "architecture.md").read_text()
    assert len(commands) > 10
    for name, command in commands.items():
        assert f"`{name}`" in architecture, name
        assert re.search(rf"warehouse {name}\b", command.epilog or ""), name


def test_a_value_in_brackets_is_shown_as_it_is(published_sample: Build):
    answer = run(published_sample, "query", "select '[bold]x[/bold] [/y]' as \"[red]\"")
    assert "[bold]x[/bold] [/y]" in answer.stdout
    assert "[red]" in answer.stdout


def test_a_statement_that_begins_with_a_comment_is_no_option(published_sample: Build):
    answer = run(published_sample, "query", "-- Who = whom?\nselect 6 * 7 as answer")
    assert answer.returncode == 0, answer.stderr
    assert "42" in answer.stdout


def test_an_error_is_a_sentence_that_says_what_to_do(published_sample: Build):
    for arguments, expected in [
        (("simulate",), "--out"),
        (("simulate", "--out", "x", "--from", "2020", "--to", "2019"), "--from 2020"),
        (("check", "nowhere.csv"), "nowhere.csv"),
        (("simulate", "--sample", "--learners", "60"), "--sample goes alone"),
        (("check", str(PROJECT / "docs")), "No delivery"),
        (("query", "selec"), "selec"),
        (("query", "select '[/x]'::integer"), "[/x]"),
        (("query", ""), "no statement"),
        (("evaluate-matching", "nowhere"), "warehouse simulate"),
    ]:
        answer = run(published_sample, *arguments)
        assert answer.returncode != 0
        assert "Traceback" not in answer.stderr
        assert expected in answer.stderr + answer.stdout
