"""On the same weights Splink and the models score every pair of the sample alike."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pytest
from splink import DuckDBAPI, Linker

from conftest import PROJECT, Build
from warehouse.splink_settings import (
    LEVELS_FILE,
    SEEDS,
    Comparison,
    prior_odds,
    read_comparisons,
    read_parameters,
    splink_settings,
)
from warehouse.splink_training import silent_splink

TOLERANCE = 1e-6  # bits
OURS = """
    select
        pairs.identity_number_a,
        pairs.identity_number_b,
        patterns.pattern_weight
        + case when patterns.first_name = 'same' then a.first_name_rarity else 0 end
        + case when patterns.last_name = 'same' then a.last_name_rarity else 0 end
        + case when patterns.birth_date = 'same' then a.birth_date_rarity else 0 end as match_weight
    from warehouse.identity.compared_pairs as pairs
    inner join warehouse.identity.comparison_patterns as patterns using (pattern)
    inner join descriptions as a on pairs.identity_number_a = a.identity_number
"""


@dataclass(frozen=True)
class Scored:
    """A connection with the tables ours and theirs, the pairs' weights by the models and Splink."""

    connection: duckdb.DuckDBPyConnection

    def ask(self, query: str) -> list[tuple]:
        return self.connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def comparisons(tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, ...]:
    scratch = tmp_path_factory.mktemp("comparisons")
    return read_comparisons(PROJECT, scratch, PROJECT / SEEDS / LEVELS_FILE)


@pytest.fixture(scope="module")
def scored(sample: Build, comparisons: tuple[Comparison, ...]) -> Iterator[Scored]:
    with duckdb.connect() as connection, silent_splink():
        # Under the name that its views know it by.
        connection.execute(f"attach '{sample.warehouse_file}' as warehouse (read_only)")
        connection.execute(
            "create table descriptions as from warehouse.identity.linkable_identities"
        )
        connection.execute(f"create table ours as {OURS}")
        predictions = splink_weights(connection, comparisons, read_parameters(PROJECT))
        connection.execute(
            "create table theirs as select identity_number_l as identity_number_a,"
            f" identity_number_r as identity_number_b, match_weight from {predictions}"
        )
        yield Scored(connection)


def splink_weights(
    connection: duckdb.DuckDBPyConnection,
    comparisons: tuple[Comparison, ...],
    parameters: dict[str, float],
) -> str:
    """Let Splink score the compared pairs; return the table that it makes."""
    count = connection.execute("select count(*) from descriptions").fetchall()[0][0]
    settings = splink_settings(comparisons, prior_odds(count, parameters))
    interface = DuckDBAPI(connection)
    linker = Linker(interface.register("descriptions"), settings, log_level=None)
    for comparison in comparisons:
        for level in comparison.levels:
            field = level.term_frequency_field
            if field is not None:
                connection.execute(
                    frequencies(field, level.u_probability, parameters["term_frequency_support"])
                )
                linker.table_management.register_term_frequency_lookup(
                    interface.register(f"frequencies_of_{field}"), field
                )
    connection.execute(
        "create table pairs as select identity_number_a as join_key_l,"
        " identity_number_b as join_key_r, '0' as match_key from warehouse.identity.compared_pairs"
    )
    linker.table_management.register_blocked_pairs_for_predict(interface.register("pairs"))
    return linker.inference.predict().physical_name


def frequencies(field: str, usual: float, support: float) -> str:
    """Return SQL that makes the smoothed frequencies of a field's values.

    As many values as `support` are added to those there are, `usual` of them like the one in
    question, or more where the country has more of it: the mean of the two frequencies, each
    weighed by how many values it rests on.
    """
    return f"""
        create table frequencies_of_{field} as
        with counted as (
            select {field}, count(*) as own from descriptions where {field} is not null group by all
        ),
        whole as (select sum(own) as all_values from counted),
        common as (
            select name, share from warehouse.reference.common_names where comparison = '{field}'
        )
        select
            {field},
            own / all_values * (all_values / (all_values + {support}))
            + greatest({usual}, share) * ({support} / (all_values + {support})) as tf_{field}
        from counted cross join whole left join common on name = {field}::varchar
    """


def test_splink_scores_every_compared_pair_as_the_models_do(scored: Scored):
    pairs, both, apart, far, differing_weights = scored.ask(
        f"""
        select
            (select count(*) from ours),
            count(*),
            count(*) filter (where abs(ours.match_weight - theirs.match_weight) > {TOLERANCE}),
            max(abs(ours.match_weight - theirs.match_weight)),
            count(distinct round(theirs.match_weight, 3))
        from ours inner join theirs using (identity_number_a, identity_number_b)
        """
    )[0]
    assert pairs == both > 10_000
    assert (apart, far <= TOLERANCE) == (0, True)
    assert differing_weights > 1_000


def test_the_kept_pairs_have_the_weight_that_splink_gives(scored: Scored):
    kept, apart = scored.ask(
        f"""
        select
            count(*),
            count(*) filter (where abs(kept.match_weight - theirs.match_weight) > {TOLERANCE})
        from warehouse.identity.scored_pairs as kept
        inner join theirs using (identity_number_a, identity_number_b)
        """
    )[0]
    assert kept == scored.ask("select count(*) from warehouse.identity.scored_pairs")[0][0] > 1_000
    assert apart == 0


def test_the_rarity_of_a_term_counts_in_both(scored: Scored):
    """Pairs of one pattern weigh more with a rare name than with a common one."""
    spreads = scored.ask(
        """
        select max(theirs.match_weight) - min(theirs.match_weight)
        from theirs
        inner join warehouse.identity.compared_pairs as pairs
            using (identity_number_a, identity_number_b)
        group by pairs.pattern
        """
    )
    assert max(spread for (spread,) in spreads) > 2


def test_every_condition_reads_columns_that_descriptions_have(
    comparisons: tuple[Comparison, ...], scored: Scored
):
    columns = {row[0] for row in scored.ask("describe descriptions")}
    assert [comparison.name for comparison in comparisons if comparison.columns - columns] == []
