"""How good our person index and Splink's clusters are on one set, by the same measures."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from compared_sets import ENVIRONMENT, PROJECT, ComparedSet
from measured_process import MeasuredRun, run_measured
from warehouse.admission.values import quoted
from warehouse.evaluate_matching import evaluate_people

# Match weights (bits) from which a pair is a link: 0 is an even chance, 10 is 1,000 to 1.
WEIGHTS = (0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20)
SPLINK = PROJECT / "benchmarks" / "splink_matching.py"
KINDS = {
    "components": "Splink, components",
    "one_to_one": "Splink, one-to-one",
    "average": "Splink, average",
}


@dataclass(frozen=True)
class MatcherQuality:
    """What one matcher reached with one threshold, among connectable records.

    `weight` is null for our index, which has one fixed setting. `b3_f1_identities` counts records
    that say the same once; `b3_f1_all` counts all records, connectable or not.
    """

    matcher: str
    weight: float | None
    pairwise_precision: float
    pairwise_recall: float
    b3_precision: float
    b3_recall: float
    b3_f1: float
    b3_f1_identities: float
    b3_f1_all: float
    persons_of_more_than_one: int
    persons_of_more_than_three: int
    worst_gap: float | None
    worst_gap_column: str | None


def evaluate(people: Path, truth: Path, matcher: str, weight: float | None) -> MatcherQuality:
    """Evaluate one file of people against the truth of its records."""
    quality = evaluate_people(people, truth)
    among = quality.records.connectable or quality.records.all
    identities = quality.identities
    gap = quality.worst_gap
    return MatcherQuality(
        matcher,
        weight,
        among.pairwise_precision,
        among.pairwise_recall,
        among.b3_precision,
        among.b3_recall,
        among.b3_f1,
        (identities.connectable or identities.all).b3_f1 if identities else among.b3_f1,
        quality.records.all.b3_f1,
        among.over_merged_persons,
        among.persons_of_more_than_three,
        gap.gap if gap else None,
        gap.column if gap else None,
    )


def train_splink(compared: ComparedSet) -> MeasuredRun:
    """Fit Splink's model to a set, in a process of its own."""
    command = [sys.executable, SPLINK, "train", compared.identities, compared.model]
    return run_measured(command, PROJECT, ENVIRONMENT)


def cluster_with_splink(
    compared: ComparedSet, out: Path, weights: tuple[float, ...], options: tuple[str, ...] = ()
) -> MeasuredRun:
    """Score and cluster a set with its saved model, in a process of its own."""
    command = [sys.executable, SPLINK, "cluster", compared.identities, compared.model, out]
    return run_measured([*command, "--weights", *map(str, weights), *options], PROJECT, ENVIRONMENT)


def splink_people(compared: ComparedSet, clusters: Path) -> Path:
    """Write record_id and person_id of Splink's clusters of identities; return the file."""
    people = clusters.with_name(f"people_{clusters.name}")
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            copy (
                select truth.record_id, clusters.cluster_id as person_id
                from read_parquet({quoted(str(compared.truth))}) as truth
                inner join read_parquet({quoted(str(clusters))}) as clusters
                    on truth.identity = clusters.record_id
            ) to {quoted(str(people))} (format parquet)
            """
        )
    return people


def compare_quality(
    compared: ComparedSet, weights: tuple[float, ...], say: Callable[[str], None]
) -> list[MatcherQuality]:
    """Evaluate our index and each of Splink's clusterings at each of the weights, ours first."""
    say("training Splink")
    train_splink(compared)
    sources = compared.duplicate_free_sources()
    say(f"clustering with Splink; sources without duplicates: {', '.join(sources) or 'none'}")
    out = compared.folder / "splink"
    options = ("--average", "--duplicate-free", *sources)
    cluster_with_splink(compared, out, weights, options)
    say("evaluating")
    ours = evaluate(compared.people, compared.truth, "our index", None)
    return [ours, *_evaluated(compared, out)]


def _evaluated(compared: ComparedSet, out: Path) -> Iterator[MatcherQuality]:
    for kind, matcher in KINDS.items():
        files = [
            (float(file.stem.removeprefix(f"{kind}_")), file) for file in out.glob(f"{kind}_*")
        ]
        for weight, file in sorted(files):
            people = splink_people(compared, file)
            yield evaluate(people, compared.truth, matcher, weight)
            people.unlink()


def best_of_each(qualities: list[MatcherQuality]) -> list[MatcherQuality]:
    """Keep of each matcher the weight with the best B³ F1, which only the truth can tell."""
    best: dict[str, MatcherQuality] = {}
    for quality in qualities:
        known = best.setdefault(quality.matcher, quality)
        if quality.b3_f1 > known.b3_f1:
            best[quality.matcher] = quality
    return list(best.values())


def splink_seconds(run: MeasuredRun) -> dict[str, float]:
    """Return what splink_matching says of its own work: records, pairs, seconds of its parts."""
    return json.loads(run.output.splitlines()[-1])
