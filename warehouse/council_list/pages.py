"""The web pages: Jinja templates filled in, with a style sheet and a script that lie beside them.

The pages open from a folder without a network. Without the script a reader sees the same tables;
with it they can be filtered and sorted.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from warehouse.council_list.content import CouncilList
from warehouse.council_list.ctdl import REGISTERS_PAGE, page_name
from warehouse.council_list.registers import Registers

ASSETS = ("council.css", "list.js")
# Codes whose words aren't the code with blanks.
WORDS = {
    "cte_assessment": "CTE assessment",
    "prior_learning": "Credit for prior learning",
    "k12": "K-12",
}


def list_page(council_list: CouncilList, list_years: Sequence[int]) -> str:
    """Fill in the page of a List; `list_years` are the Lists that have pages beside it."""
    return _filled(
        "list.html",
        council_list.settings,
        council=council_list,
        list_years=sorted(list_years, reverse=True),
        page_name=page_name,
    )


def registers_page(registers: Registers, settings: dict[str, str]) -> str:
    """Fill in the page of the registers."""
    return _filled("registers.html", settings, registers=registers)


def assets() -> dict[str, str]:
    """Give the style sheet and the script, by file name."""
    folder = files("warehouse.council_list") / "templates"
    return {name: (folder / name).read_text(encoding="utf-8") for name in ASSETS}


def _filled(template: str, settings: dict[str, str], **content: object) -> str:
    return (
        page_environment("warehouse.council_list")
        .get_template(template)
        .render(settings=settings, template=template, registers_page=REGISTERS_PAGE, **content)
    )


def page_environment(*packages: str) -> Environment:
    """Give what fills in the templates of some packages; the first that has a template wins."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"words": words, "day": day, "number": number, "dollars": dollars}
    return environment


def words(code: str | None) -> str:
    """Write a code as words: `skill_mastery` becomes 'Skill mastery'."""
    if not code:
        return ""
    return WORDS.get(code, code.replace("_", " ").capitalize())


def day(when: date) -> str:
    """Write a day as Americans do: July 1, 2025."""
    return f"{when:%B} {when.day}, {when.year}"


def number(amount: Decimal | int) -> str:
    """Write a number without needless zeros: 3, 1.5."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def dollars(amount: Decimal | None) -> str:
    """Write an amount of money in whole dollars."""
    return "not told" if amount is None else f"${amount:,.0f}"
