"""Folders that are whole or not there: written beside, swapped in at the end.

What a command writes may lie where people keep files of their own. So a written folder lists its
files with their checksums, and only a folder that holds these files and no others is replaced.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseError

KEPT_FILES = ("README.md", ".gitkeep", ".gitignore")


@contextmanager
def replaced_folders(folders: Sequence[Path], listing: str) -> Iterator[tuple[Path, ...]]:
    """Give an empty folder for each to write into; swap them in if the block ends without an error.

    Parameters
    ----------
    folders
        Where the folders shall stand in the end; none lies in another.
    listing
        Name of the file in each folder that lists what was written, so that it can be replaced.

    Raises
    ------
    WarehouseError
        When a folder that is there holds a file that no listing names, so that replacing it would
        destroy something else.
    """
    targets = [folder.resolve() for folder in folders]
    for folder in targets:
        if targets.count(folder) > 1 or any(other in folder.parents for other in targets):
            raise WarehouseError(f"These folders lie in each other: {', '.join(map(str, targets))}")
        refuse_foreign(folder, listing)
    pairs = [(folder, folder.with_name(f".{folder.name}.writing")) for folder in targets]
    for _, new in pairs:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
    try:
        yield tuple(new for _, new in pairs)
        for folder, new in pairs:
            (new / listing).write_text(list_files(new, listing))
            _swap(folder, new)
    finally:
        for _, new in pairs:
            shutil.rmtree(new, ignore_errors=True)


def refuse_foreign(folder: Path, listing: str) -> None:
    """Refuse a folder that holds anything but what the same command left there."""
    if folder.is_file():
        raise WarehouseError(f"{folder} is a file; name a folder.")
    if not folder.exists():
        return
    listed = folder / listing
    written = set(listed.read_text().splitlines()) if listed.is_file() else set()
    foreign = [line for line in list_files(folder, listing).splitlines() if line not in written]
    if foreign:
        raise WarehouseError(
            f"{folder} holds {foreign[0].split('  ', 1)[1]}, which this command didn't write or "
            "somebody changed since; nothing was written. Name an empty or new folder."
        )


def list_files(folder: Path, listing: str) -> str:
    """List the files below a folder as sha256sum does, in the order of their paths."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    kept = {folder / name for name in (*KEPT_FILES, listing)}
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
