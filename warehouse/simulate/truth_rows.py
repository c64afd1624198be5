"""The truth about every delivered record and every file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.simulate.connections import Connections
from warehouse.simulate.noise_rates import bit, fault_names

ROWS_SCHEMA = pa.schema(
    [
        ("file_name", pa.string()),
        ("line_number", pa.int64()),
        ("person", pa.int64()),
        ("connected_group", pa.string()),
        ("event_kind", pa.string()),
        ("event_id", pa.string()),
        ("expected_reasons", pa.list_(pa.string())),
        ("faults", pa.list_(pa.string())),
    ]
)
FILES_SCHEMA = pa.schema(
    [("file_name", pa.string()), ("fault", pa.string()), ("expected_reason", pa.string())]
)


@dataclass(frozen=True)
class _Part:
    """Records of one file; `anchor` is a key of their connection, -1 where they have none."""

    file_name: str
    event_kind: str | None
    line: np.ndarray
    person: np.ndarray
    anchor: np.ndarray
    event: pa.Array
    reason: np.ndarray
    faults: np.ndarray


class TruthRows:
    """Collects what is true of delivered records; written at the end, when groups are known."""

    def __init__(self) -> None:
        self.connections = Connections()
        self.files: list[tuple[str, str | None, str | None]] = []
        self._parts: list[_Part] = []
        self._reasons: dict[str, int] = {"": 0}

    def add_file(self, file_name: str, fault: str | None = None, reason: str | None = None) -> None:
        """Note a file, what was done to it, and the reason for which it is to be refused."""
        self.files.append((file_name, fault, reason))

    def add_rows(
        self,
        file_name: str,
        frame: pd.DataFrame,
        lines: np.ndarray,
        event_kind: str | None,
        is_file_refused: bool = False,
    ) -> None:
        """Note the records of a file.

        Those of a refused file stand in no table of the warehouse: they connect nobody, belong to
        no group, and have no reason of their own.
        """
        faults = frame["_faults"].to_numpy()
        places, reasons = pd.factorize(frame["_reason"])
        codes = np.array([self._code(str(reason)) for reason in reasons], np.int16)[places]
        if is_file_refused:
            faults, codes = faults | bit("file_refused"), np.zeros(len(frame), np.int16)
            anchor = np.full(len(frame), -1, np.int64)
        else:
            keys = [frame[name].to_numpy() for name in ("_native", "_native_also", "_ssn", "_name")]
            is_accepted = (codes == 0) & ((faults & bit("superseded")) == 0)
            anchor = self.connections.add(keys, is_accepted)
        self._parts.append(
            _Part(
                file_name,
                event_kind,
                lines.astype(np.int32),
                frame["_person"].to_numpy().astype(np.int32),
                anchor,
                _strings(frame["_event"]),
                codes,
                faults,
            )
        )

    @property
    def rows(self) -> int:
        """Records noted so far."""
        return sum(len(part.line) for part in self._parts)

    @property
    def planted(self) -> int:
        """Faults planted in records and files, canaries and standing corrections left out."""
        quiet = bit("canary") | bit("restated") | bit("adjusted") | bit("superseded")
        quiet |= bit("upper_cased") | bit("file_refused")
        in_rows = sum(int(np.bitwise_count(part.faults & ~quiet).sum()) for part in self._parts)
        return in_rows + sum(fault not in (None, "superseded") for _, fault, _ in self.files)

    def write(self, folder: Path) -> None:
        """Write `rows.parquet` and `files.parquet`."""
        self.connections.settle()
        alone = 0
        with pq.ParquetWriter(folder / "rows.parquet", ROWS_SCHEMA, compression="zstd") as writer:
            for part in self._parts:
                writer.write_table(self._table(part, alone))
                alone += len(part.line)
        files = pd.DataFrame(sorted(self.files), columns=FILES_SCHEMA.names, dtype="object")
        table = pa.Table.from_pandas(files, FILES_SCHEMA, preserve_index=False)
        pq.write_table(table.replace_schema_metadata(), folder / "files.parquet")

    def _table(self, part: _Part, alone: int) -> pa.Table:
        count = len(part.line)
        return pa.Table.from_arrays(
            [
                pa.repeat(pa.scalar(part.file_name), count),
                pa.array(part.line, pa.int64()),
                pa.array(part.person, pa.int64(), mask=part.person == 0),
                self._group_labels(part, alone),
                pa.repeat(pa.scalar(part.event_kind, pa.string()), count),
                part.event,
                _lists(part.reason.astype(np.int64), self._reason_names),
                _lists(part.faults, fault_names),
            ],
            schema=ROWS_SCHEMA,
        )

    def _group_labels(self, part: _Part, alone: int) -> pa.Array:
        """Label groups; a record that connects to nothing is a group of its own."""
        group = self.connections.groups(part.anchor)
        is_alone = group < 0
        number = np.where(is_alone, np.arange(alone, alone + len(group)), group)
        prefix = pc.if_else(pa.array(is_alone), "alone-", "group-")
        labels = pc.binary_join_element_wise(prefix, pa.array(number).cast(pa.string()), "")
        nobody = (part.person == 0) | ((part.faults & bit("file_refused")) != 0)
        return pc.if_else(pa.array(nobody), pa.scalar(None, pa.string()), labels)

    def _code(self, reason: str) -> int:
        return self._reasons.setdefault(reason, len(self._reasons))

    def _reason_names(self, code: int) -> list[str]:
        return [] if code == 0 else [list(self._reasons)[code]]


def _lists(codes: np.ndarray, names_of: Callable[[int], list[str]]) -> pa.Array:
    """Turn codes into lists of texts by way of the few codes that occur."""
    unique, index = np.unique(codes, return_inverse=True)
    lists = pa.array([names_of(int(code)) for code in unique], pa.list_(pa.string()))
    return lists.take(pa.array(index))


def _strings(values: pd.Series) -> pa.Array:
    array = pa.array(values, pa.string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
