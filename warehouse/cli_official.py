"""The command about official statistics: ``warehouse take-official``."""

import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse import settings
from warehouse.errors import WarehouseError


def add_commands(app: typer.Typer, console: Console) -> None:
    """Add the command to the application; it prints on the console."""

    @app.command(
        "take-official",
        epilog="Examples:\n\n"
        "`warehouse take-official downloads/` takes OEWS, projections, job zones, crosswalk,"
        " programs and prices, whichever are there.\n\n"
        "`warehouse take-official downloads/ --extracts /data/2026 --delivered-on 2026-05-20`\n\n"
        "docs/labor-market.md says which files to download.",
    )
    def take(
        folder: Annotated[Path, typer.Argument(help="Folder of files as they were downloaded.")],
        extracts: Annotated[
            Path | None, typer.Option(help="Root of the deliveries; WAREHOUSE_EXTRACTS by default.")
        ] = None,
        delivered_on: Annotated[
            str, typer.Option(metavar="YYYY-MM-DD", help="Day of delivery, today by default.")
        ] = "",
        attested_by: Annotated[
            str, typer.Option(help="Who attests to the files in the manifest.")
        ] = "Labor-market information office",
        excerpt: Annotated[
            bool, typer.Option("--excerpt", help="Allow files that name few occupations.")
        ] = False,
    ) -> None:
        """Lay down official labor-market files, as downloaded, as deliveries with a manifest."""
        from warehouse.official import take_official

        try:
            day = datetime.date.fromisoformat(delivered_on or str(datetime.date.today()))
        except ValueError:
            raise WarehouseError(
                f"--delivered-on is a day such as 2026-05-20, not {delivered_on}."
            ) from None
        root = extracts or settings.read_settings().extracts
        taken = take_official(folder, root, day, attested_by, excerpt)
        for file in taken:
            state = "" if file.is_new else ", where they lay already"
            if file.mended:
                state += f"; quotes doubled in {file.mended}"
            console.print(
                f"{', '.join(file.names)}: {file.rows:,} rows of {file.period} in"
                f" {root / file.delivery}{state}",
                markup=False,
            )
        console.print(
            f"Next: WAREHOUSE_EXTRACTS={root} dbt build; then ask council.priority_occupations."
        )
