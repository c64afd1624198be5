"""Which measures and dimensions play which part in the report, by the names the release uses."""

from warehouse.report.release import Measure, Release, Table

# The way from a program to a credential, in its order.
STEPS = ("persons_enrolled", "persons_attempted", "persons_earned")
# What the front page tells, as far as the release has it.
HEADLINES = (*STEPS, "awards", "pass_rate", "persons_with_credit")
# What a chart of a table shows: the first of these that the table has.
LEADING = ("persons_earned", "persons_with_credit", "median_wages", *STEPS[1::-1])
# For a median or rate, how many people it rests on, and out of how many.
RESTS_ON = {
    "median_wages": ("persons_with_wages", "persons_in_cohort"),
    "employment_rate": ("persons_in_cohort", "persons_in_cohort"),
}
QUARTERS = "follow_up_quarter"
LIST_STATUS = "list_status"
# Pages by the clause of the policy that a table answers.
PAGES = {
    "5.A(a)": "earned",
    "5.A(b)": "earned",
    "5.A(c)": "earned",
    "5.A(d)": "earned",
    "5.A(e)": "credit",
    "5.A(f)": "who",
    "5.A(g)": "sources",
}
OTHER_PAGE = "worth"


def page_of(table: Table) -> str:
    """Name the page on which a table stands."""
    return PAGES.get(table.statute.split(",")[0].strip(), OTHER_PAGE)


def leading_measure(table: Table) -> Measure:
    """Choose what a chart of a table shows."""
    by_name = {measure.measure: measure for measure in table.measures}
    for name in LEADING:
        if name in by_name:
            return by_name[name]
    return table.measures[0]


def totals(release: Release) -> dict[str, Table]:
    """Give for each measure the first table that tells its total for the state."""
    found: dict[str, Table] = {}
    for table in release.tables:
        for measure in table.measures:
            if table.cell(table.years[-1], measure.measure) is not None:
                found.setdefault(measure.measure, table)
    return found
