"""The pages of the List and the registers: they need no network, and everybody can read them."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import PROJECT

PAGES = ["index.html", "list-2016.html", "list-2022.html", "list-2026.html", "registers.html"]
STYLE = PROJECT / "warehouse" / "council_list" / "templates" / "council.css"
# Pairs of colours that carry text, as the style sheet names them; WCAG 2.1 asks 4.5 of each.
TEXT_ON = [
    ("ink", "paper"),
    ("ink", "tint"),
    ("quiet", "paper"),
    ("quiet", "tint"),
    ("link", "paper"),
    ("link", "tint"),
    ("mark", "paper"),
    ("paper", "band"),
]
LEAST_CONTRAST = 4.5
VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """The elements of a page in their order: (tag, attributes, tags around it, text within)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], tuple[str, ...], list[str]]] = []
        self.open: list[tuple[str, list[str]]] = []
        self.crossed: list[str] = []
        self.feed(text)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text: list[str] = []
        around = tuple(name for name, _ in self.open)
        self.elements.append((tag, {name: value or "" for name, value in attrs}, around, text))
        if tag not in VOID:
            self.open.append((tag, text))

    def handle_endtag(self, tag: str) -> None:
        name, _ = self.open.pop()
        if name != tag:
            self.crossed.append(f"{name} closed by {tag}")

    def handle_data(self, data: str) -> None:
        for _, text in self.open:
            text.append(data)

    def all(self, *tags: str) -> list[tuple[str, dict[str, str], tuple[str, ...], list[str]]]:
        return [element for element in self.elements if element[0] in tags]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes, _, _ in self.elements if "id" in attributes]


@pytest.fixture(scope="module")
def pages(list_site: Path) -> dict[str, Page]:
    return {name: Page((list_site / name).read_text(encoding="utf-8")) for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_formed_and_has_a_language_a_title_and_one_heading(
    pages: dict[str, Page], name: str
):
    page = pages[name]
    assert page.crossed == []
    assert [a["lang"] for _, a, _, _ in page.all("html")] == ["en"]
    (title,) = page.all("title")
    assert "".join(title[3]).strip()
    assert len(page.ids) == len(set(page.ids))
    levels = [int(tag[1]) for tag, _, _, _ in page.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_with_a_skip_link_and_names_its_parts(pages: dict[str, Page], name: str):
    page = pages[name]
    first = page.all("a")[0]
    assert first[1]["href"] == "#main" and first[1]["class"] == "skip"
    assert len(page.all("main")) == 1 and len(page.all("header")) == len(page.all("footer")) == 1
    assert all(a.get("aria-label") for _, a, _, _ in page.all("nav"))
    assert all(a["aria-labelledby"] in page.ids for _, a, _, _ in page.all("section"))


@pytest.mark.parametrize("name", PAGES)
def test_every_table_has_a_caption_and_headings_and_every_field_a_label(
    pages: dict[str, Page], name: str
):
    page = pages[name]
    tables, captions = page.all("table"), page.all("caption")
    assert len(captions) == len(tables) > 0
    assert all("".join(text).strip() for _, _, _, text in captions)
    for _, attributes, around, _ in page.all("th"):
        assert attributes["scope"] == ("col" if "thead" in around else "row")
    rows = [element for element in page.all("tr") if "tbody" in element[2]]
    assert len([each for each in page.all("th") if "tbody" in each[2]]) == len(rows)
    assert all("label" in around for _, _, around, _ in page.all("input", "select"))
    assert all("".join(text).strip() for _, _, _, text in page.all("a"))


def test_a_list_stands_in_the_order_of_the_alphabet_whatever_the_case(pages: dict[str, Page]):
    page = pages["index.html"]
    names = [a["data-value"] for _, a, _, _ in page.all("th") if "data-value" in a]
    assert names == sorted(names, key=str.casefold) != sorted(names)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_network_and_its_links_lead_somewhere(
    pages: dict[str, Page], name: str, list_site: Path
):
    page = pages[name]
    loaded = [a.get("href") or a.get("src") for _, a, _, _ in page.all("link", "script", "img")]
    assert loaded and all(target and (list_site / target).is_file() for target in loaded)
    for _, attributes, _, _ in page.all("a"):
        target, _, anchor = attributes["href"].partition("#")
        if target.startswith(("https://", "mailto:")):
            continue
        assert not target or (list_site / target).is_file(), attributes["href"]
        aimed = page if not target else Page((list_site / target).read_text(encoding="utf-8"))
        assert not anchor or anchor in aimed.ids, attributes["href"]


def test_the_pages_that_linked_data_names_are_there(list_site: Path):
    text = (list_site / "list-2026.jsonld").read_text()
    links = set(re.findall(r"https://credentials\.meridian\.example/([\w.-]+)#?([\w-]*)", text))
    links = {(page, anchor) for page, anchor in links if page.endswith(".html")}
    assert len(links) > 20
    for page, anchor in links:
        aimed = Page((list_site / page).read_text(encoding="utf-8"))
        assert not anchor or anchor in aimed.ids, anchor


def test_text_stands_out_from_its_ground():
    style = STYLE.read_text()
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", style))
    for text, ground in TEXT_ON:
        assert contrast(colours[text], colours[ground]) >= LEAST_CONTRAST, (text, ground)


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colours by WCAG 2.1: (lighter + 0.05) / (darker + 0.05)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
