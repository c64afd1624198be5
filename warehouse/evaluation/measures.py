"""How well people were found: counts over nodes whose person and true person are both known.

A node is a record, or a distinct identity (records that say the same count once). A pair is two
nodes. Write C(i) for the nodes under node i's person_id, T(i) for the nodes of i's true person.

- Pairwise precision: pairs of one person_id that are one true person / pairs of one person_id.
- Pairwise recall: pairs of one true person that are one person_id / pairs of one true person.
- Pairwise F1: the harmonic mean of the two.
- B³ precision: the mean over all nodes of |C(i) ∩ T(i)| / |C(i)|; B³ recall: of |C(i) ∩ T(i)| /
  |T(i)|; B³ F1: the harmonic mean of these means. Bagga and Baldwin, "Entity-based cross-document
  coreferencing using the vector space model", COLING-ACL 1998, every node weighing the same. Long
  work histories rule the pairs, which grow with the square; they don't rule B³.

Not every pair of a person can be found: a wage record with a wrong number has only a name. Where
the truth tells which nodes are connectable (their connected group: nodes of one true person that
sound identifiers connect), all is counted twice. Among connectable nodes both sides are restricted
to nodes whose connected group holds at least two; T(i) of a recall is then the connected group,
while a precision still asks for the true person.

Pairs are counted from the sizes of groups, never written out: n nodes make n(n-1)/2 pairs.
"""

from dataclasses import dataclass

import duckdb


def harmonic_mean(first: float, second: float) -> float:
    """Harmonic mean of two shares; 0 where both are 0."""
    return 2 * first * second / (first + second) if first + second else 0.0


@dataclass(frozen=True)
class Agreement:
    """Counts of nodes, pairs and people, and the means of B³, over one set of nodes."""

    nodes: int
    persons: int  # person_ids
    true_persons: int
    linked_pairs: int  # pairs of one person_id
    true_linked_pairs: int  # those of one true person
    true_pairs: int  # pairs that are to be found
    found_pairs: int  # those of one person_id
    b3_precision: float
    b3_recall: float
    over_merged_persons: int  # person_ids that hold more than one true person
    persons_of_more_than_three: int  # person_ids that hold more than three
    most_true_persons: int  # the largest number of true persons in one person_id
    split_persons: int  # true persons (or connected groups) under more than one person_id

    @property
    def pairwise_precision(self) -> float:
        """Share of linked pairs that are one true person; 1 where nothing is linked."""
        return self.true_linked_pairs / self.linked_pairs if self.linked_pairs else 1.0

    @property
    def pairwise_recall(self) -> float:
        """Share of the pairs to be found that are linked; 1 where there is none."""
        return self.found_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def pairwise_f1(self) -> float:
        """Harmonic mean of pairwise precision and recall."""
        return harmonic_mean(self.pairwise_precision, self.pairwise_recall)

    @property
    def b3_f1(self) -> float:
        """Harmonic mean of B³ precision and recall."""
        return harmonic_mean(self.b3_precision, self.b3_recall)


@dataclass(frozen=True)
class Level:
    """Agreement over records, or over distinct identities: over all, and over connectable ones."""

    all: Agreement
    connectable: Agreement | None  # None where the truth doesn't tell what can be connected

    @property
    def nodes(self) -> int:
        """How many are counted."""
        return self.all.nodes

    @property
    def pairwise_precision(self) -> float:
        """Share of all linked pairs that are one true person."""
        return self.all.pairwise_precision

    @property
    def pairwise_recall(self) -> float:
        """Share of the connectable pairs, where they are known, or else of all, that are linked."""
        return (self.connectable or self.all).pairwise_recall

    @property
    def recall_of_true_pairs(self) -> float:
        """Share of all pairs of one true person that are linked, connectable or not."""
        return self.all.pairwise_recall

    @property
    def b3_precision(self) -> float:
        """B³ precision over all."""
        return self.all.b3_precision

    @property
    def b3_recall(self) -> float:
        """B³ recall over all."""
        return self.all.b3_recall

    @property
    def b3_f1(self) -> float:
        """B³ F1 over all."""
        return self.all.b3_f1


def measure_level(
    connection: duckdb.DuckDBPyConnection, nodes: str, is_connectability_known: bool
) -> Level:
    """Measure all nodes, and the connectable ones where the truth tells which are.

    Parameters
    ----------
    connection
        Where the relation is.
    nodes
        Name of a relation with one row per node: person_id, person (both without nulls) and
        connected_group, null for a node that can't be connected.
    is_connectability_known
        Whether connected_group says anything.
    """
    everything = _agreement(connection, f"select person_id, person, 0 as part from {nodes}")
    if not is_connectability_known:
        return Level(everything, None)
    connectable = f"""
        select person_id, person, connected_group as part
        from {nodes}
        where connected_group is not null
        qualify count(*) over (partition by person, connected_group) > 1
    """
    return Level(everything, _agreement(connection, connectable))


def _agreement(connection: duckdb.DuckDBPyConnection, nodes: str) -> Agreement:
    """Count nodes, each with its person_id, its true person and the part of it to be found."""
    pairs = "coalesce(sum(n * (n - 1) // 2), 0)::hugeint"
    values = connection.execute(
        f"""
        with cells as materialized (
            select person_id, person, part, count(*) as n from ({nodes}) group by all
        ),
        by_person_and_truth as materialized (
            select person_id, person, sum(n)::bigint as n from cells group by all
        ),
        by_person as materialized (
            select person_id, sum(n)::bigint as n, count(*) as true_persons
            from by_person_and_truth group by person_id
        ),
        by_part as materialized (
            select person, part, sum(n)::bigint as n, count(*) as persons
            from cells group by all
        )
        select
            (select coalesce(sum(n), 0) from by_person),
            (select count(*) from by_person),
            (select count(distinct person) from by_part),
            (select {pairs} from by_person),
            (select {pairs} from by_person_and_truth),
            (select {pairs} from by_part),
            (select {pairs} from cells),
            (
                select sum(shared.n * shared.n / by_person.n) / sum(shared.n)
                from by_person_and_truth as shared inner join by_person using (person_id)
            ),
            (
                select sum(cells.n * cells.n / by_part.n) / sum(cells.n)
                from cells inner join by_part using (person, part)
            ),
            (select count(*) from by_person where true_persons > 1),
            (select count(*) from by_person where true_persons > 3),
            (select coalesce(max(true_persons), 0) from by_person),
            (select count(*) from by_part where persons > 1)
        """
    ).fetchall()[0]
    # Sums in parallel differ in their last digits from run to run.
    means = [1.0 if value is None else round(float(value), 12) for value in values[7:9]]
    counts = [int(value) for value in values[:7] + values[9:]]
    return Agreement(*counts[:7], *means, *counts[7:])
