"""What the tests of the rules' commands share: the sample's rules and results, to be spoilt."""

from pathlib import Path

import duckdb
from typer.testing import CliRunner

from conftest import Build
from warehouse.cli import app
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


def invoke(build: Build, *arguments: str):
    return CliRunner().invoke(app, list(arguments), env=build.environment)


def copy_of_rules(sample: Build, folder: Path) -> Build:
    """Make a file with the sample's rules and results alone."""
    build = Build(folder, sample.extracts, sample.truth)
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
