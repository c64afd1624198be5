"""A small project and its deliveries, written by hand, for the tests of admission."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.utils import SourceConfig

from warehouse.admission.contracts import Contracts, read_contracts
from warehouse.admission.manifests import MANIFEST_HEADER
from warehouse.admission.plugin import Plugin

SOURCES = r"""
version: 2
sources:
  - name: school
    schema: staging
    config: {meta: {plugin: admission, date_format: '%Y-%m-%d'}}
    tables:
      - name: pupils
        identifier: delivered_school_pupils
        config:
          meta:
            location: school/pupils
            row_rules:
              DATES_OUT_OF_ORDER: left_on < entered_on
              EVENT_AFTER_DELIVERY: entered_on > delivered_on
        columns:
          - name: pupil_id
            data_type: varchar
            config: {meta: {required: true, pattern: '^P[0-9]+$'}}
          - {name: last_name, data_type: varchar, config: {meta: {sensitive: name}}}
          - name: entered_on
            data_type: date
            config: {meta: {required: true, minimum: '2000-01-01'}}
          - {name: left_on, data_type: date}
          - {name: grade, data_type: integer, config: {meta: {minimum: 0, maximum: 12}}}
          - name: fee
            data_type: decimal(8,2)
            config: {meta: {delivered_as: Fee Paid, maximum: 5000}}
          - {name: boards, data_type: boolean}
      - name: exams
        identifier: delivered_school_exams
        config:
          meta:
            location: school/exams
            date_format: '%m%d%Y'
            delimiter: '|'
            encoding: windows-1252
        columns:
          - {name: pupil_id, data_type: varchar, config: {meta: {required: true}}}
          - {name: taken_on, data_type: date, config: {meta: {delivered_as: TAKEN, required: true}}}
"""
HEADER = "pupil_id,last_name,entered_on,left_on,grade,Fee Paid,boards"


@dataclass
class Project:
    """A project folder with contracts, and an extracts root that files are put into."""

    folder: Path
    listed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.folder / "extracts"

    def contracts(self) -> Contracts:
        return read_contracts(self.folder)

    def declare(self, text: str, agency: str = "school") -> None:
        path = self.folder / "models" / "staging" / agency / "_sources.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def deliver(
        self,
        file_name: str,
        content: bytes | str,
        rows: int | None = None,
        period: str = "2019",
        delivered_on: str = "2019-09-01",
        is_listed: bool = True,
        sha256: str | None = None,
    ) -> Path:
        """Write a file; `rows` defaults to its lines but the header. `manifest()` lists it."""
        content = content.encode() if isinstance(content, str) else content
        path = self.root / file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        agency, _, below = file_name.partition("/")
        rows = max(len(content.splitlines()) - 1, 0) if rows is None else rows
        sha256 = sha256 or hashlib.sha256(content).hexdigest()
        lines = self.listed.setdefault(agency, [])
        if is_listed:
            extract = below.partition("/")[0]
            lines.append(
                f"{below},{extract},{period},{delivered_on},{rows},{sha256},1,Registrar,2019-09-01"
            )
        self.manifest()
        return path

    def manifest(self) -> None:
        for agency, lines in self.listed.items():
            text = "\n".join([MANIFEST_HEADER, *lines]) + "\n"
            (self.root / agency / "manifest.csv").write_text(text, encoding="utf-8")

    def plugin(self) -> Plugin:
        config = {"extracts": str(self.root), "project": str(self.folder)}
        return Plugin("admission", config)

    def rows(self, identifier: str = "delivered_school_pupils") -> list[dict[str, Any]]:
        """Land a table as dbt does, and return its rows."""
        reader = self.plugin().load(SourceConfig(identifier, identifier, "staging", None, {}, []))
        return [
            row | {"extensions": dict(row["extensions"])} for row in reader.read_all().to_pylist()
        ]

    def deliveries(self) -> dict[str, dict[str, Any]]:
        """Return `admission.deliveries` by file name."""
        config = SourceConfig("deliveries", "delivered_files", "staging", None, {}, [])
        return {row["file_name"]: row for row in self.plugin().load(config).to_pylist()}

    def delivery(self) -> dict[str, Any]:
        """Return the only delivery there is."""
        (row,) = self.deliveries().values()
        return row


def new_project(folder: Path) -> Project:
    project = Project(folder)
    project.declare(SOURCES)
    project.root.mkdir(exist_ok=True)
    return project


def pupil(**values: str) -> str:
    """Write a pupil's line, sound but for `values`."""
    cells = {
        "pupil_id": "P1",
        "last_name": "Lee",
        "entered_on": "2018-09-01",
        "left_on": "",
        "grade": "9",
        "fee": "12.50",
        "boards": "Y",
    }
    return ",".join((cells | values).values())


def pupils(*lines: str, header: str = HEADER, end: str = "\n") -> str:
    return end.join([header, *lines]) + end
