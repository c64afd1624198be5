"""What is published of a List, read from the warehouse's marts, council models and registers."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from warehouse.council_list.ctids import make_ctid
from warehouse.council_list.queries import (
    AGREEMENTS,
    CHANGES,
    COLLEGES,
    ENTITIES,
    LISTED,
    PROGRAMS,
)
from warehouse.council_list.rows import Row, read_rows
from warehouse.errors import WarehouseError

REGISTERS = "seeds/council/registers"
SETTINGS = (
    "base_uri",
    "resource_uri",
    "ctid_namespace",
    "language",
    "state_name",
    "publisher_name",
    "publisher_description",
    "publisher_email",
    "publisher_locality",
    "publisher_country",
    "list_name",
    "list_description",
    "membership_condition",
    "collection_category",
    "credit_unit",
    "occupation_framework",
    "occupation_framework_name",
    "program_framework",
    "program_framework_name",
)


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
    demand_class: str | None
    skill_class: str | None
    wage_class: str | None
    is_priority: bool | None
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
    change_kind: str | None
    effective_from: date
    effective_to: date
    cip_codes: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()


@dataclass(frozen=True)
class Change:
    """What changed since the List before, and whether those who teach had notice (3.A(d))."""

    credential_code: str
    credential_name: str
    change_kind: str
    level_before: str | None
    level_after: str | None
    replaced_by: str | None
    first_notice_on: date | None
    is_notice_given: bool | None


@dataclass(frozen=True)
class Organization:
    """A certifying entity, or a college that grants credit."""

    code: str
    name: str
    description: str
    web_page: str | None
    locality: str | None
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
    changes: tuple[Change, ...]
    entities: tuple[Organization, ...]
    colleges: tuple[Organization, ...]
    previous_year: int | None
    settings: dict[str, str] = field(repr=False)
    known_ctids: dict[tuple[str, str], str] = field(repr=False)

    def ctid(self, kind: str, code: object) -> str:
        """Give the CTID of a resource: the one that its owner published, or one of ours."""
        known = self.known_ctids.get((kind, str(code)))
        return known or make_ctid(self.settings["ctid_namespace"], kind, str(code))

    @property
    def agreements(self) -> list[tuple[Listed, Agreement]]:
        """Each agreement with its credential, in the order of the credentials."""
        return [(each, one) for each in self.credentials for one in each.agreements]


def read_list_years(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Give the years of all Lists, the latest last."""
    rows = read_rows(
        connection, "select distinct list_year from council.listed_credentials order by 1"
    )
    return [row["list_year"] for row in rows]


def read_settings(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Read how and under whose name the List is published."""
    rows = read_rows(connection, "select setting, value from reference.publication_settings")
    settings = {row["setting"]: row["value"] for row in rows}
    missing = [name for name in SETTINGS if not settings.get(name)]
    if missing:
        raise WarehouseError(
            f"Nothing was published: {REGISTERS}/publication_settings.csv lacks "
            f"{', '.join(missing)}. Add it, run `dbt build`, and publish again."
        )
    return settings


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
    rows = read_rows(connection, LISTED, list_year)
    _refuse_incomplete(rows, list_year)
    agreements = _by_credential(read_rows(connection, AGREEMENTS, list_year), Agreement)
    programs = read_rows(connection, PROGRAMS, list_year)
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
        changes=tuple(Change(**row) for row in read_rows(connection, CHANGES, list_year)),
        entities=tuple(Organization(**row) for row in read_rows(connection, ENTITIES, list_year)),
        colleges=tuple(
            Organization(
                **row,
                description=f"A college of {settings['state_name']} that grants credit for "
                "industry-recognized credentials.",
                web_page=None,
                locality=None,
                region=settings["state_name"],
                country=settings["publisher_country"],
                agent_type="orgType:Postsecondary",
                agent_sector="agentSector:Public",
            )
            for row in read_rows(connection, COLLEGES, list_year)
        ),
        previous_year=earlier[-1] if earlier else None,
        settings=settings,
        known_ctids={
            (row["resource_kind"], row["code"]): row["ctid"]
            for row in read_rows(connection, "from reference.known_ctids order by all")
        },
    )


def _refuse_incomplete(rows: list[Row], list_year: int) -> None:
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


def _by_credential(rows: list[Row], kind: type) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.pop("credential_code"), []).append(kind(**row))
    return found
