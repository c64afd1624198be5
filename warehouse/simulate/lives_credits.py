"""College credit for credentials earned before, under an articulation agreement in force."""

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import Streams, add_days, days_between
from warehouse.simulate.world import World, school_day

AWARDED = 0.75  # of those entitled


def articulate(
    awards: pd.DataFrame,
    college_years: pd.DataFrame,
    world: World,
    streams: Streams,
) -> pd.DataFrame:
    """Give credit in a holder's first possible year at a college that has an agreement.

    An agreement with a sending district covers only what was earned in that district's schools.
    No credit comes from an award that has expired or been revoked by the day of the decision.

    Returns
    -------
    DataFrame
        `credits` without event_id, once for each person, credential and college.
    """
    rng = streams.stream("articulation")
    columns = (
        "agreement_id credential_code sending_institution_code receiving_institution_code "
        "course_code credits effective_from effective_to"
    )
    agreements = world.agreements[columns.split()].rename(
        columns={"receiving_institution_code": "institution_code"}
    )
    earned = awards[
        ["person", "credential_code", "earned_on", "expires_on", "revoked_on", "school_code"]
    ].assign(credential_code=awards["credential_code"].astype("str"))
    entitled = earned.merge(agreements, on="credential_code")
    district = world.schools.set_index("institution_code")["district_code"]
    from_district = entitled["school_code"].astype("str").map(district)
    sending = entitled["sending_institution_code"]
    entitled = entitled[sending.isna() | (sending == from_district)]
    pairs = entitled.merge(college_years, on=["person", "institution_code"])
    opens = school_day(pairs["academic_year"], 8, 22).to_numpy()
    closes = school_day(pairs["academic_year"], 6, 15).to_numpy()
    first = np.maximum(opens, add_days(pairs["earned_on"], 7))
    first = np.maximum(first, pairs["effective_from"].to_numpy())
    last = closes
    for column in ("effective_to", "expires_on", "revoked_on"):
        end = pairs[column].to_numpy()
        last = np.minimum(last, np.where(np.isnat(end), closes, add_days(end, -1)))
    # Most decisions fall in the weeks after the first possible day.
    soon = np.minimum(last, add_days(first, 75))
    pairs = pairs.assign(decided_on=days_between(rng, first, soon))[first <= last]
    order = ["person", "credential_code", "institution_code", "decided_on", "agreement_id"]
    pairs = pairs.sort_values(order, kind="stable").drop_duplicates(order[:3])
    pairs = pairs[rng.random(len(pairs)) < AWARDED]
    return pairs.sort_values(["person", "decided_on", "credential_code"], kind="stable")
