"""The fictional state of Meridian (state code 99): its places, schools, programs and credentials.

What the warehouse must know of the state as well is read from ``seeds/reference``; what only the
simulator needs (weights, difficulties, who offers what) lies in ``data/`` beside this module.
Years in ``data/`` are offsets from the first school year, so the same story fits any period.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).parent / "data"
REFERENCE = Path(__file__).parents[2] / "seeds" / "reference"
OFFSET = "+"  # a year written "+5" counts from the first school year


@dataclass(frozen=True)
class World:
    """A state over a period of school years, each named by the year in which it ends."""

    first_year: int
    last_year: int
    counties: pd.DataFrame
    places: pd.DataFrame
    district_counties: pd.DataFrame
    institutions: pd.DataFrame
    programs: pd.DataFrame
    courses: pd.DataFrame
    credentials: pd.DataFrame
    credential_value: pd.DataFrame
    aligned: pd.DataFrame
    agreements: pd.DataFrame
    no_agreements: pd.DataFrame
    credential_codes: pd.DataFrame
    fields: pd.DataFrame
    surnames: pd.DataFrame
    first_names: pd.DataFrame

    @property
    def years(self) -> range:
        """School years of the period."""
        return range(self.first_year, self.last_year + 1)

    @property
    def opens(self) -> pd.Timestamp:
        """First day of the first school year."""
        return pd.Timestamp(self.first_year - 1, 7, 1)

    @property
    def closes(self) -> pd.Timestamp:
        """Last day of the last school year."""
        return pd.Timestamp(self.last_year, 6, 30)

    @property
    def first_wage_year(self) -> int:
        """Calendar year of the first wage quarter."""
        return self.first_year - 1

    @property
    def quarters(self) -> int:
        """Number of wage quarters, from the first of the first wage year."""
        return 4 * (self.last_year - self.first_wage_year + 1)

    @cached_property
    def schools(self) -> pd.DataFrame:
        """High schools with the first and last school year in which they are open."""
        schools = self._institutions_of("school")
        return schools.assign(
            first_open=schools["opened_on"].dt.year + 1,
            last_open=schools["closed_on"].dt.year.fillna(9999).astype(int),
        )

    @cached_property
    def colleges(self) -> pd.DataFrame:
        """Colleges; `is_university` where bachelor's degrees are conferred."""
        colleges = self._institutions_of("college")
        return colleges.assign(is_university=colleges["institution_code"].str.startswith("U"))

    @cached_property
    def providers(self) -> pd.DataFrame:
        """Training providers."""
        return self._institutions_of("training_provider")

    def programs_of(self, sector: str) -> pd.DataFrame:
        """Programs of a sector, with a fresh index."""
        return self.programs[self.programs["sector_code"] == sector].reset_index(drop=True)

    def _institutions_of(self, kind: str) -> pd.DataFrame:
        rows = self.institutions["institution_type_code"] == kind
        return self.institutions[rows].reset_index(drop=True)


def read_world(first_year: int, last_year: int) -> World:
    """Read the state's description and set it into a period.

    Raises
    ------
    ValueError
        When the period has no year or starts before 2000.
    """
    if last_year < first_year:
        raise ValueError(f"The last school year {last_year} comes before the first, {first_year}.")
    if first_year < 2000:
        raise ValueError(f"The first school year is {first_year}; the state begins in 2000.")
    counties = _read(REFERENCE / "counties.csv").merge(_read(DATA / "region_pay.csv"))
    return World(
        first_year=first_year,
        last_year=last_year,
        counties=counties.astype({"pay": float}),
        places=_read(DATA / "places.csv", numbers=["weight"]),
        district_counties=_read(DATA / "district_counties.csv", numbers=["weight"]),
        institutions=_institutions(first_year),
        programs=_read(DATA / "programs.csv", numbers=["weight", "training_days"]),
        courses=_read(DATA / "courses.csv"),
        credentials=_credentials(first_year),
        credential_value=_credential_value(),
        aligned=_aligned(first_year),
        agreements=_agreements(first_year),
        no_agreements=_no_agreements(first_year),
        credential_codes=_read(DATA / "credential_codes.csv"),
        fields=_read(DATA / "employment_fields.csv", numbers=["weight", "annual_pay"]),
        surnames=_read(DATA / "linked_surnames.csv"),
        first_names=_read(DATA / "linked_first_names.csv"),
    )


def school_day(years: pd.Series | np.ndarray | int, month: int, day: int) -> pd.Series:
    """Give the day of each school year: months from July on lie in the year before.

    A one-element series for a single year.
    """
    series = pd.Series(np.atleast_1d(np.asarray(years, dtype="int64")))
    calendar = series - (1 if month >= 7 else 0)
    months = (calendar - 1970) * 12 + (month - 1)
    days = months.to_numpy().astype("datetime64[M]").astype("datetime64[D]") + np.timedelta64(
        day - 1, "D"
    )
    return pd.Series(days.astype("datetime64[s]"))


def _read(path: Path, numbers: Sequence[str] = ()) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    frame = frame.replace("", None).astype("str")
    return frame.astype(dict.fromkeys(numbers, "float64"))


def _day(frame: pd.DataFrame, offset: str, first_year: int, month: int, day: int) -> pd.Series:
    """Turn year offsets into days; missing stays missing."""
    years = pd.to_numeric(frame[offset])
    days = school_day(years.fillna(0).astype(int) + first_year, month, day)
    return days.where(years.notna().to_numpy())


def _institutions(first_year: int) -> pd.DataFrame:
    frame = _read(DATA / "institutions.csv")
    is_offset = frame["opened"].str.startswith(OFFSET)
    later = school_day(
        pd.to_numeric(frame["opened"].where(is_offset)).fillna(0).astype(int) + first_year, 7, 1
    )
    opened = pd.to_datetime(frame["opened"].where(~is_offset)).astype("datetime64[s]")
    return frame.assign(
        opened_on=opened.where(~is_offset, later),
        closed_on=_day(frame, "closed_after_years", first_year, 6, 30),
    )


def _credentials(first_year: int) -> pd.DataFrame:
    numbers = (
        "minimum_age validity_months retake_wait_days fee difficulty scale_low scale_high "
        "cut_score later_cut_score cut_changes_after_years score_spread listed_after_years "
        "delisted_after_years self_weight"
    )
    frame = _read(DATA / "credentials.csv", numbers=numbers.split())
    is_offset = frame["offered_from"].str.startswith(OFFSET)
    later = school_day(
        pd.to_numeric(frame["offered_from"].where(is_offset)).fillna(0).astype(int) + first_year,
        7,
        1,
    )
    offered = pd.to_datetime(frame["offered_from"].where(~is_offset)).astype("datetime64[s]")
    return frame.assign(
        offered_from=offered.where(~is_offset, later),
        offered_until=_day(frame, "withdrawn_after_years", first_year, 6, 30),
        cut_changes_on=_day(frame, "cut_changes_after_years", first_year, 1, 1),
        is_third_party_assessed=frame["is_third_party_assessed"] == "Y",
        is_attempt_waived=frame["is_attempt_waived"] == "Y",
    )


def _credential_value() -> pd.DataFrame:
    numbers = (
        "minimum_hours minimum_experience_years postings asked_share required_share valued_share "
        "hiring_share promotion_share pay_share endorsements"
    )
    return _read(DATA / "credential_value.csv", numbers=numbers.split())


def _aligned(first_year: int) -> pd.DataFrame:
    frame = _read(DATA / "aligned_programs.csv", numbers=["attempt_share"])
    begun = pd.Series(school_day(first_year - 4, 7, 1).iloc[0], index=frame.index)
    later = _day(frame, "aligned_after_years", first_year, 7, 1)
    return frame.assign(
        aligned_from=later.where(later.notna(), begun),
        aligned_to=_day(frame, "ended_after_years", first_year, 6, 30),
    )


def _agreements(first_year: int) -> pd.DataFrame:
    frame = _read(DATA / "articulation_agreements.csv", numbers=["credits"])
    return frame.assign(
        signed_on=_day(frame, "effective_after_years", first_year - 1, 4, 15),
        effective_from=_day(frame, "effective_after_years", first_year, 7, 1),
        effective_to=_day(frame, "ended_after_years", first_year, 6, 30),
    )


def _no_agreements(first_year: int) -> pd.DataFrame:
    frame = _read(DATA / "no_articulation_decisions.csv")
    return frame.assign(
        decided_on=_day(frame, "effective_after_years", first_year - 1, 3, 15),
        effective_from=_day(frame, "effective_after_years", first_year, 7, 1),
        effective_to=_day(frame, "ended_after_years", first_year, 6, 30),
    )
