"""`warehouse report`: the pages, the data and the drawings as a folder that opens from disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from warehouse.council_list.pages import assets, page_environment
from warehouse.report.bundle import datatables_script
from warehouse.report.contents import PAGES, Report, make_report
from warehouse.report.drawing import Palette
from warehouse.report.release import Release, read_release
from warehouse.report.tables import released_csv, view_csv
from warehouse.report.wording import school_year, why
from warehouse.whole_folders import replaced_folders

LISTING = ".report.sha256"
OWN_ASSETS = ("report.css", "report.js")


@dataclass(frozen=True)
class Site:
    """What was written."""

    folder: Path
    pages: int
    tables: int


def write_site(release_path: Path, folder: Path) -> Site:
    """Render the report of a release into a folder, which is replaced as a whole."""
    release = read_release(release_path)
    palette = Palette()
    report = make_report(release, "Annual report on credentials", "released tables.", None, palette)
    with replaced_folders([folder], LISTING) as (writing,):
        for name, text in _files(release, report, palette):
            path = writing / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return Site(folder, len(PAGES), len(release.tables))


def _files(release: Release, report: Report, palette: Palette) -> Iterator[tuple[str, str]]:
    """Give the path and text of every file."""
    yield "assets/council.css", assets()["council.css"]
    own = files("warehouse.report") / "templates"
    for name in OWN_ASSETS:
        yield f"assets/{name}", (own / name).read_text(encoding="utf-8")
    yield "assets/datatables.js", datatables_script()
    for table in release.tables:
        yield f"data/{table.table_id}.csv", released_csv(table)
    shown_figures = [*report.figures, *(f for s in report.sections.values() for e in s for f in e.figures)]
    for figure in shown_figures:
        yield f"data/charts/{figure.name}.csv", view_csv(figure.table)
        if not figure.labels:
            yield f"data/charts/{figure.name}.svg", figure.drawings[0].wide
    yield from _pages(release, report, palette)


def _pages(release: Release, report: Report, palette: Palette) -> Iterator[tuple[str, str]]:
    environment = page_environment("warehouse.report", "warehouse.council_list")
    environment.filters["school_year"] = school_year
    threshold = release.thresholds.get("least_persons", ("10", ""))[0].removesuffix(".00")
    common = {
        "settings": {
            "language": "en",
            "publisher_name": "Council",
            "publisher_description": "",
            "publisher_email": "a@b.example",
        },
        "report": report,
        "pages": [{"file": file, "title": title} for file, title in PAGES.items()],
        "colors": {"band": "#12324f", "main": palette.main, "accent": palette.accent},
        "reasons": {code: why(code, threshold) for code in ("small", "withheld", "banded")},
        "code_names": {"small": f"<{threshold}", "withheld": "suppressed", "banded": "a range"},
    }
    yield "index.html", environment.get_template("index.html").render(template="index.html", **common)
    for stem, sections in report.sections.items():
        file = f"{stem}.html"
        page = {"title": PAGES[file], "clauses": "", "lede": "", "sections": sections}
        yield file, environment.get_template("tables_page.html").render(template=file, page=page, **common)
