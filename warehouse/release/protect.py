"""Protect a whole release: which cells are shown, in what form, all tables together."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal

from warehouse.release.amounts import (
    Amounts,
    Shown,
    display_of,
    gather,
    may_show_estimate,
    rounded,
)
from warehouse.release.blocks import Place, cut_into_blocks
from warehouse.release.cells import (
    BANDED,
    COUNTED,
    DOLLARS,
    ESTIMATE,
    NOT_APPLICABLE,
    RELEASED,
    SMALL,
    WITHHELD,
    Declarations,
    Key,
    ReleasedCell,
    ReportCell,
    UnseenCount,
    key_of,
    members_of,
    place_of,
)
from warehouse.release.earlier import Earlier
from warehouse.release.rates import Range, band_display, bands_of
from warehouse.release.suppress import Search
from warehouse.release.system import System, build_system

# As many as the build has.
THREADS = 2


@dataclass
class Decision:
    """What is shown of the counts of a release.

    Attributes
    ----------
    codes
        Release code by position in the system.
    bands
        Band in which a rate may be told, by position of its numerator.
    told
        Counts that earlier releases tell, whatever is withheld now.
    """

    system: System
    codes: list[str]
    bands: dict[int, Range] = field(default_factory=dict)
    told: list[Key] = field(default_factory=list)


def protect_release(
    cells: list[ReportCell],
    declarations: Declarations,
    earlier: Earlier,
    unseen: Iterable[UnseenCount] = (),
) -> list[ReleasedCell]:
    """Give every cell of a report the form in which it is released.

    Parameters
    ----------
    cells
        All cells of all tables.
    declarations
        What the seeds declare.
    earlier
        What was released before.
    unseen
        Counts that no table shows and that tables are sums of.
    """
    restated = earlier.restated_years(cells, declarations)
    counted, gone, between = (
        [each for each in counts if each.school_year not in restated]
        for counts in (cells, earlier.no_more_reported(cells, declarations), unseen)
    )
    decision = decide(counted, declarations, earlier, between, gone)
    amounts = gather(cells, declarations)
    released: list[ReleasedCell | None] = []
    for cell in cells:
        before = earlier.figure_of(cell)
        if before is None and cell.school_year in restated:
            before = earlier.cells.get(place_of(cell))
        if before is None:
            same = earlier.figure_of(amounts.decisive(cell))
            before = same and ReleasedCell(*cell[:7], *same[7:])
        if before is not None:
            released.append(before)
        elif cell.school_year in restated:
            released.append(_without_value(cell, WITHHELD, declarations))
        elif declarations.measures[cell.measure].kind == ESTIMATE:
            released.append(None)
        else:
            released.append(_release(cell, decision, amounts))
    shown = Shown(each for each in released if each is not None)
    return [
        _estimate(cell, amounts, shown) if each is None else each
        for cell, each in zip(cells, released, strict=True)
    ]


def decide(
    cells: Iterable[ReportCell],
    declarations: Declarations,
    earlier: Earlier,
    unseen: Iterable[UnseenCount] = (),
    gone: Iterable[ReportCell] = (),
) -> Decision:
    """Decide what is shown of every count."""
    thresholds = declarations.thresholds
    system = build_system(cells, declarations, unseen, gone)
    decision = Decision(system, [RELEASED] * len(system.keys))
    places = cut_into_blocks(
        system,
        earlier.flags(system, declarations),
        thresholds["least_people"],
        bool(thresholds["shows_zeros"]),
    )

    def searched(place: Place) -> Search:
        search = Search(place.block, thresholds["protected_width"], thresholds["least_people"])
        search.find_room()
        search.show_again()
        return search

    # Blocks share nothing, and the solver lets other threads work while it does.
    with ThreadPoolExecutor(THREADS) as pool:
        searches = list(pool.map(searched, places))
    for place, search in zip(places, searches, strict=True):
        _tell_bands(place, search, decision, declarations)
        for index, position in enumerate(place.positions):
            if search.withheld[index]:
                is_small = place.block.small[index] and not search.is_silent[index]
                decision.codes[position] = SMALL if is_small else WITHHELD
        decision.told += [system.keys[place.positions[index]] for index in search.told]
    return decision


def _tell_bands(
    place: Place, search: Search, decision: Decision, declarations: Declarations
) -> None:
    """Tell in a band each rate whose denominator alone is shown, if no count is told by it."""
    values, width = place.block.values, declarations.thresholds["protected_width"]
    for numerator, denominator in place.rates:
        if not search.withheld[numerator] or search.withheld[denominator]:
            continue
        if place.block.small[numerator]:
            continue
        counts = int(values[numerator]), int(values[denominator])
        for band in bands_of(*counts, declarations, width):
            if search.narrow(numerator, band.least, band.most):
                decision.bands[place.positions[numerator]] = band
                break


def _release(cell: ReportCell, decision: Decision, amounts: Amounts) -> ReleasedCell:
    declarations = amounts.declarations
    measure = declarations.measures[cell.measure]
    if measure.kind in COUNTED:
        code = decision.codes[_position(cell, cell.measure, decision.system, declarations)]
        return _with_code(cell, code, cell.value, declarations)
    if measure.kind == DOLLARS:
        return _release_median(cell, decision, amounts)
    whole = _position(cell, measure.denominator or "", decision.system, declarations)
    if decision.codes[whole] != RELEASED:
        return _without_value(cell, WITHHELD, declarations)
    # Only now: that there is nothing to measure tells that nobody is behind it.
    if cell.value is None:
        return _without_value(cell, NOT_APPLICABLE, declarations)
    part = _position(cell, measure.numerator or "", decision.system, declarations)
    if part in decision.bands:
        band = decision.bands[part]
        ends = Decimal(band.low), Decimal(band.high)
        return ReleasedCell(*cell[:7], None, BANDED, *ends, band_display(band.low, band.high))
    return _with_code(cell, decision.codes[part], cell.value, declarations)


def _release_median(cell: ReportCell, decision: Decision, amounts: Amounts) -> ReleasedCell:
    """Show a median of pay if the number of its people is shown, and the people are enough."""
    declarations, decisive = amounts.declarations, amounts.decisive(cell)
    people = amounts.people_of(decisive)
    at = decision.system.positions[people.key]
    number = decision.system.values[at]
    if decision.codes[at] != RELEASED:
        return _without_value(cell, WITHHELD, declarations)
    # That nobody was paid is no secret only where the number of the paid is shown, or there was
    # nobody to be paid.
    if cell.value is None and (people.is_own or number == 0):
        return _without_value(cell, NOT_APPLICABLE, declarations)
    code = RELEASED if amounts.may_show_median(decisive, people, number) else WITHHELD
    return _with_code(cell, code, rounded(cell, declarations), declarations)


def _estimate(cell: ReportCell, amounts: Amounts, shown: Shown) -> ReleasedCell:
    declarations = amounts.declarations
    if not may_show_estimate(cell, amounts, shown):
        return _without_value(cell, WITHHELD, declarations)
    if cell.value is None:
        return _without_value(cell, NOT_APPLICABLE, declarations)
    return _with_code(cell, RELEASED, rounded(cell, declarations), declarations)


def _position(cell: ReportCell, measure: str, system: System, declarations: Declarations) -> int:
    return system.positions[key_of(measure, cell.school_year, members_of(cell), declarations)]


def _with_code(
    cell: ReportCell, code: str, value: Decimal | None, declarations: Declarations
) -> ReleasedCell:
    measure = declarations.measures[cell.measure]
    is_count = measure.kind in COUNTED
    if code != RELEASED or value is None:
        return _without_value(cell, code if is_count else WITHHELD, declarations)
    display = display_of(value, "" if is_count else measure.unit)
    return ReleasedCell(*cell[:7], value, RELEASED, None, None, display)


def _without_value(cell: ReportCell, code: str, declarations: Declarations) -> ReleasedCell:
    least = declarations.thresholds["least_people"]
    display = {SMALL: f"<{least}", WITHHELD: "suppressed", NOT_APPLICABLE: "not applicable"}[code]
    return ReleasedCell(*cell[:7], None, code, None, None, display)
