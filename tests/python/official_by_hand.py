"""Small files in the layouts of the official ones, with their quirks, figure by figure."""

import csv
import datetime
import io
import sys
from pathlib import Path

from conftest import PROJECT
from warehouse.official import TakenFile, take_official

sys.path.insert(0, str(PROJECT / "benchmarks"))

from official_workbook import OEWS_HEADINGS, write_workbook

SHEET = "All May 2025 data"
DELIVERED_ON = datetime.date(2026, 6, 1)
OEWS_SOUND = {
    "AREA": "21",
    "AREA_TITLE": "Kentucky",
    "AREA_TYPE": "2",
    "PRIM_STATE": "KY",
    "NAICS": "000000",
    "I_GROUP": "cross-industry",
    "OWN_CODE": "1235",
    "O_GROUP": "detailed",
    "TOT_EMP": "1000",
    "H_MEDIAN": "23.08",
    "A_MEAN": "50000",
    "A_PCT25": "40000",
    "A_MEDIAN": "48000",
    "A_PCT75": "60000",
}
PROJECTION_HEADINGS = (
    "Occupation Title",
    "Occupation Code",
    "Employment 2024",
    "Employment 2034",
    "Employment Change, 2024-2034",
    "Employment Percent Change, 2024-2034",
    "Occupational Openings, 2024-2034 Annual Average",
    "Median Annual Wage 2024",
    "Typical Entry-Level Education",
    "Education Code",
    "Work Experience in a Related Occupation",
    "Workex Code",
    "Typical on-the-job Training",
    "trCode",
)
BYTE_ORDER_MARK = "\ufeff"


def oews(**changes: str) -> list[str]:
    """Make a row of OEWS, sound but for what changes."""
    row = {**OEWS_SOUND, **changes}
    return [row.get(heading, "") for heading in OEWS_HEADINGS]


def write_oews(folder: Path, rows: list[list[str]], name: str = "all_data_M_2025.xlsx") -> Path:
    """Write a workbook as BLS does, with a sheet of notes after the data."""
    notes = [["Field", "Description"], ["area", "Area code"]]
    path = folder / name
    write_workbook(path, {SHEET: [list(OEWS_HEADINGS), *rows], "Field Descriptions": notes})
    return path


def csv_text(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Write records with Windows line ends, as the publishers do."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([headings, *rows])
    return text.getvalue()


def projection(code: str, title: str, **changes: str) -> tuple[str, ...]:
    """Make a row of the projections by heading."""
    row = {
        "Occupation Title": title,
        "Occupation Code": code,
        "Employment 2024": "10",
        "Employment 2034": "11",
        "Employment Percent Change, 2024-2034": "10",
        "Occupational Openings, 2024-2034 Annual Average": "1.5",
        "Median Annual Wage 2024": "48,000",
        "Education Code": "5",
        "Workex Code": "4",
        "trCode": "6",
    }
    row.update(changes)
    return tuple(row.get(heading, "") for heading in PROJECTION_HEADINGS)


def write_official(folder: Path) -> None:
    """Write one small file of each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    everyone = {"OCC_CODE": "00-0000", "O_GROUP": "total"}
    write_oews(
        folder,
        [
            oews(**everyone, TOT_EMP="2000360"),
            oews(OCC_CODE="31-1131", TOT_EMP="23,410", H_MEDIAN="27.449999999999999"),
            oews(OCC_CODE="29-1212", TOT_EMP="**", A_MEDIAN="#", A_PCT75="#", H_MEDIAN="#"),
            oews(OCC_CODE="27-2011", A_MEAN="*", A_PCT25="*", A_MEDIAN="*", A_PCT75="*"),
            oews(OCC_CODE="25-2031", H_MEDIAN="*", ANNUAL="TRUE"),
            oews(
                **everyone, AREA="2100001", AREA_TYPE="6", AREA_TITLE="West Kentucky nonmetro area"
            ),
        ],
    )
    text = csv_text(
        PROJECTION_HEADINGS,
        [
            projection("31-1131", "Nursing assistants    * CNA* Nurse Aide"),
            projection("29-1212", "Cardiologists", **{"Median Annual Wage 2024": ">=239,200"}),
            projection("27-2011", "Actors", **{"Median Annual Wage 2024": "N/A"}),
            projection("31-1120", "Aides", **{"Employment 2024": "4,347.70"}),
        ],
    )
    (folder / "employment_projections_2024_34.csv").write_text(text, encoding="utf-8", newline="")
    write_workbook(
        folder / "onet_29_3_job_zones.xlsx",
        {
            "Job Zones": [
                ["O*NET-SOC Code", "Title", "Job Zone", "Date", "Domain Source"],
                ["31-1131.00", "Nursing Assistants", "2", "08/2024", "Analyst"],
                ["29-1212.00", "Cardiologists", "5", "06/2008", "Analyst"],
            ]
        },
    )
    write_workbook(
        folder / "2-6 digit_2022_Codes.xlsx",
        {
            "tbl_2022_title_description": [
                ["Seq. No.", "2022 NAICS US   Code", "2022 NAICS US Title"],
                ["", "", ""],
                ["1", "31-33", "ManufacturingT"],
                ["2", "311", "Food ManufacturingT"],
                ["3", "311351", "Chocolate and Confectionery Manufacturing from Cacao Beans"],
            ]
        },
    )
    (folder / "CIP2020_SOC2018_Crosswalk.csv").write_text(
        BYTE_ORDER_MARK
        + csv_text(
            ("CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"),
            [
                ("51.3902", "Nursing Assistant/Aide.", "31-1131", "Nursing Assistants"),
                ("51.3902", "Nursing Assistant/Aide.", "31-1132", "Orderlies"),
                ("51.3801", "Registered Nursing.", "31-1131", "Nursing Assistants"),
                ("24.0101", "Liberal Arts.", "99-9999", "NO MATCH"),
            ],
        ),
        encoding="utf-8",
        newline="",
    )
    (folder / "CIPCode2020.csv").write_text(
        '"CIPFamily","CIPCode","Action","TextChange","CIPTitle","CIPDefinition",'
        '"CrossReferences","Examples"\r\n'
        '="01",="01.0101","No change",no,"Agricultural Business.","A program.","",\r\n'
        '="43",="43","No change",no,"SAFETY.","Titled "Protective Services" in Canada.","",\r\n',
        encoding="utf-8",
        newline="",
    )
    (folder / "cu.data.1.AllItems.txt").write_text(
        "series_id                       \tyear\tperiod\t       value\tfootnote_codes\r\n"
        "CUUR0000SA0                     \t2025\tM10\t           -\tX\r\n"
        "CUUR0000SA0                     \t2025\tM13\t     321.943\t\r\n",
        encoding="utf-8",
        newline="",
    )
    (folder / "kentucky_projections_2024.csv").write_text(
        csv_text(
            (
                "STFIPS",
                "Area",
                "Occ Code",
                "Occupation",
                "Base",
                "Projected",
                "Change",
                "% Change",
                "Average Annual Openings",
            ),
            [
                (
                    "21",
                    "Kentucky",
                    "31-1131",
                    "Nursing Assistants",
                    "23,400",
                    "24000",
                    "",
                    "",
                    "3300",
                )
            ],
        ),
        encoding="utf-8",
        newline="",
    )
    (folder / "README.md").write_text("Downloaded by hand.")


def take(folder: Path, extracts: Path) -> list[TakenFile]:
    """Take a folder of small files."""
    return take_official(folder, extracts, DELIVERED_ON, "Tester", is_excerpt=True)
