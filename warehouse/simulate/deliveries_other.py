"""Deliveries of the motor-vehicle agency and of the Council, and the list of all builders."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from warehouse.simulate.deliveries import (
    BIRTH_FORM,
    LATER_FORM,
    Batch,
    Context,
    described,
    finished,
    native_keys,
    shortened_middle_names,
)
from warehouse.simulate.deliveries_codes import to_source_codes
from warehouse.simulate.deliveries_credentialing import credentialing_batches
from warehouse.simulate.deliveries_education import education_batches
from warehouse.simulate.deliveries_labor import labor_batches
from warehouse.simulate.deliveries_workforce import workforce_batches
from warehouse.simulate.layouts import read_layouts
from warehouse.simulate.noise_identity import IdentityNoise
from warehouse.simulate.world_council_list import YEARLY

CARD_SPACE = 3


def all_batches(context: Context) -> Iterator[Batch]:
    """Yield every delivery of every agency, in a fixed order."""
    yield from education_batches(context)
    yield from workforce_batches(context)
    yield card_batch(context)
    yield from credentialing_batches(context)
    yield from council_batches(context)
    yield from labor_batches(context)


def card_batch(context: Context) -> Batch:
    """Deliver cards as issued: first issues, renewals, changes of name or address."""
    layout = context.layout("motor_vehicles", "cards")
    cards = context.lives.cards
    person = cards["person"].to_numpy()
    change = context.of_people(person, ["name_change_on"])["name_change_on"]
    is_later = (change.notna() & (cards["issued_on"] >= change)).to_numpy()
    form = np.where(is_later, LATER_FORM, BIRTH_FORM)
    frame = described(context, person, form, np.zeros(len(person), np.int64))
    frame["last_name"] = cards["last_name"]
    frame["first_name"] = cards["first_name"]
    frame["middle_name"] = shortened_middle_names(context, "motor_vehicles", frame)
    has_ssn = context.covered(0.96, "card ssn", person)
    frame["ssn"] = frame["ssn"].where(has_ssn)
    frame["_ssn"] = np.where(has_ssn, frame["_ssn"], -1)
    frame.attrs["required"] = {"birth_date": True}
    issue = cards.groupby("person").cumcount().to_numpy()
    frame = IdentityNoise(context, "motor_vehicles", frame, [issue]).apply()
    frame["card_number"] = cards["card_number"]
    frame["card_type_code"] = to_source_codes(cards["card_type"], "motor_vehicles", "card_type")
    frame["sex_code"] = to_source_codes(frame["sex"], "motor_vehicles", "sex")
    for column in ("street", "city", "zip", "issued_on"):
        frame[column] = cards[column]
    frame["_native"] = native_keys(CARD_SPACE, person)
    frame["_period"] = cards["issued_on"].dt.year.astype("str")
    return finished(layout, frame, ["issued_on", "card_number"])


def council_batches(context: Context) -> Iterator[Batch]:
    """Deliver the Council's own tables: some by year, the registers once, at the end."""
    for (agency, extract), layout in read_layouts().items():
        if agency != "council":
            continue
        frame = context.lives.council[extract].reset_index(drop=True).copy()
        if extract in YEARLY:
            frame["_period"] = frame[YEARLY[extract]].astype("int64").astype("str")
        else:
            frame["_period"] = str(context.last_year)
        frame["_line"] = pd.RangeIndex(len(frame))
        yield finished(layout, frame, ["_line"])
