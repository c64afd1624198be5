"""Delimited text as records, every physical line accounted for.

Lines are found as bytes, block by block, with numpy, and handed on as Arrow arrays: an exact count
whatever the mix of LF and CRLF, no temporary copy of personal data on disk, several times faster
than reading each line with DuckDB's `read_csv` (docs/decisions.md). Line 1 is the first physical
line of the file.
"""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.admission.records import split_record

BLOCK_BYTES = 4 << 20
LONGEST_LINE_BYTES = 64 << 20
LINE_FEED, QUOTE, NUL = 10, 34, 0
BATCH_SCHEMA = pa.schema(
    [
        ("file_index", pa.int32()),
        ("line_number", pa.int64()),
        ("raw_text", pa.string()),
        ("structural_reason", pa.string()),
    ]
)


class FileRefusedError(Exception):
    """A file that can't be read at all: `rule` says why, the message what to do."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class UndecodableHeaderError(FileRefusedError):
    """The header line has bytes that the encoding doesn't have: nothing can be read by name."""


@dataclass
class LineCounts:
    """What the lines of a file are; `physical = 1 + records + continuation + blank`.

    `undecodable` counts lines with bytes that the encoding doesn't have, `with_nul` those of them
    that hold a NUL byte; both numbers of lines, `first_undecodable` a line number.
    """

    physical: int = 0
    records: int = 0
    continuation: int = 0
    blank: int = 0
    undecodable: int = 0
    with_nul: int = 0
    first_undecodable: int | None = None
    is_ascii: bool = True


@dataclass
class _Block:
    """Whole physical lines as UTF-8 bytes: line i is `data[starts[i]:ends[i]]`, without its LF."""

    data: bytes
    starts: np.ndarray
    ends: np.ndarray
    undecodable: dict[int, str] = field(default_factory=dict)

    def text(self, line: int) -> str:
        return self.data[self.starts[line] : self.ends[line]].rstrip(b"\r").decode("utf-8")


class RecordReader:
    """Reads one delimited file; iterate `batches()` once, then `header` and `counts` are known."""

    def __init__(
        self,
        path: Path,
        encoding: str,
        delimiter: str,
        longest_record_lines: int,
        index: int = 0,
        longest_line_bytes: int = LONGEST_LINE_BYTES,
    ) -> None:
        self.path = path
        self.encoding = encoding
        # UTF-16 and UTF-32 are turned into UTF-8 before lines are looked for.
        self.line_encoding = "utf-8" if is_wide(encoding) else encoding
        self.delimiter = delimiter
        self.longest_record_lines = longest_record_lines
        self.index = index
        self.longest_line_bytes = longest_line_bytes
        self.header: list[str] | None = None
        self.header_text = ""
        self.header_repeats: list[int] = []
        self.counts = LineCounts()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the records after the header, in BATCH_SCHEMA. Raises FileRefusedError."""
        try:
            with open_delivery(self.path) as stream:
                yield from self._batches(stream)
        except (gzip.BadGzipFile, zlib.error, EOFError):
            raise FileRefusedError(
                "FILE_UNREADABLE", "the gzip file is damaged or cut short; compress it again"
            ) from None

    def _batches(self, stream: BinaryIO) -> Iterator[pa.RecordBatch]:
        carry = b""
        for chunk, is_last in _chunks(stream, self.encoding):
            raw = carry + chunk
            end = len(raw) if is_last else raw.rfind(b"\n") + 1
            if not end and not is_last:
                if len(raw) > self.longest_line_bytes:
                    raise self._too_long(0)
                carry = raw
                continue
            carry = raw[end:]
            batch, kept_from = self._read_block(raw[:end], is_last)
            carry = raw[kept_from:end] + carry
            if batch is not None and batch.num_rows:
                yield batch

    def _too_long(self, line: int) -> FileRefusedError:
        limit = self.longest_line_bytes >> 20
        return FileRefusedError(
            "FILE_UNREADABLE",
            f"line {self.counts.physical + line + 1} doesn't end within {limit} MB;"
            " not delimited text",
        )

    def _read_block(self, raw: bytes, is_last: bool) -> tuple[pa.RecordBatch | None, int]:
        """Read whole lines; return their records, and the byte from which on they must be reread.

        A record may go on in the next block: the lines of an open quote wait for it.
        """
        raw_starts, raw_ends = _line_bounds(raw)
        too_long = np.flatnonzero(raw_ends - raw_starts > self.longest_line_bytes)
        if len(too_long):
            raise self._too_long(int(too_long[0]))
        block = self._decode(raw, raw_starts, raw_ends)
        line_count = len(block.starts)
        if not line_count:
            return None, len(raw)
        quotes = np.flatnonzero(np.frombuffer(block.data, np.uint8) == QUOTE)
        per_line = np.bincount(np.searchsorted(block.ends, quotes), minlength=line_count)
        odd = np.flatnonzero(per_line[:line_count] & 1).tolist()
        blank = self._blank_lines(block)
        dropped = np.zeros(line_count, bool)
        header_line = None
        if self.header is None:
            header_line = self._read_header(block, blank, odd, dropped)
        joined, unclosed, end = self._join(block, odd, is_last)
        for line, last in joined.items():
            dropped[line + 1 : last + 1] = True
        self._count(block, blank, dropped, end)
        keep = ~(blank | dropped)
        keep[end:] = False
        if header_line is not None:
            keep[header_line] = False
        batch = self._batch(block, keep, joined, unclosed)
        self.counts.physical += end
        self.counts.records += batch.num_rows
        return batch, int(raw_starts[end]) if end < line_count else len(raw)

    def _decode(self, raw: bytes, starts: np.ndarray, ends: np.ndarray) -> _Block:
        """Return the block in UTF-8; lines that don't decode are blotted out and kept escaped."""
        if raw.isascii() and b"\0" not in raw:
            return _Block(raw, starts, ends)
        self.counts.is_ascii = self.counts.is_ascii and raw.isascii()
        undecodable: dict[int, str] = {}
        text = _decoded(raw, self.line_encoding)
        if text is None or "\0" in text:
            undecodable = self._undecodable_lines(raw, starts, ends)
            blotted = bytearray(raw)
            for line in undecodable:
                blotted[starts[line] : ends[line]] = b"?" * int(ends[line] - starts[line])
            raw = bytes(blotted)
            text = raw.decode(self.line_encoding)
        if self.line_encoding != "utf-8":
            raw = text.encode("utf-8")
            starts, ends = _line_bounds(raw)
        return _Block(raw, starts, ends, undecodable)

    def _undecodable_lines(
        self, raw: bytes, starts: np.ndarray, ends: np.ndarray
    ) -> dict[int, str]:
        codes = np.frombuffer(raw, np.uint8)
        suspects = np.flatnonzero((codes >= 128) | (codes == NUL))
        found: dict[int, str] = {}
        for line in np.unique(np.searchsorted(ends, suspects)).tolist():
            content = raw[starts[line] : ends[line]].rstrip(b"\r")
            if b"\0" in content or _decoded(content, self.line_encoding) is None:
                escaped = content.decode(self.line_encoding, "backslashreplace")
                found[line] = escaped.replace("\0", "\\x00")
        return found

    def _blank_lines(self, block: _Block) -> np.ndarray:
        """Mark the lines that hold nothing but spaces (or tabs, unless these delimit)."""
        codes = np.frombuffer(block.data, np.uint8)
        blank = block.starts == block.ends
        first = codes[np.minimum(block.starts, len(codes) - 1)]
        spaces = b" \r" if self.delimiter == "\t" else b" \t\r"
        for line in np.flatnonzero(~blank & np.isin(first, list(spaces))).tolist():
            blank[line] = not block.data[block.starts[line] : block.ends[line]].strip(spaces)
        return blank

    def _read_header(
        self, block: _Block, blank: np.ndarray, odd: list[int], dropped: np.ndarray
    ) -> int | None:
        """Take the first line that isn't blank as the header; None if there is none yet."""
        written = np.flatnonzero(~blank)
        if not len(written):
            return None
        line = last = int(written[0])
        if "\\x00" in block.undecodable.get(line, ""):
            raise FileRefusedError(
                "FILE_UNREADABLE", "NUL bytes in the header line; not delimited text"
            )
        if line in block.undecodable:
            raise UndecodableHeaderError("FILE_ENCODING", "the header line can't be decoded")
        if odd and odd[0] == line:
            if len(odd) < 2 or odd[1] - line > self.longest_record_lines:
                raise FileRefusedError(
                    "FILE_UNREADABLE", "a quote in the header line is never closed"
                )
            last = odd[1]
            del odd[:2]
            dropped[line + 1 : last + 1] = True
        self.header_text = "\n".join(block.text(each) for each in range(line, last + 1))
        header = split_record(self.header_text, self.delimiter)
        if header is None:
            raise FileRefusedError("FILE_UNREADABLE", "the header line's quotes don't pair up")
        self.header = header
        return line

    def _join(
        self, block: _Block, odd: list[int], is_last: bool
    ) -> tuple[dict[int, int], set[int], int]:
        """Pair the lines with an odd number of quotes.

        A pair is one record if it lies within `longest_record_lines` and has the header's number
        of fields; otherwise the first line stands refused by itself, and the next is tried anew.
        Returns first → last line of each joined record, the unclosed lines, and the number of
        lines that are settled.
        """
        joined: dict[int, int] = {}
        unclosed: set[int] = set()
        line_count = len(block.starts)
        width = len(self.header or ())
        place = 0
        while place < len(odd):
            line = odd[place]
            partner = odd[place + 1] if place + 1 < len(odd) else None
            if partner is not None and partner - line < self.longest_record_lines:
                text = "\n".join(block.text(each) for each in range(line, partner + 1))
                fields = split_record(text, self.delimiter)
                if fields is not None and len(fields) == width:
                    joined[line] = partner
                    place += 2
                    continue
            elif not is_last and line_count - line < self.longest_record_lines:
                return joined, unclosed, line
            unclosed.add(line)
            place += 1
        return joined, unclosed, line_count

    def _count(self, block: _Block, blank: np.ndarray, dropped: np.ndarray, end: int) -> None:
        self.counts.continuation += int(dropped[:end].sum())
        self.counts.blank += int((blank & ~dropped)[:end].sum())
        lines = sorted(line for line in block.undecodable if line < end)
        if lines and self.counts.first_undecodable is None:
            self.counts.first_undecodable = self.counts.physical + lines[0] + 1
        self.counts.undecodable += len(lines)
        self.counts.with_nul += sum("\\x00" in block.undecodable[line] for line in lines)

    def _batch(
        self, block: _Block, keep: np.ndarray, joined: dict[int, int], unclosed: set[int]
    ) -> pa.RecordBatch:
        line_count = len(keep)
        offsets = np.empty(line_count + 1, np.int32)
        offsets[:-1] = block.starts
        offsets[-1] = len(block.data)
        texts = pa.StringArray.from_buffers(
            line_count, pa.py_buffer(offsets), pa.py_buffer(block.data)
        )
        texts = pc.ascii_rtrim(texts, characters="\r\n")
        reasons = pa.nulls(line_count, pa.string())
        replaced = dict(block.undecodable)
        for line, last in joined.items():
            replaced[line] = "\n".join(block.text(each) for each in range(line, last + 1))
        if replaced:
            texts = _replaced(texts, replaced)
        refused = dict.fromkeys(unclosed, "ROW_QUOTE_UNCLOSED")
        refused |= dict.fromkeys(block.undecodable, "ROW_ENCODING")
        if refused:
            reasons = _replaced(reasons, refused)
        numbers = pa.array(np.arange(line_count, dtype=np.int64) + self.counts.physical + 1)
        if not keep.all():
            mask = pa.array(keep)
            texts, reasons, numbers = (each.filter(mask) for each in (texts, reasons, numbers))
        if self.header_text:
            same = pc.equal(texts, self.header_text)
            if pc.any(same).as_py():
                self.header_repeats += numbers.filter(same).to_pylist()
        index = pa.array(np.full(len(numbers), self.index, np.int32))
        return pa.RecordBatch.from_arrays([index, numbers, texts, reasons], schema=BATCH_SCHEMA)


def open_delivery(path: Path) -> BinaryIO:
    """Open a delivery's bytes, unpacked where its name ends in `.gz`."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def _chunks(stream: BinaryIO, encoding: str) -> Iterator[tuple[bytes, bool]]:
    """Yield (bytes, whether they are the last), BOM off, lines ending in LF or CRLF.

    UTF-16 and UTF-32 come out as UTF-8: their line ends aren't single bytes. A file with no LF at
    all is one whose lines end in CR, as old Macintosh exports do.
    """
    decoder = codecs.getincrementaldecoder(encoding)() if is_wide(encoding) else None
    is_first, ends_in_cr = True, False
    while True:
        chunk = stream.read(BLOCK_BYTES)
        is_last = not chunk
        if decoder is not None:
            try:
                chunk = decoder.decode(chunk, is_last).encode("utf-8")
            except UnicodeDecodeError:
                raise FileRefusedError(
                    "FILE_ENCODING", f"the bytes are no {encoding.upper()}"
                ) from None
        if is_first:
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
            ends_in_cr = b"\n" not in chunk and b"\r" in chunk.rstrip(b"\r")
            is_first = False
        yield chunk.replace(b"\r", b"\n") if ends_in_cr else chunk, is_last
        if is_last:
            return


def is_wide(encoding: str) -> bool:
    """Say whether a character of the encoding takes two or four bytes always."""
    return codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))


def _line_bounds(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return where each line starts and where it ends (its LF, or the end of the data)."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == LINE_FEED)
    if data and data[-1] != LINE_FEED:
        ends = np.append(ends, len(data))
    starts = np.empty_like(ends)
    starts[:1] = 0
    starts[1:] = ends[:-1] + 1
    return starts, ends


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _replaced(values: pa.Array, by_line: dict[int, str]) -> pa.Array:
    mask = np.zeros(len(values), bool)
    mask[list(by_line)] = True
    ordered = pa.array([by_line[line] for line in sorted(by_line)], pa.string())
    return pc.replace_with_mask(values, pa.array(mask), ordered)
