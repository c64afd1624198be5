"""Copy the open schemas into a fresh file of their own and point one link at it.

DuckDB lets one process write and makes readers of the same file wait, so readers never meet the
builder: they open ``published/current/credential_warehouse.duckdb``, and each publish writes a
new folder and swaps the link when the file is whole. Who may read what is kept by files: only the
open schemas are ever copied, table by table, into a file that never held anything else.
"""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.attack.model import CELLS_HASH
from warehouse.errors import WarehouseError

OPEN_SCHEMAS = ("marts", "council", "quality", "reference", "released")
PUBLISHED_FILE = "credential_warehouse.duckdb"
CURRENT_LINK = "current"
VERSIONS_KEPT = 10
VERSION = re.compile(r"\d{8}T\d{6}\.\d{6}Z")

# Columns that no contract declares were screened by nobody: only those that the Council asked for
# by name leave the warehouse file.
RELEASED_EXTENSIONS = """
    create temp macro released_extensions(extensions) as map_from_entries(list_filter(
        map_entries(extensions), lambda entry: list_contains({released}, entry.key)
    ))
"""


@dataclass(frozen=True)
class Publication:
    """What a publish wrote."""

    version: str
    file: Path
    tables: int
    rows: int


def publish(
    warehouse_file: Path,
    published: Path,
    versions_kept: int = VERSIONS_KEPT,
) -> Publication:
    """Publish the open schemas of a built warehouse as a new version.

    Parameters
    ----------
    warehouse_file
        The warehouse's own DuckDB file; opened read-only.
    published
        Folder of versions and of the link ``current``; made if absent.
    versions_kept
        How many versions stay, the new one included.

    Raises
    ------
    WarehouseError
        If there is no warehouse, a build holds it, its last build failed or was cut short, the
        Council's rules keep the release gate closed, or an attack on the release tells anything.
    """
    with open_read_only(warehouse_file) as connection:
        refuse_unfinished_build(connection, warehouse_file)
        refuse_closed_gate(connection)
        refuse_unsafe_release(connection)
    published.mkdir(parents=True, exist_ok=True)
    version = new_version(published)
    unfinished = published / f".{version}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        tables, rows = copy_open_schemas(warehouse_file, unfinished / PUBLISHED_FILE)
        (unfinished / PUBLISHED_FILE).chmod(0o444)
        unfinished.rename(published / version)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    swap_link(published, version)
    remove_old_versions(published, versions_kept)
    return Publication(version, published / CURRENT_LINK / PUBLISHED_FILE, tables, rows)


def refuse_unfinished_build(connection: duckdb.DuckDBPyConnection, warehouse_file: Path) -> None:
    """Raise unless the last build went through (macros/project/build_state.sql)."""
    try:
        state = connection.execute("select is_complete from build_state").fetchall()
    except duckdb.CatalogException:
        state = []
    if state != [(True,)]:
        raise WarehouseError(
            f"{warehouse_file} isn't whole: its last build failed, was cut short or hasn't been. "
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


def refuse_unsafe_release(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise unless an attack on just these released cells told nothing (rule CELL_UNSAFE)."""
    try:
        told, attacked_hash = connection.execute(
            "select coalesce(sum(figures_told), 0), min(cells_hash) from released.release_audit"
        ).fetchall()[0]
        cells_hash = connection.execute(
            f"select {CELLS_HASH} from released.released_cells"
        ).fetchall()[0][0]
    except duckdb.CatalogException:
        raise WarehouseError(
            "This warehouse's release was never attacked (released.release_audit), so nobody can "
            "say whether it is safe. Nothing was published. Run `dbt build`, then publish."
        ) from None
    if attacked_hash != cells_hash:
        raise WarehouseError(
            "The released cells aren't those that were attacked: they were built again alone. "
            "Nothing was published. Run `dbt build`, then publish."
        )
    if told:
        raise WarehouseError(
            f"CELL_UNSAFE: {told:,} figures can be told from what would be published, and the "
            "version before stays current. `warehouse audit-release` names them and what tells "
            "them."
        )


def new_version(published: Path) -> str:
    """Name a version by the time at which it is made; names sort in the order of making."""
    version = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    if (published / version).exists():
        raise WarehouseError(f"Version {version} exists already in {published}; publish again.")
    return version


def copy_open_schemas(warehouse_file: Path, target: Path) -> tuple[int, int]:
    """Copy tables, constraints and comments of the open schemas; return (tables, rows)."""
    connection = duckdb.connect()
    rows = 0
    try:
        connection.execute(f"attach '{escape(warehouse_file)}' as warehouse (read_only)")
        connection.execute(f"attach '{escape(target)}' as publication")
        tables = connection.execute(
            """
            select schema_name, table_name, sql, comment, (schema_name, table_name) in (
                select (schema_name, table_name) from duckdb_columns()
                where database_name = 'warehouse' and column_name = 'extensions'
            ) as has_extensions
            from duckdb_tables()
            where database_name = 'warehouse' and list_contains(?, schema_name)
            order by schema_name, table_name
            """,
            [list(OPEN_SCHEMAS)],
        ).fetchall()
        released = connection.execute(
            "select list(column_name order by column_name)"
            " from warehouse.reference.released_extension_columns"
        ).fetchall()[0][0]
        names = ", ".join(f"'{escape(name)}'" for name in released or [])
        connection.execute(RELEASED_EXTENSIONS.format(released=f"[{names}]::varchar[]"))
        connection.execute("use publication")
        for schema in sorted({table[0] for table in tables}):
            connection.execute(f'create schema if not exists publication."{schema}"')
        for table in tables:
            rows += copy_table(connection, *table)
        connection.execute("use memory")
        connection.execute("checkpoint publication")
        connection.execute("detach publication")
    finally:
        connection.close()
    return len(tables), rows


def copy_table(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    name: str,
    definition: str,
    comment: str | None,
    has_extensions: bool,
) -> int:
    """Make one table in the publication as it is in the warehouse; return its row count."""
    relation = f'"{schema}"."{name}"'
    body = definition[definition.index("(") :]
    connection.execute(f"create table publication.{relation}{body}")
    screened = " replace (released_extensions(extensions) as extensions)" if has_extensions else ""
    connection.execute(
        f"insert into publication.{relation} select *{screened} from warehouse.{relation}"
        " order by all"
    )
    if comment:
        connection.execute(f"comment on table publication.{relation} is '{escape(comment)}'")
    columns = connection.execute(
        """
        select column_name, comment from duckdb_columns()
        where database_name = 'warehouse' and schema_name = ? and table_name = ?
            and comment is not null
        order by column_index
        """,
        [schema, name],
    ).fetchall()
    for column, text in columns:
        connection.execute(
            f"comment on column publication.{relation}.\"{column}\" is '{escape(text)}'"
        )
    counted = connection.execute(f"select count(*) from publication.{relation}").fetchall()
    return counted[0][0]


def open_read_only(warehouse_file: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse for reading, with a sentence when it is absent or held by a build."""
    if not warehouse_file.exists():
        raise WarehouseError(f"There is no warehouse at {warehouse_file}; run `dbt build` first.")
    try:
        return duckdb.connect(str(warehouse_file), read_only=True)
    except duckdb.Error as error:
        if "lock" not in str(error):
            raise WarehouseError(f"{warehouse_file} is damaged, or no DuckDB file.") from None
        raise WarehouseError(
            f"{warehouse_file} can't be opened for reading: another process, most likely a build, "
            f"holds it. Wait until it has ended and try again."
        ) from None


def swap_link(published: Path, version: str) -> None:
    """Point ``current`` at a version in one step, so that a reader sees the old or the new."""
    link = published / f".{CURRENT_LINK}.{version}"
    link.symlink_to(version, target_is_directory=True)
    link.replace(published / CURRENT_LINK)


def remove_old_versions(published: Path, versions_kept: int) -> None:
    """Delete the oldest versions beyond the number kept; a reader that holds one keeps it."""
    versions = sorted(path for path in published.iterdir() if VERSION.fullmatch(path.name))
    for path in versions[: max(0, len(versions) - versions_kept)]:
        shutil.rmtree(path, ignore_errors=True)


def escape(text: object) -> str:
    """Escape a value for a single-quoted SQL literal."""
    return str(text).replace("'", "''")
