"""Figures and findings as words: years, amounts, changes. Nothing here knows a page."""

from decimal import ROUND_HALF_UP, Decimal

from warehouse.report.release import Cell, Measure

# A change of less than this part of the figure before is called steady.
STEADY = Decimal("0.01")
# Where a program is taught.
SECTORS = {
    "secondary": "high school",
    "postsecondary": "college",
    "workforce": "workforce training",
}
EN_DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"
# Words that keep their capital within a sentence.
PROPER_NOUNS = ("English",)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def school_year(year: int) -> str:
    """Name a school year by both its calendar years: 2025 begins in 2024 and reads 2024-25."""
    return f"{year - 1}{EN_DASH}{year % 100:02d}"


def short_year(year: int) -> str:
    """Name a school year by its end, where room is short."""
    return f"\N{RIGHT SINGLE QUOTATION MARK}{year % 100:02d}"


def years_span(years: list[int]) -> str:
    """Name the first and the last of some school years."""
    if len(years) == 1:
        return school_year(years[0])
    return f"{school_year(years[0])} to {school_year(years[-1])}"


def amount(value: Decimal, measure: Measure) -> str:
    """Write a value in its unit, thousands separated and shares to one decimal at most."""
    if measure.unit == "years":
        return f"{value:,.1f} {'year' if value == 1 else 'years'}"
    if measure.unit == "ratio":
        return money(value, 2)
    if measure.unit == "dollars":
        return money(value)
    if measure.kind == "rate":
        return f"{value:.1f}".removesuffix(".0") + "%"
    return f"{value:,.1f}".removesuffix(".0")


def money(value: Decimal, decimals: int = 0) -> str:
    """Write dollars, the sign before the dollar's."""
    return f"{MINUS if value < 0 else ''}${abs(value):,.{decimals}f}"


def shown(cell: Cell | None, measure: Measure) -> str:
    """Write a cell as its readers see it."""
    if cell is None or cell.code == "not_applicable":
        return EN_DASH
    if cell.value is None:
        return cell.display
    return amount(cell.value, measure)


def unit_words(measure: Measure) -> str:
    """Name the unit behind a count; dollars and percent carry theirs."""
    return f" {measure.unit}" if measure.kind in ("persons", "events") else ""


def subject(measure: Measure) -> str:
    """Make a measure the subject of a sentence: `the number of people who earned`."""
    first = measure.label[:1].lower() + measure.label[1:]
    return f"the number of {first}" if measure.kind in ("persons", "events") else first


def sentence(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]


def plural(dimension_label: str) -> str:
    """Name several members of a dimension: `career clusters`."""
    return f"{dimension_label.lower()}s"


def percent(part: Decimal) -> str:
    """Write a part as a percentage without decimals, but never a real part as nothing."""
    number = abs(part * 100)
    return "less than 1%" if 0 < number < 1 else f"{rounded(number):,}%"


def change(now: Decimal, before: Decimal, measure: Measure) -> str:
    """Say how a figure has changed: `12% more than`, `3 points below`, `the same as`."""
    if now == before:
        return "the same as"
    if measure.kind == "rate":
        points = f"{abs(now - before):.1f}".removesuffix(".0")
        unit = "point" if points == "1" else "points"
        return f"{points} {unit} {'above' if now > before else 'below'}"
    if not before:
        return "up from"
    return f"{percent(now / before - 1)} {'more' if now > before else 'less'} than"


def moved(now: Decimal, before: Decimal) -> str:
    """Give the verb for a change: rose, fell or held steady."""
    if abs(now - before) <= abs(before) * STEADY:
        return "held steady"
    return "rose" if now > before else "fell"


def in_words(count: int) -> str:
    """Write a small number as a word."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def joined(words: list[str]) -> str:
    """Join words as a sentence does: `a`, `a and b`, `a, b and c`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def lowered(text: str) -> str:
    """Begin with a small letter, within a sentence; names keep their capital."""
    return text if text.startswith(PROPER_NOUNS) else f"{text[:1].lower()}{text[1:]}"


def rounded(value: Decimal, decimals: int = 0) -> Decimal:
    """Round as readers do: a half goes up, wherever it stands in the report."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
