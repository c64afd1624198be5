"""What befalls whole files: delivered again, late, with other columns, or broken.

A file that will be refused is always a further delivery of a period whose sound file stands, so
that no true event is lost with it.
"""

import datetime
import hashlib
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.simulate.deliveries import Batch, Context
from warehouse.simulate.deliveries_schedule import LATE_BY_DAYS, delivered_on
from warehouse.simulate.layouts import Layout
from warehouse.simulate.noise_chance import generator, uniform
from warehouse.simulate.noise_rates import bit
from warehouse.simulate.noise_rows import CONTRADICTED, other_value
from warehouse.simulate.write_files import Shape

SAMPLE_ROWS = 8
CHANGED_WHEN_RESENT = 0.03
LACKING_BEFORE_RESENT = 0.02
CORRECTED_AFTER_DAYS = 61
TRANSPORT_MODES = ("BUS", "CAR", "WALK", "")


@dataclass(frozen=True)
class BrokenFile:
    """A further delivery that is to be refused, and the reason."""

    key: tuple[str, str]
    fault: str
    reason: str
    only_csv: bool = False


BROKEN_FILES = (
    BrokenFile(("k12", "graduates"), "row_count_differs", "FILE_ROW_COUNT_DIFFERS"),
    BrokenFile(("k12", "cte_enrollments"), "not_in_manifest", "FILE_NOT_IN_MANIFEST"),
    BrokenFile(("higher_ed", "completions"), "required_column_missing", "FILE_COLUMNS_MISSING"),
    BrokenFile(("higher_ed", "credit_awards"), "not_delivered", "FILE_NOT_DELIVERED"),
    BrokenFile(
        ("workforce", "credential_attainments"), "checksum_differs", "FILE_CHECKSUM_DIFFERS"
    ),
    BrokenFile(("motor_vehicles", "cards"), "binary_junk", "FILE_UNREADABLE"),
    BrokenFile(("credentialing", "certiport"), "empty_file", "FILE_EMPTY", only_csv=True),
    BrokenFile(("credentialing", "board_of_nursing"), "wrong_encoding", "FILE_ENCODING", True),
)


@dataclass
class FilePlan:
    """Which periods of which extracts something befalls, beside the broken files."""

    context: Context
    samples: dict[tuple[str, str], Batch] = field(default_factory=dict)

    @property
    def is_dirty(self) -> bool:
        """Tell whether anything but what every state has may befall a file."""
        return self.context.level != "none"

    def period_of(self, share: float) -> str:
        """Name the year that lies at a share of the simulated years."""
        first, last = self.context.first_year, self.context.last_year
        return str(first + round((last - first) * share))

    def is_resent(self, layout: Layout, period: str) -> bool:
        """Tell whether a period is delivered twice, the first time with wrong values."""
        middle = self.period_of(0.5)
        resent = {("k12", "students"): middle, ("labor", "wage_records"): f"{middle}Q3"}
        return resent.get(layout.key) == period

    def is_late(self, layout: Layout, period: str) -> bool:
        """Tell whether a vendor delivers a period most of a year late."""
        is_it = layout.key == ("credentialing", "certiport") and period == self.period_of(0.2)
        return self.is_dirty and is_it

    def delivered_on(self, layout: Layout, period: str) -> datetime.date:
        """Give the day on which a period's file comes."""
        day = delivered_on(layout, period)
        late = datetime.timedelta(days=LATE_BY_DAYS)
        return day + late if self.is_late(layout, period) else day

    def shape(self, layout: Layout, period: str, count: int) -> tuple[Shape, str | None]:
        """Give a file's columns, and the name of what is unusual about them."""
        names = tuple(layout.names)
        if not self.is_dirty:
            return Shape(names), None
        if layout.key == ("k12", "students") and period == self.period_of(0.3):
            rows = np.arange(count)
            chosen = uniform(self.context.seed, "transport", rows) * len(TRANSPORT_MODES)
            modes = pa.array(TRANSPORT_MODES).take(pa.array(chosen.astype(np.int64)))
            return Shape(names, {"transport_mode": modes}), "extra_column"
        if layout.extract == "automotive_service_excellence" and period == self.period_of(0.4):
            return Shape((*names[3:], *names[:3])), "columns_reordered"
        if layout.extract == "comptia" and period == self.period_of(0.6):
            return Shape(tuple(n for n in names if n != "test_center_code")), "column_missing"
        return Shape(names), "late_file" if self.is_late(layout, period) else None

    def keep_sample(self, batch: Batch) -> None:
        """Keep a few sound records of the extracts of which a further file will be broken."""
        if not any(broken.key == batch.layout.key for broken in BROKEN_FILES):
            return
        wanted = int(self.period_of(0.7))
        years = {int(period) for period in batch.frame["_period"].unique()}
        if years:
            nearest = str(min(years, key=lambda year: (abs(year - wanted), year)))
            first_rows = batch.frame[batch.frame["_period"] == nearest].head(SAMPLE_ROWS)
            self.samples[batch.layout.key] = batch.with_frame(first_rows)

    def broken_files(self, is_csv: bool) -> list[tuple[BrokenFile, Batch]]:
        """List the broken files to write, each with the records that it repeats."""
        if not self.is_dirty:
            return []
        return [
            (broken, self.samples[broken.key])
            for broken in BROKEN_FILES
            if broken.key in self.samples and (is_csv or not broken.only_csv)
        ]


def superseded_version(context: Context, batch: Batch) -> Batch:
    """Make the first, partly wrong delivery of a period that is delivered again."""
    frame = batch.frame
    rows = np.arange(len(frame))
    period = frame["_period"].iloc[0]
    draw = uniform(context.seed, f"resent {batch.layout.location} {period}", rows)
    is_canary = context.is_canary(frame["_person"].to_numpy())
    wrong = np.flatnonzero((draw < CHANGED_WHEN_RESENT) & ~is_canary)
    column = CONTRADICTED[batch.layout.key]
    values = frame[column].to_numpy(dtype=object).copy()
    for row in wrong:
        values[row] = other_value(values[row])
    frame = frame.assign(
        **{column: pd.Series(values, index=frame.index).astype(frame[column].dtype)},
        _faults=frame["_faults"].to_numpy() | bit("superseded"),
    )
    lacks = (draw >= 1 - LACKING_BEFORE_RESENT) & ~is_canary
    return batch.with_frame(frame[~lacks])


def junk_bytes(context: Context, name: str) -> bytes:
    """Make bytes that are no delimited text: the start of an archive, then noise."""
    rng = generator(context.seed, f"junk {name}")
    return b"PK\x03\x04\x14\x00\x00\x00" + rng.bytes(1500)


def wrong_checksum(data: bytes) -> str:
    """Give the checksum of other bytes."""
    return hashlib.sha256(data + b"\n").hexdigest()
