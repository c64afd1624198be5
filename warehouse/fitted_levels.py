"""Fitted probabilities: kept within bounds, written into the seed, and told of."""

import csv
import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from warehouse.errors import WarehouseError
from warehouse.splink_settings import Level

DIGITS = 3
# A field of a CSV line with the quotes it stands in.
_FIELD = re.compile(r'("(?:[^"]|"")*"|[^,]*)(,|$)')


@dataclass(frozen=True)
class Bounds:
    """What keeps a fit on few pairs from absurd weights.

    A level seen in fewer pairs than `least_pairs` of strangers, or of one person, stays as it is;
    no fitted m and no u lies nearer to 0 or 1 than `least_m` and `least_u`.
    """

    least_pairs: int
    least_m: float
    least_u: float


@dataclass(frozen=True)
class FittedLevel:
    """A level as it was, what the fit made of it, and how many pairs showed it.

    `m` and `u` are both None where either was seen too little: a new m over an old u would be no
    weight of anything.
    """

    comparison: str
    before: Level
    m: float | None
    u: float | None
    stranger_pairs: int
    block_pairs: int

    @property
    def after(self) -> Level:
        """The level with its new probabilities, or as it was."""
        if self.m is None or self.u is None:
            return self.before
        return replace(self.before, m_probability=self.m, u_probability=self.u)

    @property
    def change(self) -> float:
        """New weight less old weight, in bits."""
        return self.after.weight - self.before.weight


def bounded(
    fitted: Mapping[str, float], pairs: Mapping[str, int], least_pairs: int, least: float
) -> dict[str, float]:
    """Keep what a comparison's levels were fitted to within bounds.

    Parameters
    ----------
    fitted
        By level, what was fitted. They need not sum up to 1.
    pairs
        By level, how many pairs showed it.
    least_pairs
        Levels seen in fewer are left out.
    least
        No probability is nearer to 0 or 1.

    Returns
    -------
    dict
        By level seen enough, shares that sum up to 1 before they are bounded and rounded by how
        near they are to 0 or 1.
    """
    seen = {name: value for name, value in fitted.items() if pairs.get(name, 0) >= least_pairs}
    total = sum(seen.values())
    return {
        name: _rounded(min(max(value / total, least), 1 - least)) for name, value in seen.items()
    }


def _rounded(probability: float) -> float:
    nearer = min(probability, 1 - probability)
    return round(probability, DIGITS - 1 - math.floor(math.log10(nearer)))


def rewrite_seed(text: str, levels: Iterable[FittedLevel]) -> str:
    """Return the text of the seed with new probabilities and everything else as it was.

    Parameters
    ----------
    text
        The seed comparison_levels with its line ends, one row a line.
    levels
        What was fitted; a row of the seed that isn't among them stays as it is.
    """
    new = {(level.comparison, level.before.name): level for level in levels}
    lines = text.splitlines(keepends=True)
    places = {name: place for place, name in enumerate(next(csv.reader(lines[:1])))}
    for number, line in enumerate(lines[1:], start=1):
        body = line.rstrip("\r\n")
        fields = [found[1] for found in _FIELD.finditer(body)][: len(places)]
        names = next(csv.reader([body]), [])
        if len(names) != len(places):
            continue
        level = new.get((names[places["comparison"]], names[places["level"]]))
        if level is not None:
            for column in ("m_probability", "u_probability"):
                probability = getattr(level.after, column)
                # An old value keeps its spelling.
                if float(names[places[column]]) != probability:
                    fields[places[column]] = _spelt(probability)
            lines[number] = ",".join(fields) + line[len(body) :]
    return "".join(lines)


def _spelt(probability: float) -> str:
    return f"{probability:.15f}".rstrip("0")


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all. WarehouseError if it can't be written."""
    target = file.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        # As bytes: line ends stay as they are.
        part.write_bytes(text.encode("utf-8"))
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise WarehouseError(f"{file} can't be written: {error.strerror}.") from None


def print_levels(levels: Sequence[FittedLevel], bounds: Bounds, console: Console) -> None:
    """Print what changed, the largest changes first, and what stayed for want of pairs."""
    table = Table("level", "bits before", "now", "change", "m now", "u now")
    for column in table.columns[1:]:
        column.justify = "right"
    for level in sorted(levels, key=lambda level: -abs(level.change)):
        before, after = level.before, level.after
        if after != before:
            table.add_row(
                f"{level.comparison} {before.name}",
                f"{before.weight:.1f}",
                f"{after.weight:.1f}",
                f"{level.change:+.1f}",
                _spelt(after.m_probability),
                _spelt(after.u_probability),
            )
    console.print(table)
    kept = [
        f"{level.comparison} {level.before.name} ({level.block_pairs:,}, {level.stranger_pairs:,})"
        for level in levels
        if level.m is None
    ]
    if kept:
        console.print(
            f"As before, since fewer than {bounds.least_pairs} pairs showed them (how many pairs of"
            f" blocks, of strangers): {', '.join(kept)}."
        )
    for level in levels:
        least = level.before.least_term_frequency
        if least > level.after.u_probability:
            console.print(
                f"{level.comparison} {level.before.name}: no value counts as rarer than its"
                f" least_term_frequency, {_spelt(least)}, which is more than the u of"
                f" {_spelt(level.after.u_probability)}; what it weighs follows the former."
            )
