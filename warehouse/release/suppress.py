"""Withhold as little as keeps every small count from being told, over all tables together.

A count can't be told when there are figures that agree with everything that is shown, for its
least and for its greatest value that a reader must not be able to rule out. The search asks a
linear programme for such figures; deviations from what is shown cost something there, and what a
cheapest solution moves is withheld too. So the figures prove that no count is told: withholding
more never takes one of them away. Afterwards every count that was withheld for others is tried
again: it is shown after all if the figures that it took away can be replaced.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from warehouse.release.program import TOLERANCE, Program, is_whole
from warehouse.release.system import Relation

# Below every cost, so that a reward never pays for a count.
REWARD = 1e-5
# A small count that reads `suppressed` and not `<10` tells a little less.
COST_OF_SILENCE = 0.01
# A total of the whole state stands in all tables and on the front page: hiding it would serve each
# of them at once, so that it is dear enough to be shown wherever others can hide what must be.
COST_OF_A_TOTAL = 100
SWEEP_AFTER = 4


@dataclass
class Block:
    """Counts that hang together, by position within the block.

    Attributes
    ----------
    values
        True counts.
    relations
        What holds between them.
    small
        Counts above 0 and below the threshold: they read `<10`, or else `suppressed`.
    sensitive
        All counts that must not be told, the small ones among them.
    complements
        Pairs of numerator and denominator whose difference must not be told.
    known
        Counts that an earlier release showed, so that nothing can withhold them.
    hidden
        Counts that are withheld whatever the others do.
    said_small, silent_before
        Small counts that an earlier release called so, and those that it left at `suppressed`.
    least
        The least values that a reader thinks possible for counts that are withheld.
    totals
        Counts that some table shows of the whole state.
    """

    values: np.ndarray
    relations: list[Relation]
    small: np.ndarray
    sensitive: np.ndarray
    complements: list[tuple[int, int]]
    known: np.ndarray
    hidden: np.ndarray
    said_small: np.ndarray
    silent_before: np.ndarray
    least: np.ndarray
    totals: np.ndarray


class _Figures(NamedTuple):
    """Deviations of all counts that agree with what is shown, and those of the secrets."""

    deviations: np.ndarray
    secrets: np.ndarray


class Search:
    """The figures found so far, and what is withheld for them.

    A secret is a count that must not be told or, numbered after those, a denominator without its
    numerator. All figures are deviations from the true values.

    Parameters
    ----------
    block
        Counts that hang together.
    width
        How many whole numbers must stay possible for each count that must not be told.
    small_below
        The least count that isn't small.

    Attributes
    ----------
    withheld
        Counts that aren't shown, for themselves or for others, by position.
    is_silent
        Small counts that don't even read `<10`.
    told
        Counts that earlier releases tell, whatever is withheld now.
    """

    def __init__(self, block: Block, width: int, small_below: int) -> None:
        self.block, self.span = block, width - 1
        values = block.values
        self.small = block.small & ~block.known
        self.to_least = np.where(self.small, 1 - values, 0.0)
        self.to_most = np.where(self.small, small_below - 1 - values, 0.0)
        self.singles = np.flatnonzero(block.sensitive & ~block.known)
        self.numerators = np.array([pair[0] for pair in block.complements], dtype=int)
        self.denominators = np.array([pair[1] for pair in block.complements], dtype=int)
        self.fixed = block.sensitive | block.hidden | block.known
        self.withheld = (block.sensitive | block.hidden) & ~block.known
        self.is_silent = block.silent_before & self.small
        self.told: list[int] = []
        self.failures = np.zeros(len(self.singles) + len(self.numerators))
        self.withheld_for: dict[int, int] = {}
        self.found = [
            _Figures(np.zeros(len(values)), np.zeros(len(self.singles) + len(self.numerators)))
        ]
        costs = np.sqrt(np.maximum(values, 1)) * np.where(block.totals, COST_OF_A_TOTAL, 1)
        self.costs = np.where(self.small, COST_OF_SILENCE, costs)
        self.program = Program(
            block.relations,
            values,
            free_down=-self.to_least,
            free_up=self.to_most,
            paid_down=np.where(self.small | block.known, 0, values - block.least),
            paid_up=np.where(block.known | block.said_small, 0, math.inf),
            costs=self.costs,
        )
        for position in np.flatnonzero((self.withheld & ~self.small) | self.is_silent):
            self.program.withhold(int(position))

    def find_room(self) -> None:
        """Find figures at both ends of every secret, withholding what they move."""
        self._see()
        for is_up in (True, False):
            self._reward(is_up)
            self._take(self.program.solve())
            for secret, position in enumerate(self.singles):
                if self._is_short(is_up)[secret]:
                    goal = (self.to_most if is_up else self.to_least)[position]
                    self._reward(is_up)
                    self._take(self.program.push(int(position), goal), secret)
        self.program.reward(np.zeros(self.program.size))
        for secret in range(len(self.low)):
            self._give_room(secret)
        # Fractions were good enough to choose what to withhold; they prove nothing.
        self.found = [each for each in self.found if is_whole(each.deviations)]
        self._see()
        self.program.fractions = "replaced"
        self.told = [
            self._position(secret)
            for secret in range(len(self.low))
            if not self._give_room(secret) and not self._give_room_in_silence(secret)
        ]

    def show_again(self) -> None:
        """Show each count that is withheld for others if all secrets can do without it."""
        for position in np.flatnonzero(~self.withheld | (self.small & ~self.is_silent)):
            self.program.close(int(position))
        self._drop_needless()
        self.program.fractions = "refused"
        others = np.flatnonzero(self.withheld & ~self.fixed)
        for position in others[np.argsort(-self.block.values[others], kind="stable")]:
            kept = self.found
            self.program.close(int(position))
            self.found = [each for each in kept if abs(each.deviations[position]) <= TOLERANCE]
            self._see()
            if self._replaces(self.withheld_for[int(position)]):
                self.withheld[position] = False
            else:
                self.found = kept
                self.program.open(int(position))
        self._drop_needless()

    def narrow(self, position: int, least: int, most: int) -> bool:
        """Tell between which values a withheld count lies, if all secrets can do with that.

        It comes after `show_again`: nothing more is withheld for it.
        """
        down, up = self.block.values[position] - least, most - self.block.values[position]
        kept = self.found
        before = self.program.limit(position, down, up)
        self.found = [
            each
            for each in kept
            if -down - TOLERANCE <= each.deviations[position] <= up + TOLERANCE
        ]
        self._see()
        if self._replaces():
            return True
        self.found = kept
        self.program.limit(position, *before)
        return False

    def _replaces(self, *first: int) -> bool:
        """Find figures again for all secrets that lack some; those that often can't come first."""
        lacking = np.flatnonzero(self._lacks())
        lacking = lacking[np.argsort(-self.failures[lacking], kind="stable")]
        for number, secret in enumerate((*first, *lacking)):
            if number == SWEEP_AFTER:
                self._sweep()
            if not self._give_room(int(secret)):
                self.failures[secret] += 1
                return False
        return True

    def _sweep(self) -> None:
        """Find figures for many secrets at once, as far as that takes nothing else."""
        for is_up in (True, False):
            self._reward(is_up)
            self._take(self.program.solve())
        self.program.reward(np.zeros(self.program.size))

    def _position(self, secret: int) -> int:
        if secret < len(self.singles):
            return int(self.singles[secret])
        return int(self.numerators[secret - len(self.singles)])

    def _ends(self) -> np.ndarray:
        """Say of which secrets both ends of 1 to 9 must stay possible: those that read `<10`."""
        ends = np.zeros(len(self.low), dtype=bool)
        ends[: len(self.singles)] = (self.small & ~self.is_silent)[self.singles]
        return ends

    def _is_short(self, is_up: bool) -> np.ndarray:
        short = np.zeros(len(self.low), dtype=bool)
        counts = slice(len(self.singles))
        if is_up:
            short[counts] = self.high[counts] < self.to_most[self.singles] - TOLERANCE
        else:
            short[counts] = self.low[counts] > self.to_least[self.singles] + TOLERANCE
        return short & self._ends()

    def _lacks(self) -> np.ndarray:
        is_narrow = self.high - self.low < self.span - TOLERANCE
        is_short = self._is_short(True) | self._is_short(False)
        return np.where(self._ends(), is_short, is_narrow)

    def _reward(self, is_up: bool) -> None:
        short = self._is_short(is_up)[: len(self.singles)]
        rewards = np.zeros(self.program.size)
        rewards[self.singles[short]] = REWARD if is_up else -REWARD
        self.program.reward(rewards)

    def _give_room(self, secret: int) -> bool:
        """Find figures for what a secret lacks; say whether there are any."""
        if self._ends()[secret]:
            return all(
                not self._is_short(is_up)[secret]
                or self._move(secret, goal[self._position(secret)])
                for is_up, goal in ((True, self.to_most), (False, self.to_least))
            )
        missing = self.span - (self.high[secret] - self.low[secret])
        if missing <= TOLERANCE:
            return True
        down = min(missing, max(self._value(secret) - 1 + self.low[secret], 0))
        return (
            self._move(secret, self.high[secret] + missing)
            or (down > 0 and self._move(secret, self.low[secret] - down) and self._widen(secret))
            or self._move(secret, self.low[secret] - missing)
        )

    def _give_room_in_silence(self, secret: int) -> bool:
        """Let a small count not even read `<10`, where it is known that it isn't 1, or isn't 9.

        Three programs of which each reads `<10` had three awards, and who earned them in one
        credential are three people: 1 is out of the question, and 10 must be possible.
        """
        position = self._position(secret)
        if not self._ends()[secret] or self.block.said_small[position]:
            return False
        self.is_silent[position] = True
        self.program.withhold(position)
        return self._give_room(secret)

    def _widen(self, secret: int) -> bool:
        """Find figures for what a secret still lacks upwards."""
        missing = self.span - (self.high[secret] - self.low[secret])
        return missing <= TOLERANCE or self._move(secret, self.high[secret] + missing)

    def _move(self, secret: int, by: float) -> bool:
        """Find figures in which a secret deviates by so much."""
        at = secret - len(self.singles)
        if at < 0:
            return self._take(self.program.push(self._position(secret), by), secret)
        pair = int(self.denominators[at]), int(self.numerators[at])
        return self._take(self.program.part(*pair, by), secret)

    def _value(self, secret: int) -> int:
        at = secret - len(self.singles)
        if at < 0:
            return int(self.block.values[self.singles[secret]])
        values = self.block.values
        return int(values[self.denominators[at]] - values[self.numerators[at]])

    def _take(self, found: np.ndarray | None, secret: int = -1) -> bool:
        """Keep figures, and withhold what they move; say whether there were any."""
        if found is None:
            return False
        rests = found[self.denominators] - found[self.numerators]
        secrets = np.concatenate([found[self.singles], rests])
        self.found.append(_Figures(found, secrets))
        self.low, self.high = np.minimum(self.low, secrets), np.maximum(self.high, secrets)
        moved = np.abs(found) > TOLERANCE
        for position in np.flatnonzero(moved & ~self.small & ~self.withheld):
            self.withheld[position] = True
            self.withheld_for[int(position)] = secret
            self.program.withhold(int(position))
        for position in np.flatnonzero(self._beyond(found) & ~self.is_silent):
            self.is_silent[position] = True
            self.program.withhold(int(position))
        return True

    def _beyond(self, found: np.ndarray) -> np.ndarray:
        return self.small & (found > self.to_most + TOLERANCE)

    def _see(self) -> None:
        """Look up how far each secret goes in all figures that are kept."""
        seen = np.array([each.secrets for each in self.found])
        self.low, self.high = seen.min(axis=0), seen.max(axis=0)

    def _drop_needless(self) -> None:
        """Leave out figures that no secret needs, and show what only they moved."""
        for index in range(len(self.found) - 1, 0, -1):
            without = self.found[:index] + self.found[index + 1 :]
            kept, self.found = self.found, without
            self._see()
            if self._lacks().any():
                self.found = kept
        self._see()
        deviations = np.array([each.deviations for each in self.found])
        moved = np.any(np.abs(deviations) > TOLERANCE, axis=0)
        for position in np.flatnonzero(self.withheld & ~moved & ~self.fixed):
            self.withheld[position] = False
            self.program.close(int(position))
        for position in np.flatnonzero(self.is_silent & ~self.block.silent_before):
            self.is_silent[position] = False
            is_beyond = bool(self._beyond(deviations)[:, position].any())
            if is_beyond or self._lacks()[np.searchsorted(self.singles, position)]:
                self.is_silent[position] = True
            else:
                self.program.close(int(position))
