"""What `warehouse rules` does with its options."""

from pathlib import Path

from rich.console import Console

from warehouse.admission.contracts import find_project_root
from warehouse.errors import WarehouseError
from warehouse.rules_print import print_gate, print_overview, print_rule
from warehouse.rules_report import overview_json, read_overview, read_rule, rule_json
from warehouse.settings import Settings


def show_rules(
    where: Settings,
    console: Console,
    rule_id: str | None = None,
    show_all: bool = False,
    gate: bool = False,
    as_json: bool = False,
    data_docs: bool = False,
    write_docs: bool = False,
) -> bool:
    """Print or write what is asked for.

    Returns
    -------
    bool
        Whether the release gate is open; True where it wasn't asked for.

    Raises
    ------
    WarehouseError
        If options contradict each other, the rule is unknown, or there is no built warehouse.
    """
    asked = [rule_id is not None, show_all, gate, data_docs, write_docs]
    if sum(asked) > 1 or (as_json and (data_docs or write_docs)):
        raise WarehouseError(
            "One thing at a time: RULE-ID, --all, --gate, --data-docs or --write-docs; --json goes"
            " with the first three."
        )
    if write_docs:
        from warehouse.rules_docs import write_rules_page

        console.print(f"Written: {write_rules_page(find_project_root())}", soft_wrap=True)
    elif data_docs:
        _write_data_docs(where.warehouse_file, console)
    elif rule_id is not None:
        report = read_rule(where.warehouse_file, where.state, rule_id)
        if as_json:
            _print_json(rule_json(report), console)
        else:
            print_rule(report, console)
    else:
        overview = read_overview(where.warehouse_file)
        if as_json:
            _print_json(overview_json(overview), console)
        elif gate:
            print_gate(overview, console)
        else:
            print_overview(overview, console, show_all)
        return overview.gate.is_open
    return True


def _write_data_docs(warehouse_file: Path, console: Console) -> None:
    from warehouse.rules_data_docs import write_data_docs

    site = write_data_docs(warehouse_file)
    console.print(
        f"Data Docs of {site.checks} checks on {site.pages} pages: open {site.index}",
        soft_wrap=True,
    )


def _print_json(text: str, console: Console) -> None:
    console.print(text, soft_wrap=True, markup=False)
