"""Deliveries of the certifying entities and of the board of nursing, each in its own layout."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from warehouse.simulate.deliveries import (
    Batch,
    Context,
    described,
    finished,
    native_keys,
    shortened_middle_names,
    surname_forms,
)
from warehouse.simulate.deliveries_codes import to_source_codes
from warehouse.simulate.deliveries_reports import credential_codes_at
from warehouse.simulate.noise_chance import hashed
from warehouse.simulate.noise_identity import IdentityNoise

ENTITIES = {
    "comptia": "COMP{:012d}",
    "certiport": "{:08d}",
    "american_welding_society": "W{:07d}",
    "automotive_service_excellence": "ASE-{:07d}",
    "national_restaurant_association": "{:09d}",
}
BOARD = "board_of_nursing"
FIRST_ENTITY_SPACE = 4

# This vendor ends its agreement; afterwards only districts and colleges tell of its exams.
STOPPING_VENDOR = "national_restaurant_association"
YEARS_BEFORE_STOP = 0.6


def vendor_stops_after(context: Context) -> int:
    """Give the last calendar year for which the stopping vendor delivers."""
    span = context.last_year - context.first_year
    return context.last_year if span < 3 else context.first_year + round(span * YEARS_BEFORE_STOP)


def credentialing_batches(context: Context) -> Iterator[Batch]:
    """Yield the deliveries of every certifying entity and of the board."""
    for space, entity in enumerate(ENTITIES, FIRST_ENTITY_SPACE):
        yield _exam_results(context, entity, space)
    yield _licenses(context, FIRST_ENTITY_SPACE + len(ENTITIES))


def _exam_results(context: Context, entity: str, space: int) -> Batch:
    layout = context.layout("credentialing", entity)
    attempts = context.lives.attempts
    attempts = attempts[attempts["certifying_entity_code"] == entity]
    if entity == STOPPING_VENDOR:
        stop = vendor_stops_after(context)
        attempts = attempts[attempts["attempted_on"].dt.year <= stop]
    attempts = attempts.reset_index(drop=True)
    candidates = _candidates(context, entity, attempts, "attempted_on", space)
    row = candidates["_person"].searchsorted(attempts["person"])
    frame = candidates.take(row).reset_index(drop=True)
    passed = attempts["is_passed"].map({True: "passed", False: "failed"})
    frame["result_code"] = to_source_codes(passed, entity, "result")
    frame["source_credential_code"] = credential_codes_at(context, entity, attempts)
    for column in ("attempted_on", "score", "cut_score", "attempt_number"):
        frame[column] = attempts[column]
    frame["proctored"] = attempts["is_proctored"]
    place = attempts["school_code"].astype("str")
    frame["test_center_code"] = place.where(
        place.notna(), attempts["institution_code"].astype("str")
    )
    for section in (1, 2, 3):
        frame[f"score_section_{section}"] = attempts[f"sub_score_{section}"]
    if entity == "american_welding_society":
        _add_welding_columns(context, frame, attempts)
    frame["zip"] = context.of_people(attempts["person"].to_numpy(), ["zip"])["zip"]
    frame["_event"] = attempts["event_id"]
    frame["_period"] = attempts["attempted_on"].dt.year.astype("str")
    order = ["attempted_on", "candidate_id", "source_credential_code"]
    return finished(layout, frame, order, "attempt")


def _candidates(
    context: Context, entity: str, events: pd.DataFrame, day: str, space: int
) -> pd.DataFrame:
    """Describe each candidate as registered on the day of the first event, by person."""
    first = events.groupby("person")[day].min()
    person = first.index.to_numpy()
    form, faults = surname_forms(context, entity, person, first.to_numpy())
    frame = described(context, person, form, faults).drop(columns=["ssn"])
    frame["_ssn"] = -1
    frame["middle_name"] = shortened_middle_names(context, entity, frame)
    has_birth_date = context.covered(0.97, f"{entity} birth date", person)
    frame["birth_date"] = frame["birth_date"].where(has_birth_date)
    frame["_name"] = np.where(has_birth_date, frame["_name"], -1)
    frame["email"] = frame["email"].where(context.covered(0.90, f"{entity} email", person))
    frame = IdentityNoise(context, entity, frame, []).apply()
    frame["candidate_id"] = candidate_ids(context, entity, person)
    frame["_native"] = native_keys(space, person)
    return frame


def candidate_ids(context: Context, entity: str, person: np.ndarray) -> pd.Series:
    """Give each person the candidate id of an entity: scattered, unique, the same every year."""
    pattern = ENTITIES.get(entity, "{:07d}")
    everyone = np.arange(1, len(context.people) + 1)
    order = hashed(context.seed, f"candidate {entity}", everyone).argsort(kind="stable")
    rank = np.empty(len(everyone), np.int64)
    rank[order] = np.arange(len(everyone))
    numbers = 100_003 + rank[np.asarray(person) - 1] * 7
    ids = [
        f"ZQX-{entity[:2].upper()}-{one:05d}" if one in context.canaries else pattern.format(number)
        for one, number in zip(np.asarray(person).tolist(), numbers.tolist(), strict=True)
    ]
    return pd.Series(ids, dtype="str")


def _add_welding_columns(context: Context, frame: pd.DataFrame, attempts: pd.DataFrame) -> None:
    middle = frame["middle_name"].where(frame["middle_name"].isna(), " " + frame["middle_name"])
    frame["full_name"] = frame["last_name"] + ", " + frame["first_name"] + middle.fillna("")
    for column, score in (
        ("visual_result_code", "sub_score_1"),
        ("bend_result_code", "sub_score_2"),
    ):
        result = attempts[score].map({1.0: "passed", 0.0: "failed"}).astype("str")
        frame[column] = to_source_codes(result, "american_welding_society", "result")
    awards = context.lives.awards.dropna(subset=["attempt_event_id"])
    awards = awards.drop_duplicates("attempt_event_id").set_index("attempt_event_id")
    for column in ("earned_on", "expires_on"):
        days = attempts["event_id"].map(awards[column])
        frame[column] = days.astype("datetime64[s]")


def _licenses(context: Context, space: int) -> Batch:
    """Deliver licenses in the file of their year of issue, and again in that of revocation.

    A file says what was known when its year ended: the first row of a license that is revoked
    later says that it is active.
    """
    layout = context.layout("credentialing", BOARD)
    awards = context.lives.awards
    issued = awards[awards["certifying_entity_code"] == BOARD].reset_index(drop=True)
    issued["year"] = issued["earned_on"].dt.year
    revoked_in = issued["revoked_on"].dt.year
    revoked = issued[(revoked_in > issued["year"]) & (revoked_in <= context.last_year)].copy()
    revoked["year"] = revoked["revoked_on"].dt.year
    issued["revoked_on"] = issued["revoked_on"].where(revoked_in == issued["year"])
    licenses = pd.concat([issued, revoked], ignore_index=True)
    holders = _candidates(context, BOARD, licenses, "earned_on", space)
    person = licenses["person"].to_numpy()
    frame = holders.take(holders["_person"].searchsorted(person)).reset_index(drop=True)
    frame["zip"] = context.of_people(person, ["zip"])["zip"]
    frame["source_credential_code"] = credential_codes_at(context, BOARD, licenses)
    for column in ("license_number", "earned_on", "expires_on", "revoked_on"):
        frame[column] = licenses[column]
    status = pd.Series("active", index=licenses.index)
    status = status.mask(licenses["expires_on"].dt.year <= licenses["year"], "expired")
    status = status.mask(licenses["revoked_on"].notna(), "revoked")
    frame["status_code"] = to_source_codes(status, BOARD, "status")
    frame["_event"] = licenses["event_id"]
    frame["_period"] = licenses["year"].astype("int64").astype("str")
    return finished(layout, frame, ["earned_on", "license_number", "revoked_on"], "award")
