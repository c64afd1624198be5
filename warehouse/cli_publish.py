"""The commands for readers: ``warehouse publish``, ``publish-list`` and ``query``."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from warehouse import settings
from warehouse.errors import WarehouseError
from warehouse.publication.versions import Reader, published_file


def add_commands(app: typer.Typer, console: Console) -> None:
    """Add the commands to the application; they print on the console."""

    @app.command(
        epilog="Examples:\n\n"
        "`dbt build && warehouse publish`\n\n"
        "`WAREHOUSE_RESEARCH_SECRET=$(cat secret) warehouse publish` writes the research file too."
    )
    def publish(
        keep: Annotated[
            int,
            typer.Option(min=2, envvar="WAREHOUSE_VERSIONS_KEPT", help="How many versions stay."),
        ] = settings.VERSIONS_KEPT,
        wait: Annotated[
            float, typer.Option(min=0, help="Seconds to wait for a build that holds the warehouse.")
        ] = 0,
    ) -> None:
        """Write what readers open into a fresh folder, and swap it in.

        A folder for everyone, one for the agency's analysts and, under a secret, one for research.
        """
        from warehouse.publication.research import SECRET_VARIABLE
        from warehouse.publish import open_read_only
        from warehouse.publish import publish as run_publish
        from warehouse.summary import print_summary

        where = settings.read_settings()
        publication = run_publish(
            where.warehouse_file,
            where.published,
            where.state,
            secret=os.environ.get(SECRET_VARIABLE),
            versions_kept=keep,
            patience=wait,
        )
        with open_read_only(published_file(where.published, Reader.INTERNAL)) as connection:
            print_summary(connection, console)
        console.print(
            f"Published version {publication.version} with release {publication.release_id}:"
        )
        for reader, whom in (
            (Reader.PUBLIC, "everyone; CSV, Parquet and Excel beside it"),
            (Reader.INTERNAL, "the agency's analysts; not for release"),
            (Reader.RESEARCH, "those entitled; ids issued anew"),
        ):
            if reader in publication.rows:
                console.print(
                    f"  {published_file(where.published, reader)}\n"
                    f"    {publication.rows[reader]:,} rows for {whom}"
                )
            else:
                console.print(f"  no {reader} file: {SECRET_VARIABLE} isn't set")
        console.print(
            "Open them read-only in any DuckDB client or BI tool (docs/connect.md), or ask here:\n"
            '  warehouse query "select credential_code, count(*) as awards '
            'from marts.fct_credential_award group by all order by awards desc limit 5"\n'
            "Refused rows and their reasons: quality.refused_rows. "
            "Before an agency sends again: warehouse check FILE"
        )

    @app.command(
        "publish-list",
        epilog="Examples:\n\n"
        "`warehouse publish-list --out site` writes every List, and the registers.\n\n"
        "`warehouse publish-list --year 2026 --out site`",
    )
    def publish_list(
        out: Annotated[Path, typer.Option(help="Folder for pages and files; replaced as a whole.")],
        year: Annotated[
            list[int] | None, typer.Option(help="List year; may be given again. By default all.")
        ] = None,
    ) -> None:
        """Write the High-Value Credential List as web pages, CSV, JSON and CTDL JSON-LD."""
        from warehouse.council_list.publish import publish_list as run_publish_list

        written = run_publish_list(settings.read_settings().warehouse_file, out, year or ())
        console.print(
            f"Published {len(written.list_years)} Lists; that of {written.list_years[-1]} holds"
            f" {written.credentials} credentials and {written.agreements} agreements."
        )
        console.print(
            f"Open {out / 'index.html'} in a browser; the folder is ready for a web server."
        )

    # A statement that begins with a comment, as those in analyses/ do, looks like an option.
    @app.command(
        epilog='Example: `warehouse query "from marts.dim_credential limit 5"`',
        context_settings={"ignore_unknown_options": True},
    )
    def query(
        sql: Annotated[str, typer.Argument(help="One statement over the published schemas.")],
        reader: Annotated[Reader, typer.Option("--of", help="Whose file.")] = Reader.INTERNAL,
        limit: Annotated[int, typer.Option(min=1, help="Rows shown at the most.")] = 50,
    ) -> None:
        """Ask the published warehouse a question in SQL."""
        import duckdb

        from warehouse.publish import open_read_only

        file = find_published(reader)
        with open_read_only(file) as connection:
            try:
                result = connection.execute(sql)
                headings = [column[0] for column in result.description or []] if result else []
                rows = result.fetchmany(limit + 1) if headings else []
            except duckdb.Error as error:
                raise WarehouseError(str(error)) from None
        print_rows(console, headings, rows[:limit])
        if len(rows) > limit:
            console.print(f"The first {limit} rows; --limit shows more.")


def find_published(reader: Reader) -> Path:
    """Find a kind of reader's file, or say that there is none yet."""
    file = published_file(settings.read_settings().published, reader)
    if not file.exists():
        from warehouse.publication.research import SECRET_VARIABLE

        if reader is Reader.RESEARCH and not os.environ.get(SECRET_VARIABLE):
            raise WarehouseError(
                f"There is no research file at {file}: it is written under a secret alone. Set "
                f"{SECRET_VARIABLE} and run `warehouse publish`."
            )
        raise WarehouseError(f"Nothing is published at {file}; run `make build` first.")
    return file


def print_rows(console: Console, headings: list[str], rows: list[tuple]) -> None:
    """Print rows as a table, or, where that would be too wide to read, one column a line."""
    if not headings:
        raise WarehouseError("That is no statement that gives rows.")
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *texts, strict=True)]
    if sum(widths) + 3 * len(widths) + 1 <= console.width or not console.is_terminal:
        table = Table(*map(escape, headings), box=box.SIMPLE_HEAD)
        for text in texts:
            table.add_row(*map(Text, text))
        wide = Console(highlight=False, width=max(console.width, sum(widths) + 4 * len(widths)))
        wide.print(table)
        return
    for number, text in enumerate(texts, start=1):
        console.print(f"row {number}", style="dim")
        for heading, value in zip(headings, text, strict=True):
            console.print(f"  {heading:<{max(map(len, headings))}}  {value}", markup=False)
