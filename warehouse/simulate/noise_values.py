"""Values for which a record is refused, each with the one reason that the contract gives it.

A fault is either a typed value changed in the frame (a birth date after the event) or a text laid
over the rendered cell (`N/A` for an amount). No value here breaks a second rule of the contract.
"""

import datetime

import numpy as np
import pandas as pd

from warehouse.simulate.deliveries import Context
from warehouse.simulate.deliveries_schedule import delivered_on
from warehouse.simulate.layouts import Column, Layout
from warehouse.simulate.noise_rates import bit

BAD_DATES = ("13/45/2019", "unknown", "00000000")
BAD_NUMBERS = ("N/A", "12,x", "#REF!")
BAD_FLAG = "?"
LONG_AGO = datetime.date(1800, 1, 1)
DAY = np.timedelta64(1, "D")

# The later date that is put before the earlier one, by extract.
DATE_PAIRS = {
    "students": ("exit_date", "entry_date"),
    "cte_enrollments": ("end_date", "start_date"),
    "term_enrollments": ("end_date", "start_date"),
    "participants": ("exit_date", "entry_date"),
    "training_enrollments": ("end_date", "start_date"),
    "employers": ("closed_on", "opened_on"),
    "american_welding_society": ("expires_on", "earned_on"),
    "board_of_nursing": ("expires_on", "earned_on"),
}
EVENT_DATES = ("attempted_on", "earned_on", "completed_on", "decided_on")
BIRTH_EVENTS = ("entry_date", "issued_on")

VALUE_FAULTS = (
    "date_unparseable",
    "amount_unparseable",
    "flag_unknown",
    "value_missing",
    "value_malformed",
    "birth_date_impossible",
    "number_impossible",
    "dates_out_of_order",
    "birth_after_event",
    "earned_before_attempt",
    "event_after_delivery",
    "wages_negative",
)


class Marks:
    """Faults and reasons of a frame's rows, kept apart from it while they are planted."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.faults = frame["_faults"].to_numpy().copy()
        self.reasons = frame["_reason"].to_numpy(dtype=object).copy()

    def add(self, rows: int | np.ndarray, fault: str, reason: str | None = None) -> None:
        """Note a fault of rows, and the reason for which they are to be refused."""
        self.faults[rows] |= bit(fault)
        if reason is not None:
            self.reasons[rows] = reason

    def store(self, frame: pd.DataFrame) -> None:
        """Write the marks back into the frame."""
        frame["_faults"] = self.faults
        frame["_reason"] = pd.Series(self.reasons, dtype="str", index=frame.index)


class ValueFaults:
    """Plants value faults in one frame.

    `cells` takes the texts to lay over the rendered ones, `marks` what was planted.
    """

    def __init__(
        self,
        context: Context,
        layout: Layout,
        frame: pd.DataFrame,
        cells: dict[str, dict[int, str]],
        marks: Marks,
        rng: np.random.Generator,
    ) -> None:
        self.context = context
        self.layout = layout
        self.frame = frame
        self.cells = cells
        self.marks = marks
        self.rng = rng

    def eligible(self, fault: str) -> np.ndarray:
        """Tell which rows can carry a fault with exactly one reason."""
        count = len(self.frame)
        none, every = np.zeros(count, bool), np.ones(count, bool)
        layout = self.layout
        if fault in _COLUMNS_OF:
            return every if self._columns(fault) else none
        if fault == "birth_date_impossible":
            column = self._column("birth_date")
            return every if column is not None and column.minimum else none
        if fault == "dates_out_of_order":
            pair = DATE_PAIRS.get(layout.extract)
            if pair is None or "DATES_OUT_OF_ORDER" not in layout.row_rules:
                return none
            return self.frame[pair[1]].notna().to_numpy()
        if fault == "birth_after_event":
            return every if "BIRTH_AFTER_EVENT" in layout.row_rules else none
        if fault == "earned_before_attempt":
            if "EARNED_BEFORE_ATTEMPT" not in layout.row_rules:
                return none
            return self.frame["earned_on"].notna().to_numpy()
        if fault == "event_after_delivery":
            return every if "EVENT_AFTER_DELIVERY" in layout.row_rules else none
        return every if "WAGES_NEGATIVE" in layout.row_rules else none

    def plant(self, fault: str, rows: np.ndarray) -> None:
        """Plant a fault in rows, with its reason."""
        for row in rows.tolist():
            if fault in _COLUMNS_OF:
                columns = self._columns(fault)
                self._lay(fault, columns[int(self.rng.integers(len(columns)))], row)
            else:
                self._change(fault, row)

    def spoil_without_loss(self, row: int) -> None:
        """Refuse one record but leave every personal value in it readable."""
        for fault in ("date_unparseable", "value_missing"):
            columns = [c for c in self._columns(fault) if c.sensitive is None]
            if columns:
                self._lay(fault, columns[0], row)
                return

    def _columns(self, fault: str) -> list[Column]:
        return [column for column in self.layout.columns if _COLUMNS_OF[fault](column)]

    def _column(self, name: str) -> Column | None:
        return self.layout.column(name) if self.layout.has(name) else None

    def _lay(self, fault: str, column: Column, row: int) -> None:
        text, rule = self._text(fault, column, row)
        self.cells.setdefault(column.name, {})[row] = text
        self.marks.add(row, fault, f"{rule}:{column.name}")

    def _text(self, fault: str, column: Column, row: int) -> tuple[str, str]:
        if fault == "date_unparseable":
            return BAD_DATES[row % len(BAD_DATES)], "VALUE_NOT_A_DATE"
        if fault == "amount_unparseable":
            return BAD_NUMBERS[row % len(BAD_NUMBERS)], "VALUE_NOT_A_NUMBER"
        if fault == "flag_unknown":
            return BAD_FLAG, "VALUE_NOT_A_FLAG"
        if fault == "value_missing":
            return "", "VALUE_MISSING"
        if fault == "value_malformed":
            return "0" if column.name == "record_type_code" else "51.08", "VALUE_MALFORMED"
        return _above(column), "VALUE_OUT_OF_RANGE"

    def _change(self, fault: str, row: int) -> None:
        """Change typed values so that one rule is broken and no other."""
        if fault == "birth_date_impossible":
            text = _formatted(LONG_AGO, self.layout.date_format)
            self.cells.setdefault("birth_date", {})[row] = text
            self.marks.add(row, fault, "VALUE_OUT_OF_RANGE:birth_date")
        elif fault == "dates_out_of_order":
            later, earlier = DATE_PAIRS[self.layout.extract]
            self._set(later, row, self._day(earlier, row) - (5 + row % 80) * DAY)
            self.marks.add(row, fault, "DATES_OUT_OF_ORDER")
        elif fault == "birth_after_event":
            event = next(name for name in BIRTH_EVENTS if self.layout.has(name))
            self._set("birth_date", row, self._day(event, row) + (1 + row % 60) * DAY)
            self.marks.add(row, fault, "BIRTH_AFTER_EVENT")
        elif fault == "earned_before_attempt":
            self._set("earned_on", row, self._day("attempted_on", row) - (10 + row % 30) * DAY)
            self.marks.add(row, fault, "EARNED_BEFORE_ATTEMPT")
        elif fault == "event_after_delivery":
            self._move_after_delivery(row)
            self.marks.add(row, fault, "EVENT_AFTER_DELIVERY")
        elif fault == "wages_negative":
            column = self.frame.columns.get_loc("wages")
            self.frame.iloc[row, column] = -self.frame.iloc[row, column]
            self.marks.add(row, fault, "WAGES_NEGATIVE")

    def _move_after_delivery(self, row: int) -> None:
        delivered = np.datetime64(delivered_on(self.layout, self.frame["_period"].iloc[row]), "D")
        # Far enough that not even a late or repeated delivery comes after it.
        day = delivered + (800 + row % 200) * DAY
        for name in EVENT_DATES:
            column = self._column(name)
            is_required = column is not None and column.is_required
            if is_required or self._is_report_of_award(name, row):
                self._set(name, row, day)
        if self.layout.extract == "board_of_nursing":
            self._set("expires_on", row, np.datetime64("NaT"))

    def _is_report_of_award(self, name: str, row: int) -> bool:
        """Tell whether a report of an attempt says as well when the credential was earned."""
        is_report = name == "earned_on" and self.layout.extract == "credential_attempts"
        return is_report and self.layout.has(name) and not np.isnat(self._day(name, row))

    def _day(self, column: str, row: int) -> np.datetime64:
        return self.frame[column].to_numpy()[row].astype("datetime64[D]")

    def _set(self, column: str, row: int, day: np.datetime64) -> None:
        self.frame.iloc[row, self.frame.columns.get_loc(column)] = pd.Timestamp(day)


def _is_number(column: Column) -> bool:
    return column.data_type.startswith(("decimal", "integer"))


_COLUMNS_OF = {
    "date_unparseable": lambda column: column.data_type == "date",
    "amount_unparseable": _is_number,
    "flag_unknown": lambda column: column.data_type == "boolean",
    "value_missing": lambda column: column.is_required,
    "value_malformed": lambda column: column.pattern is not None,
    "number_impossible": lambda column: _is_number(column) and column.maximum is not None,
}


def _above(column: Column) -> str:
    """Give a number above the column's maximum that its type still holds."""
    places = 0
    digits = 9
    if column.data_type.startswith("decimal"):
        precision, places = map(int, column.data_type[8:-1].split(","))
        digits = precision - places
    largest = 10**digits - 1
    return str(min(max(int(float(column.maximum)) * 9, 99_999), largest))


def _formatted(day: datetime.date, date_format: str) -> str:
    return day.strftime(date_format)
