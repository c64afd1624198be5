"""The annual report's pages: they tell what was released and nothing else, to everybody.

The pages are made of a release written by hand, and of the sample's open tables.
"""

import csv
import io
import itertools
import re
import zipfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import duckdb
import pytest
from typer.testing import CliRunner

import hand_made_release
from conftest import PROJECT, Build
from report_page import Page
from warehouse import cli
from warehouse.errors import WarehouseError
from warehouse.report import open_tables
from warehouse.report.contents import PAGES
from warehouse.report.drawing import Palette
from warehouse.report.page_size import OF_TABLE, bytes_of, bytes_of_row, cut, cut_all, fitted
from warehouse.report.parts import released_parts
from warehouse.report.pdf import find_browser
from warehouse.report.reasons import names, reasons
from warehouse.report.release import Table, read_release
from warehouse.report.site import LISTING, report_environment, write_site
from warehouse.report.tables import as_csv, statutory_table

FILES = [page.file for page in PAGES]
MOST_BYTES = 1_000_000
MOST_LINES_OF_SCRIPT = 100
# Where the tables of the release stand.
PAGE_OF = {
    "by_credential": "earned.html",
    "by_credential-career_cluster": "earned.html",
    "credit_by_credential": "credit.html",
    "by_sex": "who.html",
    "by_place-region": "who.html",
    "by_place-district": "who.html",
    "by_place": "who.html",
    "by_language": "who.html",
    "outcomes_by_credential": "worth.html",
    "pay_by_quarter": "worth.html",
    "comparison_by_credential": "worth.html",
    "ways_on": "worth.html",
}
# Tables that their page lays out in their own way: what it shows is checked with their charts.
OWN_LAYOUT = ("pay_by_quarter", "comparison_by_credential")
# What passes isn't listed: that halves the time of looking.
AXE = {"preload": False, "resultTypes": ["violations"]}
# A cell of a workbook that holds a number and no text.
NUMBER_CELL = r'<c r="[A-Z]+\d+"(?: s="\d+")?><v>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, released: Path, sample: Build) -> Path:
    folder = tmp_path_factory.mktemp("report") / "site"
    write_site(released, sample.warehouse_file, folder, find_browser())
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {file: Page((site / file).read_text(encoding="utf-8")) for file in FILES}


@pytest.mark.parametrize("file", FILES)
def test_a_page_is_well_formed_small_and_in_the_order_of_its_headings(
    site: Path, pages: dict[str, Page], file: str
):
    page = pages[file]
    assert page.crossed == []
    assert len(page.ids) == len(set(page.ids))
    assert (site / file).stat().st_size < MOST_BYTES
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    heads = [a for tag, a, _ in page.elements if tag == "th"]
    assert all(a.get("scope") in ("col", "row") for a in heads)
    tables = [a for tag, a, _ in page.elements if tag == "table"]
    assert len(page.texts("caption")) == len(tables)


@pytest.mark.parametrize("file", FILES)
def test_on_paper_no_key_stands_for_a_table_left_out(pages: dict[str, Page], file: str):
    keys = {a["id"]: a["class"] for _, a, _ in pages[file].elements if "key" in a.get("class", "")}
    for tag, attributes, _ in pages[file].elements:
        name = attributes.get("id", "")
        if tag == "table" and f"{name}-key" in keys:
            is_left_out = len(pages[file].headings(name)) > 12
            assert keys[f"{name}-key"].endswith(" vast") == is_left_out


@pytest.mark.parametrize("file", FILES)
def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(
    site: Path, pages: dict[str, Page], file: str
):
    for tag, attributes, _ in pages[file].elements:
        target = attributes.get("src") or attributes.get("href") or ""
        if tag in ("script", "link", "img"):
            assert not target.startswith("http")
        if not target or target.startswith(("http", "mailto:")):
            continue
        path, _, anchor = unquote(target).partition("#")
        assert (site / (path or file)).is_file(), target
        if anchor:
            assert anchor in pages[path or file].ids, target


def test_the_sample_is_reported_in_small_pages_with_its_own_total(sample: Build, tmp_path: Path):
    write_site(sample.warehouse_file, sample.warehouse_file, tmp_path / "out")
    assert all((tmp_path / "out" / file).stat().st_size < MOST_BYTES for file in FILES)
    with sample.open() as connection:
        ((earned, year),) = connection.execute(
            """
            select display, school_year from released.released_cells
            where table_id = 'by_sex_and_race' and measure = 'persons_earned_high_value'
                and member_1 = 'all' and member_2 = 'all' and value is not null
            order by school_year desc limit 1
            """
        ).fetchall()
    home = Page((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert home.texts("h1")[0].startswith(f"{earned} people earned a high-value credential")
    assert f"{year - 1}–{year % 100:02d}" in home.texts("h1")[0]
    sources = Page((tmp_path / "out" / "sources.html").read_text(encoding="utf-8"))
    told = {row[0]: row[-1] for row in sources.rows("source-by-credential-table")}
    assert told["Certified Medication Aide"] == "training providers"
    # The source of every credential that is counted is told, on the List or not.
    assert "AWS D9.1 Sheet Metal (not on the List)" in told
    with sample.open() as connection:
        ((counted,),) = connection.execute(
            """
            select count(distinct member_1) from released.released_cells
            where dimension_1 = 'credential' and member_1 <> 'all'
            """
        ).fetchall()
    assert len(told) == counted
    takes = [row for row in sources.rows("source-by-credential-table") if "DS-03" in row[2]]
    assert {"attempts, awards"} == {row[3] for row in takes}


def test_the_question_shown_beside_the_files_tells_each_credential_once_a_year(site: Path):
    page = Page((site / "data.html").read_text(encoding="utf-8"))
    (asked,) = page.texts("pre")
    rows = duckdb.sql(asked.replace("data/parquet", str(site / "data" / "parquet"))).fetchall()
    told = [
        (cell[1], cell[3])
        for cell in hand_made_release.cells()
        if cell[0] == "by_credential"
        and cell[2] == "credential"
        and cell[3] != "all"
        and cell[5] == "all"
        and cell[6] == "persons_earned"
        and cell[8] == "released"
    ]
    assert sorted(row[:2] for row in rows) == sorted(told) != []


def test_a_file_names_the_district_and_region_of_a_school(site: Path):
    text = (site / "data" / "by_place.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    found = {(row["school_label"], row["district_label"], row["region"]) for row in rows}
    assert ("Lakeside High", "Lakeside", "north") in found and ("All", "All", "all") in found
    assert len(found) == len(hand_made_release.SCHOOLS) + 1


def widened(table: Table, copies: int) -> Table:
    """Give a table every member of its first dimension many times over."""
    dimension = table.dimensions[0]
    names = {
        f"{member}_{number}": f"{label} {number}"
        for member, label in dimension.members.items()
        for number in range(copies)
    }
    cells = {
        place._replace(member_1=f"{place.member_1}_{number}"): cell
        for place, cell in table.cells.items()
        if place.member_1 != "all"
        for number in range(copies)
    }
    totals = {place: cell for place, cell in table.cells.items() if place.member_1 == "all"}
    wide = replace(dimension, members=names)
    return replace(table, dimensions=(wide, *table.dimensions[1:]), cells=totals | cells)


def test_a_page_of_a_state_with_many_credentials_and_schools_stays_small(released: Path):
    release = read_release(released)
    tables = tuple(
        widened(table, 60)
        for table in release.tables
        if table.table_id in ("by_credential", "outcomes_by_credential", "by_place")
    )
    wide = replace(release, tables=tables)
    template = report_environment().get_template("parts_page.html")
    for page, parts in released_parts(wide, Palette()).items():
        # A third of the room stands for a state three times as wide.
        shown_parts = fitted(parts, MOST_BYTES // 3)
        text = template.render(
            page=next(each for each in PAGES if each.file == f"{page}.html"),
            template=f"{page}.html",
            parts=shown_parts,
            pages=PAGES,
            printed=False,
            report=SimpleNamespace(last_year=2025, as_of=None),
            report_name="Report",
            settings=defaultdict(str),
            colors=defaultdict(str),
            reasons=reasons({}),
            reason_names=names("10"),
        )
        assert len(text.encode()) < MOST_BYTES // 3
        views = [part.view for part in shown_parts if part.view is not None]
        for view in views:
            # The year's total stays, whatever is left out, and a reader is told that some is.
            assert view.rows[0][1].text == "All"
            assert view.rows_in_file > len(view.rows) > 40
            assert f" {len(view.rows):,} of its {view.rows_in_file:,} rows." in text


def test_a_table_is_cut_to_its_total_and_what_leads_within_a_year(released: Path):
    table = next(t for t in read_release(released).tables if t.table_id == "credit_by_credential")
    view = statutory_table(table)
    years = [row[0].text for row in view.rows]
    one_year = cut(view, bytes_of(replace(view, rows=view.rows[: years.count("2024–25")])))
    assert {row[0].text for row in one_year.rows} == {"2024–25"}
    few = cut(view, OF_TABLE + sum(bytes_of_row(view, at) for at in range(2)) + 60)
    assert [row[1].text for row in few.rows] == ["All", "State Registered Nurse Aide"]
    assert few.rows_in_file == view.rows_in_file and "highest first figure" in few.left_out
    # What the small one leaves the large one has.
    room = bytes_of(few) + bytes_of(one_year)
    assert cut_all([view, few], room) == [one_year, few]


def test_a_page_tells_each_figure_as_it_was_released(pages: dict[str, Page]):
    expected: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
    for table, year, first, member_1, second, member_2, measure, *cell in hand_made_release.cells():
        if table in OWN_LAYOUT:
            continue
        names = [f"{year - 1}–{year % 100:02d}"]
        for dimension, member in ((first, member_1), (second, member_2)):
            if dimension != "none":
                names.append(label_of(dimension, member))
        value, code, *_, display = cell
        if code == "released" and measure == "median_wages":
            display = f"${value:,.0f}"
        label = hand_made_release.MEASURES[measure][0]
        for each in levels_of(table, first, member_1):
            row = expected.setdefault(each, {}).setdefault(tuple(names), {})
            row |= {label: display} | larger_of(each, first, member_1)
    assert set(expected) == set(PAGE_OF) - set(OWN_LAYOUT)
    for table, rows in expected.items():
        names = len(next(iter(rows)))
        page = pages[PAGE_OF[table]]
        heads = page.headings(table)[names:]
        found = {
            tuple(row[:names]): dict(zip(heads, row[names:], strict=True))
            for row in page.rows(table)
        }
        # A page may leave out rows that tell only of nobody.
        assert rows.items() >= found.items()
        left_out = [rows[name] for name in rows.keys() - found.keys()]
        assert all(set(row.values()) <= {"0", "–"} for row in left_out)


def levels_of(table: str, dimension: str, member: str) -> list[str]:
    """Name the tables of the pages in which a cell stands: a margin in each level's."""
    larger = hand_made_release.LEVELS.get(table, ())
    levels = [f"{table}-{each}" for each in larger]
    if member == "all":
        return [table, *levels]
    return [f"{table}-{dimension}" if dimension in larger else table]


def larger_of(level: str, dimension: str, member: str) -> dict[str, str]:
    """Name the larger members of which a row of a table of one level is a part."""
    table, _, own = level.partition("-")
    larger = hand_made_release.LEVELS.get(table, ())
    found = {}
    for parent in reversed(larger[: larger.index(own)] if own else larger):
        if member != "all":
            row = hand_made_release.DIMENSIONS[dimension][2][member]
            dimension, member = hand_made_release.parent_of(dimension, row)
        found[hand_made_release.DIMENSIONS[parent][0]] = label_of(parent, member)
    return found


def label_of(dimension: str, member: str) -> str:
    return "All" if member == "all" else hand_made_release.DIMENSIONS[dimension][2][member][0]


def test_a_panel_tells_pay_beside_people_alike_where_it_is_shown(pages: dict[str, Page]):
    told = [text for text in pages["list.html"].texts("dd") if "descriptive" in text]
    compared = hand_made_release.GROUPS_COMPARED["matched"][1]
    assert told and all(text.startswith(f"${compared:,} (") for text in told)
    assert len(told) < len(hand_made_release.CREDENTIALS)


def test_a_withheld_figure_has_no_value_in_any_file(site: Path):
    withheld = [cell for cell in hand_made_release.cells() if cell[8] != "released"]
    assert {cell[8] for cell in withheld} == {"small", "withheld", "banded", "not_applicable"}
    for table in PAGE_OF:
        text = (site / "data" / f"{table}.csv").read_text(encoding="utf-8")
        for row in csv.DictReader(io.StringIO(text)):
            assert (row["value"] == "") == (row["release_code"] != "released")
    with zipfile.ZipFile(site / "data" / "released-tables.xlsx") as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        numbers = sum(len(re.findall(NUMBER_CELL, book.read(name).decode())) for name in sheets)
    assert numbers == sum(
        len(levels_of(cell[0], cell[2], cell[3]))
        for cell in hand_made_release.cells()
        if cell[8] == "released"
    )


def test_what_a_state_names_is_text_and_never_markup(site: Path):
    text = (site / "earned.html").read_text(encoding="utf-8")
    assert "Finance &amp; &lt;banking&gt;" in text
    assert "<banking>" not in text
    drawing = next((site / "data" / "charts").glob("*career_cluster-*.svg")).read_text(
        encoding="utf-8"
    )
    assert "&lt;banking&gt;" in drawing and "<banking>" not in drawing


def test_a_spreadsheet_runs_nothing():
    rows = [["=cmd()"], ["+1"], ["@x"], ["-2+3"]]
    assert as_csv(["name"], rows).split() == ["name", "'=cmd()", "+1", "'@x", "'-2+3"]


def test_the_same_release_gives_the_same_bytes(site: Path, without_browser: tuple[Path, str]):
    first, second = (
        [line for line in (folder / LISTING).read_text().splitlines() if "data.html" not in line]
        for folder in (site, without_browser[0])
    )
    assert [line for line in first if "report.pdf" not in line] == second


def test_hand_written_script_stays_short_and_no_restricted_table_is_read():
    templates = PROJECT / "warehouse" / "report" / "templates"
    script = (templates / "report.js").read_text(encoding="utf-8")
    assert len(script.splitlines()) < MOST_LINES_OF_SCRIPT
    queries = [*open_tables.QUERIES.values(), *open_tables.QUERIES_OF_ALL_YEARS.values()]
    read = set(re.findall(r"(?:from|join) (\w+)\.(\w+)", " ".join([*queries, open_tables.AS_OF])))
    assert {schema for schema, _ in read} == {"council", "reference", "quality", "marts"}
    marts = {name for schema, name in read if schema == "marts"}
    assert marts == {"dim_program", "dim_institution"}


def test_a_place_without_a_release_is_told_what_to_do(tmp_path: Path, sample: Build):
    with pytest.raises(WarehouseError, match=r"no release at .*nowhere.*make build"):
        write_site(tmp_path / "nowhere", sample.warehouse_file, tmp_path / "out")
    half = hand_made_release.write_release(tmp_path / "half")
    (half / "report_members.parquet").unlink()
    with pytest.raises(WarehouseError, match="no whole release: it lacks report_members"):
        write_site(half, sample.warehouse_file, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, released: Path, sample: Build):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(WarehouseError, match=r"notes\.txt"):
        write_site(released, sample.warehouse_file, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.fixture(scope="module")
def without_browser(
    tmp_path_factory: pytest.TempPathFactory, released: Path, sample: Build
) -> tuple[Path, str]:
    """The folder and the words of the command where no Chromium is installed."""
    out = tmp_path_factory.mktemp("again") / "out"
    arguments = ["report", "--release", str(released), "--council", str(sample.warehouse_file)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.report.pdf.find_browser", lambda: None)
        result = CliRunner().invoke(cli.app, [*arguments, "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out, result.output


def test_the_command_says_where_the_report_is_and_why_there_is_no_pdf(
    without_browser: tuple[Path, str],
):
    out, said = without_browser
    assert str(out / "index.html") in said.replace("\n", "")
    assert "no Chromium is installed" in said
    assert not (out / "report.pdf").exists()
    assert "report.pdf" not in (out / "data.html").read_text(encoding="utf-8")


# In a browser

BROWSER = find_browser()
needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium is installed: apt-get install chromium"
)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


@needs_browser
@pytest.mark.parametrize("width", [1440, 375])
def test_every_page_opens_without_errors_and_everybody_can_read_it(site: Path, browser, width: int):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for file in FILES:
        page.goto((site / file).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        found = Axe().run(page, options=AXE).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], file
        assert page.evaluate("document.documentElement.scrollWidth") <= width, file
    page.close()
    assert said == []


@needs_browser
def test_a_table_is_searched_sorted_and_taken_away(site: Path, browser, tmp_path: Path):
    page = browser.new_page()
    page.goto((site / "earned.html").as_uri())
    table = page.locator("#by_credential-career_cluster")
    container = page.locator("#by_credential-career_cluster_wrapper")
    # Who hears the page can tell the tables' controls apart.
    for control in (".dt-search label", ".dt-button", ".choice"):
        names = page.locator(control).all_text_contents()
        assert len(names) == len(set(names)) > 1
    assert table.locator("tbody tr").count() == len(hand_made_release.CLUSTERS) + 1
    container.locator("select").first.select_option("All years")
    assert table.locator("tbody tr").count() == 6 * (len(hand_made_release.CLUSTERS) + 1)
    container.locator("input[type=search]").fill("banking")
    assert table.locator("tbody tr").count() == 6
    table.locator("thead th.number").first.click()
    shown_figures = table.locator("tbody tr td:nth-child(3)").all_text_contents()
    assert shown_figures == ["<10", "<10", "<10", "10", "12", "14"]
    with page.expect_download() as download:
        container.locator("button").click()
    download.value.save_as(tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_text(encoding="utf-8-sig")
    rows = [row for row in csv.reader(text.splitlines()) if row]
    assert len(rows) == 7 and rows[0][3] == "People who earned"
    assert {row[1] for row in rows[1:]} == {"Finance & <banking>"}
    page.close()


@needs_browser
def test_a_table_begins_with_all_and_hides_a_column_that_says_nothing_new(site: Path, browser):
    page = browser.new_page()
    page.goto((site / "earned.html").as_uri())
    table, status = (
        page.locator("#by_credential"),
        page.locator("#by_credential_wrapper select").last,
    )
    assert status.input_value() == "All"
    assert table.locator("thead th").first.text_content() == "Credential"
    before = table.locator("tbody tr").count()
    status.select_option("On the List")
    assert 0 < table.locator("tbody tr").count() <= before
    status.select_option("Each")
    assert table.locator("tbody tr").count() > 2 * before
    assert table.locator("thead th").nth(1).text_content() == "On the List"
    # The key explains what the chosen rows have and nothing else.
    explained = {
        key.get_attribute("data-code"): key.is_visible()
        for key in page.locator("#by_credential-key li").all()
    }
    assert explained == {code: table.locator(f"tbody .{code}").count() > 0 for code in explained}
    status.select_option("All")
    small = page.locator("#by_credential-career_cluster_wrapper input[type=search]")
    small.fill("Information technology")
    assert not page.locator("#by_credential-career_cluster-key li[data-code=small]").is_visible()
    page.close()


@needs_browser
def test_a_link_to_a_credential_opens_its_panel_and_a_withheld_figure_says_why(site: Path, browser):
    page = browser.new_page()
    page.goto((site / "list.html").as_uri() + "#comptia_a_plus")
    assert page.locator("#comptia_a_plus").get_attribute("open") is not None
    page.goto((site / "who.html").as_uri())
    reason = page.locator("#by_place-region a.small").first.get_attribute("title")
    assert reason == "Fewer than 10, but not none. The exact count is protected."
    page.close()


def bookmarks(content: bytes) -> list[str]:
    """Give the titles of a PDF's outline; Chromium writes those beyond ASCII as UTF-16."""
    found = []
    for text in re.findall(rb"/Title <([0-9A-Fa-f]+)>", content):
        found.append(bytes.fromhex(text.decode()).decode("utf-16"))
    return found


@needs_browser
def test_the_pdf_has_bookmarks_and_the_date_of_the_data(site: Path):
    content = (site / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF") and b"/Outlines" in content
    assert b"/CreationDate (D:20260615000000" in content
    # Words stay apart where a heading breaks: the finding is set large and takes several lines.
    home = Page((site / "index.html").read_text(encoding="utf-8"))
    assert home.texts("h1")[0] in bookmarks(content)
    # A link leads within the report, and names no folder of whoever printed it.
    assert b"file:" not in content and b"page-worth" in content
    assert not (site / "printed.html").exists()
