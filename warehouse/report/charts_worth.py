"""Charts of pay: over the quarters around an award, and beside that of others with intervals.

A withheld quarter is a hatched gap, which stands for no amount. Quarters that no wage file covers
yet are left blank. Differences that are withheld stand in their table alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from warehouse.report.charts import ABOVE, BELOW, turn_from_line
from warehouse.report.drawing import HATCH, INK, NARROW, QUIET, Palette

AWARD = "award"
EVERY = 4  # quarters between two words of the axis: a year
SMALL = 260  # pixels below which a chart is one of several
LETTER = 6.9  # pixels that a letter takes at 13 pixels, on average
ROW, HEADING_ROW = 27, 34
# Where there is no room beside the dots: words, the figure and the dot below each other.
NARROW_ROW, LINE = 60, 17
# How each kind of comparison is drawn, so that no color is needed to tell them apart.
SHAPES = ("circle", "square", "triangle-up", "diamond")


@dataclass(frozen=True)
class Quarter:
    """Pay in a quarter counted from the award, which is none of them."""

    number: int
    value: float | None
    display: str
    is_withheld: bool = False

    @property
    def place(self) -> str:
        """Write the quarter as the axis does: signed, and the award by its name."""
        return f"{self.number:+d}".replace("-", "\N{MINUS SIGN}") if self.number else AWARD


@dataclass(frozen=True)
class Difference:
    """A difference with its interval, and the words for who is compared with whom."""

    label: str
    value: float
    low: float | None
    high: float | None
    display: str
    shape: str = "circle"
    is_strong: bool = False


@dataclass(frozen=True)
class Block:
    """The differences of one credential, under its name."""

    heading: str
    differences: tuple[Difference, ...]


def quarters(
    items: Sequence[Quarter],
    palette: Palette,
    width: int,
    height: int = 300,
    highest: float | None = None,
) -> alt.LayerChart:
    """Draw pay before and after an award; the line breaks at the award and at each gap.

    Parameters
    ----------
    items
        Quarters in their order, the award left out.
    palette
        Colors.
    width, height
        Pixels.
    highest
        Where several charts share a scale: the most that any shows.
    """
    is_small, is_narrow = width <= SMALL, width <= NARROW
    earlier = [item for item in items if item.number < 0]
    later = [item for item in items if item.number > 0]
    ordered = [*earlier, Quarter(0, None, ""), *later]
    places = [item.place for item in ordered]
    rows = [
        {
            "place": item.place,
            "value": item.value,
            "display": item.display,
            "says": f"{spoken(item.number)}: {item.display}",
        }
        for item in ordered
    ]
    told = [row for row in rows if row["value"] is not None]
    x = alt.X(
        "place:O",
        sort=places,
        scale=alt.Scale(type="point", padding=0.6, domain=places),
        axis=alt.Axis(
            labelAngle=0,
            values=[item.place for item in ordered if item.number % EVERY == 0],
            ticks=False,
            labelPadding=8,
            labelOverlap=False,
        ),
    )
    top = highest or max((row["value"] for row in told), default=1)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, top * 1.14], nice=True),
        axis=alt.Axis(
            format="$,.0f",
            tickCount=3 if is_small else 5,
            domain=False,
            ticks=False,
            labelPadding=8,
        ),
    )
    base = alt.Chart(alt.InlineData(values=rows))
    award = alt.Chart(alt.InlineData(values=[{"place": AWARD}]))
    layers = [
        award.mark_rule(
            color=palette.accent, strokeDash=[4, 3], strokeWidth=1.5, aria=False
        ).encode(x=x)
    ]
    hatched = {item.place for item in items if item.is_withheld}
    gaps = [row for row in rows if row["place"] in hatched]
    if gaps:
        layers.append(
            alt.Chart(alt.InlineData(values=gaps))
            .mark_bar(color=HATCH, width=5 if is_narrow else 16, opacity=0.75)
            .encode(x=x, y=alt.value(0), y2=alt.value("height"), description="says:N")
        )
    layers += [
        base.mark_line(strokeWidth=2.5, color=palette.main, aria=False).encode(x=x, y=y),
        base.mark_point(
            filled=True, size=20 if is_narrow else 46, color=palette.main, opacity=1
        ).encode(x=x, y=y, description="says:N"),
    ]
    places_told = {row["place"]: row for row in told}
    ends = [
        places_told[found[at].place]
        for found, at in ((earlier, 0), (earlier, -1), (later, 0), (later, -1))
        for found in [[item for item in found if item.place in places_told]]
        if found and not (is_narrow and at == 0) and not (is_small and found[0].number < 0)
    ]
    turn_from_line(rows, top)
    for shift in (ABOVE, BELOW):
        turned = [row for row in ends if row["shift"] == shift]
        for edge in ({"stroke": "#ffffff", "strokeWidth": 4}, {"fontWeight": "bold"}):
            if turned:
                layers.append(
                    alt.Chart(alt.InlineData(values=turned))
                    .mark_text(dy=shift, color=palette.main, aria=False, **edge)
                    .encode(x=x, y=y, text="display:N")
                )
    return alt.layer(*layers).properties(
        width=width - (70 if is_small else 84), height=min(height, 230) if is_narrow else height
    )


def spoken(number: int) -> str:
    """Say which quarter is meant: `4 quarters before the award`."""
    if number == 0:
        return "Quarter of the award"
    several = "quarter" if abs(number) == 1 else "quarters"
    return f"{abs(number)} {several} {'before' if number < 0 else 'after'} the award"


def differences(blocks: Sequence[Block], palette: Palette, width: int) -> alt.LayerChart:
    """Draw each difference as a dot on its interval, beside the line of no difference."""
    is_narrow = width <= NARROW
    found = [each for block in blocks for each in block.differences]
    names = [each.label for each in found] + [block.heading for block in blocks]
    left = 0 if is_narrow else int(max(map(len, names)) * LETTER) + 26
    right = 0 if is_narrow else int(max(len(each.display) for each in found) * LETTER) + 16
    rows: list[dict[str, Any]] = []
    headings: list[dict[str, Any]] = []
    below = 0
    for block in blocks:
        headings.append({"y": below + 16, "text": block.heading})
        below += HEADING_ROW
        for each in block.differences:
            rows.append(
                {
                    "y": below + (4 if is_narrow else ROW // 2),
                    "figure_y": below + (4 + LINE if is_narrow else ROW // 2),
                    "dot": below + (2 * LINE + 6 if is_narrow else ROW // 2),
                    "value": each.value,
                    "low": each.low,
                    "high": each.high,
                    "label": each.label,
                    "display": each.display,
                    "says": f"{block.heading}, {each.label}: {each.display}",
                    "shape": each.shape,
                    "strong": each.is_strong,
                }
            )
            below += NARROW_ROW if is_narrow else ROW
        below += 10
    ends = [0.0, *(end for each in found for end in (each.value, each.low, each.high) if end)]
    x_scale = alt.Scale(domain=[min(ends), max(ends)], nice=True)
    # The axis stands above and below, for a long chart is read from either end.
    top, bottom = (
        alt.Axis(
            format="$,.0f",
            tickCount=4 if is_narrow else 6,
            ticks=False,
            domain=False,
            orient=side,
            # Words stand within a narrow chart: only at its dots is there room for lines.
            grid=side == "top" and not is_narrow,
        )
        for side in ("top", "bottom")
    )
    y_scale = alt.Scale(domain=[0, below], range=[0, below], nice=False)
    at_dot, at_text, at_figure = (
        alt.Y(f"{name}:Q", scale=y_scale, axis=None) for name in ("dot", "y", "figure_y")
    )
    value = alt.X("value:Q", scale=x_scale, axis=None)
    color = alt.condition("datum.strong", alt.value(palette.accent), alt.value(palette.main))
    zeros = [{"value": 0, "top": 0, "bottom": below}]
    if is_narrow:
        zeros = [{"value": 0, "top": at["dot"] - 11, "bottom": at["dot"] + 11} for at in rows]
    layers = [
        alt.Chart(alt.InlineData(values=zeros))
        .mark_rule(color=INK, strokeWidth=1.2, aria=False)
        .encode(
            x=alt.X("value:Q", scale=x_scale, axis=top),
            y=alt.Y("top:Q", scale=y_scale, axis=None),
            y2="bottom:Q",
        ),
        alt.Chart(alt.InlineData(values=[row for row in rows if row["low"] is not None]))
        .mark_rule(strokeWidth=2.5, aria=False)
        .encode(x=alt.X("low:Q", scale=x_scale, axis=bottom), x2="high:Q", y=at_dot, color=color),
        alt.Chart(alt.InlineData(values=rows))
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=value,
            y=at_dot,
            color=color,
            shape=alt.Shape("shape:N", scale=None),
            description="says:N",
        ),
        alt.Chart(alt.InlineData(values=headings))
        .mark_text(align="left", fontWeight="bold", fontSize=14, aria=False)
        .encode(x=alt.value(-left), y=at_text, text="text:N"),
    ]
    beside = 0 if is_narrow else width - left - right + 8
    # The lines of the axis pass beneath the words: a white edge keeps them readable.
    for edge in ({"stroke": "#ffffff", "strokeWidth": 5}, {}):
        layers += [
            words(rows, "label", -left, at_text, INK, edge),
            words(rows, "display", beside, at_figure, QUIET, edge),
        ]
    return (
        alt.layer(*layers)
        .resolve_axis(x="independent")
        .properties(width=width - left - right - 8, height=below)
    )


def words(
    rows: Sequence[dict[str, Any]],
    text: str,
    left: float,
    y: alt.Y,
    color: str,
    edge: dict[str, Any],
) -> alt.Chart:
    """Write a text of each row, from a place in pixels on."""
    return (
        alt.Chart(alt.InlineData(values=list(rows)))
        .mark_text(align="left", color=color, aria=False, **edge)
        .encode(x=alt.value(left), y=y, text=f"{text}:N")
    )
