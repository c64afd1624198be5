"""From an Altair chart to an accessible SVG, drawn when the report is made.

Every chart is drawn twice, for a wide and for a narrow screen; the style sheet shows one. A reader
who can't see it hears its title and description; a reader who points at a mark reads its figure.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import altair as alt
import vl_convert

WIDE = 860
NARROW = 335

INK = "#1b2430"
QUIET = "#4d5a6a"
GRID = "#e3e8ee"
# A fill that stands for hatching until the SVG is written; Vega has no patterns.
HATCH = "#fedcba"
HATCH_ID = "-hatch"
FONT = "Helvetica Neue, Arial, sans-serif"
AXIS = {
    "labelColor": QUIET,
    "labelFontSize": 13,
    "gridColor": GRID,
    "domainColor": "#9aa5b1",
    "tickColor": "#9aa5b1",
    "title": None,
}
CONFIG = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": AXIS,
    "text": {"fontSize": 13, "color": INK},
    "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
}
ARIA = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")')
LABELLED_MARK = re.compile(r'<(path|text)([^>]*?) aria-label="([^"]*)"([^>]*?)(/>|>)')
# What Vega writes and nobody sees: empty backgrounds, values that hold anyway, tails of numbers.
UNSEEN = re.compile(
    r'<path class="(?:background|foreground)"[^>]*/>| pointer-events="none"| opacity="1"'
    r"|(?<=\.\d\d)\d{3,}"
)
PATTERN = (
    '<defs><pattern id="{id}" width="5" height="5" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/>'
    '<rect width="1.6" height="5" fill="#6b7785"/></pattern></defs>'
)


@dataclass(frozen=True)
class Palette:
    """The colours of charts: one hue in two strengths, one accent."""

    main: str = "#1f5a8c"
    light: str = "#a9c4dc"
    before: str = "#5d6b7a"
    accent: str = "#b45309"


@dataclass(frozen=True)
class Drawing:
    """A chart as SVG for wide and for narrow screens."""

    wide: str
    narrow: str


def draw(
    name: str,
    title: str,
    description: str,
    chart: Callable[[int], alt.TopLevelMixin],
    widths: tuple[int, ...] = (WIDE, NARROW),
) -> Drawing:
    """Draw a chart in each width.

    Parameters
    ----------
    name
        Unlike that of any other chart of the page: ids are made of it.
    title, description
        What a screen reader says in place of the picture.
    chart
        Gives the chart for a width in pixels.
    widths
        In which widths to draw; a small chart has one.
    """
    drawn = [_svg(chart(width), f"{name}-{width}", title, description) for width in widths]
    return Drawing(drawn[0], drawn[-1])


def draw_marks(
    name: str,
    title: str,
    description: str,
    marks: Callable[[int], tuple[str, float]],
) -> Drawing:
    """Wrap marks written as SVG, for what Vega has no chart of, in the same way as a chart.

    Parameters
    ----------
    name, title, description
        As of `draw`.
    marks
        Gives for a width in pixels the marks and the height in pixels.
    """
    drawn = []
    for width in (WIDE, NARROW):
        body, height = marks(width)
        box = f"0 0 {width} {height:.0f}"
        drawn.append(_wrapped(f"{body}</svg>", box, f"{name}-{width}", title, description))
    return Drawing(*drawn)


def _svg(chart: alt.TopLevelMixin, name: str, title: str, description: str) -> str:
    spec = chart.to_dict(validate=False) | {"config": CONFIG, "background": "transparent"}
    svg = vl_convert.vegalite_to_svg(spec)
    return _accessible(svg, name, title, description)


def _accessible(svg: str, name: str, title: str, description: str) -> str:
    """Say what the picture and each of its marks show, in place of what Vega says."""
    view = re.search(r'viewBox="([^"]*)"', svg)
    body = svg[svg.index(">") + 1 :]
    body = ARIA.sub("", body)
    body = LABELLED_MARK.sub(_titled, body)
    body = re.sub(r' aria-label="[^"]*"', "", body)
    body = UNSEEN.sub("", body).replace(f' font-family="{FONT}"', "")
    box = view.group(1) if view else f"0 0 {WIDE} {WIDE // 2}"
    return _wrapped(body, box, name, title, description)


def _wrapped(body: str, box: str, name: str, title: str, description: str) -> str:
    """Put marks into an image that has a name, a description and, if needed, hatching."""
    if HATCH in body:
        body = PATTERN.format(id=name + HATCH_ID) + body.replace(HATCH, f"url(#{name}{HATCH_ID})")
    width = box.split()[2]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width}" role="img"'
        f' font-family="{FONT}"'
        f' aria-labelledby="{name}-title {name}-desc" class="drawing">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{body}'
    )


def _titled(mark: re.Match[str]) -> str:
    """Turn a mark's label into a title, which browsers show when one points at it."""
    tag, before, label, after, end = mark.groups()
    if end == "/>":
        return f"<{tag}{before}{after}><title>{label}</title></{tag}>"
    return f"<{tag}{before}{after}><title>{label}</title>"
