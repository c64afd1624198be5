"""The attacker against every table that there could be: small releases, tried out in full."""

import itertools
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from releases_by_hand import SMALL, WITHHELD, HandMade
from warehouse.attack.audit import audit
from warehouse.attack.published import read_release

SMALL_BELOW = 4
SEEDS = range(12)
ROWS, COLUMNS = ("a", "b", "c"), ("x", "y", "z")


def tables_like(
    hidden: dict[tuple[str, str], str], truth: dict[tuple[str, str], int]
) -> list[dict]:
    """Every table of whole numbers with the sums and the shown cells of the true one."""
    cells = sorted(hidden)
    most = max(sum(truth.values()), 1)
    ends = {
        cell: range(1, SMALL_BELOW) if hidden[cell] == SMALL else [0, *range(SMALL_BELOW, most + 1)]
        for cell in cells
    }
    lines = [[(row, column) for column in COLUMNS] for row in ROWS]
    lines += [[(row, column) for row in ROWS] for column in COLUMNS]
    owed = [sum(truth[cell] for cell in line if cell in hidden) for line in lines]
    found: list[dict] = []

    def fill(at: int, left: list[int], table: dict) -> None:
        if at == len(cells):
            if not any(left):
                found.append(dict(table))
            return
        cell = cells[at]
        mine = [index for index, line in enumerate(lines) if cell in line]
        for value in ends[cell]:
            rest = [each - value if index in mine else each for index, each in enumerate(left)]
            if min(rest) >= 0:
                fill(at + 1, rest, table | {cell: value})

    fill(0, owed, {})
    return found


@dataclass(frozen=True)
class Case:
    """A release, the intervals that too few tables leave, and how many small cells are safe."""

    release: HandMade
    told: dict[str, tuple[int, int]]
    safe: int


def case(seed: int) -> Case:
    """Draw a table, withhold its small cells and a few others, and try all tables like it.

    Margins and others are shown though they may be small: the cells withheld are asked for.
    """
    chance = random.Random(seed)
    pairs = list(itertools.product(ROWS, COLUMNS))
    truth = {pair: chance.choice([0, 1, 2, 3, 4, 5, 6, 9]) for pair in pairs}
    small = [pair for pair, value in truth.items() if 0 < value < SMALL_BELOW]
    others = [pair for pair in pairs if pair not in small]
    hidden = dict.fromkeys(small, SMALL)
    hidden |= dict.fromkeys(chance.sample(others, min(4, len(others))), WITHHELD)
    figures: dict = {row: {"all": sum(truth[row, column] for column in COLUMNS)} for row in ROWS}
    figures["all"] = {column: sum(truth[row, column] for row in ROWS) for column in COLUMNS}
    figures["all"]["all"] = sum(truth.values())
    for row, column in pairs:
        figures[row][column] = hidden.get((row, column), truth[row, column])
    possible = tables_like(hidden, truth)
    told = {}
    for row, column in hidden:
        low = min(table[row, column] for table in possible)
        high = max(table[row, column] for table in possible)
        if 1 <= high < SMALL_BELOW and high - low + 1 < SMALL_BELOW - 1:
            told[f"awards 2024, area {row}, sex {column}"] = (low, high)
    thresholds = {"least_people": SMALL_BELOW, "protected_width": SMALL_BELOW - 1}
    release = HandMade(thresholds=thresholds).grid("area", "sex", figures)
    return Case(release, told, len(small) - len(told))


@pytest.mark.parametrize("seed", SEEDS)
def test_intervals_are_those_of_all_tables(seed: int, tmp_path: Path):
    drawn = case(seed)
    result = audit([read_release(drawn.release.write(tmp_path))], say=lambda step: None)
    found = {
        finding.cell: (finding.low, finding.high)
        for finding in result.findings
        if finding.attack != "shown"
    }
    assert found == drawn.told
    assert result.open_figures == 0


def test_the_cases_hold_both_safe_and_unsafe_cells():
    """Cases that tell nothing, or everything, would show nothing."""
    cases = [case(seed) for seed in SEEDS]
    assert sum(len(each.told) for each in cases) > len(SEEDS)
    assert sum(each.safe for each in cases) > len(SEEDS) / 2
