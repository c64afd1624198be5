"""Write a state: its deliveries, the manifests over them, and the truth apart."""

import dataclasses
import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.simulate.deliveries import BOOKKEEPING, Batch, Context, split_by_period
from warehouse.simulate.deliveries_other import all_batches
from warehouse.simulate.deliveries_schedule import RESENT_AFTER_DAYS
from warehouse.simulate.layouts import Layout, read_layouts
from warehouse.simulate.noise_files import (
    CORRECTED_AFTER_DAYS,
    BrokenFile,
    FilePlan,
    junk_bytes,
    superseded_version,
    wrong_checksum,
)
from warehouse.simulate.noise_rates import NoiseLevel
from warehouse.simulate.noise_rows import DirtyBatch, with_row_noise
from warehouse.simulate.official import OFFICIAL_FILES
from warehouse.simulate.tables import Lives
from warehouse.simulate.truth_canaries import with_canaries
from warehouse.simulate.truth_canary_values import CanaryValues
from warehouse.simulate.truth_rows import TruthRows
from warehouse.simulate.truth_tables import write_truth_tables
from warehouse.simulate.write_cells import render
from warehouse.simulate.write_files import Content, Shape, csv_content, parquet_content
from warehouse.simulate.write_manifests import Manifests
from warehouse.whole_folders import replaced_folders

FileFormat = Literal["csv", "parquet"]
# What was simulated, with checksums: real deliveries lie in folders of the same names.
LISTING = ".simulated.sha256"


@dataclass(frozen=True)
class SimulationSummary:
    """What was written: files and their bytes, records, people of the state, planted faults."""

    files: int
    rows: int
    bytes: int
    people: int
    faults: int


def simulate(
    learners: int,
    first_year: int,
    last_year: int,
    seed: int,
    out: Path,
    truth: Path,
    noise: NoiseLevel,
    file_format: FileFormat,
    progress: Callable[[str], None],
) -> SimulationSummary:
    """Simulate a state and write its deliveries and its truth; the same arguments, the same bytes.

    Parameters
    ----------
    learners
        People who stand in education or training records; workers come on top.
    first_year, last_year
        School years, each named by the year in which it ends.
    seed
        Start of every choice.
    out, truth
        Folders to write; one that is there is replaced once all is written, and only if what it
        holds is a state's deliveries or truth.
    noise
        How much dirt is planted.
    file_format
        csv, or parquet with the same texts in columns.
    progress
        Is told each step in a sentence.

    Raises
    ------
    WarehouseError
        When a folder holds something else than what was simulated or delivered.
    """
    from warehouse.simulate.lives import simulate_lives

    with replaced_folders((out, truth), LISTING) as (new_out, new_truth):
        lives = simulate_lives(learners, first_year, last_year, seed, progress)
        return write_state(
            lives, first_year, last_year, seed, new_out, new_truth, noise, file_format, progress
        )


def write_state(
    lives: Lives,
    first_year: int,
    last_year: int,
    seed: int,
    out: Path,
    truth: Path,
    noise: NoiseLevel,
    file_format: FileFormat,
    progress: Callable[[str], None],
) -> SimulationSummary:
    """Write the deliveries and the truth of lives into two empty folders."""
    lives, canaries = with_canaries(lives)
    context = Context(lives, seed, noise, first_year, last_year, canaries)
    writer = _Writer(context, out, file_format)
    label = ""
    for batch in all_batches(context):
        if batch.layout.agency != label:
            label = batch.layout.agency
            progress(f"Deliveries: {label}")
        writer.write(batch)
    writer.write_broken_files()
    progress("Deliveries: labor_market")
    writer.write_official_files()
    writer.manifests.write(out)
    progress("Truth: who is in which record, what can be connected")
    writer.truth.write(truth)
    writer.canaries.write(truth / "canaries.parquet")
    write_truth_tables(lives, truth)
    return SimulationSummary(
        files=writer.files,
        rows=writer.truth.rows,
        bytes=writer.bytes,
        people=len(lives.people),
        faults=writer.truth.planted,
    )


class _Writer:
    """Writes batches as files, and keeps the manifests and the truth about them."""

    def __init__(self, context: Context, out: Path, file_format: FileFormat) -> None:
        self.context = context
        self.out = out
        self.is_csv = file_format == "csv"
        self.suffix = file_format
        self.plan = FilePlan(context)
        self.manifests = Manifests()
        self.truth = TruthRows()
        self.canaries = CanaryValues()
        self.files = 0
        self.bytes = 0

    def write(self, batch: Batch) -> None:
        """Write a batch, one file per period; what comes twice is first written partly wrong."""
        self.plan.keep_sample(batch)
        layout = batch.layout
        for period, start, end in split_by_period(batch.frame):
            if self.plan.is_resent(layout, period):
                before = superseded_version(
                    self.context, batch.with_frame(batch.frame.iloc[start:end])
                )
                before = DirtyBatch(_marking_canaries(self.context, before))
                day = self.plan.delivered_on(layout, period)
                self._write_period(before, period, slice(None), period, day, "superseded")
        dirty = with_row_noise(self.context, batch, has_lines=self.is_csv)
        cells = render(dirty)
        for period, start, end in split_by_period(dirty.batch.frame):
            day = self.plan.delivered_on(layout, period)
            name = period
            if self.plan.is_resent(layout, period):
                name, day = f"{period}-resent", day + datetime.timedelta(days=RESENT_AFTER_DAYS)
            self._write_period(dirty, period, slice(start, end), name, day, None, cells)

    def write_broken_files(self) -> None:
        """Write the further deliveries that are to be refused."""
        for broken, batch in self.plan.broken_files(self.is_csv):
            self._write_broken(broken, batch)

    def write_official_files(self) -> None:
        """Lay down the official statistics as they are: text, whatever the format of the rest."""
        for file in OFFICIAL_FILES:
            layout = read_layouts()["labor_market", file.extract]
            file_name = self._save(layout, file.period, file.content, "csv")
            sha256 = hashlib.sha256(file.content).hexdigest()
            day = file.delivered_on
            self.manifests.add(layout, file_name, file.period, day, file.rows, sha256)
            self.truth.add_file(file_name)
            nobody = pd.DataFrame(BOOKKEEPING, index=range(file.rows))
            self.truth.add_rows(file_name, nobody, np.arange(2, file.rows + 2), None)

    def _write_period(
        self,
        dirty: DirtyBatch,
        period: str,
        part: slice,
        name: str,
        day: datetime.date,
        fault: str | None,
        cells: dict[str, pa.Array] | None = None,
    ) -> None:
        layout = dirty.batch.layout
        frame = dirty.batch.frame.iloc[part].reset_index(drop=True)
        cells = render(dirty) if cells is None else cells
        start = part.start or 0
        own = {key: array.slice(start, len(frame)) for key, array in cells.items()}
        broken = {row - start: f for row, f in dirty.lines.items() if 0 <= row - start < len(frame)}
        shape, unusual = self.plan.shape(layout, period, len(frame))
        content = self._content(layout, own, shape, broken)
        file_name = self._save(layout, name, content.data)
        self.manifests.add(layout, file_name, period, day, len(frame), content.sha256)
        self.truth.add_file(file_name, fault or unusual)
        self.truth.add_rows(file_name, frame, content.lines, dirty.batch.event_kind)
        self.canaries.add(file_name, layout, frame, own, content.lines)

    def _write_broken(self, broken: BrokenFile, batch: Batch) -> None:
        layout = batch.layout
        period = batch.frame["_period"].iloc[0]
        day = self.plan.delivered_on(layout, period)
        day += datetime.timedelta(days=CORRECTED_AFTER_DAYS)
        names = tuple(layout.names)
        if broken.fault == "required_column_missing":
            names = tuple(n for n in names if n != "program_code")
        cells = render(DirtyBatch(batch))
        content = self._content(layout, cells, Shape(names), {})
        data, rows, lines = content.data, len(batch.frame), content.lines
        if broken.fault == "empty_file":
            data, rows = b"", 0
        elif broken.fault == "binary_junk":
            data = junk_bytes(self.context, layout.location)
        elif broken.fault == "wrong_encoding":
            data = _with_foreign_letters(data)
        is_readable = broken.fault not in ("empty_file", "binary_junk", "not_delivered")
        sha256 = Content(data, lines).sha256
        if broken.fault == "checksum_differs":
            sha256 = wrong_checksum(data)
        declared = rows + 3 if broken.fault == "row_count_differs" else rows
        name = f"{period}-corrected"
        if broken.fault == "not_delivered":
            file_name = f"{layout.location}/{name}.{self.suffix}"
        else:
            file_name = self._save(layout, name, data)
        if broken.fault != "not_in_manifest":
            self.manifests.add(layout, file_name, period, day, declared, sha256)
        self.truth.add_file(file_name, broken.fault, broken.reason)
        if is_readable:
            self.truth.add_rows(file_name, batch.frame, lines, batch.event_kind, True)

    def _content(
        self, layout: Layout, cells: dict[str, pa.Array], shape: Shape, broken: dict[int, str]
    ) -> Content:
        if self.is_csv:
            return csv_content(layout, cells, shape, broken)
        return parquet_content(layout, cells, shape)

    def _save(self, layout: Layout, name: str, data: bytes, suffix: str | None = None) -> str:
        file_name = f"{layout.location}/{name}.{suffix or self.suffix}"
        path = self.out / file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.files += 1
        self.bytes += len(data)
        return file_name


def _marking_canaries(context: Context, batch: Batch) -> Batch:
    """Mark the canaries' records of a batch that no other dirt befalls."""
    quiet = dataclasses.replace(context, level="none")
    return with_row_noise(quiet, batch, has_lines=False).batch


def _with_foreign_letters(data: bytes) -> bytes:
    """Put a letter of another encoding into every line after the header."""
    header, *lines = data.split(b"\n")
    spoiled = [line[:-1] + b"\xe9" + line[-1:] if line else line for line in lines]
    return b"\n".join([header, *spoiled])
