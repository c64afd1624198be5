"""What a release has to hide, and what an attack says of one figure."""

from dataclasses import dataclass

from warehouse.attack.system import Equation, Share


@dataclass(frozen=True)
class Asked:
    """How well counts have to be hidden.

    Attributes
    ----------
    small_below
        The least count that isn't small.
    width
        How many whole numbers have to stay possible for a small count.
    """

    small_below: int
    width: int

    def is_told(self, low: float, high: float) -> bool:
        """Say whether a count with these ends is known to be small, and too closely.

        A count that is known to be nobody is no secret here: nobody is in it.
        """
        return 1 <= high < self.small_below and high - low + 1 < self.width

    def is_open(self, low: float, high: float) -> bool:
        """Say whether a count that was seen at both ends is hidden well enough."""
        return high >= self.small_below or high - low + 1 >= self.width


@dataclass(frozen=True)
class Told:
    """The ends of a count or a rate, and the equations that give them."""

    column: int
    share: Share | None
    low: float
    high: float
    equations: tuple[Equation, ...] = ()
