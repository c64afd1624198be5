"""How dear are ids that last? The registry's models on synthetic clusters, first run and rerun.

    python benchmarks/registry.py --identities 1000000

Writes two identities a person (two-fifths of them without SSN) and their clusters into a scratch
warehouse, lets dbt run the models from clusters to persons twice over one registry, and prints
each model's seconds, as dbt measures them, with the size of the registry's file. dbt's start-up is
apart.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

PROJECT = Path(__file__).parents[1]
DBT = Path(sys.executable).with_name("dbt")
MODELS = [
    "registry_clusters",
    "cluster_evidence",
    "registry_run",
    "registry_retired_persons",
    "registry_holdings",
    "registry_overlaps",
    "registry_kept_persons",
    "cluster_persons",
    "registry_changes",
    "registry_transfers",
    "registry_heirs",
    "registry_events",
    "person_events",
    "person_registry",
    "tuple_persons",
    "person_resolutions",
]

IDENTITIES = """
    create table identity.linkable_identities as
    select
        md5(source || ' ' || person) as identity_tuple_id,
        case source when 1 then 'k12' else 'higher_ed' end as id_space,
        source || '-' || person as native_id,
        case when source = 2 or hash(person, 1) % 5 = 0 then lpad(person::varchar, 9, '5') end
            as ssn,
        hash(person, 2) % 200 = 0 as is_ssn_shared,
        'SURNAME' || (hash(person, 3) % 20000) as last_name,
        'NAME' || (hash(person, 4) % 2000)
        || case when source = 2 and hash(person, 5) % 7 = 0 then 'X' else '' end as first_name,
        date '1990-01-01' + (hash(person, 6) % 7000)::integer as birth_date,
        person
    from range({persons}) as persons (person), range(1, 3) as sources (source)
    order by hash(person, source)
"""

CLUSTERS = """
    create table identity.clusters as
    select identity_tuple_id, min(identity_tuple_id) over (partition by person) as cluster_id
    from identity.linkable_identities order by identity_tuple_id
"""

DELIVERIES = """
    create table staging.stg_admission__deliveries as
    select 'admitted' as status, 'k12/students/2025.csv' as file_name, '0' as sha256,
        date '2025-08-01' as delivered_on
"""


def write_clusters(warehouse_file: Path, identities: int) -> None:
    """Write what the registry's models read, for `identities` identities of half as many people."""
    with duckdb.connect(str(warehouse_file)) as connection:
        connection.execute("create schema identity; create schema staging")
        connection.execute(IDENTITIES.format(persons=identities // 2))
        connection.execute(CLUSTERS)
        connection.execute("alter table identity.linkable_identities drop person")
        connection.execute(DELIVERIES)


def run_dbt(folder: Path, *arguments: str) -> dict[str, float]:
    """Run dbt in a scratch folder; return the seconds of each model."""
    environment = os.environ | {
        "WAREHOUSE_FILE": str(folder / "warehouse.duckdb"),
        "WAREHOUSE_STATE": str(folder),
        "WAREHOUSE_EXTRACTS": str(folder),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    subprocess.run(
        [str(DBT), *arguments, "--quiet"], cwd=PROJECT, env=environment, check=True, text=True
    )
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    return {result["unique_id"].split(".")[-1]: result["execution_time"] for result in results}


def main() -> None:
    """Print the seconds of each model in both runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--identities", type=int, default=1_000_000)
    identities = parser.parse_args().identities
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_clusters(folder / "warehouse.duckdb", identities)
        run_dbt(folder, "seed", "--select", "evidence_kinds")
        first = run_dbt(folder, "run", "--select", *MODELS)
        registry_bytes = (folder / "registry.duckdb").stat().st_size
        again = run_dbt(folder, "run", "--select", *MODELS)
    print(f"{'model':26} {'first run':>10} {'rerun':>10}  (seconds, {identities:,} identities)")
    for model in MODELS:
        print(f"{model:26} {first[model]:10.2f} {again[model]:10.2f}")
    print(f"{'all':26} {sum(first.values()):10.2f} {sum(again.values()):10.2f}")
    print(f"the registry's file has {registry_bytes / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
