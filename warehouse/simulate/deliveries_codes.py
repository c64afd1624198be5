"""Agencies' own codes for the standard ones, as they stand in their files.

The warehouse's crosswalk seed says the same the other way round.
"""

import pandas as pd

RACES = (
    "american_indian_or_alaska_native",
    "asian",
    "black_or_african_american",
    "hispanic_or_latino",
    "native_hawaiian_or_pacific_islander",
    "two_or_more_races",
    "white",
)

CLUSTERS = (
    "agriculture_food_and_natural_resources",
    "architecture_and_construction",
    "arts_av_technology_and_communications",
    "business_management_and_administration",
    "education_and_training",
    "finance",
    "government_and_public_administration",
    "health_science",
    "hospitality_and_tourism",
    "human_services",
    "information_technology",
    "law_public_safety_corrections_and_security",
    "manufacturing",
    "marketing",
    "science_technology_engineering_and_mathematics",
    "transportation_distribution_and_logistics",
)


def _coded(standard: tuple[str, ...], codes: str) -> dict[str, str]:
    return dict(zip(standard, codes.split(), strict=True))


CODES: dict[tuple[str, str], dict[str, str]] = {
    ("k12", "sex"): {"male": "M", "female": "F", "nonbinary": "X"},
    ("k12", "race_ethnicity"): _coded(RACES, "1 2 3 4 5 6 7"),
    ("k12", "cte_status"): {"participant": "P", "concentrator": "C", "completer": "X"},
    ("k12", "diploma_type"): {"regular": "REG", "honors": "HON", "technical": "TEC"},
    ("k12", "career_cluster"): {name: f"{n:02d}" for n, name in enumerate(CLUSTERS, 1)},
    ("k12", "result"): {"passed": "P", "failed": "F"},
    ("higher_ed", "sex"): {"male": "M", "female": "F", "nonbinary": "N"},
    ("higher_ed", "race_ethnicity"): _coded(RACES, "AI AS BL HI PI TW WH"),
    ("higher_ed", "award_level"): {
        "certificate_under_1_year": "C1",
        "certificate_1_to_2_years": "C2",
        "associate": "AA",
        "bachelor": "BA",
    },
    ("higher_ed", "term"): {"fall": "FA", "spring": "SP", "summer": "SU"},
    ("higher_ed", "result"): {"passed": "PASS", "failed": "FAIL"},
    ("workforce", "sex"): {"male": "1", "female": "2", "nonbinary": "9"},
    ("workforce", "race_ethnicity"): _coded(RACES, "AIAN ASIAN BLACK HISP NHPI MULTI WHITE"),
    ("workforce", "funding_stream"): {
        "wioa_adult": "A",
        "wioa_dislocated_worker": "DW",
        "wioa_youth": "Y",
        "state_training": "ST",
        "perkins": "PK",
    },
    ("motor_vehicles", "sex"): {"male": "M", "female": "F", "nonbinary": "X"},
    ("motor_vehicles", "card_type"): {"driver_license": "D", "identity_card": "I"},
    ("comptia", "result"): {"passed": "Pass", "failed": "Fail"},
    ("certiport", "result"): {"passed": "P", "failed": "F"},
    ("american_welding_society", "result"): {"passed": "Accept", "failed": "Reject"},
    ("automotive_service_excellence", "result"): {"passed": "PASSED", "failed": "NOT PASSED"},
    ("national_restaurant_association", "result"): {
        "passed": "Certified",
        "failed": "Not Certified",
    },
    ("board_of_nursing", "status"): {"active": "A", "expired": "E", "revoked": "R"},
}

# A code that no crosswalk knows, by kind of column.
UNMAPPED_CODES = {
    "sex_code": "U",
    "race_ethnicity_code": "99",
    "home_language_code": "zz",
    "funding_stream_code": "Q",
    "card_type_code": "T",
    "diploma_type_code": "GED",
    "career_cluster_code": "17",
    "source_credential_code": "TBD-01",
}


def to_source_codes(values: pd.Series, source: str, element: str) -> pd.Series:
    """Translate standard codes into a source's own; an unknown standard code is an error."""
    codes = CODES[source, element]
    text = values.astype("str")
    unknown = set(text.dropna().unique()) - set(codes)
    if unknown:
        raise ValueError(f"{source} has no code of its own for {element} {sorted(unknown)}")
    return text.map(codes).astype("str")
