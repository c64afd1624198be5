"""A small warehouse with released tables, written by hand: what a publish needs and no more.

Two years, two clusters, awards, earners and a rate; one small count, one that is withheld for it.
"""

from pathlib import Path

import duckdb

from warehouse.attack.tables import release_hash
from warehouse.publish import publish

SEEDS_FOLDER = Path(__file__).parents[2] / "seeds"
SECRET = "a secret of no less than 32 characters"
# Texts that a spreadsheet would run, and two that it wouldn't.
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1")
HARMLESS = ("-12.5", "-$1,200", "a=b")

MARTS = """
    create schema marts;
    create table marts.dim_person (person_id varchar primary key, sex varchar);
    insert into marts.dim_person select format('P{:08d}', i), 'female' from range(40) as r(i);
    create table marts.dim_employer (employer_id varchar primary key, naics_code varchar);
    insert into marts.dim_employer select format('E{:08d}', i), '722511' from range(5) as r(i);
    create table marts.fct_credential_award (
        credential_award_id varchar primary key, person_id varchar not null, school_year integer,
        extensions map(varchar, varchar)
    );
    insert into marts.fct_credential_award
    select md5(i::varchar), format('P{:08d}', i % 40), 2024 + i % 2, map {'shoe_size': '9'}
    from range(60) as r(i);
    create table marts.fct_employment_quarter (
        person_id varchar, calendar_quarter varchar, main_employer_id varchar,
        primary key (person_id, calendar_quarter)
    );
    insert into marts.fct_employment_quarter
    select format('P{:08d}', i), '2024Q1', case when i % 6 < 5 then format('E{:08d}', i % 6) end
    from range(40) as r(i);
    create table marts.fct_outcome_event (
        outcome_event_id varchar primary key, person_id varchar, event_key varchar
    );
    insert into marts.fct_outcome_event
    select md5('event' || credential_award_id), person_id, credential_award_id
    from marts.fct_credential_award;
    comment on table marts.dim_person is 'Grain: one row per person.';
    comment on column marts.dim_person.sex is 'Sex, as last reported.';
"""

BOOKKEEPING = """
    create table build_state (is_complete boolean, was_complete boolean, as_of_date date);
    insert into build_state values (true, null, date '2026-06-30');
    create schema quality;
    create table quality.release_gate (
        is_open boolean, failed_rule_ids varchar[], broken_rule_ids varchar[]
    );
    insert into quality.release_gate values (true, [], []);
    create table quality.file_reconciliation (
        agency varchar, status varchar, rows_delivered bigint, rows_staged bigint,
        rows_refused bigint
    );
    create schema reference;
    create table reference.released_extension_columns (column_name varchar);
    create table reference.regions (region_code varchar primary key, region_name varchar);
    insert into reference.regions values ('east', '=HYPERLINK("http://elsewhere.example")');
    comment on column reference.regions.region_name is 'Name of the region.';
    create table reference.must_links (native_id varchar);
    insert into reference.must_links values ('123-45-6789');
    create schema staging;
    create table staging.people (first_name varchar);
    insert into staging.people values ('Zebedee');
"""

RELEASED = """
    create schema released;
    create table released.report_tables (
        table_id varchar primary key, title varchar, statute varchar, dimension_1 varchar,
        dimension_2 varchar, description varchar, display_order integer
    );
    insert into released.report_tables values (
        'awards_by_cluster', 'Awards by cluster', '5.A(b)', 'career_cluster', 'none',
        'Awards, and those who earned them.', 1
    );
    create table released.report_measures (
        measure varchar primary key, label varchar, unit varchar, kind varchar,
        numerator_measure varchar, denominator_measure varchar, is_complement_protected boolean
    );
    insert into released.report_measures values
        ('awards', 'Awards', 'awards', 'events', null, null, false),
        ('earners', 'Earners', 'persons', 'persons', null, null, false),
        ('pass_rate', 'Pass rate', 'percent', 'rate', 'passed', 'attempts', true);
    create table released.report_table_measures (
        table_id varchar, measure varchar, display_order integer, primary key (table_id, measure)
    );
    insert into released.report_table_measures values
        ('awards_by_cluster', 'awards', 1), ('awards_by_cluster', 'earners', 2),
        ('awards_by_cluster', 'pass_rate', 3);
    create table released.report_dimensions (
        dimension varchar primary key, label varchar, partitions_persons boolean,
        parent_dimension varchar
    );
    insert into released.report_dimensions values ('career_cluster', 'Career cluster', false, null);
    create table released.report_members (
        dimension varchar, member varchar, label varchar, parent_dimension varchar,
        parent_member varchar, display_order integer, primary key (dimension, member)
    );
    insert into released.report_members values
        ('career_cluster', 'health_science', 'Health science', null, null, 1),
        ('career_cluster', 'finance', 'Finance', null, null, 2);
    create table released.released_cells (
        table_id varchar, school_year integer, dimension_1 varchar, member_1 varchar,
        dimension_2 varchar, member_2 varchar, measure varchar, value decimal(18, 2),
        release_code varchar, band_low decimal(9, 2), band_high decimal(9, 2), display varchar,
        primary key (table_id, school_year, member_1, member_2, measure)
    );
    insert into released.released_cells
    select
        'awards_by_cluster', school_year, 'career_cluster', member, 'none', 'none', measure, value,
        case when value is not null then 'released' else code end, low, high,
        coalesce(value::integer::varchar, display)
    from (values
        (2024, 'all', 'awards', 1200, null, null, null, null),
        (2024, 'health_science', 'awards', 1150, null, null, null, null),
        (2024, 'finance', 'awards', 50, null, null, null, null),
        (2024, 'all', 'earners', 900, null, null, null, null),
        (2024, 'health_science', 'earners', null, 'withheld', null, null, 'suppressed'),
        (2024, 'finance', 'earners', null, 'small', null, null, '<10'),
        (2024, 'all', 'pass_rate', null, 'banded', 95.00, 100.00, '≥95%'),
        (2025, 'all', 'awards', 1300, null, null, null, null),
        (2025, 'health_science', 'awards', 1300, null, null, null, null),
        (2025, 'finance', 'awards', 0, null, null, null, null)
    ) as cells(school_year, member, measure, value, code, low, high, display);
    comment on table released.released_cells is 'Grain: one row per cell.';
    comment on column released.report_tables.statute is '=1+1';
    comment on column released.released_cells.value is 'The figure, if it is released exactly.';
    create table released.report_measure_relations (
        measure varchar, relation varchar, other_measure varchar, dimension varchar, member varchar
    );
    create table released.disclosure_thresholds (
        rule varchar primary key, value decimal(9, 2), description varchar
    );
    insert into released.disclosure_thresholds values
        ('least_people', 10, 'A count below it is shown as small.');
"""

SEEDS = {
    "id_columns": "publication",
    "data_sources": "publication",
    "publication_settings": "council/registers",
}


def write_small_warehouse(file: Path) -> Path:
    """Write the warehouse, with the project's own seeds of publishing; return its path."""
    with duckdb.connect(str(file)) as connection:
        connection.execute(BOOKKEEPING + MARTS + RELEASED)
        for seed, folder in SEEDS.items():
            connection.execute(
                f"create table reference.{seed} as"
                f" from read_csv('{SEEDS_FOLDER}/{folder}/{seed}.csv', all_varchar = true)"
            )
        connection.execute(
            f"""
            create table reference.public_tables as
            select schema_name, table_name
            from read_csv('{SEEDS_FOLDER}/publication/public_tables.csv')
            where table_name = 'regions' or (schema_name, table_name) in (
                select (schema_name, table_name) from duckdb_tables()
            )
            """
        )
        members = [
            ("career_cluster", f"member_{number}", text, None, None, 10 + number)
            for number, text in enumerate((*FORMULAS, *HARMLESS))
        ]
        connection.executemany(
            "insert into released.report_members values (?, ?, ?, ?, ?, ?)", members
        )
        record_attack(connection)
    return file


def record_attack(connection: duckdb.DuckDBPyConnection) -> None:
    """Write down that an attack on just these released tables told nothing."""
    connection.execute("drop table if exists released.release_audit")
    names = connection.execute(
        "select table_name from reference.public_tables where schema_name = 'released'"
    ).fetchall()
    attacked = release_hash({name: connection.table(f"released.{name}") for (name,) in names})
    connection.execute(
        "create table released.release_audit as select 'earners' as measure, 2024 as school_year,"
        " 2 as figures_attacked, 0 as figures_told, []::varchar[] as told, ? as release_hash",
        [attacked],
    )


def change(warehouse: Path, statement: str) -> None:
    """Run a statement in a warehouse."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(statement)


def ask(file: Path, query: str) -> list[tuple]:
    """Ask a published file."""
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def publish_again(warehouse: Path, **options: object) -> str:
    """Publish a warehouse beside itself; return the version."""
    folder = warehouse.parent
    return publish(warehouse, folder / "published", folder / "state", **options).version


def files(folder: Path) -> list[Path]:
    """List all files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def tables(file: Path) -> set[str]:
    """Name the tables of a published file."""
    names = ask(file, "select schema_name || '.' || table_name from duckdb_tables()")
    return {name for (name,) in names}
