"""Suppression as it is done by hand: until no sum is left with exactly one part withheld."""

from warehouse.release.system import System


def withhold_by_hand(system: System, small: set[int]) -> set[int]:
    """Withhold, beside small counts, the least other part wherever a sum has one part withheld.

    Parameters
    ----------
    system
        Counts and what holds between them.
    small
        Positions of the counts that are withheld for themselves.

    Returns
    -------
    set of int
        Positions of all counts that are withheld.
    """
    withheld = set(small)
    is_changed = True
    while is_changed:
        is_changed = False
        for relation in system.relations:
            if relation.high != 0:
                continue
            hidden = [position for position in relation.positions if position in withheld]
            open_ones = [
                position
                for position in relation.positions
                if position not in withheld and system.values[position] > 0
            ]
            if len(hidden) == 1 and open_ones:
                withheld.add(min(open_ones, key=lambda at: (system.values[at], at)))
                is_changed = True
    return withheld
