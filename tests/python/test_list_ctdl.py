"""The List as CTDL JSON-LD: what the Registry requires stands there, and CTIDs never change."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Build
from ctdl_rules import CREDENTIALS, violations
from warehouse.council_list.ctids import make_ctid
from warehouse.errors import WarehouseError

YEARS = range(2016, 2027)
PINNED = {
    "comptia_a_plus": "ce-53138622-7991-4af4-8dce-a45f257d1cee",
    "2026": "ce-6323fdec-c166-48c5-b450-1ba3163564e9",
}
Node = dict[str, Any]


@pytest.fixture(scope="module")
def documents(list_site: Path) -> dict[int, Node]:
    return {year: json.loads((list_site / f"list-{year}.jsonld").read_text()) for year in YEARS}


def nodes_of(document: Node, *classes: str) -> list[Node]:
    return [node for node in document["@graph"] if node["@type"] in classes]


@pytest.mark.parametrize("year", YEARS)
def test_a_list_keeps_the_rules_of_the_registry(documents: dict[int, Node], year: int):
    assert violations(documents[year]) == []


def test_a_list_says_what_was_approved(documents: dict[int, Node], sample: Build):
    """Members, their days, and the credit of each agreement, against what was delivered."""
    for year, document in documents.items():
        with sample.open() as connection:
            approved = connection.execute(
                """
                select credential_name, cast(listed.effective_from as varchar),
                    cast(listed.effective_to as varchar)
                from staging.stg_council__approved_list as listed
                inner join staging.stg_council__credentials using (credential_code)
                where listed.list_year = ? and listed.is_accepted
                """,
                [year],
            ).fetchall()
            agreed = connection.execute(
                """
                select agreements.agreement_id, credits
                from staging.stg_council__articulation_agreements as agreements
                inner join staging.stg_council__approved_list as listed using (credential_code)
                where listed.list_year = ? and agreements.is_accepted and listed.is_accepted
                    and agreements.signed_on <= listed.effective_to
                    and agreements.effective_from <= listed.effective_to
                    and coalesce(agreements.effective_to, listed.effective_to)
                        >= listed.effective_from
                """,
                [year],
            ).fetchall()
            (namespace,) = connection.execute(
                "select value from reference.publication_settings where setting = 'ctid_namespace'"
            ).fetchall()[0]
        members = nodes_of(document, "ceterms:CollectionMember")
        found = [
            (each["ceterms:name"]["en"], each["ceterms:startDate"], each["ceterms:endDate"])
            for each in members
        ]
        assert sorted(found) == sorted(approved)
        assert len(nodes_of(document, *CREDENTIALS)) == len(approved)
        profiles = nodes_of(document, "ceterms:TransferValueProfile")
        credits = {
            each["ceterms:ctid"]: each["ceterms:transferValue"][0]["schema:value"]
            for each in profiles
        }
        assert credits == {
            make_ctid(namespace, "agreement", agreement): float(credit)
            for agreement, credit in agreed
        }


def test_lists_follow_each_other_and_resources_keep_their_ctids(documents: dict[int, Node]):
    ids = {}
    for year, document in documents.items():
        (collection,) = nodes_of(document, "ceterms:Collection")
        ids[year] = collection["@id"]
        assert collection.get("ceterms:previousVersion") == ids.get(year - 1)
    assert len(set(ids.values())) == len(YEARS)
    named: dict[str, set[str]] = {}
    for document in documents.values():
        for node in nodes_of(document, *CREDENTIALS):
            named.setdefault(node["ceterms:name"]["en"], set()).add(node["ceterms:ctid"])
    assert {name for name, ctids in named.items() if len(ctids) > 1} == set()
    assert len({next(iter(ctids)) for ctids in named.values()}) == len(named)


def test_the_lists_are_members_of_one_collection(documents: dict[int, Node], list_site: Path):
    document = json.loads((list_site / "lists.jsonld").read_text())
    (lists,) = nodes_of(document, "ceterms:Collection")
    ids = [nodes_of(documents[year], "ceterms:Collection")[0]["@id"] for year in YEARS]
    assert lists["ceterms:hasMember"] == ids
    # Its members stand in documents of their own, and it has no last day.
    lists["ceterms:hasMember"] = nodes_of(documents[2026], "ceterms:CollectionMember")
    found = {each.split(": ", 1)[1] for each in violations(document)}
    assert {each for each in found if "proxyFor" not in each} == {
        "ceterms:Collection lacks ceterms:dateEffective",
        "ceterms:Collection lacks ceterms:expirationDate",
    }


def test_a_ctid_is_that_of_the_first_publication():
    """Worked out apart from the code: SHA-256 of the text, first 16 bytes, version and variant."""
    namespace = "5dc15335-41ce-4258-9c4d-3c93780128a7"
    assert make_ctid(namespace, "credential", "comptia_a_plus") == PINNED["comptia_a_plus"]
    assert make_ctid(namespace, "list", "2026") == PINNED["2026"]
    other = make_ctid("00000000-0000-4000-8000-000000000000", "list", "2026")
    assert other != PINNED["2026"]
    with pytest.raises(WarehouseError, match="no UUID"):
        make_ctid("meridian", "list", "2026")


BROKEN = [
    ("ceterms:Certification", "ceterms:ownedBy", None, "lacks ceterms:ownedBy"),
    ("ceterms:Certification", "ceterms:description", {"en": "Too short."}, "too short"),
    ("ceterms:License", "ceterms:ctid", "ce-0b61bb85-87a5-5a52-8a52-0b61bb8587a5", "form"),
    ("ceterms:License", "ceterms:ownedBy", ["https://example.org/ce-1"], "in no node"),
    ("ceterms:Collection", "ceterms:dateEffective", "July 1", "no day"),
    ("ceterms:Collection", "ceterms:hasMember", [], "lacks ceterms:hasMember"),
    ("ceterms:CollectionMember", "ceterms:endDate", "2001-01-01", "ends before"),
    ("ceterms:TransferValueProfile", "ceterms:name", "Credit", "names no language"),
    ("ceterms:TransferValueProfile", "ceterms:points", 3, "unknown property"),
]


@pytest.mark.parametrize(("kind", "name", "value", "expected"), BROKEN)
def test_the_rules_find_what_is_broken(
    documents: dict[int, Node], kind: str, name: str, value: Any, expected: str
):
    document = copy.deepcopy(documents[2026])
    node = nodes_of(document, kind)[0]
    if value is None:
        del node[name]
    else:
        node[name] = value
    assert any(expected in each for each in violations(document))
