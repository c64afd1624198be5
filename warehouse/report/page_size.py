"""Pages of a bounded size: of tables too heavy for their page a part is shown; files hold all.

A state with many courses or schools has tables that no browser opens gladly, and nobody reads
whole. Room is shared among the tables of a page: what a small one doesn't need, the others have.
"""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import escape

from warehouse.report.figures import Figure
from warehouse.report.part import Part
from warehouse.report.reasons import is_withheld
from warehouse.report.tables import TableView

MOST_BYTES = 960_000
# Bytes of markup, never less than what the templates write: around an entry, a link to the reason
# for a figure withheld, a row, a table, a chart and a page.
OF_ENTRY, OF_LINK, OF_ROW, OF_TABLE, OF_CHART, OF_PAGE = 38, 30, 12, 1_500, 1_500, 20_000
# A title stands in that many places around its chart.
TITLES = 8


def fitted(parts: Sequence[Part], most: int = MOST_BYTES) -> tuple[Part, ...]:
    """Cut the tables of a page so that it has at most so many bytes, beside its charts."""
    views = [view for part in parts for view in views_of(part)]
    drawn = sum(bytes_of_chart(figure) for part in parts for figure in part.figures)
    cut_to = iter(cut_all(views, most - OF_PAGE - drawn))
    return tuple(
        replace(
            part,
            view=None if part.view is None else next(cut_to),
            figures=tuple(replace(figure, table=next(cut_to)) for figure in part.figures),
        )
        for part in parts
    )


def views_of(part: Part) -> list[TableView]:
    """Give the tables of a part: its own, and the numbers of its charts."""
    own = [] if part.view is None else [part.view]
    return [*own, *(figure.table for figure in part.figures)]


def cut_all(views: Sequence[TableView], room: int) -> list[TableView]:
    """Share room among tables: what one doesn't need of an even share, the larger ones have."""
    kept = dict(enumerate(views))
    smallest_first = sorted(kept, key=lambda at: bytes_of(views[at]))
    for done, at in enumerate(smallest_first):
        kept[at] = cut(views[at], room // (len(views) - done))
        room -= bytes_of(kept[at])
    return list(kept.values())


def cut(view: TableView, most: int) -> TableView:
    """Leave out earlier years until a table fits, and then rows of its one year.

    Totals stay, and of the others those with the highest first figure; a table without years keeps
    its first rows, which it has put in their order. One row stays whatever it weighs.
    """
    years = list(view.years)
    kept = view
    while bytes_of(kept) > most and len(years) > 1:
        years.pop()
        rows = tuple(row for row in view.rows if row[0].text in years)
        kept = replace(view, rows=rows, years=tuple(years))
    if bytes_of(kept) > most:
        kept = cut_rows(kept, most)
    if len(kept.rows) == len(view.rows):
        return view
    return replace(kept, rows_in_file=view.rows_in_file or len(view.rows))


def cut_rows(view: TableView, most: int) -> TableView:
    """Leave out rows of a table until it fits."""
    places = range(len(view.rows))
    if view.years:
        places = sorted(places, key=lambda at: importance(view, at))
    room = most - OF_TABLE
    chosen: list[int] = []
    for at in places:
        room -= bytes_of_row(view, at)
        if chosen and room < 0:
            break
        chosen.append(at)
    said = f"Of {view.years[0]} they are those with the highest first figure." if view.years else ""
    return replace(
        view,
        rows=tuple(view.rows[at] for at in sorted(chosen)),
        left_out=f"{view.left_out} {said}".strip(),
    )


def importance(view: TableView, at: int) -> tuple[bool, float, int]:
    """Order the rows of a year: totals, then by the first figure, the highest first."""
    row = view.rows[at]
    is_part = any(each.order for each in row[1 : view.row_headings])
    figures = [each.order for each, head in zip(row, view.headings, strict=True) if head.is_number]
    return is_part, -float(figures[0]) if figures else 0.0, at


def bytes_of(view: TableView) -> int:
    """Give the bytes of a table on a page, or somewhat more."""
    return OF_TABLE + sum(bytes_of_row(view, at) for at in range(len(view.rows)))


def bytes_of_row(view: TableView, at: int) -> int:
    """Give the bytes of a row on a page, or somewhat more."""
    size = OF_ROW
    for each, heading in zip(view.rows[at], view.headings, strict=True):
        size += OF_ENTRY + len(str(escape(each.text)).encode())
        # Words that sort as they read aren't written twice.
        if heading.is_number or each.order != each.text:
            size += len(str(escape(each.order)).encode())
        if is_withheld(each.code):
            size += OF_LINK + len(each.code) + len(view.name)
        elif each.is_unfounded:
            size += 1 + len(each.code)
    return size


def bytes_of_chart(figure: Figure) -> int:
    """Give the bytes of a chart on a page with the words around it."""
    drawn = [
        each
        for drawing in figure.drawings
        for each in ([drawing.wide] if figure.labels else [drawing.wide, drawing.narrow])
    ]
    words = TITLES * len(figure.title) + len(figure.subtitle) + len(figure.description)
    return OF_CHART + words + sum(len(text.encode()) for text in drawn)
