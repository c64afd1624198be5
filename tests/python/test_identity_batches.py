"""Deliveries matched as they come: the people of one build, at the cost of what is new.

Before a build every pair of the one before is marked. A pair that bears the mark afterwards was
carried over, and one without it was compared.
"""

import random
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from scratch_matching import Pair, ScratchMatching, groups

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from outside_records import make_records


@dataclass(frozen=True)
class Step:
    """What stood in the warehouse after a build."""

    people: dict[str, str]  # record: person, where the build went as far
    clusters: dict[str, str]  # record: cluster
    described: dict[int, str]  # identity_number: the description's id
    carried: dict[Pair, int]  # pairs that bear the mark, with their patterns
    compared: dict[Pair, int]  # pairs that don't
    blocked: set[Pair]  # pairs that blocking brings together
    tables: dict[str, tuple]

    @property
    def pairs(self) -> dict[Pair, int]:
        return self.carried | self.compared


def step(matching: ScratchMatching, records: list[dict], select: str = "+tuple_persons") -> Step:
    """Build on the records, with all pairs of the build before marked."""
    if matching.warehouse_file.exists():
        matching.mark_comparisons()
    matching.build(records, select)
    carried, compared = matching.comparisons()
    blocked = matching.query(
        """
        select distinct a.identity_number, b.identity_number
        from identity.blocking_keys as a
        inner join identity.blocking_keys as b using (blocking_key)
        where a.identity_number < b.identity_number
        """
    )
    described = "select identity_number, identity_tuple_id from identity.linkable_identities"
    return Step(
        people=matching.people() if select == "+tuple_persons" else {},
        clusters=matching.clusters(),
        described=dict(matching.query(described)),
        carried=carried,
        compared=compared,
        blocked=set(blocked),
        tables=matching.table_hashes(),
    )


@pytest.fixture(scope="module")
def records() -> list[dict]:
    """Give the records of a thousand people, the oldest first."""
    table = make_records(1000, "heavy", seed=11)[0]
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return sorted(rows, key=lambda row: (row["observed_on"] or "", row["record_id"]))


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory, records: list[dict]) -> Step:
    return step(ScratchMatching(tmp_path_factory.mktemp("at_once")), records, "+clusters")


@pytest.fixture(scope="module")
def batched(tmp_path_factory: pytest.TempPathFactory) -> ScratchMatching:
    return ScratchMatching(tmp_path_factory.mktemp("batched"))


@pytest.fixture(scope="module")
def batches(batched: ScratchMatching, records: list[dict]) -> list[Step]:
    """Give the first third of the records, two thirds, and all, in one warehouse."""
    third = len(records) // 3
    return [step(batched, records[:end]) for end in (third, 2 * third, len(records))]


def bcubed_f1(one: dict[str, str], other: dict[str, str]) -> float:
    """Measure how like two partitions of the same records are, 1 for the same."""
    assert one.keys() == other.keys()
    of_one = {record: group for group in groups(one) for record in group}
    of_other = {record: group for group in groups(other) for record in group}
    common = {record: len(of_one[record] & of_other[record]) for record in one}
    precision = sum(common[record] / len(of_one[record]) for record in one) / len(one)
    recall = sum(common[record] / len(of_other[record]) for record in one) / len(one)
    return 2 * precision * recall / (precision + recall)


def test_three_batches_give_the_people_of_one(batches: list[Step], at_once: Step):
    found, expected = batches[-1].people, at_once.clusters
    differ = groups(found) - groups(expected)
    print(f"{len(groups(found))} people in batches, {len(differ)} of them others than at once")
    assert bcubed_f1(found, expected) >= 0.995
    # What is compared in one go is compared in batches; a block that outgrew its rule kept a few.
    pairs = batches[-1].pairs
    assert at_once.pairs.items() <= pairs.items()
    assert len(pairs) - len(at_once.pairs) < 0.05 * len(pairs)


def test_a_later_batch_compares_only_pairs_with_a_new_description(batches: list[Step]):
    for before, after in pairwise(batches):
        known = before.described.keys() & after.described.keys()
        assert after.carried == {
            ends: pattern for ends, pattern in before.pairs.items() if known.issuperset(ends)
        }
        assert after.compared.keys() == {
            ends for ends in after.blocked if not known.issuperset(ends)
        }
        assert len(after.carried) > 0.8 * len(before.pairs)
    assert batches[0].carried == {}


@pytest.fixture(scope="module")
def again(batched: ScratchMatching, batches: list[Step], records: list[dict]) -> dict[str, tuple]:
    """Give the tables after all records came once more, in another order."""
    shuffled = random.Random(2).sample(records, len(records))
    batched.build(shuffled, "+tuple_persons")
    return batched.table_hashes()


def test_the_same_records_in_another_order_change_nothing(
    batches: list[Step], again: dict[str, tuple]
):
    # What a run adds to the registry differs between the run that issues ids and the one after.
    def lasting(tables: dict[str, tuple]) -> dict[str, tuple]:
        return {name: found for name, found in tables.items() if "identity.registry" not in name}

    assert {"main.person_registry", "identity.comparisons", "identity.tuple_persons"} <= set(again)
    assert lasting(again) == lasting(batches[-1].tables)


STRANGER = {
    "record_id": "stranger",
    "source": "k12",
    "first_name": "Wenceslas",
    "last_name": "Quarrington",
    "birth_date": "1977-07-17",
    "native_id": "77777777",
    "observed_on": "2019-09-01",
}


@dataclass(frozen=True)
class Withdrawal:
    """A build without a description and with a stranger, and one in which it is there again."""

    number: int  # the description's identity_number
    person: str
    changed: Step
    back: Step


@pytest.fixture(scope="module")
def withdrawal(
    batched: ScratchMatching, batches: list[Step], records: list[dict], again: dict[str, tuple]
) -> Withdrawal:
    before = batches[-1]
    # Compared with many, and without a number or address of which its going tells something.
    alone = [
        number
        for (number,) in batched.query(
            "select identity_number from identity.linkable_identities"
            " where coalesce(ssn, email, phone) is null order by identity_number"
        )
    ]
    ends = Counter(end for both in before.pairs for end in both)
    number = max(alone, key=lambda one: ends[one])
    of_description = [
        record_id
        for (record_id,) in batched.query(
            "select record_id from staging.stg_outside__records where identity_tuple_id ="
            f" '{before.described[number]}'"
        )
    ]
    kept = [row for row in records if row["record_id"] not in of_description]
    changed = step(batched, [*kept, STRANGER])
    return Withdrawal(number, before.people[of_description[0]], changed, step(batched, records))


def test_an_unrelated_person_adds_one_id(batches: list[Step], withdrawal: Withdrawal):
    before, after = batches[-1].people, withdrawal.changed.people
    # All have the ids that they had but for the person of whom a description is gone: that one may
    # have become two.
    others = {record for record, person in before.items() if person != withdrawal.person}
    assert {record: after[record] for record in others} == {
        record: before[record] for record in others
    }
    added = {after[record] for record in {*others, "stranger"}} - set(before.values())
    assert added == {after["stranger"]}


def test_a_withdrawn_description_takes_its_pairs_with_it_and_brings_them_back(
    batches: list[Step], withdrawal: Withdrawal
):
    before, changed, back = batches[-1], withdrawal.changed, withdrawal.back
    of_withdrawn = {ends for ends in before.pairs if withdrawal.number in ends}
    assert len(of_withdrawn) > 5
    assert changed.pairs.keys() == before.pairs.keys() - of_withdrawn
    assert changed.compared == {}
    assert back.carried.keys() == changed.pairs.keys()
    assert back.compared.keys() == of_withdrawn & before.blocked
    assert back.people == before.people


def test_what_was_compared_in_another_way_is_compared_anew(
    batched: ScratchMatching, at_once: Step, withdrawal: Withdrawal, records: list[dict]
):
    assert withdrawal.back.carried
    batched.query("update identity.comparisons set compared_by = 'other levels'")
    anew = step(batched, records, "+clusters")
    assert anew.carried == {}
    assert anew.compared == at_once.pairs
    assert anew.clusters == at_once.clusters
