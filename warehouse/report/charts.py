"""The kinds of chart that the report draws, each from plain rows, each for a width in pixels.

Axes begin at zero. A withheld figure is a hatched mark that stands for no amount: it has no length,
and a line breaks where one is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from warehouse.report.drawing import HATCH, INK, NARROW, QUIET, Palette
from warehouse.report.wording import EN_DASH

ABOVE, BELOW = -13, 17  # pixels from a point to the middle of its figure
FLOOR = 0.2  # the part of the height below which words would run into the axis
LETTER = 7.0  # pixels that a letter of a label takes at 13 pixels, on average
NARROW_LETTER = 6.5  # the same where room is short
LINE = 17  # pixels of a line of words
THICK, THIN = 16, 9  # pixels of a bar, and of what is drawn beside it
LEAD = "#9aa5b1"


@dataclass(frozen=True)
class Point:
    """A figure of a line: where it stands, to which line it belongs, how it reads."""

    place: str
    series: str
    value: float | None
    display: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Bar:
    """A figure of a bar chart: its words, its value or range, last year's, and a note behind it.

    `beside` is another figure of the same item, drawn thinner below it. What is apart belongs to
    no kind of the others, and is drawn in light.
    """

    label: str
    value: float | None
    display: str
    before: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    beside: "Bar | None" = None
    is_apart: bool = False


@dataclass(frozen=True)
class Pair:
    """Two figures of one group on one scale: shares in percent, or counts of every hundred."""

    label: str
    first: float | None
    second: float | None
    display: str


def trend(
    points: Sequence[Point],
    palette: Palette,
    width: int,
    height: int = 300,
    number_format: str = ",.0f",
    highest: float | None = None,
    level: float | None = None,
) -> alt.LayerChart:
    """Draw lines over years or quarters, the first series strong, each named at its end.

    `level` is a value at which a dashed line runs across, to hold the others against.
    """
    places = list(dict.fromkeys(point.place for point in points))
    names = list(dict.fromkeys(point.series for point in points))
    is_narrow = width <= NARROW
    told = [point for point in points if point.value is not None]
    rows = [
        {
            "place": point.place,
            "series": point.series,
            "value": point.value,
            "low": point.low,
            "high": point.high,
            "says": f"{point.place}, {point.series}: {point.display}",
            "display": point.display,
        }
        for point in points
    ]
    room = 12 if len(names) == 1 else int(max(map(len, names)) * LETTER) + 14
    every = max(1, -(-len(places) * 66 // (width - 90 - room)))
    shown = [place for at, place in enumerate(reversed(places)) if at % every == 0]
    x = alt.X(
        "place:O",
        sort=places,
        scale=alt.Scale(paddingOuter=0.35, type="point"),
        axis=alt.Axis(
            labelAngle=0, values=shown, ticks=False, labelPadding=8, title=None, labelOverlap=False
        ),
    )
    top = max([p.high if p.high is not None else p.value or 0 for p in told], default=1)
    highest = highest or top or 1
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, highest * 1.12], nice=True),
        axis=alt.Axis(
            format=number_format,
            tickCount=3 if height < 200 else 5,
            domain=False,
            ticks=False,
            labelPadding=8,
            title=None,
        ),
    )
    color = alt.Color(
        "series:N",
        scale=alt.Scale(domain=names, range=_series_colors(len(names), palette)),
        legend=None,
    )
    base = alt.Chart(alt.InlineData(values=rows))
    layers: list[alt.Chart] = []
    missing = [row for row in rows if row["value"] is None and row["display"] != EN_DASH]
    if missing and len(names) == 1:
        layers.append(_gaps(missing, places, x, height))
    if level is not None:
        layers.append(
            alt.Chart(alt.InlineData(values=[{"level": level}]))
            .mark_rule(color=palette.accent, strokeDash=[4, 3], strokeWidth=1.5, aria=False)
            .encode(y=alt.Y("level:Q"))
        )
    if any(point.low is not None for point in points):
        layers.append(
            base.mark_area(opacity=0.18, aria=False).encode(
                x=x, y=alt.Y("low:Q"), y2="high:Q", color=color
            )
        )
    layers.append(base.mark_line(strokeWidth=2.5, aria=False).encode(x=x, y=y, color=color))
    layers.append(
        base.mark_point(filled=True, size=46, opacity=1).encode(
            x=x, y=y, color=color, description="says:N"
        )
    )
    for name in names:
        turn_from_line([row for row in rows if row["series"] == name], highest)
    ends = [_last(rows, name) for name in names]
    for end in ends:
        if end and end["place"] != places[-1]:
            end["display"] = f"{end['display']} ({end['place']})"
    labels = alt.Chart(alt.InlineData(values=[end for end in ends if end]))
    # A line may pass beneath the words: a white edge keeps them readable.
    edge = {"stroke": "#ffffff", "strokeWidth": 4}
    layers += [
        alt.Chart(alt.InlineData(values=[end for end in ends if end and end["shift"] == shift]))
        .mark_text(dy=shift, fontWeight="bold", aria=False, **look)
        .encode(x=x, y=y, text="display:N", color=color)
        for shift in (ABOVE, BELOW)
        if any(end and end["shift"] == shift for end in ends)
        for look in (edge, {})
    ]
    if len(names) > 1:
        layers.append(
            labels.mark_text(dx=11, align="left", aria=False).encode(
                x=x, y=y, text="series:N", color=color
            )
        )
    first = [_first(rows, names[0])]
    if not is_narrow and first[0] and first[0]["place"] != (ends[0] or {}).get("place"):
        layers.append(
            alt.Chart(alt.InlineData(values=first))
            .mark_text(dy=first[0]["shift"], color=QUIET, aria=False)
            .encode(x=x, y=y, text="display:N")
        )
    return alt.layer(*layers).properties(
        width=width - 52 - room, height=height if not is_narrow else min(height, 230)
    )


def turn_from_line(line: list[dict[str, Any]], highest: float) -> None:
    """Say for each point of a line on which side its figure is clear of the line.

    Where the line comes from above, a figure stands below, unless it would run into the axis.
    """
    for at, row in enumerate(line):
        beside = [
            each["value"]
            for each in (*line[max(0, at - 1) : at], *line[at + 1 : at + 2])
            if each["value"] is not None
        ]
        is_low = row["value"] is None or row["value"] <= highest * FLOOR
        is_beneath = bool(beside) and all(value > (row["value"] or 0) for value in beside)
        row["shift"] = BELOW if is_beneath and not is_low else ABOVE


def _gaps(missing: list[dict[str, Any]], places: list[str], x: alt.X, height: int) -> alt.Chart:
    """Hatch the whole height where a figure is withheld: any height may be the true one."""
    return (
        alt.Chart(alt.InlineData(values=missing))
        .mark_bar(color=HATCH, width=16, opacity=0.75)
        .encode(x=x, y=alt.value(0), y2=alt.value("height"), description="says:N")
    )


def _series_colors(count: int, palette: Palette) -> list[str]:
    return [palette.main, palette.before, palette.accent, palette.light][:count] or [palette.main]


def _last(rows: list[dict[str, Any]], series: str) -> dict[str, Any] | None:
    told = [row for row in rows if row["series"] == series and row["value"] is not None]
    return told[-1] if told else None


def _first(rows: list[dict[str, Any]], series: str) -> dict[str, Any] | None:
    told = [row for row in rows if row["series"] == series and row["value"] is not None]
    return told[0] if told else None


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


@dataclass(frozen=True)
class BarPlace:
    """Where within its row a bar lies: pixels below the middle, its thickness, its edge."""

    down: float
    thick: float
    edge: str


@dataclass(frozen=True)
class BarLayout:
    """Pixels of a chart of bars: for labels, for the longest bar, for a row, below its middle."""

    left: int
    length: float
    step: int
    down: float
    has_column: bool = False
    has_two_lines: bool = False


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
        texts = texts_above(rows, beside)
        has_two = any(
            (len(label) + len(text)) * NARROW_LETTER + 14 > width for label, text in texts
        )
        words = 2 * LINE if has_two else LINE
        step = words + THICK + more + 14
        return BarLayout(0, width - 6, int(step), words / 2 - more / 2, has_two_lines=has_two)
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
    """Write the label above its bar, and the figures at the end of that line or on the next."""
    values = [{"label": label, "text": text} for label, text in texts_above(rows, beside)]
    base = alt.Chart(alt.InlineData(values=values))
    last = layout.down - THICK / 2 - 10
    first = last - LINE if layout.has_two_lines else last
    look: dict[str, Any] = {"align": "right", "limit": width}
    if layout.has_two_lines:
        look["align"] = "left"
    return [
        base.mark_text(align="left", dy=first, color=INK, aria=False, limit=width).encode(
            x=alt.value(0), y=y, text="label:N"
        ),
        base.mark_text(dy=last, color=QUIET, aria=False, **look).encode(
            x=alt.value(0 if layout.has_two_lines else layout.length), y=y, text="text:N"
        ),
    ]


def pairs(items: Sequence[Pair], palette: Palette, width: int, unit: str = "%") -> alt.LayerChart:
    """Draw two figures of each group on one line: how far apart they are is the finding."""
    is_narrow = width <= NARROW
    left = 0 if is_narrow else min(int(max(len(i.label) for i in items) * LETTER) + 12, 260)
    right = 0 if is_narrow else int(max(len(item.display) for item in items) * LETTER) + 16
    rows = [
        {
            "label": item.label,
            "first": item.first,
            "second": item.second,
            "text": item.display,
            "says": f"{item.label}: {item.display}",
        }
        for item in items
    ]
    both = [row for row in rows if row["first"] is not None and row["second"] is not None]
    of_enrolled = [row for row in rows if row["first"] is not None]
    of_earners = [row for row in rows if row["second"] is not None]
    highest = max(
        (item for row in rows for item in (row["first"], row["second"]) if item), default=1
    )
    y = alt.Y(
        "label:N",
        sort=[item.label for item in items],
        axis=None
        if is_narrow
        else alt.Axis(
            labelLimit=left, labelColor=INK, ticks=False, domain=False, labelPadding=8, title=None
        ),
    )
    scale = alt.Scale(domain=[0, highest * 1.03], nice=True)
    axis = alt.Axis(
        format=".0f",
        labelExpr=f"datum.label + '{unit}'",
        tickCount=5,
        ticks=False,
        domain=False,
        title=None,
    )
    down = 8 if is_narrow else 0
    layers = [
        alt.Chart(alt.InlineData(values=both))
        .mark_rule(color=LEAD, strokeWidth=2, yOffset=down, aria=False)
        .encode(x=alt.X("first:Q", scale=scale, axis=axis), x2="second:Q", y=y),
        alt.Chart(alt.InlineData(values=of_enrolled))
        .mark_point(
            size=80, fill="#ffffff", stroke=palette.before, strokeWidth=2, opacity=1, yOffset=down
        )
        .encode(x=alt.X("first:Q", scale=scale, axis=axis), y=y, description="says:N"),
        alt.Chart(alt.InlineData(values=of_earners))
        .mark_point(filled=True, size=95, color=palette.main, opacity=1, yOffset=down)
        .encode(x=alt.X("second:Q", scale=scale, axis=axis), y=y, description="says:N"),
    ]
    text = alt.Chart(alt.InlineData(values=rows))
    untold = [row for row in rows if row not in of_enrolled and row not in of_earners]
    if untold:
        layers.append(
            alt.Chart(alt.InlineData(values=untold))
            .mark_square(size=190, color=HATCH, opacity=1, xOffset=9, yOffset=down)
            .encode(x=alt.value(0), y=y, description="says:N")
        )
    if is_narrow:
        layers.append(
            text.mark_text(align="left", dy=-10, aria=False, limit=width).encode(
                x=alt.value(0), y=y, text="says:N"
            )
        )
    else:
        layers.append(
            text.mark_text(align="left", dx=10, color=QUIET, aria=False).encode(
                x=alt.value(width - left - right), y=y, text="text:N"
            )
        )
    return alt.layer(*layers).properties(
        width=width - left - right - 8, height=alt.Step(46 if is_narrow else 30)
    )
