"""Planted people in a build, the decisions of a clerk in the next, other parameters in a third."""

import csv
import random
from dataclasses import dataclass
from itertools import chain

import duckdb
import pytest

from planted_people import PEOPLE, TORN, record, small_populations, strangers
from scratch_matching import Pair, ScratchMatching, copy_project, groups

KNOWN = PEOPLE | strangers()
MUST_LINKS = [("olav_before", "olav_after"), ("reed_exam", "reed_2"), ("voss_card", "voss_college")]
CANNOT_LINKS = [("hart_card", "hart_college"), ("voss_card", "voss_college")]
QUEUE = """
    with delivered as (
        select identity_tuple_id, min(record_id) as record_id
        from staging.stg_outside__records group by identity_tuple_id
    )
    select a.record_id, b.record_id, queue.reason, queue.is_joined, queue.match_weight
    from identity.clerical_queue as queue
    inner join delivered as a on queue.identity_tuple_id_a = a.identity_tuple_id
    inner join delivered as b on queue.identity_tuple_id_b = b.identity_tuple_id
    order by queue.place_in_queue
"""


def expected(people: dict[str, dict[str, dict]]) -> set[frozenset[str]]:
    return {frozenset(records) for records in people.values()}


def found(of: dict[str, str], people: dict[str, dict[str, dict]]) -> set[frozenset[str]]:
    """Give the records of each person who has one of those people's records."""
    names = set(chain.from_iterable(people.values()))
    return {group for group in groups(of) if group & names}


@pytest.fixture(scope="module")
def records() -> list[dict]:
    named = dict(chain.from_iterable(one.items() for one in (KNOWN | TORN).values()))
    named |= small_populations(random.Random(3), 80)
    assert len(named) > 600
    return [{"record_id": name} | said for name, said in named.items()]


@dataclass(frozen=True)
class Build:
    """What stood in the warehouse after a build."""

    people: dict[str, str]
    clusters: dict[str, str]
    queue: dict[frozenset[str], tuple[str, bool, float]]  # the pair: reason, joined, weight
    carried: dict[Pair, int]
    compared: dict[Pair, int]


def build(matching: ScratchMatching, records: list[dict]) -> Build:
    if matching.warehouse_file.exists():
        matching.mark_comparisons()
    matching.build(records, "+tuple_persons +clerical_queue")
    queue = {frozenset((a, b)): tuple(rest) for a, b, *rest in matching.query(QUEUE)}
    return Build(matching.people(), matching.clusters(), queue, *matching.comparisons())


@pytest.fixture(scope="module")
def matching(tmp_path_factory: pytest.TempPathFactory) -> ScratchMatching:
    """A scratch warehouse, built by a copy of the project whose seeds the tests may write."""
    folder = tmp_path_factory.mktemp("planted")
    return ScratchMatching(folder / "scratch", copy_project(folder / "project"))


@pytest.fixture(scope="module")
def planted(matching: ScratchMatching, records: list[dict]) -> Build:
    return build(matching, records)


def test_who_is_one_and_who_is_two(planted: Build):
    assert found(planted.people, KNOWN) == expected(KNOWN)


@pytest.mark.parametrize(
    ("ends", "reason", "is_joined"),
    [
        ("reed_exam reed_1", "kept_apart_by_others", False),
        ("reed_exam reed_2", "kept_apart_by_others", False),
        ("reed_1 reed_2", "two_native_ids", False),
        ("adam_school ben_college", "two_first_names", False),
        ("vance_sr vance_jr_college", "two_suffixes", False),
        ("hall_wage hall_exam", "grey_band", False),
        ("jana_school jana_exam", "barely_joined", True),
    ],
)
def test_the_queue_holds_the_doubtful_with_the_reason(
    planted: Build, ends: str, reason: str, is_joined: bool
):
    assert planted.queue[frozenset(ends.split())][:2] == (reason, is_joined)


def test_the_queue_begins_with_the_most_doubtful_and_holds_nothing_sure(
    planted: Build, matching: ScratchMatching
):
    parameters = dict(matching.query("select parameter, value from reference.matching_parameters"))
    doubts = [abs(weight - parameters["link_weight"]) for _, _, weight in planted.queue.values()]
    assert doubts == sorted(doubts)
    for sure in ("mia_stone mia_brook", "karl_card karl_college", "olav_before olav_after"):
        assert frozenset(sure.split()) not in planted.queue


def test_every_link_explains_itself(matching: ScratchMatching, planted: Build):
    with duckdb.connect(str(matching.warehouse_file), read_only=True) as connection:
        links = connection.sql(
            """
            with delivered as (
                select identity_tuple_id, min(record_id) as record_id
                from staging.stg_outside__records group by identity_tuple_id
            )
            select a.record_id as a, b.record_id as b, links.*
            from identity.links
            inner join delivered as a on links.identity_tuple_id_a = a.identity_tuple_id
            inner join delivered as b on links.identity_tuple_id_b = b.identity_tuple_id
            """
        ).to_arrow_table()
    rows = links.to_pylist()
    compared = [name.removesuffix("_level") for name in links.column_names if "_level" in name]
    assert len(compared) == 9
    said = {frozenset((row["a"], row["b"])): row for row in rows}
    assert len(said) == len(rows) > 200
    for row in rows:
        parts = [row[f"{name}_weight"] for name in compared]
        assert row["match_weight"] == pytest.approx(row["prior_weight"] + sum(filter(None, parts)))
        # A level that says nothing weighs nothing, and all others something.
        assert [row[f"{name}_level"] == "null" for name in compared] == [p is None for p in parts]
        assert row["is_joined"] == (planted.people[row["a"]] == planted.people[row["b"]])
    for ends, rule, levels in (
        ("mia_stone mia_brook", "ssn_and_birth_date", {"ssn": "same", "last_name": "other"}),
        ("william bill", "name_variants", {"first_name": "nickname", "contact": "zip"}),
        ("ines_both ines_first", "name_variants", {"last_name": "part", "birth_date": "same"}),
        ("henry_thomas thomas_henry", None, {"first_name": "moved", "last_name": "moved"}),
        ("vera_march vera_july", "name_variants", {"birth_date": "swapped"}),
        ("nora_dell nora_form", "email", {"birth_date": "null", "contact": "email"}),
        ("olga_college olga_exam", None, {"ssn": "last_four", "birth_date": "null"}),
        ("reed_1 reed_2", "exact_name_birth_date_sex", {"native_id": "side_by_side"}),
    ):
        row = said[frozenset(ends.split())]
        assert (row["rule_name"], {name: row[f"{name}_level"] for name in levels}) == (rule, levels)


@pytest.fixture(scope="module")
def renamed(
    tmp_path_factory: pytest.TempPathFactory,
    planted: Build,
    matching: ScratchMatching,
    records: list[dict],
) -> dict[str, str]:
    """Give the clusters of the same records in another order, from sources of other names."""
    sources = sorted({row["source"] for row in records})
    other = dict(zip(sources, [f"agency_{n}" for n in range(len(sources), 0, -1)], strict=True))
    rows = [row | {"source": other[row["source"]]} for row in records]
    again = ScratchMatching(tmp_path_factory.mktemp("renamed"), matching.project)
    again.build(random.Random(4).sample(rows, len(rows)), "+clusters")
    return again.clusters()


def test_neither_the_order_of_rows_nor_the_names_of_sources_decide_anything(
    planted: Build, renamed: dict[str, str]
):
    """Merges that weigh the same to the last digit are in no order of their own: they are apart."""
    before, after = (
        {
            group
            for group in groups(clusters)
            if group.isdisjoint(chain.from_iterable(TORN.values()))
        }
        for clusters in (planted.clusters, renamed)
    )
    assert after == before
    assert sum(len(group) > 2 for group in before) > 15


@pytest.mark.xfail(strict=True, reason="an exact tie is broken by the hash of a description")
def test_a_number_s_owner_is_torn_away_under_no_names_of_sources(
    planted: Build, renamed: dict[str, str]
):
    """With the names of `planted` the hash happens to fall well, with others it doesn't."""
    assert found(planted.clusters, TORN) == expected(TORN)
    assert found(renamed, TORN) == expected(TORN)


def decide(matching: ScratchMatching, seed: str, decisions: list[tuple[str, str]]) -> None:
    """Write decisions into a seed of the copied project, as a clerk does."""
    described = dict(
        matching.query("select record_id, identity_tuple_id from staging.stg_outside__records")
    )
    path = matching.project / f"seeds/identity/{seed}.csv"
    header = path.read_text().strip()
    assert "\n" not in header, f"{seed} holds decisions already"
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split(","))
        for a, b in decisions:
            writer.writerow([described[a], described[b], "A. Clerk", "2026-05-02", "asked them"])


@pytest.fixture(scope="module")
def decided(matching: ScratchMatching, planted: Build, records: list[dict]) -> Build:
    decide(matching, "must_links", MUST_LINKS)
    decide(matching, "cannot_links", CANNOT_LINKS)
    return build(matching, records)


@pytest.fixture(scope="module")
def later(matching: ScratchMatching, decided: Build, records: list[dict]) -> Build:
    """Records of the decided in another order, one more of theirs, and a parameter refitted."""
    path = matching.project / "seeds/identity/matching_parameters.csv"
    text = path.read_text()
    assert "days_side_by_side,30," in text
    path.write_text(text.replace("days_side_by_side,30,", "days_side_by_side,31,"))
    more = record("exams", "June", "Hart", "1988-12-02")
    shuffled = random.Random(6).sample(records, len(records))
    return build(matching, [*shuffled, {"record_id": "hart_exam"} | more])


def of_decided(people: dict[str, str]) -> set[frozenset[str]]:
    names = set(chain.from_iterable(MUST_LINKS + CANNOT_LINKS))
    return {group for group in groups(people) if group & names}


DECIDED = {
    frozenset({"olav_before", "olav_after"}),
    frozenset({"reed_exam", "reed_2"}),
    *(frozenset({name}) for name in ("hart_card", "hart_college", "voss_card", "voss_college")),
}


def test_what_people_decide_outranks_all_and_leaves_everyone_else(planted: Build, decided: Build):
    assert of_decided(decided.people) == DECIDED
    names = set(chain.from_iterable(DECIDED))
    others = planted.people.keys() - names
    assert {name: decided.people[name] for name in others} == {
        name: planted.people[name] for name in others
    }
    # Of those who became one and those who became two, one goes on with the id.
    for group in ({"olav_before", "olav_after"}, {"hart_card", "hart_college"}):
        before = {planted.people[name] for name in group}
        after = {decided.people[name] for name in group}
        assert len(before & after) == 1


def test_what_is_decided_is_doubtful_no_more(planted: Build, decided: Build):
    about = {frozenset(ends) for ends in MUST_LINKS + CANNOT_LINKS}
    assert frozenset({"reed_exam", "reed_2"}) in planted.queue
    assert not about & decided.queue.keys()
    assert frozenset({"hall_wage", "hall_exam"}) in decided.queue


def test_a_decision_has_only_its_own_pair_compared(planted: Build, decided: Build):
    assert len(decided.compared) == len({*MUST_LINKS, *CANNOT_LINKS})
    assert decided.carried.items() <= planted.compared.items()


def test_decisions_survive_another_delivery_and_other_parameters(decided: Build, later: Build):
    assert later.carried == {}
    assert later.compared.keys() > decided.carried.keys()
    assert of_decided(later.people) == DECIDED
    assert {name: later.people[name] for name in decided.people} == decided.people
    # She fits both whom a decision keeps apart.
    assert frozenset({"hart_exam"}) in groups(later.people)
