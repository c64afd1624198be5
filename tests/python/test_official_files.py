"""Official files as downloaded: what is taken, how it is staged, and what is refused, by name."""

import csv
import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import PROJECT, Build
from official_by_hand import (
    DELIVERED_ON,
    OEWS_HEADINGS,
    SHEET,
    oews,
    take,
    write_oews,
    write_official,
    write_workbook,
)
from warehouse.admission.contracts import read_contracts
from warehouse.admission.deliveries import extract_deliveries
from warehouse.cli import app
from warehouse.errors import WarehouseError
from warehouse.official import take_official

PERIODS = {
    "oews": "2025",
    "employment_projections": "2024",
    "state_projections": "2024",
    "job_zones": "2024",
    "cip_soc_crosswalk": "2020",
    "instructional_programs": "2020",
    "industries": "2022",
    "consumer_prices": "2025",
}


@pytest.fixture
def official(tmp_path: Path) -> Path:
    write_official(tmp_path / "official")
    return tmp_path / "official"


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The small files, taken and staged by dbt."""
    folder = tmp_path_factory.mktemp("official")
    write_official(folder / "official")
    build = Build(folder, folder / "extracts", folder / "truth")
    take(folder / "official", build.extracts)
    return build.build(
        "--select",
        "+path:models/staging/labor_market",
        "--exclude-resource-type",
        "unit_test",
    )


def rows(build: Build, query: str) -> list[tuple]:
    with build.open() as connection:
        return connection.execute(query).fetchall()


def test_each_file_is_known_by_its_headings_and_laid_down_under_its_year(official, tmp_path):
    taken = take(official, tmp_path / "extracts")
    assert {file.delivery.split("/")[1]: file.period for file in taken} == PERIODS
    with (tmp_path / "extracts" / "labor_market" / "manifest.csv").open() as manifest:
        lines = {line["extract"]: line for line in csv.DictReader(manifest)}
    assert {extract: line["period"] for extract, line in lines.items()} == PERIODS
    assert {line["delivered_on"] for line in lines.values()} == {DELIVERED_ON.isoformat()}
    assert lines["oews"]["rows"] == "6"


def test_text_is_laid_down_byte_for_byte_unless_a_quote_had_to_be_doubled(official, tmp_path):
    taken = {file.names[0]: file for file in take(official, tmp_path / "extracts")}
    for name, file in taken.items():
        delivered = (tmp_path / "extracts" / file.delivery).read_bytes()
        same = (official / name).read_bytes() == delivered
        assert same == (name.endswith((".csv", ".txt")) and name != "CIPCode2020.csv"), name
        assert file.mended == (name == "CIPCode2020.csv"), name


def test_the_same_file_again_changes_nothing_and_a_revised_one_supersedes(official, tmp_path):
    extracts = tmp_path / "extracts"
    take(official, extracts)
    before = (extracts / "labor_market" / "manifest.csv").read_bytes()
    assert not any(file.is_new for file in take(official, extracts))
    assert (extracts / "labor_market" / "manifest.csv").read_bytes() == before
    write_oews(official, [oews(OCC_CODE="31-1131", A_MEDIAN="47990")])
    new = [file.delivery for file in take(official, extracts) if file.is_new]
    assert new == ["labor_market/oews/2025_2.csv"]
    contract = read_contracts(PROJECT).by_label("labor_market.oews")
    deliveries = extract_deliveries(extracts, contract)
    assert [(each.file_name[-10:], each.is_superseded) for each in deliveries] == [
        ("s/2025.csv", True),
        ("2025_2.csv", False),
    ]


def test_a_file_laid_down_before_it_was_listed_is_listed_the_next_time(official, tmp_path):
    take(official, tmp_path / "extracts")
    manifest = tmp_path / "extracts" / "labor_market" / "manifest.csv"
    whole = manifest.read_text()
    kept = [line for line in whole.splitlines(keepends=True) if not line.startswith("oews/")]
    manifest.write_text("".join(kept))
    assert [f.delivery for f in take(official, tmp_path / "extracts") if f.is_new] == [
        "labor_market/oews/2025.csv"
    ]
    assert manifest.read_text() == whole


def test_workbooks_of_one_release_are_put_together(official, tmp_path):
    nation = oews(OCC_CODE="31-1131", AREA="99", AREA_TYPE="1")
    write_oews(official, [nation], "national_M2025_dl.xlsx")
    (taken,) = [f for f in take(official, tmp_path / "extracts") if "oews" in f.delivery]
    assert taken.names == ("all_data_M_2025.xlsx", "national_M2025_dl.xlsx")
    assert taken.rows == 7


def test_marks_stay_marks_and_codes_lose_their_formula(staged: Build):
    figures = rows(
        staged,
        "select occupation_code, employment, employment_mark, annual_median, annual_median_mark,"
        " hourly_median::varchar, hourly_median_mark from staging.stg_labor_market__oews"
        " where occupation_level = 'detailed' order by 1",
    )
    assert figures == [
        ("25-2031", 1000, None, 48000, None, None, "withheld"),
        ("27-2011", 1000, None, None, "withheld", "23.08", None),
        ("29-1212", None, "withheld", None, "top_coded", None, "top_coded"),
        ("31-1131", 23410, None, 48000, None, "27.45", None),
    ]
    projections = rows(
        staged,
        "select occupation_code, occupation_title, base_employment::varchar, annual_median,"
        " annual_median_mark from staging.stg_labor_market__employment_projections order by 1",
    )
    assert projections == [
        ("27-2011", "Actors", "10.0", None, "withheld"),
        ("29-1212", "Cardiologists", "10.0", None, "top_coded"),
        ("31-1120", "Aides", "4347.7", 48000, None),
        ("31-1131", "Nursing assistants", "10.0", 48000, None),
    ]
    own = rows(
        staged,
        "select state_code, base_employment::varchar, annual_openings::varchar"
        " from staging.stg_labor_market__state_projections",
    )
    assert own == [("21", "23400.0", "3300.0")]
    crosswalk = rows(
        staged,
        "select cip_code, occupation_code from staging.stg_labor_market__cip_soc_crosswalk"
        " order by all",
    )
    assert crosswalk == [
        ("24.0101", None),
        ("51.3801", "31-1131"),
        ("51.3902", "31-1131"),
        ("51.3902", "31-1132"),
    ]
    programs = rows(
        staged,
        "select cip_family, cip_code, definition"
        " from staging.stg_labor_market__instructional_programs order by all",
    )
    assert programs == [
        ("01", "01.0101", "A program."),
        ("43", "43", 'Titled "Protective Services" in Canada.'),
    ]
    industries = rows(
        staged,
        "select naics_code, industry_title from staging.stg_labor_market__industries order by all",
    )
    assert industries == [
        ("31-33", "Manufacturing"),
        ("311", "Food Manufacturing"),
        ("311351", "Chocolate and Confectionery Manufacturing from Cacao Beans"),
    ]
    prices = rows(
        staged,
        "select index_year, index_period, price_index::varchar, price_index_mark"
        " from staging.stg_labor_market__consumer_prices order by all",
    )
    assert prices == [(2025, "M10", None, "withheld"), (2025, "M13", "321.943", None)]


def cut_short(folder: Path) -> None:
    path = folder / "all_data_M_2025.xlsx"
    path.write_bytes(path.read_bytes()[:-400])


def line_cut_short(folder: Path) -> None:
    path = folder / "employment_projections_2024_34.csv"
    path.write_bytes(path.read_bytes()[:-20])


def wrong_sheet(folder: Path) -> None:
    shutil.move(folder / "all_data_M_2025.xlsx", folder / "all_data_M_2023.xlsx")


def wrong_projection(folder: Path) -> None:
    name = "employment_projections_2024_34.csv"
    shutil.move(folder / name, folder / "employment_projections_2022_32.csv")


def later_than_its_delivery(folder: Path) -> None:
    path = folder / "cu.data.1.AllItems.txt"
    path.write_text(path.read_text().replace("2025\tM13", "2031\tM13"))


def no_year(folder: Path) -> None:
    shutil.move(folder / "CIPCode2020.csv", folder / "programs.csv")


def renamed_column(folder: Path) -> None:
    path = folder / "employment_projections_2024_34.csv"
    path.write_text(path.read_text().replace("Education Code", "Typical Education Code"))


def renamed_column_of_oews(folder: Path) -> None:
    rows = [oews(OCC_CODE="31-1131")]
    headings = [heading.replace("H_MEDIAN", "H_MED") for heading in OEWS_HEADINGS]
    write_workbook(folder / "all_data_M_2025.xlsx", {SHEET: [headings, *rows]})


def new_mark(folder: Path) -> None:
    write_oews(folder, [oews(OCC_CODE="31-1131", A_MEDIAN="~")])


def new_mark_of_projections(folder: Path) -> None:
    path = folder / "employment_projections_2024_34.csv"
    path.write_text(path.read_text().replace(">=239,200", "^239,200"))


def something_else(folder: Path) -> None:
    (folder / "payroll.csv").write_text("name,pay\nAnn,1\n")


def two_of_one_year(folder: Path) -> None:
    name = "employment_projections_2024_34.csv"
    shutil.copy(folder / name, folder / "projections_2024_again.csv")


# What is wrong with a folder, the file that the message must name, and what it must say.
MALFORMED: dict[Callable[[Path], None], tuple[str, str]] = {
    cut_short: ("all_data_M_2025.xlsx", "cut short. Download it again"),
    line_cut_short: ("employment_projections_2024_34.csv", "ROW_FIELD_COUNT.*Download it again"),
    wrong_sheet: ("all_data_M_2023.xlsx", "named after 2023, but holds 2025.*wrong year"),
    wrong_projection: (
        "employment_projections_2022_32.csv",
        "named after 2022, but holds 2024.*wrong year",
    ),
    later_than_its_delivery: ("cu.data.1.AllItems.txt", "is of 2031, after the day"),
    no_year: ("programs.csv", "put the year into its name"),
    renamed_column: (
        "employment_projections_2024_34.csv",
        r"lacks Education Code \(it has Typical Education Code\).*change delivered_as in",
    ),
    renamed_column_of_oews: (
        "all_data_M_2025.xlsx",
        r"lacks H_MEDIAN \(it has H_MED\).*change delivered_as in",
    ),
    new_mark: (
        "all_data_M_2025.xlsx",
        "VALUE_MALFORMED in annual_median.*~.*add it to the pattern",
    ),
    new_mark_of_projections: (
        "employment_projections_2024_34.csv",
        r"VALUE_MALFORMED in annual_median.*\^239,200.*add it to the pattern",
    ),
    something_else: ("payroll.csv", "none of the official files.*Take it out of the folder"),
    two_of_one_year: ("projections_2024_again.csv", "are of one year"),
}


@pytest.mark.parametrize("spoil", MALFORMED, ids=lambda spoil: spoil.__name__)
def test_a_malformed_file_is_named_and_nothing_is_taken(spoil, official, tmp_path):
    spoil(official)
    with pytest.raises(WarehouseError) as error:
        take(official, tmp_path / "extracts")
    name, says = MALFORMED[spoil]
    assert str(error.value).startswith("Nothing was taken.")
    assert re.search(f"{re.escape(name)}.*{says}", str(error.value), re.S), error.value
    assert not (tmp_path / "extracts").exists()


def test_every_malformed_file_of_a_folder_is_named_at_once(official, tmp_path):
    cut_short(official)
    renamed_column(official)
    with pytest.raises(WarehouseError, match=r"(?s)all_data_M_2025.*employment_projections_2024"):
        take(official, tmp_path / "extracts")


def test_a_file_that_ends_at_a_line_too_soon_is_no_whole_one(official, tmp_path):
    """Small files are taken only as what they are."""
    with pytest.raises(WarehouseError, match=r"names \d+ of \d+ occupations: is it cut short"):
        take_official(official, tmp_path / "extracts", DELIVERED_ON, "Tester")


def test_a_workbook_is_read_as_excel_means_it(tmp_path):
    from warehouse.official.workbooks import read_workbook

    path = tmp_path / "cells.xlsx"
    cells = [
        ["code", "", "wage"],
        ["01.0101", "", "27.449999999999999"],
        ["A & <B>", "0.1", "15"],
    ]
    write_workbook(path, {"First": cells, "Second": [["x"]]})
    sheets = {name: list(rows) for name, rows in read_workbook(path)}
    assert sheets == {
        "First": [["code", "", "wage"], ["01.0101", "", "27.45"], ["A & <B>", "0.1", "15"]],
        "Second": [["x"]],
    }


def test_the_command_says_what_it_took_and_what_comes_next(official, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    arguments = ["take-official", str(official), "--extracts", str(tmp_path / "extracts")]
    arguments += ["--delivered-on", DELIVERED_ON.isoformat(), "--excerpt"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "all_data_M_2025.xlsx: 6 rows of 2025" in result.output
    assert "quotes doubled in 1" in result.output
    assert "dbt build" in result.output


def test_a_mark_that_nobody_knows_leaves_no_class_when_no_command_saw_it(sample, tmp_path):
    """A file put in its place by hand: the build refuses the row, and rests nothing on the rest."""
    build = Build(tmp_path, tmp_path / "extracts", tmp_path / "truth")
    for agency in ("labor_market", "council"):
        shutil.copytree(sample.extracts / agency, build.extracts / agency)
    path = build.extracts / "labor_market" / "oews" / "2025.csv"
    text = path.read_text()
    spoilt = text.replace(",38370,", ",~,", 1)
    assert spoilt != text
    path.write_text(spoilt)
    attest_anew(build.extracts / "labor_market" / "manifest.csv", path)
    build.build(
        "--select",
        "+priority_occupations",
        "--exclude-resource-type",
        "unit_test",
    )
    refused = rows(
        build,
        "select file_name, refusal_reasons from staging.stg_labor_market__oews"
        " where len(refusal_reasons) > 0",
    )
    assert refused == [("labor_market/oews/2025.csv", ["VALUE_MALFORMED:annual_median"])]
    assert rows(build, "select count(*) from council.priority_occupations") == [(0,)]


def attest_anew(manifest: Path, path: Path) -> None:
    """Let the manifest's line of OEWS attest what the file holds now."""
    lines = manifest.read_text().splitlines()
    old = next(line for line in lines if line.startswith("oews/"))
    checksum = re.search(r"[0-9a-f]{64}", old)[0]
    new = old.replace(checksum, hashlib.sha256(path.read_bytes()).hexdigest())
    manifest.write_text("\n".join(new if line == old else line for line in lines) + "\n")
