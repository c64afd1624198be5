"""How dear is it to account for every line? Admission beside DuckDB's own reader, in one run.

    python benchmarks/admission.py --lines 500000

Writes wage files in a temporary folder, lands them once as admission does (inspected, numbered,
split, typed, judged) and once with `read_csv` and `store_rejects`, and prints the ratio. A ratio
within one run says the same on a fast machine and on a slow one; seconds don't.
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.admission.contracts import find_project_root, read_contracts
from warehouse.admission.deliveries import extract_deliveries
from warehouse.admission.landing import LandedFile, stream_rows

EXTRACT = "delivered_labor_wage_records"
FILES = 8
MANIFEST = "file,extract,period,delivered_on,rows,sha256,schema_version,attested_by,attested_on\n"


def write_wage_files(root: Path, lines: int) -> None:
    """Write `lines` wage records in FILES files of one quarter each, with their manifest."""
    folder = root / "labor" / "wage_records"
    folder.mkdir(parents=True)
    manifest = MANIFEST
    with duckdb.connect() as connection:
        for number in range(FILES):
            name = f"{2015 + number}Q1"
            file = folder / f"{name}.csv"
            connection.execute(
                f"""
                copy (
                    select
                        lpad((100000001 + hash(i) % 600000000)::varchar, 9, '0') as ssn,
                        'SURNAME' || (hash(i, 1) % 90000) as last_name,
                        'NAME' || (hash(i, 2) % 4000) as first_name,
                        'E' || (100000 + hash(i, 3) % 9000) as employer_account,
                        {2015 + number} as year, 1 as quarter, 'O' as record_type_code,
                        ((hash(i, 4) % 2000000) / 100)::decimal(12, 2) as wages
                    from range({lines // FILES}) as r(i)
                ) to '{file}' (header, delimiter ',')
                """
            )
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            manifest += f"wage_records/{name}.csv,wage_records,{name},2025-01-01,"
            manifest += f"{lines // FILES},{digest},1,Benchmark,2025-01-01\n"
    (root / "labor" / "manifest.csv").write_text(manifest)


def land_with_admission(root: Path) -> int:
    """Land the files as a build does; return the number of rows."""
    contract = read_contracts(find_project_root()).by_identifier(EXTRACT)
    files = [
        LandedFile(
            delivery.inspection,
            delivery.file_name,
            delivery.period,
            delivery.delivered_on,
            delivery.is_superseded,
        )
        for delivery in extract_deliveries(root, contract)
        if delivery.inspection is not None
    ]
    with duckdb.connect(str(root / "admission.duckdb")) as connection:
        connection.register("landed", stream_rows(contract, files))
        connection.execute("create table landed_rows as select * from landed")
        return connection.execute("select count(*) from landed_rows").fetchall()[0][0]


def land_with_read_csv(root: Path) -> int:
    """Land the files with DuckDB's reader, which keeps rejects but no line of an accepted row."""
    with duckdb.connect(str(root / "read_csv.duckdb")) as connection:
        connection.execute(
            f"""
            create table landed_rows as
            select * from read_csv('{root}/labor/wage_records/*.csv', header = true,
                auto_detect = false, delim = ',', quote = '"', store_rejects = true,
                filename = true, columns = {{'ssn': 'varchar', 'last_name': 'varchar',
                'first_name': 'varchar', 'employer_account': 'varchar', 'year': 'integer',
                'quarter': 'integer', 'record_type_code': 'varchar', 'wages': 'decimal(12, 2)'}})
            """
        )
        return connection.execute("select count(*) from landed_rows").fetchall()[0][0]


def seconds(work: Callable[[Path], int], root: Path) -> float:
    """Time one landing in seconds, and print how many rows it brought."""
    start = time.perf_counter()
    rows = work(root)
    elapsed = time.perf_counter() - start
    print(f"{work.__name__:22} {rows:>10,} rows {elapsed:8.2f} s")
    return elapsed


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=500_000)
    lines = parser.parse_args().lines
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_wage_files(root, lines)
        theirs = seconds(land_with_read_csv, root)
        ours = seconds(land_with_admission, root)
    print(f"admission takes {ours / theirs:.2f} times as long as read_csv with store_rejects")


if __name__ == "__main__":
    main()
