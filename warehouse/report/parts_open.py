"""Parts of pages that rest on the Council's open tables: agreements, sources, matching, rules."""

from warehouse.council_list.content import CouncilList
from warehouse.council_list.pages import day, words
from warehouse.council_list.rows import Row
from warehouse.report import charts_bars
from warehouse.report.charts import Bar
from warehouse.report.drawing import Palette
from warehouse.report.figures import OFF_LIST, Figure, behind, figure_of
from warehouse.report.open_tables import OpenTables
from warehouse.report.part import Part
from warehouse.report.release import Release, Table
from warehouse.report.roles import CREDENTIAL
from warehouse.report.tables import Entry, Heading, TableView, table_of
from warehouse.report.wording import joined, school_year

# Who reports a credential beside its certifying entity, by kind of source.
REPORTERS = {"k12": "schools", "higher_ed": "colleges", "workforce": "training providers"}
# Sources that are no state agency.
OTHER_SOURCES = {
    "credentialing": "Certifying entities together",
    "labor_market": "Official labor-market files",
}


def credit_parts(open_tables: OpenTables, palette: Palette) -> tuple[Part, ...]:
    """Say which credentials earn credit, where, and where they don't (5.A(e), 4.B(e))."""
    council = open_tables.council_list
    without = [each for each in council.credentials if not each.agreements]
    rows = tuple(
        (
            Entry(each.credential_name, each.credential_name),
            Entry(
                f"{each.institutions_with_agreement} of {each.institution_count}",
                str(each.institutions_with_agreement),
            ),
            Entry(credits_of(each.least_credits, each.most_credits), str(each.most_credits or 0)),
            Entry(
                "" if each.agreements else each.no_agreement_reason or "Not decided yet",
            ),
        )
        for each in council.credentials
    )
    colleges = tuple(
        (
            Entry(row["institution_name"], row["institution_name"]),
            Entry(f"{row['with_agreement']} of {row['credentials']}", str(row["with_agreement"])),
        )
        for row in open_tables.rows["colleges"]
    )
    return (
        Part(
            "agreements",
            "Agreements, and where there are none",
            f"{len(council.credentials) - len(without)} of the {len(council.credentials)} "
            f"credentials on the List of {council.list_year} earn credit at one college or more.",
            "Policy 4.B(e)",
            (agreements_figure(council, palette),) if len(without) < len(rows) else (),
            TableView(
                "agreements-table",
                f"Agreements by credential, List of {council.list_year}",
                (
                    Heading("Credential"),
                    Heading("Colleges that give credit", True),
                    Heading("Credits", True),
                    Heading("Why there is no agreement"),
                ),
                rows,
            ),
        ),
        Part(
            "agreements-by-college",
            "Agreements by college",
            "How many of the listed credentials each college gives credit for.",
            view=TableView(
                "agreements-by-college-table",
                f"Agreements by college, List of {council.list_year}",
                (Heading("College"), Heading("Credentials with an agreement", True)),
                colleges,
            ),
        ),
    )


def agreements_figure(council: CouncilList, palette: Palette) -> Figure:
    """Draw at how many colleges each credential earns credit."""
    found = sorted(
        (each for each in council.credentials if each.agreements),
        key=lambda each: (-each.institutions_with_agreement, each.credential_name),
    )
    most = found[0]
    title = (
        f"{most.credential_name} earns credit at {most.institutions_with_agreement} of "
        f"{most.institution_count} colleges, the most of any credential"
    )
    if found[1:] and found[1].institutions_with_agreement == most.institutions_with_agreement:
        title = (
            f"No credential earns credit at more than {most.institutions_with_agreement} of "
            f"{most.institution_count} colleges"
        )
    bars = [
        Bar(
            each.credential_name,
            each.institutions_with_agreement,
            str(each.institutions_with_agreement),
            note=behind(f"{credits_of(each.least_credits, each.most_credits)} credits"),
        )
        for each in found
    ]
    return figure_of(
        "agreements-by-credential",
        title,
        f"Colleges that give credit, and how much, List of {council.list_year}; credentials "
        "without an agreement are in the table",
        f"{title}. {'; '.join(f'{bar.label}: {bar.display}' for bar in bars)}.",
        lambda width: charts_bars.bars(bars, palette, width),
        table_of(
            "agreements-by-credential-numbers",
            "Colleges that give credit, by credential",
            ("Credential", "Colleges"),
            [(bar.label, bar.display) for bar in bars],
            numbers=(1,),
        ),
    )


def reporters(release: Release, credential_code: str) -> str:
    """Name who reports a credential beside its certifying entity; all three where none is told."""
    if not release.sources:
        return joined(list(REPORTERS.values()))
    kinds = {
        row["source_kind"] for row in release.sources if row["credential_code"] == credential_code
    }
    return joined([who for kind, who in REPORTERS.items() if kind in kinds])


def off_list_sources(release: Release, open_tables: OpenTables) -> list[Row]:
    """Give what is shared of the credentials that the release counts off the latest List."""
    listed = {row["credential_code"] for row in open_tables.rows["sources"]}
    found = {row["credential_code"]: row for row in release.sources}
    sharing = {row["certifying_entity_name"]: row for row in open_tables.rows["sharing"]}
    counted = {member for table in release.tables for member in credentials_of(table)}
    return [
        row | sharing.get(row["certifying_entity_name"], {})
        for code, row in found.items()
        if code in counted - listed
    ]


def credentials_of(table: Table) -> list[str]:
    """Give the credentials of which a table has cells."""
    is_by_credential = table.dimensions and table.dimensions[0].dimension == CREDENTIAL
    return table.members(0) if is_by_credential else []


def source_parts(release: Release, open_tables: OpenTables) -> tuple[Part, ...]:
    """Say where the data of each credential come from, and how good they are (5.A(g))."""
    rows = open_tables.rows
    direct = [row for row in rows["sources"] if row["data_sharing_id"]]
    off_list = off_list_sources(release, open_tables)
    others = " Others that this report counts stand below them." if off_list else ""
    cards = [row for row in rows["agencies"] if row["school_year"] == release.last_year]
    return (
        Part(
            "source-by-credential",
            "Source of data by credential",
            f"For {len(direct)} of the {len(rows['sources'])} listed credentials the state has a "
            "direct agreement with the entity that certifies. Where reports disagree, the "
            f"certifying entity’s counts.{others} How many awards each source reports isn’t "
            "released.",
            "Policy 5.A(g)",
            view=table_of(
                "source-by-credential-table",
                "Source of data by credential",
                (
                    "Credential",
                    "Certifying entity",
                    "Direct agreement",
                    "Covers",
                    "Its files hold",
                    "Also reported by",
                ),
                [
                    (
                        row["credential_name"] + mark,
                        row["certifying_entity_name"] or "",
                        f"{row['data_sharing_id']}, since {day(row['in_force_from'])}"
                        if row.get("data_sharing_id")
                        else "None",
                        covered(row, "covers"),
                        covered(row, "delivers")
                        + (
                            f"; last on {day(row['last_delivered_on'])}"
                            if row.get("last_delivered_on")
                            else ""
                        ),
                        reporters(release, row["credential_code"]) or "nobody else",
                    )
                    for mark, group in (("", rows["sources"]), (OFF_LIST, off_list))
                    for row in group
                ],
            ),
        ),
        Part(
            "match-rates",
            "How well records are matched",
            "A record is matched if another agency or certifying entity knows the same person. "
            "An unmatched record is counted as a person of its own.",
            view=table_of(
                "match-rates-table",
                "Records matched, by source",
                ("Source", "Records", "Matched"),
                [
                    (
                        OTHER_SOURCES.get(row["source"], row["source"]),
                        f"{row['record_count']:,}",
                        row["matched_share"],
                    )
                    for row in rows["match_rates"]
                    if row["source"]
                ],
                numbers=(1, 2),
            ),
        ),
        Part(
            "agency-scorecards",
            "How the agencies delivered",
            f"Files of the school year {school_year(release.last_year)}: what was owed, what was "
            "missing or late, what was refused, and which rules were kept.",
            view=table_of(
                "agency-scorecards-table",
                "Deliveries by agency",
                (
                    "Agency",
                    "Files owed",
                    "Missing",
                    "Late",
                    "Rows",
                    "Refused",
                    "Rules kept",
                    "Since last year",
                ),
                [
                    (
                        OTHER_SOURCES.get(row["agency"], row["agency"]),
                        f"{row['files_owed']:,}",
                        f"{row['files_missing']:,}",
                        f"{row['files_late']:,}",
                        f"{row['rows_delivered']:,}",
                        row["refused_share"],
                        f"{row['rules_judged'] - row['rules_failed']} of {row['rules_judged']}",
                        words(row["trend"]),
                    )
                    for row in cards
                ],
                numbers=(1, 2, 3, 4, 5, 6),
            ),
        ),
        Part(
            "rules-kept",
            "Rules that the data must keep",
            "Rules of the Council by what they speak of, over all years. A row counts once for "
            "each rule that looks at it. Rows that break a rule of acceptance are refused and "
            "counted nowhere else in this report.",
            view=table_of(
                "rules-kept-table",
                "Rules by subject, and how many rows keep them",
                ("Subject", "Rules", "Rows checked", "Rows that keep the rule"),
                [
                    (
                        words(row["subject"]),
                        str(row["rules"]),
                        f"{row['rows_checked']:,}",
                        row["kept_share"],
                    )
                    for row in rows["rules"]
                ],
                numbers=(1, 2, 3),
            ),
        ),
        Part(
            "data-systems",
            "The systems behind them",
            "Agencies whose records the report is made of.",
            "Policy 2.E(a)(i)",
            view=table_of(
                "data-systems-table",
                "Data systems by agency",
                ("Data system", "Agency", "Holds"),
                [(row["system_name"], row["agency_name"], row["holds"]) for row in rows["systems"]],
            ),
        ),
    )


def covered(row: Row, verb: str) -> str:
    """Name what an agreement covers, or what files hold: attempts, scores, awards."""
    found = [name for name in ("attempts", "scores", "awards") if row.get(f"{verb}_{name}")]
    return ", ".join(found) or "nothing"


def credits_of(least: object, most: object) -> str:
    """Write how many credits are given, from the least to the most."""
    if most is None:
        return "none"
    low, high = (f"{value:.2f}".rstrip("0").rstrip(".") for value in (least, most))
    return low if low == high else f"{low} to {high}"
