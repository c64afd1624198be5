"""Narrow the bounds of counts, equation by equation, until no equation narrows any further."""

import math
from collections import defaultdict, deque

from warehouse.attack.system import Equation, System

# What rounding in floating point may have added or taken away.
SLACK = 1e-6
# Chains of rates can narrow by ever smaller steps; the linear programme takes over from there.
MOST_VISITS = 60


class Bounds:
    """Bounds of every count of a system, and the equation that last narrowed each.

    Attributes
    ----------
    low, high
        By column; whole numbers or infinite.
    told_low, told_high
        By column: the equation that gave the bound, or None where the cell itself does.
    contradictions
        Equations that no numbers within the bounds fulfil, with the least amount that is missing.
    """

    def __init__(self, system: System) -> None:
        self.low = [count.low for count in system.counts]
        self.high = [count.high for count in system.counts]
        self.told_low: list[Equation | None] = [None] * len(self.low)
        self.told_high: list[Equation | None] = [None] * len(self.low)
        self.contradictions: list[tuple[Equation, float]] = []
        self.small_below = system.small_below
        self.people = system.people
        self.never_small = [count.is_never_small for count in system.counts]
        for column in range(len(self.low)):
            self.leap(column)

    def is_of_few(self, column: int) -> bool:
        """Say whether the people whom events belong to are known to be few."""
        people = self.people.get(column)
        return people is not None and 1 <= self.high[people] < self.small_below

    def leap(self, column: int) -> None:
        """Leap over the small numbers where a count can't be one of them."""
        if self.never_small[column]:
            if 0 < self.low[column] < self.small_below <= self.high[column]:
                self.low[column] = self.small_below
            if self.low[column] == 0 < self.high[column] < self.small_below:
                self.high[column] = 0

    def told_by(self, column: int) -> list[Equation]:
        """Give the equations that ended a count."""
        both = (self.told_low[column], self.told_high[column])
        return [equation for equation in both if equation is not None]

    def is_fixed(self, column: int) -> bool:
        """Say whether only one number is left."""
        return self.low[column] == self.high[column]


def narrow(system: System) -> Bounds:
    """Narrow until nothing changes; whole numbers only are left in the bounds."""
    bounds = Bounds(system)
    users: dict[int, list[int]] = defaultdict(list)
    for row, equation in enumerate(system.equations):
        for column in equation.columns:
            users[column].append(row)
    waiting = deque(range(len(system.equations)))
    is_waiting = [True] * len(system.equations)
    visits = [0] * len(system.equations)
    while waiting:
        row = waiting.popleft()
        is_waiting[row] = False
        visits[row] += 1
        if visits[row] > MOST_VISITS:
            continue
        for column in _apply(system.equations[row], bounds):
            for other in users[column]:
                if other != row and not is_waiting[other]:
                    is_waiting[other] = True
                    waiting.append(other)
    return bounds


def _apply(equation: Equation, bounds: Bounds) -> list[int]:
    """Narrow the counts of one equation; give those that changed."""
    least, most = _Sum(), _Sum()
    ends = []
    for column, weight in zip(equation.columns, equation.weights, strict=True):
        low, high = weight * bounds.low[column], weight * bounds.high[column]
        if weight < 0:
            low, high = high, low
        ends.append((low, high))
        least.add(low)
        most.add(high)
    missing = max(least.total() - equation.high, equation.low - most.total())
    if missing > SLACK:
        bounds.contradictions.append((equation, missing))
        return []
    changed = []
    for column, weight, (low, high) in zip(equation.columns, equation.weights, ends, strict=True):
        at_most = equation.high - least.without(low)
        at_least = equation.low - most.without(high)
        above, below = at_most / weight, at_least / weight
        if weight < 0:
            above, below = below, above
        if _tighten(equation, column, below, above, bounds):
            changed.append(column)
    return changed


def _tighten(equation: Equation, column: int, below: float, above: float, bounds: Bounds) -> bool:
    is_changed = False
    if below > bounds.low[column] + SLACK:
        bounds.low[column] = min(math.ceil(below - SLACK), bounds.high[column])
        bounds.told_low[column] = equation
        is_changed = True
    if above < bounds.high[column] - SLACK:
        bounds.high[column] = max(math.floor(above + SLACK), bounds.low[column])
        bounds.told_high[column] = equation
        is_changed = True
    if is_changed:
        bounds.leap(column)
    return is_changed


class _Sum:
    """A sum of numbers that may be infinite, from which one can be taken away again."""

    def __init__(self) -> None:
        self.finite = 0.0
        self.infinite = 0
        self.sign = 1.0

    def add(self, number: float) -> None:
        if math.isinf(number):
            self.infinite += 1
            self.sign = math.copysign(1.0, number)
        else:
            self.finite += number

    def total(self) -> float:
        return self.sign * math.inf if self.infinite else self.finite

    def without(self, number: float) -> float:
        if math.isinf(number):
            return self.finite if self.infinite == 1 else self.total()
        return self.total() if self.infinite else self.finite - number
