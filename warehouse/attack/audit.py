"""Audit a release: write what it says as one system, attack every withheld figure, report."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from warehouse.attack import blocks as programmes
from warehouse.attack.asked import Asked, Told
from warehouse.attack.blocks import Attacked, Block
from warehouse.attack.equals import add_equal_measures, add_equal_members, guess_equal
from warehouse.attack.estimates import attack_estimates
from warehouse.attack.findings import (
    CONTRADICTION,
    Finding,
    contradicted,
    counted,
    mismatched,
    rated,
    shown,
    unsolvable,
)
from warehouse.attack.meetings import add_meetings
from warehouse.attack.narrowing import Bounds, narrow
from warehouse.attack.overlaps import add_overlaps
from warehouse.attack.release import Equal, Release
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
    open_figures
        Figures that no table of whole numbers proved safe, though fractions leave them open.
    guessed
        What else is told to who guesses that measures are one number in every cell because they
        are in those that are shown. Nothing published confirms it, and some guesses are wrong.
    """

    cells: int
    attacked: dict[tuple[str, int], int]
    counts: int
    equations: int
    blocks: int
    largest: int
    revised: int
    apart: int
    open_figures: int
    findings: tuple[Finding, ...]
    guessed: tuple[Finding, ...] = ()

    @property
    def withheld(self) -> int:
        """How many figures were attacked."""
        return sum(self.attacked.values())


def audit(
    releases: list[Release],
    say: Callable[[str], None],
    processes: int = 1,
    equal: Iterable[Equal] = (),
    is_guessing: bool = False,
) -> Audit:
    """Attack a release with the help of those before it.

    Parameters
    ----------
    releases
        The earliest first; the last is the one that is audited.
    say
        Told of each step.
    processes
        How many processes share the blocks.
    equal
        Measures that the reader knows to be one number, and where: what nobody publishes.
    is_guessing
        Attack once more, with what a reader may guess to be one number.

    Raises
    ------
    WarehouseError
        If the release doesn't publish from which number on a count is shown, or asks for less
        width than small counts say.
    """
    release = releases[-1]
    small_below = threshold(release, LEAST_PEOPLE)
    width = int(release.thresholds.get(PROTECTED_WIDTH, small_below - 1))
    if width < small_below - 1:
        raise WarehouseError(
            f"The release's protected_width is {width}, and `<{small_below}` leaves "
            f"{small_below - 1} numbers: a small count would be hidden less well than it says. "
            f"Set it to {small_below - 1} in seeds/report/disclosure_thresholds.csv."
        )
    asked = Asked(small_below, width)
    vintages = Vintages(releases, small_below)
    equal = list(equal)
    while True:
        system = write_equations(releases, vintages, small_below)
        add_equal_measures(system, release, vintages, equal, Bounds(system))
        result, contradictory = _attack_once(releases, system, vintages, asked, say, processes)
        if len(releases) == 1 or not vintages.set_apart(contradictory):
            break
        say("Releases contradict each other: figures that were revised are attacked apart")
    if not is_guessing:
        return result
    guesses = guess_equal(releases, small_below)
    say(f"{len(guesses):,} guesses that measures are one number")
    system = write_equations(releases, vintages, small_below)
    add_equal_measures(system, release, vintages, guesses, narrow(system))
    guessed, _ = _attack_once(releases, system, vintages, asked, say, processes)
    known = {finding.cell for finding in result.findings}
    # Where guesses contradict each other, or what is known, one of them is wrong.
    more = [
        finding
        for finding in guessed.findings
        if finding.cell not in known and finding.attack != CONTRADICTION
    ]
    return replace(result, guessed=tuple(more))


def write_equations(releases: list[Release], vintages: Vintages, small_below: int) -> System:
    """Write what the releases publish as one system."""
    system = build_system(releases, vintages, small_below)
    for each in releases:
        add_meetings(system, each, vintages)
        add_overlaps(system, each, vintages)
        add_equal_members(system, each, vintages)
    return system


def _attack_once(
    releases: list[Release],
    system: System,
    vintages: Vintages,
    asked: Asked,
    say: Callable[[str], None],
    processes: int,
) -> tuple[Audit, set[tuple[str, int]]]:
    """Attack once; give the measures and school years that contradict each other as well."""
    say(f"{len(system.counts):,} counts and {len(system.equations):,} equations between them")
    bounds = narrow(system)
    targets = find_targets(system)
    shares = [share for share in system.shares if share.cell.code in ("withheld", "banded")]
    unknown = [column for column in targets if not bounds.is_fixed(column)]
    divided = programmes.divide(system, bounds, unknown, open_shares(shares, bounds))
    say(f"{len(divided):,} blocks hang together; the largest has {largest(divided):,} counts")
    attacked = attack_all(divided, bounds, asked, processes)
    findings = [
        *shown(releases[-1], asked.small_below),
        *known_at_once(system, bounds, asked, targets, shares),
        *attack_wages(system, bounds, releases, vintages, asked),
        *attack_estimates(system, bounds, releases, vintages, asked),
        *by_programme(system, bounds, divided, attacked),
    ]
    unsolved = [
        block.columns
        for block, each in zip(divided, attacked, strict=True)
        if each.is_contradictory
    ]
    unsolved += [equation.columns for equation, _ in bounds.contradictions]
    counts = [system.counts[column] for columns in unsolved for column in columns]
    result = Audit(
        cells=sum(len(each.cells) for each in releases),
        attacked=Counter(
            [(system.counts[column].measure, system.counts[column].year) for column in targets]
            + [(share.cell.measure, share.cell.year) for share in shares]
        ),
        counts=len(system.counts),
        equations=len(system.equations),
        blocks=len(divided),
        largest=largest(divided),
        revised=vintages.revised,
        apart=vintages.apart,
        open_figures=sum(each.open_figures for each in attacked),
        findings=tuple(sorted(set(findings))),
    )
    return result, {(count.measure, count.year) for count in counts}


def known_at_once(
    system: System, bounds: Bounds, asked: Asked, targets: list[int], shares: list[Share]
) -> Iterator[Finding]:
    """Find what narrowing alone gives away: figures that disagree, counts and rates."""
    for contradiction in system.contradictions:
        yield contradicted(system, contradiction)
    for equation, missing in bounds.contradictions:
        yield mismatched(system, bounds, equation, missing)
    for column in targets:
        low, high = bounds.low[column], bounds.high[column]
        if bounds.is_fixed(column) and asked.is_told(low, high, bounds.is_of_few(column)):
            yield counted(system, bounds, Told(column, None, low, high))
    for told in computed(shares, bounds):
        yield rated(system, bounds, told)


def by_programme(
    system: System, bounds: Bounds, divided: list[Block], attacked: list[Attacked]
) -> Iterator[Finding]:
    """Report what the linear programmes found, block by block."""
    for block, each in zip(divided, attacked, strict=True):
        if each.is_contradictory:
            yield unsolvable(system, block.columns, block.equations)
        for told in each.told:
            yield (rated if told.share else counted)(system, bounds, told)


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
) -> list[Attacked]:
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
