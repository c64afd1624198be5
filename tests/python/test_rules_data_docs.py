"""The pages on the rules' checks: titled by rule, local, without a personal value."""

import html
from pathlib import Path

import duckdb
import pytest

from conftest import PROJECT, Build
from rules_of_sample import copy_of_rules, spoil
from warehouse.rules_data_docs import write_data_docs
from warehouse.rules_register import read_register


@pytest.fixture
def copied(sample: Build, tmp_path: Path) -> Build:
    return copy_of_rules(sample, tmp_path)


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
