"""What the report says beside its counts: the List, where data come from, how well they match.

Only tables that are for everybody are read: the Council's, reference codes, and sums about files
and rules. No row of a person, and no rate of a group of persons, is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from warehouse.council_list.content import (
    CouncilList,
    read_list,
    read_list_years,
    read_settings,
)
from warehouse.council_list.rows import Row, read_rows
from warehouse.errors import WarehouseError

QUERIES = {
    "occupations": """
        select occupations.soc_code, figures.annual_median, figures.annual_openings,
            figures.oews_year
        from council.occupation_figures as figures
        inner join reference.regions as regions
            on figures.region_id = regions.region_code and regions.is_statewide
        inner join reference.occupations as occupations
            on figures.published_code = occupations.published_code
        inner join reference.list_calendar as calendar
            on figures.priority_year = calendar.priority_year
        where calendar.list_year = ?
        order by occupations.soc_code
    """,
    "programs": """
        select distinct alignments.credential_code, programs.program_name, programs.sector
        from council.credential_alignments as alignments
        inner join marts.dim_program as programs using (program_code)
        inner join council.listed_credentials as listed
            on alignments.credential_code = listed.credential_code
            and listed.effective_to >= alignments.aligned_from
            and listed.effective_from <= coalesce(alignments.aligned_to, listed.effective_from)
        where listed.list_year = ?
        order by all
    """,
    "scorecards": """
        select credential_code, points, possible_points, required_unmet_count
        from council.credential_scorecards
        where list_year = ?
        order by credential_code
    """,
    "colleges": """
        select colleges.institution_name, count(*) as credentials,
            count(*) filter (where articulation.has_agreement) as with_agreement
        from council.articulation_by_institution as articulation
        inner join marts.dim_institution as colleges using (institution_code)
        where articulation.list_year = ?
        group by all
        order by with_agreement desc, institution_name
    """,
    "sources": """
        select listed.credential_code, listed.credential_name, sharing.certifying_entity_name,
            sharing.data_sharing_id, sharing.in_force_from, sharing.covers_attempts,
            sharing.covers_scores, sharing.covers_awards,
            sharing.delivers_attempts, sharing.delivers_scores, sharing.delivers_awards,
            sharing.last_delivered_on
        from council.listed_credentials as listed
        left join council.data_sharing_coverage as sharing using (certifying_entity_code)
        where listed.list_year = ?
        order by lower(listed.credential_name)
    """,
}
QUERIES_OF_ALL_YEARS = {
    "program_sectors": "select program_code, sector from marts.dim_program order by program_code",
    "sharing": """
        select certifying_entity_name, data_sharing_id, in_force_from, covers_attempts,
            covers_scores, covers_awards, delivers_attempts, delivers_scores, delivers_awards,
            last_delivered_on
        from council.data_sharing_coverage
        order by certifying_entity_name
    """,
    "versions": "from council.list_versions order by list_year",
    "systems": """
        select systems.system_name, agencies.agency_name, systems.holds
        from reference.data_systems as systems
        inner join reference.state_agencies as agencies using (agency_id)
        order by agencies.agency_name, systems.system_name
    """,
    "match_rates": """
        select slice_kind, coalesce(
                agencies.agency_name, entities.certifying_entity_name, rates.slice_value
            ) as source, rates.record_count, rates.matched_record_count
        from quality.match_rates as rates
        left join reference.state_agencies as agencies
            on rates.slice_kind = 'source' and rates.slice_value = agencies.delivers_as
        left join (
            select distinct certifying_entity_code, certifying_entity_name
            from council.listed_credentials
        ) as entities
            on rates.slice_kind = 'vendor' and rates.slice_value = entities.certifying_entity_code
        where rates.slice_kind in ('source', 'vendor')
        order by rates.slice_kind, source
    """,
    "agencies": """
        select coalesce(agencies.agency_name, cards.agency) as agency, cards.school_year,
            cards.files_owed, cards.files_missing, cards.files_late, cards.rows_delivered,
            cards.rows_refused, cards.rules_judged, cards.rules_failed, cards.trend
        from quality.agency_scorecards as cards
        left join reference.state_agencies as agencies on cards.agency = agencies.delivers_as
        where cards.files_owed > 0
        order by cards.school_year desc, agency
    """,
    "rules": """
        select subject, count(distinct rule_id) as rules, sum(rows_checked) as rows_checked,
            sum(rows_checked) - sum(rows_failing) as rows_kept
        from quality.rule_results
        group by all
        having sum(rows_checked) > 0
        order by subject
    """,
}
# Shares of records that are told as disclosure control tells rates: part, whole, and its name.
SHARES = {
    "match_rates": ("matched_record_count", "record_count", "matched_share"),
    "agencies": ("rows_refused", "rows_delivered", "refused_share"),
    "rules": ("rows_kept", "rows_checked", "kept_share"),
}
BANDS = "select points from reference.disclosure_bands order by points"
LEAST = "select value from released.disclosure_thresholds where rule = 'least_people'"
AS_OF = "select max(delivered_on) as as_of from quality.deliveries"


@dataclass(frozen=True)
class OpenTables:
    """What the report reads beside the release."""

    council_list: CouncilList
    as_of: date | None
    rows: dict[str, list[Row]] = field(repr=False)

    @property
    def settings(self) -> dict[str, str]:
        """Give the publication's settings: who publishes, under which name and address."""
        return self.council_list.settings


def read_open_tables(connection: duckdb.DuckDBPyConnection) -> OpenTables:
    """Read the open tables of a built or published warehouse.

    Raises
    ------
    WarehouseError
        If the warehouse has no approved List, or lacks a table that the report reads.
    """
    years = read_list_years(connection) if read_settings(connection) else []
    if not years:
        raise WarehouseError(
            "The warehouse holds no approved List, so there is nothing to report on. Deliver one "
            "(extracts/council/approved_list), run `make build`, and report again."
        )
    year = years[-1]
    rows = {name: read_rows(connection, sql, year) for name, sql in QUERIES.items()}
    rows |= {name: read_rows(connection, sql) for name, sql in QUERIES_OF_ALL_YEARS.items()}
    points = [row["points"] for row in read_rows(connection, BANDS)]
    least = int(read_rows(connection, LEAST)[0]["value"])
    for name, (part, whole, share) in SHARES.items():
        for row in rows[name]:
            row[share] = told_share(int(row.pop(part)), int(row[whole]), points, least)
    (as_of,) = read_rows(connection, AS_OF)
    return OpenTables(read_list(connection, year), as_of["as_of"], rows)


def told_share(part: int, whole: int, points: Sequence[int], least: int) -> str:
    """Write a share of records so that neither few of them nor all but few are told.

    Parameters
    ----------
    part, whole
        Numbers of records, such as those that are matched, and all.
    points
        How wide bands of rates are, in percent, the narrowest first (disclosure_bands).
    least
        The least number that may be told (least_people). A band must leave so many possible.

    Returns
    -------
    str
        Percent, rounded down to a tenth; a band at either end, such as ``≥95%``; or ``suppressed``.
    """
    few = min(part, whole - part)
    if few >= least:
        return f"{part * 1000 // whole / 10}%"
    width = next((each for each in points if each * whole >= least * 100), None)
    if width is None:
        return "suppressed"
    return f"<{width}%" if part == few else f"≥{100 - width}%"
