"""Take a folder of official files: recognise, check, and lay each down as a delivery.

All files are checked before any is laid down, and one that can't be used leaves all untaken: wages
without the projections that belong to them would be half an answer.
"""

import csv
import datetime
import hashlib
import io
import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from warehouse.admission.check import FileReport, check_files
from warehouse.admission.contracts import Contracts, find_project_root, read_contracts
from warehouse.admission.manifests import MANIFEST_COLUMNS, MANIFEST_NAME
from warehouse.errors import WarehouseError
from warehouse.official.files import (
    AGENCY,
    TEXT_SUFFIXES,
    WORKBOOK_SUFFIX,
    OfficialFile,
    check_whole,
    period_of,
    recognise,
)
from warehouse.official.mending import mend_quotes

SCHEMA_VERSION = "1"
# What a message shows of a line that can't be read.
SHOWN_CHARACTERS = 120


@dataclass(frozen=True)
class TakenFile:
    """What became of official files: their names, the delivery, its period and rows.

    `mended` counts records whose quotes were doubled; `is_new` is false where the same content lay
    there already.
    """

    names: tuple[str, ...]
    delivery: str
    period: str
    rows: int
    mended: int
    is_new: bool


@dataclass(frozen=True)
class _Text:
    """The text of one period's files, ready to be laid down, and what admission says of it."""

    files: tuple[OfficialFile, ...]
    path: Path
    mended: int
    report: FileReport

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(file.path.name for file in self.files)


def take_official(
    folder: Path,
    extracts: Path,
    delivered_on: datetime.date,
    attested_by: str,
    is_excerpt: bool = False,
) -> list[TakenFile]:
    """Lay down every official file of a folder as a delivery of `labor_market`.

    Parameters
    ----------
    folder
        Holds .xlsx, .csv or .txt files; others are left alone.
    extracts
        Root of the deliveries.
    delivered_on
        Day that the manifest gives as the day of delivery.
    attested_by
        Who attests to the files.
    is_excerpt
        Whether a file may name few occupations.

    Returns
    -------
    list of TakenFile
        One per delivery, by its name.

    Raises
    ------
    WarehouseError
        When the folder holds no such file, or a file can't be used; nothing is laid down then.
    """
    root = find_project_root()
    contracts = read_contracts(root)
    occupations = {} if is_excerpt else _read_occupations(root)
    paths = _official_paths(folder)
    with tempfile.TemporaryDirectory() as scratch:
        groups, problems = _grouped(paths, contracts, occupations, delivered_on, Path(scratch))
        texts = {}
        for key, files in sorted(groups.items()):
            try:
                texts[key] = _one_text(files, contracts, Path(scratch))
                problems += _row_problems(texts[key])
            except WarehouseError as error:
                problems.append(str(error))
        if problems:
            raise WarehouseError("Nothing was taken. " + "\n".join(problems))
        return [
            _lay_down(text, period, extracts, delivered_on, attested_by)
            for (_, period), text in texts.items()
        ]


def _grouped(
    paths: list[Path],
    contracts: Contracts,
    occupations: dict[str, str],
    delivered_on: datetime.date,
    scratch: Path,
) -> tuple[dict[tuple[str, str], list[OfficialFile]], list[str]]:
    """Return the recognised files by extract and period, and what is wrong with the others."""
    groups: dict[tuple[str, str], list[OfficialFile]] = defaultdict(list)
    problems = []
    for number, path in enumerate(paths):
        own = scratch / str(number)
        own.mkdir()
        try:
            file = recognise(path, contracts, own)
            check_whole(file, occupations)
            period = period_of(file)
            if int(period) > delivered_on.year:
                raise WarehouseError(
                    f"{path.name} is of {period}, after the day of its delivery"
                    f" ({delivered_on}): is it the wrong year? Correct its name or the day."
                )
            groups[file.contract.extract, period].append(file)
        except WarehouseError as error:
            problems.append(str(error))
    return groups, problems


def _official_paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise WarehouseError(f"{folder} is no folder; name the one that holds the official files.")
    suffixes = (*TEXT_SUFFIXES, WORKBOOK_SUFFIX)
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes)
    if not paths:
        raise WarehouseError(f"{folder} holds no file that ends in {', '.join(suffixes)}.")
    return paths


def _read_occupations(root: Path) -> dict[str, str]:
    with (root / "seeds" / "reference" / "occupations.csv").open(encoding="utf-8") as file:
        return {row["soc_code"]: row["published_code"] for row in csv.DictReader(file)}


def _one_text(files: list[OfficialFile], contracts: Contracts, scratch: Path) -> _Text:
    """Make the text of one period: a file as it is, or workbooks of one release put together.

    BLS releases OEWS as one workbook of all data, and as workbooks of the nation, the states and
    the areas.
    """
    contract = files[0].contract
    path, mended = files[0].text, 0
    if len(files) > 1:
        path = _put_together(files, scratch)
    elif not files[0].is_workbook:
        path, mended = mend_quotes(path, contract.delimiter, scratch)
    if path.suffix != ".csv":
        path = Path(shutil.copyfile(path, scratch / f"{contract.extract}.csv"))
    report = check_files([path], declared_as=contract.label, contracts=contracts)[0]
    return _Text(tuple(files), path, mended, report)


def _put_together(files: list[OfficialFile], scratch: Path) -> Path:
    names = ", ".join(file.path.name for file in files)
    if not all(file.is_workbook and file.header == files[0].header for file in files):
        raise WarehouseError(
            f"{names} are of one year, and aren't workbooks with the same columns; leave one of"
            " them in the folder."
        )
    text = scratch / f"{files[0].contract.extract}_together.csv"
    with text.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(files[0].header)
        for file in files:
            writer.writerows(file.rows())
    return text


def _row_problems(text: _Text) -> list[str]:
    """Say what admission would refuse of a text: official figures may be shown."""
    name, report = ", ".join(text.names), text.report
    if report.status == "refused":
        return [f"{name}: {report.message} {'; '.join(report.what_to_do)}".rstrip()]
    if not report.refused:
        return []
    lines = text.path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    problems = []
    for refused in report.refused:
        number = refused.first_lines[0]
        column = f" in {refused.column}" if refused.column else ""
        problems.append(
            f"{name}: {refused.rule}{column} in {refused.rows} row(s), the first of them line"
            f" {number}: {lines[number - 1][:SHOWN_CHARACTERS]} … Download it again; if the"
            " publisher has a new mark or form, add it to the pattern in"
            f" {text.files[0].contract.declared_in}."
        )
    return problems


def _lay_down(
    text: _Text,
    period: str,
    extracts: Path,
    delivered_on: datetime.date,
    attested_by: str,
) -> TakenFile:
    """Copy a text to its place and list it in the manifest, unless the same lies there.

    A revised file gets a name that sorts after the first: of one day's files the later name counts.
    """
    extract = text.files[0].contract.extract
    folder = extracts / AGENCY / extract
    folder.mkdir(parents=True, exist_ok=True)
    content = text.path.read_bytes()
    rows = text.report.rows_delivered or 0
    target = folder / f"{period}.csv"
    number = 1
    while target.exists() and target.read_bytes() != content:
        number += 1
        target = folder / f"{period}_{number}.csv"
    if not target.exists():
        shutil.copyfile(text.path, target)
    line = {
        "file": f"{extract}/{target.name}",
        "extract": extract,
        "period": period,
        "delivered_on": delivered_on.isoformat(),
        "rows": str(rows),
        "sha256": hashlib.sha256(content).hexdigest(),
        "schema_version": SCHEMA_VERSION,
        "attested_by": attested_by,
        "attested_on": delivered_on.isoformat(),
    }
    is_new = _list_in_manifest(extracts / AGENCY / MANIFEST_NAME, line)
    delivery = f"{AGENCY}/{extract}/{target.name}"
    return TakenFile(text.names, delivery, period, rows, text.mended, is_new)


def _list_in_manifest(manifest: Path, line: dict[str, str]) -> bool:
    """Add a line, sorted by file, unless it stands there; the manifest is replaced whole."""
    lines: list[dict[str, str]] = []
    if manifest.exists():
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
    listed = {entry["file"]: entry["sha256"] for entry in lines}
    if listed.get(line["file"]) == line["sha256"]:
        return False
    lines = [entry for entry in lines if entry["file"] != line["file"]]
    text = io.StringIO()
    writer = csv.DictWriter(text, MANIFEST_COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(sorted([*lines, line], key=lambda entry: entry["file"]))
    unfinished = manifest.with_suffix(".writing")
    unfinished.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    unfinished.replace(manifest)
    return True
