"""Versions of a publication: one folder each, one link to the last, and a lock for who writes.

A version is written under a name that begins with a dot and gets its own name when it is whole, so
a publish that is killed leaves at most a folder that the next one clears away.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from warehouse.errors import WarehouseError

CURRENT_LINK = "current"
VERSION_FORMAT = "%Y%m%dT%H%M%S.%fZ"
UNFINISHED = ".unfinished"
DIGEST_LENGTH = 16


class Reader(StrEnum):
    """Who reads what is published: each has a folder and a DuckDB file of its own."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESEARCH = "research"


def published_file(published: Path, reader: Reader) -> Path:
    """Say where a kind of reader finds the last version's DuckDB file."""
    return reader_file(published / CURRENT_LINK, reader)


def reader_file(version: Path, reader: Reader) -> Path:
    """Say where in the folder of a version a kind of reader's DuckDB file lies."""
    return version / reader / f"{reader}.duckdb"


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Wait until no other publish writes into a folder, and clear what a killed one left."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for path in folder.glob(f".*{UNFINISHED}"):
            shutil.rmtree(path)
        yield
    finally:
        os.close(lock)


def new_version(published: Path) -> str:
    """Name a version by the time at which it is made; names sort in the order of making."""
    version = datetime.now(UTC).strftime(VERSION_FORMAT)
    last = max(finished_versions(published), default="")
    if version <= last:
        raise WarehouseError(
            f"The last version in {published} is {last}, later than this machine's clock. Nothing "
            "was published. Set the clock right, or rename that folder, and publish again."
        )
    return version


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write into that gets its name at the end, or is removed on an error."""
    unfinished = folder.with_name(f".{folder.name}{UNFINISHED}")
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def keep_release(tables: Path, releases: Path, version: str) -> str:
    """Keep the released tables for good, since what was published can't be taken back.

    Parameters
    ----------
    tables
        Folder of the released tables as Parquet files.
    releases
        ``state/releases``.
    version
        The version that publishes them.

    Returns
    -------
    str
        The release's name: the version that published it first, and a digest of its content. The
        same tables published again are the same release; names sort in the order of publishing.
    """
    digest = hashlib.sha256()
    files = sorted(tables.glob("*.parquet"))
    for file in files:
        digest.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    content = digest.hexdigest()[:DIGEST_LENGTH]
    with one_writer(releases):
        known = [path.name for path in releases.glob(f"*-{content}")]
        if known:
            return known[0]
        release_id = f"{version}-{content}"
        with whole_folder(releases / release_id) as writing:
            for file in files:
                shutil.copyfile(file, writing / file.name)
    return release_id


def swap_link(published: Path, version: str) -> None:
    """Point ``current`` at a version in one step, so that a reader sees the old or the new."""
    link = published / f".{CURRENT_LINK}"
    link.unlink(missing_ok=True)
    link.symlink_to(version, target_is_directory=True)
    link.replace(published / CURRENT_LINK)


def finished_versions(published: Path) -> list[str]:
    """Name the versions of a folder, oldest first."""
    names = []
    for path in published.iterdir():
        try:
            datetime.strptime(path.name, VERSION_FORMAT)
        except ValueError:
            continue
        names.append(path.name)
    return sorted(names)


def remove_old_versions(published: Path, versions_kept: int) -> None:
    """Delete the oldest versions beyond the number kept; a reader that holds one keeps it."""
    for version in finished_versions(published)[:-versions_kept]:
        shutil.rmtree(published / version, ignore_errors=True)
