"""Ids handed on, one to one: through merges, splits and merges undone."""

import random

from warehouse.identity_registry import Overlap, hand_on_persons


def test_the_greatest_overlap_takes_the_id():
    overlaps = [Overlap("a", 1, 3, 3), Overlap("b", 1, 5, 5), Overlap("b", 2, 4, 4)]
    assert hand_on_persons(overlaps) == {"b": 1}


def test_a_merge_keeps_the_person_with_more_evidence_and_the_older_on_ties():
    assert hand_on_persons([Overlap("a", 7, 2, 2), Overlap("a", 9, 5, 5)]) == {"a": 9}
    assert hand_on_persons([Overlap("a", 9, 5, 5), Overlap("a", 7, 5, 5)]) == {"a": 7}


def test_a_split_leaves_the_id_with_the_greater_part():
    assert hand_on_persons([Overlap("a", 7, 2, 2), Overlap("b", 7, 5, 5)]) == {"b": 7}


def test_an_undone_merge_gives_the_old_id_back():
    # All evidence went to person 7 by the merge; part b once was person 9.
    overlaps = [Overlap("a", 7, 6, 6), Overlap("b", 7, 5, 5), Overlap("b", 9, 0, 5)]
    assert hand_on_persons(overlaps) == {"a": 7, "b": 9}


def test_what_is_held_now_goes_before_what_was_once_held():
    overlaps = [Overlap("a", 9, 0, 50), Overlap("b", 9, 1, 1)]
    assert hand_on_persons(overlaps) == {"b": 9}


def test_the_order_of_overlaps_makes_no_difference():
    chance = random.Random(3)
    overlaps = [
        Overlap(f"c{chance.randrange(40)}", chance.randrange(40), now := chance.randrange(4), now)
        for _ in range(200)
    ]
    before = hand_on_persons(overlaps)
    assert len(set(before.values())) == len(before) > 20
    for _ in range(5):
        chance.shuffle(overlaps)
        assert hand_on_persons(overlaps) == before
