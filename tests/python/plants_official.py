"""For each rule on official statistics and the Council's thresholds, the plant that breaks it."""

from planting import Deliveries, Place, Planted, manifest_line

OEWS, OEWS_YEAR = "labor_market.oews", "2025"
REGIONS = ("statewide", "north", "east", "south", "west")
# Years for which the sample's Council has criteria.
PRIORITY_YEARS = (2026, 2027)
# A List for which nobody has set thresholds.
UNSET_YEAR = 2030


def oews_row(state: Deliveries, occupation_code: str, **changes: str) -> Place:
    """Add a sound row of an occupation that Bowling Green doesn't show, but for what changes."""
    sound = {
        "area_code": "14540",
        "area_title": "Bowling Green, KY",
        "area_type": "4",
        "naics_code": "000000",
        "industry_group": "cross-industry",
        "ownership_code": "1235",
        "occupation_code": occupation_code,
        "occupation_title": "Planted",
        "occupation_level": "detailed",
        "employment": "40",
        "hourly_median": "28.85",
        "annual_mean": "61,000",
        "annual_p25": "50000",
        "annual_median": "60000",
        "annual_p75": "70000",
    }
    return state.add(OEWS, OEWS_YEAR, **{**sound, **changes})


def occupation_unknown(state: Deliveries) -> Planted:
    """A code of no occupation, in statistics and in the catalog, and a program that leads nowhere.

    Carpentry isn't tied to information security by the crosswalk or by an override.
    """
    credential = state.add(
        "council.credentials",
        "2025",
        credential_code="planted_credential",
        credential_name="Planted",
        certifying_entity_code="planted",
        certifying_entity_name="Planted",
        credential_type_code="certification",
        credential_level_code="stackable",
        career_cluster_code="information_technology",
        soc_code="15-9998",
        is_third_party_assessed="Y",
        is_attempt_waived="N",
        offered_from="2015-07-01",
    )
    alignment = state.add(
        "council.aligned_programs",
        "2025",
        credential_code="comptia_security_plus",
        program_code="K-CARP",
        aligned_from="2020-07-01",
    )
    return Planted((oews_row(state, "15-9999"), credential, alignment))


def top_code_as_number(state: Deliveries) -> Planted:
    """Top-coded by the hour, a number by the year; and the other way round."""
    return Planted(
        (
            oews_row(state, "29-1212", hourly_p75="#", annual_p75="239200"),
            oews_row(state, "29-1224", hourly_p90="115.00", annual_p90="#"),
        )
    )


def percentiles_out_of_order(state: Deliveries) -> Planted:
    return Planted(
        (
            oews_row(state, "29-1222", annual_median="49,990"),
            oews_row(state, "29-1213", annual_median="*", annual_p75="49990"),
            oews_row(state, "19-1011", hourly_median="30.00", hourly_p75="29.99"),
        )
    )


def statistics_unreadable(state: Deliveries) -> Planted:
    """A mark that nobody has heard of."""
    unread = state.add("labor_market.job_zones", "2024", onet_code="15-1299.99", job_zone="~")
    return Planted((unread,), implied={"VALUE_MALFORMED": Planted((unread,))})


def vintages_apart(state: Deliveries) -> Planted:
    """Projections of 2020 beside wages of 2025."""

    def age(lines: list[dict[str, str]]) -> None:
        manifest_line(lines, "employment_projections/2024.csv").update(period="2020")

    state.change_manifest("labor_market", age)
    return Planted(keys=tuple(f"{year}:{region}" for year in PRIORITY_YEARS for region in REGIONS))


def threshold_unset(state: Deliveries) -> Planted:
    state.add(
        "council.approved_list",
        "2026",
        list_year=str(UNSET_YEAR),
        credential_code="comptia_a_plus",
        credential_level_code="stackable",
        approved_on="2026-03-15",
        effective_from="2029-07-01",
        effective_to="2030-06-30",
    )
    return Planted(keys=tuple(f"{UNSET_YEAR}:{region}" for region in REGIONS))
