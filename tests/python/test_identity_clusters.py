"""Clusters under vetoes: what pairs may make one person, and what they may not."""

import pytest

from contested_pairs import OVERRULED_BY, STRONG, columns, members_of, seed
from warehouse.identity_clusters import (
    BEST_OF,
    COUNTED_RULES,
    FLAGS,
    Vetoes,
    cluster_contested,
)

PARAMETERS = {"link_weight": 2.0, "tie_weight": 2.0, "sources_that_confirm": 2.0}
# Two descriptions of which no more is known stay two; `FITS` is enough to make them one.
PRIOR_WEIGHT = -10.0
FITS = 20.0


def pair(a: str, b: str, rule: str | None = None, *flags: str, **weights: float) -> dict:
    """Say what two descriptions say of each other, in bits; if nothing else, a contact fits."""
    first, second = sorted((a, b))
    return {
        "a": first,
        "b": second,
        "rule_name": rule,
        "is_strong": rule in STRONG,
        **dict.fromkeys(flags, True),
        **{f"{name}_weight": weight for name, weight in (weights or {"contact": FITS}).items()},
    }


def two_people(a: str, b: str) -> dict:
    """Say that given names and birth dates of the two differ."""
    flags = ("is_first_name_other", "is_birth_date_other")
    return pair(a, b, None, *flags, first_name=-5.0, birth_date=-5.0)


def groups(*pairs: dict, ssns: dict[str, tuple[str, str]] | None = None) -> set[frozenset[str]]:
    """Cluster one component, and give the clusters as sets of names.

    `ssns` gives a member's Social Security number and source; the others have no number.
    """
    names = sorted({said[end] for said in pairs for end in "ab"})
    numbers = {name: number for number, name in enumerate(names, start=100)}
    of_component = [
        {
            "component_number": 7,
            "identity_number_a": numbers[said["a"]],
            "identity_number_b": numbers[said["b"]],
            **said,
        }
        for said in pairs
    ]
    members = []
    for name, number in numbers.items():
        ssn, source = (ssns or {}).get(name, (None, "elsewhere"))
        members.append((number, 7, source, ssn))
    clusters = cluster_contested(
        columns(of_component), members, PRIOR_WEIGHT, PARAMETERS, Vetoes(OVERRULED_BY)
    )
    assert list(clusters) == sorted(numbers.values())
    found = members_of(clusters)
    assert all(cluster == min(numbers) for cluster, numbers in found.items())
    return {frozenset(names[number - 100] for number in numbers) for numbers in found.values()}


def together(*names: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in names}


def test_what_fits_is_one_and_what_does_not_is_alone():
    assert groups(pair("a", "b"), pair("b", "c", contact=11.9)) == together("a b", "c")
    # The best goes first and may change what comes after: b says enough for c, b and a don't.
    apart = pair("a", "c", birth_date=-9.0)
    assert groups(pair("a", "b"), pair("b", "c", birth_date=14.0), apart) == together("a b", "c")
    assert groups(pair("a", "b", birth_date=14.0), pair("b", "c"), apart) == together("a", "b c")


# What raises a veto between a and b, and the vetoes that it raises.
RAISES: dict[str, tuple[list[str], dict[str, float]]] = {
    "cannot_link": (["is_cannot_link"], {}),
    "two_people": (
        ["is_first_name_other", "is_birth_date_other"],
        {"first_name": -5.0, "birth_date": -5.0},
    ),
    "two_first_names": (["is_first_name_other"], {"first_name": -5.0}),
    "two_birth_dates": (["is_birth_date_other"], {"birth_date": -5.0}),
    "two_native_ids": (["is_side_by_side"], {"native_id": -5.0}),
    "two_suffixes": (["is_suffix_other"], {"suffix": -2.0}),
    "two_social_security_numbers": ([], {"ssn": -5.0}),
}
ALSO_RAISED = {"two_people": ["two_first_names", "two_birth_dates"]}


@pytest.mark.parametrize("rule", [None, "name_variants", "email", *COUNTED_RULES])
@pytest.mark.parametrize("veto", OVERRULED_BY)
def test_a_veto_yields_to_the_rules_of_its_row_and_to_no_other(veto: str, rule: str | None):
    flags, weights = RAISES[veto]
    ssns = {}
    sides = []
    if veto == "two_social_security_numbers":
        ssns = {"a": ("1", "labor"), "a2": ("1", "k12"), "b": ("2", "labor"), "b2": ("2", "k12")}
        sides = [pair("a", "a2", contact=90.0), pair("b", "b2", contact=90.0)]
    raised = [veto, *ALSO_RAISED.get(veto, [])]
    yields = all(rule in (OVERRULED_BY[name] or "").split() for name in raised)
    found = groups(pair("a", "b", rule, *flags, contact=40.0, **weights), *sides, ssns=ssns)
    assert (len(found) == 1) == yields
    # Without what raises the veto they are one.
    ssns = {name: ("1", source) for name, (_, source) in ssns.items()}
    assert len(groups(pair("a", "b", rule, contact=40.0), *sides, ssns=ssns)) == 1


def test_a_veto_on_what_no_pair_can_be_needs_all_pairs_to_differ():
    # b's given name is like one of the two that a has been known by.
    alike = pair("a1", "b", first_name=4.0, contact=FITS)
    other = pair("a2", "b", None, "is_first_name_other", first_name=-5.0)
    same = pair("a1", "a2", contact=90.0)
    assert groups(alike, other, same) == together("a1 a2 b")
    silent = pair("a1", "b", contact=FITS)
    assert groups(silent, other, same) == together("a1 a2", "b")
    # Two numbers of one agency side by side, or a decision, need no more than one pair.
    for flag in ("is_side_by_side", "is_cannot_link"):
        found = groups(alike, pair("a2", "b", None, flag, native_id=-5.0), same)
        assert found == together("a1 a2", "b")


def test_the_rules_and_vetoes_of_the_seeds_are_those_that_the_clustering_knows():
    assert set(RAISES) == set(OVERRULED_BY)
    named = {rule for rules in OVERRULED_BY.values() for rule in (rules or "").split()}
    assert named <= set(COUNTED_RULES) <= {row["rule_name"] for row in seed("matching_rules")}
    with pytest.raises(KeyError, match="two_hats"):
        Vetoes({"two_people": "must_link two_hats"})


def test_a_rule_that_links_by_itself_lets_little_weight_pass_but_not_before_more_weight():
    weak = pair("a", "b", "native_id", native_id=1.0)
    assert groups(weak) == together("a b")
    assert groups(pair("a", "b", "email", native_id=1.0)) == together("a", "b")
    # b fits c better, and c and a are two people.
    assert groups(weak, pair("b", "c"), two_people("a", "c")) == together("a", "b c")


def test_must_links_go_before_all_else_and_ask_for_no_tie():
    everything = [flag for flag in FLAGS if flag not in ("is_cannot_link", "is_strong")]
    decided = pair("a", "b", "must_link", *everything, first_name=-9.0, birth_date=-9.0, suffix=-9)
    assert groups(decided) == together("a b")
    # b fits c far better than a, with whom it can't be one; and as well as the other decision.
    apart = two_people("a", "c")
    assert groups(decided, pair("b", "c", contact=90.0), apart) == together("a b", "c")
    numbers = {"a": ("1", "k"), "a2": ("1", "m"), "b": ("2", "k"), "b2": ("2", "m")}
    sides = [pair("a", "a2", contact=90.0), pair("b", "b2", contact=90.0)]
    assert groups(decided, *sides, ssns=numbers) == together("a a2 b b2")


def test_cannot_links_outrank_must_links_where_the_two_contradict():
    decided = [pair("a", "b", "must_link"), pair("b", "c", "must_link")]
    apart = pair("a", "c", "ssn_and_birth_date", "is_cannot_link", contact=90.0)
    found = groups(*decided, apart)
    assert sorted(map(len, found)) == [1, 2]
    assert not any({"a", "c"} <= members for members in found)
    # Those whom a decision keeps apart take their own with them.
    alike = [pair(*ends, contact=60.0) for ends in (("a", "a2"), ("c", "c2"))]
    alike.append(pair("a2", "c2", contact=50.0))
    assert groups(*alike, apart) == together("a a2", "c c2")


def test_the_contradictory_triangle_stays_two_persons():
    triangle = [pair("a", "b", contact=FITS + 3), pair("b", "c"), two_people("a", "c")]
    assert groups(*triangle) == together("a b", "c")


@pytest.mark.parametrize(("more", "expected"), [(0.0, "b"), (1.9, "b"), (2.1, "a b")])
def test_who_fits_two_people_joins_the_one_that_fits_better_by_far_or_neither(
    more: float, expected: str
):
    found = groups(pair("a", "b", contact=FITS + more), pair("b", "c"), two_people("a", "c"))
    assert frozenset(expected.split()) in found
    assert frozenset("c") in found


def test_between_two_who_may_be_one_nobody_is_torn():
    may_be = pair("a", "c", contact=1.0)
    assert groups(pair("a", "b"), pair("b", "c"), may_be) == together("a b c")


def test_a_cluster_that_knows_more_than_those_who_would_join_it_is_not_torn():
    inside = [pair(*ends, contact=90.0) for ends in (("b1", "b2"), ("b2", "b3"), ("b1", "b3"))]
    fits = [pair("a", "b1"), pair("b2", "c", contact=FITS - 0.5), two_people("a", "c")]
    assert groups(*inside, *fits) == together("a b1 b2 b3", "c")


def test_a_tie_is_a_tie_still_when_one_of_the_two_has_grown():
    fits = [pair("a", "b"), pair("b", "c"), two_people("a", "c")]
    later = [pair("a", "a2", contact=FITS - 4), two_people("a2", "c")]
    assert groups(*fits, *later) == together("a a2", "b", "c")


def test_who_is_torn_between_two_is_not_given_to_a_third_who_fits_worse():
    fits = [pair("b", "a"), pair("b", "c"), pair("b", "d", contact=FITS - 5)]
    apart = [two_people("a", "c"), two_people("a", "d"), two_people("c", "d")]
    assert groups(*fits, *apart) == together("a", "b", "c", "d")


def test_averages_are_taken_over_the_pairs_in_which_both_sides_speak():
    same = pair("a1", "a2", contact=90.0)
    # A wage record, a2, knows no birth date: that of a1 counts in full.
    assert groups(same, pair("a1", "b", birth_date=13.0), pair("a2", "b", sex=0.5)) == together(
        "a1 a2 b"
    )
    # What a1 and b agree in alone is enough, and what a2 says against it halves it.
    against = pair("a2", "b", ssn=-9.0)
    assert groups(same, pair("a1", "b", ssn=17.0), against) == together("a1 a2", "b")
    # Three say of b's birth date 13, 13 and -7: 19 over 3, whatever was merged first.
    three = [pair("a1", "a2", contact=90.0), pair("a2", "a3", contact=80.0)]
    of_b = [
        pair(name, "b", birth_date=weight, contact=6.0)
        for name, weight in (("a1", 13.0), ("a2", 13.0), ("a3", -7.0))
    ]
    assert groups(*three, *of_b) == together("a1 a2 a3 b")
    of_b[-1] = pair("a3", "b", birth_date=-9.0, contact=6.0)
    assert groups(*three, *of_b) == together("a1 a2 a3", "b")


@pytest.mark.parametrize("name", BEST_OF)
def test_of_surnames_and_contacts_the_best_counts(name: str):
    said = [pair("a1", "b", **{name: 13.0}), pair("a2", "b", **{name: -9.0})]
    assert groups(pair("a1", "a2", sex=90.0), *said) == together("a1 a2 b")
    averaged = [pair("a1", "b", sex=13.0), pair("a2", "b", sex=-9.0)]
    assert groups(pair("a1", "a2", contact=90.0), *averaged) == together("a1 a2", "b")


@pytest.mark.parametrize(
    ("ssns", "expected"),
    [
        ({"a1": "1 k", "a2": "1 m", "b1": "2 k", "b2": "2 m"}, "a1 a2/b1 b2"),
        # Confirmed on one side only, by one source only, or a number in common: no veto.
        ({"a1": "1 k", "a2": "1 m", "b1": "2 k"}, "a1 a2 b1 b2"),
        ({"a1": "1 k", "a2": "1 m", "b1": "2 k", "b2": "2 k"}, "a1 a2 b1 b2"),
        ({"a1": "1 k", "a2": "1 m", "b1": "2 k", "b2": "1 m"}, "a1 a2 b1 b2"),
        ({"a1": "1 k", "a2": "1 m", "b1": "1 k", "b2": "1 m"}, "a1 a2 b1 b2"),
        ({}, "a1 a2 b1 b2"),
    ],
)
def test_two_numbers_are_two_people_where_two_sources_confirm_each(
    ssns: dict[str, str], expected: str
):
    said = [pair("a1", "a2", contact=90.0), pair("b1", "b2", contact=80.0), pair("a1", "b1")]
    numbers = {name: tuple(text.split()) for name, text in ssns.items()}
    assert groups(*said, ssns=numbers) == together(*expected.split("/"))
