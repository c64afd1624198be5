"""`warehouse check`: what an agency is told before it sends, and what it is never told."""

import io

import pytest
from rich.console import Console

from admission_project import new_project, pupil, pupils
from warehouse.admission.check import check_files, print_report
from warehouse.admission.contracts import ContractError

PUPILS = "school/pupils/2019.csv"
SECRET = "Zyxwvut"


@pytest.fixture
def project(tmp_path):
    return new_project(tmp_path)


def check(project, *paths, declared_as=None):
    return check_files(list(paths), project.root, declared_as, project.contracts())


def printed(reports) -> str:
    stream = io.StringIO()
    print_report(reports, Console(file=stream, width=200))
    return stream.getvalue()


def test_refused_rows_by_rule_and_column_with_their_first_lines(project):
    lines = [pupil(last_name=SECRET)] + [pupil(grade=SECRET, entered_on=SECRET)] * 9 + [SECRET]
    path = project.deliver(PUPILS, pupils(*lines))
    (report,) = check(project, path)
    assert (report.status, report.is_clean, report.contract_label) == (
        "admitted",
        False,
        "school.pupils",
    )
    assert (report.rows_delivered, report.rows_accepted, report.rows_refused) == (11, 1, 10)
    assert [(each.rule, each.column, each.rows, each.first_lines) for each in report.refused] == [
        ("VALUE_NOT_A_DATE", "entered_on", 9, (3, 4, 5, 6, 7)),
        ("VALUE_NOT_A_NUMBER", "grade", 9, (3, 4, 5, 6, 7)),
        ("ROW_FIELD_COUNT", None, 1, (12,)),
    ]
    text = printed([report])
    assert "write dates as %Y-%m-%d" in text
    assert SECRET not in text
    assert SECRET not in repr(report.refused) + report.message


def test_a_clean_file_without_a_manifest(project):
    path = project.deliver(PUPILS, pupils(pupil()))
    line = project.listed["school"][0].split(",")
    (project.root / "school/manifest.csv").unlink()
    (report,) = check(project, path)
    assert report.is_clean
    assert "Not yet listed in school/manifest.csv" in report.message
    written = report.manifest_line.split(",")
    assert (written[:2], written[4:7]) == (line[:2], line[4:7])
    assert "attested_by,attested_on" in printed([report])


def test_a_manifest_that_lists_the_file_is_held_against_it(project):
    path = project.deliver(PUPILS, pupils(pupil()), rows=3)
    (report,) = check(project, path)
    assert (report.status, report.refusal_reasons) == ("refused", ["FILE_ROW_COUNT_DIFFERS"])
    assert report.manifest_line is None
    assert "send the whole file" in printed([report])


def test_the_day_of_delivery_is_the_manifests(project):
    late = pupils(pupil(entered_on="2019-09-02"))
    (report,) = check(project, project.deliver(PUPILS, late))
    assert [each.rule for each in report.refused] == ["EVENT_AFTER_DELIVERY"]
    (report,) = check(project, project.deliver("school/pupils/b.csv", late, is_listed=False))
    assert report.is_clean


def test_an_extract_that_the_path_does_not_tell(project, tmp_path):
    lone = tmp_path / "outgoing.csv"
    lone.write_text(pupils(pupil()))
    (report,) = check(project, lone)
    assert report.status == "refused"
    assert "--as agency.extract" in printed([report])
    (report,) = check(project, lone, declared_as="school.pupils")
    assert report.is_clean
    with pytest.raises(ContractError, match=r"Known: school\.pupils"):
        check(project, lone, declared_as="school.pupil")


def test_paths_below_the_root_folders_and_absent_files(project):
    project.deliver(PUPILS, pupils(pupil()))
    project.deliver("school/pupils/2020.csv", b"", rows=0, period="2020")
    reports = check(project, project.root / "nowhere.csv", project.root / "school")
    assert [report.status for report in reports] == ["refused", "admitted", "refused"]
    assert reports[2].refusal_reasons == ["FILE_EMPTY"]
    from pathlib import Path

    (report,) = check(project, Path(PUPILS))
    assert report.is_clean
    assert "3 file(s) checked: 1 clean, 0 with refused rows, 2 refused." in printed(reports)


def test_a_source_that_another_loader_reads_is_named_as_such(project):
    """The likeliest slip in a vendor's own _sources.yml: its source stands without the plugin."""
    project.declare(
        "sources: [{name: wages, tables: [{name: official, columns: [{name: X}]}]}]", "x"
    )
    path = project.deliver("wages/official/2019.csv", "X")
    (report,) = check(project, path)
    assert not report.is_clean
    assert "A source of wages in a _sources.yml is without `plugin: admission`" in report.message
