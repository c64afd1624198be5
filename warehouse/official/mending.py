"""Quotes that a publisher forgot to double: the one fault of the official CSV files.

The list of instructional programs writes `"titled "Protective Services" in the Canadian CIP."`. No
strict reader can take such a record apart, and admission rightly refuses it.
"""

import csv
import io
import re
from pathlib import Path

from warehouse.admission.records import split_record


def mend_quotes(path: Path, delimiter: str, scratch: Path) -> tuple[Path, int]:
    """Return a file's text with such quotes doubled, and how many records were mended.

    A quote closes a field only if the delimiter or the end of the line follows. A record is mended
    only if it has as many fields as the header then; every other line stays as it is, and a file
    without a fault is returned itself.
    """
    lines = path.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines(keepends=True)
    width = len(split_record(lines[0].rstrip("\r\n"), delimiter) or ()) if lines else 0
    mended = 0
    for number, line in enumerate(lines):
        record = line.rstrip("\r\n")
        if '"' not in record or split_record(record, delimiter) is not None:
            continue
        fields = _lenient_fields(record, delimiter)
        if len(fields) == width:
            text = io.StringIO()
            csv.writer(text, delimiter=delimiter, lineterminator="").writerow(fields)
            lines[number] = text.getvalue() + line[len(record) :]
            mended += 1
    if not mended:
        return path, 0
    target = scratch / path.with_suffix(".mended.csv").name
    target.write_text("".join(lines), encoding="utf-8", errors="surrogateescape", newline="")
    return target, mended


def _lenient_fields(record: str, delimiter: str) -> list[str]:
    delim = re.escape(delimiter)
    pattern = rf'{delim}(?:"((?:[^"]|"(?!{delim}|$))*)"|([^{delim}"][^{delim}]*|))(?={delim}|$)'
    found = list(re.finditer(pattern, delimiter + record))
    if sum(len(match[0]) for match in found) != len(record) + 1:
        return []
    return [
        match[1].replace('""', '"') if match[1] is not None else match[2] or "" for match in found
    ]
