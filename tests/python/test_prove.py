"""What takes minutes: larger states, more dirt. `make prove` runs it, outside `make test`."""

from pathlib import Path

import pytest
from rich.console import Console

from checks import (
    unaccounted_files,
    uncounted_events,
    unexplained_files,
    unexplained_rows,
    wrongly_refused_files,
    wrongly_refused_rows,
)
from conftest import simulated
from warehouse.evaluate_matching import evaluate_matching, print_quality

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("learners", "noise"), [(20_000, "usual"), (20_000, "heavy"), (100_000, "usual")]
)
def test_a_larger_state_is_accounted_for_and_matched(tmp_path: Path, learners: int, noise: str):
    build = simulated(tmp_path, learners, noise).build()
    assert unaccounted_files(build) == []
    assert wrongly_refused_rows(build) == []
    assert wrongly_refused_files(build) == []
    with build.open() as connection:
        told = connection.execute(
            "select sum(figures_told), sum(figures_attacked) > 1000 from released.release_audit"
        ).fetchall()
    assert told == [(0, True)]
    quality = evaluate_matching(build.warehouse_file, build.truth)
    print_quality(quality, Console())
    if noise == "usual":
        assert quality.records.pairwise_precision >= 0.985
        assert quality.records.pairwise_recall >= 0.90


def test_every_row_of_a_large_and_dirty_state_is_explained(tmp_path: Path):
    """Rows delivered are staged, superseded or refused; those accepted are events or set aside."""
    build = simulated(tmp_path, 100_000, "heavy").build()
    assert unexplained_files(build) == []
    assert unexplained_rows(build) == []
    assert uncounted_events(build) == []
