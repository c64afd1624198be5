"""How good the matching is: of a built warehouse against the simulator's truth, or of any files.

`evaluate_matching` takes the accepted rows of a warehouse and the simulator's truth of them;
`evaluate_people` takes a file of people, as `warehouse match` writes it, and a file of true
persons. Both measure the same things; what they are is in `warehouse.evaluation.measures` and
`warehouse.evaluation.slices`.
"""

from pathlib import Path

import duckdb

from warehouse import settings
from warehouse.errors import WarehouseError
from warehouse.evaluation.files import join_files
from warehouse.evaluation.quality import EvaluatedRecords, MatchingQuality, measure_quality
from warehouse.evaluation.report import print_quality, write_json
from warehouse.evaluation.slices import DEMOGRAPHIC_COLUMNS

__all__ = [
    "MatchingQuality",
    "evaluate_matching",
    "evaluate_people",
    "print_quality",
    "write_json",
]


def evaluate_people(
    people_file: Path,
    truth_file: Path,
    least_people: int = settings.LEAST_PEOPLE_OF_A_GROUP,
    is_partial: bool = False,
) -> MatchingQuality:
    """Measure people against true persons, both from files (CSV or parquet).

    Parameters
    ----------
    people_file
        Columns record_id and person_id.
    truth_file
        Columns record_id and person. It may tell what can be found at all: connected_group (records
        of one person that sound identifiers connect; empty where none does) or connectable (true
        or false); and identity (records of one identity say the same). All others are slices.
    least_people
        How many true people a value must have to count for a gap between groups.
    is_partial
        Leave out records that only one file names, where it would else be an error.

    Raises
    ------
    WarehouseError
        A file is not there, can't be read, lacks a column, has a record twice or a null; or a
        record is in one file only.
    """
    with duckdb.connect() as connection:
        records = join_files(connection, people_file, truth_file, is_partial)
        return measure_quality(connection, records, least_people)


def evaluate_matching(
    warehouse_file: Path,
    truth_folder: Path,
    least_people: int = settings.LEAST_PEOPLE_OF_A_GROUP,
) -> MatchingQuality:
    """Measure the matching of a built warehouse against the truth of its deliveries.

    Parameters
    ----------
    warehouse_file
        The warehouse's DuckDB file, read only.
    truth_folder
        Folder with rows.parquet and people.parquet as the simulator writes them.
    least_people
        How many true people a value must have to count for a gap between groups.

    Raises
    ------
    WarehouseError
        The warehouse is not there or not built, the truth is not there, or it is another state's.
    """
    for path in (warehouse_file, truth_folder / "rows.parquet", truth_folder / "people.parquet"):
        if not path.exists():
            raise WarehouseError(
                f"{path} does not exist. Build the warehouse of simulated deliveries first, and"
                " name the folder in which `warehouse simulate` wrote their truth."
            )
    with duckdb.connect(str(warehouse_file), read_only=True) as connection:
        _gather(connection, truth_folder)
        records = EvaluatedRecords("gathered_records", ("source", *DEMOGRAPHIC_COLUMNS))
        return measure_quality(connection, records, least_people)


def _gather(connection: duckdb.DuckDBPyConnection, truth_folder: Path) -> None:
    """Join accepted rows of all staged person models with their person and their true person."""
    models = connection.execute(
        """
        select distinct table_name
        from information_schema.columns
        where table_schema = 'staging' and column_name = 'identity_tuple_id'
        order by table_name
        """
    ).fetchall()
    if not models:
        raise WarehouseError("The warehouse holds no staged rows. Run `dbt build` first.")
    staged = " union all ".join(
        f'select file_name, line_number, identity_tuple_id from staging."{name}" where is_accepted'
        for (name,) in models
    )
    slices = ", ".join(f"people.{name}" for name in DEMOGRAPHIC_COLUMNS)
    connection.execute(
        f"""
        create temp table gathered_records as
        select
            tuple_persons.person_id,
            rows.person,
            rows.connected_group,
            staged.identity_tuple_id as identity,
            delivered.id_space as source,
            {slices}
        from ({staged}) as staged
        inner join identity.tuple_persons using (identity_tuple_id)
        inner join identity.delivered_identities as delivered using (identity_tuple_id)
        inner join read_parquet(?) as rows using (file_name, line_number)
        left join read_parquet(?) as people on rows.person = people.person
        where rows.person is not null
        """,
        [str(truth_folder / "rows.parquet"), str(truth_folder / "people.parquet")],
    )
    if not connection.execute("select count(*) from gathered_records").fetchall()[0][0]:
        raise WarehouseError(
            f"No row of the warehouse is in {truth_folder}: it is the truth of other deliveries."
        )
