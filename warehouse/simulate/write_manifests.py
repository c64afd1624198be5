"""One manifest per agency: what it says that it delivered."""

import datetime
from collections import defaultdict
from pathlib import Path

from warehouse.simulate.deliveries_schedule import office_of
from warehouse.simulate.layouts import Layout

HEADER = "file,extract,period,delivered_on,rows,sha256,schema_version,attested_by,attested_on"
SCHEMA_VERSION = "1"


class Manifests:
    """Collects what is delivered, by the agency's folder."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = defaultdict(list)

    def add(
        self,
        layout: Layout,
        file_name: str,
        period: str,
        delivered_on: datetime.date,
        rows: int,
        sha256: str,
    ) -> None:
        """List a file; the office attests to it the day before it is delivered."""
        folder, file = file_name.split("/", 1)
        attested_on = delivered_on - datetime.timedelta(days=1)
        fields = [file, layout.extract, period, delivered_on.isoformat(), str(rows), sha256]
        fields += [SCHEMA_VERSION, f'"{office_of(layout)}"', attested_on.isoformat()]
        self._lines[folder].append(",".join(fields))

    def write(self, out: Path) -> None:
        """Write `manifest.csv` into each agency's folder."""
        for folder, lines in sorted(self._lines.items()):
            text = "\n".join([HEADER, *sorted(lines)]) + "\n"
            (out / folder / "manifest.csv").write_text(text, encoding="utf-8", newline="\n")
