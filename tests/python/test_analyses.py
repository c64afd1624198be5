"""An analyst's first questions, asked of the published file of the agency as they stand."""

import duckdb
import pytest

from conftest import PROJECT, Build
from warehouse.publication.versions import Reader, published_file

QUESTIONS = sorted(path.stem for path in (PROJECT / "analyses").glob("*.sql"))
# What a question answers (year, group and figures, in columns), and the same as the report counts
# it. Its cells that nobody is in stand there as zero, and those that no source reports are empty.
SAME_AS_REPORT = {
    "enrolled_attempted_earned_by_credential": (
        "school_year, credential_name, persons_attempted, persons_earned,"
        " persons_earned_high_value",
        """
        with told as (
            select report_cells.*, reason.measure is not null as is_empty
            from report.report_cells
            left join report.report_unreported_cells as reason
                using (table_id, school_year, member_1, member_2, measure)
            where table_id = 'by_credential' and dimension_1 = 'credential'
        )
        select school_year, credential_name,
            any_value(value) filter (measure = 'persons_attempted' and member_2 = 'all'
                and not is_empty),
            any_value(value) filter (measure = 'persons_earned' and member_2 = 'all'
                and not is_empty),
            any_value(value) filter (measure = 'persons_earned' and member_2 = 'high_value'
                and not is_empty)
        from told inner join marts.dim_credential on member_1 = credential_code
        group by all
        """,
    ),
    "high_value_share_by_year": (
        "school_year, career_cluster, awards, persons, high_value_awards, persons_with_high_value",
        """
        select school_year, career_cluster_title,
            any_value(value) filter (measure = 'awards' and member_2 = 'all'),
            any_value(value) filter (measure = 'persons_earned' and member_2 = 'all'),
            any_value(value) filter (measure = 'awards' and member_2 = 'high_value'),
            any_value(value) filter (measure = 'persons_earned' and member_2 = 'high_value')
        from report.report_cells
        inner join marts.dim_career_cluster on member_1 = career_cluster
        where table_id = 'by_credential' and dimension_1 = 'career_cluster'
        group by all
        """,
    ),
    "high_value_earners_by_group": (
        "school_year, race_ethnicity, persons_enrolled, persons_earned",
        """
        select school_year, member_2,
            any_value(value) filter (measure = 'persons_enrolled'),
            any_value(value) filter (measure = 'persons_earned_high_value')
        from report.report_cells
        where table_id = 'by_sex_and_race' and member_1 = 'all' and member_2 <> 'all'
        group by all
        """,
    ),
}


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


def compiled(build: Build, question: str) -> str:
    """Read a question as dbt compiled it."""
    return (build.target / "compiled/credential_warehouse/analyses" / f"{question}.sql").read_text()


def test_there_are_at_least_eight_questions():
    assert len(QUESTIONS) >= 8


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_question_is_answered_as_it_stands(
    question: str, published: duckdb.DuckDBPyConnection, asked: Build
):
    sql = compiled(asked, question)
    if '"identity".' in sql:
        # An engineer's question: the restricted schemas are in no published file.
        with asked.open() as warehouse:
            answer = warehouse.execute(sql).fetchall()
    else:
        answer = published.execute(sql).fetchall()
    assert len(answer) > 1


@pytest.mark.parametrize("question", SAME_AS_REPORT)
def test_the_answer_is_what_the_report_counts(question: str, asked: Build):
    columns, counted = SAME_AS_REPORT[question]
    with asked.open() as warehouse:
        answer = warehouse.execute(f"select {columns} from ({compiled(asked, question)})")
        answered = {row[:2]: row[2:] for row in answer.fetchall()}
        reported = {row[:2]: row[2:] for row in warehouse.execute(counted).fetchall()}
    assert set(answered) <= set(reported)
    assert {key: figures for key, figures in reported.items() if key in answered} == answered
    assert not any(any(figures) for key, figures in reported.items() if key not in answered)
