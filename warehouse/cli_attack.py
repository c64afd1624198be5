"""The command that attacks a release: ``warehouse audit-release``."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse import settings


def add_commands(app: typer.Typer, console: Console, say: Callable[[str], None]) -> None:
    """Add the command to the application; it prints on its console."""

    @app.command("audit-release")
    def audit_release(
        path: Annotated[
            Path | None, typer.Argument(help="A DuckDB file or a folder of Parquet files.")
        ] = None,
    ) -> None:
        """Attack a release from its published files alone; exit 1 if anything can be told."""
        from warehouse.attack.audit import audit
        from warehouse.attack.published import read_release

        where = path or settings.read_settings().warehouse_file
        result = audit([read_release(where)], say)
        for finding in result.findings:
            console.print(
                f"{finding.cell}: {finding.low:g} to {finding.high:g}, by {finding.told_by}"
            )
        if result.findings:
            raise typer.Exit(1)
        console.print(f"Nothing can be told from {where}.")
