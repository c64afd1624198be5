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
from warehouse.report.bundle import datatables_script
from warehouse.report.contents import PAGES, Page, Report, make_report
from warehouse.report.drawing import Palette
from warehouse.report.open_tables import read_open_tables
from warehouse.report.release import WITHHELD, Release, read_release
from warehouse.report.tables import released_csv, view_csv
from warehouse.report.wording import reasons, school_year
from warehouse.whole_folders import replaced_folders

SCHOOL_YEAR = re.compile(r"\b\d{4}\N{EN DASH}\d{2}\b")
LISTING = ".report.sha256"
OWN_ASSETS = ("report.css", "report.js")
TEMPLATES = {
    "index.html": "home.html",
    "list.html": "report_list.html",
    "worth.html": "worth.html",
    "methods.html": "methods.html",
    "data.html": "data.html",
}
OTHER_TEMPLATE = "parts_page.html"
COLORS = {"band": "#12324f", "main": "#1f5a8c", "accent": "#b45309"}
CODE_NAMES = {"withheld": "suppressed", "banded": "a range", "not_applicable": "–"}


@dataclass(frozen=True)
class Site:
    """What was written."""

    folder: Path
    pages: int
    tables: int
    charts: int


def write_site(release_path: Path, council_file: Path, folder: Path) -> Site:
    """Render the report of a release into a folder, which is replaced as a whole.

    Parameters
    ----------
    release_path
        A DuckDB file with the schema `released`, or a folder of its Parquet files.
    council_file
        A DuckDB file with the schemas council, quality, reference and marts: the published one.
    folder
        Where the pages go; made, or replaced if this command wrote all that it holds.

    Raises
    ------
    WarehouseError
        If there is no release or warehouse, or the folder holds files of somebody else.
    """
    release = read_release(release_path)
    with open_read_only(council_file) as connection:
        open_tables = read_open_tables(connection)
    colors = COLORS | {
        name: open_tables.settings[f"{name}_color"]
        for name in COLORS
        if f"{name}_color" in open_tables.settings
    }
    palette = Palette(main=colors["main"], accent=colors["accent"])
    report = make_report(release, open_tables, palette)
    with replaced_folders([folder], LISTING) as (writing,):
        for name, text in _files(release, report, colors):
            path = writing / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return Site(folder, len(PAGES), len(release.tables), len(report.all_figures))


def _files(release: Release, report: Report, colors: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the path and text of every file."""
    yield "assets/council.css", assets()["council.css"]
    own = files("warehouse.report") / "templates"
    for name in OWN_ASSETS:
        yield f"assets/{name}", (own / name).read_text(encoding="utf-8")
    yield "assets/datatables.js", datatables_script()
    for table in release.tables:
        yield f"data/{table.table_id}.csv", released_csv(table)
    for figure in report.all_figures:
        yield f"data/charts/{figure.name}.csv", view_csv(figure.table)
        if not figure.labels:
            yield f"data/charts/{figure.name}.svg", figure.drawings[0].wide
    environment = page_environment("warehouse.report", "warehouse.council_list")
    environment.filters |= {"school_year": school_year, "kept": kept_together}
    common = _common(release, report, colors)
    for page in PAGES:
        yield page.file, _filled(environment, page, common)


def kept_together(text: str) -> Markup:
    """Keep a school year on one line; a browser would break it behind its dash."""
    return Markup(SCHOOL_YEAR.sub(r'<span class="year">\g<0></span>', str(escape(text))))


def _common(release: Release, report: Report, colors: dict[str, str]) -> dict[str, Any]:
    """Give what every page is filled in with."""
    threshold = f"{release.threshold:,}"
    return {
        "settings": report.open_tables.settings,
        "report": report,
        "release": release,
        "council": report.open_tables.council_list,
        "pages": PAGES,
        "colors": colors,
        "reasons": reasons(threshold),
        "withheld": set(WITHHELD),
        "report_name": report.name,
        "code_names": CODE_NAMES | {"small": f"<{threshold}"},
    }


def _filled(environment: Environment, page: Page, common: dict[str, Any]) -> str:
    template = environment.get_template(TEMPLATES.get(page.file, OTHER_TEMPLATE))
    parts = common["report"].parts.get(page.file.removesuffix(".html"), ())
    return template.render(page=page, template=page.file, parts=parts, **common)
