"""Splink 5 without labels on normalised identities: the open matcher that ours is measured against.

    python benchmarks/splink_matching.py train RECORDS MODEL
    python benchmarks/splink_matching.py cluster RECORDS MODEL OUT --weights 4 6 8

The model is what an experienced user would write for these records, and it gets every advantage
that needs no labels: our normalised columns, nicknames, name frequencies, chances of agreement by
accident where a sample of pairs can't show them. RECORDS is what splink_records writes.
"""

import argparse
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_level_library as cll
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule
from splink.comparison_library import CustomComparison, ExactMatch
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.comparison_level_creator import ComparisonLevelCreator
from splink.internals.splink_dataframe import SplinkDataFrame

from warehouse.admission.values import quoted

SEED = 1
RANDOM_PAIRS = 2e7
# A level that training gives less than this, or doesn't see, would forbid what it stands for.
LEAST_MATCH_PROBABILITY = 0.002
CHANCE_OF_UNSEEN_LEVEL = 1e-6
# Chances that two people agree by a slip, a loan or a shared home. In a random sample of pairs
# nearly all that agree on an identifier are one person, so it shows how often people match and not
# how rarely others agree. These were tried against the truth and are the best for Splink.
CHANCES = {
    "same SSN": 5e-7,
    "similar SSN": 2e-6,
    "same last four digits": 1e-4,
    "same number": 1e-10,
    "similar number": 1e-6,
    "same email": 1e-4,
    "same home": 5e-4,
}
NAMES_SWAPPED = (
    "jaro_winkler_similarity(first_name_l, last_name_r) >= 0.92"
    " and jaro_winkler_similarity(last_name_l, first_name_r) >= 0.92"
)
# Pairs below this weight are of no use to any clustering here.
LEAST_WEIGHT = -5.0
# One-to-one clustering takes ten times as long as components.
ONE_TO_ONE_WEIGHTS = (2.0, 4.0, 6.0, 8.0, 10.0)
AVERAGE_WEIGHTS = (-2.0, 0.0, 2.0)


@dataclass(frozen=True)
class Clustered:
    """What one call of `score_and_cluster` did, in seconds by the clock and of all its threads."""

    records: int
    pairs: int
    read_seconds: float
    score_seconds: float
    cluster_seconds: float  # of Splink's clusterings that were asked for, with their writing
    cpu_seconds: float  # of all three


def train(records: Path) -> dict[str, Any]:
    """Fit the model without labels and return it: a settings dictionary that Splink reads.

    Parameters
    ----------
    records
        Parquet file as `splink_records.write_records` writes it.
    """
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        source_dataset_column_name="source",
        comparisons=_comparisons(),
        blocking_rules_to_generate_predictions=_blocking_rules(),
        retain_matching_columns=False,
    )
    training = _linker(records, settings).training
    training.estimate_probability_two_random_records_match(
        [
            block_on("ssn", "birth_date"),
            block_on("ssn", "last_name"),
            block_on("state_number"),
            block_on("source", "native_number"),
            block_on("first_name", "last_name", "birth_date"),
        ],
        recall=0.9,
    )
    training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for rule in (
        block_on("ssn"),
        block_on("first_name", "last_name", "birth_date"),
        block_on("last_name", "birth_date"),
        block_on("first_name", "birth_date"),
        block_on("first_name", "last_name", "zip"),
    ):
        training.estimate_parameters_using_expectation_maximisation(rule)
    return _bounded(training._linker.misc.save_model_to_json())


def score_and_cluster(
    records: Path,
    model: dict[str, Any],
    out: Path,
    weights: Sequence[float],
    duplicate_free_sources: Sequence[str] = (),
    is_average_wanted: bool = False,
) -> Clustered:
    """Score pairs with a trained model, cluster them, and write each clustering to a folder.

    Parameters
    ----------
    records
        Parquet file of records.
    model
        What `train` returned.
    out
        Folder for components_<weight>.parquet, one_to_one_<weight>.parquet and
        average_<weight>.parquet, each with record_id and cluster_id.
    weights
        Match weights (bits) from which a pair is a link; for one-to-one clustering those of them
        that stand in ONE_TO_ONE_WEIGHTS.
    duplicate_free_sources
        Sources that describe each person once: Splink's one-to-one clustering is done if there are
        any.
    is_average_wanted
        Also cluster by average linkage, which is not Splink's.
    """
    from average_linkage import cluster_by_average_linkage

    out.mkdir(parents=True, exist_ok=True)
    began, began_cpu = time.perf_counter(), time.process_time()
    if duplicate_free_sources:
        # Splink keeps the source of a record for this link type only; the pairs are the same.
        model = model | {"link_type": "link_and_dedupe"}
    linker = _linker(records, model)
    connection: duckdb.DuckDBPyConnection = linker._db_api.duckdb_con
    read = time.perf_counter()
    least = LEAST_WEIGHT if is_average_wanted else min(weights)
    pairs = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    scored = time.perf_counter()
    clustering = linker.clustering
    for weight in weights:
        clusters = clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_weight=weight
        )
        _write(connection, clusters, out / f"components_{weight:g}.parquet")
        if duplicate_free_sources and weight in ONE_TO_ONE_WEIGHTS:
            clusters = clustering.cluster_using_single_best_links(
                pairs, list(duplicate_free_sources), threshold_match_weight=weight
            )
            _write(connection, clusters, out / f"one_to_one_{weight:g}.parquet")
    clustered, clustered_cpu = time.perf_counter(), time.process_time()
    if is_average_wanted:
        scores = connection.execute(
            "select record_id_l, record_id_r, round(match_weight, 6)"
            f" from {pairs.physical_name} order by record_id_l, record_id_r"
        ).fetchall()
        for weight in AVERAGE_WEIGHTS:
            found = cluster_by_average_linkage(scores, weight)
            connection.register("found", _as_table(found))
            connection.execute(
                "copy (select record_id, coalesce(found.cluster_id, record_id) as cluster_id"
                " from records left join found using (record_id))"
                f" to {quoted(str(out / f'average_{weight:g}.parquet'))} (format parquet)"
            )
            connection.unregister("found")
    counts = connection.execute(
        f"select (select count(*) from records), (select count(*) from {pairs.physical_name})"
    ).fetchall()[0]
    return Clustered(
        *counts, read - began, scored - read, clustered - scored, clustered_cpu - began_cpu
    )


def _linker(records: Path, settings: SettingsCreator | dict[str, Any]) -> Linker:
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    connection.execute(f"create table records as from read_parquet({quoted(str(records))})")
    return Linker(DuckDBAPI(connection).register("records"), settings, log_level=None)


def _write(connection: duckdb.DuckDBPyConnection, clusters: SplinkDataFrame, file: Path) -> None:
    connection.execute(
        f"copy (select record_id, cluster_id from {clusters.physical_name})"
        f" to {quoted(str(file))} (format parquet)"
    )
    clusters.drop_table_from_database_and_remove_from_cache()


def _as_table(clusters: dict[str, str]) -> Any:
    import pyarrow as pa

    return pa.table({"record_id": list(clusters), "cluster_id": list(clusters.values())})


def _bounded(model: dict[str, Any]) -> dict[str, Any]:
    """Give every level a probability, and none so small that one slip outweighs all the rest."""
    for comparison in model["comparisons"]:
        levels = [
            level for level in comparison["comparison_levels"] if not level.get("is_null_level")
        ]
        for level in levels:
            level["m_probability"] = max(level.get("m_probability") or 0, LEAST_MATCH_PROBABILITY)
            level["u_probability"] = level.get("u_probability") or CHANCE_OF_UNSEEN_LEVEL
        whole = sum(level["m_probability"] for level in levels)
        for level in levels:
            level["m_probability"] /= whole
    return model


def _blocking_rules() -> list[Any]:
    return [
        block_on("ssn"),
        block_on("state_number"),
        block_on("source", "native_number"),
        block_on("email"),
        block_on("phone"),
        block_on("last_name", "birth_date"),
        block_on("first_name", "birth_date"),
        block_on("birth_date", "zip"),
        block_on("rare_name"),
        block_on("ssn_last_four", "birth_date"),
        block_on("last_name", "first_name", "zip"),
        block_on("last_name", "first_name", "year(birth_date)"),
        CustomRule("l.birth_date = r.birth_date_swapped and l.last_name = r.last_name"),
    ]


def _comparisons() -> list[ComparisonCreator]:
    initial = (
        "(length(first_name_l) = 1 or length(first_name_r) = 1)"
        " and left(first_name_l, 1) = left(first_name_r, 1)"
    )
    one_digit = (
        "damerau_levenshtein(strftime(birth_date_l, '%Y%m%d'), strftime(birth_date_r, '%Y%m%d'))"
        " <= 1"
    )
    return [
        _comparison(
            "first_name",
            cll.NullLevel("first_name"),
            cll.ExactMatchLevel("first_name", term_frequency_adjustments=True),
            cll.ArrayIntersectLevel("first_name_roots", min_intersection=1),
            cll.CustomLevel(NAMES_SWAPPED, "In the surname's place"),
            cll.CustomLevel(initial, "Initial"),
            cll.JaroWinklerLevel("first_name", 0.92),
            cll.JaroWinklerLevel("first_name", 0.85),
        ),
        _comparison(
            "last_name",
            cll.NullLevel("last_name"),
            cll.ExactMatchLevel("last_name", term_frequency_adjustments=True),
            cll.ArrayIntersectLevel("last_name_parts", min_intersection=1),
            cll.CustomLevel(NAMES_SWAPPED, "In the given name's place"),
            cll.JaroWinklerLevel("last_name", 0.92),
            cll.JaroWinklerLevel("last_name", 0.85),
        ),
        _comparison(
            "middle_name",
            cll.NullLevel("middle_name"),
            cll.CustomLevel("length(middle_name_l) > 1 and middle_name_l = middle_name_r", "Same"),
            cll.CustomLevel("left(middle_name_l, 1) = left(middle_name_r, 1)", "Same initial"),
        ),
        _comparison(
            "birth_date",
            cll.NullLevel("birth_date"),
            # A day that many have is a placeholder.
            cll.ExactMatchLevel("birth_date", term_frequency_adjustments=True),
            cll.CustomLevel("birth_date_l = birth_date_swapped_r", "Day and month swapped"),
            cll.CustomLevel(one_digit, "One digit off"),
            cll.CustomLevel(
                "year(birth_date_l) = year(birth_date_r)"
                " and (month(birth_date_l) = month(birth_date_r)"
                " or day(birth_date_l) = day(birth_date_r))",
                "Same year, and month or day",
            ),
            cll.CustomLevel("abs(birth_date_l - birth_date_r) <= 366", "Within a year"),
        ),
        _comparison(
            "ssn",
            _nothing("ssn_last_four_l is null or ssn_last_four_r is null"),
            _by_chance(cll.ExactMatchLevel("ssn"), "same SSN"),
            _by_chance(
                cll.CustomLevel(
                    "(ssn_l is null or ssn_r is null) and ssn_last_four_l = ssn_last_four_r",
                    "Same last four digits, no more known",
                ),
                "same last four digits",
            ),
            _by_chance(
                cll.CustomLevel("damerau_levenshtein(ssn_l, ssn_r) <= 1", "One digit off"),
                "similar SSN",
            ),
        ),
        _comparison(
            "state_number",
            cll.NullLevel("state_number"),
            _by_chance(cll.ExactMatchLevel("state_number"), "same number"),
            _by_chance(
                cll.CustomLevel(
                    "damerau_levenshtein(state_number_l, state_number_r) <= 1", "One digit off"
                ),
                "similar number",
            ),
        ),
        _comparison(
            "native_number",
            _nothing("native_number_l is null or native_number_r is null or source_l <> source_r"),
            _by_chance(cll.ExactMatchLevel("native_number"), "same number"),
        ),
        _comparison(
            "email",
            cll.NullLevel("email"),
            _by_chance(cll.ExactMatchLevel("email"), "same email"),
            cll.JaroWinklerLevel("email", 0.92),
        ),
        _comparison(
            "home",
            _nothing("(zip_l is null or zip_r is null) and (phone_l is null or phone_r is null)"),
            _by_chance(
                cll.CustomLevel(
                    "(street_l = street_r and zip_l = zip_r) or phone_l = phone_r", "Same home"
                ),
                "same home",
            ),
            cll.ExactMatchLevel("zip"),
        ),
        ExactMatch("sex"),
        ExactMatch("suffix"),
    ]


def _comparison(name: str, *levels: ComparisonLevelCreator) -> ComparisonCreator:
    return CustomComparison([*levels, cll.ElseLevel()], output_column_name=name)


def _nothing(condition: str) -> ComparisonLevelCreator:
    return cll.CustomLevel(condition, "Not said").configure(is_null_level=True)


def _by_chance(level: ComparisonLevelCreator, chance: str) -> ComparisonLevelCreator:
    return level.configure(u_probability=CHANCES[chance], fix_u_probability=True)


def main() -> None:
    """Train or cluster, each in a process of its own so that its memory can be measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("train", "cluster"):
        command = commands.add_parser(name)
        command.add_argument("records", type=Path, metavar="RECORDS")
        command.add_argument("model", type=Path, metavar="MODEL")
        if name == "cluster":
            command.add_argument("out", type=Path, metavar="OUT")
            command.add_argument("--weights", type=float, nargs="+", required=True)
            command.add_argument("--duplicate-free", nargs="*", default=[], metavar="SOURCE")
            command.add_argument("--average", action="store_true")
    options = parser.parse_args()
    if options.command == "train":
        options.model.write_text(json.dumps(train(options.records), indent=2))
        return
    done = score_and_cluster(
        options.records,
        json.loads(options.model.read_text()),
        options.out,
        options.weights,
        options.duplicate_free,
        options.average,
    )
    print(json.dumps(asdict(done)))


if __name__ == "__main__":
    main()
