"""The identity layer on hand-made or generated records, build after build, as `warehouse match`.

Unlike the command, it keeps warehouse and registry from one build to the next.
"""

import contextlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from conftest import PROJECT
from warehouse.match import PEOPLE, STAGED_TABLE, VARIABLES
from warehouse.match_checks import LANDED_TABLE
from warehouse.match_records import COLUMNS, land_records
from warehouse.scratch_build import STATE, WAREHOUSE_FILE, build_in_scratch

CLUSTERS = f"""
    select record_id, cluster_id
    from {STAGED_TABLE} inner join identity.clusters using (identity_tuple_id)
"""
MARK = 1 << 60
Pair = tuple[int, int]
# The sum of hashes doesn't ask for the order of rows.
TABLE_HASH = "select count(*), sum(hash(t::varchar)::hugeint) from {table} as t"


def copy_project(folder: Path) -> Path:
    """Copy the dbt project, so that a test can give seeds of its own."""
    for name in ("models", "macros", "seeds", "tests", "analyses"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / name, folder / name)
    return folder


@dataclass(frozen=True)
class ScratchMatching:
    """One scratch warehouse with its state, and the project that builds it."""

    folder: Path
    project: Path = PROJECT

    @property
    def warehouse_file(self) -> Path:
        return self.folder / WAREHOUSE_FILE

    def build(self, records: Iterable[dict], select: str = "+tuple_persons +links") -> None:
        """Land the records in place of those before, and build."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "records.parquet"
        schema = pa.schema([(name, pa.string()) for name in COLUMNS])
        pq.write_table(pa.Table.from_pylist(list(records), schema), file)
        with duckdb.connect(str(self.warehouse_file)) as connection:
            connection.execute(f"drop table if exists {LANDED_TABLE}")
            land_records(connection, [file], progress=lambda step: None)
        with contextlib.chdir(self.project):
            build_in_scratch(self.folder, select, VARIABLES, progress=lambda step: None)

    def mark_comparisons(self) -> None:
        """Mark all pairs in a bit that no comparison reads; who bears it later was carried over."""
        self.query(
            f"update identity.comparisons set pattern = pattern % {MARK} + {MARK}"
            " where identity_number_a < identity_number_b"
        )

    def comparisons(self) -> tuple[dict[Pair, int], dict[Pair, int]]:
        """Give the pairs that bear the mark, and those that don't, each with its pattern."""
        carried: dict[Pair, int] = {}
        compared: dict[Pair, int] = {}
        for a, b, is_marked, pattern in self.query(
            f"select identity_number_a, identity_number_b, pattern >= {MARK}, pattern % {MARK}"
            " from identity.compared_pairs"
        ):
            (carried if is_marked else compared)[a, b] = pattern
        return carried, compared

    def query(self, sql: str) -> list[tuple]:
        """Ask the warehouse; its registry is attached as `registry`."""
        with duckdb.connect(str(self.warehouse_file)) as connection:
            registry = self.folder / STATE / "registry.duckdb"
            connection.execute(f"attach '{registry}' as registry")
            return connection.execute(sql).fetchall()

    def people(self) -> dict[str, str]:
        """Give every record's person."""
        return dict(self.query(PEOPLE))

    def clusters(self) -> dict[str, str]:
        """Give every record's cluster, before anyone is a person of the registry."""
        return dict(self.query(CLUSTERS))

    def table_hashes(self) -> dict[str, tuple]:
        """Give a count and a hash of each table of the identity layer, and of the registry."""
        tables = self.query(
            "select database_name, schema_name, table_name from duckdb_tables()"
            " where schema_name = 'identity' or database_name = 'registry' order by all"
        )
        return {
            f"{schema}.{table}": self.query(
                TABLE_HASH.format(table=f'{database}.{schema}."{table}"')
            )[0]
            for database, schema, table in tables
        }


def groups(people: dict[str, str]) -> set[frozenset[str]]:
    """Give the records of each person together."""
    by_person: dict[str, set[str]] = {}
    for record_id, person_id in people.items():
        by_person.setdefault(person_id, set()).add(record_id)
    return {frozenset(records) for records in by_person.values()}
