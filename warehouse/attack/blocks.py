"""Divide what is still unknown into blocks that say nothing of each other, and attack each."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from warehouse.attack.asked import Asked, Told
from warehouse.attack.narrowing import SLACK, Bounds
from warehouse.attack.programme import Programme, Solution
from warehouse.attack.system import Equation, Share, System

# Rounds in which all cells that aren't known to be safe are pushed up or down at once.
MOST_ROUNDS = 40
# Below this, the denominator of a rate counts as nobody.
NOBODY = 0.5


@dataclass
class Block:
    """Counts that equations bind together, and what in them is attacked."""

    columns: list[int]
    equations: list[Equation] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)


@dataclass(frozen=True)
class Attacked:
    """What was found in a block.

    `open_figures` is how many figures no table of whole numbers proved safe, though fractions leave
    them open.
    """

    told: tuple[Told, ...]
    open_figures: int = 0
    is_contradictory: bool = False


def divide(system: System, bounds: Bounds, targets: list[int], shares: list[Share]) -> list[Block]:
    """Divide into blocks; those without anything to attack are left out. Largest first."""
    group = list(range(len(system.counts)))

    def root(column: int) -> int:
        while group[column] != column:
            group[column] = group[group[column]]
            column = group[column]
        return column

    def bind(columns: list[int]) -> None:
        for column in columns[1:]:
            group[root(column)] = root(columns[0])

    def free(columns: tuple[int, ...]) -> list[int]:
        return [column for column in columns if not bounds.is_fixed(column)]

    for equation in system.equations:
        bind(free(equation.columns))
    for share in shares:
        bind(free((share.numerator, share.denominator)))
    blocks: dict[int, Block] = defaultdict(lambda: Block([]))
    for column in range(len(system.counts)):
        if not bounds.is_fixed(column):
            blocks[root(column)].columns.append(column)
    for equation in system.equations:
        unknown = free(equation.columns)
        if unknown:
            blocks[root(unknown[0])].equations.append(equation)
    for column in targets:
        blocks[root(column)].targets.append(column)
    for share in shares:
        unknown = free((share.numerator, share.denominator))
        if unknown:
            blocks[root(unknown[0])].shares.append(share)
    found = [block for block in blocks.values() if block.targets or block.shares]
    return sorted(found, key=lambda block: (-len(block.columns), block.columns))


class _Attack:
    """The attack on one block."""

    def __init__(self, block: Block, bounds: Bounds, asked: Asked) -> None:
        self.block, self.asked = block, asked
        self.programme = Programme(block.columns, block.equations, bounds)
        count = len(block.columns)
        # What a count can be: `seen` by a whole table that agrees, `end` as far as is proved.
        self.seen_low, self.seen_high = np.full(count, np.inf), np.full(count, -np.inf)
        self.end_low = np.array([bounds.low[column] for column in block.columns], dtype=float)
        self.end_high = np.array([bounds.high[column] for column in block.columns], dtype=float)
        self.rates: dict[Share, list[float]] = {share: [] for share in block.shares}
        self.binding: dict[int, list[int]] = defaultdict(list)
        self.bounds = bounds
        self.open_figures = 0

    def run(self) -> Attacked:
        if self.programme.best("wide", {}, True) is None:
            return Attacked((), is_contradictory=True)
        self.push_all()
        for column in self.block.targets:
            if not self.is_safe(column) and not self.settle(column):
                self.open_figures += 1
        told = [
            Told(column, None, *self.ends(column), self.equations_of(column))
            for column in self.block.targets
            if self.asked.is_told(*self.ends(column), self.bounds.is_of_few(column))
        ]
        rates = [self.attack_share(share) for share in self.block.shares]
        return Attacked((*told, *filter(None, rates)), self.open_figures)

    def ends(self, column: int) -> tuple[float, float]:
        at = self.programme.local[column]
        return float(self.end_low[at]), float(self.end_high[at])

    def equations_of(self, column: int) -> tuple[Equation, ...]:
        rows = self.binding[self.programme.local[column]]
        return tuple(self.programme.equations[row] for row in dict.fromkeys(rows))

    def ask(self, kind: str, objective: dict[int, float], is_most: bool) -> Solution | None:
        """Solve, and remember every count of a table that could be the truth."""
        solution = self.programme.best(kind, objective, is_most)
        if solution is not None and solution.is_whole:
            self.seen_low = np.minimum(self.seen_low, solution.numbers)
            self.seen_high = np.maximum(self.seen_high, solution.numbers)
            for share in self.block.shares:
                people = self.number(solution, share.denominator)
                if people > NOBODY:
                    self.rates[share].append(self.number(solution, share.numerator) / people)
        return solution

    def is_safe(self, column: int) -> bool:
        """Say whether tables that could be the truth leave the count open widely enough."""
        at = self.programme.local[column]
        low, high = self.seen_low[at], self.seen_high[at]
        return bool(self.asked.is_open(low, high, self.bounds.is_of_few(column)))

    def push_all(self) -> None:
        """Push all cells that aren't known to be safe at once: one table can clear many."""
        unsafe = [column for column in self.block.targets if not self.is_safe(column)]
        for _ in range(MOST_ROUNDS):
            if not unsafe:
                return
            for is_most in (True, False):
                self.ask("narrow", dict.fromkeys(unsafe, 1.0), is_most)
            left = [column for column in unsafe if not self.is_safe(column)]
            if len(left) == len(unsafe):
                return
            unsafe = left

    def settle(self, column: int) -> bool:
        """Find the ends of one count; say whether whole numbers prove them."""
        at = self.programme.local[column]
        for is_most in (True, False):
            if not self.is_safe(column):
                self.ask("narrow", {column: 1.0}, is_most)
        for is_most in (True, False):
            if self.is_safe(column):
                return True
            solution = self.ask("wide", {column: 1.0}, is_most)
            if solution is None:
                return False
            self.binding[at] += solution.binding
            if not solution.is_whole:
                solution = self.ask("exact", {column: 1.0}, is_most) or solution
            if is_most:
                self.end_high[at] = min(self.end_high[at], np.floor(solution.value + SLACK))
            else:
                self.end_low[at] = max(self.end_low[at], np.ceil(solution.value - SLACK))
        low, high = self.ends(column)
        return self.is_safe(column) or bool(self.seen_low[at] == low and self.seen_high[at] == high)

    def attack_share(self, share: Share) -> Told | None:
        """Ask whether a withheld rate can be other than it is by more than its rounding."""
        denominator = share.denominator
        if self.bounds.high[denominator] < NOBODY or self.is_wide(share):
            return None
        lifted = denominator in self.programme.local and self.bounds.low[denominator] < 1
        if lifted:
            self.programme.at_least(denominator, 1)
        told = self.computed(share)
        if lifted:
            self.programme.at_least(denominator, self.bounds.low[denominator])
        if told is None and not self.is_wide(share):
            self.open_figures += 1
        return told

    def is_wide(self, share: Share) -> bool:
        """Say whether tables that could be the truth have it differ by more than its rounding."""
        seen = self.rates[share]
        return bool(seen) and max(seen) - min(seen) >= share.step / share.scale

    def computed(self, share: Share) -> Told | None:
        """Compute a rate, if what is published leaves no other within a step of it."""
        first = self.ask("wide", {share.denominator: 1.0}, True)
        if first is None:
            return None
        rate = self.number(first, share.numerator) / self.number(first, share.denominator)
        binding: tuple[int, ...] = ()
        for side in (1.0, -1.0):
            edge = rate + side * share.step / share.scale
            beyond = {share.numerator: side, share.denominator: -side * edge}
            solution = self.ask("wide", beyond, True)
            if solution is None:
                return None
            if solution.value > SLACK:
                if not solution.is_whole:
                    self.ask("exact", beyond, True)
                return None
            binding += solution.binding
        equations = tuple(self.programme.equations[row] for row in dict.fromkeys(binding))
        low, high = (rate * share.scale + side * share.step for side in (-1, 1))
        return Told(share.numerator, share, low, high, equations)

    def number(self, solution: Solution, column: int) -> float:
        if column in self.programme.local:
            return float(solution.numbers[self.programme.local[column]])
        return float(self.bounds.low[column])


def attack(block: Block, bounds: Bounds, asked: Asked) -> Attacked:
    """Attack one block: what of it can be told, and what stayed open."""
    return _Attack(block, bounds, asked).run()
