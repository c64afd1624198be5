"""A part of a page: text, notes, charts and a table."""

from dataclasses import dataclass

from warehouse.report.figures import Figure
from warehouse.report.tables import TableView


@dataclass(frozen=True)
class Part:
    """A part of a page; without a heading it opens the page.

    Notes are pairs of what is explained and what it means. They stand before the charts, and
    a caveat under the table.
    """

    name: str
    heading: str = ""
    text: str = ""
    clause: str = ""
    figures: tuple[Figure, ...] = ()
    view: TableView | None = None
    notes: tuple[tuple[str, str], ...] = ()
    caveat: str = ""
