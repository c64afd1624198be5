"""Which official file is which, what period it speaks of, and whether it is whole."""

import csv
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.admission.contracts import Contracts, SourceContract
from warehouse.admission.inspection import ColumnMap, map_columns
from warehouse.errors import WarehouseError
from warehouse.official.workbooks import read_workbook

AGENCY = "labor_market"
TEXT_SUFFIXES = (".csv", ".txt")
WORKBOOK_SUFFIX = ".xlsx"
# A file whose headings match fewer of an extract's columns than this share is none of it.
LEAST_COLUMNS_KNOWN = 0.5
# A whole official file names nearly every occupation; a small state's OEWS most of them.
LEAST_OCCUPATIONS_NAMED = 0.7
# Extracts that have a line for each occupation, and the column that names it.
OCCUPATION_COLUMNS = {
    "oews": "occupation_code",
    "employment_projections": "occupation_code",
    "job_zones": "onet_code",
    "cip_soc_crosswalk": "occupation_code",
}


@dataclass(frozen=True)
class OfficialFile:
    """A recognised file.

    `text` is the file of delimited text: the official one itself, or what was made of the sheet
    `sheet` of a workbook. `header` holds its headings, `columns` where the declared ones stand.
    """

    path: Path
    contract: SourceContract
    text: Path
    sheet: str
    header: tuple[str, ...]
    columns: ColumnMap

    @property
    def is_workbook(self) -> bool:
        """Tell whether the text was made of a workbook."""
        return self.text != self.path

    def rows(self) -> Iterator[list[str]]:
        """Yield the records after the header as lists of fields."""
        with self.text.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            records = csv.reader(file, delimiter=self.contract.delimiter)
            next(records, None)
            yield from records

    def values(self, column: str) -> Iterator[str]:
        """Yield one declared column; a record that is cut short is left out."""
        place = self.columns.positions[column] - 1
        for row in self.rows():
            if len(row) > place:
                yield row[place].strip()


def recognise(path: Path, contracts: Contracts, scratch: Path) -> OfficialFile:
    """Tell by its headings which extract a file is; a workbook's sheet is written to `scratch`.

    Raises
    ------
    WarehouseError
        When the file is none of the official ones, or lacks a column that it must have.
    """
    known = [contract for contract in contracts.extracts if contract.agency == AGENCY]
    found: list[OfficialFile] = []
    for sheet, text in _texts(path, scratch):
        for contract in known:
            header = _header(text, contract.delimiter)
            columns = map_columns(list(header), contract)
            share = len(columns.positions) / len(contract.columns)
            if share >= LEAST_COLUMNS_KNOWN:
                found.append(OfficialFile(path, contract, text, sheet, header, columns))
    if not found:
        names = ", ".join(contract.extract for contract in known)
        raise WarehouseError(
            f"{path.name} has the headings of none of the official files ({names}). Take it out of"
            " the folder; or, if its publisher renamed the columns, change delivered_as in"
            f" models/staging/{AGENCY}/_sources.yml."
        )
    best = max(found, key=lambda file: len(file.columns.positions) / len(file.contract.columns))
    _check_columns(best)
    return best


def period_of(file: OfficialFile) -> str:
    """Tell the year that a file speaks of: from its sheet, headings or rows, or else its name.

    Raises
    ------
    WarehouseError
        When nothing tells the year, or the name says another than the content.
    """
    named = re.findall(r"(?<!\d)[12]\d{3}(?!\d)", file.path.stem)
    inside = _years_inside(file)
    if not inside and not named:
        raise WarehouseError(
            f"{file.path.name} doesn't say which year it is of; put the year into its name, such as"
            f" {file.path.stem}_2025{file.path.suffix}."
        )
    if inside and named and inside[0] not in named:
        raise WarehouseError(
            f"{file.path.name} is named after {' and '.join(named)}, but holds {inside[0]}: is it"
            " the wrong year? Download it again, or correct its name."
        )
    return inside[0] if inside else named[0]


def check_whole(file: OfficialFile, occupations: dict[str, str]) -> None:
    """Check that a file names as many occupations as a whole one does.

    Parameters
    ----------
    file
        The recognised file.
    occupations
        Published code of each detailed occupation of SOC 2018; none, and nothing is checked.

    Raises
    ------
    WarehouseError
        When too few are named.
    """
    column = OCCUPATION_COLUMNS.get(file.contract.extract)
    if column is None or not occupations:
        return
    civilian = {code for soc, code in occupations.items() if not soc.startswith("55-")}
    codes = {code.strip('="')[:7] for code in file.values(column)}
    named = {occupations.get(code, code) for code in codes} & civilian
    if len(named) < LEAST_OCCUPATIONS_NAMED * len(civilian):
        raise WarehouseError(
            f"{file.path.name} names {len(named)} of {len(civilian)} occupations: is it cut short?"
            " Download it again; if it is meant to be a part, say --excerpt."
        )


def _texts(path: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Yield (sheet, delimited text) of a file; a text file is one without a sheet."""
    if path.suffix.lower() != WORKBOOK_SUFFIX:
        yield "", path
        return
    for number, (sheet, rows) in enumerate(read_workbook(path)):
        text = scratch / f"{path.stem}_{number}.csv"
        with text.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            width = 0
            # A blank line of a sheet sets headings apart, and is no record.
            for row in filter(any, rows):
                width = width or len(row)
                writer.writerow(row + [""] * (width - len(row)))
        yield sheet, text


def _header(text: Path, delimiter: str) -> tuple[str, ...]:
    with text.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        record = next(csv.reader(file, delimiter=delimiter), [])
    return tuple(heading.strip() for heading in record)


def _check_columns(file: OfficialFile) -> None:
    missing = file.columns.missing_required
    if not missing:
        return
    unknown = [heading for heading, _ in file.columns.extensions]
    near = difflib.get_close_matches(missing[0], unknown, n=1, cutoff=0.4)
    seen = f" (it has {near[0]})" if near else ""
    raise WarehouseError(
        f"{file.path.name} looks like {file.contract.extract}, but lacks"
        f" {', '.join(missing)}{seen}. Download it again; if its publisher renamed the column,"
        " change delivered_as in"
        f" {file.contract.declared_in}."
    )


def _years_inside(file: OfficialFile) -> list[str]:
    """Give the years that a file's content tells, the one that names it first."""
    extract = file.contract.extract
    if extract == "oews":
        return re.findall(r"(?<!\d)[12]\d{3}(?!\d)", file.sheet)
    if extract == "employment_projections":
        base = file.header[file.columns.positions["base_employment"] - 1]
        return re.findall(r"[12]\d{3}", base)
    of_edition = {"cip_soc_crosswalk": "cip_code", "industries": "naics_code"}.get(extract)
    if of_edition is not None:
        return re.findall(r"[12]\d{3}", file.header[file.columns.positions[of_edition] - 1])
    column = {"job_zones": "rated_in", "consumer_prices": "index_year"}.get(extract)
    if column is None or column not in file.columns.positions:
        return []
    years = {year for value in file.values(column) for year in re.findall(r"[12]\d{3}", value)}
    return sorted(years, reverse=True)[:1]
