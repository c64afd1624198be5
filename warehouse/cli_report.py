"""The commands that show what is released: ``warehouse report`` and ``warehouse look``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse import settings
from warehouse.publication.versions import Reader, published_file


def add_commands(app: typer.Typer, console: Console) -> None:
    """Add the commands to the application; they print on its console."""
    release_option = typer.Option(
        help="DuckDB file with the schema `released`, or a folder of its Parquet files; by default"
        " what is published.",
    )

    @app.command(
        epilog="Examples:\n\n"
        "`warehouse report` writes the report of what is published into `published/report`.\n\n"
        "`warehouse report --release released/ --out /srv/www/credentials --no-pdf`",
    )
    def report(
        release: Annotated[Path | None, release_option] = None,
        council: Annotated[
            Path | None,
            typer.Option(
                help="DuckDB file with the Council's open tables; by default what is published."
            ),
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option(
                help="Folder for the pages and files, replaced as a whole; by default `report`"
                " beside what is published."
            ),
        ] = None,
        pdf: Annotated[
            bool, typer.Option("--pdf/--no-pdf", help="Print the PDF too, with Chromium.")
        ] = True,
    ) -> None:
        """Write the annual report as pages that open from disk, with its tables and a PDF."""
        from warehouse.report.pdf import find_browser
        from warehouse.report.site import write_site

        published = settings.read_settings().published
        release = release or published_file(published, Reader.PUBLIC)
        council = council or published_file(published, Reader.INTERNAL)
        out = out or published / "report"
        browser = find_browser() if pdf else None
        site = write_site(release, council, out, browser)
        console.print(
            f"The report: {site.pages} pages, {site.tables} tables, {site.charts} charts, in\n"
            f"  {out / 'index.html'}"
        )
        if site.has_pdf:
            console.print(f"To print or send: {out / 'report.pdf'}")
        elif pdf:
            console.print(
                "There is no PDF, for no Chromium is installed (`apt-get install chromium`); "
                "the pages print well from any browser."
            )

    @app.command(
        epilog="Examples:\n\n"
        "`warehouse look` · `warehouse look persons_earned --by career_cluster`",
    )
    def look(
        measure: Annotated[
            str | None, typer.Argument(help="What to look at; by default high-value earners.")
        ] = None,
        by: Annotated[
            str | None, typer.Option(help="Breakdown, such as region; by default school years.")
        ] = None,
        release: Annotated[Path | None, release_option] = None,
    ) -> None:
        """Draw a released measure here in the terminal, over the years or by a breakdown."""
        from warehouse.report.look import draw_bars, look_at
        from warehouse.report.release import read_release

        published = settings.read_settings().published
        release = release or published_file(published, Reader.PUBLIC)
        draw_bars(look_at(read_release(release), measure, by), console)
