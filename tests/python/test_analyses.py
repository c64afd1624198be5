"""An analyst's first questions, asked of the published file of the agency as they stand."""

from pathlib import Path

import duckdb
import pytest

from conftest import PROJECT, Build
from warehouse.publication.versions import Reader, reader_file

QUESTIONS = sorted(path.stem for path in (PROJECT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def published(sample: Build, published_sample: Path):
    compiled = sample.dbt("compile", "--select", "path:analyses")
    assert compiled.returncode == 0, compiled.stdout[-2000:]
    file = reader_file(published_sample, Reader.INTERNAL)
    with duckdb.connect(str(file), read_only=True) as connection:
        yield connection


def test_there_are_at_least_eight_questions():
    assert len(QUESTIONS) >= 8


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_question_is_answered_as_it_stands(
    question: str, published: duckdb.DuckDBPyConnection, sample: Build
):
    compiled = sample.target / "compiled/credential_warehouse/analyses" / f"{question}.sql"
    sql = compiled.read_text()
    if '"identity".' in sql:
        # An engineer's question: the restricted schemas are in no published file.
        with sample.open() as warehouse:
            answer = warehouse.execute(sql).fetchall()
    else:
        answer = published.execute(sql).fetchall()
    assert len(answer) > 1
