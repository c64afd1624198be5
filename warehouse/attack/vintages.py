"""Tell which figures of an earlier release are of the same cell as now, and which aren't."""

import math
from collections.abc import Iterable

from warehouse.attack.release import Cell, Members, Release

RELEASED, SMALL, WITHHELD, UNKNOWN = "released", "small", "withheld", "unknown"
NOT_APPLICABLE = "not_applicable"


def stated(cell: Cell, small_below: int) -> tuple[float, float]:
    """Say between which numbers a published count lies by its own cell alone."""
    if cell.value is not None:
        return float(cell.value), float(cell.value)
    if cell.code == SMALL:
        return 1, small_below - 1
    if cell.code == NOT_APPLICABLE:
        return 0, 0
    return cell.least, math.inf


class Vintages:
    """Which cells of earlier releases were revised by a later one, and so are other numbers.

    A cell is another number if its figures contradict each other, or if one of its members held
    others at the time: the cluster from which a credential has moved is another group. Where that
    doesn't settle it (late records change cells that both releases withhold) a whole measure of a
    school year can be set apart.
    """

    def __init__(self, releases: list[Release], small_below: int) -> None:
        self._latest = releases[-1].name
        self._apart: set[tuple[str, int]] = set()
        self._redrawn = {release.name: _redrawn(release, releases[-1]) for release in releases}
        self._revised: set[tuple] = set()
        known: dict[tuple, tuple[float, float]] = {}
        for release in reversed(releases):
            for key, said in _said(release, small_below).items():
                both = _overlap(said, known.get(key, (0, math.inf)))
                if both is None:
                    self._revised.add((release.name, *key))
                else:
                    known[key] = both

    def of(self, release: str, measure: str, year: int, members: Members) -> str:
        """Give the release's name if the cell is another number than now, else nothing."""
        is_other = release != self._latest and (
            (release, measure, year, members) in self._revised
            or (measure, year) in self._apart
            or any(member in self._redrawn[release] for member in members)
        )
        return release if is_other else ""

    def set_apart(self, measures: Iterable[tuple[str, int]]) -> bool:
        """Set measures of school years apart; say whether any wasn't yet."""
        before = len(self._apart)
        self._apart.update(measures)
        return len(self._apart) > before

    @property
    def revised(self) -> int:
        """How many cells of earlier releases have another figure later."""
        return len(self._revised)

    @property
    def apart(self) -> int:
        """How many measures of a school year were set apart."""
        return len(self._apart)


def _said(release: Release, small_below: int) -> dict[tuple, tuple[float, float]]:
    """Say between which numbers each count of a release lies; tables that disagree don't count."""
    found: dict[tuple, tuple[float, float]] = {}
    for cell in release.cells:
        if release.measures[cell.measure].is_count:
            key = (cell.measure, cell.year, cell.members)
            said = stated(cell, small_below)
            found[key] = _overlap(said, found.get(key, said)) or said
    return found


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float] | None:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def _redrawn(release: Release, latest: Release) -> set[tuple[str, str]]:
    """Name the members that others have left or joined since.

    Where a member had no parent before, or has none now, nobody knows which of the dimension it
    left or joined: then it is any.
    """
    found = set()
    for pair in release.known_members & latest.known_members:
        before, now = set(release.parents.get(pair, ())), set(latest.parents.get(pair, ()))
        moved = before ^ now
        found |= moved
        for dimension in {dimension for dimension, _ in moved}:
            if dimension not in dict(before) or dimension not in dict(now):
                found |= {each for each in release.known_members if each[0] == dimension}
    return found
