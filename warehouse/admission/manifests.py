"""An agency's manifest: which files it sends, and what it attests of each."""

import csv
import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

MANIFEST_NAME = "manifest.csv"
MANIFEST_COLUMNS = (
    "file",
    "extract",
    "period",
    "delivered_on",
    "rows",
    "sha256",
    "schema_version",
    "attested_by",
    "attested_on",
)
MANIFEST_HEADER = ",".join(MANIFEST_COLUMNS)


@dataclass(frozen=True)
class ManifestEntry:
    """One line of a manifest. `problem` says what is wrong with the line, if something is."""

    line: int
    file: str
    extract: str = ""
    period: str | None = None
    delivered_on: datetime.date | None = None
    rows: int | None = None
    sha256: str | None = None
    schema_version: str | None = None
    attested_by: str | None = None
    attested_on: datetime.date | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Manifest:
    """What one agency's manifest lists. `problem` is set when it can't be used at all."""

    entries: dict[str, ManifestEntry] = field(default_factory=dict)
    problem: str | None = None


def read_manifest(path: Path) -> Manifest:
    """Read `<agency>/manifest.csv`. Nothing is raised: what is wrong is in `problem`."""
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Manifest(
            problem=f"{name} is absent: write it with the header {MANIFEST_HEADER} and a line for"
            " each file (`warehouse check` on a file prints its line)"
        )
    except UnicodeDecodeError:
        return Manifest(problem=f"{name} isn't UTF-8: save it again as UTF-8")
    except OSError as error:
        return Manifest(problem=f"{name} can't be read: {error.strerror}")
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [heading.strip().lower() for heading in next(rows, [])]
        missing = [column for column in MANIFEST_COLUMNS if column not in header]
        if missing:
            return Manifest(
                problem=f"{name} lacks the column(s) {', '.join(missing)}: its first line must be"
                f" {MANIFEST_HEADER}"
            )
        entries: dict[str, ManifestEntry] = {}
        for entry in _entries(rows, header):
            first = entries.get(entry.file)
            if first is not None:
                problem = f"listed twice in {name}, lines {first.line} and {entry.line}"
                entry = ManifestEntry(first.line, first.file, problem=problem)
            elif entry.problem:
                problem = f"{name}, line {entry.line}: {entry.problem}"
                entry = ManifestEntry(**{**vars(entry), "problem": problem})
            entries[entry.file] = entry
    except csv.Error as error:
        return Manifest(problem=f"{name}, line {rows.line_num}: {error}")
    return Manifest(entries)


def _entries(rows: Iterator[list[str]], header: list[str]) -> Iterator[ManifestEntry]:
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        yield _entry(rows.line_num, cells, len(row) == len(header))  # type: ignore[attr-defined]


def _entry(line: int, cells: dict[str, str], is_whole: bool) -> ManifestEntry:
    problems = [] if is_whole else ["the number of fields isn't the header's"]
    file = cells.get("file", "").replace("\\", "/")
    path = PurePosixPath(file)
    if not file or path.is_absolute() or ".." in path.parts:
        problems.append("file must be a path below the agency's folder, such as students/2019.csv")
    period = cells.get("period", "")
    if not re.fullmatch(r"[12][0-9]{3}(Q[1-4])?", period):
        problems.append("period must be a year or a quarter, such as 2019 or 2019Q1")
    delivered_on = _date(cells.get("delivered_on", ""))
    if delivered_on is None:
        problems.append("delivered_on must be a date, such as 2019-08-15")
    rows = cells.get("rows", "")
    if not re.fullmatch(r"[0-9]{1,18}", rows):
        problems.append("rows must be a whole number")
    sha256 = cells.get("sha256", "").lower()
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        problems.append("sha256 must be 64 hexadecimal digits")
    return ManifestEntry(
        line=line,
        file=path.as_posix(),
        extract=cells.get("extract", ""),
        period=period or None,
        delivered_on=delivered_on,
        rows=int(rows) if re.fullmatch(r"[0-9]{1,18}", rows) else None,
        sha256=sha256 or None,
        schema_version=cells.get("schema_version") or None,
        attested_by=cells.get("attested_by") or None,
        attested_on=_date(cells.get("attested_on", "")),
        problem=", and ".join(problems) or None,
    )


def _date(text: str) -> datetime.date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
