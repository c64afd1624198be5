"""The cells of an .xlsx workbook as texts, row by row, with nothing but the standard library.

A workbook is a ZIP archive of XML (ECMA-376, part 1). Only values are read: no formats, dates or
formulas, which the official files don't use.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from warehouse.errors import WarehouseError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BROKEN = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, EOFError, OSError)
# Excel keeps 15 significant digits; what a file says beyond them is binary rounding.
_SIGNIFICANT = ".15g"


def read_workbook(path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Yield each sheet's name and its rows; read a sheet's rows before asking for the next sheet.

    A row is a list of texts, one a column from A on, empty where a cell is; blank rows are left
    out. Numbers are written in digits without rounding errors, flags as TRUE and FALSE.

    Raises
    ------
    WarehouseError
        When the file is no workbook, or not a whole one.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            texts = _shared_texts(archive)
            for name, part in _sheets(archive):
                with archive.open(part) as stream:
                    yield name, _guarded(path, _rows(stream, texts))
    except _BROKEN as error:
        raise _not_whole(path, error) from None


def _guarded(path: Path, rows: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from rows
    except _BROKEN as error:
        raise _not_whole(path, error) from None


def _not_whole(path: Path, error: Exception) -> WarehouseError:
    return WarehouseError(
        f"{path.name} can't be read as a workbook ({type(error).__name__}): it is damaged or cut"
        " short. Download it again; an older .xls must be saved as .xlsx first."
    )


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """List (name, part of the archive) of the sheets, in the workbook's order."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id"): str(relation.get("Target"))
        for relation in relations.iter(f"{_RELATIONS}Relationship")
    }
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    sheets = []
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(_RELATION_ID)]
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        sheets.append((str(sheet.get("name")), part))
    return sheets


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """Read the texts that cells share by number; a workbook may do without."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    texts = []
    with archive.open("xl/sharedStrings.xml") as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag == f"{_MAIN}si":
                texts.append(_text_of(element))
                element.clear()
    return texts


def _text_of(element: ElementTree.Element) -> str:
    """Join the runs of a text; what is spoken above it (phonetic runs) is left out."""
    runs = [element, *element.findall(f"{_MAIN}r")]
    return "".join(text.text or "" for run in runs for text in run.findall(f"{_MAIN}t"))


def _rows(stream: object, texts: list[str]) -> Iterator[list[str]]:
    cells: list[str] = []
    for _, element in ElementTree.iterparse(stream):  # type: ignore[arg-type]
        if element.tag == f"{_MAIN}c":
            place = _place(element.get("r")) if element.get("r") else len(cells)
            cells.extend([""] * (place - len(cells)))
            cells.append(_value(element, texts))
            element.clear()
        elif element.tag == f"{_MAIN}row":
            if any(cells):
                yield cells
            cells = []
            element.clear()


def _place(reference: str | None) -> int:
    """Give the column of a cell's reference, 0 for A."""
    letters = re.match(r"[A-Z]+", reference or "A")
    place = 0
    for letter in letters[0] if letters else "A":
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _value(cell: ElementTree.Element, texts: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else _text_of(inline)
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return texts[int(value)] if value else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    if kind == "n" and value:
        return _number(value)
    return value


def _number(value: str) -> str:
    """Write a number plainly: 27.449999999999999 is 27.45, and 1.5E3 is 1500."""
    if value.isdigit():
        return value
    shown = format(float(value), _SIGNIFICANT)
    return format(float(shown), "f").rstrip("0").rstrip(".") if "e" in shown else shown
