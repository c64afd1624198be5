"""Protect a whole release: which cells are shown, and in what form."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from warehouse.release.cells import (
    COUNTED,
    RELEASED,
    SMALL,
    WITHHELD,
    Declarations,
    ReleasedCell,
    ReportCell,
    members_of,
)
from warehouse.release.naive import withhold_by_hand
from warehouse.release.system import Key, System, build_system


def protect_release(cells: list[ReportCell], declarations: Declarations) -> list[ReleasedCell]:
    """Give every cell of a report the form in which it is released."""
    system = build_system(cells, declarations)
    codes = _codes(system, declarations)
    return [_released(cell, system, codes, declarations) for cell in cells]


def _codes(system: System, declarations: Declarations) -> list[str]:
    least = declarations.thresholds["least_people"]
    small = {at for at, value in enumerate(system.values) if 0 < value < least}
    hidden = withhold_by_hand(system, small | _of_sensitive_complements(system, least))
    return [
        SMALL if at in small else WITHHELD if at in hidden else RELEASED
        for at in range(len(system.keys))
    ]


def _of_sensitive_complements(system: System, least: int) -> set[int]:
    """Name the numerators that would tell how few are not in them, or that none or all are."""
    return {
        pair.numerator
        for pair in system.complements
        if system.values[pair.denominator] > 0
        and (
            system.values[pair.denominator] - system.values[pair.numerator] < least
            or system.values[pair.numerator] == 0
        )
    }


def _released(
    cell: ReportCell, system: System, codes: list[str], declarations: Declarations
) -> ReleasedCell:
    measure = declarations.measures[cell.measure]
    key = Key(cell.measure, cell.school_year, members_of(cell, declarations))
    if measure.kind in COUNTED:
        code = codes[system.positions[key]]
    elif measure.kind == "rate":
        pair = _of_measures(system, key, (measure.numerator or "", measure.denominator or ""))
        is_open = all(codes[at] == RELEASED for at in pair)
        code = "not_applicable" if cell.value is None else RELEASED if is_open else WITHHELD
    else:
        code = _code_of_amount(cell, declarations.thresholds)
    value = cell.value if code == RELEASED else None
    return ReleasedCell(*cell[:7], value, code, None, None, _display(code, value, declarations))


def _of_measures(system: System, key: Key, measures: Iterable[str]) -> list[int]:
    return [system.positions[key._replace(measure=measure)] for measure in measures]


def _code_of_amount(cell: ReportCell, thresholds: dict[str, int]) -> str:
    if cell.value is None:
        return "not_applicable"
    share = Decimal(thresholds["largest_employer_share"]) / 100
    is_safe = (
        cell.contributors >= thresholds["least_people_behind_median"]
        and (cell.employers or 0) >= thresholds["least_employers"]
        and max(cell.largest_share_of_workers or 1, cell.largest_share_of_wages or 1) <= share
    )
    return RELEASED if is_safe else WITHHELD


def _display(code: str, value: Decimal | None, declarations: Declarations) -> str:
    if code == RELEASED and value is not None:
        whole = value.quantize(Decimal(1), ROUND_HALF_UP)
        return f"{whole if value == whole else value.normalize():,f}"
    return {SMALL: f"<{declarations.thresholds['least_people']}", WITHHELD: "suppressed"}.get(
        code, "–"
    )
