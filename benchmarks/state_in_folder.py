"""A state simulated into a folder, and the variables by which dbt builds it there."""

from pathlib import Path

from warehouse import settings
from warehouse.simulate import simulate


def simulate_state(learners: int, folder: Path) -> None:
    """Simulate a state of the sample's years, as untidy as usual, with an empty `state/`."""
    simulate(
        learners=learners,
        first_year=settings.SAMPLE_FIRST_YEAR,
        last_year=settings.SAMPLE_LAST_YEAR,
        seed=settings.SAMPLE_SEED,
        out=folder / "extracts",
        truth=folder / "truth",
        noise="usual",
        file_format="parquet",
        progress=lambda step: None,
    )
    (folder / "state").mkdir()


def environment_of(folder: Path) -> dict[str, str]:
    """Give the variables by which dbt builds a state in its folder."""
    return {
        "WAREHOUSE_EXTRACTS": str(folder / "extracts"),
        "WAREHOUSE_FILE": str(folder / "warehouse.duckdb"),
        "WAREHOUSE_STATE": str(folder / "state"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
