"""`warehouse check`: what admission would say of a file, for an agency to see before it sends."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from warehouse.admission.contracts import (
    ColumnContract,
    Contracts,
    SourceContract,
    find_project_root,
    read_contracts,
)
from warehouse.admission.deliveries import Delivery, judge
from warehouse.admission.inspection import DELIVERY_SUFFIXES, SHOWN_LINES
from warehouse.admission.landing import LandedFile, stream_rows
from warehouse.admission.manifests import (
    MANIFEST_HEADER,
    MANIFEST_NAME,
    Manifest,
    ManifestEntry,
    read_manifest,
)
from warehouse.errors import WarehouseError

_ADVICE = {
    "FILE_NOT_DELIVERED": "check the path",
    "FILE_EMPTY": "export it again; a delivery without rows still has its header line",
    "FILE_COLUMNS_MISSING": "add the columns, or correct the headings",
    "FILE_HEADER_REPEATS": "leave one header line, with each heading once",
    "FILE_CHECKSUM_DIFFERS": "send it again; only if changed on purpose, attest it anew",
    "FILE_ROW_COUNT_DIFFERS": "send the whole file; only if it is whole, attest it anew",
    "FILE_NOT_IN_MANIFEST": "correct the manifest",
    "ROW_FIELD_COUNT": "write as many fields as the header has; quote a field that holds the"
    " delimiter",
    "ROW_QUOTE_UNCLOSED": 'close the quote, or write a quote inside a field twice ("")',
    "ROW_ENCODING": "save these lines in the declared encoding",
    "VALUE_MISSING": "fill in; the column is required",
    "VALUE_NOT_A_NUMBER": "write digits and a decimal point only, no thousands separators",
    "VALUE_NOT_A_FLAG": "write Y or N, or leave it blank",
    "DATES_OUT_OF_ORDER": "check which of the dates is wrong",
    "BIRTH_AFTER_EVENT": "check date of birth and date of the event",
    "EARNED_BEFORE_ATTEMPT": "check which of the dates is wrong",
    "EVENT_AFTER_DELIVERY": "an event can't lie after the day of delivery",
    "WAGES_NEGATIVE": "only an adjustment may be negative",
}


@dataclass(frozen=True)
class RefusedRows:
    """Rows that break one rule in one column; `first_lines` are the first line numbers."""

    rule: str
    column: str | None
    rows: int
    first_lines: tuple[int, ...]
    what_to_do: str


@dataclass
class FileReport:
    """What admission says of one file; holds no content of any field."""

    path: Path
    contract_label: str | None
    status: str
    refusal_reasons: list[str] = field(default_factory=list)
    message: str = ""
    physical_lines: int | None = None
    continuation_lines: int | None = None
    blank_lines: int | None = None
    rows_delivered: int | None = None
    rows_refused: int = 0
    refused: list[RefusedRows] = field(default_factory=list)
    manifest_line: str | None = None
    what_to_do: list[str] = field(default_factory=list)

    @property
    def rows_accepted(self) -> int | None:
        """Rows that a build would stage without a refusal; None where the file isn't read."""
        if self.status == "refused" or self.rows_delivered is None:
            return None
        return self.rows_delivered - self.rows_refused

    @property
    def is_clean(self) -> bool:
        """Say whether the file would be admitted with every one of its rows."""
        return self.status == "admitted" and self.rows_refused == 0


def check_files(
    paths: list[Path],
    extracts_root: Path | None = None,
    declared_as: str | None = None,
    contracts: Contracts | None = None,
) -> list[FileReport]:
    """Check each file against its contract, and its manifest where there is one.

    A path is taken from the working directory, or below `extracts_root` if it isn't there; a
    folder stands for the deliveries in it. The contract is told from the `<agency>/<extract>/` in
    a file's path, or given as `declared_as` (`agency.extract`). Raises ContractError if
    `declared_as` is unknown or a contract can't be used.
    """
    contracts = contracts or read_contracts(find_project_root())
    given = contracts.by_label(declared_as) if declared_as else None
    files = [file for path in paths for file in _expand(_locate(path, extracts_root))]
    if not files:
        raise WarehouseError(
            f"No delivery lies in {', '.join(map(str, paths))}; deliveries end in "
            f"{', '.join(DELIVERY_SUFFIXES)}."
        )
    return [_check_file(file, given, contracts) for file in files]


def _locate(path: Path, extracts_root: Path | None) -> Path:
    if not path.exists() and extracts_root is not None and (extracts_root / path).exists():
        return extracts_root / path
    return path


def _expand(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if file.name.endswith(DELIVERY_SUFFIXES) and file.name != MANIFEST_NAME
    )


def _check_file(path: Path, given: SourceContract | None, contracts: Contracts) -> FileReport:
    if not path.is_file():
        return _not_checked(path, "no such file", "check the path")
    folders = path.resolve().parent.parts
    located = next(
        (c for c in contracts.extracts if folders[-c.location.count("/") - 1 :] == _parts(c)), None
    )
    contract = given or located
    if contract is None and len(folders) > 1 and folders[-2] in contracts.left_alone:
        return _not_checked(
            path,
            f"a source of {folders[-2]} in a _sources.yml is without `plugin: admission`, so that"
            " admission reads no such folder",
            "write `config: {meta: {plugin: admission}}` and `schema: staging` under the source",
        )
    if contract is None:
        return _not_checked(
            path,
            "which extract it is can't be told from its path",
            "put it in <agency>/<extract>/, or name the extract: --as agency.extract",
        )
    manifest, entry = (None, None) if given else _manifest_entry(path, contract)
    file_name = f"{contract.location}/{path.name}" if located is contract else path.name
    delivery = judge(path, file_name, contract, manifest if entry else None, entry)
    report = _report(path, contract, delivery)
    if entry is None and delivery.inspection is not None:
        _note_manifest(report, contract, delivery, manifest)
    if delivery.status == "admitted":
        _add_refused_rows(report, contract, delivery)
    for reason in report.refusal_reasons:
        if reason in _ADVICE:
            report.what_to_do.append(f"{reason}: {_ADVICE[reason]}")
    return report


def _parts(contract: SourceContract) -> tuple[str, ...]:
    return tuple(contract.location.split("/"))


def _not_checked(path: Path, message: str, what_to_do: str) -> FileReport:
    return FileReport(
        path, None, "refused", message=f"{message.capitalize()}.", what_to_do=[what_to_do]
    )


def _manifest_entry(path: Path, contract: SourceContract) -> tuple[Manifest, ManifestEntry | None]:
    agency_folder = path.resolve().parents[contract.location.count("/")]
    manifest = read_manifest(agency_folder / MANIFEST_NAME)
    listed = f"{contract.location.removeprefix(contract.agency_folder).strip('/')}/{path.name}"
    return manifest, manifest.entries.get(listed)


def _report(path: Path, contract: SourceContract, delivery: Delivery) -> FileReport:
    return FileReport(
        path=path,
        contract_label=contract.label,
        status=delivery.status,
        refusal_reasons=list(delivery.refusal_reasons),
        message=delivery.message,
        physical_lines=delivery.physical_lines,
        continuation_lines=delivery.continuation_lines,
        blank_lines=delivery.blank_lines,
        rows_delivered=delivery.rows_delivered,
    )


def _note_manifest(
    report: FileReport, contract: SourceContract, delivery: Delivery, manifest: Manifest | None
) -> None:
    """Say that no manifest lists the file, and write the line that will."""
    if manifest is None:
        note = "The manifest wasn't asked."
    elif manifest.problem and "absent" not in manifest.problem:
        note = f"{manifest.problem}."
    else:
        note = f"Not yet listed in {contract.agency_folder}/{MANIFEST_NAME}; add its line."
    report.message = f"{report.message} {note}".strip()
    if delivery.status == "admitted":
        below = contract.location.removeprefix(contract.agency_folder).strip("/")
        report.manifest_line = (
            f"{below}/{report.path.name},{contract.extract},<period>,<delivered_on>,"
            f"{delivery.rows_delivered},{delivery.sha256},1,<attested_by>,<attested_on>"
        )


def _add_refused_rows(report: FileReport, contract: SourceContract, delivery: Delivery) -> None:
    assert delivery.inspection is not None
    landed = LandedFile(
        delivery.inspection, delivery.file_name, delivery.period, delivery.delivered_on, False
    )
    with duckdb.connect() as connection:
        connection.register("admission_rows", stream_rows(contract, [landed]))
        connection.execute(
            "create table refused as select line_number, refusal_reasons from admission_rows"
            " where len(refusal_reasons) > 0"
        )
        report.rows_refused = connection.execute("select count(*) from refused").fetchall()[0][0]
        counted = connection.execute(
            f"""
            select reason, count(*), list(line_number order by line_number)[:{SHOWN_LINES}]
            from (select line_number, unnest(refusal_reasons) as reason from refused)
            group by reason
            order by count(*) desc, reason
            """
        ).fetchall()
    columns = {column.name: column for column in contract.columns}
    for reason, rows, first_lines in counted:
        rule, _, name = reason.partition(":")
        report.refused.append(
            RefusedRows(
                rule=rule,
                column=name or None,
                rows=rows,
                first_lines=tuple(first_lines),
                what_to_do=advice(rule, columns.get(name)),
            )
        )


def advice(rule: str, column: ColumnContract | None) -> str:
    """Say in a few words how to mend a row that breaks a rule, in a column where it is one's."""
    if column is None:
        return _ADVICE.get(rule, "see the rule's statement")
    if rule == "VALUE_NOT_A_DATE":
        return f"write dates as {column.date_format}"
    if rule == "VALUE_OUT_OF_RANGE":
        bounds = [("at least", column.minimum), ("at most", column.maximum)]
        return "must be " + " and ".join(f"{word} {bound}" for word, bound in bounds if bound)
    if rule == "VALUE_MALFORMED":
        return f"must match {column.pattern}"
    return _ADVICE.get(rule, "see the rule's statement")


def print_report(reports: list[FileReport], console: Console | None = None) -> None:
    """Print the reports, and at the end what they come to and what to do next."""
    console = console or Console(highlight=False)
    for report in reports:
        _print_file(report, console)
    refused = sum(report.status == "refused" for report in reports)
    clean = sum(report.is_clean for report in reports)
    console.print(
        f"{len(reports)} file(s) checked: {clean} clean,"
        f" {len(reports) - refused - clean} with refused rows, {refused} refused.",
        style="bold",
    )
    if any(report.manifest_line for report in reports):
        console.print("The manifest's header line is:")
        console.print(MANIFEST_HEADER, soft_wrap=True)


def _print_file(report: FileReport, console: Console) -> None:
    style = "red" if report.status == "refused" else "green" if report.is_clean else "yellow"
    label = f" ({report.contract_label})" if report.contract_label else ""
    console.print(
        f"[bold]{escape(str(report.path))}[/bold]{label}: [{style}]{report.status}[/{style}]"
        + (f" {', '.join(report.refusal_reasons)}" if report.refusal_reasons else ""),
        soft_wrap=True,
    )
    if report.rows_delivered is not None:
        console.print(
            f"  {report.physical_lines} lines = header + {report.rows_delivered} rows"
            f" + {report.continuation_lines} continued + {report.blank_lines} blank"
            + (
                f"; {report.rows_accepted} rows accepted, {report.rows_refused} refused"
                if report.status == "admitted"
                else ""
            )
        )
    if report.message:
        console.print(f"  {escape(report.message)}", soft_wrap=True)
    if report.refused:
        table = Table("rule", "column", "rows", "first lines", "what to do", box=None)
        for each in report.refused:
            table.add_row(
                each.rule,
                each.column or "",
                str(each.rows),
                ", ".join(str(line) for line in each.first_lines),
                escape(each.what_to_do),
            )
        console.print(table)
    for advice in report.what_to_do:
        console.print(f"  To do: {escape(advice)}", soft_wrap=True)
    if report.manifest_line:
        console.print(f"  Manifest line: {escape(report.manifest_line)}", soft_wrap=True)
