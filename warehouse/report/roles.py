"""Which measures and dimensions play which part in the report, by the names the release uses."""

from collections.abc import Mapping

from warehouse.report.release import Measure, Release, Table

ENROLLED = "persons_enrolled"
ATTEMPTED = "persons_attempted"
EARNED = "persons_earned"
HIGH_VALUE_EARNED = "persons_earned_high_value"
# The way from a program to a high-value credential, in its order.
STEPS = (ENROLLED, "persons_attempted_high_value", HIGH_VALUE_EARNED)
# What the front page tells, as far as the release has it.
HEADLINES = (*STEPS, "persons_given_credit", "pass_rate", "employment_rate", EARNED, "awards")
# What a chart of a table shows: the first of these that the table has.
LEADING = (HIGH_VALUE_EARNED, EARNED, "persons_given_credit", "median_wages", ENROLLED)
# For a median or rate: the people or attempts it rests on, and out of how many.
RESTS_ON: Mapping[str, tuple[str, str | None]] = {
    "median_wages": ("persons_employed", "persons_followed"),
    "employment_rate": ("persons_followed", None),
    "pass_rate": ("attempts", None),
}
# Pay in the quarters around an award, and beside that of others with what the credential returns.
PAY_OF_QUARTER = "median_pay_of_quarter"
PREMIUM, PREMIUM_LOW, PREMIUM_HIGH = "premium", "premium_low", "premium_high"
RETURNS = (
    "net_present_value_low_rate",
    "net_present_value_high_rate",
    "payback_years",
    "student_cost",
    "public_cost",
    "state_return",
)
# The comparison that is the fairest of the four, and the plainest.
MATCHED, UNMATCHED = "matched", "before_matching"
# People by where they went on to.
EARNED_FIRST = "persons_earned_first"
CREDENTIAL, PROGRAM = "credential", "program"
LIST_STATUS = "list_status"
HIGH_VALUE, NOT_HIGH_VALUE = "high_value", "not_high_value"
# Breakdowns whose members are few and shown each with its own trend.
SHOWN_OVER_TIME = ("career_cluster", "region", "district")
# Breakdowns by place: how many there are is a finding beside their part of the whole, and of those
# with many members the only one.
PLACES = ("region", "district", "school")
LONG_PLACES = PLACES[1:]
PAGES = {"a": "earned", "b": "earned", "c": "earned", "d": "earned", "e": "credit", "f": "who"}
OTHER_PAGE = "worth"


def page_of(table: Table) -> str:
    """Name the page on which a table stands, by the clause of the policy that it answers."""
    _, _, item = table.statute.partition("5.A(")
    return PAGES.get(item[:1], OTHER_PAGE)


def leading_measure(table: Table) -> Measure:
    """Choose what a chart of a table shows."""
    by_name = {measure.measure: measure for measure in table.measures}
    return next((by_name[name] for name in LEADING if name in by_name), table.measures[0])


def totals(release: Release) -> dict[str, Table]:
    """Give for each measure the first table that tells its total for the state."""
    found: dict[str, Table] = {}
    for table in release.tables:
        for measure in table.measures:
            if table.cell(table.years[-1], measure.measure) is not None:
                found.setdefault(measure.measure, table)
    return found


def off_list(release: Release) -> frozenset[str]:
    """Name the credentials of which the latest awards were all earned off the List."""
    table = table_by(release, CREDENTIAL, EARNED)
    if table is None or [each.dimension for each in table.dimensions[1:]] != [LIST_STATUS]:
        return frozenset()
    found = set()
    for code in table.members(0):
        on, off = (
            table.cell(table.years[-1], EARNED, code, status)
            for status in (HIGH_VALUE, NOT_HIGH_VALUE)
        )
        if (on is None or on.value == 0) and off is not None and off.value != 0:
            found.add(code)
    return frozenset(found)


def table_by(release: Release, dimension: str, measure: str) -> Table | None:
    """Find the table whose first dimension is this one and that has the measure."""
    for table in release.tables:
        names = [each.dimension for each in table.dimensions]
        if names[:1] == [dimension] and table.has_measure(measure):
            return table
    return None
