"""Plants violations of the Council's rules in simulated deliveries, and says which rows they are.

A plant appends rows to delivered files, each sound but for what the plant changes, and speaks of
newcomers: people whom no other row describes. So it turns red only the rules that it breaks.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from warehouse.admission.contracts import ColumnContract, Contracts, SourceContract

# What became of planted rows: `planted` holds their places (file_name, line_number), and each query
# gives the keys by which a rule's check names them.
KEYS_OF = {
    "rows": "select file_name || ':' || line_number from planted",
    "attempts": """
        select credential_attempt_id from intermediate.credential_attempt_reports
        inner join planted using (file_name, line_number)
    """,
    "awards": """
        select credential_award_id from intermediate.credential_award_reports
        inner join planted using (file_name, line_number)
    """,
    "credits": """
        select articulated_credit_id from intermediate.articulated_credit_reports
        inner join planted using (file_name, line_number)
    """,
    "wages": """
        select concat_ws(
            ':', person_id, employer_id,
            year(quarter_starts_on) || 'Q' || quarter(quarter_starts_on)
        )
        from intermediate.wage_reports inner join planted using (file_name, line_number)
    """,
    "holders": """
        select person_id from identity.tuple_persons
        inner join staging.stg_motor_vehicles__cards using (identity_tuple_id)
        inner join planted using (file_name, line_number)
    """,
    "workers": """
        select person_id from intermediate.wage_reports
        inner join planted using (file_name, line_number)
    """,
}


@dataclass(frozen=True, order=True)
class Place:
    """Where a delivered row stands: the file, and the first line of the row in it."""

    file_name: str
    line_number: int


@dataclass(frozen=True)
class Planted:
    """What a plant left behind: rows, with what a check names them by, or the keys themselves.

    `implied` says the same for each rule that the planted one implies.
    """

    places: tuple[Place, ...] = ()
    named_by: str = "rows"
    keys: tuple[str, ...] = ()
    implied: dict[str, "Planted"] = field(default_factory=dict)


@dataclass(frozen=True)
class Newcomer:
    """A person whom only planted rows describe."""

    number: int
    last_name: str
    first_name: str
    birth_date: str
    ssn: str

    @property
    def email(self) -> str:
        return f"{self.last_name}.{self.number}@newcomers.example.org".lower()

    def id(self, letter: str = "") -> str:
        """Give the number by which one agency or entity knows the newcomer."""
        return f"{letter}99{self.number:05d}{_digits(f'id {self.number}', 3)}"


@dataclass
class Deliveries:
    """A folder of deliveries that plants change; `renew_manifests` makes them sound again."""

    root: Path
    contracts: Contracts
    newcomers: int = 0
    rows_changed: dict[str, int] = field(default_factory=dict)
    manifest_changes: list[tuple[str, Callable[[list[dict[str, str]]], None]]] = field(
        default_factory=list
    )

    def newcomer(self, born: str | None = None) -> Newcomer:
        """Invent a person: a name unlike the others', a number of their own, a day of birth."""
        self.newcomers += 1
        number = self.newcomers
        month, day = int(_digits(f"month {number}", 2)) % 12, int(_digits(f"day {number}", 2)) % 28
        return Newcomer(
            number,
            last_name=_name(f"last {number}", 4),
            first_name=_name(f"first {number}", 3),
            birth_date=born or str(date(1980 + number % 15, month + 1, day + 1)),
            ssn=f"{500 + number % 150}{11 + number % 80}{_digits(f'ssn {number}', 4)}",
        )

    def add(self, extract: str, period: str, **values: str) -> Place:
        """Append a row, given by the contract's names of columns; dates are written as agreed."""
        contract = self.contract(extract)
        columns = {column.name: column for column in contract.columns}
        cells = {columns[name].delivered_as: _cell(columns[name], values[name]) for name in values}
        text = self.header(extract, period).decode(contract.encoding)
        header = next(csv.reader([text], delimiter=contract.delimiter))
        line = io.StringIO()
        writer = csv.writer(line, delimiter=contract.delimiter, lineterminator="")
        writer.writerow([cells.get(heading, "") for heading in header])
        return self.add_line(extract, period, line.getvalue().encode(contract.encoding))

    def add_line(self, extract: str, period: str, line: bytes) -> Place:
        """Append a line as it is."""
        path = self.path(extract, period)
        content = path.read_bytes()
        content += b"" if content.endswith(b"\n") else b"\n"
        path.write_bytes(content + line + b"\n")
        name = str(path.relative_to(self.root))
        self.rows_changed[name] = self.rows_changed.get(name, 0) + 1
        return Place(name, content.count(b"\n") + 1)

    def keep_rows(self, extract: str, period: str, one_in: int) -> None:
        """Leave one row in so many of a file."""
        path = self.path(extract, period)
        header, *rows = path.read_bytes().splitlines(keepends=True)
        kept = rows[::one_in]
        path.write_bytes(header + b"".join(kept))
        name = str(path.relative_to(self.root))
        self.rows_changed[name] = len(kept) - len(rows)

    def rewrite(self, extract: str, period: str, content: bytes) -> None:
        """Put other content in a file's place; the manifest attests its checksum, not its rows."""
        path = self.path(extract, period)
        path.write_bytes(content)
        self.rows_changed[str(path.relative_to(self.root))] = 0

    def change_manifest(self, agency: str, change: Callable[[list[dict[str, str]]], None]) -> None:
        """Have the lines of an agency's manifest changed once all rows are planted."""
        self.manifest_changes.append((agency, change))

    def renew_manifests(self) -> None:
        """Let each manifest attest what its files hold now; then make the changes to manifests."""
        for manifest in self.root.glob("*/manifest.csv"):
            agency = manifest.parent.name
            lines = list(csv.DictReader(io.StringIO(manifest.read_text(encoding="utf-8"))))
            header = list(lines[0])
            for line in lines:
                name = f"{agency}/{line['file']}"
                if name in self.rows_changed:
                    content = (self.root / name).read_bytes()
                    line["rows"] = str(int(line["rows"]) + self.rows_changed[name])
                    line["sha256"] = hashlib.sha256(content).hexdigest()
            for changed, change in self.manifest_changes:
                if changed == agency:
                    change(lines)
            with manifest.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header, lineterminator="\n")
                writer.writeheader()
                writer.writerows(lines)

    def contract(self, extract: str) -> SourceContract:
        """Give the contract of 'agency.extract'."""
        (found,) = [each for each in self.contracts.extracts if each.label == extract]
        return found

    def path(self, extract: str, period: str) -> Path:
        return self.root / self.contract(extract).location / f"{period}.csv"

    def header(self, extract: str, period: str) -> bytes:
        """Give the first line of a delivered file."""
        return self.path(extract, period).read_bytes().splitlines()[0]


def manifest_line(lines: list[dict[str, str]], file: str) -> dict[str, str]:
    """Find a file's line in a manifest."""
    (found,) = [line for line in lines if line["file"] == file]
    return found


def _cell(column: ColumnContract, value: str) -> str:
    """Write a day of the form 2025-01-31 as the source writes days; leave all else alone."""
    if column.data_type != "date" or not value:
        return value
    try:
        return date.fromisoformat(value).strftime(str(column.date_format))
    except ValueError:
        return value


def _digits(seed: str, count: int) -> str:
    """Make digits of a seed, the first of them no zero."""
    number = int(hashlib.sha256(seed.encode()).hexdigest(), 16)
    return str(10 ** (count - 1) + number % (9 * 10 ** (count - 1)))


def _name(seed: str, syllables: int) -> str:
    """Make a name of a seed that no list of names holds."""
    digest = hashlib.sha256(seed.encode()).digest()
    parts = [
        "bcdfghjklmnprstvwz"[digest[2 * place] % 18] + "aeiou"[digest[2 * place + 1] % 5]
        for place in range(syllables)
    ]
    return "".join(parts).capitalize()
