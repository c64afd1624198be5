"""Rendered records as the bytes of a file, and where each record's first line stands in it."""

import hashlib
import io
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.simulate.layouts import Layout
from warehouse.simulate.noise_identity import without_accents

QUOTE, LINE_FEED = ord('"'), ord("\n")
# In windows-1252 every letter with an accent is one byte, and no UTF-8.
STRAY_BYTE = b"\xe9"


@dataclass(frozen=True)
class Shape:
    """Which columns a file has, in which order, and columns that the contract doesn't know."""

    names: tuple[str, ...]
    extra: dict[str, pa.Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """The bytes of a file and the line numbers of its records (header is line 1)."""

    data: bytes
    lines: np.ndarray

    @property
    def sha256(self) -> str:
        """Checksum as manifests give it."""
        return hashlib.sha256(self.data).hexdigest()


def csv_content(
    layout: Layout, cells: dict[str, pa.Array], shape: Shape, broken: dict[int, str]
) -> Content:
    """Write records as delimited text.

    Parameters
    ----------
    layout
        Delimiter, encoding and headings.
    cells
        Rendered columns of the file's records, by warehouse name.
    shape
        Columns to write.
    broken
        Faults of single lines, by row.
    """
    headings = [layout.column(name).heading for name in shape.names] + list(shape.extra)
    delimiter = layout.delimiter
    fields = [cells[name] for name in shape.names] + list(shape.extra.values())
    fields = [quoted_where_needed(array, delimiter) for array in fields]
    lines = pc.binary_join_element_wise(*fields, delimiter) if len(fields) > 1 else fields[0]
    lines = lines.cast(pa.binary())
    numbers = _line_numbers(lines)
    if broken:
        changed = {row: _broken(fields, row, fault, delimiter) for row, fault in broken.items()}
        mask = np.zeros(len(lines), bool)
        mask[list(changed)] = True
        new = pa.array([changed[row] for row in sorted(changed)], pa.binary())
        lines = pc.replace_with_mask(lines, pa.array(mask), new)
    body = _joined(lines)
    header = delimiter.join(_quoted(heading, delimiter) for heading in headings)
    data = header.encode() + b"\n" + body
    if layout.encoding != "utf-8":
        data = _encoded(data.decode(), layout.encoding)
    return Content(data, numbers)


def parquet_content(layout: Layout, cells: dict[str, pa.Array], shape: Shape) -> Content:
    """Write records as parquet: the same texts in columns; row n counts as line n + 1."""
    headings = [layout.column(name).heading for name in shape.names]
    table = pa.table(
        {h: cells[n] for h, n in zip(headings, shape.names, strict=True)} | shape.extra
    )
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return Content(sink.getvalue(), np.arange(2, table.num_rows + 2, dtype=np.int64))


def quoted_where_needed(values: pa.Array, delimiter: str) -> pa.Array:
    """Quote the texts that hold a delimiter, a quote or a line break; nulls become empty."""
    values = values.fill_null("") if values.null_count else values
    if not _holds(values, (ord(delimiter), QUOTE, LINE_FEED)):
        return values
    needs = pc.match_substring_regex(values, f'[{_class(delimiter)}"\n]')
    doubled = pc.replace_substring(values, '"', '""')
    return pc.if_else(needs, pc.binary_join_element_wise('"', doubled, '"', ""), values)


def _holds(values: pa.Array, codes: tuple[int, ...]) -> bool:
    """Tell from the raw bytes whether any text holds one of a few characters."""
    data = _data_of(values)
    return any(bool((data == code).any()) for code in codes)


def _data_of(values: pa.Array) -> np.ndarray:
    buffers = values.buffers()
    if not len(values) or buffers[2] is None:
        return np.empty(0, np.uint8)
    offsets = np.frombuffer(buffers[1], np.int32)[values.offset : values.offset + len(values) + 1]
    return np.frombuffer(buffers[2], np.uint8)[offsets[0] : offsets[-1]]


def _line_numbers(lines: pa.Array) -> np.ndarray:
    numbers = np.arange(2, len(lines) + 2, dtype=np.int64)
    if _holds(lines, (LINE_FEED,)):
        breaks = pc.count_substring(lines, b"\n").to_numpy()
        numbers[1:] += np.cumsum(breaks)[:-1]
    return numbers


def _broken(fields: list[pa.Array], row: int, fault: str, delimiter: str) -> bytes:
    """Write one record wrongly: fields missing or too many, an open quote, a stray byte."""
    texts = [array[row].as_py() for array in fields]
    if fault == "short_line":
        texts = texts[:-1]
    elif fault == "long_line":
        texts.append("0")
    elif fault == "quote_unclosed":
        place = next(i for i, text in enumerate(texts) if i and not text.startswith('"'))
        texts[place] = '"' + texts[place]
    written = delimiter.join(texts).encode()
    if fault == "stray_byte":
        place = written.index(delimiter.encode())
        written = written[:place] + STRAY_BYTE + written[place:]
    return written


def _joined(lines: pa.Array) -> bytes:
    ended = pc.binary_join_element_wise(lines, b"", b"\n")
    return _data_of(ended).tobytes()


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        letters = {c for c in set(text) if not _fits(c, encoding)}
        return text.translate({ord(c): without_accents(c) for c in letters}).encode(encoding)


def _fits(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _quoted(text: str, delimiter: str) -> str:
    if any(c in text for c in (delimiter, '"', "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def _class(delimiter: str) -> str:
    return {"|": r"\|", "\t": r"\t", ";": ";", ",": ","}[delimiter]
