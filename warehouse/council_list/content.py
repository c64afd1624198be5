"""What is published of a List, read from the warehouse's marts, council models and registers."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from warehouse.errors import WarehouseError

REGISTERS = "seeds/council/registers"


@dataclass(frozen=True)
class Agreement:
    """A college's agreement to grant credit for a credential."""

    agreement_id: str
    institution_code: str
    institution_name: str
    district_name: str | None
    course_code: str
    credits: Decimal
    purpose: str | None
    requirement_met: str | None
    terms: str | None
    signed_on: date
    in_force_from: date
    in_force_to: date | None


@dataclass(frozen=True)
class Listed:
    """A credential on a List, with all that is published of it."""

    credential_code: str
    credential_name: str
    description: str
    web_page: str
    certifying_entity_code: str
    certifying_entity_name: str
    credential_type: str
    ctdl_class: str
    credential_level: str
    career_cluster: str | None
    soc_code: str | None
    occupation_title: str | None
    minimum_age: int | None
    prerequisite_credential_code: str | None
    prerequisite_name: str | None
    validity_months: int | None
    fee: Decimal | None
    is_offered: bool
    articulation_status: str
    institutions_with_agreement: int
    institution_count: int
    least_credits: Decimal | None
    most_credits: Decimal | None
    no_agreement_reason: str | None
    first_list_year: int
    listed_since_year: int
    list_change: str
    previous_level: str | None
    effective_from: date
    effective_to: date
    cip_codes: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()


@dataclass(frozen=True)
class Removed:
    """A credential that the List before held and this one doesn't."""

    credential_code: str
    credential_name: str
    certifying_entity_name: str
    superseded_by: str | None


@dataclass(frozen=True)
class Organization:
    """A certifying entity, or a college that grants credit."""

    code: str
    name: str
    description: str
    web_page: str | None
    locality: str
    region: str
    country: str
    agent_type: str
    agent_sector: str


@dataclass(frozen=True)
class CouncilList:
    """A List as published: its days, its credentials, and what changed since the List before."""

    list_year: int
    approved_on: date
    effective_from: date
    effective_to: date
    credentials: tuple[Listed, ...]
    removed: tuple[Removed, ...]
    entities: tuple[Organization, ...]
    colleges: tuple[Organization, ...]
    previous_year: int | None
    settings: dict[str, str] = field(repr=False)

    @property
    def agreements(self) -> list[tuple[Listed, Agreement]]:
        """Each agreement with its credential, in the order of the credentials."""
        return [(each, one) for each in self.credentials for one in each.agreements]

    def changed(self, *changes: str) -> list[Listed]:
        """Give the credentials whose `list_change` is one of these."""
        return [each for each in self.credentials if each.list_change in changes]


def read_list_years(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Give the years of all Lists, the latest last."""
    rows = _read(connection, "select distinct list_year from council.listed_credentials order by 1")
    return [row["list_year"] for row in rows]


def read_settings(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Read how and under whose name the List is published."""
    rows = _read(connection, "select setting, value from reference.publication_settings")
    return {row["setting"]: row["value"] for row in rows}


def read_list(connection: duckdb.DuckDBPyConnection, list_year: int) -> CouncilList:
    """Read a List with everything that is published of it.

    Raises
    ------
    WarehouseError
        If there is no such List, or a credential lacks what a publication must say of it.
    """
    settings = read_settings(connection)
    years = read_list_years(connection)
    if list_year not in years:
        known = ", ".join(map(str, years)) or "none"
        raise WarehouseError(f"There is no List of {list_year}; the warehouse holds: {known}.")
    earlier = [year for year in years if year < list_year]
    rows = _read(connection, LISTED, list_year)
    _refuse_incomplete(rows, list_year)
    agreements = _by_credential(_read(connection, AGREEMENTS, list_year), Agreement)
    programs = _read(connection, PROGRAMS, list_year)
    first = rows[0]
    names = set(Listed.__dataclass_fields__) - {"cip_codes", "agreements"}
    return CouncilList(
        list_year=list_year,
        approved_on=first["approved_on"],
        effective_from=first["effective_from"],
        effective_to=max(row["effective_to"] for row in rows),
        credentials=tuple(
            Listed(
                **{name: row[name] for name in names},
                cip_codes=tuple(
                    each["cip_code"]
                    for each in programs
                    if each["credential_code"] == row["credential_code"]
                ),
                agreements=tuple(agreements.get(row["credential_code"], ())),
            )
            for row in rows
        ),
        removed=tuple(
            Removed(**row)
            for row in (_read(connection, REMOVED, earlier[-1], list_year) if earlier else [])
        ),
        entities=tuple(Organization(**row) for row in _read(connection, ENTITIES, list_year)),
        colleges=tuple(
            Organization(
                **row,
                description=f"A college of {settings['state_name']} that grants credit for "
                "industry-recognized credentials.",
                web_page=None,
                region=settings["state_name"],
                country=settings["publisher_country"],
                agent_type="orgType:Postsecondary",
                agent_sector="agentSector:Public",
            )
            for row in _read(connection, COLLEGES, list_year)
        ),
        previous_year=earlier[-1] if earlier else None,
        settings=settings,
    )


def _refuse_incomplete(rows: list[dict[str, Any]], list_year: int) -> None:
    """Refuse a List of which a credential lacks what readers and the Registry must be told."""
    for column, seed in (
        ("description", f"{REGISTERS}/credential_pages.csv"),
        ("web_page", f"{REGISTERS}/credential_pages.csv"),
        ("has_entity", f"{REGISTERS}/certifying_entities.csv"),
        ("ctdl_class", "seeds/crosswalks/ctdl_classes.csv"),
    ):
        lacking = [row for row in rows if not row[column]]
        if lacking:
            what = "certifying entity" if column == "has_entity" else column.replace("_", " ")
            names = ", ".join(row["credential_code"] for row in lacking)
            raise WarehouseError(
                f"Nothing was published: {seed} has no {what} for {names} on the List of "
                f"{list_year}. Add it, run `dbt build`, and publish again."
            )


def _by_credential(rows: list[dict[str, Any]], kind: type) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.pop("credential_code"), []).append(kind(**row))
    return found


def _read(
    connection: duckdb.DuckDBPyConnection, sql: str, *parameters: object
) -> list[dict[str, Any]]:
    try:
        result = connection.execute(sql, list(parameters))
    except duckdb.CatalogException as error:
        raise WarehouseError(
            f"This warehouse can't tell the List ({str(error).splitlines()[0]}). "
            "Run `dbt build`, then publish again."
        ) from None
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


LISTED = """
    select
        listed.*,
        pages.description,
        pages.web_page,
        entities.certifying_entity_code is not null as has_entity,
        classes.ctdl_class,
        credentials.minimum_age,
        credentials.prerequisite_credential_code,
        prerequisites.credential_name as prerequisite_name,
        credentials.validity_months,
        credentials.fee,
        credentials.offered_until is null
            or credentials.offered_until >= listed.effective_from as is_offered
    from council.listed_credentials as listed
    inner join marts.dim_credential as credentials using (credential_code)
    left join marts.dim_credential as prerequisites
        on credentials.prerequisite_credential_code = prerequisites.credential_code
    left join reference.credential_pages as pages
        on listed.credential_code = pages.credential_code
    left join reference.certifying_entities as entities
        on listed.certifying_entity_code = entities.certifying_entity_code
    left join reference.ctdl_classes as classes
        on listed.credential_type = classes.credential_type
    where listed.list_year = ?
    order by listed.credential_name, listed.credential_code
"""

# An agreement is shown with a List if it bound on any day of it, as in articulation_coverage.
AGREEMENTS_OF_LIST = """
    marts.dim_articulation_agreement as agreements
    inner join council.listed_credentials as listed
        on agreements.credential_code = listed.credential_code
        and listed.effective_to >= agreements.in_force_from
        and listed.effective_from <= coalesce(agreements.in_force_to, listed.effective_from)
    inner join marts.dim_institution as colleges
        on agreements.receiving_institution_code = colleges.institution_code
"""

AGREEMENTS = f"""
    select
        agreements.credential_code,
        agreements.agreement_id,
        agreements.receiving_institution_code as institution_code,
        colleges.institution_name,
        districts.institution_name as district_name,
        agreements.course_code,
        agreements.credits,
        agreements.articulation_purpose as purpose,
        agreements.requirement_met,
        agreements.terms,
        agreements.signed_on,
        agreements.in_force_from,
        agreements.in_force_to
    from {AGREEMENTS_OF_LIST}
    left join marts.dim_institution as districts
        on agreements.sending_institution_code = districts.institution_code
    where listed.list_year = ?
    order by agreements.credential_code, colleges.institution_name, agreements.agreement_id
"""

COLLEGES = f"""
    select distinct
        colleges.institution_code as code,
        colleges.institution_name as name,
        coalesce(colleges.county_name, '') as locality
    from {AGREEMENTS_OF_LIST}
    where listed.list_year = ?
    order by name, code
"""

PROGRAMS = """
    select distinct bridge.credential_code, programs.cip_code
    from marts.bridge_credential_program as bridge
    inner join marts.dim_program as programs using (program_code)
    inner join council.listed_credentials as listed
        on bridge.credential_code = listed.credential_code
        and listed.effective_to >= bridge.aligned_from
        and listed.effective_from <= coalesce(bridge.aligned_to, listed.effective_from)
    where listed.list_year = ?
    order by bridge.credential_code, programs.cip_code
"""

REMOVED = """
    select
        before.credential_code,
        before.credential_name,
        before.certifying_entity_name,
        later.credential_name as superseded_by
    from council.listed_credentials as before
    inner join marts.dim_credential as credentials using (credential_code)
    left join marts.dim_credential as later
        on credentials.superseded_by_code = later.credential_code
    where before.list_year = ? and not exists (
        select 1 from council.listed_credentials as listed
        where listed.list_year = ? and listed.credential_code = before.credential_code
    )
    order by before.credential_name, before.credential_code
"""

ENTITIES = """
    select distinct
        listed.certifying_entity_code as code,
        listed.certifying_entity_name as name,
        entities.description,
        entities.web_page,
        entities.locality,
        entities.region,
        entities.country,
        entities.agent_type,
        entities.agent_sector
    from council.listed_credentials as listed
    inner join reference.certifying_entities as entities using (certifying_entity_code)
    where listed.list_year = ?
    order by name, code
"""
