"""Employment measures computed a second time, job by job in plain Python, from true lives.

It follows docs/measures.md and shares nothing with the models but the pseudonyms: pay comes from
the simulator's truth, takeovers, industries and price levels from the delivered files.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from conftest import PROJECT

CENT = Decimal("0.01")
LEAST_PAY = Decimal(100)
BASE_YEAR = 2025
REFRESHES = 2
QUARTERS_TO_RETENTION = 2
# 2,080 hours at the federal minimum wage, which was 7.25 dollars in all years of the state.
ATTACHMENT_FLOOR = Decimal("15080.00")


@dataclass(frozen=True)
class Job:
    """True pay of one person from one employer account in one quarter.

    ``quarter`` counts quarters since year 0: year x 4 + quarter of the year - 1.
    """

    person_id: str
    account: str
    quarter: int
    wages: Decimal


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV or tab-separated file with a heading."""
    with path.open(newline="", encoding="utf-8") as lines:
        heading = lines.readline()
        delimiter = "\t" if "\t" in heading else ","
        names = [name.strip() for name in heading.split(delimiter)]
        return list(csv.DictReader(lines, fieldnames=names, delimiter=delimiter))


def latest_employers(extracts: Path) -> dict[str, dict[str, str]]:
    """Describe each employer account as the last yearly file that holds it does."""
    employers = {}
    for path in sorted((extracts / "labor/employers").glob("*.csv")):
        for row in read_rows(path):
            employers[row["employer_account"]] = row
    return employers


def continuing_accounts(employers: dict[str, dict[str, str]]) -> dict[str, str]:
    """Name of each account's group of accounts that followed each other, by merging sets."""
    groups = {account: {account} for account in employers}
    for account, row in employers.items():
        for other in (row["predecessor_account"], row["successor_account"]):
            if other in groups and groups[other] is not groups[account]:
                groups[account] |= groups[other]
                for member in groups[other]:
                    groups[member] = groups[account]
    return {account: min(group) for account, group in groups.items()}


def yearly_prices(extracts: Path) -> dict[int, Decimal]:
    """CPI-U of each year that the delivered series gives an annual mean (M13) for."""
    [path] = (extracts / "labor_market/consumer_prices").iterdir()
    return {
        int(row["year"]): Decimal(row["value"].strip())
        for row in read_rows(path)
        if row["series_id"].strip() == "CUUR0000SA0" and row["period"].strip() == "M13"
    }


def in_base_prices(wages: Decimal, year: int, prices: dict[int, Decimal]) -> Decimal:
    """Restate dollars of a year in those of the base year, to the cent."""
    return (wages * prices[BASE_YEAR] / prices[year]).quantize(CENT, ROUND_HALF_UP)


def employment_by_hand(
    jobs: list[Job], extracts: Path, pseudonyms: dict[str, str]
) -> dict[tuple[str, str], tuple]:
    """Measure each person's employment in each quarter with pay.

    Parameters
    ----------
    jobs
        True pay, one entry per person, account and quarter.
    extracts
        Delivered files of the same state; each quarter between the first and the last is covered.
    pseudonyms
        employer_id of each account, by which ties are settled.

    Returns
    -------
    dict
        By person_id and calendar quarter: wages, real wages, is_employed, employer_count, main
        employer, its NAICS code and region, is_full_quarter, full-quarter wages, hires,
        separations, is_retained, is_provisional. What can't be seen is None.
    """
    employers = latest_employers(extracts)
    groups = continuing_accounts(employers)
    prices = yearly_prices(extracts)
    regions = {
        row["county_code"]: row["region_code"]
        for row in read_rows(PROJECT / "seeds/reference/counties.csv")
    }
    names = {path.name[:6] for path in (extracts / "labor/wage_records").glob("*.csv")}
    loaded = {int(name[:4]) * 4 + int(name[5]) - 1 for name in names}

    paid = defaultdict(set)
    by_quarter = defaultdict(list)
    for job in jobs:
        paid[job.person_id, groups[job.account]].add(job.quarter)
        by_quarter[job.person_id, job.quarter].append(job)

    measured = {}
    for (person, quarter), held in by_quarter.items():
        wages = sum((job.wages for job in held), Decimal(0))
        main = min(held, key=lambda job: (-job.wages, pseudonyms[job.account]))
        held_groups = {groups[job.account] for job in held}

        def paid_in(other: int, person: str = person, held: set = held_groups) -> set[str] | None:
            if other not in loaded:
                return None
            return {group for group in held if other in paid[person, group]}

        before, after = paid_in(quarter - 1), paid_in(quarter + 1)
        later = paid_in(quarter + QUARTERS_TO_RETENTION)
        full = None if before is None or after is None else before & after
        of_full = [job.wages for job in held if full and groups[job.account] in full]
        measured[person, f"{quarter // 4}Q{quarter % 4 + 1}"] = (
            wages,
            in_base_prices(wages, quarter // 4, prices),
            wages >= LEAST_PAY,
            len(held),
            pseudonyms[main.account],
            employers[main.account]["naics_code"],
            regions[employers[main.account]["county_code"]],
            None if full is None else bool(full),
            sum(of_full, Decimal(0)) if of_full else None,
            None if before is None else len(held_groups - before),
            None if after is None else len(held_groups - after),
            None if later is None else bool(later),
            quarter > max(loaded) - REFRESHES,
        )
    return measured


def annual_earnings_by_hand(jobs: list[Job], extracts: Path) -> dict[tuple[str, int], tuple]:
    """Sum each person's earnings by calendar year; each year of the state is covered whole.

    Returns
    -------
    dict
        By person_id and year: earnings, their sum in base-year prices quarter by quarter, quarters
        with earnings, annualized earnings, is_attached.
    """
    prices = yearly_prices(extracts)
    quarters = defaultdict(lambda: defaultdict(Decimal))
    for job in jobs:
        quarters[job.person_id, job.quarter // 4][job.quarter] += job.wages
    measured = {}
    for (person, year), paid in quarters.items():
        earnings = sum(paid.values(), Decimal(0))
        measured[person, year] = (
            earnings,
            sum((in_base_prices(wages, year, prices) for wages in paid.values()), Decimal(0)),
            len(paid),
            (earnings / len(paid) * 4).quantize(CENT, ROUND_HALF_UP),
            earnings >= ATTACHMENT_FLOOR and len(paid) >= 3,
        )
    return measured


def credential_earnings_by_hand(
    awards: dict[tuple[str, str], date], annual: dict[tuple[str, int], tuple]
) -> dict[tuple[str, int, int], tuple]:
    """Quartiles of what attached earners of a credential earned 1, 5 and 10 years on.

    Parameters
    ----------
    awards
        Day on which a person first earned a credential, by person_id and credential code, unless
        that award was revoked.
    annual
        What ``annual_earnings_by_hand`` gave, of all years that are covered.

    Returns
    -------
    dict
        By credential, year of the first award and years since: persons, those with earnings, those
        attached, and the three quartiles (None of nobody).
    """
    cohorts = defaultdict(list)
    for (person, credential), day in awards.items():
        cohorts[credential, day.year].append(person)
    covered = {year for _, year in annual}
    measured = {}
    for (credential, year), persons in cohorts.items():
        for years in (1, 5, 10):
            if year + years in covered:
                found = [annual[p, year + years] for p in persons if (p, year + years) in annual]
                attached = sorted(measures[1] for measures in found if measures[-1])
                measured[credential, year, years] = (
                    len(persons),
                    len(found),
                    len(attached),
                    *(quantile(attached, quarters) for quarters in (1, 2, 3)),
                )
    return measured


def quantile(ordered: list[Decimal], quarters: int) -> Decimal | None:
    """Quartile of ordered figures, on the line between the two that it lies between."""
    if not ordered:
        return None
    place, rest = divmod((len(ordered) - 1) * quarters, 4)
    beyond = ordered[min(place + 1, len(ordered) - 1)]
    value = ordered[place] + (beyond - ordered[place]) * rest / 4
    return value.quantize(CENT, ROUND_HALF_UP)
