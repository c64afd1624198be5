"""Folders that are whole or not there: written beside, swapped in at the end."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.simulate.layouts import read_layouts

KEPT_FILES = ("README.md", ".gitkeep", ".gitignore")


@contextmanager
def replaced_folders(out: Path, truth: Path) -> Iterator[tuple[Path, Path]]:
    """Give two empty folders to write into; swap them in when the block ends without an error.

    Raises
    ------
    WarehouseError
        When a folder that is there holds anything but deliveries or a truth, so that replacing
        it would destroy something else.
    """
    out, truth = out.resolve(), truth.resolve()
    if out == truth or out in truth.parents or truth in out.parents:
        raise WarehouseError(f"Deliveries and truth need folders apart: {out} and {truth}.")
    refuse_foreign(out, _is_agency_folder, "deliveries")
    refuse_foreign(truth, lambda path: path.suffix == ".parquet", "a simulated truth")
    pairs = [(folder, folder.with_name(f".{folder.name}.writing")) for folder in (out, truth)]
    for _, new in pairs:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
    try:
        yield pairs[0][1], pairs[1][1]
        for folder, new in pairs:
            _swap(folder, new)
    finally:
        for _, new in pairs:
            shutil.rmtree(new, ignore_errors=True)


def refuse_foreign(folder: Path, is_ours: Callable[[Path], bool], what: str) -> None:
    """Refuse a folder in which something lies that this command doesn't write."""
    if folder.is_file():
        raise WarehouseError(f"{folder} is a file; name a folder.")
    if not folder.exists():
        return
    foreign = [p.name for p in folder.iterdir() if p.name not in KEPT_FILES and not is_ours(p)]
    if foreign:
        raise WarehouseError(
            f"{folder} holds {sorted(foreign)[0]}, which isn't part of {what}; "
            "nothing was written. Name an empty or new folder."
        )


def _is_agency_folder(path: Path) -> bool:
    agencies = {layout.location.split("/")[0] for layout in read_layouts().values()}
    return path.is_dir() and path.name in agencies


def _swap(folder: Path, new: Path) -> None:
    """Put the new folder in place of the old one, with the files that people keep in it."""
    old = folder.with_name(f".{folder.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        for name in KEPT_FILES:
            if (folder / name).exists():
                shutil.copy2(folder / name, new / name)
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
