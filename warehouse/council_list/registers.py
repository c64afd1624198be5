"""The Council's registers as its page shows them: members, data, money, publications."""

from dataclasses import dataclass

import duckdb

from warehouse.council_list.rows import Row, read_rows


@dataclass(frozen=True)
class Registers:
    """The rows of each register, in the order in which they are shown."""

    members: list[Row]
    support: list[Row]
    positions: list[Row]
    sharing: list[Row]
    funding: list[Row]
    engagements: list[Row]
    publications: list[Row]
    reports: list[Row]
    requests: list[Row]
    findings: list[Row]


def read_registers(connection: duckdb.DuckDBPyConnection) -> Registers:
    """Read every register from a built warehouse."""
    return Registers(**{name: read_rows(connection, sql) for name, sql in REGISTERS.items()})


REGISTERS = {
    "members": """
        select seat_name, policy_clause, represents, member_name, is_designee, term_from, term_to,
            is_vacant, is_chair
        from council.council_members
        order by policy_clause, seat_id
    """,
    "support": """
        select agencies.agency_name
        from reference.council_offices as offices
        inner join reference.state_agencies as agencies using (agency_id)
        where offices.office = 'administrative_support' and offices.held_to is null
        order by offices.held_from
    """,
    "positions": """
        select agencies.agency_name, systems.system_name, systems.holds,
            string_agg(
                positions.position_title || ' (' || positions.duty || ')', '; '
                order by positions.duty, positions.position_id
            ) as positions
        from reference.data_systems as systems
        inner join reference.state_agencies as agencies using (agency_id)
        left join reference.responsible_positions as positions
            on systems.system_id = positions.system_id and positions.held_to is null
        group by all
        order by agencies.agency_name, systems.system_name
    """,
    "sharing": """
        select certifying_entity_code, certifying_entity_name, listed_credential_count,
            data_sharing_id, legal_basis, in_force_from, in_force_to, identifiers, covers_attempts,
            covers_scores, covers_sub_scores, covers_awards, findings.reason, findings.next_step
        from council.data_sharing_coverage as sharing
        left join council.register_findings as findings
            on findings.finding = 'entity_without_data_sharing'
            and findings.entry = sharing.certifying_entity_code
        order by certifying_entity_name
    """,
    "funding": """
        select fiscal_year, program_name, program_code, sector, amount, federal_amount,
            state_amount, local_amount
        from council.funding_by_program
        where fiscal_year = (select max(fiscal_year) from council.funding_by_program)
        order by sector, program_name, program_code
    """,
    "engagements": """
        select held_on, kind, stakeholder_group, agency_name, subject, participants, feedback,
            response
        from reference.engagements as engagements
        inner join reference.state_agencies as agencies
            on engagements.organized_by = agencies.agency_id
        order by held_on desc, engagement_id
    """,
    "publications": """
        select kind, publication_year, agency_name, published_on, channel, audience, address
        from reference.publications as publications
        inner join reference.state_agencies as agencies
            on publications.published_by = agencies.agency_id
        order by published_on desc, publication_id
    """,
    "reports": """
        select report_year, recipient, due_on, submitted_on
        from reference.report_submissions
        order by report_year desc, recipient
    """,
    "requests": """
        select report_year, requested_by, requested_on, item, answered_in, answered_on
        from reference.report_requests
        order by requested_on desc, request_id
    """,
    "findings": """
        select policy_clause, says, is_stated, stated_on, reason, next_step
        from council.register_findings
        order by is_stated, policy_clause, finding, entry
    """,
}
