"""Fitted probabilities: kept within bounds, written into the seed, and told of."""

import csv
import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
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

    A level seen in fewer pairs than `least_pairs` keeps its probability; no m and no u lies nearer
    to 0 or 1 than `least_m` and `least_u`.
    """

    least_pairs: int
    least_m: float
    least_u: float


@dataclass(frozen=True)
class Probability:
    """A probability after the fit, and whether it is the old one because too few pairs showed it.

    `pairs` is how many pairs showed the level: of strangers for u, of the training blocks for m.
    """

    value: float
    pairs: int
    is_kept: bool


@dataclass(frozen=True)
class FittedLevel:
    """A level as it was and what the fit made of it."""

    comparison: str
    before: Level
    m: Probability
    u: Probability

    @property
    def weight(self) -> float:
        """The new match weight in bits, before what the rarity of a term adds."""
        return math.log2(self.m.value / self.u.value)

    @property
    def change(self) -> float:
        """New weight less old weight, in bits."""
        return self.weight - self.before.weight


def combine(
    before: Mapping[str, float],
    fitted: Mapping[str, float],
    pairs: Mapping[str, int],
    least_pairs: int,
    least: float,
) -> dict[str, Probability]:
    """Make new probabilities of a comparison's old ones and of what was fitted.

    Parameters
    ----------
    before
        By level, the old probabilities.
    fitted
        By level, what was fitted. They need not sum up to 1.
    pairs
        By level, how many pairs showed it.
    least_pairs
        Levels seen in fewer keep what they have.
    least
        No fitted probability is nearer to 0 or 1.

    Returns
    -------
    dict
        By level, in the order of `before`. The fitted ones sum up to 1, so that what some levels
        keep takes nothing from the others; they are rounded by how near they are to 0 or 1.
    """
    seen = [name for name in before if pairs.get(name, 0) >= least_pairs and name in fitted]
    total = sum(fitted[name] for name in seen)
    new = {name: _rounded(min(max(fitted[name] / total, least), 1 - least)) for name in seen}
    return {
        name: Probability(new.get(name, value), pairs.get(name, 0), name not in new)
        for name, value in before.items()
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
            for column, probability in (("m_probability", level.m), ("u_probability", level.u)):
                # An old value keeps its spelling.
                if float(names[places[column]]) != probability.value:
                    fields[places[column]] = _spelt(probability.value)
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
        before = level.before
        if (level.m.value, level.u.value) != (before.m_probability, before.u_probability):
            table.add_row(
                f"{level.comparison} {before.name}",
                f"{before.weight:.1f}",
                f"{level.weight:.1f}",
                f"{level.change:+.1f}",
                _spelt(level.m.value),
                _spelt(level.u.value),
            )
    console.print(table)
    _print_kept([(level, level.m) for level in levels], "m", "blocks", bounds, console)
    _print_kept([(level, level.u) for level in levels], "u", "strangers", bounds, console)
    for level in levels:
        if level.before.least_term_frequency > level.u.value:
            console.print(
                f"{level.comparison} {level.before.name}: no value counts as rarer than its"
                f" least_term_frequency, {_spelt(level.before.least_term_frequency)}, which is more"
                f" than the u of {_spelt(level.u.value)}; what it weighs follows the former."
            )


def _print_kept(
    levels: Sequence[tuple[FittedLevel, Probability]],
    name: str,
    where: str,
    bounds: Bounds,
    console: Console,
) -> None:
    kept = [
        f"{level.comparison} {level.before.name} ({probability.pairs:,})"
        for level, probability in levels
        if probability.is_kept
    ]
    if kept:
        console.print(
            f"{name} is as before where fewer than {bounds.least_pairs} pairs of {where} showed the"
            f" level (how many did): {', '.join(kept)}."
        )
