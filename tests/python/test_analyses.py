"""An analyst's first questions, asked of the published file of the agency as they stand."""

import duckdb
import pytest

from conftest import PROJECT, Build
from warehouse.publication.versions import Reader, published_file

QUESTIONS = sorted(path.stem for path in (PROJECT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def asked(sample: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    build = sample.copied_to(tmp_path_factory.mktemp("asked"))
    compiled = build.dbt("compile", "--select", "path:analyses")
    assert compiled.returncode == 0, compiled.stdout[-2000:]
    return build


@pytest.fixture(scope="module")
def published(published_sample: Build):
    file = published_file(published_sample.published, Reader.INTERNAL)
    with duckdb.connect(str(file), read_only=True) as connection:
        yield connection


def test_there_are_at_least_eight_questions():
    assert len(QUESTIONS) >= 8


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_question_is_answered_as_it_stands(
    question: str, published: duckdb.DuckDBPyConnection, asked: Build
):
    compiled = asked.target / "compiled/credential_warehouse/analyses" / f"{question}.sql"
    sql = compiled.read_text()
    if '"identity".' in sql:
        # An engineer's question: the restricted schemas are in no published file.
        with asked.open() as warehouse:
            answer = warehouse.execute(sql).fetchall()
    else:
        answer = published.execute(sql).fetchall()
    assert len(answer) > 1
