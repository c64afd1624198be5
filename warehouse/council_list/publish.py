"""`warehouse publish-list`: the Lists and registers as a folder to put on a web server.

Like a publish of the warehouse it stands behind the release gate. The folder is whole or not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.council_list.content import read_list, read_list_years
from warehouse.council_list.ctdl import REGISTERS_PAGE, ListGraph, page_name
from warehouse.council_list.pages import assets, list_page, registers_page
from warehouse.council_list.registers import read_registers
from warehouse.council_list.tables import as_json, list_csv, list_json
from warehouse.errors import WarehouseError
from warehouse.publish import open_read_only, refuse_closed_gate, refuse_unfinished_build
from warehouse.whole_folders import replaced_folders

LISTING = ".published-list.sha256"


@dataclass(frozen=True)
class ListPublication:
    """What was written."""

    folder: Path
    list_years: tuple[int, ...]
    credentials: int
    agreements: int


def publish_list(
    warehouse_file: Path, folder: Path, list_years: Sequence[int] = ()
) -> ListPublication:
    """Write the Lists of some years, or of all, in every form.

    Parameters
    ----------
    warehouse_file
        A built warehouse; opened read-only.
    folder
        Where the files go; it is made, or replaced if this command wrote all that it holds.
    list_years
        Years of the Lists; none stands for all.

    Raises
    ------
    WarehouseError
        If the build isn't whole, the release gate is closed, a List is unknown or lacks what must
        be said of a credential, or the folder holds files of somebody else.
    """
    with open_read_only(warehouse_file) as connection:
        refuse_unfinished_build(connection, warehouse_file)
        refuse_closed_gate(connection)
        years = sorted(set(list_years)) or read_list_years(connection)
        if not years:
            raise WarehouseError("The warehouse holds no approved List; nothing was published.")
        lists = [read_list(connection, year) for year in years]
        registers = read_registers(connection)
    latest = lists[-1]
    with replaced_folders([folder], LISTING) as (writing,):
        for each in lists:
            stem = f"list-{each.list_year}"
            _write(writing / f"{stem}.csv", list_csv(each))
            _write(writing / f"{stem}.json", list_json(each))
            _write(writing / f"{stem}.jsonld", as_json(ListGraph(each).document()))
            _write(writing / page_name(each.list_year), list_page(each, years))
        _write(writing / "lists.jsonld", as_json(ListGraph(latest).lists_document(years)))
        _write(writing / "index.html", list_page(latest, years))
        _write(writing / REGISTERS_PAGE, registers_page(registers, latest.settings))
        for name, text in assets().items():
            _write(writing / name, text)
    return ListPublication(folder, tuple(years), len(latest.credentials), len(latest.agreements))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
