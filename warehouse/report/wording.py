"""Figures and findings as words: years, amounts, changes. Nothing here knows a page."""

from decimal import Decimal

from warehouse.report.release import Cell, Measure

# A change of less than this part of the figure before is called steady.
STEADY = Decimal("0.01")


def school_year(year: int) -> str:
    """Name a school year by both its calendar years: 2025 is 2024–25."""
    return f"{year - 1}–{year % 100:02d}"


def amount(value: Decimal, measure: Measure) -> str:
    """Write a value in its unit, thousands separated and shares to one decimal at most."""
    if measure.kind == "dollars":
        return f"${value:,.0f}"
    if measure.kind == "rate":
        return f"{value:.1f}".removesuffix(".0") + "%"
    return f"{value:,.1f}".removesuffix(".0")


def shown(cell: Cell | None, measure: Measure) -> str:
    """Write a cell as its readers see it."""
    if cell is None:
        return "–"
    if cell.value is None:
        return cell.display or "–"
    return amount(cell.value, measure)


def why(code: str, threshold: str) -> str:
    """Say why a reader isn't told a figure; nothing if it is told."""
    return {
        "small": f"Fewer than {threshold} people, but not none; the exact count is protected.",
        "withheld": "Withheld so that no small count can be worked out from the other figures.",
        "banded": "Told as a range, because it rests on few people.",
        "not_applicable": "Does not apply here.",
    }.get(code, "")


def percent(part: Decimal) -> str:
    """Write a part as a percentage without decimals, but never a real part as nothing."""
    number = abs(part * 100)
    if 0 < number < 1:
        return "less than 1%"
    return f"{number:,.0f}%"


def change(now: Decimal, before: Decimal, measure: Measure) -> str:
    """Say how a figure has changed: `12% more`, `3 points lower`, `no change`."""
    if measure.kind == "rate":
        points = now - before
        if abs(points) < Decimal("0.1"):
            return "no change"
        text = f"{abs(points):.1f}".removesuffix(".0")
        return (
            f"{text} {'point' if text == '1' else 'points'} {'higher' if points > 0 else 'lower'}"
        )
    if now == before:
        return "no change"
    if not before:
        return "none the year before"
    return f"{percent(now / before - 1)} {'more' if now > before else 'less'}"


def moved(now: Decimal, before: Decimal) -> str:
    """Give the verb for a change: rose, fell or held steady."""
    if abs(now - before) <= abs(before) * STEADY:
        return "held steady"
    return "rose" if now > before else "fell"


def listed(words: list[str]) -> str:
    """Join words as a sentence does: `a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
