"""Take the counts of a release apart into blocks that no relation ties together."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from warehouse.release.earlier import Flags
from warehouse.release.suppress import Block
from warehouse.release.system import Relation, System


class Place(NamedTuple):
    """A block, where its counts stand in the system, and the rates that are made of them.

    `positions` is by position within the block; `rates` are pairs of numerator and denominator.
    """

    block: Block
    positions: list[int]
    rates: list[tuple[int, int]]


def cut_into_blocks(
    system: System, before: Flags, least_people: int, shows_zeros: bool
) -> list[Place]:
    """Cut a system into blocks, with what of each count must be withheld for itself.

    Counts that are shown to be 0 are left out: they can't deviate, and no unseen part of them can.

    Parameters
    ----------
    system
        All counts of the release.
    before
        What earlier releases said of each count.
    least_people
        The least number of people, and of events, that may be shown.
    shows_zeros
        Whether a count of nobody is shown.
    """
    values = np.array(system.values)
    contributors = np.array(system.contributors)
    numerators = np.zeros(len(values), dtype=bool)
    # Where all or none are in the numerator, the rate tells of each person.
    uniform = np.zeros(len(values), dtype=bool)
    for numerator, denominator in system.complements:
        if values[denominator] > 0:
            numerators[numerator] = True
            uniform[numerator] = values[numerator] in (0, values[denominator])
    is_live = (values > 0) | numerators | (not shows_zeros)
    unseen = np.zeros(len(values), dtype=bool)
    for position, wholes in system.unseen.items():
        unseen[position] = True
        is_live[position] = all(is_live[whole] for whole in wholes)
    small = (values > 0) & (values < least_people) & ~unseen
    sensitive = small | uniform | ((contributors > 0) & (contributors < least_people))
    hidden = before.hidden | ((values == 0) & (not shows_zeros)) | unseen
    # Nobody's count is shown where it tells nothing: a withheld count is at least 1.
    least = np.where(numerators | unseen | (not shows_zeros), 0, np.minimum(values, 1))
    totals = np.zeros(len(values), dtype=bool)
    totals[list(system.totals)] = True
    places = []
    for positions, relations in _connected(system, is_live):
        local = {position: index for index, position in enumerate(positions)}
        pairs = [pair for pair in system.complements if pair.numerator in local]
        pairs = [pair for pair in pairs if pair.denominator in local]
        block = Block(
            values=values[positions],
            relations=[
                row._replace(positions=tuple(local[position] for position in row.positions))
                for row in relations
            ],
            small=small[positions],
            sensitive=sensitive[positions],
            complements=[
                (local[pair.numerator], local[pair.denominator])
                for pair in pairs
                if not (before.known[pair.numerator] and before.known[pair.denominator])
                and values[pair.denominator] - values[pair.numerator] < least_people
            ],
            known=before.known[positions],
            hidden=hidden[positions],
            said_small=before.said_small[positions],
            silent_before=before.silent[positions],
            least=least[positions],
            totals=totals[positions],
        )
        rates = [(local[pair.numerator], local[pair.denominator]) for pair in pairs]
        places.append(Place(block, positions, rates))
    return places


def _connected(system: System, is_live: np.ndarray) -> list[tuple[list[int], list[Relation]]]:
    """Group live counts that relations tie together; relations are left with live counts alone."""
    above = list(range(len(is_live)))

    def root(position: int) -> int:
        while above[position] != position:
            above[position] = above[above[position]]
            position = above[position]
        return position

    relations = set()
    for row in system.relations:
        terms = [
            (position, weight)
            for position, weight in zip(row.positions, row.weights, strict=True)
            if is_live[position]
        ]
        if len(terms) > 1:
            positions, weights = zip(*terms, strict=True)
            relations.add(Relation(positions, weights, row.low, row.high))
            for position in positions[1:]:
                above[root(position)] = root(positions[0])
    counts, rows = defaultdict(list), defaultdict(list)
    for position in np.flatnonzero(is_live):
        counts[root(int(position))].append(int(position))
    for row in sorted(relations):
        rows[root(row.positions[0])].append(row)
    return [(counts[each], rows[each]) for each in sorted(counts)]
