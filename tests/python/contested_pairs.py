"""What the tests of the clustering share: the seeds, and pairs as the Python model gets them."""

import csv
from collections.abc import Iterable

import duckdb
import numpy as np
import pyarrow as pa

from conftest import PROJECT
from warehouse.identity_clusters import AVERAGED, BEST_OF, FLAGS


def seed(name: str) -> list[dict[str, str]]:
    """Read a seed of the identity layer."""
    with (PROJECT / f"seeds/identity/{name}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


OVERRULED_BY = {row["veto_name"]: row["overruled_by"] or None for row in seed("matching_vetoes")}
STRONG = {row["rule_name"] for row in seed("matching_rules") if row["is_strong"] == "true"}
SCHEMA = pa.schema(
    [
        ("component_number", pa.int64()),
        ("identity_number_a", pa.int64()),
        ("identity_number_b", pa.int64()),
        *((f"{name}_weight", pa.float64()) for name in (*AVERAGED, *BEST_OF)),
        *((name, pa.bool_()) for name in FLAGS),
        ("rule_name", pa.string()),
    ]
)


def columns(pairs: Iterable[dict]) -> dict[str, np.ndarray]:
    """Give pairs by columns as DuckDB does, with nulls masked."""
    return duckdb.from_arrow(pa.Table.from_pylist(list(pairs), SCHEMA)).fetchnumpy()


def members_of(clusters: dict[int, int]) -> dict[int, frozenset[int]]:
    """Give the members of each cluster."""
    found: dict[int, set[int]] = {}
    for number, cluster in clusters.items():
        found.setdefault(cluster, set()).add(number)
    return {cluster: frozenset(members) for cluster, members in found.items()}
