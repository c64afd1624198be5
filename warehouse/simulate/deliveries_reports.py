"""What all reports of credentials share: codes of the source, periods, dates a little off."""

import numpy as np
import pandas as pd

from warehouse.simulate.deliveries import Context
from warehouse.simulate.noise_chance import hashed, uniform
from warehouse.simulate.noise_rates import bit, rate

DAY = np.timedelta64(1, "D")


def credential_codes_at(context: Context, source: str, events: pd.DataFrame) -> pd.Series:
    """Translate the Council's credential codes into a source's own, by the Council's crosswalk.

    Where a source has several codes for one credential, each event uses one of them.

    Raises
    ------
    ValueError
        When the crosswalk has no code of the source for a credential that it reports.
    """
    crosswalk = context.lives.council["credential_code_crosswalk"]
    own = crosswalk[crosswalk["source"] == source]
    codes = own.groupby("credential_code")["source_credential_code"].agg(sorted).to_dict()
    credentials = events["credential_code"].astype("str")
    lacking = sorted(set(credentials.unique()) - set(codes))
    if lacking:
        raise ValueError(f"The crosswalk has no {source} code for {lacking}")
    several = {name for name, of in codes.items() if len(of) > 1}
    result = credentials.map({name: of[0] for name, of in codes.items()})
    if several:
        rows = np.flatnonzero(credentials.isin(several).to_numpy())
        draw = hashed(context.seed, f"code {source}", events["person"].to_numpy())
        chosen = result.to_numpy(dtype=object).copy()
        for row in rows:
            of = codes[credentials.iloc[row]]
            chosen[row] = of[int(draw[row] % np.uint64(len(of)))]
        result = pd.Series(chosen, index=credentials.index)
    return result.astype("str")


def period_of_school_date(on: pd.Series) -> pd.Series:
    """Give the ending year of the school, academic or program year (July to June) of a day."""
    return (on.dt.year + (on.dt.month >= 7)).astype("int64")


def off_by_days(
    context: Context, frame: pd.DataFrame, columns: list[str], number: np.ndarray
) -> pd.DataFrame:
    """Shift the dates of a few reports together by a day or two, within their school year."""
    person = frame["_person"].to_numpy()
    share = rate("event_date_off", context.level)
    draw = uniform(context.seed, "event date off", person, number)
    sign = np.array([-2, -1, 1, 2])[hashed(context.seed, "days off", person, number) % np.uint64(4)]
    first = frame[columns[0]]
    keeps_year = period_of_school_date(
        first + pd.to_timedelta(sign, unit="D")
    ) == period_of_school_date(first)
    off = (draw < share) & ~context.is_canary(person) & keeps_year.to_numpy()
    for column in columns:
        shifted = frame[column] + pd.to_timedelta(sign, unit="D")
        frame[column] = frame[column].where(~off, shifted)
    faults = frame["_faults"].to_numpy() if "_faults" in frame else np.zeros(len(frame), np.int64)
    frame["_faults"] = faults | np.where(off, bit("event_date_off"), 0)
    return frame
