"""The seeds of matching and the clustering that reads them name the same things."""

import csv

import numpy as np
import pytest

from conftest import PROJECT
from warehouse.identity_clusters import (
    AVERAGED,
    BEST_OF,
    COLUMNS,
    COUNTED_RULES,
    Components,
    Scale,
    Vetoes,
)


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / "identity" / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_every_veto_of_the_seed_is_judged(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    # None stands, so that all are asked for.
    def stands(self: Vetoes, veto: str, evidence: np.ndarray) -> np.ndarray:
        asked.append(veto)
        return np.zeros(len(evidence), bool)

    monkeypatch.setattr(Vetoes, "stands", stands)
    parameters = {"tie_weight": 2.0, "sources_that_confirm": 1.0}
    components = Components(1, 2, Scale(-10.0, 2.0), parameters, Vetoes({}))
    # Everything differs, side by side, and each has a number of its own.
    components.evidence[0, 0, 1] = 1.0
    components.add_number(0, 0, "512340001", "labor")
    components.add_number(0, 1, "512340002", "labor")
    only = np.array([0])
    assert not components.are_two_people(only, only, np.array([1])).any()
    assert sorted(asked) == sorted(row["veto_name"] for row in seed("matching_vetoes"))


def test_vetoes_yield_to_rules_that_the_clustering_counts():
    rules = {row["rule_name"] for row in seed("matching_rules")}
    assert set(COUNTED_RULES) <= rules
    overruled_by = {row["veto_name"]: row["overruled_by"] for row in seed("matching_vetoes")}
    assert Vetoes(overruled_by).places["two_people"] == [COLUMNS.index("must_link rule")]


def test_every_comparison_is_weighed_once():
    comparisons = {row["comparison"] for row in seed("comparison_levels")}
    assert sorted([*AVERAGED, *BEST_OF]) == sorted(comparisons)
