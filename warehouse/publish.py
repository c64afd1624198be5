"""Publish a built warehouse: fresh files for three kinds of readers, and one link to the last.

DuckDB lets one process write and makes readers of the same file wait, so readers never meet the
builder: each publish writes a new folder, and swaps the link ``current`` when all of it is whole.
Who may read what is kept by files, so each kind of reader has a folder, and permissions of folders:

- ``public/``: what disclosure control released, and tables that speak of no person;
- ``internal/``: the open schemas as they are, for the agency's own analysts;
- ``research/``: marts with ids issued anew under a secret, for those entitled to them.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import settings
from warehouse.attack.tables import refuse_strange_tables, release_hash
from warehouse.errors import WarehouseError
from warehouse.publication.public import write_public
from warehouse.publication.research import copy_research_tables, refuse_weak_secret
from warehouse.publication.tables import (
    WAREHOUSE,
    copy_table,
    literal,
    read_tables,
    screen_extensions,
    written_file,
)
from warehouse.publication.versions import (
    Reader,
    keep_release,
    new_version,
    one_writer,
    reader_file,
    remove_old_versions,
    swap_link,
    whole_folder,
)

RELEASED_TABLES = Path(Reader.PUBLIC, "parquet", "released")
OPEN_SCHEMAS = ("marts", "council", "quality", "reference", "released")
RELEASED_FOR_EVERYONE = """
    select table_name
    from reference.public_tables
    semi join duckdb_tables() using (schema_name, table_name)
    where schema_name = 'released'
"""
# The owner and his group may enter the folder, others may not.
RESTRICTED = 0o750
SECONDS_BETWEEN_TRIES = 0.1


@dataclass(frozen=True)
class Publication:
    """What a publish wrote: its name, the release that it holds, rows by kind of reader."""

    version: str
    release_id: str
    rows: dict[Reader, int]


def publish(
    warehouse_file: Path,
    published: Path,
    state: Path,
    secret: str | None = None,
    versions_kept: int = settings.VERSIONS_KEPT,
    patience: float = 0,
) -> Publication:
    """Publish a built warehouse as a new version.

    Parameters
    ----------
    warehouse_file
        The warehouse's own DuckDB file; opened read-only.
    published
        Folder of versions and of the link ``current``; made if absent.
    state
        Folder of what must survive; every release is kept there before anyone can read it.
    secret
        Key under which the research file's ids are issued; none, and there is no research file.
    versions_kept
        How many versions stay, the new one included.
    patience
        Seconds to wait for a build that holds the warehouse.

    Raises
    ------
    WarehouseError
        If there is no warehouse, a build holds it, its last build failed or was cut short, the
        Council's rules keep the release gate closed, the release isn't proven safe, the secret is
        weak, or a column of a mart looks like an id that nobody declared. The version before stays.
    """
    if secret:
        refuse_weak_secret(secret)
    with attached_warehouse(warehouse_file, patience) as connection:
        refuse_unfinished_build(connection, warehouse_file)
        refuse_closed_gate(connection)
        refuse_unsafe_release(connection, warehouse_file)
        connection.execute("use memory")
        try:
            with one_writer(published):
                version = new_version(published)
                with whole_folder(published / version) as folder:
                    rows = write_version(connection, folder, secret)
                tables = published / version / RELEASED_TABLES
                release_id = keep_release(tables, state / "releases", version)
                swap_link(published, version)
                remove_old_versions(published, versions_kept)
        except (OSError, duckdb.IOException) as error:
            raise WarehouseError(
                f"{published} or {state} can't be written, and the version before stays current: "
                f"{error}. Make room or see to the permissions, and publish again."
            ) from error
    return Publication(version, release_id, rows)


def write_version(
    connection: duckdb.DuckDBPyConnection, folder: Path, secret: str | None
) -> dict[Reader, int]:
    """Write every file of a version; return rows by kind of reader."""
    spill = folder / "spill"
    connection.execute(f"set temp_directory = {literal(spill)}")
    screen_extensions(connection)
    rows = {Reader.PUBLIC: write_public(connection, folder)}
    tables = read_tables(connection, OPEN_SCHEMAS)
    with written_file(connection, reader_file(folder, Reader.INTERNAL), RESTRICTED):
        rows[Reader.INTERNAL] = sum(copy_table(connection, table) for table in tables)
    if secret:
        marts = [table for table in tables if table.schema == "marts"]
        with written_file(connection, reader_file(folder, Reader.RESEARCH), RESTRICTED):
            rows[Reader.RESEARCH] = copy_research_tables(connection, marts, secret)
    shutil.rmtree(spill, ignore_errors=True)
    return rows


def refuse_unfinished_build(connection: duckdb.DuckDBPyConnection, warehouse_file: Path) -> None:
    """Raise unless the last build went through (macros/project/build_state.sql)."""
    try:
        state = connection.execute("select is_complete from build_state").fetchall()
    except duckdb.CatalogException:
        state = []
    if state != [(True,)]:
        raise WarehouseError(
            f"{warehouse_file} isn't whole: its last build failed, was cut short, hasn't been, or "
            "was of a part with other vars than the rest. "
            "Nothing was published, and the version before stays current. Run `dbt build` until "
            "it is green, then publish again."
        )


def refuse_closed_gate(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise unless every rule that stands before a release is kept, and none is broken."""
    try:
        gate = connection.execute(
            "select is_open, failed_rule_ids, broken_rule_ids from quality.release_gate"
        ).fetchall()
    except duckdb.CatalogException:
        gate = []
    if not gate:
        raise WarehouseError(
            "This warehouse has no release gate (quality.release_gate), so nobody can say whether "
            "the Council's rules are kept. Nothing was published. Run `dbt build`, then publish."
        )
    is_open, failed, broken = gate[0]
    if not is_open:
        reasons = [
            f"{what}: {', '.join(rules)}"
            for what, rules in (("Not kept", failed), ("Broken while it ran", broken))
            if rules
        ]
        raise WarehouseError(
            "The release gate is closed, and the version before stays current. "
            + ". ".join(reasons)
            + ". `warehouse rules RULE` tells what to do; then run `dbt build` and publish again."
        )


def refuse_unsafe_release(connection: duckdb.DuckDBPyConnection, warehouse_file: Path) -> None:
    """Raise unless an attack on just these released tables told nothing (rule CELL_UNSAFE)."""
    try:
        told, attacked_hash = connection.execute(
            "select coalesce(sum(figures_told), 0), min(release_hash) from released.release_audit"
        ).fetchall()[0]
    except (duckdb.CatalogException, duckdb.BinderException):
        raise WarehouseError(
            "This warehouse's release was never attacked (released.release_audit), so nobody can "
            "say whether it is safe. Nothing was published. Run `dbt build`, then publish."
        ) from None
    names = connection.execute(RELEASED_FOR_EVERYONE).fetchall()
    tables = {name: connection.table(f'released."{name}"') for (name,) in names}
    try:
        refuse_strange_tables(tables, str(warehouse_file))
    except WarehouseError as error:
        raise WarehouseError(f"{error} The version before stays current.") from None
    if attacked_hash != release_hash(tables):
        raise WarehouseError(
            "The released tables aren't those that were attacked: some were built again alone, or "
            "changed. Nothing was published. Run `dbt build`, then publish."
        )
    if told:
        raise WarehouseError(
            f"CELL_UNSAFE: {told:,} figures can be told from what would be published, and the "
            "version before stays current. `warehouse audit-release` names them and what tells "
            "them."
        )


@contextmanager
def attached_warehouse(
    warehouse_file: Path, patience: float
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Attach a warehouse read-only beside an empty database, waiting for a build that holds it."""
    refuse_missing(warehouse_file)
    deadline = time.monotonic() + patience
    with duckdb.connect() as connection:
        while True:
            try:
                connection.execute(f"attach {literal(warehouse_file)} as {WAREHOUSE} (read_only)")
                break
            except duckdb.Error as error:
                if not is_held(error) or time.monotonic() >= deadline:
                    raise unreadable(warehouse_file, error) from None
                time.sleep(SECONDS_BETWEEN_TRIES)
        connection.execute(f"use {WAREHOUSE}")
        yield connection


def open_read_only(warehouse_file: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse for reading, with a sentence when it is absent or held by a build."""
    refuse_missing(warehouse_file)
    try:
        return duckdb.connect(str(warehouse_file), read_only=True)
    except duckdb.Error as error:
        raise unreadable(warehouse_file, error) from None


def refuse_missing(warehouse_file: Path) -> None:
    """Raise if there is no such file."""
    if not warehouse_file.exists():
        raise WarehouseError(f"There is no warehouse at {warehouse_file}; run `dbt build` first.")


def is_held(error: duckdb.Error) -> bool:
    """Say whether a file couldn't be opened because another process writes it."""
    return "lock" in str(error)


def unreadable(warehouse_file: Path, error: duckdb.Error) -> WarehouseError:
    """Say why a file can't be opened, and what to do."""
    if not is_held(error):
        return WarehouseError(f"{warehouse_file} is damaged, or no DuckDB file.")
    return WarehouseError(
        f"{warehouse_file} can't be opened for reading: another process, most likely a build, "
        f"holds it. Wait until it has ended and try again."
    )
