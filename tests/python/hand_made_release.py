"""A release made by hand: every kind of cell that the report must show, in a few small tables.

The figures follow from a few rates, so that a test can say what a page must tell.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb

YEARS = range(2020, 2026)
THRESHOLD = 10
# Earners of the first year, and how many more there are each year.
CLUSTERS = {
    "health_science": ("Health science", 120, 24),
    "information_technology": ("Information technology", 90, 9),
    "manufacturing": ("Manufacturing", 60, -3),
    "finance": ("Finance & <banking>", 14, -2),
    "energy": ("Energy", 3, 1),
}
CREDENTIALS = {
    "nurse_aide": ("State Registered Nurse Aide", "health_science", 0.8),
    "medication_aide": ("Certified Medication Aide", "health_science", 0.2),
    "comptia_a_plus": ("CompTIA A+", "information_technology", 0.6),
    "comptia_network_plus": ("CompTIA Network+", "information_technology", 0.4),
    "welder": ("Certified Welder", "manufacturing", 1.0),
    "quickbooks": ('QuickBooks "Certified" User', "finance", 1.0),
    "solar": ("Solar Installer", "energy", 1.0),
}
REGIONS = {
    "north": ("Northern Lakes", 0.3),
    "east": ("Eastern Uplands", 0.34),
    "south": ("Southern Plains", 0.34),
    "west": ("Western Rivers", 0.02),
}
SEXES = {"female": ("Female", 0.55), "male": ("Male", 0.45)}
LANGUAGES = {"yes": ("English learner", 0.03), "no": ("Not an English learner", 0.97)}
LIST_STATUS = {"high_value": ("On the List", 0.75), "not_high_value": ("Not on the List", 0.25)}
QUARTERS = {str(number): (f"{number:+d}" if number else "award", 1.0) for number in range(-4, 9)}
DIMENSIONS = {
    "career_cluster": ("Career cluster", False, CLUSTERS),
    "credential": ("Credential", False, CREDENTIALS),
    "region": ("Region", True, REGIONS),
    "sex": ("Sex", True, SEXES),
    "english_learner": ("English learner", True, LANGUAGES),
    "list_status": ("On the List", False, LIST_STATUS),
    "follow_up_quarter": ("Quarter after the award", False, QUARTERS),
}
MEASURES = {
    "persons_enrolled": ("People enrolled", "people", "persons", None, None),
    "attempts": ("Attempts", "attempts", "events", None, None),
    "persons_attempted": ("People who attempted", "people", "persons", None, None),
    "persons_attempted_high_value": (
        "People who attempted a high-value credential",
        "people",
        "persons",
        None,
        None,
    ),
    "attempts_passed": ("Attempts passed", "attempts", "events", None, None),
    "pass_rate": ("Pass rate", "percent", "rate", "attempts_passed", "attempts"),
    "persons_earned": ("People who earned", "people", "persons", None, None),
    "persons_earned_high_value": (
        "People who earned a high-value credential",
        "people",
        "persons",
        None,
        None,
    ),
    "awards": ("Credentials earned", "credentials", "events", None, None),
    "persons_given_credit": ("People given credit", "people", "persons", None, None),
    "persons_followed": ("Earners followed into work", "people", "persons", None, None),
    "persons_employed": ("Earners employed", "people", "persons", None, None),
    "employment_rate": (
        "Employed of those followed",
        "percent",
        "rate",
        "persons_employed",
        "persons_followed",
    ),
    "median_wages": ("Median pay of the quarter", "dollars", "dollars", None, None),
}
REACHED = ("persons_enrolled", "attempts", "persons_attempted", "pass_rate", "awards")
GROUPS = ("persons_enrolled", "persons_attempted_high_value", "persons_earned_high_value")
WORTH = ("persons_followed", "persons_employed", "employment_rate", "median_wages")
TABLES = {
    "by_credential": (
        "By credential",
        "5.A(a)-(d)",
        ("credential", "list_status"),
        (*REACHED, "persons_earned"),
    ),
    "by_cluster": (
        "By career cluster",
        "5.A(b)-(d)",
        ("career_cluster",),
        ("persons_attempted", "persons_earned"),
    ),
    "credit_by_credential": (
        "College credit by credential",
        "5.A(e)",
        ("credential",),
        ("persons_given_credit",),
    ),
    "by_region_and_sex": ("By region and sex", "5.A(f)", ("region", "sex"), GROUPS),
    "by_language": ("By English learner", "5.A(f)", ("english_learner",), GROUPS),
    "outcomes_by_credential": ("Work and pay by credential", "5.A(h)", ("credential",), WORTH),
    "pay_by_quarter": (
        "Pay before and after",
        "4.A(b)",
        ("follow_up_quarter",),
        ("persons_employed", "median_wages"),
    ),
}
FACTORS = {
    "persons_enrolled": 3.1,
    "attempts": 1.9,
    "persons_attempted": 1.4,
    "persons_attempted_high_value": 1.3,
    "attempts_passed": 1.2,
    "persons_earned": 1.0,
    "persons_earned_high_value": 0.9,
    "awards": 1.1,
    "persons_given_credit": 0.16,
    "persons_followed": 0.9,
    "persons_employed": 0.6,
}


def write_release(folder: Path) -> Path:
    """Write the release as Parquet files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "released_cells": (
            "table_id varchar, school_year integer, dimension_1 varchar, member_1 varchar,"
            " dimension_2 varchar, member_2 varchar, measure varchar, value decimal(18,2),"
            " release_code varchar, band_low decimal(9,2), band_high decimal(9,2), display varchar",
            list(cells()),
        ),
        "report_tables": (
            "table_id varchar, title varchar, statute varchar, dimension_1 varchar,"
            " dimension_2 varchar, description varchar, display_order integer",
            [
                (name, title, statute, *padded(dimensions), f"{title}, {statute}.", order)
                for order, (name, (title, statute, dimensions, _)) in enumerate(TABLES.items())
            ],
        ),
        "report_table_measures": (
            "table_id varchar, measure varchar, display_order integer",
            [
                (name, measure, order)
                for name, table in TABLES.items()
                for order, measure in enumerate(table[3])
            ],
        ),
        "report_measures": (
            "measure varchar, label varchar, unit varchar, kind varchar, numerator_measure varchar,"
            " denominator_measure varchar, is_complement_protected boolean",
            [(name, *row, row[2] == "rate") for name, row in MEASURES.items()],
        ),
        "report_dimensions": (
            "dimension varchar, label varchar, partitions_persons boolean,"
            " parent_dimension varchar",
            [
                (name, label, partitions, "career_cluster" if name == "credential" else None)
                for name, (label, partitions, _) in DIMENSIONS.items()
            ],
        ),
        "report_members": (
            "dimension varchar, member varchar, label varchar, parent_dimension varchar,"
            " parent_member varchar, display_order integer",
            [
                (
                    name,
                    member,
                    row[0],
                    *(("career_cluster", row[1]) if name == "credential" else [None] * 2),
                    order,
                )
                for name, (_, _, members) in DIMENSIONS.items()
                for order, (member, row) in enumerate(members.items())
            ],
        ),
        "disclosure_thresholds": (
            "rule varchar, value decimal(9,2), description varchar",
            [("least_people", THRESHOLD, "Counts of fewer people than this are not shown.")],
        ),
    }
    with duckdb.connect() as connection:
        for name, (columns, rows) in tables.items():
            connection.execute(f"create table {name} ({columns})")
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"insert into {name} values ({places})", rows)
            connection.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")
    return folder


def cells() -> Iterator[tuple]:
    """Give every cell of every table."""
    for table_id, (_, _, dimensions, measures) in TABLES.items():
        first, second = padded(dimensions)
        for year in YEARS:
            for member_1 in members(first):
                for member_2 in members(second):
                    for measure in measures:
                        place = (year, first, member_1, second, member_2, measure)
                        yield table_id, *place, *released(*place)


def padded(dimensions: tuple[str, ...]) -> tuple[str, str]:
    """Name two dimensions, `none` where there is none."""
    first, second, *_ = (*dimensions, "none", "none")
    return first, second


def members(dimension: str) -> list[str]:
    """Give the members of a dimension with its margin."""
    return ["none"] if dimension == "none" else ["all", *DIMENSIONS[dimension][2]]


def released(
    year: int, first: str, member_1: str, second: str, member_2: str, measure: str
) -> tuple:
    """Give (value, code, band_low, band_high, display) of a cell."""
    kind = MEASURES[measure][2]
    share = share_of(first, member_1) * share_of(second, member_2)
    within = member_1 if first == "career_cluster" else None
    if first == "credential" and member_1 != "all":
        within = CREDENTIALS[member_1][1]
    base = sum(
        start + more * (year - YEARS[0])
        for cluster, (_, start, more) in CLUSTERS.items()
        if within in (None, "all", cluster)
    )
    if kind == "rate":
        people = int(base * share)
        if people < THRESHOLD:
            return None, "withheld", None, None, "suppressed"
        if people < 40:
            return None, "banded", Decimal(60), Decimal(79), "60–79%"
        rate = Decimal(70 + (year + len(member_1)) % 9)
        return rate, "released", None, None, f"{rate}%"
    if kind == "dollars":
        if base * share < 30:
            return None, "withheld", None, None, "suppressed"
        after = (
            max(0, int(member_1) - 1) if first == "follow_up_quarter" and member_1 != "all" else 3
        )
        value = Decimal(3100 + 100 * len(member_1) + 350 * after + 50 * (year - YEARS[0]))
        return value, "released", None, None, f"${value:,.0f}"
    count = round(base * share * FACTORS[measure])
    if 0 < count < THRESHOLD:
        return None, "small", None, None, f"<{THRESHOLD}"
    if (member_1, member_2) in (
        ("comptia_a_plus", "not_high_value"),
        ("all", "female"),
    ) and year % 2:
        return None, "withheld", None, None, "suppressed"
    return Decimal(count), "released", None, None, f"{count:,}"


def share_of(dimension: str, member: str) -> float:
    """Give the part of all people that a member has."""
    if member in ("all", "none") or dimension == "career_cluster":
        return 1.0
    row = DIMENSIONS[dimension][2][member]
    return row[2] if dimension == "credential" else row[1]
