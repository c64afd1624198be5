"""`warehouse report`: the pages, the data and the drawings as a folder that opens from disk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from warehouse.council_list.pages import assets, page_environment
from warehouse.publish import open_read_only
from warehouse.report.branding import read_colors
from warehouse.report.bundle import datatables_script
from warehouse.report.contents import PAGES, Report, make_report
from warehouse.report.drawing import Palette
from warehouse.report.open_tables import read_open_tables
from warehouse.report.page_size import fitted
from warehouse.report.pdf import print_pdf
from warehouse.report.reasons import is_withheld, names, reasons
from warehouse.report.release import Release, copy_as_parquet, read_release
from warehouse.report.sectors import with_sectors
from warehouse.report.tables import released_csv, view_csv
from warehouse.report.wording import SECTORS, school_year
from warehouse.report.workbook import write_workbook
from warehouse.whole_folders import refuse_foreign, replaced_folders

# What a browser would break behind its dash.
UNBROKEN = re.compile("\\d{4}\N{EN DASH}\\d{2}|[Hh]igh-value")
LISTING = ".report.sha256"
STYLES = ("council.css", "report.css")
WORKBOOK = "data/released-tables.xlsx"
PARQUET = "data/parquet"
PDF = "report.pdf"
MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
# A link to another page or file of the report.
FILE_LINK = re.compile(r' href="(?!https?:|mailto:|#)(?P<file>[^"]*)"')
TEMPLATES = {
    "index.html": "home.html",
    "list.html": "report_list.html",
    "worth.html": "worth.html",
    "methods.html": "methods.html",
    "data.html": "data.html",
}
OTHER_TEMPLATE = "parts_page.html"


@dataclass(frozen=True)
class Site:
    """What was written."""

    folder: Path
    pages: int
    tables: int
    charts: int
    has_pdf: bool


def write_site(
    release_path: Path, council_file: Path, folder: Path, browser: str | None = None
) -> Site:
    """Render the report of a release into a folder, which is replaced as a whole.

    Parameters
    ----------
    release_path
        A DuckDB file with the schema `released`, or a folder of its Parquet files.
    council_file
        A DuckDB file with the schemas council, quality, reference and marts: the published one.
    folder
        Where the pages go; made, or replaced if this command wrote all that it holds.
    browser
        A Chromium that prints the PDF; without one there is none.

    Raises
    ------
    WarehouseError
        If there is no release or warehouse, a color can't be read, the browser fails, or the folder
        holds files of somebody else.
    """
    refuse_foreign(folder.resolve(), LISTING)
    release = read_release(release_path)
    with open_read_only(council_file) as connection:
        open_tables = read_open_tables(connection)
    release = with_sectors(release, open_tables)
    colors = read_colors(open_tables.settings)
    palette = Palette(main=colors["main"], accent=colors["accent"])
    report = make_report(release, open_tables, palette)
    with replaced_folders([folder], LISTING) as (writing,):
        for name, text in _data_files(release, report):
            _write(writing / name, text)
        (writing / PARQUET).mkdir()
        files = copy_as_parquet(release_path, writing / PARQUET)
        write_workbook(release, writing / WORKBOOK, report.as_of)
        common = _common(release, report, colors) | {
            "parquet_files": [f"{PARQUET}/{name}" for name in files],
            "workbook": WORKBOOK,
            "pdf": PDF if browser else "",
        }
        for name, text in _pages(common | {"printed": False}):
            _write(writing / name, text)
        if browser:
            printed = writing / "printed.html"
            _write(printed, _printed(common))
            print_pdf(printed, writing / PDF, browser, report.as_of)
            printed.unlink()
    return Site(
        folder,
        len(PAGES),
        len({t.released_as for t in release.tables}),
        len(report.all_figures),
        bool(browser),
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _data_files(release: Release, report: Report) -> Iterator[tuple[str, str]]:
    """Give the path and text of style, script and every table and drawing."""
    for name in STYLES:
        yield f"assets/{name}", _asset(name)
    yield "assets/report.js", _asset("report.js")
    yield "assets/datatables.js", datatables_script()
    for table in release.tables:
        yield f"data/{table.table_id}.csv", released_csv(table)
    for view in report.own_views:
        yield view.file, view_csv(view)
    for figure in report.all_figures:
        yield f"data/charts/{figure.name}.csv", view_csv(figure.table)
        if not figure.labels:
            yield f"data/charts/{figure.name}.svg", figure.drawings[0].wide


def _asset(name: str) -> str:
    if name in assets():
        return assets()[name]
    return (files("warehouse.report") / "templates" / name).read_text(encoding="utf-8")


def report_environment() -> Environment:
    """Give what fills in the templates of the report."""
    environment = page_environment("warehouse.report", "warehouse.council_list")
    environment.filters |= {"school_year": school_year, "kept": kept_together}
    environment.tests["withheld"] = is_withheld
    return environment


def _pages(common: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the path and text of every page."""
    environment = report_environment()
    for page in PAGES:
        template = environment.get_template(TEMPLATES.get(page.file, OTHER_TEMPLATE))
        parts = fitted(common["report"].parts.get(page.file.removesuffix(".html"), ()))
        context = {"page": page, "template": page.file, "parts": parts} | common
        yield page.file, template.render(context)


def _printed(common: dict[str, Any]) -> str:
    """Give all pages as one, for paper: their links lead within it."""
    mains = {
        file.removesuffix(".html"): Markup(FILE_LINK.sub(_within, MAIN.findall(text)[0]))
        for file, text in _pages(common | {"printed": True})
    }
    styles = "\n".join(map(_asset, STYLES))
    template = report_environment().get_template("printed.html")
    return template.render(mains=mains, styles=styles, **common)


def _within(link: re.Match[str]) -> str:
    """Lead to the part that a page has become; a file isn't there on paper."""
    page, is_page, _ = link["file"].partition(".html")
    return f' href="#page-{page}"' if is_page else ""


def kept_together(text: str) -> Markup:
    """Keep a school year, and what is high-value, on one line."""
    return Markup(UNBROKEN.sub(r'<span class="year">\g<0></span>', str(escape(text))))


def _common(release: Release, report: Report, colors: dict[str, str]) -> dict[str, Any]:
    """Give what every page is filled in with."""
    return {
        "settings": report.open_tables.settings,
        "report": report,
        "report_name": report.name,
        "release": release,
        "council": report.open_tables.council_list,
        "pages": PAGES,
        "colors": colors,
        "reasons": reasons(release.thresholds),
        "reason_names": names(f"{release.threshold:,}"),
        "sectors": SECTORS,
    }
