"""Dirt in names, birth dates and Social Security numbers, recorded fault by fault.

Each function changes a frame of descriptions (one row per person and source, year, or employer)
for a few rows, notes the fault, and takes away the connection key that the row no longer carries
soundly: a mistyped SSN connects to nobody, though it may happen to be somebody else's.
"""

import unicodedata
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from nicknames import NickNamer

from warehouse.simulate.deliveries import Context
from warehouse.simulate.noise_chance import hashed, uniform
from warehouse.simulate.noise_rates import UPPER_CASE_AGENCIES, bit, rate

INVALID_SSNS = ("000000000", "123456789", "999999999", "111111111", "000120000", "666121234")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DAY = np.timedelta64(1, "D")


class IdentityNoise:
    """Dirt of one source: `keys` tell its rows apart, beside the person."""

    def __init__(
        self, context: Context, source: str, frame: pd.DataFrame, keys: list[np.ndarray]
    ) -> None:
        self.context = context
        self.source = source
        self.frame = frame
        self.person = frame["_person"].to_numpy()
        self.keys = [self.person, *keys]
        self.is_canary = context.is_canary(self.person)
        self.columns = frame.columns
        self.faults = frame["_faults"].to_numpy().copy()

    def apply(self) -> pd.DataFrame:
        """Plant every kind of identity dirt that the columns allow, and return the frame."""
        if self.context.level != "none" and len(self.frame):
            self._names()
            if "birth_date" in self.columns:
                self._birth_dates()
            if "ssn" in self.columns:
                self._ssns()
            if self.source in UPPER_CASE_AGENCIES:
                self._upper_case()
            self.frame["_faults"] = self.faults
        return self.frame

    def _names(self) -> None:
        half = rate("name_typo", self.context.level) / 2
        for column in ("last_name", "first_name"):
            self._rewrite(column, "name_typo", half, mistyped)
        self._rewrite("first_name", "nickname", rate("nickname", self.context.level), nicknamed)
        halved = rate("hyphen_halved", self.context.level)
        self._rewrite("last_name", "hyphen_halved", halved, without_half)
        dropped = rate("accents_dropped", self.context.level)
        for column in ("last_name", "first_name"):
            # Without its accents a name is still the same name: the key stays.
            self._rewrite(column, "accents_dropped", dropped, without_accents, keeps_key=True)

    def _birth_dates(self) -> None:
        born = self.frame["birth_date"].to_numpy().astype("datetime64[D]")
        known = ~np.isnat(born)
        swap = self._chosen("day_month_swapped") & known
        swapped = swapped_days(born)
        swap &= ~np.isnat(swapped) & (swapped != born)
        born = np.where(swap, swapped, born)
        typo = self._chosen("birth_date_typo") & known & ~swap
        draw = hashed(self.context.seed, f"birth typo {self.source}", *self.keys)
        shift = np.array([-3653, -365, -30, -10, -1, 1, 2, 9, 10, 31])[draw % np.uint64(10)]
        born = np.where(typo, born + shift * DAY, born)
        gone = self._chosen("birth_date_missing") & known & ~swap & ~typo
        if self._is_required("birth_date"):
            gone[:] = False
        born = np.where(gone, np.datetime64("NaT"), born)
        self.frame["birth_date"] = born.astype("datetime64[s]")
        for mask, fault in (
            (swap, "day_month_swapped"),
            (typo, "birth_date_typo"),
            (gone, "birth_date_missing"),
        ):
            self._note(mask, fault, "_name")

    def _ssns(self) -> None:
        ssn = self.frame["ssn"].to_numpy(dtype=object).copy()
        known = self.frame["ssn"].notna().to_numpy()
        draw = hashed(self.context.seed, f"ssn digits {self.source}", *self.keys)
        taken = np.zeros(len(ssn), bool)
        wrong = self._chosen("ssn_wrong") & known
        for row in np.flatnonzero(wrong):
            ssn[row] = one_digit_off(ssn[row], int(draw[row]))
        taken |= wrong
        invalid = self._chosen("ssn_invalid") & known & ~taken
        ssn[invalid] = np.array(INVALID_SSNS, object)[draw[invalid] % np.uint64(len(INVALID_SSNS))]
        taken |= invalid
        if self.source == "labor":
            shared = self._chosen("ssn_shared") & known & ~taken
            lender = (draw[shared] % np.uint64(len(self.context.people))).astype(np.int64) + 1
            own = self.person[shared]
            lender = (
                np.where(
                    (lender == own) | self.context.is_canary(lender), own % lender.max() + 1, lender
                )
                if len(lender)
                else lender
            )
            ssn[shared] = self.context.of_people(lender, ["ssn"])["ssn"].to_numpy(dtype=object)
            self._note(shared, "ssn_shared", "_ssn")
        else:
            gone = self._chosen("ssn_missing") & known & ~taken
            ssn[gone] = None
            self._note(gone, "ssn_missing", "_ssn")
        self._note(wrong, "ssn_wrong", "_ssn")
        self._note(invalid, "ssn_invalid", "_ssn")
        self.frame["ssn"] = pd.Series(ssn, dtype="str", index=self.frame.index)

    def _upper_case(self) -> None:
        for column in ("last_name", "first_name", "middle_name", "suffix"):
            if column not in self.columns:
                continue
            before = self.frame[column]
            plain = before.copy()
            accented = before.notna() & ~before.fillna("").str.isascii()
            if accented.any():
                plain[accented] = before[accented].map(without_accents)
                self._note(accented.to_numpy() & ~self.is_canary, "accents_dropped", None)
            self.frame[column] = plain.str.upper()
        self.faults |= bit("upper_cased")

    def _rewrite(
        self,
        column: str,
        fault: str,
        share: float,
        change: Callable[[str, int], str],
        keeps_key: bool = False,
    ) -> None:
        """Change the texts of the chosen rows by a function of text and number."""
        if column not in self.columns:
            return
        values = self.frame[column]
        chosen = self._draw(f"{fault} {column}") < share
        rows = np.flatnonzero(chosen & ~self.is_canary & values.notna().to_numpy())
        if not len(rows):
            return
        numbers = hashed(self.context.seed, f"{fault} text {column} {self.source}", *self.keys)
        before = values.iloc[rows].to_numpy(dtype=object)
        after = np.array(
            [change(text, int(numbers[row])) for text, row in zip(before, rows, strict=True)],
            dtype=object,
        )
        differs = after != before
        changed = values.to_numpy(dtype=object).copy()
        changed[rows[differs]] = after[differs]
        self.frame[column] = pd.Series(changed, dtype="str", index=self.frame.index)
        mask = np.zeros(len(values), bool)
        mask[rows[differs]] = True
        self._note(mask, fault, None if keeps_key else "_name")

    def _draw(self, name: str) -> np.ndarray:
        return uniform(self.context.seed, f"{name} {self.source}", *self.keys)

    def _chosen(self, fault: str) -> np.ndarray:
        return (self._draw(fault) < rate(fault, self.context.level)) & ~self.is_canary

    def _note(self, mask: np.ndarray, fault: str, key: str | None) -> None:
        self.faults[mask] |= bit(fault)
        if key is not None:
            self.frame[key] = np.where(mask, -1, self.frame[key].to_numpy())

    def _is_required(self, column: str) -> bool:
        return self.frame.attrs.get("required", {}).get(column, False)


def mistyped(text: str, number: int) -> str:
    """Insert, delete, substitute or transpose one letter after the first."""
    if len(text) < 3:
        return text + LETTERS[number % 26]
    place = 1 + (number >> 8) % (len(text) - 2)
    letter = LETTERS[(number >> 24) % 26]
    kind = number % 4
    if kind == 0:
        return text[:place] + letter + text[place:]
    if kind == 1:
        return text[:place] + text[place + 1 :]
    if kind == 2:
        return text[:place] + letter + text[place + 1 :]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def nicknamed(text: str, number: int) -> str:
    """Give a usual nickname of a given name, or the name itself where none is known."""
    known = _nicknames(text.lower())
    return known[number % len(known)].capitalize() if known else text


def without_half(text: str, number: int) -> str:
    """Leave one half of a hyphenated name."""
    halves = text.split("-")
    return halves[number % len(halves)] if len(halves) > 1 and all(halves) else text


def without_accents(text: str, number: int = 0) -> str:
    """Write letters without their accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def _nicknames(name: str) -> list[str]:
    return sorted(n for n in _namer().nicknames_of(name) if n.isalpha() and n != name)


@cache
def _namer() -> NickNamer:
    return NickNamer()


def one_digit_off(ssn: str, number: int) -> str:
    """Change one digit of the last six, so that the number stays well formed."""
    place = 3 + number % 6
    for step in range(9):
        digit = (int(ssn[place]) + 1 + ((number >> 8) + step) % 9) % 10
        wrong = f"{ssn[:place]}{digit}{ssn[place + 1 :]}"
        if wrong[3:5] != "00" and wrong[5:] != "0000":
            return wrong
    return ssn


def swapped_days(born: np.ndarray) -> np.ndarray:
    """Swap day and month where that is a date at all; NaT elsewhere."""
    month_start = born.astype("datetime64[M]")
    year = month_start.astype("datetime64[Y]")
    month = (month_start - year.astype("datetime64[M]")).astype(np.int64)
    day = (born - month_start.astype("datetime64[D]")).astype(np.int64)
    possible = (day < 12) & ~np.isnat(born)
    swapped = (year.astype("datetime64[M]") + np.where(possible, day, 0)).astype("datetime64[D]")
    return np.where(possible, swapped + month * DAY, np.datetime64("NaT", "D"))
