"""Components and clusters against plain second computations, on random pairs."""

import random
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from contested_pairs import OVERRULED_BY, STRONG, columns, members_of
from plain_clusters import AVERAGED, BEST_OF, PlainClustering
from warehouse.identity_clusters import (
    COUNTED_RULES,
    Vetoes,
    cluster_contested,
)
from warehouse.identity_components import connected_components

PRIOR_WEIGHT = -7.0
# Thresholds that no sum or average of quarters meets, so that no last digit decides.
PARAMETERS = {"link_weight": 2.7182818, "tie_weight": 1.4142136, "sources_that_confirm": 2.0}
QUARTERS = [quarter / 4 for quarter in range(-14, 25)]


def test_components_are_those_of_a_plain_union_find():
    chance = random.Random(4)
    for _ in range(200):
        size, edges = chance.randint(2, 60), chance.randint(1, 60)
        named = [chance.randrange(10**9) for _ in range(size)]
        ends = [chance.sample(named, 2) for _ in range(edges)]
        firm = [chance.random() < 0.6 for _ in ends]
        found = connected_components(
            np.array([a for a, _ in ends]),
            np.array([b for _, b in ends]),
            np.array(firm),
            np.ones(len(ends)),
            size,
        )
        numbers = found["identity_number"].tolist()
        assert numbers == sorted({end for both in ends for end in both})
        all_roots = union_find(numbers, ends)
        firm_roots = union_find(
            numbers, [both for both, is_firm in zip(ends, firm, strict=True) if is_firm]
        )
        assert found["component_number"].tolist() == [all_roots[number] for number in numbers]
        assert found["firm_number"].tolist() == [firm_roots[number] for number in numbers]
        sizes = list(all_roots.values())
        assert found["component_size"].tolist() == [
            sizes.count(all_roots[number]) for number in numbers
        ]


def test_a_component_that_is_too_large_falls_apart_where_it_is_weakest():
    """Three chains of ten that hang together by pairs of one bit; a fourth holds at any size."""
    a, b, weight = [], [], []
    for chain in range(4):
        for place in range(9):
            a.append(10 * chain + place)
            b.append(10 * chain + place + 1)
            weight.append(np.inf if chain == 3 else 20.0 + place)
    for chain in range(3):
        a.append(10 * chain + 9)
        b.append(10 * chain + 10)
        weight.append(1.0)
    ends = np.array(a), np.array(b), np.ones(len(a), bool), np.array(weight)
    assert set(connected_components(*ends, 40)["component_number"].tolist()) == {0}
    for column in ("component_number", "firm_number"):
        of_ten = connected_components(*ends, 10)[column].tolist()
        assert of_ten == [10 * (number // 10) for number in range(40)]
    smaller = connected_components(*ends, 9)
    assert max(smaller["component_size"][:30]) <= 9
    assert set(smaller["component_size"][30:].tolist()) == {10}


def union_find(numbers: list[int], ends: list[list[int]]) -> dict[int, int]:
    """Give the least number of each number's component."""
    root = {number: number for number in numbers}

    def find(number: int) -> int:
        while root[number] != number:
            number = root[number]
        return number

    for a, b in ends:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    return {number: find(number) for number in numbers}


def test_a_chain_is_one_component_however_long_and_no_pair_makes_none():
    numbers = random.Random(5).sample(range(10**6), 3000)
    chain = np.array(list(pairwise(numbers)))
    ones = np.ones(len(chain))
    found = connected_components(chain[:, 0], chain[:, 1], ones > 0, ones, len(numbers))
    assert set(found["component_number"]) == set(found["firm_number"]) == {min(numbers)}
    nothing = np.array([], dtype=np.int64)
    empty = connected_components(nothing, nothing, nothing.astype(bool), nothing, 1)
    assert {len(column) for column in empty.values()} == {0}
    assert cluster_contested(columns([]), [], PRIOR_WEIGHT, PARAMETERS, Vetoes(OVERRULED_BY)) == {}


@dataclass(frozen=True)
class RandomComponent:
    """Numbers of the members, what pairs of them say, and whose number is seen in which source."""

    component_number: int
    numbers: list[int]
    pairs: list[dict]
    ssns: dict[int, tuple[str, str]]


def random_component(
    chance: random.Random, component_number: int, weights: list[float] | None = None
) -> RandomComponent:
    """Make a component richer in conflict than real ones; weights from a list, or any."""
    numbers = sorted(chance.sample(range(10**6), chance.randint(3, 11)))
    pairs = []
    for place, a in enumerate(numbers):
        for b in numbers[place + 1 :]:
            rule = None
            if chance.random() < 0.12:
                rule = chance.choice(["name_variants", *COUNTED_RULES])
            said = {
                "component_number": component_number,
                "identity_number_a": a,
                "identity_number_b": b,
                "rule_name": rule,
                "is_strong": rule in STRONG,
                "is_side_by_side": chance.random() < 0.03,
                "is_cannot_link": chance.random() < 0.03,
            }
            for name in (*AVERAGED, *BEST_OF):
                if chance.random() < 0.5:
                    weight = chance.choice(weights) if weights else chance.uniform(-3.5, 6)
                    said[f"{name}_weight"] = weight
                    if name in ("first_name", "birth_date", "suffix"):
                        said[f"is_{name}_other"] = weight < -1
            # In a large component not all are compared with all.
            if not pairs or chance.random() < 0.85:
                pairs.append(said)
    ssns = {n: (chance.choice("12"), chance.choice("km")) for n in numbers if chance.random() < 0.6}
    return RandomComponent(component_number, numbers, pairs, ssns)


def cluster(component: RandomComponent, chance: random.Random | None = None) -> dict[int, int]:
    """Cluster the component, its rows in random order if `chance` is given."""
    pairs, numbers = component.pairs, component.numbers
    if chance:
        pairs, numbers = chance.sample(pairs, len(pairs)), chance.sample(numbers, len(numbers))
    members = []
    for number in numbers:
        ssn, source = component.ssns.get(number, (None, "elsewhere"))
        members.append((number, component.component_number, source, ssn))
    return cluster_contested(
        columns(pairs), members, PRIOR_WEIGHT, PARAMETERS, Vetoes(OVERRULED_BY)
    )


def test_a_plain_computation_with_every_average_anew_agrees():
    chance = random.Random(6)
    sizes = []
    for component_number in range(400):
        component = random_component(chance, component_number, QUARTERS)
        pairs = {
            (one["identity_number_a"], one["identity_number_b"]): one for one in component.pairs
        }
        plain = PlainClustering(pairs, component.ssns, PRIOR_WEIGHT, PARAMETERS, OVERRULED_BY)
        expected = set(map(frozenset, plain.clusters(component.numbers)))
        assert set(members_of(cluster(component)).values()) == expected, component_number
        sizes += map(len, expected)
    # Enough was merged, and more than once, for the agreement to say something.
    assert sizes.count(1) > 300
    assert sum(size >= 4 for size in sizes) > 100


def test_the_order_of_rows_makes_no_difference():
    chance = random.Random(7)
    for component_number in range(60):
        component = random_component(chance, component_number, QUARTERS)
        before = cluster(component)
        assert list(before) == component.numbers
        assert all(cluster(component, chance) == before for _ in range(3))


def test_components_clustered_together_come_out_as_each_by_itself():
    chance = random.Random(8)
    # Numbers of their own, from a component's to the next one's.
    parts = [random_component(chance, 10**7 * place, QUARTERS) for place in range(40)]
    whole, apart, members = [], {}, []
    for part in parts:
        base = part.component_number
        apart |= {base + n: base + c for n, c in cluster(part).items()}
        for one in part.pairs:
            ends = {name: base + one[name] for name in ("identity_number_a", "identity_number_b")}
            whole.append(one | ends)
        for number in part.numbers:
            ssn, source = part.ssns.get(number, (None, "elsewhere"))
            members.append((base + number, base, source, ssn))
    vetoes = Vetoes(OVERRULED_BY)
    found = cluster_contested(columns(whole), members, PRIOR_WEIGHT, PARAMETERS, vetoes)
    assert found == apart


def test_what_numbers_descriptions_bear_decides_nothing_where_no_two_merges_weigh_the_same():
    chance = random.Random(9)
    for component_number in range(100):
        before = random_component(chance, component_number)
        to = chance.sample(range(10**6), len(before.numbers))
        other = dict(zip(before.numbers, to, strict=True))
        pairs = []
        for one in before.pairs:
            a, b = sorted((other[one["identity_number_a"]], other[one["identity_number_b"]]))
            pairs.append(one | {"identity_number_a": a, "identity_number_b": b})
        ssns = {other[number]: said for number, said in before.ssns.items()}
        after = cluster(RandomComponent(component_number, to, pairs, ssns))
        back = {number: after[other[number]] for number in before.numbers}
        assert set(members_of(back).values()) == set(members_of(cluster(before)).values())
