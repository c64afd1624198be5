"""The true people and events, as parquet files apart from the deliveries."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.simulate.tables import Lives

PEOPLE = [
    "person",
    "ssn",
    "birth_date",
    "sex",
    "race_ethnicity",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "later_last_name",
    "name_change_on",
    "is_hyphenated",
    "is_name_changed",
    "is_native_surname",
    "is_learner",
    "twin_of",
    "father_of",
    "has_card",
]
ATTEMPTS = ["event_id", "person", "credential_code", "attempted_on", "is_passed", "score"]
AWARDS = ["event_id", "person", "credential_code", "earned_on", "revoked_on", "attempt_event_id"]
CREDITS = ["event_id", "person", "credential_code", "institution_code", "credits", "decided_on"]
ENROLLMENTS = ["event_id", "person", "sector", "program_code", "institution_code", "started_on"]
SERVICES = ["event_id", "person", "funding_stream", "entry_date", "exit_date"]
STATUSES = ["cte_status", "is_completed", "credits_earned"]
COMPLETIONS = [
    "event_id",
    "person",
    "completion_type",
    "institution_code",
    "program_code",
    "cip_code",
]


def write_truth_tables(lives: Lives, folder: Path) -> None:
    """Write people, events and planted effects."""
    _write(lives.people[PEOPLE], folder / "people.parquet")
    _write(lives.attempts[[*ATTEMPTS, "cut_score"]], folder / "attempts.parquet")
    _write(lives.awards[AWARDS], folder / "awards.parquet")
    _write(_completions(lives), folder / "completions.parquet")
    _write(_enrollments(lives), folder / "enrollments.parquet")
    _write(lives.participants[SERVICES], folder / "services.parquet")
    _write(lives.credits[CREDITS], folder / "credits.parquet")
    _write(lives.effects, folder / "effects.parquet")
    _write_jobs(lives.jobs, folder / "jobs.parquet")


def _completions(lives: Lives) -> pd.DataFrame:
    diplomas = lives.graduates.rename(
        columns={"school_code": "institution_code", "graduation_date": "completed_on"}
    ).assign(completion_type="diploma", program_code=None, cip_code=None)
    awards = lives.completions.rename(columns={"award_level": "completion_type"})
    columns = [*COMPLETIONS, "completed_on"]
    return pd.concat([_plain(diplomas[columns]), _plain(awards[columns])], ignore_index=True)


def _enrollments(lives: Lives) -> pd.DataFrame:
    parts = []
    for sector, table, institution in (
        ("secondary", lives.cte_enrollments, "school_code"),
        ("postsecondary", lives.term_enrollments, "institution_code"),
        ("workforce", lives.training_enrollments, "provider_code"),
    ):
        part = table.rename(
            columns={
                institution: "institution_code",
                "start_date": "started_on",
                "end_date": "ended_on",
                "completed": "is_completed",
            }
        ).assign(sector=sector)
        # Schools alone have a status, providers alone say who completed, colleges alone credits.
        part = part.reindex(columns=[*ENROLLMENTS, "ended_on", *STATUSES])
        parts.append(_plain(part.astype({"is_completed": "boolean"})))
    return pd.concat(parts, ignore_index=True)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Codes as text, days as days: what reads best from any tool."""
    changed = {}
    for name in table:
        values = table[name]
        if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype == object:
            changed[name] = values.astype("str")
    return table.assign(**changed)


def _write(table: pd.DataFrame, path: Path) -> None:
    arrow = pa.Table.from_pandas(_plain(table), preserve_index=False).replace_schema_metadata()
    for number, column in enumerate(arrow.schema):
        if pa.types.is_timestamp(column.type):
            arrow = arrow.set_column(number, column.name, arrow[column.name].cast(pa.date32()))
        elif pa.types.is_large_string(column.type):
            arrow = arrow.set_column(number, column.name, arrow[column.name].cast(pa.string()))
    pq.write_table(arrow, path, compression="zstd")


def _write_jobs(jobs: pd.DataFrame, path: Path) -> None:
    cents = jobs["wages"].to_numpy()
    both_halves = np.stack([cents, np.where(cents < 0, -1, 0)], axis=1).astype(np.int64)
    wages = pa.Array.from_buffers(
        pa.decimal128(12, 2), len(cents), [None, pa.py_buffer(both_halves.tobytes())]
    )
    arrow = pa.Table.from_pandas(jobs.drop(columns=["wages"]), preserve_index=False)
    arrow = arrow.replace_schema_metadata().append_column("wages", wages)
    pq.write_table(arrow, path, compression="zstd")
