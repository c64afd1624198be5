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
# Each district with its region, each school with its district, both with the part they have.
DISTRICTS = {
    "lakeside": ("Lakeside", 0.2, "north"),
    "harbor": ("Harbor", 0.1, "north"),
    "hills": ("Hills", 0.34, "east"),
    "plain": ("Plain", 0.34, "south"),
    "ford": ("Ford", 0.02, "west"),
}
SCHOOLS = {f"{name}_high": (f"{row[0]} High", row[1], name) for name, row in DISTRICTS.items()}
QUARTERS = {
    str(number): (f"{abs(number)} quarters {'before' if number < 0 else 'after'}", 1.0)
    for number in range(-8, 13)
    if number
}
# Of earners of 2022 on, the last of these quarters aren't over yet; this one is withheld of all.
LAST_QUARTER = {2022: 11, 2023: 6, 2024: 2, 2025: -2}
WITHHELD_QUARTER = "-5"
GROUPS_COMPARED = {
    "before_matching": ("Everyone else", -4000),
    "attempted_not_passed": ("Those who tried and never passed", 5200),
    "same_program": ("Those of the same program", 2600),
    "matched": ("Those alike before", 1200),
}
LEARNING = {
    "college": ("College", 0.3),
    "training": ("Training", 0.1),
    "none_seen": ("None seen", 0.6),
}
WORK = {
    "related_industry": ("In a related industry", 0.35),
    "another_industry": ("In another industry", 0.4),
    "not_seen": ("Not seen in wage records", 0.25),
}
DIMENSIONS = {
    "career_cluster": ("Career cluster", False, CLUSTERS),
    "credential": ("Credential", False, CREDENTIALS),
    "region": ("Region", True, REGIONS),
    "sex": ("Sex", True, SEXES),
    "english_learner": ("English learner", True, LANGUAGES),
    "list_status": ("On the List", False, LIST_STATUS),
    "district": ("School district", True, DISTRICTS),
    "school": ("School", True, SCHOOLS),
    "follow_up_quarter": ("Quarter before or after the award", False, QUARTERS),
    "comparison_group": ("Compared with", False, GROUPS_COMPARED),
    "further_learning": ("Further learning", True, LEARNING),
    "work_after": ("Work in the second quarter after", True, WORK),
}
PARENTS = {"credential": "career_cluster", "district": "region", "school": "district"}
# Dimensions over which nothing adds up: no total of these.
WITHOUT_TOTAL = ("follow_up_quarter", "comparison_group")
# Larger members that are rows of a table too, and what each level of a table is read as.
LEVELS = {"by_credential": ("career_cluster",), "by_place": ("region", "district")}
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
    "median_pay_of_quarter": ("Median pay", "dollars", "dollars", None, None),
    "premium": ("Difference in pay", "dollars", "estimate", None, None),
    "premium_low": ("Difference in pay, lower end", "dollars", "estimate", None, None),
    "premium_high": ("Difference in pay, upper end", "dollars", "estimate", None, None),
    "net_present_value_low_rate": ("Net present value", "dollars", "estimate", None, None),
    "net_present_value_low_rate_low": ("Value, lower end", "dollars", "estimate", None, None),
    "net_present_value_low_rate_high": ("Value, upper end", "dollars", "estimate", None, None),
    "payback_years": ("Payback", "years", "estimate", None, None),
    "state_return": ("Tax by state dollar", "ratio", "estimate", None, None),
    "persons_earned_first": ("People who earned their first", "people", "persons", None, None),
}
REACHED = ("persons_enrolled", "attempts", "persons_attempted", "pass_rate", "awards")
GROUPS = ("persons_enrolled", "persons_attempted_high_value", "persons_earned_high_value")
WORTH = ("persons_followed", "persons_employed", "employment_rate", "median_wages")
TABLES = {
    "by_credential": (
        "Earned, by career cluster and credential",
        "5.A(a)-(d)",
        ("credential", "list_status"),
        (*REACHED, "persons_earned"),
    ),
    "credit_by_credential": (
        "College credit by credential",
        "5.A(e)",
        ("credential",),
        ("persons_given_credit",),
    ),
    "by_sex": ("By sex", "5.A(f)", ("sex",), GROUPS),
    "by_language": ("By English learner", "5.A(f)", ("english_learner",), GROUPS),
    "outcomes_by_credential": ("Work and pay by credential", "5.A(h)", ("credential",), WORTH),
    "by_place": ("Earned, by region, district and school", "5.A(f)", ("school",), GROUPS),
    "pay_by_quarter": (
        "Pay before and after",
        "4.A(b)",
        ("credential", "follow_up_quarter"),
        ("median_pay_of_quarter",),
    ),
    "comparison_by_credential": (
        "Pay beside that of others",
        "4.A(b)",
        ("credential", "comparison_group"),
        (
            "premium",
            "premium_low",
            "premium_high",
            "net_present_value_low_rate",
            "net_present_value_low_rate_low",
            "net_present_value_low_rate_high",
            "payback_years",
            "state_return",
        ),
    ),
    "ways_on": (
        "Where earners went on to",
        "4.A(b)",
        ("further_learning", "work_after"),
        ("persons_earned_first",),
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
    "persons_earned_first": 0.8,
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
                (name, label, partitions, PARENTS.get(name))
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
                    *parent_of(name, row),
                    order,
                )
                for name, (_, _, members) in DIMENSIONS.items()
                for order, (member, row) in enumerate(members.items())
            ],
        ),
        "disclosure_thresholds": (
            "rule varchar, value decimal(9,2), description varchar",
            [
                ("least_people", THRESHOLD, "Counts of fewer people than this are not shown."),
                ("least_people_behind_quarterly_pay", 30, "Fewest people behind such a median."),
            ],
        ),
    }
    with duckdb.connect() as connection:
        for name, (columns, rows) in tables.items():
            connection.execute(f"create table {name} ({columns})")
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"insert into {name} values ({places})", rows)
            connection.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")
    return folder


def parent_of(dimension: str, row: tuple) -> tuple[str | None, str | None]:
    """Give the dimension and member of which a member is a part."""
    parent = PARENTS.get(dimension)
    return parent, (row[1] if dimension == "credential" else row[2]) if parent else None


def cells() -> Iterator[tuple]:
    """Give every cell of every table; of a table of several levels the margin once."""
    for table_id, (_, _, dimensions, measures) in TABLES.items():
        own, second = padded(dimensions)
        for first in (own, *LEVELS.get(table_id, ())):
            for year in YEARS if table_id != "comparison_by_credential" else YEARS[-1:]:
                for member_1 in members(first):
                    is_margin = member_1 == "all"
                    if is_margin and (first != own or table_id == "comparison_by_credential"):
                        continue
                    for member_2 in members(second):
                        for measure in measures:
                            place = (year, first, member_1, second, member_2, measure)
                            yield table_id, *place, *released(*place)


def padded(dimensions: tuple[str, ...]) -> tuple[str, str]:
    """Name two dimensions, `none` where there is none."""
    first, second, *_ = (*dimensions, "none", "none")
    return first, second


def members(dimension: str) -> list[str]:
    """Give the members of a dimension with its margin, if it has one."""
    margin = [] if dimension in WITHOUT_TOTAL else ["all"]
    return ["none"] if dimension == "none" else [*margin, *DIMENSIONS[dimension][2]]


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
    if measure == "median_pay_of_quarter":
        return pay_of_quarter(year, base * share, int(member_2))
    if kind == "estimate":
        return estimate(base * share, member_2, measure)
    if kind == "dollars":
        if base * share < 30:
            return None, "withheld", None, None, "suppressed"
        value = Decimal(4150 + 100 * len(member_1) + 50 * (year - YEARS[0]))
        return value, "released", None, None, f"${value:,.0f}"
    count = round(base * share * FACTORS[measure])
    if measure == "persons_earned_first":
        count = first_earners(base, member_1, member_2)
    if 0 < count < THRESHOLD:
        return None, "small", None, None, f"<{THRESHOLD}"
    if (member_1, member_2) in (
        ("comptia_a_plus", "not_high_value"),
        ("all", "female"),
    ) and year % 2:
        return None, "withheld", None, None, "suppressed"
    return Decimal(count), "released", None, None, f"{count:,}"


def first_earners(base: int, learning: str, work: str) -> int:
    """Count who went some ways on; each margin is the sum of its parts."""
    return sum(
        round(base * FACTORS["persons_earned_first"] * LEARNING[first][1] * WORK[second][1])
        for first in LEARNING
        for second in WORK
        if learning in (first, "all") and work in (second, "all")
    )


def pay_of_quarter(year: int, people: float, quarter: int) -> tuple:
    """Give a cell of pay in a quarter counted from the award."""
    if quarter > LAST_QUARTER.get(year, 12):
        return None, "not_applicable", None, None, "–"
    if people < 30 or str(quarter) == WITHHELD_QUARTER:
        return None, "withheld", None, None, "suppressed"
    value = Decimal(4000 + 100 * quarter + (700 if quarter > 0 else 0) + 10 * (year - YEARS[0]))
    return value, "released", None, None, f"${value:,.0f}"


def estimate(people: float, group: str, measure: str) -> tuple:
    """Give a cell of a comparison: of few people nothing is told, of more less by the fairer."""
    if people < (50 if group == "matched" else 30):
        return None, "withheld", None, None, "suppressed"
    premium = Decimal(GROUPS_COMPARED[group][1])
    value = {
        "premium": premium,
        "premium_low": premium - 3000,
        "premium_high": premium + 3000,
        "net_present_value_low_rate": premium * 8 - 200,
        "net_present_value_low_rate_low": (premium - 3000) * 8 - 200,
        "net_present_value_low_rate_high": (premium + 3000) * 8 - 200,
        "payback_years": Decimal("0.3"),
        "state_return": Decimal("0.07"),
    }[measure]
    return value, "released", None, None, f"{value:,}"


def share_of(dimension: str, member: str) -> float:
    """Give the part of all people that a member has."""
    if member in ("all", "none") or dimension in ("career_cluster", "comparison_group"):
        return 1.0
    row = DIMENSIONS[dimension][2][member]
    return row[2] if dimension == "credential" else row[1]
