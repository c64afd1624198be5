"""Charts of bars, from plain rows, for a width in pixels.

Bars begin at zero. A withheld figure is a hatched square, which stands for no amount, and a range
is hatched from its lower end to its upper one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from warehouse.report.charts import LEAD, LETTER, LINE, NARROW_LETTER, Bar
from warehouse.report.drawing import HATCH, INK, NARROW, QUIET, Palette

THICK, THIN = 16, 9  # pixels of a bar, and of what is drawn beside it


@dataclass(frozen=True)
class BarPlace:
    """Where within its row a bar lies: pixels below the middle, its thickness, its edge."""

    down: float
    thick: float
    edge: str


@dataclass(frozen=True)
class BarLayout:
    """Pixels of a chart of bars: for labels, for the longest bar, for a row, below its middle.

    `lines` counts those of words above each bar on a narrow screen.
    """

    left: int
    length: float
    step: int
    down: float
    has_column: bool = False
    lines: int = 1


def bars(
    items: Sequence[Bar], palette: Palette, width: int, strong: str | None = None
) -> alt.LayerChart:
    """Draw a bar for each item, a tick for the year before, and what an item has beside it below.

    `strong` names the item that the title speaks of; it gets the accent. Figures stand in one
    column behind all bars, or behind each where there are no ticks; on a narrow screen they stand
    above the bar, so that it has the whole width.
    """
    rows = [
        bar_row(
            item.label,
            item,
            palette.light
            if item.is_apart
            else palette.accent
            if item.label == strong
            else palette.main,
        )
        for item in items
    ]
    beside = [
        bar_row(item.label, item.beside, palette.light) for item in items if item.beside is not None
    ]
    highest = max((row["end"] for row in [*rows, *beside]), default=1) or 1
    layout = bar_layout(rows, beside, highest, width)
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, highest], nice=False), axis=None)
    y = alt.Y(
        "label:N",
        sort=[item.label for item in items],
        axis=alt.Axis(
            labelLimit=layout.left,
            labelColor=INK,
            ticks=False,
            domain=False,
            labelPadding=8,
            labelOffset=layout.down,
            title=None,
        )
        if layout.left
        else None,
    )
    main = BarPlace(layout.down, THICK, palette.main)
    below = BarPlace(layout.down + THICK / 2 + THIN / 2 + 4, THIN, palette.before)
    layers = [
        *_drawn_bars(rows, x, y, main),
        *_drawn_bars(beside, x, y, below),
    ]
    before = [row for row in rows if row["before"] is not None and is_drawn(row)]
    if before:
        layers.append(
            alt.Chart(alt.InlineData(values=before))
            .mark_tick(color=INK, thickness=2, size=THICK + 7, yOffset=main.down, aria=False)
            .encode(x="before:Q", y=y)
        )
    if width > NARROW:
        for group, place in ((rows, main), (beside, below)):
            layers += _figures_behind(group, x, y, place, layout, highest)
    else:
        layers += _words_above(rows, beside, y, layout, width)
    return alt.layer(*layers).properties(
        width=max(int(layout.length), 40), height=alt.Step(layout.step)
    )


def bar_row(label: str, item: Bar, color: str) -> dict[str, Any]:
    """Give a bar as the chart reads it; `end` is where it ends, its tick too."""
    ends = [value for value in (item.value, item.high, item.before) if value is not None]
    is_drawn = item.value is not None or item.low is not None
    return {
        "label": label,
        "value": item.value,
        "before": item.before,
        "low": item.low,
        "high": item.high,
        "end": max(ends) if is_drawn else 0,
        "text": f"{item.display}{item.note}",
        "says": f"{label}: {item.display}{item.note}",
        "color": color,
    }


def is_drawn(row: dict[str, Any]) -> bool:
    """Whether a figure or range is drawn as long as it is."""
    return row["value"] is not None or row["low"] is not None


def bar_layout(
    rows: list[dict[str, Any]], beside: list[dict[str, Any]], highest: float, width: int
) -> BarLayout:
    """Share the width among labels, bars and figures, and the height of a row likewise."""
    every = [*rows, *beside]
    more = THIN + 4 if beside else 0
    if width <= NARROW:
        lines = lines_above(rows, beside, width)
        step = lines * LINE + THICK + more + 14
        return BarLayout(0, width - 6, int(step), lines * LINE / 2 - more / 2, lines=lines)
    left = min(int(max(len(row["label"]) for row in rows) * LETTER) + 12, 360)
    has_column = bool(beside) or any(row["before"] is not None for row in rows)
    if has_column:
        length = width - left - 24 - max(len(row["text"]) for row in every) * LETTER
    else:
        # As long as the bars may be before the words behind one of them leave the page.
        length = min(
            (width - left - 16 - len(row["text"]) * LETTER) * highest / row["end"]
            for row in [*every, {"text": "", "end": highest}]
            if row["end"]
        )
    return BarLayout(left, length, int(30 + more), -more / 2, has_column)


def _drawn_bars(rows: list[dict[str, Any]], x: alt.X, y: alt.Y, place: BarPlace) -> list[alt.Chart]:
    """Draw what is told as a bar, a range hatched, and what is withheld as a hatched square."""
    told = [row for row in rows if row["value"] is not None]
    ranged = [row for row in rows if row["value"] is None and row["low"] is not None]
    untold = [row for row in rows if not is_drawn(row)]
    layers = []
    if told:
        layers.append(
            alt.Chart(alt.InlineData(values=told))
            .mark_bar(size=place.thick, yOffset=place.down)
            .encode(x=x, y=y, color=alt.Color("color:N", scale=None), description="says:N")
        )
    if ranged:
        layers.append(
            alt.Chart(alt.InlineData(values=ranged))
            .mark_bar(size=place.thick, color=HATCH, stroke=place.edge, yOffset=place.down)
            .encode(x=alt.X("low:Q", axis=None), x2="high:Q", y=y, description="says:N")
        )
    if untold:
        layers.append(
            alt.Chart(alt.InlineData(values=untold))
            .mark_square(
                size=place.thick * place.thick * 0.8,
                color=HATCH,
                opacity=1,
                xOffset=place.thick / 2,
                yOffset=place.down,
            )
            .encode(x=alt.value(0), y=y, description="says:N")
        )
    return layers


def _figures_behind(
    rows: list[dict[str, Any]],
    x: alt.X,
    y: alt.Y,
    place: BarPlace,
    layout: BarLayout,
    highest: float,
) -> list[alt.Chart]:
    """Write figures behind bars; in a column a thin line leads from each bar to its figure."""
    drawn = [row for row in rows if is_drawn(row)]
    untold = [row for row in rows if not is_drawn(row)]
    end = alt.value(layout.length) if layout.has_column else alt.X("end:Q", axis=None)
    layers = []
    leads = [row | {"edge": highest} for row in drawn if row["end"] < highest]
    if layout.has_column and leads:
        layers.append(
            alt.Chart(alt.InlineData(values=leads))
            .mark_rule(color=LEAD, strokeDash=[1, 3], xOffset=4, yOffset=place.down, aria=False)
            .encode(x=alt.X("end:Q", axis=None), x2="edge:Q", y=y)
        )
    for found, at, dx in ((drawn, end, 9), (untold, alt.value(0), place.thick + 7)):
        if found:
            is_main = found is drawn and place.thick == THICK
            layers.append(
                alt.Chart(alt.InlineData(values=found))
                .mark_text(
                    align="left",
                    dx=dx,
                    dy=place.down,
                    color=INK if is_main else QUIET,
                    aria=False,
                )
                .encode(x=at, y=y, text="text:N")
            )
    return layers


def lines_above(rows: list[dict[str, Any]], beside: list[dict[str, Any]], width: int) -> int:
    """Count the lines of words that each bar of a narrow chart needs, so that none is cut."""
    texts = texts_above(rows, beside)
    if max(len(label) + len(text) for label, text in texts) * NARROW_LETTER + 14 <= width:
        return 1
    return 2 if max(len(text) for _, text in texts) * NARROW_LETTER <= width else 3


def texts_above(rows: list[dict[str, Any]], beside: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Give label and figures of each item as a narrow chart writes them above its bars."""
    seconds = {row["label"]: row["text"] for row in beside}
    return [
        (row["label"], "; ".join([row["text"], *filter(None, [seconds.get(row["label"])])]))
        for row in rows
    ]


def _words_above(
    rows: list[dict[str, Any]],
    beside: list[dict[str, Any]],
    y: alt.Y,
    layout: BarLayout,
    width: int,
) -> list[alt.Chart]:
    """Write the label above its bar, and the figures at the end of that line or below it."""
    values = [{"label": label, "text": text} for label, text in texts_above(rows, beside)]
    last = layout.down - THICK / 2 - 10
    first = last - LINE * (layout.lines - 1)
    written = [(values, "label", first, INK)]
    if layout.lines == 3:
        written += [(rows, "text", first + LINE, QUIET), (beside, "text", last, QUIET)]
    elif layout.lines == 2:
        written.append((values, "text", last, QUIET))
    marks = [
        alt.Chart(alt.InlineData(values=found))
        .mark_text(align="left", dy=dy, color=color, aria=False, limit=width)
        .encode(x=alt.value(0), y=y, text=f"{field}:N")
        for found, field, dy, color in written
        if found
    ]
    if layout.lines == 1:
        marks.append(
            alt.Chart(alt.InlineData(values=values))
            .mark_text(align="right", dy=last, color=QUIET, aria=False)
            .encode(x=alt.value(layout.length), y=y, text="text:N")
        )
    return marks
