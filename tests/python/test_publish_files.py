"""The public files: nothing that a spreadsheet would run, and a description that holds."""

import csv
import hashlib
import json
import re
import zipfile
from pathlib import Path

import duckdb

from small_warehouse import FORMULAS, HARMLESS, ask, files, publish_again, record_attack
from warehouse.publication.versions import CURRENT_LINK, Reader, published_file


def test_a_text_that_would_be_a_formula_is_none_in_csv(small_publication: Path):
    found = set()
    for path in (small_publication / CURRENT_LINK / Reader.PUBLIC).rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as stream:
            found |= {cell for row in csv.reader(stream) for cell in row}
    risky = {cell for cell in found if re.match(r"\s*[=+\-@]", cell)}
    assert risky == {"-12.5", "-$1,200"}
    assert {f"'{text}" for text in FORMULAS} <= found
    assert set(HARMLESS) <= found


def test_texts_stand_in_quotes_from_the_first_row_on(small_publication: Path):
    """A reader guesses from the first rows how a file quotes, and fails where that changes."""
    folder = small_publication / CURRENT_LINK / Reader.PUBLIC / "csv"
    members = (folder / "released" / "report_members.csv").read_text(encoding="utf-8")
    assert all(line.startswith('"') for line in members.splitlines())


def test_a_text_that_would_be_a_formula_is_none_in_excel(small_warehouse: Path):
    with duckdb.connect(str(small_warehouse)) as connection:
        connection.execute(
            "update released.report_tables set title = '=1+1', description = '@SUM(A1)'"
        )
        record_attack(connection)
    publish_again(small_warehouse)
    workbook = small_warehouse.parent / "published" / CURRENT_LINK / Reader.PUBLIC / "tables.xlsx"
    with zipfile.ZipFile(workbook) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        assert not any(re.search(rb"<f[ >]", archive.read(name)) for name in sheets)
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert ">=1+1<" in texts


def test_the_workbook_shows_figures_as_numbers_and_withheld_ones_as_words(small_publication: Path):
    workbook = small_publication / CURRENT_LINK / Reader.PUBLIC / "tables.xlsx"
    with zipfile.ZipFile(workbook) as archive:
        texts = re.findall(r"<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode())
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    rows = [
        [
            texts[int(value)] if kind == ' t="s"' else float(value)
            for kind, value in re.findall(
                r'<c r="[A-Z]+\d+"(?: s="\d+")?( t="s")?><v>(.*?)</v>', row
            )
        ]
        for row in re.findall(r"<row[^>]*>(.*?)</row>", sheet)
    ]
    assert rows == [
        ["Awards by cluster"],
        ["Policy 5.A(b). Awards, and those who earned them."],
        ["School year", "Career cluster", "Awards", "Earners", "Pass rate (percent)"],
        [2025, "All", 1300],
        [2025, "Health science", 1300],
        [2025, "Finance", 0],
        [2024, "All", 1200, 900, "≥95%"],
        [2024, "Health science", 1150, "suppressed"],
        [2024, "Finance", 50, "&lt;10"],
    ]


def test_the_data_package_describes_the_files_beside_it(small_publication: Path):
    folder = small_publication / CURRENT_LINK / Reader.PUBLIC
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["as_of_date"] == "2026-06-30"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert len(package["sources"]) > 3
    described = {resource["path"] for resource in package["resources"]}
    there = {path.relative_to(folder).as_posix() for path in files(folder)}
    assert there - described == {"README.txt", "datapackage.json", "public.duckdb"}
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if "schema" in resource:
            heading = next(csv.reader(content.decode().splitlines()))
            assert heading == [field["name"] for field in resource["schema"]["fields"]]
    cells = next(r for r in package["resources"] if r["name"] == "released.released_cells")
    types = {field["name"]: field["type"] for field in cells["schema"]["fields"]}
    assert (types["school_year"], types["value"], types["display"]) == (
        "integer",
        "number",
        "string",
    )
    assert cells["schema"]["primaryKey"][0] == "table_id"
    pointing = {key["fields"][0]: key["reference"] for key in cells["schema"]["foreignKeys"]}
    assert pointing == {
        name: {"resource": f"released.{table}", "fields": [name]}
        for name, table in (("table_id", "report_tables"), ("measure", "report_measures"))
    }


def test_the_data_dictionary_has_every_column(small_publication: Path):
    path = small_publication / CURRENT_LINK / Reader.PUBLIC / "data_dictionary.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    columns = ask(
        published_file(small_publication, Reader.PUBLIC),
        "select schema_name, table_name, column_name from duckdb_columns() where not internal"
        " order by all",
    )
    assert sorted((row["schema"], row["table"], row["column"]) for row in rows) == columns
    value = next(
        row for row in rows if row["table"] == "released_cells" and row["column"] == "value"
    )
    assert value["description"] == "The figure, if it is released exactly."
    assert value["type"] == "decimal(18,2)"


def test_the_same_warehouse_gives_the_same_bytes(small_warehouse: Path):
    folder = small_warehouse.parent / "published" / CURRENT_LINK / Reader.PUBLIC
    found = []
    for _ in range(2):
        publish_again(small_warehouse)
        found.append(
            # Pages of a DuckDB file hold what was in memory before; its tables are compared.
            {
                path.relative_to(folder): path.read_bytes()
                for path in files(folder)
                if path.suffix != ".duckdb"
            }
        )
    assert len(found[0]) > 10
    assert found[0] == found[1]
