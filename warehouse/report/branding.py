"""The colors that a state gives its report, refused where text in them could not be read."""

import re
from collections.abc import Mapping

from warehouse.errors import WarehouseError

SETTINGS = "seeds/council/registers/publication_settings.csv"
# Head and foot, under white text; charts, and text in them on white; what they stress.
COLORS = {"band": "#12324f", "main": "#1f5a8c", "accent": "#b45309"}
LEAST_CONTRAST = 4.5  # WCAG 2.1, 1.4.3
HEX = re.compile(r"#[0-9a-fA-F]{6}")


def read_colors(settings: Mapping[str, str]) -> dict[str, str]:
    """Give the report's colors, by default the project's own.

    Raises
    ------
    WarehouseError
        If a color is written otherwise than #rrggbb, or too pale against white.
    """
    colors = {name: settings.get(f"{name}_color") or color for name, color in COLORS.items()}
    for name, color in colors.items():
        if not HEX.fullmatch(color):
            raise WarehouseError(
                f"{name}_color in {SETTINGS} is {color!r}; write it as #rrggbb, run `dbt seed`, "
                "and report again."
            )
        if contrast_with_white(color) < LEAST_CONTRAST:
            raise WarehouseError(
                f"{name}_color in {SETTINGS} is {color}, which white text on it, or text in it on "
                f"white, makes hard to read: its contrast is {contrast_with_white(color):.1f} and "
                f"must be {LEAST_CONTRAST}. Take a darker one, run `dbt seed`, and report again."
            )
    return colors


def contrast_with_white(color: str) -> float:
    """Compute the contrast ratio of a color with white as WCAG 2.1 defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
