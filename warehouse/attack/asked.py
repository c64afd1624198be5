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

    def is_told(self, low: float, high: float, is_of_few: bool) -> bool:
        """Say whether a count with these ends is known to be of few, and too closely.

        A count that is known to be nobody is no secret here: nobody is in it. One of events is of
        few, however many they are, where those whom they belong to are (`is_of_few`).
        """
        return high >= 1 and not self.is_open(low, high, is_of_few)

    def is_open(self, low: float, high: float, is_of_few: bool) -> bool:
        """Say whether a count that was seen at both ends is hidden well enough."""
        is_many = high >= self.small_below and not is_of_few
        return is_many or high - low + 1 >= self.width


@dataclass(frozen=True)
class Told:
    """The ends of a count or a rate, and the equations that give them."""

    column: int
    share: Share | None
    low: float
    high: float
    equations: tuple[Equation, ...] = ()
