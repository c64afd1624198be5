"""Average linkage on scored pairs: what better clustering alone would make of Splink's scores."""

import heapq
from collections.abc import Iterable

MISSING_WEIGHT = -5.0


def cluster_by_average_linkage(
    pairs: Iterable[tuple[str, str, float]],
    least_weight: float,
    missing_weight: float = MISSING_WEIGHT,
) -> dict[str, str]:
    """Merge clusters while the mean weight over all pairs between two is at least `least_weight`.

    Parameters
    ----------
    pairs
        Two different records and the match weight (bits) of the two; no pair twice.
    least_weight
        Mean match weight (bits) from which two clusters are one.
    missing_weight
        Match weight (bits) of a pair that was not scored.

    Returns
    -------
    dict
        Each record that stands in a pair, with the name of its cluster: the least of its records.
    """
    sums: dict[str, dict[str, float]] = {}
    for left, right, weight in pairs:
        excess = weight - missing_weight
        sums.setdefault(left, {})[right] = excess
        sums.setdefault(right, {})[left] = excess
    sizes = dict.fromkeys(sums, 1)
    members = {record: [record] for record in sums}

    def mean(a: str, b: str) -> float:
        return sums[a][b] / (sizes[a] * sizes[b]) + missing_weight

    queue = [
        (-mean(a, b), a, b) for a in sums for b in sums[a] if a < b and mean(a, b) >= least_weight
    ]
    heapq.heapify(queue)
    while queue:
        negative, a, b = heapq.heappop(queue)
        if a not in sums or b not in sums or b not in sums[a] or -negative != mean(a, b):
            continue
        for other, excess in sums.pop(b).items():
            del sums[other][b]
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + excess
        sizes[a] += sizes.pop(b)
        members[a] += members.pop(b)
        for other in sums[a]:
            if mean(a, other) >= least_weight:
                heapq.heappush(queue, (-mean(a, other), *sorted((a, other))))
    return {record: cluster for cluster, records in members.items() for record in records}
