"""Where things lie, from the environment variables that profiles.yml reads; sample, defaults."""

import os
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EXTRACTS = Path("extracts")
SAMPLE_LEARNERS = 3000
SAMPLE_FIRST_YEAR = 2016
SAMPLE_LAST_YEAR = 2025
SAMPLE_SEED = 2016
# How many versions of what is published stay.
VERSIONS_KEPT = 10
# A share over fewer people says little of a group: it counts for no gap between groups.
LEAST_PEOPLE_OF_A_GROUP = 100
# Refitting the weights of matching: how many pairs of strangers show what is common by chance; how
# many pairs must show a level before its weight is believed; and how rare a level may seem.
MOST_STRANGER_PAIRS = 10_000_000
LEAST_PAIRS_OF_A_LEVEL = 20
LEAST_M_PROBABILITY = 0.0005
LEAST_U_PROBABILITY = 0.000001
# How many processes attack a release: the cores of the smallest machine that we count on.
AUDIT_PROCESSES = 2


@dataclass(frozen=True)
class Settings:
    """Folders and files of one warehouse, relative to the working directory unless absolute."""

    extracts: Path
    warehouse_file: Path
    state: Path
    published: Path


def read_settings() -> Settings:
    """Read the settings from the environment, with the defaults that profiles.yml has."""
    return Settings(
        extracts=Path(os.environ.get("WAREHOUSE_EXTRACTS", "extracts")),
        warehouse_file=Path(os.environ.get("WAREHOUSE_FILE", "warehouse.duckdb")),
        state=Path(os.environ.get("WAREHOUSE_STATE", "state")),
        published=Path(os.environ.get("WAREHOUSE_PUBLISHED", "published")),
    )
