"""A page of the report as a test reads it: its elements, texts and tables."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "path", "line", "rect"}


class Page(HTMLParser):
    """The elements of a page in their order: (tag, attributes, text within)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[tuple[str, list[str]]] = []
        self.crossed: list[str] = []
        self.feed(text)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text: list[str] = []
        self.elements.append((tag, {name: value or "" for name, value in attrs}, text))
        if tag not in VOID:
            self.open.append((tag, text))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        name, _ = self.open.pop()
        if name != tag:
            self.crossed.append(f"{name} closed by {tag}")

    def handle_data(self, data: str) -> None:
        for _, text in self.open:
            text.append(data)

    def texts(self, *tags: str) -> list[str]:
        return [" ".join("".join(text).split()) for tag, _, text in self.elements if tag in tags]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes, _ in self.elements if "id" in attributes]

    def headings(self, table: str) -> list[str]:
        """Give the texts of a table's head."""
        inside, found = False, []
        for tag, attributes, text in self.elements:
            if tag == "table":
                inside = attributes.get("id") == table
            elif inside and tag == "th" and attributes.get("scope") == "col":
                found.append("".join(text))
        return found

    def rows(self, table: str) -> list[list[str]]:
        """Give the texts of a table's rows, its head left out."""
        found: list[list[str]] = []
        inside = False
        for tag, attributes, text in self.elements:
            if tag == "table":
                inside = attributes.get("id") == table
            elif inside and tag == "tr":
                found.append([])
            elif inside and tag in ("td", "th") and attributes.get("scope") != "col":
                found[-1].append("".join(text))
        return [row for row in found if row]
