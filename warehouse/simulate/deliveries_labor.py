"""Deliveries of the labor agency: quarterly wage files, corrections in the next one, employers.

Wages come quarter by quarter, because they are most of what a state delivers; all else of this
package holds an extract whole.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from warehouse.simulate.deliveries import Batch, Context, described, finished, surname_forms
from warehouse.simulate.noise_chance import happens, hashed, uniform
from warehouse.simulate.noise_identity import IdentityNoise
from warehouse.simulate.noise_rates import ADJUSTED_SHARE, RESTATED_SHARE, bit, rate


def labor_batches(context: Context) -> Iterator[Batch]:
    """Yield the wage files in the order of their quarters, then the employers."""
    yield from wage_batches(context)
    yield employer_batch(context)


def wage_batches(context: Context) -> Iterator[Batch]:
    """Yield one batch of wage records per quarter of delivery."""
    jobs = context.lives.jobs
    if not len(jobs):
        return
    quarters = (jobs["year"] * 4 + jobs["quarter"] - 1).to_numpy()
    order = np.argsort(quarters, kind="stable")
    ordered = quarters[order]
    last = int(ordered[-1])
    workers = _Workers(context, quarters)
    carried: pd.DataFrame | None = None
    for quarter in range(int(ordered[0]), last + 1):
        start, end = np.searchsorted(ordered, [quarter, quarter + 1])
        originals, corrections = _reported(workers, order[start:end], quarter, quarter == last)
        frame = originals if carried is None else pd.concat([originals, carried])
        carried = corrections
        frame["_period"] = f"{quarter // 4}Q{quarter % 4 + 1}"
        yield finished(
            context.layout("labor", "wage_records"),
            frame,
            ["employer_account", "year", "quarter", "ssn", "record_type_code"],
            "job",
        )


class _Workers:
    """How each employer's wage files describe each worker: the same every quarter.

    A worker's SSN or name that an employer has wrong stays wrong at that employer, so the dirt is
    planted by person, employer and form of the surname, and looked up by the row of `jobs`.
    """

    def __init__(self, context: Context, quarters: np.ndarray) -> None:
        self.context = context
        jobs = context.lives.jobs
        accounts = pd.Index(jobs["employer_account"].unique())
        self.person = jobs["person"].to_numpy()
        self.account = accounts.get_indexer(jobs["employer_account"]).astype(np.int64)
        form, self.faults = surname_forms(
            context, "labor", self.person, _last_days(quarters), self.account
        )
        key = (self.person * len(accounts) + self.account) * 4 + form
        _, first, self.profile = np.unique(key, return_index=True, return_inverse=True)
        self.profiles = self._described(
            self.person[first], self.account[first], form[first].astype(np.int64)
        )

    def describe(self, rows: np.ndarray) -> pd.DataFrame:
        """Describe the workers of rows of `jobs`."""
        frame = self.profiles.take(self.profile[rows]).reset_index(drop=True)
        frame["_faults"] = frame["_faults"].to_numpy() | self.faults[rows]
        return frame

    def _described(self, person: np.ndarray, account: np.ndarray, form: np.ndarray) -> pd.DataFrame:
        frame = described(self.context, person, form, np.zeros(len(person), np.int64))
        frame = frame[["ssn", "last_name", "first_name", "_person", "_faults", "_ssn", "_name"]]
        frame = self._initials(frame.copy(), account)
        frame = IdentityNoise(self.context, "labor", frame, [account, form]).apply()
        frame["_name"] = -1  # a wage record has no birth date, so its names connect nothing
        return frame

    def _initials(self, frame: pd.DataFrame, account: np.ndarray) -> pd.DataFrame:
        share = rate("first_initial", self.context.level)
        short = happens(share, self.context.seed, "first initial", account)
        short &= ~self.context.is_canary(frame["_person"].to_numpy())
        frame["first_name"] = frame["first_name"].where(~short, frame["first_name"].str.slice(0, 1))
        frame["_faults"] = frame["_faults"].to_numpy() | np.where(short, bit("first_initial"), 0)
        return frame


def _last_days(quarters: np.ndarray) -> np.ndarray:
    """Give the last day of each quarter, counted as four times the year plus quarter less one."""
    months = (quarters // 4 - 1970) * 12 + (quarters % 4 + 1) * 3
    first_days = months.astype("datetime64[M]").astype("datetime64[D]")
    return first_days - np.timedelta64(1, "D")


def _reported(
    workers: _Workers, rows: np.ndarray, quarter: int, is_last: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Report a quarter's jobs, and what the next quarter's file will correct of them.

    A restated record was first reported with other wages and comes again whole (R); an adjusted
    one lacked (or had too much of) an amount that comes by itself (A). Never both for one job.
    """
    seed = workers.context.seed
    jobs = workers.context.lives.jobs.take(rows).reset_index(drop=True)
    frame = workers.describe(rows)
    person, number = workers.person[rows], workers.account[rows]
    wages = jobs["wages"].to_numpy()
    draw = uniform(seed, "restated", person, number, np.full(len(jobs), quarter))
    spread = hashed(seed, "restated by", person, number, np.full(len(jobs), quarter))
    may = np.zeros(len(jobs), bool) if is_last else np.ones(len(jobs), bool)
    restated = may & (draw < RESTATED_SHARE)
    adjusted = may & ~restated & (draw < RESTATED_SHARE + ADJUSTED_SHARE) & (wages > 20_000)
    percent = (spread % np.uint64(40)).astype(np.int64) - 20
    percent = np.where(percent >= 0, percent + 1, percent)
    off = np.where(restated | adjusted, wages * percent // 100, 0)
    off = np.where((restated | adjusted) & (off == 0), 100, off)
    frame["employer_account"] = jobs["employer_account"]
    frame["year"] = jobs["year"]
    frame["quarter"] = jobs["quarter"]
    frame["record_type_code"] = "O"
    frame["wages"] = wages + off
    frame["_event"] = jobs["event_id"]
    marks = np.where(restated, bit("restated"), 0) | np.where(adjusted, bit("adjusted"), 0)
    frame["_faults"] = frame["_faults"].to_numpy() | marks
    corrections = frame[restated | adjusted].copy()
    is_restated = restated[restated | adjusted]
    corrections["record_type_code"] = pd.Series(
        np.where(is_restated, "R", "A"), index=corrections.index, dtype="str"
    )
    true_wages = wages[restated | adjusted]
    corrections["wages"] = np.where(is_restated, true_wages, -off[restated | adjusted])
    return frame, corrections


def employer_batch(context: Context) -> Batch:
    """Deliver the employer accounts of every year."""
    employers = context.lives.employers
    frame = employers.drop(columns=["year"]).reset_index(drop=True)
    for column in ("naics_code", "county_code"):
        frame[column] = frame[column].astype("str")
    frame["_period"] = employers["year"].astype("str")
    return finished(context.layout("labor", "employers"), frame, ["employer_account"])
