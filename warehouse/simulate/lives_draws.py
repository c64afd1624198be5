"""Small vectorised helpers for drawing: one generator per step, weighted choices, dates, ids."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Streams:
    """Random streams that are independent by the name of a step, all from one seed.

    A step that draws more or less leaves the other steps' draws as they were.
    """

    seed: int

    def stream(self, step: str) -> np.random.Generator:
        """Give the generator of a step, at its start."""
        key = zlib.crc32(step.encode())
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, key])))


def weighted(rng: np.random.Generator, weights: Sequence[float], size: int) -> np.ndarray:
    """Draw positions with the given weights."""
    cumulative = np.cumsum(np.asarray(weights, dtype="float64"))
    drawn = np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right")
    return np.minimum(drawn, len(cumulative) - 1)


def weighted_by_row(rng: np.random.Generator, weights: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Draw a column for each of `rows`, which name rows of a matrix of weights.

    A row whose weights are all zero yields -1.
    """
    cumulative = np.cumsum(weights, axis=1)
    drawn = rng.random(len(rows)) * cumulative[rows, -1]
    result = np.zeros(len(rows), dtype="int64")
    for row in np.unique(rows):
        chosen = rows == row
        result[chosen] = np.searchsorted(cumulative[row], drawn[chosen], side="right")
    result = np.minimum(result, weights.shape[1] - 1)
    return np.where(cumulative[rows, -1] > 0, result, -1)


def days_between(
    rng: np.random.Generator, first: pd.Series | np.ndarray, last: pd.Series | np.ndarray
) -> np.ndarray:
    """Draw a day in [first, last] for each row, as datetime64[s]; `first` where last is earlier."""
    starts = np.asarray(first).astype("datetime64[D]")
    spans = (np.asarray(last).astype("datetime64[D]") - starts).astype("int64")
    drawn = np.floor(rng.random(len(starts)) * (np.maximum(spans, 0) + 1)).astype("int64")
    return (starts + drawn * DAY).astype("datetime64[s]")


def add_days(dates: pd.Series | np.ndarray, days: np.ndarray | int) -> np.ndarray:
    """Add whole days to dates, as datetime64[s]; missing stays missing."""
    added = np.asarray(days, dtype="int64") * DAY
    return (np.asarray(dates).astype("datetime64[D]") + added).astype("datetime64[s]")


def add_months(dates: pd.Series | np.ndarray, months: np.ndarray | int) -> np.ndarray:
    """Add calendar months to dates; the 29th to 31st become the 28th where they must."""
    days = np.asarray(dates).astype("datetime64[D]")
    starts = days.astype("datetime64[M]")
    day_of_month = (days - starts.astype("datetime64[D]")).astype("int64")
    moved = starts + np.asarray(months, dtype="int64") * np.timedelta64(1, "M")
    lengths = ((moved + 1).astype("datetime64[D]") - moved.astype("datetime64[D]")).astype("int64")
    result = moved.astype("datetime64[D]") + np.minimum(day_of_month, lengths - 1) * DAY
    return result.astype("datetime64[s]")


def school_year_of(dates: pd.Series | np.ndarray) -> np.ndarray:
    """Name the school year (July to June, by its ending year) in which each date lies."""
    months = np.asarray(dates).astype("datetime64[M]").astype("int64") + 6
    return months // 12 + 1970


def quarter_of(dates: pd.Series | np.ndarray, first_year: int) -> np.ndarray:
    """Count the calendar quarters of dates, 0 being the first quarter of `first_year`."""
    months = np.asarray(dates).astype("datetime64[M]").astype("int64")
    return months // 3 - 4 * (first_year - 1970)


def numbered(prefix: str, numbers: np.ndarray | Sequence[int], width: int) -> pd.Series:
    """Write numbers as text of a fixed width after a prefix: ``attempt-000001``."""
    digits = pc.utf8_lpad(pc.cast(pa.array(np.asarray(numbers)), pa.string()), width, "0")
    text = pc.binary_join_element_wise(pa.scalar(prefix), digits, pa.scalar(""))
    return pd.Series(text.to_pandas()).astype("str")


def event_ids(kind: str, count: int, start: int = 1) -> pd.Series:
    """Write ids for events of one kind from `start`, in seven digits: enough for any state."""
    return numbered(f"{kind}-", np.arange(start, start + count), 7)


def unique_numbers(rng: np.random.Generator, count: int, low: int, high: int) -> np.ndarray:
    """Draw distinct whole numbers in [low, high)."""
    drawn = np.empty(0, dtype="int64")
    while len(drawn) < count:
        more = rng.integers(low, high, size=int((count - len(drawn)) * 1.1) + 16)
        both = np.concatenate([drawn, more])
        drawn = both[np.sort(np.unique(both, return_index=True)[1])]
    return drawn[:count]
