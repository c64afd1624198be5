"""The commands about the Council's rules: ``warehouse rules`` and ``warehouse return-file``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse import settings


def add_commands(app: typer.Typer, console: Console) -> None:
    """Add the commands to the application; they print on its console."""

    @app.command(
        epilog="Examples:\n\n"
        "`warehouse rules` · `warehouse rules SSN_INVALID` · `warehouse rules --gate` before a"
        " release\n\n"
        "`warehouse rules --data-docs` writes pages for a browser.",
    )
    def rules(
        rule_id: Annotated[
            str | None, typer.Argument(help="One rule: its results, history and failing keys.")
        ] = None,
        show_all: Annotated[
            bool, typer.Option("--all", help="Every rule of the register.")
        ] = False,
        gate: Annotated[
            bool, typer.Option("--gate", help="Whether anything may be released; exit 1 if not.")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
        data_docs: Annotated[
            bool,
            typer.Option(
                "--data-docs", help="Write Great Expectations' Data Docs of the last run."
            ),
        ] = False,
        write_docs: Annotated[
            bool,
            typer.Option("--write-docs", help="Write docs/business-rules.md from the register."),
        ] = False,
    ) -> None:
        """Show what the last build found of the Council's rules, and what to do."""
        from warehouse.rules_command import show_rules

        is_open = show_rules(
            settings.read_settings(),
            console,
            rule_id=rule_id,
            show_all=show_all,
            gate=gate,
            as_json=as_json,
            data_docs=data_docs,
            write_docs=write_docs,
        )
        if gate and not is_open:
            raise typer.Exit(1)

    @app.command(
        "return-file",
        epilog="Example: `warehouse return-file k12 --out /secure/returns/k12`\n\n"
        "What is written holds personal data: for the agency alone, by a protected way.",
    )
    def return_file(
        agency: Annotated[str, typer.Argument(help="The agency whose rows go back.")],
        out: Annotated[
            Path | None, typer.Option(help="A new or empty folder; by default returns/AGENCY.")
        ] = None,
    ) -> None:
        """Write an agency's refused rows as delivered, with the reasons, to correct and resend."""
        from warehouse.rules_return import print_return, write_return

        written = write_return(settings.read_settings(), agency, out)
        print_return(written, console)
