"""Ids handed on, one to one: through merges, splits and merges undone."""

import random

from warehouse.identity_registry import (
    Overlap,
    hand_on_persons,
    rank_for_cluster,
    rank_for_person,
)


def held(cluster_number: int, person_number: int, weight: int) -> Overlap:
    """Describe evidence that a person holds and was the first to hold."""
    return Overlap(cluster_number, person_number, weight, weight, weight, weight)


def taken_over(cluster_number: int, person_number: int, weight: int) -> Overlap:
    """Describe evidence that a person holds since a merge."""
    return Overlap(cluster_number, person_number, weight, 0, weight, 0)


def lost(cluster_number: int, person_number: int, weight: int) -> Overlap:
    """Describe evidence that a person was the first to hold and lost in a merge."""
    return Overlap(cluster_number, person_number, 0, 0, weight, weight)


def test_the_greatest_overlap_takes_the_id():
    assert hand_on_persons([held(1, 1, 3), held(2, 1, 5), held(2, 2, 4)]) == {2: 1}


def test_a_merge_keeps_the_person_with_more_evidence_and_the_older_on_ties():
    assert hand_on_persons([held(1, 7, 2), held(1, 9, 5)]) == {1: 9}
    assert hand_on_persons([held(1, 9, 5), held(1, 7, 5)]) == {1: 7}


def test_a_split_leaves_the_id_with_the_greater_part():
    assert hand_on_persons([held(1, 7, 2), held(2, 7, 5)]) == {2: 7}


def test_an_undone_merge_gives_the_old_id_back():
    # All evidence went to person 7 by the merge; part 2 once was person 9.
    assert hand_on_persons([held(1, 7, 6), taken_over(2, 7, 5), lost(2, 9, 5)]) == {1: 7, 2: 9}


def test_an_undone_merge_gives_both_ids_back_even_if_the_other_part_has_outgrown_the_first():
    # What came to part 2 since the merge, person 7 was the first to hold.
    outgrown = Overlap(2, 7, current_weight=9, own_weight=4, weight_ever=9, own_weight_ever=4)
    assert hand_on_persons([held(1, 7, 6), outgrown, lost(2, 9, 5)]) == {1: 7, 2: 9}


def test_what_is_held_now_goes_before_what_was_once_held():
    assert hand_on_persons([lost(1, 9, 50), held(2, 9, 1)]) == {2: 9}


def test_refusals_run_through_as_many_clusters_as_need_be():
    overlaps = [taken_over(1, 1, 6), held(2, 1, 3), held(1, 2, 2), held(3, 2, 4), lost(1, 3, 6)]
    assert hand_on_persons(overlaps) == {1: 3, 2: 1, 3: 2}


def random_overlaps(chance: random.Random) -> list[Overlap]:
    pairs = sorted({(chance.randrange(40), chance.randrange(40)) for _ in range(200)})
    weights = (sorted(chance.randrange(4) for _ in range(3)) for _ in pairs)
    return [
        Overlap(*pair, current, own, ever, chance.randrange(own, ever + 1))
        for pair, (own, current, ever) in zip(pairs, weights, strict=True)
    ]


def test_the_order_of_overlaps_makes_no_difference():
    chance = random.Random(3)
    overlaps = random_overlaps(chance)
    before = hand_on_persons(overlaps)
    assert len(set(before.values())) == len(before) > 20
    for _ in range(5):
        chance.shuffle(overlaps)
        assert hand_on_persons(overlaps) == before


def test_no_cluster_and_person_would_both_rather_have_each_other():
    for seed in range(30):
        overlaps = random_overlaps(random.Random(seed))
        given = hand_on_persons(overlaps)
        by_pair = {(o.cluster_number, o.person_number): o for o in overlaps}
        of_cluster = {cluster: by_pair[cluster, person] for cluster, person in given.items()}
        of_person = {person: by_pair[cluster, person] for cluster, person in given.items()}
        for overlap in overlaps:
            has_better_person = overlap.cluster_number in of_cluster and rank_for_cluster(
                of_cluster[overlap.cluster_number]
            ) <= rank_for_cluster(overlap)
            has_better_cluster = overlap.person_number in of_person and rank_for_person(
                of_person[overlap.person_number]
            ) <= rank_for_person(overlap)
            assert has_better_person or has_better_cluster
