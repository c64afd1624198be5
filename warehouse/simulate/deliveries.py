"""What is delivered: batches of records in the contract's columns, with the truth beside them.

A batch is a frame in the columns of its layout (warehouse names, typed values) and, in columns
that start with an underscore, what the simulator knows of each record and no agency is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from warehouse.simulate.layouts import Layout, read_layouts
from warehouse.simulate.noise_chance import happens, uniform
from warehouse.simulate.noise_rates import NoiseLevel, bit, rate
from warehouse.simulate.tables import Lives

# Bookkeeping: true person (0 where the record speaks of nobody), event, period of the file,
# planted faults as bits, expected refusal reason ('' where accepted), and the keys by which the
# record can be connected (-1 where it has none that is sound).
BOOKKEEPING: dict[str, object] = {
    "_person": 0,
    "_event": None,
    "_period": "",
    "_faults": 0,
    "_reason": "",
    "_native": -1,
    "_native_also": -1,
    "_ssn": -1,
    "_name": -1,
}

BIRTH_FORM, LATER_FORM = 1, 2

# What a record can say of who a person is.
DESCRIBING = (
    "ssn",
    "birth_date",
    "sex",
    "race_ethnicity",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "later_last_name",
    "email",
    "phone",
)

# Keys of connection are whole numbers, apart by kind.
_SSN_KEYS, _NAME_KEYS, _NATIVE_KEYS = 1 << 40, 2 << 40, 8 << 40


@dataclass(frozen=True)
class Batch:
    """Records of one extract, for one or more periods; the frame is sorted by period."""

    layout: Layout
    frame: pd.DataFrame
    event_kind: str | None = None

    def with_frame(self, frame: pd.DataFrame) -> "Batch":
        """Copy the batch with another frame."""
        return replace(self, frame=frame.reset_index(drop=True))


@dataclass(frozen=True)
class Context:
    """What every builder needs: the lives, the seed, the noise level, the years."""

    lives: Lives
    seed: int
    level: NoiseLevel
    first_year: int
    last_year: int
    canaries: frozenset[int]

    def layout(self, agency: str, extract: str) -> Layout:
        """Find the contract of an extract."""
        return read_layouts()[agency, extract]

    @cached_property
    def people(self) -> pd.DataFrame:
        """People by position: person n stands in row n - 1."""
        people = self.lives.people
        if not (people["person"].to_numpy() == np.arange(1, len(people) + 1)).all():
            raise ValueError("People must be numbered 1, 2, … in order.")
        return people

    def is_canary(self, person: np.ndarray) -> np.ndarray:
        """Mark the rows of canaries: no dirt befalls them by chance."""
        return np.isin(person, list(self.canaries))

    def covered(self, share: float, name: str, person: np.ndarray, *more: np.ndarray) -> np.ndarray:
        """Tell for whom a source has an element on file; for canaries it always has."""
        return happens(share, self.seed, f"covered {name}", person, *more) | self.is_canary(person)

    def of_people(self, person: np.ndarray, columns: Iterable[str]) -> pd.DataFrame:
        """Take columns of people for each row, by true person."""
        return self.people[list(columns)].take(np.asarray(person) - 1).reset_index(drop=True)


def surname_forms(
    context: Context, source: str, person: np.ndarray, on: np.ndarray, *more: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Tell which surname a source uses on a day, and the fault bits where it isn't the true one.

    Some sources learn of a change of name late, a few use the new one early; each source (and
    each value of `more`, such as an employer) keeps to its own delay.
    """
    change = context.of_people(person, ["name_change_on"])["name_change_on"].to_numpy()
    day = np.asarray(on, dtype="datetime64[D]")
    change_day = change.astype("datetime64[D]")
    is_later = ~np.isnat(change_day) & (day >= change_day)
    draw = uniform(context.seed, f"surname {source}", person, *more)
    late, early = rate("surname_late", context.level), rate("surname_early", context.level)
    is_sound = context.is_canary(person)
    delay = np.where(draw < late, 40 + (draw / max(late, 1e-9) * 600), 0)
    delay = np.where((draw >= late) & (draw < late + early), -60, delay)
    delay = np.where(is_sound, 0, delay).astype("timedelta64[D]")
    used_later = ~np.isnat(change_day) & (day >= change_day + delay)
    faults = np.where(is_later & ~used_later, bit("surname_late"), 0)
    faults |= np.where(~is_later & used_later, bit("surname_early"), 0)
    return np.where(used_later, LATER_FORM, BIRTH_FORM), faults


def described(
    context: Context, person: np.ndarray, form: np.ndarray, faults: np.ndarray
) -> pd.DataFrame:
    """Describe people as they truly are, with keys and faults: the start of every record.

    Parameters
    ----------
    context
        Lives and settings.
    person
        True persons, one a row.
    form
        `BIRTH_FORM` or `LATER_FORM`: which surname the record uses.
    faults
        Bits of faults that the record has already.
    """
    frame = context.of_people(
        person,
        DESCRIBING,
    )
    frame["last_name"] = frame["later_last_name"].where(form == LATER_FORM, frame["last_name"])
    frame["_person"] = person
    frame["_faults"] = np.asarray(faults, dtype=np.int64)
    frame["_ssn"] = _SSN_KEYS + np.asarray(person)
    frame["_name"] = _NAME_KEYS + np.asarray(person) * 4 + form
    return frame.drop(columns=["later_last_name"])


def shortened_middle_names(context: Context, source: str, frame: pd.DataFrame) -> pd.Series:
    """Give middle names as a source keeps them: some in full, some as initials, some not at all."""
    person = frame["_person"].to_numpy()
    draw = uniform(context.seed, f"middle {source}", person)
    middle = frame["middle_name"]
    initial = (draw >= 0.3) & (draw < 0.7)
    middle = middle.where(~initial, middle.str.slice(0, 1))
    middle = middle.where((draw < 0.7) & frame["middle_name"].notna())
    return frame["middle_name"].where(context.is_canary(person), middle)


def native_keys(space: int, codes: np.ndarray) -> np.ndarray:
    """Make connection keys of native ids, given as whole numbers, in an id space of their own."""
    return np.where(codes < 0, -1, _NATIVE_KEYS * (space + 1) + codes)


def finished(
    layout: Layout, frame: pd.DataFrame, order: list[str], event_kind: str | None = None
) -> Batch:
    """Bring a frame into the layout's columns and the order in which the records are delivered."""
    for name, value in BOOKKEEPING.items():
        if name not in frame:
            frame[name] = value
    missing = [name for name in layout.names if name not in frame]
    if missing:
        raise ValueError(f"{layout.agency}.{layout.extract}: nothing fills {missing}")
    frame = frame.sort_values(["_period", *order], kind="stable", ignore_index=True)
    return Batch(layout, frame[[*layout.names, *BOOKKEEPING]], event_kind)


def split_by_period(frame: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Yield each period of a sorted frame with its first row and the row after its last."""
    periods = frame["_period"].to_numpy(dtype=object)
    if not len(periods):
        return
    starts = np.flatnonzero(np.r_[True, periods[1:] != periods[:-1]])
    ends = np.r_[starts[1:], len(periods)]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield periods[start], start, end
