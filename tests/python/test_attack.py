"""The attacker on small releases of which it is known by hand what they tell."""

from pathlib import Path

from releases_by_hand import SMALL, WITHHELD, HandMade
from warehouse.attack.audit import Audit, audit
from warehouse.attack.published import read_release


def attack(tmp_path: Path, *releases: HandMade) -> Audit:
    """Write releases, the earliest first, and attack the last with the help of all."""
    read = [
        read_release(release.write(tmp_path / f"release_{number}"))
        for number, release in enumerate(releases)
    ]
    return audit(read, say=lambda step: None)


def told(result: Audit) -> dict[str, tuple[float, float]]:
    return {finding.cell: (finding.low, finding.high) for finding in result.findings}


def test_subtraction_in_a_row(tmp_path):
    release = HandMade().row("sex", {"all": 50, "female": 43, "male": SMALL})
    result = attack(tmp_path, release)
    assert told(result) == {"awards 2024, sex male": (7, 7)}
    assert "sex female (43)" in result.findings[0].told_by
    assert "all (50)" in result.findings[0].told_by


def test_a_second_withheld_cell_makes_the_row_safe(tmp_path):
    release = HandMade().row("sex", {"all": 80, "female": 40, "male": SMALL, "x": WITHHELD})
    assert told(attack(tmp_path, release)) == {}
