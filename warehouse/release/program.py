"""One linear programme over the counts of a block: the figures that a reader can't rule out.

Every count may deviate from its true value as far as what is shown of it leaves room, and all
relations must go on holding. Deviations beyond that cost something: a solution of least cost names
the counts that have to be withheld for another one to be able to reach a wanted value.
"""

import highspy
import numpy as np

# The solver itself: the class around it writes a banner into the build's output.
from highspy.highs import _Highs

from warehouse.release.system import Relation

TOLERANCE = 1e-6


def is_whole(found: np.ndarray) -> bool:
    """Say whether all deviations are whole numbers."""
    return bool(np.abs(found - np.round(found)).max() <= TOLERANCE)


class Program:
    """The deviations of the counts of a block, and what they cost.

    The columns are, in three runs over the counts, the deviation that is free, and the paid ones
    up and down.

    Parameters
    ----------
    relations
        Over positions in `values`.
    values
        True counts.
    free_down, free_up
        How far each count may go by what is shown of it.
    paid_down, paid_up
        How far it may go beyond that if more of it is withheld.
    costs
        Cost of a unit of paid deviation.

    Attributes
    ----------
    fractions
        What becomes of solutions that aren't whole numbers, as counts are and every reader knows:
        kept, refused, or replaced by whole ones at some expense.
    """

    def __init__(
        self,
        relations: list[Relation],
        values: np.ndarray,
        free_down: np.ndarray,
        free_up: np.ndarray,
        paid_down: np.ndarray,
        paid_up: np.ndarray,
        costs: np.ndarray,
    ) -> None:
        self.size = len(values)
        none = np.zeros(self.size)
        self._lower = np.concatenate([-free_down, none, none]).astype(float)
        self._upper = np.concatenate([free_up, paid_up, paid_down]).astype(float)
        self._upper_open = self._upper.copy()
        self._rows = {row.positions: index for index, row in enumerate(relations)}
        # The true values fulfil every relation, so only what is left to its bounds counts.
        sums = [float(np.dot(row.weights, values[list(row.positions)])) for row in relations]
        self._row_lower = np.array([row.low for row in relations]) - sums
        self._row_upper = np.array([row.high for row in relations]) - sums
        self.fractions = "kept"
        self._solver = _Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.passModel(self._model(relations, np.concatenate([none, costs, costs])))

    def _model(self, relations: list[Relation], costs: np.ndarray) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_ = 3 * self.size
        model.num_row_ = len(relations)
        model.col_cost_ = costs
        model.col_lower_ = self._lower
        model.col_upper_ = self._upper
        model.row_lower_ = self._row_lower
        model.row_upper_ = self._row_upper
        indices, weights = [np.zeros(0)], [np.zeros(0)]
        for row in relations:
            at, weight = np.array(row.positions), np.array(row.weights)
            indices.append(np.concatenate([at, at + self.size, at + 2 * self.size]))
            weights.append(np.concatenate([weight, weight, -weight]))
        ends = np.cumsum([len(each) for each in indices])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = ends.astype(np.int32)
        model.a_matrix_.index_ = np.concatenate(indices).astype(np.int32)
        model.a_matrix_.value_ = np.concatenate(weights).astype(float)
        return model

    def reward(self, rewards: np.ndarray) -> None:
        """Pay a little for each unit of free deviation, by count: up if above 0, else down."""
        columns = np.arange(self.size, dtype=np.int32)
        self._solver.changeColsCost(self.size, columns, -rewards)

    def withhold(self, position: int) -> None:
        """Let a count deviate at no cost from now on."""
        for column in (position + self.size, position + 2 * self.size):
            self._solver.changeColCost(column, 0.0)

    def close(self, position: int) -> None:
        """Let a count deviate no further than what is shown of it leaves room."""
        for column in (position + self.size, position + 2 * self.size):
            self._upper[column] = 0
            self._bound(column, 0, 0)

    def open(self, position: int) -> None:
        """Take back `close`."""
        for column in (position + self.size, position + 2 * self.size):
            self._upper[column] = self._upper_open[column]
            self._bound(column, 0, self._upper[column])

    def push(self, position: int, by: float) -> np.ndarray | None:
        """Find the cheapest deviations by which a count goes at least so far up, or down.

        Returns
        -------
        numpy.ndarray or None
            The deviation of every count; None if the count can't go so far at any cost.
        """
        free, up, down = (position + run * self.size for run in range(3))
        paid = by - min(by, self._upper[free]) if by > 0 else by - max(by, self._lower[free])
        if paid > self._upper[up] or -paid > self._upper[down]:
            return None
        self._bound(free, by - paid, by - paid)
        self._bound(up, max(paid, 0), self._upper[up] if by > 0 else 0)
        self._bound(down, max(-paid, 0), self._upper[down] if by < 0 else 0)
        found = self.solve()
        for column in (free, up, down):
            self._bound(column, self._lower[column], self._upper[column])
        return found

    def part(self, whole: int, part: int, by: float) -> np.ndarray | None:
        """Find the cheapest deviations by which a whole without its part grows, or shrinks.

        Parameters
        ----------
        whole, part
            Positions of counts of which a relation says that the second is at most the first.
        by
            By how much at least; below 0 by how much it shrinks at least.
        """
        row = self._rows[whole, part]
        lower, upper = self._row_lower[row], self._row_upper[row]
        if by < lower:
            return None
        ends = (by, upper) if by > 0 else (lower, by)
        self._solver.changeRowBounds(row, *ends)
        found = self.solve()
        self._solver.changeRowBounds(row, lower, upper)
        return found

    def limit(self, position: int, down: float, up: float) -> tuple[float, float]:
        """Let a withheld count deviate at most so far from now on; give how far it could before."""
        columns = position + 2 * self.size, position + self.size
        before = self._upper[columns[0]], self._upper[columns[1]]
        for column, most in zip(columns, (down, up), strict=True):
            self._upper[column] = most
            self._bound(column, 0, most)
        return before

    def solve(self) -> np.ndarray | None:
        """Find the cheapest deviations within all bounds; None if there are none."""
        found = self._run()
        if found is None or self.fractions == "kept" or is_whole(found):
            return found
        if self.fractions == "refused":
            return None
        self._set_kind(highspy.HighsVarType.kInteger)
        whole = self._run()
        self._set_kind(highspy.HighsVarType.kContinuous)
        return None if whole is None else np.round(whole)

    def _run(self) -> np.ndarray | None:
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        columns = np.array(self._solver.getSolution().col_value).reshape(3, self.size)
        return columns[0] + columns[1] - columns[2]

    def _set_kind(self, kind: highspy.HighsVarType) -> None:
        columns = np.arange(3 * self.size, dtype=np.int32)
        kinds = np.full(len(columns), int(kind), dtype=np.uint8)
        self._solver.changeColsIntegrality(len(columns), columns, kinds)

    def _bound(self, column: int, low: float, high: float) -> None:
        self._solver.changeColBounds(column, low, high)
