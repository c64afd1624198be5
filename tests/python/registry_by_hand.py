"""A second computation of the registry, in plain Python, to hold the models' SQL against.

It keeps the whole history in dicts and says nothing about speed. It shares with the models only
who takes which id (`hand_on_persons`), which has tests of its own.
"""

import hashlib
from collections import defaultdict
from typing import NamedTuple

from warehouse.identity_registry import Overlap, hand_on_persons

WEIGHTS = {"identity_tuple": 1, "native_id": 2, "ssn": 2, "name_and_birth_date": 1}


class Description(NamedTuple):
    """What one source says of a person; birth dates are all one day."""

    identity_tuple_id: str
    native_id: str | None = None
    ssn: str | None = None
    last_name: str | None = None

    @property
    def evidence(self) -> set[tuple[str, str]]:
        """Kind and value of all that the description is evidence of."""
        values = zip(WEIGHTS, self, strict=True)
        return {(kind, value) for kind, value in values if value is not None}


class Event(NamedTuple):
    """A row of person_events, by person numbers."""

    event_kind: str
    person: int
    other_person: int
    run_number: int


class RegistryByHand:
    """The registry after any number of runs.

    Attributes
    ----------
    issued
        Run in which each person number was issued.
    holders
        Per piece of evidence the persons who held it, first to last.
    survivors
        Per retired person the one it was merged into.
    events
        All events so far.
    living
        Per run the person that each number issued by then stands for.
    """

    def __init__(self) -> None:
        self.issued: dict[int, int] = {}
        self.holders: dict[tuple[str, str], list[int]] = {}
        self.survivors: dict[int, int] = {}
        self.events: list[Event] = []
        self.living: dict[int, dict[int, int]] = {}
        self.run_number = 1

    def run(self, clusters: dict[str, list[Description]]) -> dict[str, int]:
        """Take in one run's clusters; return each cluster's person number."""
        evidence = evidence_of(clusters)
        persons = self.persons_of(clusters, evidence)
        events = self.events_of(clusters, evidence, persons)
        changed = {persons[cluster] in self.survivors for cluster in clusters}
        for piece, cluster in evidence.items():
            history = self.holders.setdefault(piece, [])
            person = persons[cluster]
            if not history or history[-1] != person or person in self.survivors:
                history.append(person)
                changed.add(True)
        for person in persons.values():
            self.survivors.pop(person, None)
            self.issued.setdefault(person, self.run_number)
        for event in events:
            if event.event_kind in ("merge", "follow"):
                self.survivors[event.person] = event.other_person
        self.events += events
        if any(changed):
            self.living[self.run_number] = {p: self.stands_for(p) for p in self.issued}
            self.run_number += 1
        return persons

    def stands_for(self, person: int) -> int:
        """Follow the survivors."""
        while person in self.survivors:
            person = self.survivors[person]
        return person

    def persons_of(
        self, clusters: dict[str, list[Description]], evidence: dict[tuple[str, str], str]
    ) -> dict[str, int]:
        """Hand on the persons, and number the new ones in the clusters' salted order."""
        salt = digest(min(clusters) + max(clusters))
        order = sorted(clusters, key=lambda cluster: (digest(salt + cluster), cluster))
        overlaps = []
        for place, cluster in enumerate(order):
            pieces = [
                (WEIGHTS[piece[0]], self.holders.get(piece, []))
                for piece, its_cluster in evidence.items()
                if its_cluster == cluster
            ]
            for person in {person for _, history in pieces for person in history}:
                now = [(weight, history) for weight, history in pieces if history[-1:] == [person]]
                current = sum(weight for weight, _ in now)
                own = sum(weight for weight, history in now if self.is_own(history))
                ever = sum(weight for weight, history in pieces if person in history)
                own_ever = sum(weight for weight, history in pieces if history[:1] == [person])
                if current or person in self.survivors:
                    overlaps.append(Overlap(place, person, current, own, ever, own_ever))
        persons = {order[place]: person for place, person in hand_on_persons(overlaps).items()}
        last = max(self.issued, default=0)
        for number, cluster in enumerate((c for c in order if c not in persons), last + 1):
            persons[cluster] = number
        return persons

    def is_own(self, history: list[int]) -> bool:
        """Tell whether a piece of evidence is its holder's own, and no retired person's."""
        return history[0] == history[-1] or history[0] not in self.survivors

    def events_of(
        self,
        clusters: dict[str, list[Description]],
        evidence: dict[tuple[str, str], str],
        persons: dict[str, int],
    ) -> list[Event]:
        """Say what becomes of whom in this run."""
        present = set(persons.values())
        retired = dict(self.survivors)
        living_before = {person: self.stands_for(person) for person in retired}
        moved = self.transfers(clusters, evidence, persons)

        restored = {(p, living_before[p]) for p in retired if p in present}
        merged = set()
        for person in {old for old, _ in moved} - present - set(retired):
            heirs = {new: weights for (old, new), weights in moved.items() if old == person}
            merged.add((person, best(heirs)))

        heirs = {}
        for person in set(retired) - present:
            left: dict[int, list[int]] = defaultdict(lambda: [0, 0])
            for piece, cluster in evidence.items():
                history = self.holders.get(piece, [])
                if person in history and history[-1] in (person, living_before[person]):
                    left[persons[cluster]][0] += WEIGHTS[piece[0]] * (history[0] == person)
                    left[persons[cluster]][1] += WEIGHTS[piece[0]]
            heir = best(left) if left else None
            if heir == living_before[person] or {
                (living_before[person], heir),
                (person, heir),
            } & set(moved):
                heirs[person] = heir

        def stands_for_after(person: int) -> int:
            if person in present:
                return person
            if person in heirs:
                return heirs[person]
            after = retired | dict(merged)
            return stands_for_after(after[person]) if person in after else person

        followed = {(p, heir) for p, heir in heirs.items() if stands_for_after(retired[p]) != heir}

        split = set()
        for old, new in moved:
            is_told = (new, old) in restored or (
                old not in present and stands_for_after(old) == new
            )
            if not is_told:
                split.add((old, new))
        kinds = {"merge": merged, "restore": restored, "follow": followed, "split": split}
        return [
            Event(kind, *pair, self.run_number)
            for kind, pairs in kinds.items()
            for pair in sorted(pairs)
        ]

    def transfers(
        self,
        clusters: dict[str, list[Description]],
        evidence: dict[tuple[str, str], str],
        persons: dict[str, int],
    ) -> dict[tuple[int, int], list[int]]:
        """Weigh what moves between persons: own and all, for those who get a new description."""
        moved: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
        for piece, cluster in evidence.items():
            history = self.holders.get(piece, [])
            person = persons[cluster]
            if not history or history[-1] == person:
                continue
            gets_new = any(
                self.holders.get(("identity_tuple", description.identity_tuple_id), [None])[-1]
                != person
                for description in clusters[cluster]
            )
            if gets_new:
                moved[history[-1], person][0] += WEIGHTS[piece[0]] * self.is_own(history)
                moved[history[-1], person][1] += WEIGHTS[piece[0]]
        return dict(moved)


def evidence_of(clusters: dict[str, list[Description]]) -> dict[tuple[str, str], str]:
    """Find the cluster of each piece of evidence that points to one only."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cluster, descriptions in clusters.items():
        for description in descriptions:
            for piece in description.evidence:
                found[piece].add(cluster)
    return {piece: next(iter(places)) for piece, places in found.items() if len(places) == 1}


def best(weights: dict[int, list[int]]) -> int:
    """Find the person with most, own evidence before other, the older on ties."""
    return min(weights, key=lambda person: (*(-weight for weight in weights[person]), person))


def digest(text: str) -> str:
    """Hash as the models do."""
    return hashlib.md5(text.encode()).hexdigest()
