"""The command that attacks a release: ``warehouse audit-release``."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse import settings
from warehouse.errors import WarehouseError
from warehouse.publication.versions import Reader, published_file


def add_commands(app: typer.Typer, console: Console, say: Callable[[str], None]) -> None:
    """Add the command to the application; it prints on its console."""

    @app.command(
        "audit-release",
        epilog="Examples:\n\n"
        "`dbt build && warehouse audit-release` attacks what the warehouse would publish.\n\n"
        "`warehouse audit-release published/current/public/public.duckdb --alone`\n\n"
        "`warehouse audit-release new/public/parquet/released --earlier state/releases"
        " --json found.json`",
    )
    def audit_release(
        path: Annotated[
            Path | None,
            typer.Argument(
                help="A DuckDB file with the schema `released`, or a folder of its tables as"
                " Parquet; by default the warehouse file, or where there is none the current"
                " publication."
            ),
        ] = None,
        earlier: Annotated[
            Path | None,
            typer.Option(
                help="Folder of earlier releases, a folder each, in the order of their names; by"
                " default `releases` in the state folder.",
                metavar="FOLDER",
            ),
        ] = None,
        alone: Annotated[
            bool, typer.Option("--alone", help="Without the help of earlier releases.")
        ] = False,
        processes: Annotated[
            int, typer.Option(min=1, help="Processes that share the work.")
        ] = settings.AUDIT_PROCESSES,
        json_file: Annotated[
            Path | None, typer.Option("--json", help="Write all findings there.", metavar="FILE")
        ] = None,
    ) -> None:
        """Attack a release from its published files alone; exit 1 if anything can be told."""
        from warehouse.attack.audit import audit
        from warehouse.attack.printing import print_audit, write_json
        from warehouse.attack.published import read_earlier, read_release

        if alone and earlier:
            raise WarehouseError("--alone asks for no earlier releases; leave it or --earlier.")
        where = settings.read_settings()
        path = path or _release_at_hand(where)
        release = read_release(path, name="")
        say(f"{len(release.cells):,} cells in {path}")
        before = [] if alone else read_earlier(earlier, where.state / "releases", release)
        for each in before:
            say(f"{len(each.cells):,} cells in the earlier release {each.name}")
        result = audit([*before, release], say, processes, is_guessing=True)
        names = [each.name for each in before]
        print_audit(result, str(path), names, console)
        if json_file:
            write_json(result, json_file)
            console.print(f"All findings are in {json_file}.", markup=False)
        if result.findings:
            raise typer.Exit(1)


def _release_at_hand(where: settings.Settings) -> Path:
    """Take what would be published, or else what was."""
    published = published_file(where.published, Reader.PUBLIC)
    if published.exists() and not where.warehouse_file.exists():
        return published
    return where.warehouse_file
