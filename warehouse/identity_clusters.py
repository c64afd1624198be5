"""Clusters of descriptions that speak of one person: union-find over links, under vetoes.

Links are taken strongest rule first. A link merges the two clusters it touches unless a veto finds
that what is known of one contradicts what is known of the other. A link alone can't see that: A may
resemble B and B resemble C while A and C are two people. So each cluster keeps the evidence of all
its members, and every merge is judged on both sides' whole evidence.

The seeds matching_rules and matching_vetoes hold the order, the thresholds and which rules a veto
yields to. Scores and average linkage can replace `cluster_identities`; evidence and vetoes stay.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple


class Spell(NamedTuple):
    """First and last day of an enrollment in school."""

    entry_date: date
    exit_date: date


class Identity(NamedTuple):
    """What a veto reads of one description; columns of identity.linkable_identities."""

    identity_tuple_id: str
    source: str
    ssn: str | None = None  # None where others use the number too
    state_student_id: str | None = None
    birth_date: str | None = None  # YYYYMMDD
    first_name: str | None = None
    first_name_roots: list[str] | tuple[str, ...] | None = None
    is_first_name_initials: bool | None = None
    middle_name: str | None = None
    last_name: str | None = None
    last_name_parts: list[str] | tuple[str, ...] | None = None
    sex: str | None = None
    suffix: str | None = None
    school_spells: tuple[Spell, ...] = ()


class Link(NamedTuple):
    """Two descriptions that a rule holds to be one person; columns of identity.links."""

    identity_tuple_id_a: str
    identity_tuple_id_b: str
    rule_name: str
    rank: int


class Veto(NamedTuple):
    """A row of the seed matching_vetoes."""

    name: str
    overruled_by: str | None = None  # names of rules, with blanks between
    name_similarity: float | None = None
    typing_errors: int | None = None
    generation_years: int | None = None
    least_sources: int | None = None
    least_days: int | None = None


class GivenName(NamedTuple):
    """A given name with all that counts as the same: itself, its roots, the middle name."""

    name: str
    same: frozenset[str]
    sex: str | None
    is_initials: bool


@dataclass(slots=True)
class Evidence:
    """All that the members of one cluster say."""

    members: list[str]
    ssn_sources: dict[str, set[str]] = field(default_factory=dict)
    school_spells: dict[str, set[Spell]] = field(default_factory=dict)  # by state student id
    birth_dates: set[str] = field(default_factory=set)
    given_names: set[GivenName] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    suffixes: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, identity: Identity) -> "Evidence":
        """Evidence of a cluster of one."""
        evidence = cls([identity.identity_tuple_id])
        if identity.ssn:
            evidence.ssn_sources[identity.ssn] = {identity.source}
        if identity.state_student_id and identity.school_spells:
            evidence.school_spells[identity.state_student_id] = set(identity.school_spells)
        if identity.birth_date:
            evidence.birth_dates.add(identity.birth_date)
        if identity.first_name:
            same = {identity.first_name, *(identity.first_name_roots or ())}
            if len(identity.middle_name or "") > 1:
                same.add(identity.middle_name or "")
            is_initials = bool(identity.is_first_name_initials)
            evidence.given_names.add(
                GivenName(identity.first_name, frozenset(same), identity.sex, is_initials)
            )
        if identity.last_name:
            evidence.surnames.update([identity.last_name, *(identity.last_name_parts or ())])
        if identity.suffix:
            evidence.suffixes.add(identity.suffix)
        return evidence

    def absorb(self, other: "Evidence") -> None:
        """Take over all that another cluster says."""
        self.members += other.members
        for ssn, sources in other.ssn_sources.items():
            self.ssn_sources.setdefault(ssn, set()).update(sources)
        for student_id, spells in other.school_spells.items():
            self.school_spells.setdefault(student_id, set()).update(spells)
        self.birth_dates |= other.birth_dates
        self.given_names |= other.given_names
        self.surnames |= other.surnames
        self.suffixes |= other.suffixes


def two_social_security_numbers(a: Evidence, b: Evidence, veto: Veto) -> bool:
    """Each side has a number of its own that `least_sources` confirm, and they share none."""
    least = veto.least_sources or 1
    confirmed_a = {ssn for ssn, sources in a.ssn_sources.items() if len(sources) >= least}
    confirmed_b = {ssn for ssn, sources in b.ssn_sources.items() if len(sources) >= least}
    return bool(confirmed_a and confirmed_b) and confirmed_a.isdisjoint(confirmed_b)


def two_state_student_ids(a: Evidence, b: Evidence, veto: Veto) -> bool:
    """Each side has a state student number of its own, side by side for `least_days`."""
    least = veto.least_days or 1
    return any(
        (min(x.exit_date, y.exit_date) - max(x.entry_date, y.entry_date)).days >= least
        for id_a in a.school_spells.keys() - b.school_spells.keys()
        for id_b in b.school_spells.keys() - a.school_spells.keys()
        for x in a.school_spells[id_a]
        for y in b.school_spells[id_b]
    )


def two_birth_dates(a: Evidence, b: Evidence, veto: Veto) -> bool:
    """Both sides have birth dates, and no two of them could be one."""
    return (
        bool(a.birth_dates and b.birth_dates)
        and a.birth_dates.isdisjoint(b.birth_dates)
        and not any(
            _one_birth_date(x, y, veto.generation_years or 0)
            for x in a.birth_dates
            for y in b.birth_dates
        )
    )


def two_first_names(a: Evidence, b: Evidence, veto: Veto) -> bool:
    """No given name in common, as with twins and the spouse whose number was borrowed."""
    are_swapped = any(name.name in b.surnames for name in a.given_names) and any(
        name.name in a.surnames for name in b.given_names
    )
    return not are_swapped and _no_given_name_in_common(a, b, veto)


def two_people(a: Evidence, b: Evidence, veto: Veto) -> bool:
    """Neither a birth date nor a given name in common."""
    return two_birth_dates(a, b, veto) and _no_given_name_in_common(a, b, veto)


def two_suffixes(a: Evidence, b: Evidence, veto: Veto) -> bool:
    """Both sides have suffixes, and share none: father and son."""
    return bool(a.suffixes and b.suffixes) and a.suffixes.isdisjoint(b.suffixes)


VETOES: dict[str, Callable[[Evidence, Evidence, Veto], bool]] = {
    judge.__name__: judge
    for judge in (
        two_social_security_numbers,
        two_state_student_ids,
        two_birth_dates,
        two_first_names,
        two_people,
        two_suffixes,
    )
}


def cluster_identities(
    identities: Iterable[Identity], links: Iterable[Link], vetoes: Iterable[Veto]
) -> dict[str, str]:
    """Cluster descriptions.

    Returns
    -------
    dict of identity_tuple_id to cluster_id (the least identity_tuple_id of the cluster), ordered by
    identity_tuple_id. The order in which identities and links come makes no difference.

    Raises
    ------
    KeyError
        A veto has no function here, or a link names an identity that does not exist.
    """
    judges = [(VETOES[veto.name], veto, (veto.overruled_by or "").split()) for veto in vetoes]
    in_order = sorted(links, key=lambda link: (link.rank, *link))
    linked = {end for link in in_order for end in link[:2]}
    # Evidence is heavy, and those whom nothing links need none.
    evidence: dict[str, Evidence] = {}
    cluster_of: dict[str, str] = {}
    for identity in identities:
        cluster_of[identity.identity_tuple_id] = identity.identity_tuple_id
        if identity.identity_tuple_id in linked:
            evidence[identity.identity_tuple_id] = Evidence.of(identity)
    for link in in_order:
        one = evidence[cluster_of[link.identity_tuple_id_a]]
        other = evidence[cluster_of[link.identity_tuple_id_b]]
        if one is other or any(
            link.rule_name not in overruled_by and judge(one, other, veto)
            for judge, veto, overruled_by in judges
        ):
            continue
        if len(one.members) < len(other.members):
            one, other = other, one
        for member in other.members:
            cluster_of[member] = one.members[0]
        one.absorb(evidence.pop(other.members[0]))
    least = {root: min(cluster.members) for root, cluster in evidence.items()}
    return {member: least.get(root, member) for member, root in sorted(cluster_of.items())}


def _one_birth_date(a: str, b: str, generation_years: int) -> bool:
    """Tell whether two dates, YYYYMMDD, are one with day and month swapped or a digit changed.

    A digit that makes `generation_years` is no slip, but father and son.
    """
    if a == b[:4] + b[6:] + b[4:6]:
        return True
    is_a_slip = sum(x != y for x, y in zip(a, b, strict=True)) <= 1
    return is_a_slip and abs(int(a[:4]) - int(b[:4])) < generation_years


def _no_given_name_in_common(a: Evidence, b: Evidence, veto: Veto) -> bool:
    """Tell whether no given names agree; initials count only where a side has nothing more."""
    whole_a = {name for name in a.given_names if not name.is_initials}
    whole_b = {name for name in b.given_names if not name.is_initials}
    if whole_a and whole_b:
        return not any(_one_given_name(x, y, veto) for x in whole_a for y in whole_b)
    initials_a = {name.name[0] for name in a.given_names}
    initials_b = {name.name[0] for name in b.given_names}
    return bool(initials_a and initials_b) and initials_a.isdisjoint(initials_b)


def _one_given_name(a: GivenName, b: GivenName, veto: Veto) -> bool:
    """Tell whether two given names agree; between the sexes likeness is not enough."""
    if not a.same.isdisjoint(b.same):
        return True
    if a.sex is not None and b.sex is not None and a.sex != b.sex:
        return False
    one, other = sorted((a.name, b.name))
    return jaro_winkler(one, other) >= (veto.name_similarity or 1.0) or (
        one[0] == other[0] and typing_errors(one, other) <= (veto.typing_errors or 0)
    )


@lru_cache(maxsize=1 << 18)
def jaro_winkler(a: str, b: str) -> float:
    """Likeness of two texts, 0 to 1, equal to DuckDB's jaro_winkler_similarity.

    Winkler, "String Comparator Metrics" (1990): prefix of four at most, weight 0.1, boosted where
    the Jaro similarity is above 0.7.
    """
    if a == b:
        return 1.0
    reach = max(len(a), len(b)) // 2 - 1
    taken = [False] * len(b)
    matched_a = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not taken[j] and b[j] == letter:
                taken[j] = True
                matched_a.append(letter)
                break
    matches = len(matched_a)
    if matches == 0:
        return 0.0
    matched_b = [letter for letter, was_taken in zip(b, taken, strict=True) if was_taken]
    swaps = sum(x != y for x, y in zip(matched_a, matched_b, strict=True)) // 2
    jaro = (matches / len(a) + matches / len(b) + (matches - swaps) / matches) / 3
    prefix = 0
    while prefix < min(4, len(a), len(b)) and a[prefix] == b[prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro) if jaro > 0.7 else jaro


@lru_cache(maxsize=1 << 18)
def typing_errors(a: str, b: str) -> int:
    """Letters to add, drop, change or swap with the next to make one text of the other.

    The restricted distance of Damerau and Levenshtein: no place is edited twice. It differs from
    DuckDB's only above one error.
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
