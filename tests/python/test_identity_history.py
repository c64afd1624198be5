"""Random histories of people through the registry's own SQL, against a computation by hand."""

import random
from collections.abc import Iterator

import duckdb
import pytest

from conftest import PROJECT, Build
from registry_by_hand import WEIGHTS, Description, Event, RegistryByHand
from warehouse.identity_registry import Overlap, hand_on_persons

# In the order in which a build runs them; the registry's tables between are written by hand.
DECIDING = [
    "registry_clusters",
    "cluster_evidence",
    "registry_run",
    "registry_retired_persons",
    "registry_holdings",
    "registry_overlaps",
]
SAYING = ["cluster_persons", "registry_changes", "registry_transfers", "registry_heirs"]
EMPTY_REGISTRY = """
    create table registry.main.person_registry (evidence_key varchar, run_number integer,
        evidence_kind varchar, person_number bigint, person_id varchar, run_id varchar);
    create table registry.main.person_events (event_kind varchar, person_id varchar,
        other_person_id varchar, run_number integer, run_id varchar, run_date date,
        primary key (event_kind, person_id, other_person_id, run_number));
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each model of the registry as dbt compiles it where there is a registry."""
    folder = tmp_path_factory.mktemp("compiled")
    build = Build(folder, PROJECT / "extracts", folder)
    build.state.mkdir()
    with duckdb.connect(str(build.state / "registry.duckdb")) as connection:
        connection.execute(EMPTY_REGISTRY.replace("registry.main.", "main."))
    result = build.dbt("compile", "--select", "path:models/intermediate/identity")
    assert result.returncode == 0, result.stdout[-3000:]
    models = build.target / "compiled/credential_warehouse/models/intermediate/identity"
    return {path.stem: path.read_text() for path in models.glob("*.sql")}


class RegistryInSql:
    """The registry's models, run on clusters given by hand."""

    def __init__(self, compiled: dict[str, str]) -> None:
        self.compiled = compiled
        self.connection = duckdb.connect()
        self.connection.execute(
            "attach ':memory:' as warehouse; attach ':memory:' as registry;"
            "create schema warehouse.identity; create schema warehouse.staging;"
            "create schema warehouse.reference;" + EMPTY_REGISTRY
        )
        self.fill("reference.evidence_kinds (evidence_kind varchar, weight integer)", WEIGHTS)
        self.connection.execute(
            "create table warehouse.staging.stg_admission__deliveries as select 'admitted' as"
            " status, 'a.csv' as file_name, '0' as sha256, date '2017-08-01' as delivered_on"
        )

    def fill(self, table: str, rows: object) -> None:
        rows = list(rows.items()) if isinstance(rows, dict) else list(rows)
        self.connection.execute(f"create or replace table warehouse.{table}")
        marks = ", ".join("?" * len(rows[0]))
        name = table.split(" ")[0]
        self.connection.executemany(f"insert into warehouse.{name} values ({marks})", rows)

    def build(self, model: str) -> None:
        self.connection.execute(
            f"create or replace table warehouse.identity.{model} as {self.compiled[model]}"
        )

    def run(self, clusters: dict[str, list[Description]]) -> dict[str, int]:
        """Run all models on one run's clusters; return each cluster's person number."""
        rows = [(cluster, description) for cluster, its in clusters.items() for description in its]
        self.fill(
            "identity.clusters (identity_tuple_id varchar, cluster_id varchar)",
            [(description.identity_tuple_id, cluster) for cluster, description in rows],
        )
        self.fill(
            "identity.linkable_identities (identity_tuple_id varchar, native_id varchar,"
            " ssn varchar, last_name varchar, first_name varchar, birth_date date,"
            " id_space varchar, is_ssn_shared boolean)",
            [(*description, "ANN", "2000-01-01", "k12", False) for _, description in rows],
        )
        for model in DECIDING:
            self.build(model)
        self.hand_on()
        for model in [*SAYING, "registry_events"]:
            self.build(model)
        # Twice, as a second try of a run would: what is written stays as it is.
        for model in ("person_events", "person_registry") * 2:
            self.connection.execute(f"insert into registry.main.{model} {self.compiled[model]}")
        self.build("person_resolutions")
        return dict(
            self.connection.execute(
                "select cluster_id, person_number from warehouse.identity.cluster_persons"
            ).fetchall()
        )

    def hand_on(self) -> None:
        """Do what the Python model does, without its short cut for what is not contested."""
        overlaps = self.connection.execute(
            "select cluster_number, person_number, current_weight, own_weight, weight_ever,"
            " own_weight_ever from warehouse.identity.registry_overlaps"
        ).fetchall()
        self.connection.execute(
            "create or replace table warehouse.identity.registry_kept_persons"
            " (cluster_number bigint, person_number bigint, person_id varchar)"
        )
        for cluster_number, person_number in hand_on_persons(map(Overlap._make, overlaps)).items():
            self.connection.execute(
                "insert into warehouse.identity.registry_kept_persons select ?, person_number,"
                " person_id from registry.main.person_registry where person_number = ? limit 1",
                [cluster_number, person_number],
            )

    def events(self) -> set[Event]:
        return set(
            map(
                Event._make,
                self.connection.execute(
                    """
                    with numbers as (
                        select distinct person_id, person_number from registry.main.person_registry
                    )
                    select event_kind, a.person_number, b.person_number, run_number
                    from registry.main.person_events as events
                    inner join numbers as a on events.person_id = a.person_id
                    inner join numbers as b on events.other_person_id = b.person_id
                    """
                ).fetchall(),
            )
        )

    def living(self, run_number: int) -> dict[int, int]:
        """Resolve every id issued by a run as of that run."""
        rows = self.connection.execute(
            """
            with numbers as (
                select distinct person_id, person_number from registry.main.person_registry
            )
            select a.person_number, b.person_number
            from warehouse.identity.person_resolutions as resolutions
            inner join numbers as a on resolutions.person_id = a.person_id
            inner join numbers as b on resolutions.living_person_id = b.person_id
            where $run between first_run_number and coalesce(last_run_number, $run)
            """,
            {"run": run_number},
        ).fetchall()
        assert len(rows) == len(dict(rows))
        return dict(rows)


def cluster_ids(groups: list[list[Description]]) -> dict[str, list[Description]]:
    """Name each cluster by its least description, as the models do."""
    return {min(d.identity_tuple_id for d in group): group for group in groups if group}


def grow(chance: random.Random, runs: int, town: int) -> Iterator[list[list[Description]]]:
    """Make one small town's clusters run by run: merged, divided, undone, corrected, withdrawn."""
    people = [[describe(chance, town, number)] for number in range(chance.randrange(2, 8))]
    before = people
    for _ in range(runs):
        yield [
            [description for description in person if chance.random() < 0.8] for person in people
        ]
        changed = [list(person) for person in people]
        step = chance.choice(["merge", "merge", "split", "undo", "scatter", "correct", "rest"])
        if step == "merge" and len(changed) > 1:
            chance.shuffle(changed)
            changed.append(changed.pop() + changed.pop())
        elif step == "split":
            person = max(changed, key=len)
            changed.append([person.pop() for _ in range(chance.randrange(len(person)))])
        elif step == "undo":
            changed = before
        elif step == "scatter":
            changed = [[] for _ in people]
            for description in [description for person in people for description in person]:
                chance.choice(changed).append(description)
        elif step == "correct":
            person = chance.choice(changed)
            if person:
                person[0] = describe(chance, town, 0)._replace(native_id=person[0].native_id)
                person.append(describe(chance, town, 9))
        before, people = people, changed


def describe(chance: random.Random, town: int, number: int) -> Description:
    """Describe somebody by a number of their own, and a number and a name that others may have."""
    shared = chance.randrange(number + 1)
    return Description(
        f"{chance.getrandbits(64):016x}",
        f"n{town}-{number}" if chance.random() < 0.6 else None,
        f"s{town}-{shared}" if chance.random() < 0.4 else None,
        f"NAME{town}-{shared}" if chance.random() < 0.4 else None,
    )


def test_random_histories_agree_with_the_computation_by_hand(compiled: dict[str, str]):
    chance = random.Random(7)
    towns = [list(grow(chance, 8, town)) for town in range(100)]
    by_hand, in_sql = RegistryByHand(), RegistryInSql(compiled)
    for number in range(8):
        clusters = cluster_ids([person for town in towns for person in town[number]])
        expected = by_hand.run(clusters)
        assert in_sql.run(clusters) == expected
        assert in_sql.events() == set(by_hand.events)
        # Who has records in this run stands for itself.
        latest = max(by_hand.living)
        assert {by_hand.living[latest][person] for person in expected.values()} == set(
            expected.values()
        )
    for run_number, living in by_hand.living.items():
        assert in_sql.living(run_number) == living
    counts = {
        kind: sum(event.event_kind == kind for event in by_hand.events)
        for kind in ("merge", "split", "restore", "follow")
    }
    print(counts)
    assert min(counts.values()) > 3, counts


def test_through_merges_and_their_undoing_an_id_goes_with_what_it_was_issued_for(
    compiled: dict[str, str],
):
    chance = random.Random(11)
    founders = [Description(f"{chance.getrandbits(64):016x}", f"n{n}") for n in range(120)]
    people = [[[founder] for founder in founders[town : town + 6]] for town in range(0, 120, 6)]
    in_sql = RegistryInSql(compiled)
    first = in_sql.run(cluster_ids([person for town in people for person in town]))
    for run_number in range(2, 10):
        people = [regroup(chance, town) for town in people]
        clusters = cluster_ids([person for town in people for person in town])
        persons = in_sql.run(clusters)
        living = in_sql.living(run_number)
        assert set(persons.values()) <= set(first.values())
        for cluster, group in clusters.items():
            ids = {first[founder.identity_tuple_id] for founder in group}
            assert {living[person] for person in ids} == {persons[cluster]}


def regroup(chance: random.Random, people: list[list[Description]]) -> list[list[Description]]:
    """Merge some people whole, or divide all of them at random."""
    groups: dict[tuple[int, int], list[Description]] = {}
    is_merge = chance.random() < 0.5
    for place, person in enumerate(people):
        merged = chance.randrange(3)
        for founder in person:
            group = (0, merged) if is_merge else (place, chance.randrange(3))
            groups.setdefault(group, []).append(founder)
    return list(groups.values())
