"""How good the matching is, against the simulator's truth: who was put together, and who is one.

A pair is two rows. Precision is the share of the pairs put under one person_id that are one true
person. Recall is the share of the connectable pairs (rows of one person that clean identifiers
connect, by the truth's connected_group) that were put together. Pairs are counted from group sizes,
never written out. As one long work history makes thousands of pairs, all is told twice: over
records, and over distinct identities, where a person counts for what sources say of them, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from warehouse.errors import WarehouseError

SUBGROUPS = ("sex", "race_ethnicity", "is_hyphenated", "is_name_changed", "is_native_surname")


@dataclass(frozen=True)
class Agreement:
    """Counts of pairs and sums of B³ over nodes: records, or distinct identities."""

    nodes: int
    linked_pairs: int
    true_linked_pairs: int
    connectable_pairs: int
    found_pairs: int
    true_pairs: int
    b3_precision: float
    b3_recall: float

    @property
    def pairwise_precision(self) -> float:
        """Share of linked pairs that are one true person; 1 where nothing is linked."""
        return self.true_linked_pairs / self.linked_pairs if self.linked_pairs else 1.0

    @property
    def pairwise_recall(self) -> float:
        """Share of connectable pairs that are linked; 1 where nothing can be."""
        return self.found_pairs / self.connectable_pairs if self.connectable_pairs else 1.0

    @property
    def recall_of_true_pairs(self) -> float:
        """Share of all pairs of one true person that are linked, connectable or not."""
        return self.true_linked_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def b3_f1(self) -> float:
        """Harmonic mean of B³ precision and recall (Bagga and Baldwin, 1998)."""
        both = self.b3_precision + self.b3_recall
        return 2 * self.b3_precision * self.b3_recall / both if both else 0.0


@dataclass(frozen=True)
class SubgroupRecall:
    """Recall over the distinct identities of the people of one subgroup."""

    subgroup: str
    value: str
    people: int
    connectable_pairs: int
    found_pairs: int

    @property
    def recall(self) -> float:
        """Share of the subgroup's connectable pairs that are linked."""
        return self.found_pairs / self.connectable_pairs if self.connectable_pairs else 1.0


@dataclass(frozen=True)
class MatchingQuality:
    """All that is measured of one build."""

    records: Agreement
    identities: Agreement
    persons: int
    true_persons: int
    over_merged_persons: int  # person_ids that hold rows of more than one true person
    split_groups: int  # connected groups that lie under more than one person_id
    subgroups: tuple[SubgroupRecall, ...]


def evaluate_matching(warehouse_file: Path, truth_folder: Path) -> MatchingQuality:
    """Measure the matching of a built warehouse against the truth of its deliveries.

    Parameters
    ----------
    warehouse_file
        The warehouse's DuckDB file, read only.
    truth_folder
        Folder with rows.parquet and people.parquet as the simulator writes them.

    Raises
    ------
    WarehouseError
        The warehouse is not there or not built, the truth is not there, or it is another state's.
    """
    for path in (warehouse_file, truth_folder / "rows.parquet", truth_folder / "people.parquet"):
        if not path.exists():
            raise WarehouseError(
                f"{path} does not exist. Build the warehouse of simulated deliveries first, and"
                " name the folder in which `warehouse simulate` wrote their truth."
            )
    with duckdb.connect(str(warehouse_file), read_only=True) as connection:
        _gather(connection, truth_folder)
        counts = connection.execute(
            """
            select
                (select count(distinct person_id) from nodes_records),
                (select count(distinct person) from nodes_records),
                (
                    select count(*) from (
                        select person_id from nodes_records group by person_id
                        having min(person) <> max(person)
                    )
                ),
                (
                    select count(*) from (
                        select connected_group from nodes_records group by connected_group
                        having min(person_id) <> max(person_id)
                    )
                )
            """
        ).fetchall()[0]
        return MatchingQuality(
            _agreement(connection, "nodes_records"),
            _agreement(connection, "nodes_identities"),
            *counts,
            subgroups=tuple(_subgroups(connection)),
        )


def print_quality(quality: MatchingQuality, console: Console) -> None:
    """Print the measures as two tables and a sentence."""
    levels = (quality.records, quality.identities)
    table = Table("Matching against the truth", "records", "distinct identities")
    for name, values in (
        ("counted", [f"{level.nodes:,}" for level in levels]),
        ("pairs linked", [f"{level.linked_pairs:,}" for level in levels]),
        ("pairs connectable", [f"{level.connectable_pairs:,}" for level in levels]),
        ("pairwise precision", [f"{level.pairwise_precision:.4f}" for level in levels]),
        ("pairwise recall", [f"{level.pairwise_recall:.4f}" for level in levels]),
        ("recall of all true pairs", [f"{level.recall_of_true_pairs:.4f}" for level in levels]),
        ("B³ precision", [f"{level.b3_precision:.4f}" for level in levels]),
        ("B³ recall", [f"{level.b3_recall:.4f}" for level in levels]),
        ("B³ F1", [f"{level.b3_f1:.4f}" for level in levels]),
    ):
        table.add_row(name, *values)
    console.print(table)
    table = Table("Subgroup", "people", "recall of identities' pairs")
    for group in quality.subgroups:
        table.add_row(f"{group.subgroup} {group.value}", f"{group.people:,}", f"{group.recall:.4f}")
    console.print(table)
    console.print(
        f"{quality.persons:,} persons for {quality.true_persons:,} true ones;"
        f" {quality.over_merged_persons:,} hold more than one true person;"
        f" {quality.split_groups:,} connectable groups are split."
    )


def _gather(connection: duckdb.DuckDBPyConnection, truth_folder: Path) -> None:
    """Join accepted rows of all staged person models with their person and their true person."""
    models = connection.execute(
        """
        select distinct table_name
        from information_schema.columns
        where table_schema = 'staging' and column_name = 'identity_tuple_id'
        order by table_name
        """
    ).fetchall()
    if not models:
        raise WarehouseError("The warehouse holds no staged rows. Run `dbt build` first.")
    staged = " union all ".join(
        f'select file_name, line_number, identity_tuple_id from staging."{name}" where is_accepted'
        for (name,) in models
    )
    connection.execute(
        "create temp table truth_rows as select * from read_parquet(?) where person is not null",
        [str(truth_folder / "rows.parquet")],
    )
    connection.execute(
        "create temp table truth_people as select * from read_parquet(?)",
        [str(truth_folder / "people.parquet")],
    )
    connection.execute(
        f"""
        create temp table nodes_records as
        select person_id, person, connected_group, identity_tuple_id
        from ({staged})
        inner join identity.tuple_persons using (identity_tuple_id)
        inner join truth_rows using (file_name, line_number)
        """
    )
    # Rows that say the same of one person are one identity, connectable or not.
    connection.execute(
        """
        create temp table nodes_identities as
        select person_id, person, identity_tuple_id, min(connected_group) as connected_group
        from nodes_records
        group by all
        """
    )
    if not connection.execute("select count(*) from nodes_records").fetchall()[0][0]:
        raise WarehouseError(
            f"No row of the warehouse is in {truth_folder}: it is the truth of other deliveries."
        )


def _agreement(connection: duckdb.DuckDBPyConnection, nodes: str) -> Agreement:
    """Count pairs from the sizes of groups, and B³ from the sizes of their overlaps."""
    pairs = "coalesce(sum(n * (n - 1) // 2), 0)::hugeint"
    values = connection.execute(
        f"""
        with
        by_person as (select person_id, count(*) n from {nodes} group by all),
        by_group as (select connected_group, count(*) n from {nodes} group by all),
        by_truth as (select person, count(*) n from {nodes} group by all),
        by_person_and_truth as (select person_id, person, count(*) n from {nodes} group by all),
        by_person_and_group as (
            select person_id, connected_group, count(*) n from {nodes} group by all
        )
        select
            (select count(*) from {nodes}),
            (select {pairs} from by_person),
            (select {pairs} from by_person_and_truth),
            (select {pairs} from by_group),
            (select {pairs} from by_person_and_group),
            (select {pairs} from by_truth),
            (
                select sum(shared.n * shared.n / one.n)
                from by_person_and_truth as shared
                inner join by_person as one using (person_id)
            ) / (select count(*) from {nodes}),
            (
                select sum(shared.n * shared.n / one.n)
                from by_person_and_group as shared
                inner join by_group as one using (connected_group)
            ) / (select count(*) from {nodes})
        """
    ).fetchall()[0]
    return Agreement(*(int(value) for value in values[:6]), *(float(v) for v in values[6:]))


def _subgroups(connection: duckdb.DuckDBPyConnection) -> Iterator[SubgroupRecall]:
    """Yield recall over distinct identities by each subgroup of true people."""
    for subgroup in SUBGROUPS:
        rows = connection.execute(
            f"""
            with nodes as (
                select nodes.*, coalesce(people.{subgroup}::varchar, 'unknown') as value
                from nodes_identities as nodes
                inner join truth_people as people using (person)
            ),
            by_group as (select value, connected_group, count(*) n from nodes group by all),
            found as (
                select value, connected_group, person_id, count(*) n from nodes group by all
            )
            select
                value,
                (select count(distinct person) from nodes where nodes.value = by_group.value),
                sum(n * (n - 1) // 2)::hugeint,
                (
                    select sum(n * (n - 1) // 2)::hugeint
                    from found where found.value = by_group.value
                )
            from by_group
            group by value
            order by value
            """
        ).fetchall()
        for value, people, connectable, found in rows:
            yield SubgroupRecall(subgroup, value, int(people), int(connectable), int(found))
