"""Dirt in whole records: copies, contradictions, codes and values that can't stand.

First copies are put in, which settles the order of the records; then at most one further fault is
planted on a record, and never on one that a copy, a correction or a contradiction leans on. So
each refused record has exactly one reason, and each true value keeps a record that carries it.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from warehouse.simulate.deliveries import Batch, Context
from warehouse.simulate.deliveries_codes import UNMAPPED_CODES
from warehouse.simulate.noise_chance import generator
from warehouse.simulate.noise_rates import REFUSED_RATES, STRAY_BYTE_LEAST_LINES, bit, rate
from warehouse.simulate.noise_values import VALUE_FAULTS, Marks, ValueFaults

# Below so many records that can carry a fault, none is owed; above, a yearly extract gets one.
LEAST_ROWS_FOR_ONE = 120
LINE_REASONS = {
    "short_line": "ROW_FIELD_COUNT",
    "long_line": "ROW_FIELD_COUNT",
    "quote_unclosed": "ROW_QUOTE_UNCLOSED",
    "stray_byte": "ROW_ENCODING",
}
CONTRADICTED = {
    ("labor", "wage_records"): "wages",
    ("k12", "students"): "household_income_band",
    ("higher_ed", "students"): "pell_recipient",
}
BROKEN_TEXT_COLUMNS = ("street", "legal_name")
UNMAPPED_CREDENTIALS = 0.5  # of the usual rate: such a record is no event


@dataclass
class DirtyBatch:
    """A batch with what lies on its texts: cells by column and row, faults of lines by row."""

    batch: Batch
    cells: dict[str, dict[int, str]] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)


def with_row_noise(context: Context, batch: Batch, has_lines: bool) -> DirtyBatch:
    """Plant the dirt of records; `has_lines` is false for parquet, which has no lines to break."""
    frame = batch.frame
    faults = frame["_faults"].to_numpy()
    is_canary = context.is_canary(frame["_person"].to_numpy())
    if "employer_account" in frame and batch.layout.extract == "employers":
        is_canary |= frame["legal_name"].str.startswith("Zqx").to_numpy()
    frame = frame.assign(_faults=np.where(is_canary, faults | bit("canary"), faults))
    batch = batch.with_frame(frame)
    if context.level == "none" or batch.layout.agency == "council" or not len(frame):
        return DirtyBatch(batch)
    return _Rows(context, batch, has_lines).planted()


class _Rows:
    """The planting of one batch; rows once taken for a fault are taken."""

    def __init__(self, context: Context, batch: Batch, has_lines: bool) -> None:
        self.context = context
        self.batch = batch
        self.layout = batch.layout
        self.has_lines = has_lines
        first = batch.frame["_period"].iloc[0]
        self.rng = generator(context.seed, f"rows {self.layout.location} {first}")
        self.is_wages = self.layout.key == ("labor", "wage_records")

    def planted(self) -> DirtyBatch:
        """Plant copies, then values, codes and lines."""
        frame, taken, canary_copies = self._with_copies()
        dirty = DirtyBatch(self.batch.with_frame(frame))
        frame = dirty.batch.frame
        marks = Marks(frame)
        values = ValueFaults(self.context, self.layout, frame, dirty.cells, marks, self.rng)
        self._spoil_canary_copies(values, dirty, marks, canary_copies)
        for fault in REFUSED_RATES:
            if fault in VALUE_FAULTS:
                eligible = values.eligible(fault) & ~taken
                rows = self._chosen(eligible, rate(fault, self.context.level))
                values.plant(fault, rows)
            elif self.has_lines:
                rows = self._chosen(
                    self._line_eligible(fault, frame, taken), rate(fault, self.context.level)
                )
                self._break_lines(dirty, marks, rows, fault)
            else:
                continue
            taken[rows] = True
        self._unmap_codes(frame, dirty, marks, taken)
        self._break_text(frame, marks, taken)
        marks.store(frame)
        return dirty

    def _with_copies(self) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
        """Insert duplicates, contradictions and copies of canaries.

        Returns the frame, which rows are taken, and which rows are canaries' copies.
        """
        frame = self.batch.frame
        count = len(frame)
        plain = (
            frame["_faults"].to_numpy() & (bit("canary") | bit("restated") | bit("adjusted"))
        ) == 0
        if self.is_wages:
            plain &= (frame["record_type_code"] == "O").to_numpy()
        doubled = self._chosen(plain, rate("duplicate", self.context.level))
        plain[doubled] = False
        contradicted = np.empty(0, np.int64)
        if self.layout.key in CONTRADICTED:
            contradicted = self._chosen(plain, rate("contradictory", self.context.level))
        canaries = self._canary_rows(frame)
        source = np.concatenate([np.arange(count), doubled, contradicted, canaries])
        place = np.concatenate(
            [
                np.arange(count, dtype=np.float64),
                doubled + 0.5 + self.rng.integers(0, 40, len(doubled)),
                contradicted - 0.5,
                canaries + 0.5,
            ]
        )
        kind = np.repeat([0, 1, 2, 3], [count, len(doubled), len(contradicted), len(canaries)])
        order = self._order(frame, source, place)
        frame = frame.take(source[order]).reset_index(drop=True)
        source, kind = source[order], kind[order]
        faults = frame["_faults"].to_numpy().copy()
        faults[kind == 1] |= bit("duplicate")
        faults[kind == 2] |= bit("contradictory")
        frame["_faults"] = faults
        self._contradict(frame, np.flatnonzero(kind == 2))
        leaned_on = np.isin(source, np.concatenate([doubled, contradicted]))
        is_plain = (faults & (bit("canary") | bit("restated") | bit("adjusted"))) == 0
        if self.is_wages:
            is_plain &= (frame["record_type_code"] == "O").to_numpy()
        return frame, leaned_on | ~is_plain | (kind > 0), np.flatnonzero(kind == 3)

    def _order(self, frame: pd.DataFrame, source: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Order the copies among the rest, each in the file of its own period."""
        period = pd.factorize(frame["_period"])[0][source]
        return np.lexsort((place, period))

    def _contradict(self, frame: pd.DataFrame, rows: np.ndarray) -> None:
        """Change the value of the first of two contradicting records; the last one is right."""
        if not len(rows):
            return
        column = CONTRADICTED[self.layout.key]
        values = frame[column].to_numpy(dtype=object).copy()
        for row in rows:
            values[row] = other_value(values[row])
        dtype = frame[column].dtype
        frame[column] = pd.Series(values, index=frame.index).astype(dtype)

    def _canary_rows(self, frame: pd.DataFrame) -> np.ndarray:
        """Choose canaries' records whose copies will be refused."""
        rows = np.flatnonzero(frame["_faults"].to_numpy() & bit("canary"))
        wanted = 1 if self.is_wages else 2
        if self.is_wages and self.batch.frame["_period"].iloc[0][-1] != "2":
            wanted = 0
        return rows[:wanted].astype(np.int64)

    def _spoil_canary_copies(
        self, values: ValueFaults, dirty: DirtyBatch, marks: Marks, rows: np.ndarray
    ) -> None:
        for position, row in enumerate(rows):
            if self.has_lines and position % 2 == 0:
                self._break_lines(dirty, marks, np.array([row]), "long_line")
            else:
                values.spoil_without_loss(int(row))

    def _chosen(self, eligible: np.ndarray, share: float) -> np.ndarray:
        """Choose rows at random: a share of the eligible ones, at least one in a large extract."""
        rows = np.flatnonzero(eligible)
        wanted = share * len(rows)
        count = int(wanted + self.rng.random())
        if not self.is_wages and len(rows) >= LEAST_ROWS_FOR_ONE:
            count = max(count, 1)
        return np.sort(self.rng.choice(rows, size=min(count, len(rows)), replace=False))

    def _line_eligible(self, fault: str, frame: pd.DataFrame, taken: np.ndarray) -> np.ndarray:
        if fault != "stray_byte":
            return ~taken
        period = pd.factorize(frame["_period"])[0]
        is_long = np.bincount(period)[period] >= STRAY_BYTE_LEAST_LINES
        return ~taken & is_long & (self.layout.encoding == "utf-8")

    def _break_lines(self, dirty: DirtyBatch, marks: Marks, rows: np.ndarray, fault: str) -> None:
        marks.add(rows, fault, LINE_REASONS[fault])
        dirty.lines.update(dict.fromkeys(rows.tolist(), fault))

    def _unmap_codes(
        self, frame: pd.DataFrame, dirty: DirtyBatch, marks: Marks, taken: np.ndarray
    ) -> None:
        """Put codes that no crosswalk knows into a few records; these stay accepted."""
        usual = rate("unmapped_code", self.context.level)
        for column, code in UNMAPPED_CODES.items():
            if not self.layout.has(column):
                continue
            share = usual * (UNMAPPED_CREDENTIALS if column.startswith("source") else 1)
            rows = self._chosen(~taken & frame[column].notna().to_numpy(), share)
            marks.add(rows, "unmapped_code")
            taken[rows] = True
            dirty.cells.setdefault(column, {}).update(dict.fromkeys(rows.tolist(), code))

    def _break_text(self, frame: pd.DataFrame, marks: Marks, taken: np.ndarray) -> None:
        """Put a line break inside a few texts: a legal record of two lines."""
        for column in BROKEN_TEXT_COLUMNS:
            if not self.layout.has(column):
                continue
            spaced = frame[column].str.contains(" ", regex=False, na=False).to_numpy()
            share = rate("line_break_quoted", self.context.level)
            rows = self._chosen(~taken & spaced, share)
            texts = frame[column].to_numpy(dtype=object).copy()
            texts[rows] = [text.replace(" ", "\n", 1) for text in texts[rows]]
            frame[column] = pd.Series(texts, dtype="str", index=frame.index)
            marks.add(rows, "line_break_quoted")
            taken[rows] = True


def other_value(value: object) -> object:
    """Give another value of the same kind."""
    if isinstance(value, bool | np.bool_):
        return not value
    if isinstance(value, str):
        return "1" if value == "5" else str(int(value) + 1)
    return int(value) + 12_345
