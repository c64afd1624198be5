"""Deliveries of the workforce agency: spells are reported in the program year of their end."""

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
from warehouse.simulate.deliveries_reports import credential_codes_at, period_of_school_date
from warehouse.simulate.noise_identity import IdentityNoise

WORKFORCE_SPACE = 2


def workforce_batches(context: Context) -> Iterator[Batch]:
    """Yield the workforce agency's deliveries."""
    yield _participants(context)
    yield _training(context)
    yield _attainments(context)


def _participants(context: Context) -> Batch:
    layout = context.layout("workforce", "participants")
    spells = context.lives.participants
    person = spells["person"].to_numpy()
    form, faults = surname_forms(context, "workforce", person, spells["entry_date"].to_numpy())
    frame = described(context, person, form, faults)
    frame["middle_name"] = shortened_middle_names(context, "workforce", frame)
    for column, key, share in (("ssn", "_ssn", 0.97), ("birth_date", "_name", 0.99)):
        has = context.covered(share, f"workforce {column}", person)
        frame[column] = frame[column].where(has)
        frame[key] = np.where(has, frame[key], -1)
    spell = spells.groupby("person").cumcount().to_numpy()
    frame = IdentityNoise(context, "workforce", frame, [spell]).apply()
    frame["sex_code"] = to_source_codes(frame["sex"], "workforce", "sex")
    frame["race_ethnicity_code"] = to_source_codes(
        frame["race_ethnicity"], "workforce", "race_ethnicity"
    )
    people = context.of_people(
        person,
        ["disability", "home_language", "single_parent", "county_code", "street", "city", "zip"],
    )
    frame["home_language_code"] = people["home_language"].astype("str")
    frame["county_code"] = people["county_code"].astype("str")
    for column in ("disability", "single_parent", "street", "city", "zip"):
        frame[column] = people[column]
    frame["participant_id"] = spells["participant_id"]
    frame["low_income"] = spells["low_income"]
    frame["funding_stream_code"] = to_source_codes(
        spells["funding_stream"], "workforce", "funding_stream"
    )
    frame["entry_date"] = spells["entry_date"]
    frame["exit_date"] = spells["exit_date"]
    frame["_event"] = spells["event_id"]
    frame["_native"] = native_keys(WORKFORCE_SPACE, person)
    frame["_period"] = _period_of_end(context, spells["exit_date"], spells["entry_date"])
    return finished(layout, frame, ["participant_id", "entry_date"], "service")


def _training(context: Context) -> Batch:
    training = context.lives.training_enrollments
    frame = training[["participant_id", "start_date", "end_date", "completed"]].reset_index(
        drop=True
    )
    for column in ("provider_code", "program_code", "cip_code"):
        frame[column] = training[column].astype("str")
    frame["_person"] = training["person"]
    frame["_event"] = training["event_id"]
    frame["_native"] = native_keys(WORKFORCE_SPACE, training["person"].to_numpy())
    frame["_period"] = _period_of_end(context, training["end_date"], training["start_date"])
    layout = context.layout("workforce", "training_enrollments")
    return finished(layout, frame, ["participant_id", "start_date", "program_code"], "enrollment")


def _attainments(context: Context) -> Batch:
    awards = context.lives.awards
    ids = context.lives.participants.drop_duplicates("person").set_index("person")["participant_id"]
    awards = awards[(awards["context"] == "workforce") & awards["person"].isin(ids.index)]
    awards = awards.reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "participant_id": awards["person"].map(ids).astype("str"),
            "provider_code": awards["institution_code"].astype("str"),
            "source_credential_code": credential_codes_at(context, "workforce", awards),
            "earned_on": awards["earned_on"],
            "_person": awards["person"],
            "_event": awards["event_id"],
            "_native": native_keys(WORKFORCE_SPACE, awards["person"].to_numpy()),
        }
    )
    year = period_of_school_date(awards["earned_on"]).clip(upper=context.last_year)
    frame["_period"] = year.astype("str")
    layout = context.layout("workforce", "credential_attainments")
    order = ["participant_id", "earned_on", "source_credential_code"]
    return finished(layout, frame, order, "award")


def _period_of_end(context: Context, ended: pd.Series, began: pd.Series) -> pd.Series:
    """Give the program year in which a spell is reported: that of its end, or the last one."""
    last = pd.Timestamp(year=context.last_year, month=6, day=30)
    end = ended.fillna(last).clip(upper=last)
    return period_of_school_date(end.where(end >= began, began)).astype("str")
