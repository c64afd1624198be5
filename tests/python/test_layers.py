"""The one-way house: no model reads a layer below its own, and only staging reads a source."""

import json
from collections.abc import Iterator

import pytest
import yaml

from conftest import PROJECT, Build

# Data moves down this list (docs/architecture.md); a model reads its own layer or one above it.
LAYERS = [
    "reference",
    "staging",
    "identity",
    "intermediate",
    "marts",
    "council",
    "report",
    "quality",
    "released",
]
# Models in a file of state/ belong to a layer as well.
STATE_LAYERS = {"registry": "identity", "rule_history": "quality"}


def backward_edges(manifest: dict) -> Iterator[str]:
    """Name every edge of a dbt manifest that runs against the order of the layers."""
    nodes = manifest["nodes"]
    for name, node in sorted(nodes.items()):
        if node["resource_type"] != "model":
            continue
        layer = STATE_LAYERS.get(node["database"], node["schema"])
        for parent in sorted(node["depends_on"]["nodes"]):
            if parent.startswith("source."):
                if layer != "staging":
                    yield f"{name} ({layer}) reads {parent}, past staging"
                continue
            source = nodes[parent]
            parent_layer = STATE_LAYERS.get(source["database"], source["schema"])
            if LAYERS.index(parent_layer) > LAYERS.index(layer):
                yield f"{name} ({layer}) reads {parent} ({parent_layer})"


@pytest.fixture(scope="module")
def manifest(sample: Build) -> dict:
    return json.loads((sample.target / "manifest.json").read_text())


def test_no_model_reads_a_layer_below_its_own(manifest: dict):
    assert list(backward_edges(manifest)) == []


def test_a_model_pointed_backwards_is_found(manifest: dict):
    staging = next(n for n in manifest["nodes"] if n.endswith(".stg_k12__students"))
    mart = next(n for n in manifest["nodes"] if n.endswith(".dim_person"))
    source = next(iter(sorted(manifest["sources"])))
    broken = json.loads(json.dumps(manifest))
    broken["nodes"][staging]["depends_on"]["nodes"].append(mart)
    broken["nodes"][mart]["depends_on"]["nodes"].append(source)
    found = list(backward_edges(broken))
    assert len(found) == 2
    assert any("stg_k12__students" in edge and "dim_person" in edge for edge in found)
    assert any("past staging" in edge for edge in found)


def test_every_staging_model_stands_in_one_of_the_two_lists(manifest: dict):
    models = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["schema"] == "staging"
        and not node["path"].startswith("staging/admission/")
    }
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    lists = project["vars"]["credential_warehouse"]
    listed = lists["staged_person_models"] + lists["staged_other_models"]
    assert sorted(listed) == sorted(models)
    assert len(set(listed)) == len(listed)


def test_every_model_is_described_and_its_grain_is_tested(manifest: dict):
    tested = {
        parent
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (node.get("test_metadata") or {}).get("name") in ("unique", "unique_combination")
        for parent in node["depends_on"]["nodes"]
    }
    models = {n: m for n, m in manifest["nodes"].items() if m["resource_type"] == "model"}
    assert [name for name, model in sorted(models.items()) if not model["description"]] == []
    assert [name for name in sorted(models) if name not in tested] == []


def test_every_mart_is_under_contract_with_every_column_described(manifest: dict):
    under_contract = ("marts", "council", "quality", "report", "released")
    for name, model in sorted(manifest["nodes"].items()):
        if model["resource_type"] == "model" and model["schema"] in under_contract:
            # dbt knows no contracts for models in Python.
            assert model["config"]["contract"]["enforced"] or model["language"] == "python", name
            bare = [c["name"] for c in model["columns"].values() if not c["description"]]
            assert bare == [], name
