"""Lines over the years and pairs of figures, each from plain rows, each for a width in pixels.

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
NARROW_LETTER = 6.5  # the same at most, where room is short
LINE = 17  # pixels of a line of words
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
    # Where both don't fit on a line, figures stand on one of their own, between label and dots.
    longest = max(len(row["says"]) for row in rows)
    has_two_lines = is_narrow and longest * NARROW_LETTER > width
    more = LINE if has_two_lines else 0
    down = 8 + more / 2 if is_narrow else 0
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
        said = ("label", "text") if has_two_lines else ("says",)
        layers += [
            text.mark_text(
                align="left", dy=-10 - more / 2 + at * LINE, aria=False, limit=width
            ).encode(x=alt.value(0), y=y, text=f"{field}:N")
            for at, field in enumerate(said)
        ]
    else:
        layers.append(
            text.mark_text(align="left", dx=10, color=QUIET, aria=False).encode(
                x=alt.value(width - left - right), y=y, text="text:N"
            )
        )
    return alt.layer(*layers).properties(
        width=width - left - right - 8, height=alt.Step(46 + more if is_narrow else 30)
    )
