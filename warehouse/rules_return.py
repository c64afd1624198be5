"""`warehouse return-file`: an agency's refused rows as delivered, to be corrected and resent.

The rows go back in the form in which they came (heading, delimiter, encoding), so that a corrected
file can be tried with `warehouse check` as it is; the reasons stand in a list beside them. All of
it is personal data: the folder is the writer's alone, and never one that others read.
"""

import csv
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb
from rich.console import Console

from warehouse.admission.check import advice
from warehouse.admission.contracts import (
    Contracts,
    SourceContract,
    find_project_root,
    read_contracts,
)
from warehouse.admission.lines import RecordReader
from warehouse.admission.values import quoted
from warehouse.errors import WarehouseError
from warehouse.publish import open_read_only
from warehouse.rules_register import Rule, read_built_register
from warehouse.rules_return_text import ReturnedFile, WholeFile, readme
from warehouse.settings import Settings

RETURNS = Path("returns")
ROWS_FOLDER = "resend"
REASONS_FILE = "reasons.csv"
README_FILE = "README.md"
REASON_COLUMNS = (
    "file",
    "line",
    "delivered_line",
    "rule_id",
    "column",
    "statement",
    "what_to_do",
)


@dataclass(frozen=True)
class Return:
    """What was written for an agency; `folder` is None where nothing of it was refused."""

    agency: str
    folder: Path | None
    files: tuple[ReturnedFile, ...]
    whole_files: tuple[WholeFile, ...]


@dataclass(frozen=True)
class _Line:
    """A refused row: its line in the delivery, its text, and the reasons (`RULE[:column]`)."""

    number: int
    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Delivery:
    file_name: str
    extract: str
    period: str
    encoding: str
    sha256: str


def write_return(where: Settings, agency: str, out: Path | None = None) -> Return:
    """Write an agency's refused rows, the reasons and a README into a folder of their own.

    Parameters
    ----------
    where
        The warehouse's file, and the deliveries that it was built from: headings come from there.
    agency
        As the folder of its deliveries is called.
    out
        A new or empty folder; by default `returns/<agency>`.

    Returns
    -------
    Return
        Files and counts. Deliveries that a later one took the place of are left out.

    Raises
    ------
    WarehouseError
        If the agency is unknown, the folder is one that others read or isn't empty, or a delivery
        isn't there any more as it was built from.
    """
    folder = out or RETURNS / agency
    contracts = read_contracts(find_project_root())
    with open_read_only(where.warehouse_file) as connection:
        _check_agency(connection, agency)
        rules = {rule.rule_id: rule for rule in read_built_register(connection)}
        whole = _whole_files(connection, agency, rules)
        deliveries = _deliveries(connection, agency)
        if not deliveries and not whole:
            return Return(agency, None, (), ())
        _check_folder(folder, where)
        for delivery in deliveries:
            _check_delivery(where.extracts / delivery.file_name, delivery)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        files = []
        with _open_private(folder / REASONS_FILE) as stream:
            reasons = csv.writer(stream, lineterminator="\n")
            reasons.writerow(REASON_COLUMNS)
            for delivery in deliveries:
                contract = contracts.by_label(f"{agency}.{delivery.extract}")
                lines = _refused_lines(connection, delivery)
                target = _target(folder, delivery)
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                written = _write_rows(where.extracts, delivery, contract, lines, target)
                name = target.relative_to(folder / ROWS_FOLDER).as_posix()
                for place, line in zip(written, lines, strict=True):
                    for reason in line.reasons:
                        reasons.writerow(
                            (name, place, line.number, *_explained(reason, contract, rules))
                        )
                files.append(_returned(delivery, name, lines))
    with _open_private(folder / README_FILE) as stream:
        stream.write(readme(agency, files, whole, _rules_of_build(contracts, agency, files)))
    return Return(agency, folder, tuple(files), tuple(whole))


def print_return(written: Return, console: Console) -> None:
    """Print what was written and where; counts and names of files alone."""
    if written.folder is None:
        console.print(f"Nothing of {written.agency} was refused: there is nothing to return.")
        return
    rows = sum(each.rows for each in written.files)
    console.print(
        f"{rows:,} refused rows of {len(written.files)} deliveries of {written.agency} are in"
        f" {written.folder}; {len(written.whole_files)} files were refused whole and are listed.",
        soft_wrap=True,
    )
    console.print(
        f"Begin with {written.folder / README_FILE}; why each row was refused is in"
        f" {REASONS_FILE}.",
        soft_wrap=True,
    )
    console.print(
        "It holds personal data: send it to the agency alone, by a protected way, and delete it"
        " then.",
        style="yellow",
        soft_wrap=True,
    )


def _check_agency(connection: duckdb.DuckDBPyConnection, agency: str) -> None:
    try:
        rows = connection.execute(
            "select distinct agency from staging.stg_admission__deliveries order by agency"
        ).fetchall()
    except duckdb.CatalogException:
        raise WarehouseError(
            "This warehouse holds no deliveries (staging.stg_admission__deliveries); "
            "run `dbt build` first."
        ) from None
    agencies = [name for (name,) in rows]
    if agency not in agencies:
        raise WarehouseError(
            f"No delivery is known of the agency {agency}. Known: {', '.join(agencies)}."
        )


def _check_folder(folder: Path, where: Settings) -> None:
    """Refuse a folder that others read, that is under version control, or that isn't empty."""
    target = folder.resolve()
    project = find_project_root().resolve()
    read_by_others = [
        (where.published, "readers open what is published"),
        (where.extracts, "what lies there is taken for a delivery"),
        (where.state, "state/ is backed up and kept"),
    ]
    for place, why in read_by_others:
        if target.is_relative_to(place.resolve()):
            raise WarehouseError(
                f"Refused rows are personal data, and {folder} lies in {place}: {why}. "
                "Name another folder, --out FOLDER."
            )
    if target.is_relative_to(project) and not target.is_relative_to(project / RETURNS):
        raise WarehouseError(
            f"Refused rows are personal data, and {folder} lies in the project, where it could be"
            f" committed. Name a folder outside, or one below {RETURNS}/, which is ignored."
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WarehouseError(
            f"{folder} isn't an empty folder, and corrections in it would be lost. Delete it, or"
            " name another, --out FOLDER."
        )


def _deliveries(connection: duckdb.DuckDBPyConnection, agency: str) -> list[_Delivery]:
    rows = connection.execute(
        """
        select file_name, extract, period, encoding, sha256
        from staging.stg_admission__deliveries
        where agency = ? and not is_superseded
            and file_name in (select file_name from staging.stg_refused_lines)
        order by file_name
        """,
        [agency],
    ).fetchall()
    return [_Delivery(*row) for row in rows]


def _whole_files(
    connection: duckdb.DuckDBPyConnection, agency: str, rules: dict[str, Rule]
) -> list[WholeFile]:
    rows = connection.execute(
        "select file_name, refusal_reasons, message from staging.stg_admission__deliveries"
        " where agency = ? and status = 'refused' order by file_name",
        [agency],
    ).fetchall()
    return [
        WholeFile(
            name,
            message,
            tuple((each, rules[each].what_to_do if each in rules else "") for each in reasons),
        )
        for name, reasons, message in rows
    ]


def _refused_lines(connection: duckdb.DuckDBPyConnection, delivery: _Delivery) -> list[_Line]:
    rows = connection.execute(
        "select line_number, raw_text, refusal_reasons from staging.stg_refused_lines"
        " where file_name = ? order by line_number",
        [delivery.file_name],
    ).fetchall()
    return [_Line(number, text, tuple(reasons)) for number, text, reasons in rows]


def _check_delivery(path: Path, delivery: _Delivery) -> None:
    """Raise unless the file is there as it was when the warehouse was built from it."""
    if path.is_file():
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() == delivery.sha256:
                return
    raise WarehouseError(
        f"{path} isn't there, or isn't the file that the warehouse was built from, and the heading"
        " of the return comes from it. Set WAREHOUSE_EXTRACTS to the folder of the deliveries, or"
        " run `dbt build` again."
    )


def _target(folder: Path, delivery: _Delivery) -> Path:
    """Name the returned file like the delivery: its folders tell `warehouse check` the extract."""
    return folder / ROWS_FOLDER / delivery.file_name.removesuffix(".gz")


def _write_rows(
    extracts: Path,
    delivery: _Delivery,
    contract: SourceContract,
    lines: list[_Line],
    target: Path,
) -> list[int]:
    """Write refused rows under the delivery's heading; return the line at which each begins."""
    source = extracts / delivery.file_name
    if target.suffix == ".parquet":
        _copy_parquet_rows(source, lines, target)
        return list(range(2, len(lines) + 2))
    header = _header(source, delivery, contract)
    places = []
    place = 1 + header.count("\n") + 1
    with _open_private(target, delivery.encoding) as stream:
        stream.write(header + "\n")
        for line in lines:
            stream.write(line.text + "\n")
            places.append(place)
            place += line.text.count("\n") + 1
    return places


def _header(source: Path, delivery: _Delivery, contract: SourceContract) -> str:
    reader = RecordReader(
        source, delivery.encoding, contract.delimiter, contract.longest_record_lines
    )
    for _ in reader.batches():
        break
    return reader.header_text


def _copy_parquet_rows(source: Path, lines: list[_Line], target: Path) -> None:
    """Copy rows with their types; line 2 is the first row."""
    rows = ", ".join(str(line.number - 2) for line in lines)
    _open_private(target).close()
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * exclude (file_row_number)"
            f" from read_parquet({quoted(str(source))}, file_row_number = true)"
            f" where file_row_number in ({rows}) order by file_row_number)"
            f" to {quoted(str(target))} (format parquet, use_tmp_file false)"
        )
    target.chmod(0o600)


def _explained(
    reason: str, contract: SourceContract, rules: dict[str, Rule]
) -> tuple[str, str, str, str]:
    """Give rule, heading of the column, statement, and what to do."""
    rule_id, _, name = reason.partition(":")
    column = next((each for each in contract.columns if each.name == name), None)
    rule = rules.get(rule_id)
    to_do = rule.what_to_do if rule else ""
    if column is not None:
        hint = advice(rule_id, column)
        to_do = f"{to_do} Here: {hint}."
    return rule_id, column.delivered_as if column else name, rule.statement if rule else "", to_do


def _returned(delivery: _Delivery, name: str, lines: list[_Line]) -> ReturnedFile:
    rules = sorted({reason.partition(":")[0] for line in lines for reason in line.reasons})
    return ReturnedFile(
        delivery.file_name, delivery.extract, delivery.period, name, len(lines), tuple(rules)
    )


def _rules_of_build(
    contracts: Contracts, agency: str, files: list[ReturnedFile]
) -> tuple[str, ...]:
    """Name the rules of this return that only a build can ask: they need the Council's registers.

    `warehouse check` sees one file, and knows its form and the rules of its own rows.
    """
    known_to_check = {
        rule
        for contract in contracts.extracts
        if contract.agency == agency
        for rule, _ in contract.row_rules
    }
    named = {rule for each in files for rule in each.rule_ids}
    return tuple(
        sorted(
            rule
            for rule in named - known_to_check
            if not rule.startswith(("ROW_", "VALUE_", "FILE_"))
        )
    )


def _open_private(path: Path, encoding: str = "utf-8") -> TextIO:
    """Open a new file for writing that its owner alone may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "w", encoding=encoding, errors="backslashreplace", newline="\n")
