"""An analyst's first questions, asked of the published file of the agency as they stand."""

from statistics import NormalDist

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


def laid_out(build: Build, marts: dict[str, list[dict]]) -> duckdb.DuckDBPyConnection:
    """Lay out marts of a few rows, with the columns that a build has them with."""
    connection = duckdb.connect()
    connection.execute(f"attach '{build.warehouse_file}' as built (read_only)")
    connection.execute("create schema marts")
    for mart, rows in marts.items():
        connection.execute(f"create table marts.{mart} as from built.marts.{mart} limit 0")
        for row in rows:
            values = ", ".join(f"${name}" for name in row)
            connection.execute(
                f"insert into marts.{mart} ({', '.join(row)}) values ({values})", row
            )
    return connection


def premium(credential: str, errors: float, balance: float, **others: object) -> dict:
    """Make a comparison whose premium lies so many standard errors of 1,000 dollars from zero."""
    middle = 1000 * errors
    return {
        "credential_code": credential,
        "comparison_group": "matched",
        "premium": middle,
        "interval_low": middle - 1960,
        "interval_high": middle + 1960,
        "max_standardized_difference": balance,
    } | others


def test_a_finding_stands_among_all_that_are_judged(asked: Build):
    names = ("a", "b", "c", "d", "e", "f")
    few = {"interval_low": None, "interval_high": None}
    regions = [("a", "north", 2.3, 0.1), ("a", "south", -2.2, 0.25), ("a", "east", 5, 0.26)]
    marts = {
        "dim_credential": [{"credential_code": code, "credential_name": code} for code in names],
        "credential_comparison": [
            premium("a", 3, 0.1),
            premium("b", -2.4, 0.3),
            # Two of three are still to be judged: 2 x 0.036 is more than 0.05.
            premium("c", 2.1, 0.1),
            premium("d", -1, 0.1),
            premium("e", 4, 0.1, **few),
            premium("f", 4, 0.1, premium=None, **few),
        ],
        # 2 x 0.0214 is less than 0.05, and so is 1 x 0.0278.
        "credential_comparison_by_group": [
            premium(code, errors, balance, dimension="region_code", member=region)
            for code, region, errors, balance in regions
        ],
    }
    with laid_out(asked, marts) as connection:
        answer = connection.execute(
            "select credential_name, region_code, finding, intervals_judged"
            f" from ({compiled(asked, 'which_credentials_pay_by_region')}) order by all"
        ).fetchall()
    assert answer == [
        ("a", "all", "pays", 3),
        ("a", "east", "not known", 2),
        ("a", "north", "pays", 2),
        ("a", "south", "pays less", 2),
        ("b", "all", "not known", 3),
        ("c", "all", "not known", 3),
        ("d", "all", "not known", 3),
        ("e", "all", "not known", 3),
        ("f", "all", None, 3),
    ]


def test_the_chance_beyond_is_that_of_a_normal_estimate(asked: Build):
    """Of two that lie equally far, both are told from where twice the chance is 5 in 100."""
    edge = NormalDist().inv_cdf(1 - 0.05 / 4)
    for errors, finding in ((edge - 0.005, "not known"), (edge + 0.005, "pays")):
        marts = {
            "dim_credential": [
                {"credential_code": code, "credential_name": code} for code in ("a", "b")
            ],
            "credential_return": [
                premium(code, errors, 0.1, persons_compared=50) for code in ("a", "b")
            ],
        }
        with laid_out(asked, marts) as connection:
            answer = connection.execute(
                f"select finding from ({compiled(asked, 'what_the_state_gets_back')})"
            ).fetchall()
        assert answer == [(finding,), (finding,)]


def test_groups_are_held_against_each_other_in_one_mix_of_credentials(asked: Build):
    """In either credential women gain 500 dollars more, with a standard error of 100 for each.

    Of c1 and c2 both weigh 100 x 300 / 400, so that the standard error is 75 x 200 / 150 = 100.
    Nobody but women earned c3, and whose sex isn't known is nobody's other.
    """
    figures = [
        ("c1", "female", 100, 1000),
        ("c1", "male", 300, 500),
        ("c1", "unknown", 400, 9000),
        ("c2", "female", 300, 3000),
        ("c2", "male", 100, 2500),
        ("c3", "female", 1000, 9000),
    ]
    rows = [
        {
            "credential_code": credential,
            "dimension": "sex",
            "member": member,
            "comparison_group": "matched",
            "persons_in_cohort": 2 * persons,
            "persons_compared": persons,
            "comparison_persons": persons,
            "premium": dollars,
            "standard_error": 100,
        }
        for credential, member, persons, dollars in figures
    ]
    with laid_out(asked, {"credential_comparison_by_group": rows}) as connection:
        answer = connection.execute(
            "select member, awards, awards_compared, premium::integer, awards_in_common::integer,"
            " premium_in_common::integer, others_premium_in_common::integer, difference::integer,"
            " round(difference_low)::integer, round(difference_high)::integer, finding"
            f" from ({compiled(asked, 'premium_by_student_group')}) order by all"
        ).fetchall()
    assert answer == [
        ("female", 2800, 1400, 7143, 400, 2000, 1500, 500, 304, 696, "more"),
        ("male", 800, 400, 1000, 400, 1500, 2000, -500, -696, -304, "less"),
        ("unknown", 800, 400, 9000, None, None, None, None, None, None, "not known"),
    ]
