"""The clustering a second time, plainly: every average anew from the member pairs at each step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, product

AVERAGED = ("first_name", "middle_name", "suffix", "birth_date", "sex", "ssn", "native_id")
BEST_OF = ("last_name", "contact")
MUST_LINK_WEIGHT = 1e6

Cluster = tuple[int, ...]
Ends = tuple[Cluster, Cluster]


@dataclass(frozen=True)
class PlainClustering:
    """What is known of one component: the pairs by their ends, and numbers with their sources."""

    pairs: Mapping[tuple[int, int], Mapping]
    ssns: Mapping[int, tuple[str, str]]
    prior_weight: float
    parameters: Mapping[str, float]
    overruled_by: Mapping[str, str | None]

    def clusters(self, numbers: Iterable[int]) -> list[Cluster]:
        """Merge the two clusters that fit best until none may be merged."""
        clusters = sorted((number,) for number in numbers)
        forbidden: set[Ends] = set()
        while True:
            fits = {ends: self.weight(*ends) for ends in combinations(clusters, 2)}
            fits = {ends: weight for ends, weight in fits.items() if weight is not None}
            allowed = [ends for ends in fits if ends not in forbidden]
            if not allowed:
                return clusters
            # The heaviest; of equal ones the first.
            a, b = min(allowed, key=lambda ends: (-fits[ends], ends))
            refused = self.refused(a, b, fits)
            forbidden |= refused
            if not refused:
                clusters = sorted({*clusters, tuple(sorted(a + b))} - {a, b})

    def between(self, a: Cluster, b: Cluster) -> list[Mapping]:
        ends = (tuple(sorted(ends)) for ends in product(a, b))
        return [self.pairs[end] for end in ends if end in self.pairs]

    def weight(self, a: Cluster, b: Cluster) -> float | None:
        """Give the weight of two clusters, or None where they don't fit."""
        said = self.between(a, b)
        weight = self.prior_weight
        for name in (*AVERAGED, *BEST_OF):
            known = [one[f"{name}_weight"] for one in said if f"{name}_weight" in one]
            if known:
                weight += max(known) if name in BEST_OF else sum(known) / len(known)
        if weight < self.parameters["link_weight"] and not any(one["is_strong"] for one in said):
            return None
        is_decided = any(one["rule_name"] == "must_link" for one in said)
        return round(weight, 6) + MUST_LINK_WEIGHT * is_decided

    def refused(self, a: Cluster, b: Cluster, fits: Mapping[Ends, float]) -> set[Ends]:
        """Give the merges that a veto or a tie forbids, that of `a` and `b` among them, or none."""
        if self.are_two_people(a, b):
            return {(a, b)}
        if any(one["rule_name"] == "must_link" for one in self.between(a, b)):
            return set()
        is_strong = any(one["is_strong"] for one in self.between(a, b))
        for one, other in ((a, b), (b, a)):
            for ends, weight in fits.items():
                if one not in ends or other in ends:
                    continue
                rival = ends[0] if ends[1] == one else ends[1]
                if is_strong and not any(said["is_strong"] for said in self.between(one, rival)):
                    continue
                if (
                    weight >= fits[a, b] - self.parameters["tie_weight"]
                    and len(one) <= min(len(other), len(rival))
                    and self.are_two_people(other, rival)
                    and not self.are_two_people(one, rival)
                ):
                    return {(a, b), ends}
        return set()

    def are_two_people(self, a: Cluster, b: Cluster) -> bool:
        said = self.between(a, b)
        rules = {one["rule_name"] for one in said}
        other_first_names = self.all_differ(said, "first_name")
        other_birth_dates = self.all_differ(said, "birth_date")
        vetoes = {
            "cannot_link": any(one.get("is_cannot_link") for one in said),
            "two_people": other_first_names and other_birth_dates,
            "two_first_names": other_first_names,
            "two_birth_dates": other_birth_dates,
            "two_social_security_numbers": self.have_numbers_of_their_own(a, b),
            "two_native_ids": any(one.get("is_side_by_side") for one in said),
            "two_suffixes": self.all_differ(said, "suffix"),
        }
        return any(
            holds and rules.isdisjoint((self.overruled_by[veto] or "").split())
            for veto, holds in vetoes.items()
        )

    def all_differ(self, said: list[Mapping], name: str) -> bool:
        known = [one for one in said if f"{name}_weight" in one]
        return bool(known) and all(one.get(f"is_{name}_other") for one in known)

    def have_numbers_of_their_own(self, a: Cluster, b: Cluster) -> bool:
        of_a, of_b = self.confirmed(a), self.confirmed(b)
        return bool(of_a) and bool(of_b) and not of_a & of_b

    def confirmed(self, cluster: Cluster) -> set[str]:
        sources: dict[str, set[str]] = {}
        for number in cluster:
            if number in self.ssns:
                ssn, source = self.ssns[number]
                sources.setdefault(ssn, set()).add(source)
        needed = self.parameters["sources_that_confirm"]
        return {ssn for ssn, found in sources.items() if len(found) >= needed}
