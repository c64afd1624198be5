"""Why a figure isn't shown: by its code, and of pay and estimates by what is asked of them.

A count is withheld for the sake of other counts, pay for want of people and employers, and a
comparison for want of people on one side. The key of a reason is the code that the release gives
the figure, with its kind behind a hyphen where the kind has a reason of its own.
"""

from collections.abc import Mapping

from warehouse.report.release import WITHHELD, Measure
from warehouse.report.roles import PAY_OF_QUARTER

# How the names of the years until fees are earned back begin: the figure's, and those of its ends.
PAYBACK = "payback_years"

NAMES = {
    "withheld": "suppressed",
    "banded": "a range",
    "not_applicable": "\N{EN DASH}",
    "not_reported": "not reported",
}
# Rules of the release, with what is asked where a release doesn't say it.
ASKED = {
    "least_people": 10,
    "least_people_behind_median": 10,
    "least_employers": 3,
    "largest_employer_share": 80,
    "least_people_behind_quarterly_pay": 30,
    "least_people_behind_estimate": 30,
}


def reason_of(code: str, measure: Measure) -> str:
    """Give the key of the reason for which a figure of a measure isn't shown."""
    keys = (f"{code}-{kind}" for kind in (special_kind(measure), measure.kind))
    return next((key for key in keys if key in KEYS), code)


def special_kind(measure: Measure) -> str:
    """Name the kind of a measure that has reasons of its own among those of its kind."""
    if measure.measure == PAY_OF_QUARTER:
        return "quarter"
    return "payback" if measure.measure.startswith(PAYBACK) else ""


def code_of(reason: str) -> str:
    """Give the code of the release for which a reason stands."""
    return reason.partition("-")[0]


def is_withheld(reason: str) -> bool:
    """Say whether a reader isn't told a figure that there is."""
    return code_of(reason) in WITHHELD


def names(least_people: str) -> dict[str, str]:
    """Give for each reason how a figure reads of which it speaks, in the order of keys."""
    read = NAMES | {"small": f"<{least_people}"}
    return {reason: read[code_of(reason)] for reason in KEYS}


def reasons(thresholds: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Say for each reason why a figure isn't shown.

    Parameters
    ----------
    thresholds
        The release's rules: value and description, by name.
    """
    asked = {
        rule: f"{float(thresholds[rule][0]) if rule in thresholds else least:,.0f}"
        for rule, least in ASKED.items()
    }
    employers = (
        f"fewer than {asked['least_employers']} employers, or for the most part (more than "
        f"{asked['largest_employer_share']}%) of one"
    )
    return {
        "small": f"Fewer than {asked['least_people']}, but not none. The exact count is protected.",
        "withheld": "A count withheld, so that no small one can be worked out; it may be small "
        "itself.",
        "withheld-rate": "A share that rests on few people, or on counts that aren’t shown.",
        "withheld-dollars": f"Pay of fewer than {asked['least_people_behind_median']} people or "
        f"{employers}; or of people whose number isn’t shown.",
        "withheld-quarter": f"Pay of fewer than {asked['least_people_behind_quarterly_pay']} "
        f"people or {employers}; or of earners whose number isn’t shown.",
        "withheld-estimate": f"Fewer than {asked['least_people_behind_estimate']} people on one "
        "side of the comparison, or it rests on counts that aren’t shown.",
        "banded": "Shown as a range, because it rests on few people or on a count that isn’t "
        "shown.",
        "not_applicable": "There is nothing to count or compute here, or not yet.",
        "not_applicable-quarter": "Wage records don’t cover this quarter for these earners, or it "
        "isn’t over.",
        "not_applicable-estimate": "It can’t be computed: there can be nobody to compare with, or "
        "a cost that it needs isn’t known.",
        "not_applicable-payback": "No number of years: pay isn’t clearly above that of the others, "
        "or there is nobody to compare with, or what the tests cost isn’t known.",
        "not_reported": "No source reports this for the credential, or its data ended before that "
        "year. There may have been some.",
    }


KEYS = tuple(reasons({}))
