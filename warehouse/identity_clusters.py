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

from collections.abc import Iterable, Mapping
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

    def stands(self, veto: str, evidence: np.ndarray) -> bool:
        """Tell whether no link between the two clusters is of a rule that the veto yields to."""
        return not any(evidence[place] for place in self.places[veto])


def connected_components(
    a: np.ndarray, b: np.ndarray, is_firm: np.ndarray
) -> dict[str, np.ndarray]:
    """Tell which component each number is in: by all pairs, and by firm pairs alone.

    Parameters
    ----------
    a, b
        Numbers of the two ends of each pair, shape (pairs,).
    is_firm
        Whether the pair links by itself.

    Returns
    -------
    dict of columns, a row per number that occurs, in order of numbers: identity_number,
    component_number and firm_number (the least number of the component), component_size.
    """
    numbers, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = ends[: len(a)], ends[len(a) :]
    component = least_reachable(len(numbers), left, right)
    firm = least_reachable(len(numbers), left[is_firm], right[is_firm])
    sizes = np.bincount(component, minlength=len(numbers))
    return {
        "identity_number": numbers,
        "component_number": numbers[component],
        "firm_number": numbers[firm],
        "component_size": sizes[component].astype(np.int32),
    }


def least_reachable(count: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Give each of `count` nodes the least node that edges lead to; edges are pairs of places."""
    label = np.arange(count)
    while True:
        before = label.copy()
        least = np.minimum(label[left], label[right])
        np.minimum.at(label, left, least)
        np.minimum.at(label, right, least)
        # A node's label is a node, whose own label may be less by now.
        label = label[label]
        if (label == before).all():
            return label


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
        Columns of identity.contested_pairs, pairs of one component next to each other.
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
    numbers_of: dict[int, list[int]] = {}
    number_sources: dict[int, tuple[str, str]] = {}
    for identity_number, component_number, source, ssn in members:
        numbers_of.setdefault(component_number, []).append(identity_number)
        if ssn is not None:
            number_sources[identity_number] = (ssn, source)
    evidence = pair_evidence(pairs)
    weigh = Scale(prior_weight, parameters["link_weight"])
    weights = weigh(evidence)
    component_numbers, starts = np.unique(pairs["component_number"], return_index=True)
    # Without a contested component there is no start, and no end either.
    ends = [*starts[1:].tolist(), len(weights)][: len(starts)]
    clusters: dict[int, int] = {}
    for component_number, start, end in zip(
        component_numbers.tolist(), starts.tolist(), ends, strict=True
    ):
        numbers = np.array(sorted(numbers_of[component_number]))
        component = Component(
            len(numbers),
            weigh,
            parameters["tie_weight"],
            parameters["sources_that_confirm"],
            vetoes,
        )
        component.take(
            numbers.searchsorted(pairs["identity_number_a"][start:end]),
            numbers.searchsorted(pairs["identity_number_b"][start:end]),
            evidence[start:end],
            weights[start:end],
        )
        listed = numbers.tolist()
        for place, number in enumerate(listed):
            if number in number_sources:
                ssn, source = number_sources[number]
                component.ssn_sources[place] = {ssn: {source}}
        for place, root in enumerate(component.merge()):
            clusters[listed[place]] = listed[root]
    return dict(sorted(clusters.items()))


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


class Component:
    """The clusters of one component, by the place of their first member, and what they say."""

    def __init__(
        self,
        size: int,
        weigh: Scale,
        tie_weight: float,
        sources_that_confirm: float,
        vetoes: Vetoes,
    ) -> None:
        self.weigh = weigh
        self.tie_weight = tie_weight
        self.sources_that_confirm = sources_that_confirm
        self.vetoes = vetoes
        self.evidence = np.zeros((size, size, len(COLUMNS)))
        self.evidence[..., BEST] = -np.inf
        # What each pair of clusters weighs, and the same as long as they may still become one.
        self.fits = np.full((size, size), -np.inf)
        self.weights = np.full((size, size), -np.inf)
        self.ssn_sources: list[dict[str, set[str]]] = [{} for _ in range(size)]
        self.cluster = list(range(size))
        self.sizes = [1] * size

    def take(self, a: np.ndarray, b: np.ndarray, evidence: np.ndarray, weights: np.ndarray) -> None:
        """Take in pairs, by the places of their ends: what they say, and what it weighs."""
        self.evidence[a, b] = self.evidence[b, a] = evidence
        for known in (self.fits, self.weights):
            known[a, b] = known[b, a] = weights

    def merge(self) -> list[int]:
        """Merge clusters until none fit, and give each member the first place of its cluster."""
        while True:
            a, b = divmod(int(self.weights.argmax()), len(self.cluster))
            if self.weights[a, b] == -np.inf:
                return self.cluster
            refused = self.refusals(a, b)
            for one, other in refused:
                self.weights[one, other] = self.weights[other, one] = -np.inf
            if not refused:
                self.join(a, b)

    def refusals(self, a: int, b: int) -> list[tuple[int, int]]:
        """Give the merges that a veto or a tie forbids, that of `a` and `b` among them, or none."""
        if self.are_two_people(a, b):
            return [(a, b)]
        if self.evidence[a, b, PLACE["must_link rule"]]:
            return []
        is_strong = self.evidence[a, b, PLACE["is_strong"]] > 0
        for one, other in ((a, b), (b, a)):
            least = self.weights[a, b] - self.tie_weight
            for rival in (self.fits[one] >= least).nonzero()[0].tolist():
                # A rule that links by itself is torn only between two whom such a rule links.
                if is_strong and not self.evidence[one, rival, PLACE["is_strong"]]:
                    continue
                if rival != other and self.are_rivals(one, other, rival):
                    return [(one, other), (one, rival)]
        return []

    def are_rivals(self, one: int, other: int, rival: int) -> bool:
        """Tell whether `one`, who could be either of two people, is not to be given to one of them.

        A cluster that knows more than those who would join it is not torn between them.
        """
        size = self.sizes[one]
        return (
            size <= self.sizes[other]
            and size <= self.sizes[rival]
            and self.are_two_people(other, rival)
            and not self.are_two_people(one, rival)
        )

    def are_two_people(self, a: int, b: int) -> bool:
        """Tell whether a veto forbids two clusters to be one."""
        evidence = self.evidence[a, b]

        def all_differ(name: str) -> bool:
            known = evidence[PLACE[f"{name} known"]]
            return bool(known) and evidence[PLACE[f"is_{name}_other"]] == known

        first_names, birth_dates = all_differ("first_name"), all_differ("birth_date")
        found = {
            "cannot_link": bool(evidence[PLACE["is_cannot_link"]]),
            "two_people": first_names and birth_dates,
            "two_first_names": first_names,
            "two_birth_dates": birth_dates,
            "two_social_security_numbers": self.have_numbers_of_their_own(a, b),
            "two_native_ids": bool(evidence[PLACE["is_side_by_side"]]),
            "two_suffixes": all_differ("suffix"),
        }
        return any(is_so and self.vetoes.stands(veto, evidence) for veto, is_so in found.items())

    def have_numbers_of_their_own(self, a: int, b: int) -> bool:
        """Tell whether sources confirm a Social Security number on each side, and none on both."""
        confirmed = [
            {
                ssn
                for ssn, found in self.ssn_sources[place].items()
                if len(found) >= self.sources_that_confirm
            }
            for place in (a, b)
        ]
        return all(confirmed) and confirmed[0].isdisjoint(confirmed[1])

    def join(self, a: int, b: int) -> None:
        """Make one cluster of two, at the place of the first."""
        together = self.evidence[a] + self.evidence[b]
        together[:, BEST] = np.maximum(self.evidence[a][:, BEST], self.evidence[b][:, BEST])
        self.evidence[a] = self.evidence[:, a] = together
        self.sizes[a] += self.sizes[b]
        for ssn, sources in self.ssn_sources[b].items():
            self.ssn_sources[a].setdefault(ssn, set()).update(sources)
        self.cluster = [a if root == b else root for root in self.cluster]
        weights = self.weigh(together)
        for place, root in enumerate(self.cluster):
            if root != place or place == a:
                weights[place] = -np.inf
        for known in (self.fits, self.weights):
            known[a] = known[:, a] = weights
            known[b] = known[:, b] = -np.inf
