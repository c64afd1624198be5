"""One block of counts that hang together, as a linear programme that HiGHS solves again and again.

A model is handed over once; each question changes the objective alone, so that a solution starts
from the one before. There are three of a block:

- `wide` lets counts be fractions, and small where the release says that they aren't: what it
  can't reach, no table can.
- `narrow` takes every count that is withheld without being small for one that may be shown: what
  it reaches in whole numbers could be the truth.
- `exact` has whole numbers, and leaps over the small ones; it is asked what the others leave open.
"""

from dataclasses import dataclass

import highspy
import numpy as np

# Not highspy.Highs: that writes a banner as soon as it is made, before it can be told not to.
from highspy.highs import _Highs

from warehouse.attack.narrowing import SLACK, Bounds
from warehouse.attack.system import Equation

# Branches that a question in whole numbers may take before it stays open. Seconds would make the
# answer hang on the machine.
MOST_BRANCHES = 5000
WHOLE = 1e-5
# Of a count that nothing bounds the programme takes this as the most, since it wants an end.
MOST_PEOPLE = 1e8
# The largest end that HiGHS takes of a number that is zero or above a bound.
MOST_WITHHELD = 1e5


@dataclass(frozen=True)
class Solution:
    """One table of numbers that agrees with everything published.

    Attributes
    ----------
    value
        The objective's value there.
    numbers
        By local column.
    binding
        Local rows that hold the objective back; empty for a solution in whole numbers.
    is_whole
        Whether all numbers are whole, and none is small that isn't: it could be the truth.
    """

    value: float
    numbers: np.ndarray
    binding: tuple[int, ...]
    is_whole: bool


class Programme:
    """The equations of a block, without the counts that are known."""

    def __init__(self, columns: list[int], equations: list[Equation], bounds: Bounds) -> None:
        self.columns = columns
        self.local = {column: at for at, column in enumerate(columns)}
        self.equations: list[Equation] = []
        self._bounds = bounds
        self._lp = self._model(equations)
        self._leaping = np.array(
            [
                at
                for at, column in enumerate(columns)
                if bounds.never_small[column] and bounds.low[column] == 0
            ],
            dtype=np.int32,
        )
        self._solvers: dict[str, _Highs] = {}

    def best(self, kind: str, objective: dict[int, float], is_most: bool) -> Solution | None:
        """Find the most or the least of a sum of counts, in a model of the kind asked.

        Returns
        -------
        Solution or None
            None where no numbers agree with what is published, or it took too many branches.
        """
        solver = self._solver(kind)
        count = len(self.columns)
        cost = np.zeros(count)
        constant = 0.0
        for column, weight in objective.items():
            if column in self.local:
                cost[self.local[column]] = weight
            else:
                constant += weight * self._bounds.low[column]
        solver.changeColsCost(count, np.arange(count, dtype=np.int32), cost)
        sense = highspy.ObjSense.kMaximize if is_most else highspy.ObjSense.kMinimize
        solver.changeObjectiveSense(sense)
        solver.run()
        status = solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        found = solver.getSolution()
        numbers = np.asarray(found.col_value)
        duals = np.asarray(found.row_dual)
        is_whole = bool(np.all(np.abs(numbers - np.round(numbers)) < WHOLE))
        leapt = numbers[self._leaping]
        is_whole &= not np.any((leapt > WHOLE) & (leapt < self._bounds.small_below - WHOLE))
        return Solution(
            value=solver.getInfo().objective_function_value + constant,
            numbers=np.round(numbers) if is_whole else numbers,
            binding=tuple(np.flatnonzero(np.abs(duals) > SLACK)) if duals.size else (),
            is_whole=is_whole,
        )

    def at_least(self, column: int, low: float) -> None:
        """Change the lower bound of a count in the wide model."""
        high = min(self._bounds.high[column], MOST_PEOPLE)
        self._solver("wide").changeColBounds(self.local[column], low, high)

    def _solver(self, kind: str) -> _Highs:
        if kind not in self._solvers:
            solver = _Highs()
            solver.setOptionValue("output_flag", False)
            solver.setOptionValue("threads", 1)
            solver.setOptionValue("random_seed", 1)
            solver.passModel(self._lp)
            if kind != "wide" and self._leaping.size:
                least = np.full(self._leaping.size, float(self._bounds.small_below))
                most = np.asarray(self._lp.col_upper_)[self._leaping]
                if kind == "exact":
                    most = np.minimum(most, MOST_WITHHELD)
                solver.changeColsBounds(self._leaping.size, self._leaping, least, most)
            if kind == "exact":
                count = len(self.columns)
                kinds = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
                kinds[self._leaping] = int(highspy.HighsVarType.kSemiInteger)
                solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
                solver.setOptionValue("mip_max_nodes", MOST_BRANCHES)
            self._solvers[kind] = solver
        return self._solvers[kind]

    def _model(self, equations: list[Equation]) -> highspy.HighsLp:
        starts, indices, values, lows, highs = [0], [], [], [], []
        for equation in equations:
            known, least, most = 0.0, 0.0, 0.0
            own: list[tuple[int, float]] = []
            for column, weight in zip(equation.columns, equation.weights, strict=True):
                if column in self.local:
                    own.append((self.local[column], weight))
                    ends = (weight * self._bounds.low[column], weight * self._bounds.high[column])
                    least, most = least + min(ends), most + max(ends)
                else:
                    known += weight * self._bounds.low[column]
            low, high = equation.low - known, equation.high - known
            if least >= low - SLACK and most <= high + SLACK:
                continue
            self.equations.append(equation)
            indices += [at for at, _ in own]
            values += [weight for _, weight in own]
            starts.append(len(indices))
            lows.append(low)
            highs.append(high)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.columns), len(self.equations)
        model.col_cost_ = np.zeros(len(self.columns))
        model.col_lower_ = np.array([self._bounds.low[column] for column in self.columns])
        model.col_upper_ = np.array(
            [min(self._bounds.high[column], MOST_PEOPLE) for column in self.columns]
        )
        model.row_lower_, model.row_upper_ = np.array(lows), np.array(highs)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(indices, dtype=np.int32)
        model.a_matrix_.value_ = np.array(values)
        return model
