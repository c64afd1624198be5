"""Handing on ids: which cluster of this run is which person of the registry."""

from collections.abc import Iterable
from typing import NamedTuple


class Overlap(NamedTuple):
    """Evidence that a cluster and a person of the registry have in common, by weight."""

    cluster_number: int
    person_number: int
    current_weight: int  # of evidence that the person holds now
    own_weight: int  # of it, what the person was the first to hold
    weight_ever: int  # of evidence that the person holds or once held
    own_weight_ever: int  # of it, what the person was the first to hold


def hand_on_persons(overlaps: Iterable[Overlap]) -> dict[int, int]:
    """Give clusters the persons they overlap most, one to one.

    A cluster asks for the person who holds most of its evidence now. Where several clusters ask
    for one person, the one with most of the person's own evidence gets it, and the others ask
    for their next: where a merge is undone, the part that lost its id by the merge gets it back,
    even if it has outgrown the other part since. What two choices have equally much of is decided
    by the older person and the lesser cluster. (Deferred acceptance after Gale and Shapley; the
    order of asking makes no difference to the result.)

    Returns
    -------
    dict of cluster_number to person_number, for the clusters that got one, in their order.
    """
    wishes: dict[int, list[Overlap]] = {}
    for overlap in sorted(overlaps, key=rank_for_cluster, reverse=True):
        wishes.setdefault(overlap.cluster_number, []).append(overlap)
    given: dict[int, Overlap] = {}
    waiting = list(wishes)
    while waiting:
        if not (wished := wishes[waiting.pop()]):
            continue
        asked = wished.pop()
        holder = given.get(asked.person_number)
        if holder is None or rank_for_person(asked) < rank_for_person(holder):
            given[asked.person_number] = asked
            refused = holder
        else:
            refused = asked
        if refused is not None:
            waiting.append(refused.cluster_number)
    return dict(sorted((overlap.cluster_number, person) for person, overlap in given.items()))


def rank_for_cluster(overlap: Overlap) -> tuple[int, ...]:
    """Order a cluster's wishes, the first one least."""
    return (
        -overlap.current_weight,
        -overlap.own_weight_ever,
        -overlap.weight_ever,
        overlap.person_number,
    )


def rank_for_person(overlap: Overlap) -> tuple[int, ...]:
    """Order the clusters that ask for a person, the one that gets it least."""
    return (
        -overlap.own_weight,
        -overlap.current_weight,
        -overlap.own_weight_ever,
        -overlap.weight_ever,
        overlap.cluster_number,
    )
