"""The Council's own tables: catalog, List, programs, institutions, agreements, crosswalk."""

import pandas as pd

from warehouse.simulate.world import World, school_day
from warehouse.simulate.world_council_list import COLUMNS as LIST_COLUMNS
from warehouse.simulate.world_council_list import list_tables

# Columns of models/staging/council/_sources.yml, in delivered order.
COLUMNS = {
    "credentials": (
        "credential_code credential_name certifying_entity_code certifying_entity_name "
        "credential_type_code credential_level_code career_cluster_code soc_code "
        "is_third_party_assessed is_attempt_waived recognized_by minimum_age "
        "prerequisite_credential_code validity_months retake_wait_days fee offered_from "
        "offered_until superseded_by_code"
    ),
    "approved_list": (
        "list_year credential_code credential_level_code approved_on effective_from effective_to"
    ),
    "programs": "program_code program_name sector_code cip_code career_cluster_code",
    "courses": "course_code course_name program_code",
    "aligned_programs": "credential_code program_code aligned_from aligned_to",
    "institutions": (
        "institution_code institution_name institution_type_code district_code county_code "
        "opened_on closed_on"
    ),
    "articulation_agreements": (
        "agreement_id credential_code sending_institution_code receiving_institution_code "
        "course_code credits purpose_code requirement_met terms signed_on effective_from "
        "effective_to"
    ),
    "no_articulation_decisions": "credential_code decided_on effective_from effective_to reason",
    "credential_code_crosswalk": "source source_credential_code credential_code",
} | LIST_COLUMNS
INTEGERS = ("minimum_age", "validity_months", "retake_wait_days", "list_year", "minimum_hours")
APPROVAL = (3, 15)  # month and day on which the Council approves the next year's List


def council_tables(world: World) -> dict[str, pd.DataFrame]:
    """Make the Council's tables, each with its declared columns and nothing else.

    What opens or closes after the period is not known yet.
    """
    lists = approved_list(world)
    frames = {
        "credentials": world.credentials,
        "approved_list": lists,
        "programs": world.programs,
        "courses": world.courses,
        "aligned_programs": world.aligned,
        "institutions": _known_institutions(world),
        "articulation_agreements": world.agreements,
        "no_articulation_decisions": world.no_agreements,
        "credential_code_crosswalk": world.credential_codes,
    } | list_tables(world, lists)
    tables = {}
    for name, columns in COLUMNS.items():
        table = frames[name][columns.split()].reset_index(drop=True)
        integers = {column: "Int64" for column in INTEGERS if column in table}
        tables[name] = table.astype(integers)
    return tables


def _known_institutions(world: World) -> pd.DataFrame:
    known = world.institutions[world.institutions["opened_on"] <= world.closes]
    return known.assign(closed_on=known["closed_on"].where(known["closed_on"] <= world.closes))


def approved_list(world: World) -> pd.DataFrame:
    """List every List year's credentials.

    A List is in force from 1 July to 30 June and named by the year in which it ends; the one after
    the last school year is approved already, so that no wage quarter is without a List.
    """
    catalog = world.credentials
    lists = []
    for list_year in range(world.first_year, world.last_year + 2):
        offset = list_year - world.first_year
        listed = (catalog["listed_after_years"] <= offset) & ~(
            catalog["delisted_after_years"] <= offset
        )
        starts = school_day(list_year, 7, 1).iloc[0]
        offered = (catalog["offered_from"] <= starts) & ~(catalog["offered_until"] < starts)
        lists.append(
            catalog.loc[listed & offered, ["credential_code", "credential_level_code"]].assign(
                list_year=list_year,
                approved_on=school_day(list_year - 1, *APPROVAL).iloc[0],
                effective_from=starts,
                effective_to=school_day(list_year, 6, 30).iloc[0],
            )
        )
    return pd.concat(lists, ignore_index=True)
