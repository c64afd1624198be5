"""When each file is delivered, and which office attests to it."""

import datetime

import numpy as np

from warehouse.simulate.layouts import Layout
from warehouse.simulate.noise_chance import hashed

OFFICES = {
    "k12": "Data Steward, Department of Education",
    "higher_ed": "Director of Institutional Data, Higher Education Board",
    "workforce": "Performance Reporting Manager, Workforce Agency",
    "labor": "Chief of Wage Records, Labor Agency",
    "labor_market": "Research and Statistics, Labor Agency",
    "motor_vehicles": "Records Custodian, Motor Vehicle Agency",
    "council": "Secretary to the Council",
    "comptia": "Academic Data Services, CompTIA",
    "certiport": "Results Reporting, Certiport",
    "american_welding_society": "Certification Registrar, American Welding Society",
    "automotive_service_excellence": "Test Records, Automotive Service Excellence",
    "national_restaurant_association": "ServSafe Records, National Restaurant Association",
    "board_of_nursing": "Licensing Records Officer, Board of Nursing",
}

# Month and day of delivery after the ending year of a school, academic or program year …
AFTER_SCHOOL_YEAR = {"k12": (8, 20), "higher_ed": (9, 25), "workforce": (10, 2), "council": (7, 15)}
# … and in the year after a calendar year.
AFTER_CALENDAR_YEAR = {"labor": (2, 3), "motor_vehicles": (1, 18), "credentialing": (2, 8)}
# Of the Council's extracts: years from the period to the delivery, month and day.
OF_THE_COUNCIL = {
    "approved_list": (-1, 5, 15),
    "job_postings": (1, 1, 20),
    "employer_surveys": (1, 1, 20),
}
DAYS_AFTER_QUARTER = 44
RESENT_AFTER_DAYS = 23
LATE_BY_DAYS = 280


def office_of(layout: Layout) -> str:
    """Name the office that attests to an extract's files."""
    return OFFICES.get(layout.extract) or OFFICES[layout.agency]


def delivered_on(layout: Layout, period: str) -> datetime.date:
    """Give the day on which a period's file is delivered: some weeks after the period."""
    jitter = int(hashed(int(period[:4]), layout.location, np.array([len(period)]))[0] % 9)
    if "Q" in period:
        year, quarter = int(period[:4]), int(period[5])
        next_start = datetime.date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
        return next_start + datetime.timedelta(days=DAYS_AFTER_QUARTER + jitter % 4)
    year = int(period)
    if layout.agency == "council" and layout.extract in OF_THE_COUNCIL:
        years, month, day = OF_THE_COUNCIL[layout.extract]
        year += years
    elif layout.agency in AFTER_SCHOOL_YEAR:
        month, day = AFTER_SCHOOL_YEAR[layout.agency]
    else:
        year, (month, day) = year + 1, AFTER_CALENDAR_YEAR[layout.agency]
    return datetime.date(year, month, day) + datetime.timedelta(days=jitter)
