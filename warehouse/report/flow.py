"""A flow drawn as bands between columns of nodes, as wide as the numbers that they stand for.

Vega has no such picture, so it is written as SVG. A withheld number is a thin hatched band: it
stands for no amount, and what of a node isn't covered by bands is what they hide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from textwrap import wrap

from warehouse.report.drawing import HATCH, INK, NARROW, QUIET, Palette

THIN = 7.0  # pixels of a band or node whose number isn't told
NODE_WIDTH = 12
GAP, NARROW_GAP = 34.0, 44.0
HEIGHT, NARROW_HEIGHT = 250.0, 230.0
TOP = 26.0
LAST_LABEL = 210  # pixels for the words behind the last column
NARROW_LETTERS, LINE = 22, 16  # letters of a line beside another column, pixels of a line
LEAST = 1.5  # pixels of the narrowest band that is told


@dataclass(frozen=True)
class Node:
    """A group of people; `value` is empty where their number isn't told."""

    key: str
    label: str
    value: float | None
    display: str


@dataclass(frozen=True)
class Band:
    """People who are in two nodes of neighboring columns."""

    source: str
    target: str
    value: float | None
    display: str


@dataclass(frozen=True)
class Flow:
    """Columns of nodes from left to right, and the bands between them."""

    columns: tuple[tuple[Node, ...], ...]
    bands: tuple[Band, ...]

    def without_first_column(self) -> "Flow":
        """Leave out the column of the whole, for narrow screens."""
        left_out = {node.key for node in self.columns[0]}
        bands = tuple(band for band in self.bands if band.source not in left_out)
        return replace(self, columns=self.columns[1:], bands=bands)


@dataclass
class _Box:
    """Where a node stands, and how far down bands already leave and reach it."""

    left: float
    top: float
    height: float
    leaving: float = 0.0
    reaching: float = 0.0


def svg_of(flow: Flow, palette: Palette, width: int) -> tuple[str, float]:
    """Draw a flow.

    Returns
    -------
    tuple
        The marks as SVG, without the element around them, and the height in pixels.
    """
    is_narrow = width <= NARROW
    if is_narrow:
        flow = flow.without_first_column()
    boxes, below = _placed(flow, width, is_narrow)
    marks = [_band(band, boxes, _scale(flow, is_narrow), flow, palette) for band in flow.bands]
    for at, column in enumerate(flow.columns):
        is_last = at == len(flow.columns) - 1
        marks += [
            _node(node, boxes[node.key], palette, is_narrow, is_last=is_last) for node in column
        ]
    return f'<g font-size="13">{"".join(marks)}</g>', below


def _scale(flow: Flow, is_narrow: bool) -> float:
    """Give pixels for each person: the fullest column takes the whole height."""
    most = max(sum(node.value or 0 for node in column) for column in flow.columns)
    return (NARROW_HEIGHT if is_narrow else HEIGHT) / max(most, 1)


def _height(value: float | None, scale: float) -> float:
    return THIN if value is None else max(value * scale, LEAST)


def _placed(flow: Flow, width: int, is_narrow: bool) -> tuple[dict[str, _Box], float]:
    """Stack the nodes of each column; a node is at least as high as its bands."""
    scale = _scale(flow, is_narrow)
    room = width - NODE_WIDTH - (0 if is_narrow else LAST_LABEL)
    boxes: dict[str, _Box] = {}
    below = 0.0
    for at, column in enumerate(flow.columns):
        top = TOP
        for node in column:
            sides = (
                [b.value for b in flow.bands if b.source == node.key],
                [b.value for b in flow.bands if b.target == node.key],
            )
            bands = max(sum(_height(value, scale) for value in side) for side in sides)
            height = max(_height(node.value, scale), bands)
            boxes[node.key] = _Box(room * at / (len(flow.columns) - 1), top, height)
            top += height + (NARROW_GAP if is_narrow else GAP)
        below = max(below, top - (NARROW_GAP if is_narrow else GAP) + 6)
    return boxes, below


def _band(band: Band, boxes: dict[str, _Box], scale: float, flow: Flow, palette: Palette) -> str:
    """Draw a band from one node to another, below those that are drawn already."""
    source, target = boxes[band.source], boxes[band.target]
    height = _height(band.value, scale)
    left, right = source.left + NODE_WIDTH, target.left
    start, end = source.top + source.leaving, target.top + target.reaching
    source.leaving += height
    target.reaching += height
    middle = (left + right) / 2
    path = (
        f"M{left:.1f},{start:.1f}C{middle:.1f},{start:.1f} {middle:.1f},{end:.1f} "
        f"{right:.1f},{end:.1f}v{height:.2f}C{middle:.1f},{end + height:.1f} "
        f"{middle:.1f},{start + height:.1f} {left:.1f},{start + height:.1f}Z"
    )
    look = (
        f'fill="{palette.light}" fill-opacity="0.75"'
        if band.value is not None
        else f'fill="{HATCH}" stroke="#6b7785" stroke-width="0.6"'
    )
    labels = {node.key: node.label for column in flow.columns for node in column}
    says = f"{labels[band.source]} → {labels[band.target]}: {band.display}"
    return f'<path class="way" d="{path}" {look}><title>{escape(says)}</title></path>'


def _node(node: Node, box: _Box, palette: Palette, is_narrow: bool, is_last: bool) -> str:
    """Draw a node with its words: behind it in the last column, else above it."""
    look = f'fill="{palette.main if node.value is not None else HATCH}"'
    says = escape(f"{node.label}: {node.display}")
    mark = (
        f'<rect class="stop" x="{box.left:.1f}" y="{box.top:.1f}" width="{NODE_WIDTH}" '
        f'height="{box.height:.1f}" {look}><title>{says}</title></rect>'
    )
    lines = [node.label]
    x, y, anchor = box.left, box.top - 8, "start"
    if is_last and not is_narrow:
        x, y = x + NODE_WIDTH + 8, box.top + box.height / 2 + 4.5
    elif is_last:
        x, anchor = x + NODE_WIDTH, "end"
        lines = wrap(node.label, NARROW_LETTERS)
    # Bands may pass beneath the words: a white edge keeps them readable.
    edge = 'stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    start = f'x="{x:.1f}" y="{y - LINE * (len(lines) - 1):.1f}" text-anchor="{anchor}"'
    words = f'<tspan font-weight="bold" fill="{INK}">{escape(node.display)}</tspan> '
    words += f'<tspan fill="{QUIET}">{escape(lines[0])}</tspan>'
    words += "".join(
        f'<tspan x="{x:.1f}" dy="{LINE}" fill="{QUIET}">{escape(line)}</tspan>'
        for line in lines[1:]
    )
    return f"{mark}<text {start} {edge}>{words}</text>"


def flow_of(columns: Sequence[Sequence[Node]], bands: Sequence[Band]) -> Flow:
    """Make a flow of what isn't empty: nodes of nobody and bands of nobody are left out."""
    kept = tuple(tuple(node for node in column if node.value != 0) for column in columns)
    keys = {node.key for column in kept for node in column}
    return Flow(
        kept,
        tuple(
            band
            for band in bands
            if band.value != 0 and band.source in keys and band.target in keys
        ),
    )
