"""The pages around what GX renders: styles within, no script, nothing fetched."""

from collections.abc import Mapping, Sequence
from html import escape

from warehouse.rules_results import Gate, closing_rules

# GX marks a status by an icon of a font that isn't here; the class becomes a word instead.
STYLES = """
:root { color-scheme: light; --ink: #1f2933; --quiet: #52606d; --line: #d9e2ec; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 76rem; margin: 0 auto; padding: 1rem 1.5rem; }
header { border-bottom: 1px solid var(--line); }
nav a { margin-right: 1rem; white-space: nowrap; }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
a { color: #0b5394; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
p { margin: .25rem 0; }
.quiet { color: var(--quiet); }
.gate { padding: .5rem .75rem; border-left: 4px solid #2f7d4f; background: #eef8f1; }
.gate.closed { border-color: #b42318; background: #fdf0ee; }
table { width: 100%; border-collapse: collapse; }
th { color: var(--quiet); font-weight: 600; text-align: left; }
th, td { padding: .6rem .75rem .6rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
td.number, th.number { text-align: right; }
td:first-child { width: 7rem; }
code { padding: 0 .25em; border-radius: 3px; background: #f0f4f8; font-size: .85em;
  overflow-wrap: anywhere; }
.table td:nth-child(2) span { font-weight: 600; }
.table td:last-child { width: 16rem; }
.table .detail { margin: .15rem 0 0; color: var(--quiet); font-size: .9rem; }
.table td .detail span { font-weight: 400; }
.table strong br:first-of-type { display: none; }
@media (max-width: 45rem) {
  td:first-child { width: 4.5rem; } .table td:last-child { width: 6.5rem; }
}
.text-danger { color: #b42318; }
.broken, .failed, .tolerated, .passed, .fas { font-style: normal; font-weight: 600; }
.fa-check-circle::before { content: "passed"; color: #20663d; }
.fa-times::before { content: "failed"; color: #b42318; }
.fa-exclamation-triangle::before { content: "broken"; color: #b42318; }
.failed, .broken { color: #b42318; } .tolerated { color: #8a5300; } .passed { color: #20663d; }
[data-toggle="collapse"], .collapse { display: none; }
"""

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Council's rules</title>
<style>{styles}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="quiet">{run}. Rendered by Great Expectations from the results of the build.</p>
<nav aria-label="Subjects">{links}</nav>
</header>
<main>
{body}
</main>
</body>
</html>
"""


def subject_page(
    subject: str,
    subjects: Sequence[str],
    counts: Mapping[str, int],
    sections: Sequence[tuple[str, str]],
    run: str,
) -> str:
    """Give the page of a subject; `sections` are (title, HTML of GX)."""
    summary = ", ".join(f"{number} {standing}" for standing, number in counts.items() if number)
    body = [f"<p>Checks: {escape(summary)}.</p>"]
    body += [f"<h2>{escape(title)}</h2>\n{content}" for title, content in sections]
    return _page(_title(subject), subjects, subject, run, "\n".join(body))


def index_page(
    counts: Mapping[str, Mapping[str, int]],
    to_act: Sequence[tuple[str, str, str, str]],
    gate: Gate,
    run: str,
) -> str:
    """Give the first page: the gate, the checks by subject, and what failed or broke.

    `to_act` are (standing, subject, statement and finding as HTML).
    """
    if gate.is_open:
        body = ['<p class="gate">The release gate is open.</p>']
    else:
        names = ", ".join(f"<code>{escape(rule)}</code>" for rule in closing_rules(gate))
        body = [f'<p class="gate closed">The release gate is closed by {names}.</p>']
    standings = list(next(iter(counts.values()), {}))
    heads = "".join(f'<th class="number">{escape(standing)}</th>' for standing in standings)
    rows = [
        f'<tr><td><a href="{escape(subject)}.html">{escape(_title(subject))}</a></td>'
        + "".join(f'<td class="number">{number or ""}</td>' for number in by.values())
        + "</tr>"
        for subject, by in counts.items()
    ]
    body.append("<h2>Checks by subject</h2>")
    body.append(f"<table><thead><tr><th>subject</th>{heads}</tr></thead><tbody>")
    body += [*rows, "</tbody></table>"]
    if to_act:
        body.append("<h2>Failed or broken</h2>")
        body.append(
            "<table><thead><tr><th>status</th><th>rule</th><th>found</th><th>subject</th></tr>"
            "</thead><tbody>"
        )
        body += [
            f'<tr><td class="{standing}">{standing}</td><td>{statement}</td><td>{found}</td>'
            f'<td><a href="{escape(subject)}.html">{escape(_title(subject))}</a></td></tr>'
            for standing, subject, statement, found in to_act
        ]
        body.append("</tbody></table>")
    return _page("The Council's rules", list(counts), None, run, "\n".join(body))


def _page(title: str, subjects: Sequence[str], current: str | None, run: str, body: str) -> str:
    names = [("index", "Overview"), *((subject, _title(subject)) for subject in subjects)]
    links = []
    for name, text in names:
        marked = ' aria-current="page"' if name == (current or "index") else ""
        links.append(f'<a href="{escape(name)}.html"{marked}>{escape(text)}</a>')
    return PAGE.format(
        title=escape(title), styles=STYLES, run=escape(run), links="\n".join(links), body=body
    )


def _title(subject: str) -> str:
    return subject.replace("_", " ").capitalize()
