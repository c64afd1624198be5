"""Handing on ids: which cluster of this run is which person of the registry."""

from collections.abc import Iterable
from typing import NamedTuple


class Overlap(NamedTuple):
    """Evidence that a cluster and a person of the registry have in common, by weight."""

    cluster_id: str
    person_number: int
    current_weight: int  # of evidence that the person holds now
    weight_ever: int  # of evidence that the person holds or once held


def hand_on_persons(overlaps: Iterable[Overlap]) -> dict[str, int]:
    """Give clusters the persons they overlap most, one to one.

    The greatest overlap in evidence held now goes first, then in evidence ever held, then the
    oldest person. A cluster whose first choice is taken gets its next: where a merge is undone,
    the part that lost its id by the merge gets it back, since it once held its evidence.

    Returns
    -------
    dict of cluster_id to person_number, for the clusters that got one, ordered by cluster_id.
    """
    kept: dict[str, int] = {}
    taken: set[int] = set()
    for overlap in sorted(
        overlaps,
        key=lambda o: (-o.current_weight, -o.weight_ever, o.person_number, o.cluster_id),
    ):
        if overlap.cluster_id not in kept and overlap.person_number not in taken:
            kept[overlap.cluster_id] = overlap.person_number
            taken.add(overlap.person_number)
    return dict(sorted(kept.items()))
