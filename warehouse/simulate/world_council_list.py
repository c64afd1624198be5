"""What the Council weighs before it approves a List: reviews, demand, feedback, submissions.

Everything follows from ``data/credential_value.csv`` and the approved Lists. Draws hash the year
and the credential with no seed: employers' opinions don't change with the number of learners.
"""

import numpy as np
import pandas as pd

from warehouse.simulate.noise_chance import uniform
from warehouse.simulate.world import World

# Columns of models/staging/council_list/_sources.yml, in delivered order.
COLUMNS = {
    "credential_reviews": (
        "list_year credential_code reviewed_on is_voluntary standards_name recognition_scope_code "
        "minimum_hours minimum_experience_years shows_secondary_mastery "
        "shows_postsecondary_mastery"
    ),
    "job_postings": (
        "posting_year soc_code credential_code postings_of_occupation postings_requiring "
        "postings_preferring"
    ),
    "employer_surveys": (
        "survey_year response_number credential_code region_code value_code is_used_in_hiring "
        "is_used_in_promotion is_used_in_pay"
    ),
    "employer_endorsements": (
        "endorsement_id credential_code organization_name organization_kind_code endorsed_on "
        "withdrawn_on"
    ),
    "credential_feedback": (
        "feedback_id list_year credential_code stakeholder_group_code position_code received_on"
    ),
    "submissions": (
        "submission_id list_year request_code credential_code credential_name "
        "submitter_kind_code submitted_on review_began_on decided_on status_code decision_reason"
    ),
    "list_notices": "notice_id list_year credential_code audience_code sent_by_code sent_on",
}
# Delivered once a year, and by which column; all else is a register with one release at the end.
YEARLY = {
    "approved_list": "list_year",
    "job_postings": "posting_year",
    "employer_surveys": "survey_year",
}
WEIGHED_LISTS = 5  # the last so many Lists were weighed by criteria
RESPONSES = (9, 12)  # answers about one credential in a year's survey, least and most
STATEMENTS = 2  # about one credential in a year's review
REGIONS = ("north", "east", "south", "west")
GROUPS = ("educators", "students", "families", "employers", "associations", "local_government")
SENDERS = {"school_districts": "k12", "colleges": "higher_ed", "training_providers": "workforce"}
# Requested and denied: what nobody's demand supports, and what the catalog has never held.
DENIED = (
    ("mos_powerpoint", "Microsoft Office Specialist: PowerPoint", "district"),
    (None, "OSHA 10-Hour Construction Industry Outreach", "training_provider"),
)


def list_tables(world: World, approved_list: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make the tables that stand behind the Lists, with the columns of `COLUMNS`.

    Parameters
    ----------
    world
        The state and its period.
    approved_list
        One row per List year and credential, as the Council approved it.
    """
    changes = _changes(approved_list)
    candidates = _candidates(world)
    return {
        "credential_reviews": _reviews(candidates),
        "job_postings": _postings(candidates),
        "employer_surveys": _surveys(candidates),
        "employer_endorsements": _endorsements(world),
        "credential_feedback": _feedback(candidates),
        "submissions": _submissions(world, changes),
        "list_notices": _notices(changes),
    }


def _candidates(world: World) -> pd.DataFrame:
    """Pair the List years that criteria weigh with the credentials offered when each begins."""
    last_list = world.last_year + 1
    years = pd.DataFrame({"list_year": range(last_list + 1 - WEIGHED_LISTS, last_list + 1)})
    catalog = world.credentials.merge(world.credential_value, on="credential_code")
    catalog["number"] = np.arange(len(catalog))
    pairs = years.merge(catalog, how="cross")
    starts = _days(pairs["list_year"] - 1, 7, 1)
    offered = (pairs["offered_from"] <= starts) & ~(pairs["offered_until"] < starts)
    return pairs[offered].reset_index(drop=True)


def _reviews(candidates: pd.DataFrame) -> pd.DataFrame:
    return candidates.assign(
        reviewed_on=_days(candidates["list_year"] - 1, 2, 10),
        is_voluntary=True,
        shows_secondary_mastery=candidates["shows_secondary_mastery"] == "Y",
        shows_postsecondary_mastery=candidates["shows_postsecondary_mastery"] == "Y",
    )


def _postings(candidates: pd.DataFrame) -> pd.DataFrame:
    year = candidates["list_year"] - 2
    trend = 1 + 0.02 * (year - year.min()) + 0.1 * (_draw("postings", candidates, year) - 0.5)
    postings = (candidates["postings"] * trend).round().astype("int64")
    requiring = (postings * candidates["required_share"]).round().astype("int64")
    asking = (postings * candidates["asked_share"]).round().astype("int64")
    return candidates.assign(
        posting_year=year,
        postings_of_occupation=postings,
        postings_requiring=requiring,
        postings_preferring=(asking - requiring).clip(lower=0),
    )


def _surveys(candidates: pd.DataFrame) -> pd.DataFrame:
    least, most = RESPONSES
    year = candidates["list_year"] - 2
    count = least + (_draw("responses", candidates, year) * (most - least + 1)).astype("int64")
    answers = candidates.assign(survey_year=year).loc[candidates.index.repeat(count)]
    answers["response_number"] = answers.groupby(["survey_year", "credential_code"]).cumcount() + 1
    keys = (answers["survey_year"], answers["response_number"])
    value = _draw("value", answers, *keys) / answers["valued_share"]
    answers["value_code"] = np.select(
        [value < 0.5, value < 1, value < 1.3], ["required", "preferred", "nice"], "foundational"
    )
    places = (_draw("region", answers, *keys) * len(REGIONS)).astype("int64")
    answers["region_code"] = np.array(REGIONS)[places]
    for use in ("hiring", "promotion", "pay"):
        answers[f"is_used_in_{use}"] = _draw(use, answers, *keys) < answers[f"{use}_share"]
    return answers.sort_values(["survey_year", "response_number", "number"], ignore_index=True)


def _endorsements(world: World) -> pd.DataFrame:
    value = world.credential_value
    rows = value.loc[value.index.repeat(value["endorsements"].astype("int64"))].copy()
    rows["place"] = rows.groupby("credential_code").cumcount()
    kind = np.array(["employer", "employer", "industry_association", "employer", "chamber"])
    rows["organization_kind_code"] = kind[rows["place"] % len(kind)]
    rows["organization_name"] = (
        "Meridian "
        + rows["organization_kind_code"].str.replace("_", " ").str.title()
        + " "
        + (rows.groupby("organization_kind_code").cumcount() + 1).astype("str")
    )
    rows["endorsement_id"] = [f"E-{number:04d}" for number in range(1, len(rows) + 1)]
    # The first stand from before the first List; later ones follow one a year.
    rows["endorsed_on"] = _days(world.first_year - 2 + (rows["place"] - 1).clip(lower=0), 10, 1)
    rows["withdrawn_on"] = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    return rows[rows["endorsed_on"] <= world.closes]


def _feedback(candidates: pd.DataFrame) -> pd.DataFrame:
    rows = candidates.loc[candidates.index.repeat(STATEMENTS)].copy()
    rows["place"] = rows.groupby(["list_year", "credential_code"]).cumcount()
    keys = (rows["list_year"], rows["place"])
    groups = (_draw("group", rows, *keys) * len(GROUPS)).astype("int64")
    rows["stakeholder_group_code"] = np.array(GROUPS)[groups]
    position = _draw("position", rows, *keys)
    in_favor = 0.35 + 0.5 * rows["valued_share"]
    rows["position_code"] = np.select(
        [position < in_favor, position < in_favor + 0.1], ["for", "neutral"], "against"
    )
    rows["received_on"] = _days(rows["list_year"] - 1, 1, 20)
    rows["feedback_id"] = [f"F-{number:05d}" for number in range(1, len(rows) + 1)]
    return rows


def _changes(approved_list: pd.DataFrame) -> pd.DataFrame:
    """List what each List adds to the one before or takes from it."""
    listed = approved_list[["list_year", "credential_code"]]
    before = listed.assign(list_year=listed["list_year"] + 1)
    both = listed.merge(before, how="outer", indicator=True)
    years = listed["list_year"]
    has_prior = both["list_year"].between(years.min() + 1, years.max())
    both = both[has_prior & (both["_merge"] != "both")]
    both["request_code"] = np.where(both["_merge"] == "left_only", "add", "remove")
    return both.sort_values(["list_year", "credential_code"], ignore_index=True)


def _submissions(world: World, changes: pd.DataFrame) -> pd.DataFrame:
    names = world.credentials[["credential_code", "credential_name"]]
    approved = changes.merge(names, on="credential_code").assign(
        submitter_kind_code="industry_association", status_code="approved", decision_reason=None
    )
    denied = pd.DataFrame(DENIED, columns=["credential_code", "credential_name", "submitter"])
    denied = denied.assign(
        list_year=world.last_year + 1,
        request_code="add",
        submitter_kind_code=denied["submitter"],
        status_code="denied",
        decision_reason="Employers of the aligned occupations do not ask for it.",
    )
    rows = pd.concat([approved, denied], ignore_index=True)
    return rows.assign(
        submission_id=[f"P-{number:04d}" for number in range(1, len(rows) + 1)],
        submitted_on=_days(rows["list_year"] - 2, 10, 15),
        review_began_on=_days(rows["list_year"] - 2, 12, 1),
        decided_on=_days(rows["list_year"] - 1, 3, 15),
    )


def _notices(changes: pd.DataFrame) -> pd.DataFrame:
    senders = pd.DataFrame(SENDERS.items(), columns=["audience_code", "sent_by_code"])
    rows = changes[["list_year", "credential_code"]].merge(senders, how="cross")
    return rows.assign(
        notice_id=[f"N-{number:04d}" for number in range(1, len(rows) + 1)],
        sent_on=_days(rows["list_year"] - 1, 4, 20),
    )


def _draw(name: str, rows: pd.DataFrame, *keys: pd.Series) -> np.ndarray:
    """Draw from [0, 1) by credential and further keys."""
    return uniform(0, f"council {name}", rows["number"].to_numpy(), *(k.to_numpy() for k in keys))


def _days(years: pd.Series, month: int, day: int) -> pd.Series:
    """Give one day of each calendar year."""
    dates = pd.to_datetime({"year": years.astype("int64"), "month": month, "day": day})
    return dates.astype("datetime64[s]")
