"""Great Expectations' Data Docs of the last build, as pages that open without a network.

The build kept what each check found, so nothing is run again: the results are put back into GX's
own validation results, with the rule's statement as the title of its expectation, and GX renders
them. Its stock pages fetch styles, scripts and a picture from other hosts at each opening; these
stand in a page of ours that fetches nothing.
"""

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import duckdb
from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.render import RenderedStringTemplateContent
from great_expectations.render.renderer.content_block import (
    ValidationResultsTableContentBlockRenderer,
)
from great_expectations.render.view import DefaultJinjaComponentView

from expectations.suites import ROWS_QUERY, read_suites
from warehouse.errors import WarehouseError
from warehouse.publish import open_read_only
from warehouse.rules_data_docs_page import index_page, subject_page
from warehouse.rules_register import Rule, read_built_register
from warehouse.rules_results import MEND_THE_CHECK, Gate, read_gate

FOLDER = "data_docs"
STAGE_TITLES = {"as_delivered": "As delivered", "in_marts": "In the marts"}
ORDER = ("broken", "failed", "tolerated", "passed", "not applicable")
KEYS_SHOWN = 10
# Stands in for a check of the last build whose suite has changed since.
GONE = {"type": ROWS_QUERY, "kwargs": {"unexpected_rows_query": "select * from {batch}"}}


@dataclass(frozen=True)
class Site:
    """What was written: open `index` in a browser."""

    index: Path
    pages: int
    checks: int


@dataclass(frozen=True)
class CheckFound:
    """What the last build found of one check in all rows that it looked at."""

    rule: Rule
    check_id: str
    relation: str
    stage: str
    rows_checked: int
    rows_failing: int
    tolerance: Decimal
    is_kept: bool
    is_broken: bool
    message: str | None
    failing_keys: tuple[str, ...]

    @property
    def standing(self) -> str:
        """One of ORDER: rows that break a rule which is kept over all its checks are tolerated."""
        if self.is_broken:
            return "broken"
        if self.rows_failing:
            return "tolerated" if self.is_kept else "failed"
        return "passed" if self.rows_checked else "not applicable"


def data_docs_folder() -> Path:
    """Say where Data Docs lie: in dbt's target folder."""
    return Path(os.environ.get("DBT_TARGET_PATH", "target")) / FOLDER


def write_data_docs(warehouse_file: Path, folder: Path | None = None) -> Site:
    """Write a page for each subject and an index, in place of those that were there.

    Parameters
    ----------
    warehouse_file
        A built warehouse; opened read-only.
    folder
        Where the pages go; by default `data_docs` in dbt's target folder.

    Raises
    ------
    WarehouseError
        If there is no warehouse, a build holds it, or it holds no results.
    """
    folder = folder or data_docs_folder()
    with open_read_only(warehouse_file) as connection:
        found = _read_found(connection)
        gate = read_gate(connection)
        run = _read_run(connection)
    expectations = {
        check.check_id: check.expectation for suite in read_suites() for check in suite.checks
    }
    pages = {}
    subjects = sorted({each.rule.subject for each in found})
    for subject in subjects:
        checks = [each for each in found if each.rule.subject == subject]
        sections = [
            (title, render([each for each in checks if each.stage == stage], expectations))
            for stage, title in STAGE_TITLES.items()
            if any(each.stage == stage for each in checks)
        ]
        pages[f"{subject}.html"] = subject_page(subject, subjects, _counts(checks), sections, run)
    pages["index.html"] = _index(found, subjects, gate, run)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
    return Site(folder / "index.html", len(pages), len(found))


def render(found: Sequence[CheckFound], expectations: dict[str, dict[str, Any]]) -> str:
    """Have GX render the results of some checks as a table, those to act on first.

    Returns
    -------
    str
        HTML of GX's table: status, expectation with the rule's statement as its title, what was
        observed.
    """
    ordered = sorted(
        found, key=lambda each: (ORDER.index(each.standing), each.rule.rule_id, each.check_id)
    )
    rows = []
    for each in ordered:
        result = validation_result(each, expectations.get(each.check_id, GONE))
        content = ValidationResultsTableContentBlockRenderer.render([result])
        status, said, observed = content.table[0]
        # What a check raised stands in a list with the title, and before a traceback that is empty.
        titles = said[:2] if isinstance(said, list) else [said]
        rows.append([status, [*titles, *_details(each)], observed])
    content.table = rows
    return DefaultJinjaComponentView().render({"content_block": content.to_json_dict()})


def validation_result(
    found: CheckFound, expectation: dict[str, Any]
) -> ExpectationValidationResult:
    """Put what was found back into the form in which GX gives the result of an expectation.

    The statement is escaped: GX takes a description for HTML.
    """
    configuration = ExpectationConfiguration(
        type=expectation["type"],
        kwargs=dict(expectation.get("kwargs") or {}),
        description=escape(found.rule.statement),
        meta={"rule": found.rule.rule_id, "check": found.check_id},
    )
    broken = {
        "raised_exception": True,
        "exception_message": found.message or "it broke",
        "exception_traceback": "",
    }
    return ExpectationValidationResult(
        success=found.standing not in ("broken", "failed"),
        expectation_config=configuration,
        result={"observed_value": _observed(found)},
        exception_info=broken
        if found.is_broken
        else {"raised_exception": False} | {"exception_message": None, "exception_traceback": None},
    )


def _observed(found: CheckFound) -> str:
    if found.standing in ("broken", "not applicable"):
        return "no row was checked"
    allowed = f"up to {float(found.tolerance) * 100:g} %" if found.tolerance else "none"
    rows = f"{found.rows_failing:,} of {found.rows_checked:,} rows break it"
    return f"{rows}, {allowed} tolerated" if found.rows_failing else rows


def _details(found: CheckFound) -> list[RenderedStringTemplateContent]:
    """Say under the title which rule it is, what to do, and which rows by their keys."""
    rule = found.rule
    facts = f"{rule.severity} · clause {rule.policy_clause} · {', '.join(rule.agency)}"
    details = [_detail([rule.rule_id], facts, [found.relation])]
    if found.standing in ("broken", "failed", "tolerated"):
        to_do = MEND_THE_CHECK if found.is_broken else rule.what_to_do
        details.append(_detail(f"To do: {to_do}"))
    if found.failing_keys:
        keys = found.failing_keys[:KEYS_SHOWN]
        more = found.rows_failing - len(keys)
        details.append(_detail("Rows:", keys, f"and {more:,} more" if more > 0 else ""))
    return details


def _detail(*parts: str | Sequence[str]) -> RenderedStringTemplateContent:
    """Make a line of texts and (as sequences) codes; as parameters GX escapes them all."""
    params: dict[str, str] = {}
    styling: dict[str, dict[str, str]] = {}
    for part in parts:
        for text in [part] if isinstance(part, str) else part:
            if text:
                name = f"part_{len(params)}_"
                params[name] = text
                styling[name] = {"tag": "span" if isinstance(part, str) else "code"}
    return RenderedStringTemplateContent(
        content_block_type="string_template",
        string_template={
            "template": " ".join(f"${name}" for name in params),
            "params": params,
            "tag": "p",
            "styling": {"params": styling, "classes": ["detail"]},
        },
    )


def _counts(found: Sequence[CheckFound]) -> dict[str, int]:
    counts = Counter(each.standing for each in found)
    return {standing: counts[standing] for standing in ORDER}


def _index(found: Sequence[CheckFound], subjects: Sequence[str], gate: Gate, run: str) -> str:
    counts = {
        subject: _counts([each for each in found if each.rule.subject == subject])
        for subject in subjects
    }
    to_act = sorted(
        (each for each in found if each.standing in ("broken", "failed")),
        key=lambda each: (ORDER.index(each.standing), each.rule.subject, each.check_id),
    )
    lines = [
        (each.standing, each.rule.subject, escape(each.rule.statement), escape(_observed(each)))
        for each in to_act
    ]
    return index_page(counts, lines, gate, run)


def _read_run(connection: duckdb.DuckDBPyConnection) -> str:
    """Say which run the results are of, in a few words."""
    rows = connection.execute(
        "select (select run_number from identity.registry_run),"
        " (select max(delivered_on) from quality.deliveries)"
    ).fetchall()
    number, day = rows[0]
    return f"Run {number}, deliveries until {day}"


def _read_found(connection: duckdb.DuckDBPyConnection) -> list[CheckFound]:
    rules = {
        rule.rule_id: rule
        for rule in sorted(read_built_register(connection), key=lambda rule: rule.version)
    }
    try:
        rows = connection.execute(
            """
            select
                checks.rule_id, checks.check_id, checks.relation, checks.stage,
                checks.rows_checked, checks.rows_failing, coalesce(results.tolerance, 0),
                coalesce(results.verdict = 'passed', false),
                checks.is_broken, checks.message, coalesce(checks.failing_keys, [])
            from quality.rule_checks as checks
            left join quality.rule_results as results
                on checks.rule_id = results.rule_id and checks.stage = results.stage
                and results.slice_kind = 'all'
            where checks.slice_kind = 'all'
            order by checks.check_id
            """
        ).fetchall()
    except duckdb.CatalogException:
        raise WarehouseError(
            "This warehouse holds no results of checks (quality.rule_checks); "
            "run `dbt build` first."
        ) from None
    return [
        CheckFound(rules[rule_id], *rest, tuple(failing_keys))
        for rule_id, *rest, failing_keys in rows
    ]
