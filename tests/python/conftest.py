"""Shared fixtures: warehouses built from scratch, each in a folder of its own.

A build costs most of a minute, so the ones that several tests read are made once a session: by
whichever of the processes that share the tests comes first, while the other waits.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from hand_made_release import write_release
from small_warehouse import SECRET, write_small_warehouse
from warehouse import settings
from warehouse.council_list.publish import publish_list
from warehouse.publish import publish
from warehouse.simulate import simulate

PROJECT = Path(__file__).parents[2]
DBT = Path(sys.executable).with_name("dbt")
# They look at no delivered row: the build of the sample runs them once for all.
NOT_UNITS = ("--exclude-resource-types", "unit_test")


@dataclass(frozen=True)
class Build:
    """One warehouse in a folder of its own: deliveries, truth, file, state, dbt's target.

    A shared one is read by several processes at once, so that none may run dbt on it: whatever
    dbt does, it holds the file, and who reads it meanwhile fails.
    """

    folder: Path
    extracts: Path
    truth: Path
    project: Path = PROJECT

    @property
    def warehouse_file(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def is_shared(self) -> bool:
        """Whether it was made once for all processes (`made_once`), and is finished."""
        return self.folder.with_name(f"{self.folder.name}.made").exists()

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def target(self) -> Path:
        return self.folder / "target"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def published(self) -> Path:
        return self.folder / "published"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "WAREHOUSE_EXTRACTS": str(self.extracts),
            "WAREHOUSE_FILE": str(self.warehouse_file),
            "WAREHOUSE_STATE": str(self.state),
            "WAREHOUSE_PUBLISHED": str(self.published),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.logs),
        }

    def dbt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run dbt on this warehouse; the caller judges the exit code."""
        assert not self.is_shared, "other tests read this file: run dbt on a copy of it"
        self.state.mkdir(parents=True, exist_ok=True)
        return subprocess.run(
            [str(DBT), *arguments, "--no-use-colors"],
            cwd=self.project,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, *arguments: str) -> "Build":
        """Run `dbt build` and fail with its output unless it is green."""
        result = self.dbt("build", *arguments)
        assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
        return self

    def copied_to(self, folder: Path) -> "Build":
        """Copy file and state, for a test that builds on: other tests go on reading these."""
        copy = replace(self, folder=folder)
        shutil.copy(self.warehouse_file, copy.warehouse_file)
        shutil.copytree(self.state, copy.state)
        return copy

    def open(self) -> duckdb.DuckDBPyConnection:
        """Open the warehouse for reading."""
        return duckdb.connect(str(self.warehouse_file), read_only=True)


def simulated(folder: Path, learners: int, noise: str, seed: int = 5) -> Build:
    """Simulate a state of its own into a folder, not built yet."""
    build = Build(folder, folder / "extracts", folder / "truth")
    simulate(
        learners=learners,
        first_year=settings.SAMPLE_FIRST_YEAR,
        last_year=settings.SAMPLE_LAST_YEAR,
        seed=seed,
        out=build.extracts,
        truth=build.truth,
        noise=noise,
        file_format="csv",
        progress=lambda step: None,
    )
    return build


def made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """Make a folder that every process of this session reads, unless another one has."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, made = root / f"shared_{name}", root / f"shared_{name}.made"
    with FileLock(root / f"shared_{name}.lock"):
        if not made.exists():
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def resimulated_sample(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The sample as the recorded arguments write it now, with its truth."""
    folder = made_once(
        tmp_path_factory,
        "resimulated",
        lambda folder: simulated(folder, settings.SAMPLE_LEARNERS, "usual", settings.SAMPLE_SEED),
    )
    return Build(folder, folder / "extracts", folder / "truth")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, resimulated_sample: Build) -> Build:
    """The committed sample, built once in a scratch folder."""

    def committed(folder: Path) -> Build:
        return Build(folder, PROJECT / "extracts", resimulated_sample.truth)

    return committed(made_once(tmp_path_factory, "sample", lambda to: committed(to).build()))


@pytest.fixture(scope="session")
def published_sample(tmp_path_factory: pytest.TempPathFactory, sample: Build) -> Build:
    """The sample published once, for research too: its `published` is to be read."""
    folder = made_once(
        tmp_path_factory,
        "published",
        lambda to: publish(sample.warehouse_file, to / "published", to / "state", SECRET),
    )
    return replace(sample, folder=folder)


@pytest.fixture()
def small_warehouse(tmp_path: Path) -> Path:
    """A warehouse of a few rows, to be changed and published."""
    return write_small_warehouse(tmp_path / "warehouse.duckdb")


@pytest.fixture(scope="session")
def small_publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of versions of the small warehouse, published once, for research too."""
    folder = tmp_path_factory.mktemp("small_publication")
    file = write_small_warehouse(folder / "warehouse.duckdb")
    publish(file, folder / "published", folder / "state", SECRET)
    return folder / "published"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the release made by hand, which the report's tests read."""
    return write_release(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="session")
def canaries(sample: Build) -> dict[str, str]:
    """Personal values of the sample that stand nowhere else, by what they are."""
    rows = duckdb.sql(
        f"select distinct value, sensitive from '{sample.truth / 'canaries.parquet'}' order by all"
    ).fetchall()
    found = dict(rows)
    assert {"name", "ssn", "birth_date", "email", "address"} <= set(found.values())
    return found


@pytest.fixture(scope="session")
def list_site(tmp_path_factory: pytest.TempPathFactory, sample: Build) -> Path:
    """All Lists and the registers of the sample, published."""
    folder = tmp_path_factory.mktemp("council") / "site"
    publish_list(sample.warehouse_file, folder)
    return folder


@pytest.fixture(scope="session")
def clean_state(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small state without dirt, built: what the marts say of it must be the truth."""
    folder = made_once(
        tmp_path_factory, "clean", lambda folder: simulated(folder, 800, "none").build(*NOT_UNITS)
    )
    return Build(folder, folder / "extracts", folder / "truth")
