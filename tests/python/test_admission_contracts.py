"""A declaration that can't be used is an error that names file, table, column and key."""

import duckdb
import pytest

from admission_project import SOURCES, new_project, pupil, pupils
from warehouse.admission.contracts import ContractError, find_project_root, read_contracts
from warehouse.admission.landing import LandingError
from warehouse.admission.lines import FileRefusedError, RecordReader
from warehouse.admission.values import date_pattern

WHERE = "models/staging/school/_sources.yml: "


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("data_type: date}", "data_type: text}", "pupils.left_on: data_type: text; must be"),
        ("required: true, pattern", "requird: true, pattern", "pupils.pupil_id: requird: unknown"),
        ("required: true, pattern", "required: yes please, pattern", "pupil_id: required: must be"),
        ("'^P[0-9]+$'", "'^P[0-9+$'", "pupils.pupil_id: pattern:"),
        ("minimum: '2000-01-01'", "minimum: 7", "pupils.entered_on: minimum: doesn't fit"),
        ("maximum: 5000", "maximum: much", "pupils.fee: maximum: doesn't fit"),
        ("sensitive: name", "minimum: 3", "pupils.last_name: minimum: only dates and numbers"),
        ("'%m%d%Y'", "'%m%d%H'", "exams.taken_on: date_format: %H"),
        ("'%m%d%Y'", "'%m%Y'", "exams.taken_on: date_format: must hold"),
        (", date_format: '%Y-%m-%d'", "", "pupils.entered_on: date_format: absent"),
        ("delimiter: '|'", "delimiter: '||'", "exams: delimiter: must be one"),
        ("windows-1252", "windows-1525", "exams: encoding: windows-1525"),
        ("school/exams", "../exams", "exams: location: must be"),
        ("school/exams", "school/pupils", "exams: location school/pupils is already"),
        ("delivered_school_exams", "delivered_school_pupils", "exams: identifier delivered"),
        ("DATES_OUT_OF_ORDER", "dates", "pupils: row_rules: dates: an id"),
        ("left_on < entered_on", "{}", "pupils: row_rules: DATES_OUT_OF_ORDER: must be one"),
        ("name: last_name", "name: raw_text", "pupils.raw_text: name: reserved"),
        ("name: last_name", "name: pupil_id", "pupils: columns: declared twice: pupil_id"),
        ("name: last_name", "name: Last Name", "pupils.Last Name: name: must be"),
        ("school/exams", "'{{ var(\"x\") }}/exams'", "exams: location: Jinja isn't rendered"),
    ],
)
def test_bad_declarations(tmp_path, old, new, said):
    project = new_project(tmp_path)
    assert old in SOURCES
    project.declare(SOURCES.replace(old, new, 1))
    with pytest.raises(ContractError) as caught:
        project.contracts()
    assert str(caught.value).startswith(WHERE)
    assert said in str(caught.value)


def test_yaml_that_is_none(tmp_path):
    project = new_project(tmp_path)
    project.declare("sources: [")
    with pytest.raises(ContractError, match="not readable as YAML"):
        project.contracts()


def test_a_row_rule_over_a_column_that_is_not_declared(tmp_path):
    project = new_project(tmp_path)
    project.declare(SOURCES.replace("left_on < entered_on", "went_on < entered_on"))
    project.deliver("school/pupils/2019.csv", pupils(pupil()))
    with pytest.raises(ContractError, match=r"pupils: row_rules: DATES_OUT_OF_ORDER: Binder"):
        project.rows()


def test_source_and_table_meta_are_merged(tmp_path):
    contracts = new_project(tmp_path).contracts()
    pupils_, exams = contracts.extracts
    assert (pupils_.delimiter, pupils_.encoding, exams.delimiter) == (",", "utf-8", "|")
    assert [column.date_format for column in exams.columns] == [None, "%m%d%Y"]
    assert pupils_.columns[2].date_format == "%Y-%m-%d"
    assert exams.columns[1].delivered_as == "TAKEN"
    assert exams.fingerprint != pupils_.fingerprint


def test_a_source_of_another_loader_is_left_alone(tmp_path):
    project = new_project(tmp_path)
    project.declare(
        "sources: [{name: wages, tables: [{name: official, columns: [{name: X y}]}]}]", "wages"
    )
    project.deliver("wages/official.txt", "any")
    assert project.contracts().left_alone == {"wages"}
    assert project.deliveries() == {}


def test_the_projects_own_contracts_can_be_used():
    contracts = read_contracts(find_project_root())
    assert len(contracts.extracts) > 20
    assert contracts.by_label("labor.wage_records").identifier == "delivered_labor_wage_records"


def test_the_regular_expression_of_a_date():
    assert date_pattern("%m/%d/%Y") == "[0-9]{2}/[0-9]{2}/[1-9][0-9]{3}"


def test_errors_while_landing_hold_no_content(tmp_path, monkeypatch):
    project = new_project(tmp_path)
    project.deliver("school/pupils/2019.csv", pupils(pupil(last_name="Zyxwvut")))
    assert project.delivery()["status"] == "admitted"

    def broken(reader):
        raise FileRefusedError("FILE_UNREADABLE", "went away")
        yield

    # From here on the inspection is known, and the file fails while it is landed.
    monkeypatch.setattr(RecordReader, "batches", broken)
    with pytest.raises(LandingError) as caught:
        project.rows()
    assert "school.pupils" in str(caught.value)
    assert "Zyxwvut" not in str(caught.value)


def test_the_schema_to_land_in_is_made_once(tmp_path):
    with duckdb.connect() as connection:
        new_project(tmp_path).plugin().configure_connection(connection)
        connection.execute("create table staging.delivered_school_pupils (pupil_id varchar)")
