"""Audit a release: write what it says as one system, attack every withheld figure, report."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from warehouse.attack import blocks as programmes
from warehouse.attack.asked import Asked, Told
from warehouse.attack.blocks import Attacked, Block
from warehouse.attack.findings import (
    Finding,
    contradicted,
    counted,
    mismatched,
    rated,
    shown,
    unsolvable,
)
from warehouse.attack.narrowing import Bounds, narrow
from warehouse.attack.published import Release
from warehouse.attack.system import SMALL, UNKNOWN, WITHHELD, Share, System, build_system
from warehouse.attack.vintages import Vintages
from warehouse.attack.wages import attack_wages
from warehouse.errors import WarehouseError

LEAST_PEOPLE = "least_people"
PROTECTED_WIDTH = "protected_width"


@dataclass(frozen=True)
class Audit:
    """What an attack on a release looked at and what it found.

    Attributes
    ----------
    cells
        Published cells read, those of earlier releases included.
    attacked
        By measure and school year, how many figures there are to hide: withheld counts and
        rates, and sensitive complements.
    blocks, largest
        How many groups of figures hang together, and how many counts the largest has.
    revised
        Cells of earlier releases that a later one gives another figure for.
    apart
        Measures of a school year that earlier releases have so differently that they were
        attacked apart.
    open_targets
        Figures that no table of whole numbers proved safe, though fractions leave them open.
    """

    cells: int
    attacked: dict[tuple[str, int], int]
    counts: int
    equations: int
    blocks: int
    largest: int
    revised: int
    apart: int
    open_targets: int
    findings: tuple[Finding, ...]

    @property
    def withheld(self) -> int:
        """How many figures were attacked."""
        return sum(self.attacked.values())


def audit(releases: list[Release], say: Callable[[str], None], processes: int = 1) -> Audit:
    """Attack a release with the help of those before it.

    Parameters
    ----------
    releases
        The earliest first; the last is the one that is audited.
    say
        Told of each step.
    processes
        How many processes share the blocks.

    Raises
    ------
    WarehouseError
        If the release doesn't publish from which number on a count is shown.
    """
    release = releases[-1]
    small_below = threshold(release, LEAST_PEOPLE)
    asked = Asked(small_below, int(release.thresholds.get(PROTECTED_WIDTH, small_below - 1)))
    vintages = Vintages(releases, small_below)
    while True:
        found = _attack_once(releases, vintages, asked, say, processes)
        if len(releases) == 1 or not vintages.set_apart(found.contradicted):
            break
        say("Releases contradict each other: figures that were revised are attacked apart")
    return Audit(
        cells=sum(len(each.cells) for each in releases),
        revised=vintages.revised,
        apart=vintages.apart,
        **found.sizes,
        findings=tuple(sorted(set(found.findings))),
    )


@dataclass
class _Found:
    """What one attack found; `contradicted` are measures and school years that don't agree."""

    findings: list[Finding]
    contradicted: set[tuple[str, int]]
    sizes: dict[str, Any]


def _attack_once(
    releases: list[Release],
    vintages: Vintages,
    asked: Asked,
    say: Callable[[str], None],
    processes: int,
) -> _Found:
    system = build_system(releases, vintages, asked.small_below)
    say(f"{len(system.counts):,} counts and {len(system.equations):,} equations between them")
    bounds = narrow(system)
    found = _Found([], set(), {})
    for contradiction in system.contradictions:
        found.findings.append(contradicted(system, contradiction))
    for equation, missing in bounds.contradictions:
        found.findings.append(mismatched(system, bounds, equation, missing))
        found.contradicted |= _measures(system, equation.columns)
    found.findings += shown(releases[-1], asked.small_below)
    targets = find_targets(system)
    for column in targets:
        low, high = bounds.low[column], bounds.high[column]
        if bounds.is_fixed(column) and asked.is_told(low, high, bounds.is_of_few(column)):
            found.findings.append(counted(system, bounds, Told(column, None, low, high)))
    shares = [share for share in system.shares if share.cell.code in ("withheld", "banded")]
    found.findings += [rated(system, bounds, told) for told in computed(shares, bounds)]
    found.findings += attack_wages(system, bounds, releases, vintages)
    unknown = [column for column in targets if not bounds.is_fixed(column)]
    divided = programmes.divide(system, bounds, unknown, open_shares(shares, bounds))
    say(f"{len(divided):,} blocks hang together; the largest has {largest(divided):,} counts")
    open_targets = 0
    for block, attacked in zip(divided, attack_all(divided, bounds, asked, processes), strict=True):
        open_targets += len(attacked.open_targets)
        if attacked.is_contradictory:
            found.findings.append(unsolvable(system, block.columns, block.equations))
            found.contradicted |= _measures(system, tuple(block.columns))
        found.findings += [
            rated(system, bounds, told) if told.share else counted(system, bounds, told)
            for told in attacked.told
        ]
    found.sizes = {
        "attacked": Counter(
            [(system.counts[column].measure, system.counts[column].year) for column in targets]
            + [(share.cell.measure, share.cell.year) for share in shares]
        ),
        "counts": len(system.counts),
        "equations": len(system.equations),
        "blocks": len(divided),
        "largest": largest(divided),
        "open_targets": open_targets,
    }
    return found


def _measures(system: System, columns: tuple[int, ...]) -> set[tuple[str, int]]:
    counts = [system.counts[column] for column in columns]
    return {(count.measure, count.year) for count in counts}


def threshold(release: Release, rule: str) -> int:
    """Give a published threshold, with a sentence where there is none."""
    if rule not in release.thresholds:
        raise WarehouseError(
            f"The release's disclosure_thresholds lacks the rule {rule}, so what `<10` stands for "
            "isn't published. Add it and publish again."
        )
    return int(release.thresholds[rule])


def find_targets(system: System) -> list[int]:
    """List the counts to attack: withheld ones, complements, and what rates would tell."""
    columns = {
        column for column, count in enumerate(system.counts) if count.code in (SMALL, WITHHELD)
    }
    columns.update(system.complements)
    for share in system.shares:
        columns.update(
            column
            for column in (share.numerator, share.denominator)
            if system.counts[column].code == UNKNOWN
        )
    return sorted(columns)


def largest(divided: list[Block]) -> int:
    """Count the unknowns of the largest block; blocks come largest first."""
    return len(divided[0].columns) if divided else 0


def attack_all(
    divided: list[Block], bounds: Bounds, asked: Asked, processes: int
) -> Iterable[Attacked]:
    """Attack all blocks, in their order, in as many processes as asked."""
    if processes == 1 or len(divided) < 2:
        return [programmes.attack(block, bounds, asked) for block in divided]
    with ProcessPoolExecutor(processes, initializer=_share, initargs=(bounds, asked)) as pool:
        return list(pool.map(_attack, divided))


def _share(bounds: Bounds, asked: Asked) -> None:
    _shared.extend((bounds, asked))


def _attack(block: Block) -> Attacked:
    return programmes.attack(block, *_shared)


_shared: list = []


def computed(shares: list[Share], bounds: Bounds) -> list[Told]:
    """Find withheld rates of which both counts are known."""
    found = []
    for share in shares:
        pair = (share.numerator, share.denominator)
        if all(bounds.is_fixed(column) for column in pair) and bounds.low[share.denominator] > 0:
            rate = bounds.low[share.numerator] / bounds.low[share.denominator] * share.scale
            found.append(Told(share.numerator, share, rate, rate))
    return found


def open_shares(shares: list[Share], bounds: Bounds) -> list[Share]:
    """Leave the withheld rates of which at least one count is unknown."""
    return [
        share
        for share in shares
        if not (bounds.is_fixed(share.numerator) and bounds.is_fixed(share.denominator))
    ]
