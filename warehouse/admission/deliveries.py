"""Every delivered file with the agency's attestation, admission's findings and their verdict."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path

import pyarrow as pa

from warehouse.admission.contracts import Contracts, SourceContract
from warehouse.admission.inspection import Inspection, inspect_once
from warehouse.admission.manifests import MANIFEST_NAME, Manifest, ManifestEntry, read_manifest
from warehouse.errors import WarehouseError

DELIVERIES_SCHEMA = pa.schema(
    [
        ("file_name", pa.string()),
        ("agency", pa.string()),
        ("extract", pa.string()),
        ("period", pa.string()),
        ("delivered_on", pa.date32()),
        ("schema_version", pa.string()),
        ("attested_by", pa.string()),
        ("attested_on", pa.date32()),
        ("declared_rows", pa.int64()),
        ("sha256", pa.string()),
        ("file_bytes", pa.int64()),
        ("encoding", pa.string()),
        ("physical_lines", pa.int64()),
        ("continuation_lines", pa.int64()),
        ("blank_lines", pa.int64()),
        ("rows_delivered", pa.int64()),
        ("status", pa.string()),
        ("is_superseded", pa.bool_()),
        ("refusal_reasons", pa.list_(pa.string())),
        ("message", pa.string()),
    ]
)


class ExtractsFolderError(WarehouseError):
    """The folder of deliveries isn't there."""


@dataclass
class Delivery:
    """One file, as a row of `admission.deliveries` (the fields up to `message`)."""

    file_name: str
    agency: str
    extract: str | None
    period: str | None = None
    delivered_on: datetime.date | None = None
    schema_version: str | None = None
    attested_by: str | None = None
    attested_on: datetime.date | None = None
    declared_rows: int | None = None
    sha256: str | None = None
    file_bytes: int | None = None
    encoding: str | None = None
    physical_lines: int | None = None
    continuation_lines: int | None = None
    blank_lines: int | None = None
    rows_delivered: int | None = None
    status: str = "admitted"
    is_superseded: bool = False
    refusal_reasons: list[str] = field(default_factory=list)
    message: str = ""
    inspection: Inspection | None = None

    def refuse(self, rule: str, message: str) -> None:
        """Add a reason and what is to be said of it; the file is refused from then on."""
        self.status = "refused"
        if rule not in self.refusal_reasons:
            self.refusal_reasons.append(rule)
        self.note(message)

    def note(self, message: str) -> None:
        """Add a sentence to the message."""
        starts_with_path = "/" in message.partition(" ")[0]
        sentence = (message if starts_with_path else message[:1].upper() + message[1:]) + "."
        self.message = f"{self.message} {sentence}".strip()


def check_root(root: Path) -> None:
    """Raise ExtractsFolderError unless the extracts root is a folder."""
    if not root.is_dir():
        raise ExtractsFolderError(
            f"The folder of deliveries, {root}, doesn't exist. Make it, or set WAREHOUSE_EXTRACTS"
            " to the folder that holds <agency>/<extract>/."
        )


def extract_deliveries(root: Path, contract: SourceContract) -> list[Delivery]:
    """Return the deliveries of one extract, by file name; none if its folder isn't there yet."""
    manifest = _manifest_of(root, contract.agency_folder)
    folder = root / contract.location
    below_agency = contract.location.removeprefix(f"{contract.agency_folder}/")
    names = {path.name for path in _files(folder) if path.parent == folder}
    names |= {
        file.rpartition("/")[2]
        for file in manifest.entries
        if file.rpartition("/")[0] == below_agency
    }
    deliveries = []
    for name in sorted(names):
        entry = manifest.entries.get(f"{below_agency}/{name}")
        file_name = f"{contract.location}/{name}"
        deliveries.append(judge(root / file_name, file_name, contract, manifest, entry))
    _mark_superseded(deliveries)
    return deliveries


def all_deliveries(root: Path, contracts: Contracts) -> list[Delivery]:
    """Return every file that a manifest lists or that lies below the root, by file name.

    Files in a folder of no contract are refused by name: a misspelt folder must not go unnoticed.
    """
    deliveries: list[Delivery] = []
    for contract in contracts.extracts:
        deliveries += extract_deliveries(root, contract)
    deliveries += _strays(root, contracts, {delivery.file_name for delivery in deliveries})
    return sorted(deliveries, key=lambda delivery: delivery.file_name)


def deliveries_table(deliveries: Iterable[Delivery]) -> pa.Table:
    """Return the deliveries as an Arrow table in DELIVERIES_SCHEMA."""
    rows = list(deliveries)
    names = [each.name for each in fields(Delivery) if each.name != "inspection"]
    assert names == DELIVERIES_SCHEMA.names
    return pa.Table.from_arrays(
        [
            pa.array([getattr(row, name) for row in rows], DELIVERIES_SCHEMA.field(name).type)
            for name in names
        ],
        schema=DELIVERIES_SCHEMA,
    )


def judge(
    path: Path,
    file_name: str,
    contract: SourceContract,
    manifest: Manifest | None,
    entry: ManifestEntry | None,
) -> Delivery:
    """Compare one file with contract and manifest (None: the manifest isn't asked)."""
    delivery = Delivery(file_name, contract.agency, contract.extract)
    if entry is not None:
        _attest(delivery, entry)
    if manifest is not None:
        _check_listing(delivery, contract, manifest, entry)
    if not path.is_file():
        delivery.refuse("FILE_NOT_DELIVERED", "listed in the manifest, but not there")
        return delivery
    found = inspect_once(path, contract)
    delivery.inspection = found
    for name in (
        "sha256",
        "file_bytes",
        "encoding",
        "physical_lines",
        "continuation_lines",
        "blank_lines",
        "rows_delivered",
    ):
        setattr(delivery, name, getattr(found, name))
    # What can't be read comes first: a checksum that differs as well is the lesser news.
    for rule, message in found.problems:
        delivery.refuse(rule, message)
    if entry is not None and entry.problem is None:
        _check_attested(delivery, entry, found)
    for note in found.notes:
        delivery.note(note)
    return delivery


def _attest(delivery: Delivery, entry: ManifestEntry) -> None:
    delivery.period = entry.period
    delivery.delivered_on = entry.delivered_on
    delivery.schema_version = entry.schema_version
    delivery.attested_by = entry.attested_by
    delivery.attested_on = entry.attested_on
    delivery.declared_rows = entry.rows


def _check_listing(
    delivery: Delivery, contract: SourceContract, manifest: Manifest, entry: ManifestEntry | None
) -> None:
    manifest_name = f"{contract.agency_folder}/{MANIFEST_NAME}"
    if manifest.problem:
        delivery.refuse("FILE_NOT_IN_MANIFEST", manifest.problem)
    elif entry is None:
        delivery.refuse(
            "FILE_NOT_IN_MANIFEST",
            f"{manifest_name} doesn't list it: add its line (`warehouse check` prints it)",
        )
    elif entry.problem:
        delivery.refuse("FILE_NOT_IN_MANIFEST", entry.problem)
    elif entry.extract not in (contract.extract, contract.location.rpartition("/")[2]):
        delivery.refuse(
            "FILE_NOT_IN_MANIFEST",
            f"{manifest_name}, line {entry.line}: extract must be {contract.extract}, the one whose"
            " folder the file lies in",
        )


def _check_attested(delivery: Delivery, entry: ManifestEntry, found: Inspection) -> None:
    if found.sha256 is not None and entry.sha256 != found.sha256:
        delivery.refuse(
            "FILE_CHECKSUM_DIFFERS",
            "its sha256 isn't the manifest's: the file was changed or cut short after it was"
            " attested; send file and manifest again",
        )
    if found.rows_delivered is not None and entry.rows != found.rows_delivered:
        delivery.refuse(
            "FILE_ROW_COUNT_DIFFERS",
            f"the manifest says {entry.rows} rows, the file has {found.rows_delivered}",
        )


def _mark_superseded(deliveries: list[Delivery]) -> None:
    """Of an extract's admitted files for one period, leave the latest in force."""
    latest: dict[str | None, Delivery] = {}
    for delivery in deliveries:
        if delivery.status != "admitted":
            continue
        earlier = latest.get(delivery.period)
        if earlier is None:
            latest[delivery.period] = delivery
            continue
        rank = [(each.delivered_on, each.file_name) for each in (earlier, delivery)]
        old, new = (earlier, delivery) if rank[0] < rank[1] else (delivery, earlier)
        old.is_superseded = True
        latest[delivery.period] = new
    for delivery in deliveries:
        if delivery.is_superseded:
            delivery.note(f"superseded by {latest[delivery.period].file_name}")


def _manifest_of(root: Path, agency_folder: str) -> Manifest:
    folder = root / agency_folder
    return read_manifest(folder / MANIFEST_NAME) if folder.is_dir() else Manifest()


def _files(folder: Path) -> list[Path]:
    """Return the files below a folder, without hidden ones and notes to the reader."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.upper().startswith("README")
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _strays(root: Path, contracts: Contracts, known: set[str]) -> list[Delivery]:
    """Return what lies below the root, or is listed, in no extract's folder."""
    strays = []
    for path in sorted(root.iterdir()):
        if path.is_file() and not path.name.startswith(".") and "README" not in path.name.upper():
            stray = Delivery(path.name, "(none)", None)
            stray.file_bytes = path.stat().st_size
            stray.refuse("FILE_UNREADABLE", "lies in no agency's folder: put it in its extract's")
            strays.append(stray)
    for agency_folder in sorted(path for path in root.iterdir() if path.is_dir()):
        agency = agency_folder.name
        if agency.startswith(".") or agency in contracts.left_alone:
            continue
        listed = {f"{agency}/{file}" for file in _manifest_of(root, agency).entries}
        lying = {path.relative_to(root).as_posix() for path in _files(agency_folder)}
        lying.discard(f"{agency}/{MANIFEST_NAME}")
        for file_name in sorted((listed | lying) - known):
            folder = file_name.rpartition("/")[0]
            stray = Delivery(file_name, agency, folder.removeprefix(agency).strip("/") or None)
            if file_name in lying:
                stray.file_bytes = (root / file_name).stat().st_size
                stray.refuse(
                    "FILE_UNREADABLE",
                    f"no contract under models/staging reads the folder {folder}",
                )
            else:
                stray.refuse("FILE_NOT_DELIVERED", "listed in the manifest, but not there")
            strays.append(stray)
    return strays
