"""Clusters of descriptions that speak of one person: average linkage by field, under vetoes.

Where all that is known of a component agrees, its links decide, in SQL. Here are the contested
components: A resembles B and B resembles C while A and C contradict each other. Two clusters are
weighed by the average of what their members say of each other, taken field by field over those
pairs in which both sides speak. So a wage record, which knows no birth date, neither gains nor
loses by the birth dates of others, and one that agrees with a college record in the Social Security
number is not drawn away by ten school records that have none. The two clusters that fit best become
one, until none fits well enough. Averages are sums over counts, and both add up when clusters do.

The seeds matching_parameters and matching_vetoes hold thresholds and what a veto yields to.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

AVERAGED = ("first_name", "middle_name", "suffix", "birth_date", "sex", "ssn", "native_id")
# What changes in a life: one surname or address in common counts, and others don't count against.
BEST_OF = ("last_name", "contact")
FLAGS = (
    "is_first_name_other",
    "is_birth_date_other",
    "is_suffix_other",
    "is_side_by_side",
    "is_cannot_link",
    "is_strong",
)
COUNTED_RULES = ("must_link", "ssn_and_birth_date", "ssn_and_name", "native_id")
# Columns of what one side says of the other: sums of weights, in how many pairs both sides speak,
# best weights, and counts of flags and rules.
COLUMNS = [
    *AVERAGED,
    *(f"{name} known" for name in AVERAGED),
    *BEST_OF,
    *FLAGS,
    *(f"{name} rule" for name in COUNTED_RULES),
]
PLACE = {name: place for place, name in enumerate(COLUMNS)}
SUMS = slice(0, len(AVERAGED))
KNOWN = slice(len(AVERAGED), 2 * len(AVERAGED))
BEST = slice(2 * len(AVERAGED), 2 * len(AVERAGED) + len(BEST_OF))
MUST_LINK_WEIGHT = 1e6
# Pairs of clusters that are held at once, at about 250 bytes each.
BATCH_CELLS = 200_000


@dataclass(frozen=True)
class Vetoes:
    """What each veto of the seed matching_vetoes yields to: rules with blanks between."""

    overruled_by: Mapping[str, str | None]
    places: Mapping[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        places = {
            veto: [PLACE[f"{rule} rule"] for rule in (rules or "").split()]
            for veto, rules in self.overruled_by.items()
        }
        object.__setattr__(self, "places", places)

    def stands(self, veto: str, evidence: np.ndarray) -> np.ndarray:
        """Tell whether no link between two clusters is of a rule that the veto yields to.

        The evidence has the shape (pairs of clusters, COLUMNS), the result (pairs of clusters,).
        """
        return ~(evidence[:, self.places[veto]] > 0).any(1)


def cluster_contested(
    pairs: Mapping[str, np.ndarray],
    members: Iterable[tuple[int, int, str, str | None]],
    prior_weight: float,
    parameters: Mapping[str, float],
    vetoes: Vetoes,
) -> dict[int, int]:
    """Cluster the descriptions of all contested components.

    Parameters
    ----------
    pairs
        Columns of identity.contested_pairs.
    members
        identity_number, component_number, source and Social Security number (None where it is
        missing or others use it) of each description.
    prior_weight
        Match weight, in bits, of two descriptions of which nothing is known.
    parameters
        The seed matching_parameters.

    Returns
    -------
    dict of identity_number to cluster_number (the least identity_number of the cluster), ordered.
    """
    known = sorted(members)
    numbers = np.array([member[0] for member in known], np.int64)
    # Descriptions stand in their component in the order of their numbers.
    component_numbers, component = np.unique(
        np.array([member[1] for member in known], np.int64), return_inverse=True
    )
    sizes = np.bincount(component, minlength=len(component_numbers))
    by_component = np.argsort(component, kind="stable")
    place = np.empty(len(known), np.int64)
    place[by_component] = np.arange(len(known)) - np.repeat(sizes.cumsum() - sizes, sizes)
    left = numbers.searchsorted(pairs["identity_number_a"])
    right = numbers.searchsorted(pairs["identity_number_b"])
    weigh = Scale(prior_weight, parameters["link_weight"])
    evidence = pair_evidence(pairs)
    weights, clusters = weigh(evidence), numbers.copy()
    for batch in batches_of_one_size(sizes):
        size = int(sizes[batch[0]])
        row_of = np.full(len(sizes), -1)
        row_of[batch] = np.arange(len(batch))
        taken = (row_of[component[left]] >= 0).nonzero()[0]
        inside = by_component[row_of[component[by_component]] >= 0]
        together = Components(len(batch), size, weigh, parameters, vetoes)
        together.take(
            row_of[component[left[taken]]],
            place[left[taken]],
            place[right[taken]],
            evidence[taken],
            weights[taken],
        )
        for one in inside.tolist():
            _, _, source, ssn = known[one]
            if ssn is not None:
                together.add_number(int(row_of[component[one]]), int(place[one]), ssn, source)
        members_of_row = numbers[inside].reshape(len(batch), size)
        roots = together.merge()
        clusters[inside] = np.take_along_axis(members_of_row, roots, axis=1).ravel()
    return dict(zip(numbers.tolist(), clusters.tolist(), strict=True))


def batches_of_one_size(sizes: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the places of components of one size, no more at once than memory is meant for."""
    for size in np.unique(sizes).tolist():
        of_size = (sizes == size).nonzero()[0]
        yield from np.array_split(of_size, -(-len(of_size) * size * size // BATCH_CELLS))


def pair_evidence(pairs: Mapping[str, np.ndarray]) -> np.ndarray:
    """Give what the sides of each pair say of each other, shape (pairs, COLUMNS)."""
    evidence = np.zeros((len(pairs["component_number"]), len(COLUMNS)))
    for name in AVERAGED:
        weight = np.ma.masked_invalid(pairs[f"{name}_weight"])
        evidence[:, PLACE[name]] = weight.filled(0.0)
        evidence[:, PLACE[f"{name} known"]] = ~np.ma.getmaskarray(weight)
    for name in BEST_OF:
        weight = np.ma.masked_invalid(pairs[f"{name}_weight"])
        evidence[:, PLACE[name]] = weight.filled(-np.inf)
    for name in FLAGS:
        evidence[:, PLACE[name]] = np.ma.filled(pairs[name], False)
    rules = np.ma.filled(pairs["rule_name"], "")
    for name in COUNTED_RULES:
        evidence[:, PLACE[f"{name} rule"]] = rules == name
    return evidence


@dataclass(frozen=True)
class Scale:
    """Weighs evidence in bits; minus infinity where it does not make one person.

    A rule that links by itself lets evidence pass below the threshold, and what people decided goes
    before everything.
    """

    prior_weight: float
    link_weight: float

    def __call__(self, evidence: np.ndarray) -> np.ndarray:
        """Weigh evidence of the shape (…, COLUMNS); the result has the shape (…,)."""
        means = evidence[..., SUMS] / np.maximum(evidence[..., KNOWN], 1)
        best = evidence[..., BEST]
        weights = self.prior_weight + means.sum(-1) + np.where(best == -np.inf, 0, best).sum(-1)
        is_linked = (weights >= self.link_weight) | (evidence[..., PLACE["is_strong"]] > 0)
        # Rounded, so that the last digits of a sum decide no tie.
        weights = np.where(is_linked, np.round(weights, 6), -np.inf)
        return weights + MUST_LINK_WEIGHT * (evidence[..., PLACE["must_link rule"]] > 0)


class Components:
    """Components of one size, clustered side by side.

    A cluster goes by the row of its component and the place of its first member there. Arrays have
    the shapes (rows, size) for clusters and (rows, size, size) for pairs of clusters; where a
    method is given rows and places, these are arrays of one length.
    """

    def __init__(
        self,
        rows: int,
        size: int,
        weigh: Scale,
        parameters: Mapping[str, float],
        vetoes: Vetoes,
    ) -> None:
        self.weigh = weigh
        self.tie_weight = parameters["tie_weight"]
        self.sources_that_confirm = parameters["sources_that_confirm"]
        self.vetoes = vetoes
        self.evidence = np.zeros((rows, size, size, len(COLUMNS)))
        self.evidence[..., BEST] = -np.inf
        # What each pair of clusters weighs, and the same as long as they may still become one.
        self.fits = np.full((rows, size, size), -np.inf)
        self.weights = np.full((rows, size, size), -np.inf)
        self.sizes = np.ones((rows, size), np.int64)
        self.cluster = np.tile(np.arange(size), (rows, 1))
        # The sources of each Social Security number of a cluster, and whether any is confirmed.
        self.ssn_sources: dict[tuple[int, int], dict[str, set[str]]] = {}
        self.has_confirmed = np.zeros((rows, size), bool)

    def take(
        self,
        row: np.ndarray,
        a: np.ndarray,
        b: np.ndarray,
        evidence: np.ndarray,
        weights: np.ndarray,
    ) -> None:
        """Take in pairs, by the places of their ends: what they say, and what it weighs."""
        self.evidence[row, a, b] = self.evidence[row, b, a] = evidence
        for known in (self.fits, self.weights):
            known[row, a, b] = known[row, b, a] = weights

    def add_number(self, row: int, place: int, ssn: str, source: str) -> None:
        """Say that a description has a Social Security number, and from which source."""
        self.ssn_sources[row, place] = {ssn: {source}}
        self.has_confirmed[row, place] = self.sources_that_confirm <= 1

    def merge(self) -> np.ndarray:
        """Merge clusters until none fit; give each member the first place of its cluster.

        In each round every component makes its best merge, or gives up what forbids it.
        """
        rows = np.arange(len(self.weights))
        size = self.weights.shape[1]
        while True:
            flat = self.weights[rows].reshape(len(rows), size * size)
            best = flat.argmax(1)
            is_open = np.take_along_axis(flat, best[:, None], axis=1)[:, 0] > -np.inf
            rows, best = rows[is_open], best[is_open]
            if not len(rows):
                return self.cluster
            a, b = np.divmod(best, size)
            is_refused = self.refuse(rows, a, b)
            self.join(rows[~is_refused], a[~is_refused], b[~is_refused])

    def refuse(self, rows: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Give up merges that a veto or a tie forbids; tell of which of the pairs that is so."""
        is_refused = self.are_two_people(rows, a, b)
        is_decided = self.evidence[rows, a, b, PLACE["must_link rule"]] > 0
        for one, other in ((a, b), (b, a)):
            asked = (~is_refused & ~is_decided).nonzero()[0]
            torn, rival = self.rivals(rows[asked], one[asked], other[asked])
            torn = asked[torn]
            is_refused[torn] = True
            self.give_up(rows[torn], one[torn], rival)
        self.give_up(rows[is_refused], a[is_refused], b[is_refused])
        return is_refused

    def give_up(self, rows: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
        """Make no more of these pairs."""
        self.weights[rows, a, b] = self.weights[rows, b, a] = -np.inf

    def rivals(
        self, rows: np.ndarray, one: np.ndarray, other: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find clusters that could be either of two people and are to be given to neither.

        A cluster that knows more than those who would join it is not torn between them.

        Returns
        -------
        Which of the pairs these are, as places in `rows`, and the first rival of `other` for each.
        """
        least = self.weights[rows, one, other] - self.tie_weight
        may_be = self.fits[rows, one] >= least[:, None]
        may_be[np.arange(len(rows)), other] = False
        # A rule that links by itself is torn only between two whom such a rule links.
        is_strong = self.evidence[rows, one, :, PLACE["is_strong"]] > 0
        may_be &= is_strong | ~is_strong[np.arange(len(rows)), other][:, None]
        size = self.sizes[rows, one]
        may_be &= size[:, None] <= self.sizes[rows]
        may_be &= (size <= self.sizes[rows, other])[:, None]
        pair, rival = may_be.nonzero()
        is_rival = self.are_two_people(rows[pair], other[pair], rival)
        pair, rival = pair[is_rival], rival[is_rival]
        is_rival = ~self.are_two_people(rows[pair], one[pair], rival)
        torn, first = np.unique(pair[is_rival], return_index=True)
        return torn, rival[is_rival][first]

    def are_two_people(self, rows: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Tell whether a veto forbids two clusters to be one."""
        evidence = self.evidence[rows, a, b]

        def all_differ(name: str) -> np.ndarray:
            known = evidence[:, PLACE[f"{name} known"]]
            return (known > 0) & (evidence[:, PLACE[f"is_{name}_other"]] == known)

        first_names, birth_dates = all_differ("first_name"), all_differ("birth_date")
        found = {
            "cannot_link": evidence[:, PLACE["is_cannot_link"]] > 0,
            "two_people": first_names & birth_dates,
            "two_first_names": first_names,
            "two_birth_dates": birth_dates,
            "two_social_security_numbers": self.have_numbers_of_their_own(rows, a, b),
            "two_native_ids": evidence[:, PLACE["is_side_by_side"]] > 0,
            "two_suffixes": all_differ("suffix"),
        }
        is_forbidden = np.zeros(len(rows), bool)
        for veto, is_so in found.items():
            is_forbidden |= is_so & self.vetoes.stands(veto, evidence)
        return is_forbidden

    def have_numbers_of_their_own(
        self, rows: np.ndarray, a: np.ndarray, b: np.ndarray
    ) -> np.ndarray:
        """Tell whether sources confirm a Social Security number on each side, and none on both."""
        have = self.has_confirmed[rows, a] & self.has_confirmed[rows, b]
        for pair in have.nonzero()[0].tolist():
            row = int(rows[pair])
            of_a, of_b = self.confirmed(row, int(a[pair])), self.confirmed(row, int(b[pair]))
            have[pair] = of_a.isdisjoint(of_b)
        return have

    def confirmed(self, row: int, place: int) -> set[str]:
        """Give the Social Security numbers of a cluster that enough sources have."""
        found = self.ssn_sources.get((row, place), {})
        return {ssn for ssn in found if len(found[ssn]) >= self.sources_that_confirm}

    def join(self, rows: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
        """Make one cluster of two, at the place of the first."""
        of_a, of_b = self.evidence[rows, a], self.evidence[rows, b]
        together = of_a + of_b
        together[..., BEST] = np.maximum(of_a[..., BEST], of_b[..., BEST])
        self.evidence[rows, a] = self.evidence[rows, :, a] = together
        self.sizes[rows, a] += self.sizes[rows, b]
        clusters = self.cluster[rows]
        clusters = np.where(clusters == b[:, None], a[:, None], clusters)
        self.cluster[rows] = clusters
        for row, first, second in zip(rows.tolist(), a.tolist(), b.tolist(), strict=True):
            self._join_numbers(row, first, second)
        weights = self.weigh(together)
        places = np.arange(clusters.shape[1])
        weights[(clusters != places) | (places == a[:, None])] = -np.inf
        for known in (self.fits, self.weights):
            known[rows, a] = known[rows, :, a] = weights
            known[rows, b] = known[rows, :, b] = -np.inf

    def _join_numbers(self, row: int, a: int, b: int) -> None:
        if (row, b) not in self.ssn_sources:
            return
        of_a = self.ssn_sources.setdefault((row, a), {})
        for ssn, sources in self.ssn_sources[row, b].items():
            of_a[ssn] = of_a.get(ssn, set()) | sources
        self.has_confirmed[row, a] = bool(self.confirmed(row, a))
