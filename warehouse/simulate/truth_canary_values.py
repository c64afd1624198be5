"""Where each canary's values stand in the deliveries."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.simulate.layouts import Layout
from warehouse.simulate.noise_rates import bit

SCHEMA = pa.schema(
    [
        ("sensitive", pa.string()),
        ("column_name", pa.string()),
        ("value", pa.string()),
        ("file_name", pa.string()),
        ("line_number", pa.int64()),
    ]
)


class CanaryValues:
    """Collects the personal values of canaries' records as they were written."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, str, int]] = []

    def add(
        self,
        file_name: str,
        layout: Layout,
        frame: pd.DataFrame,
        cells: dict[str, pa.Array],
        lines: np.ndarray,
    ) -> None:
        """Note every personal value of the canaries in a file; dates in ISO form as well."""
        rows = np.flatnonzero(frame["_faults"].to_numpy() & bit("canary"))
        for column in layout.columns:
            if column.sensitive is None or not len(rows):
                continue
            for row in rows.tolist():
                written = cells[column.name][row].as_py()
                values = {written}
                day = frame[column.name].iloc[row]
                if column.data_type == "date" and pd.notna(day):
                    values.add(day.strftime("%Y-%m-%d"))
                for value in sorted(v for v in values if v):
                    self._rows.append(
                        (column.sensitive, column.name, value, file_name, int(lines[row]))
                    )

    def write(self, path: Path) -> None:
        """Write the values, one row per value and record."""
        columns = list(zip(*self._rows, strict=True)) or [[] for _ in SCHEMA]
        pq.write_table(pa.table([list(c) for c in columns], schema=SCHEMA), path)
