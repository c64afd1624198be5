"""Clusters under vetoes: what links may make one person, and what they may not."""

import random
from datetime import date

import duckdb
import pytest

from warehouse.identity_clusters import (
    VETOES,
    Identity,
    Link,
    Spell,
    Veto,
    cluster_identities,
    jaro_winkler,
    typing_errors,
)

STRONG = "ssn_and_birth_date"
SEED = [
    Veto("two_social_security_numbers", STRONG, least_sources=2),
    Veto("two_state_student_ids", STRONG, least_days=30),
    Veto("two_birth_dates", f"{STRONG} ssn_and_name native_id", generation_years=12),
    Veto("two_first_names", STRONG, name_similarity=0.85, typing_errors=1),
    Veto("two_people", None, name_similarity=0.85, typing_errors=1, generation_years=12),
    Veto("two_suffixes", f"{STRONG} native_id"),
]
RANKS = {STRONG: 1, "ssn_and_name": 2, "native_id": 3, "exact": 4, "email": 6}
WEAK = ["ssn_and_name", "exact", "email"]


def person(name: str, first_name: str | None = "ANN", last_name: str = "HILL", **more) -> Identity:
    source = more.pop("source", name)
    return Identity(
        name,
        source,
        first_name=first_name,
        first_name_roots=[first_name] if first_name else None,
        is_first_name_initials=first_name is not None and len(first_name) == 1,
        last_name=last_name,
        last_name_parts=[last_name],
        **more,
    )


def groups(identities: list[Identity], *links: tuple[str, str, str]) -> set[frozenset[str]]:
    """Cluster, and give the clusters as sets of names."""
    clusters = cluster_identities(
        identities, [Link(*sorted(ends), rule, RANKS[rule]) for *ends, rule in links], SEED
    )
    assert list(clusters) == sorted(identity.identity_tuple_id for identity in identities)
    members: dict[str, set[str]] = {}
    for name, cluster in clusters.items():
        members.setdefault(cluster, set()).add(name)
    assert all(cluster == min(names) for cluster, names in members.items())
    return {frozenset(names) for names in members.values()}


def together(*names: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in names}


def test_links_are_followed_and_the_unlinked_stay_alone():
    people = [person(name) for name in "abcd"]
    assert groups(people, ("a", "b", "exact"), ("b", "c", "exact")) == together("a b c", "d")


def test_the_contradictory_triangle_stays_two_persons():
    # B fits A and B fits C, but A and C have numbers of their own, each in two sources.
    people = [
        person("a1", source="labor", ssn="1"),
        person("a2", source="higher_ed", ssn="1", birth_date="20010203"),
        person("b", source="comptia", birth_date="20010203"),
        person("c1", source="labor", ssn="2"),
        person("c2", source="higher_ed", ssn="2", birth_date="20010203"),
    ]
    links = [
        ("a1", "a2", "ssn_and_name"),
        ("c1", "c2", "ssn_and_name"),
        ("a2", "b", "exact"),
        ("b", "c2", "exact"),
    ]
    assert groups(people, *links) == together("a1 a2 b", "c1 c2")


def test_a_number_seen_in_one_source_only_may_be_a_slip():
    people = [
        person("a1", source="labor", ssn="1"),
        person("a2", source="higher_ed", ssn="1"),
        person("b", source="workforce", ssn="2"),
    ]
    links = [("a1", "a2", "ssn_and_name"), ("a2", "b", "exact")]
    assert groups(people, *links) == together("a1 a2 b")


def test_twins_stay_two_unless_number_and_birth_date_agree():
    twins = [
        person("a", "ADAM", birth_date="20010203", sex="male"),
        person("b", "BEN", birth_date="20010203", sex="male"),
    ]
    for rule in ("email", "exact", "native_id", "ssn_and_name"):
        assert groups(twins, ("a", "b", rule)) == together("a", "b")
    assert groups(twins, ("a", "b", STRONG)) == together("a b")


@pytest.mark.parametrize(
    ("first", "second", "are_twins"),
    [
        ("JON", "JNO", False),  # one slip
        ("MARGARET", "MARGRET", False),  # alike
        ("JON", "RON", True),  # nobody mistypes the first letter
        ("J", "JON", False),  # an initial, where a side has nothing more
        ("K", "JON", True),
    ],
)
def test_a_slip_in_a_given_name_makes_no_twin(first: str, second: str, are_twins: bool):
    people = [person("a", first, birth_date="20010203"), person("b", second, birth_date="20010203")]
    expected = together("a", "b") if are_twins else together("a b")
    assert groups(people, ("a", "b", "exact")) == expected


def test_a_spouse_behind_an_initial_is_not_drawn_in():
    people = [
        person("a", "MONICA", birth_date="20010203"),
        person("b", "M", source="labor"),
        person("c", "MARK", source="labor"),
    ]
    links = [("a", "b", "ssn_and_name"), ("b", "c", "ssn_and_name")]
    assert groups(people, *links) == together("a b", "c")


def test_given_name_and_surname_in_each_other_s_place_are_one_person():
    people = [person("a", "HENRY", "THOMAS"), person("b", "THOMAS", "HENRY")]
    assert groups(people, ("a", "b", "ssn_and_name")) == together("a b")


def test_between_brother_and_sister_likeness_is_not_enough():
    people = [
        person("a", "DANIEL", birth_date="20010203", sex="male"),
        person("b", "DANIELLE", birth_date="20010203", sex="female"),
    ]
    assert groups(people, ("a", "b", "email")) == together("a", "b")


def test_an_initial_joins_one_of_two_names_and_not_both():
    people = [
        person("a", "ADAM", birth_date="20010203"),
        person("b", "A", birth_date="20010203"),
        person("c", "ALEC", birth_date="20010203"),
    ]
    links = [("a", "b", "ssn_and_name"), ("b", "c", "ssn_and_name")]
    assert groups(people, *links) == together("a b", "c")


def test_father_and_son_stay_two():
    father = person("a", "JOHN", birth_date="19690909")
    son = person("b", "JOHN", birth_date="19990909")
    assert groups([father, son], ("a", "b", "email")) == together("a", "b")
    junior, senior = person("c", "JOHN", suffix="JR"), person("d", "JOHN", suffix="SR")
    assert groups([junior, senior], ("c", "d", "email")) == together("c", "d")


@pytest.mark.parametrize("other", ["20010302", "20010204", "20020203"])
def test_a_swapped_or_mistyped_birth_date_is_no_veto(other: str):
    people = [person("a", birth_date="20010203"), person("b", birth_date=other)]
    assert groups(people, ("a", "b", "email")) == together("a b")


def test_a_borrowed_number_brings_no_stranger():
    people = [
        person("a", "ROSA", "GAST", birth_date="20050630"),
        person("b", "KARL", "ZIMMER", birth_date="19800101"),
    ]
    assert groups(people, ("a", "b", "ssn_and_name")) == together("a", "b")


def enrolled(name: str, number: str, first_day: date, last_day: date) -> Identity:
    return person(
        name,
        birth_date="20010203",
        state_student_id=number,
        school_spells=(Spell(first_day, last_day),),
    )


def test_two_state_numbers_side_by_side_are_two_students():
    one = enrolled("a", "1", date(2016, 8, 20), date(2017, 6, 1))
    other = enrolled("b", "2", date(2016, 8, 20), date(2017, 6, 1))
    assert groups([one, other], ("a", "b", "exact")) == together("a", "b")
    assert groups([one, other], ("a", "b", STRONG)) == together("a b")


def test_a_new_state_number_after_a_move_is_one_student():
    before = enrolled("a", "1", date(2016, 8, 20), date(2017, 1, 10))
    after = enrolled("b", "2", date(2017, 1, 12), date(2017, 6, 1))
    assert groups([before, after], ("a", "b", "exact")) == together("a b")


def test_the_stronger_rule_goes_first_whatever_the_order():
    people = [
        person("a", "ADAM", birth_date="20010203"),
        person("b", "A", birth_date="20010203"),
        person("c", "ALEC", birth_date="20010203"),
    ]
    links = [("a", "b", "email"), ("b", "c", "exact")]
    assert groups(people, *links) == together("a", "b c")


def test_shuffled_rows_change_nothing():
    chance = random.Random(1)
    names = ["ADAM", "A", "ALEC", "ADA", "BEN", "CORA", "DORIS"]
    people = [
        person(
            f"t{number:03}",
            chance.choice(names),
            chance.choice(["HILL", "WOOD"]),
            birth_date=chance.choice(["20010203", "20010302", "19690203", None]),
            ssn=chance.choice(["1", "2", "3", None]),
            source=chance.choice(["labor", "k12", "higher_ed"]),
        )
        for number in range(120)
    ]
    links = {
        (*sorted(chance.sample([p.identity_tuple_id for p in people], 2)), chance.choice(WEAK))
        for _ in range(150)
    }
    ordered = sorted(links)
    before = groups(people, *ordered)
    assert 1 < len(before) < len(people)
    for _ in range(5):
        chance.shuffle(people)
        chance.shuffle(ordered)
        assert groups(people, *ordered) == before


def test_every_veto_of_the_seed_has_its_function_and_an_unknown_one_is_told():
    assert [veto.name for veto in SEED] == list(VETOES)
    with pytest.raises(KeyError, match="two_hats"):
        cluster_identities([], [], [Veto("two_hats")])


def test_similarities_agree_with_the_engine():
    chance = random.Random(2)
    words = ["".join(chance.choices("ABCDE", k=chance.randint(1, 9))) for _ in range(120)]
    words += ["MARTHA", "MARHTA", "DIXON", "DICKSONX", "JON", "JNO", "DWAYNE", "DUANE"]
    pairs = [(a, b) for a in words[:60] for b in words[60:]]
    with duckdb.connect() as connection:
        connection.execute("create table pairs (a varchar, b varchar)")
        connection.executemany("insert into pairs values (?, ?)", pairs)
        engine = connection.execute(
            "select a, b, jaro_winkler_similarity(a, b), damerau_levenshtein(a, b) from pairs"
        ).fetchall()
    for a, b, similarity, errors in engine:
        assert jaro_winkler(a, b) == pytest.approx(similarity, abs=1e-9), (a, b)
        assert (typing_errors(a, b) <= 1) == (errors <= 1), (a, b)
