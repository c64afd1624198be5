"""Folders that are whole or not there: written beside, swapped in at the end.

Real deliveries lie in folders of the same names as simulated ones. So a simulated folder lists its
files with their checksums, and only a folder that holds these files and no others is replaced.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseError

KEPT_FILES = ("README.md", ".gitkeep", ".gitignore")
LISTING = ".simulated.sha256"


@contextmanager
def replaced_folders(out: Path, truth: Path) -> Iterator[tuple[Path, Path]]:
    """Give two empty folders to write into; swap them in when the block ends without an error.

    Raises
    ------
    WarehouseError
        When a folder that is there holds a file that no simulation wrote, so that replacing it
        would destroy something else.
    """
    out, truth = out.resolve(), truth.resolve()
    if out == truth or out in truth.parents or truth in out.parents:
        raise WarehouseError(f"Deliveries and truth need folders apart: {out} and {truth}.")
    refuse_foreign(out)
    refuse_foreign(truth)
    pairs = [(folder, folder.with_name(f".{folder.name}.writing")) for folder in (out, truth)]
    for _, new in pairs:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
    try:
        yield pairs[0][1], pairs[1][1]
        for folder, new in pairs:
            (new / LISTING).write_text(list_files(new))
            _swap(folder, new)
    finally:
        for _, new in pairs:
            shutil.rmtree(new, ignore_errors=True)


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds anything but what a simulation left there."""
    if folder.is_file():
        raise WarehouseError(f"{folder} is a file; name a folder.")
    if not folder.exists():
        return
    listing = folder / LISTING
    written = set(listing.read_text().splitlines()) if listing.is_file() else set()
    foreign = [line for line in list_files(folder).splitlines() if line not in written]
    if foreign:
        raise WarehouseError(
            f"{folder} holds {foreign[0].split('  ', 1)[1]}, which no simulation wrote or somebody "
            "changed since; nothing was written. Name an empty or new folder."
        )


def list_files(folder: Path) -> str:
    """List the files below a folder as sha256sum does, in the order of their paths."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    kept = {folder / name for name in (*KEPT_FILES, LISTING)}
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
        if path not in kept
    )


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
