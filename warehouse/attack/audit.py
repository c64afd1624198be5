"""Audit a release: write what it says as one system, attack every withheld figure, report."""

from collections.abc import Callable
from dataclasses import dataclass

from warehouse.attack.findings import Finding, explain, is_told
from warehouse.attack.narrowing import Bounds, narrow
from warehouse.attack.published import Release
from warehouse.attack.system import SMALL, UNKNOWN, WITHHELD, System, build_system
from warehouse.errors import WarehouseError

LEAST_PEOPLE = "least_people"


@dataclass(frozen=True)
class Audit:
    """What an attack on a release looked at and what it found."""

    cells: int
    withheld: int
    equations: int
    revised: int
    findings: tuple[Finding, ...]


def audit(releases: list[Release], say: Callable[[str], None]) -> Audit:
    """Attack a release with the help of those before it.

    Parameters
    ----------
    releases
        The earliest first; the last is the one that is audited.
    say
        Told of each step.

    Raises
    ------
    WarehouseError
        If the release doesn't publish from which number on a count is shown.
    """
    release = releases[-1]
    small_below = threshold(release, LEAST_PEOPLE)
    system, revised = build_system(releases, small_below)
    say(f"{len(system.counts):,} counts, {len(system.equations):,} equations")
    bounds = narrow(system)
    targets = [
        column
        for column, count in enumerate(system.counts)
        if count.code in (SMALL, WITHHELD) or column in set(system.complements)
    ]
    findings = [
        counted(system, bounds, column)
        for column in targets
        if is_told(bounds.low[column], bounds.high[column], small_below, small_below - 1)
    ]
    return Audit(
        cells=sum(len(each.cells) for each in releases),
        withheld=len(targets),
        equations=len(system.equations),
        revised=revised,
        findings=tuple(findings),
    )


def threshold(release: Release, rule: str) -> int:
    """Give a published threshold, with a sentence where there is none."""
    if rule not in release.thresholds:
        raise WarehouseError(
            f"disclosure_thresholds of {release.name} lacks the rule {rule}, so what `<10` stands "
            "for isn't published. Add it and publish again."
        )
    return int(release.thresholds[rule])


def counted(system: System, bounds: Bounds, column: int) -> Finding:
    """Report a count that bounds alone give away."""
    count = system.counts[column]
    equations = [
        equation
        for equation in (bounds.told_low[column], bounds.told_high[column])
        if equation is not None
    ]
    return Finding(
        attack="complement" if count.code == UNKNOWN else "subtraction",
        measure=count.measure,
        school_year=count.year,
        cell=count.name,
        table_id=", ".join(count.places),
        low=bounds.low[column],
        high=bounds.high[column],
        told_by=explain(system, equations, bounds, column),
    )
