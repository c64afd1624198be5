"""`warehouse publish-list`: whole or not at all, behind the gate, and the same in every form."""

import csv
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from conftest import Build
from warehouse.council_list import publish as publishing
from warehouse.council_list.publish import LISTING, publish_list
from warehouse.errors import WarehouseError

YEARS = range(2016, 2027)


@pytest.fixture()
def warehouse(sample: Build, tmp_path: Path) -> Path:
    """The sample's warehouse, to be changed."""
    return Path(shutil.copy(sample.warehouse_file, tmp_path / "warehouse.duckdb"))


def change(warehouse: Path, statement: str) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(statement)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_list_is_there_in_every_form(list_site: Path):
    forms = {f"list-{year}.{form}" for year in YEARS for form in ("html", "csv", "json", "jsonld")}
    rest = {"lists.jsonld", "index.html", "registers.html", "council.css", "list.js", LISTING}
    assert {path.name for path in list_site.iterdir()} == forms | rest


def test_csv_and_json_say_what_was_approved(sample: Build, list_site: Path):
    with sample.open() as connection:
        approved = connection.execute(
            "select list_year, credential_code, credential_level_code"
            " from staging.stg_council__approved_list where is_accepted"
        ).fetchall()
    for year in YEARS:
        expected = sorted((code, level) for of, code, level in approved if of == year)
        with (list_site / f"list-{year}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found = sorted((row["credential_code"], row["credential_level"]) for row in rows)
        assert found == expected
        content = json.loads((list_site / f"list-{year}.json").read_text())
        listed = content["credentials"]
        found = sorted((each["credential_code"], each["credential_level"]) for each in listed)
        assert found == expected


def test_changes_are_those_between_the_delivered_lists(sample: Build, list_site: Path):
    with sample.open() as connection:
        approved = connection.execute(
            "select list_year, credential_code from staging.stg_council__approved_list"
            " where is_accepted"
        ).fetchall()
    lists = {year: {code for of, code in approved if of == year} for year in YEARS}
    for year in YEARS[1:]:
        content = json.loads((list_site / f"list-{year}.json").read_text())
        changes = {each["credential_code"]: each["change_kind"] for each in content["changes"]}
        added = {code for code, kind in changes.items() if kind == "added"}
        assert added == lists[year] - lists[year - 1]
        left = {code for code, kind in changes.items() if kind in ("removed", "replaced")}
        assert left == lists[year - 1] - lists[year]
    assert any(lists[year - 1] - lists[year] for year in YEARS[1:])


def test_the_same_warehouse_gives_the_same_files(sample: Build, list_site: Path, tmp_path: Path):
    publish_list(sample.warehouse_file, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(list_site)


def test_a_ctid_that_its_owner_published_is_used_everywhere(warehouse: Path, tmp_path: Path):
    known = "ce-0b61bb85-87a5-4a52-8a52-0b61bb8587a5"
    change(
        warehouse,
        f"insert into reference.known_ctids values ('credential', 'comptia_a_plus', '{known}')",
    )
    publish_list(warehouse, tmp_path / "site", [2026])
    graph = json.loads((tmp_path / "site" / "list-2026.jsonld").read_text())["@graph"]
    (credential,) = [node for node in graph if node.get("ceterms:ctid") == known]
    assert credential["ceterms:name"] == {"en": "CompTIA A+"}
    uses = [node["@type"] for node in graph if credential["@id"] in json.dumps(node)]
    assert uses.count("ceterms:CollectionMember") == 1
    assert uses.count("ceterms:TransferValueProfile") == 5
    assert known in (tmp_path / "site" / "list-2026.csv").read_text()
    assert known in (tmp_path / "site" / "list-2026.json").read_text()


def test_one_year_stands_alone_and_an_unknown_one_is_refused(sample: Build, tmp_path: Path):
    publish_list(sample.warehouse_file, tmp_path / "site", [2020])
    assert (tmp_path / "site" / "list-2020.html").exists()
    assert len(list((tmp_path / "site").glob("list-*.html"))) == 1
    with pytest.raises(WarehouseError, match=r"no List of 1999.*2016, 2017"):
        publish_list(sample.warehouse_file, tmp_path / "other", [2020, 1999])
    assert not (tmp_path / "other").exists()


def test_no_canary_stands_in_a_published_file(sample: Build, list_site: Path):
    canaries = duckdb.sql(
        f"select distinct value from '{sample.truth / 'canaries.parquet'}'"
    ).fetchall()
    assert len(canaries) > 5
    text = b"".join(contents(list_site).values()).lower()
    assert [value for (value,) in canaries if value.lower().encode() in text] == []


def test_nothing_is_published_behind_a_closed_gate_or_of_half_a_build(
    warehouse: Path, tmp_path: Path
):
    change(warehouse, "update quality.release_gate set is_open = false")
    with pytest.raises(WarehouseError, match="gate is closed"):
        publish_list(warehouse, tmp_path / "site")
    change(warehouse, "update quality.release_gate set is_open = true")
    change(warehouse, "update build_state set is_complete = false")
    with pytest.raises(WarehouseError, match="isn't whole"):
        publish_list(warehouse, tmp_path / "site")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "delete from reference.credential_pages where credential_code = 'mos_excel'",
            "credential_pages.csv has no description for mos_excel on the List of",
        ),
        (
            "update reference.credential_pages set web_page = ''",
            "credential_pages.csv has no web page for",
        ),
        (
            "delete from reference.certifying_entities where certifying_entity_code = 'comptia'",
            "certifying_entities.csv has no certifying entity for comptia_a_plus",
        ),
        (
            "delete from reference.ctdl_classes where credential_type = 'license'",
            "ctdl_classes.csv has no ctdl class for",
        ),
        (
            "delete from reference.publication_settings where setting like 'ctid%'",
            "publication_settings.csv lacks ctid_namespace",
        ),
        ("drop table council.listed_credentials", "Run `dbt build`"),
        ("alter table council.listed_credentials drop column soc_code", "Run `dbt build`"),
        ("delete from council.listed_credentials", "holds no approved List"),
    ],
)
def test_a_list_that_lacks_something_is_refused_with_what_to_do(
    warehouse: Path, tmp_path: Path, statement: str, expected: str
):
    change(warehouse, statement)
    with pytest.raises(WarehouseError) as refusal:
        publish_list(warehouse, tmp_path / "site")
    assert expected in str(refusal.value)
    assert not (tmp_path / "site").exists()


def test_a_publication_is_replaced_as_a_whole_or_stays(
    sample: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    site = tmp_path / "site"
    publish_list(sample.warehouse_file, site)
    before = contents(site)

    def broken(*arguments: object) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(publishing, "registers_page", broken)
    with pytest.raises(OSError, match="disk full"):
        publish_list(sample.warehouse_file, site, [2020])
    assert contents(site) == before
    monkeypatch.undo()
    publish_list(sample.warehouse_file, site, [2020])
    assert "list-2020.html" in contents(site) and "list-2021.html" not in contents(site)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_with_files_of_somebody_else_is_left_alone(sample: Build, tmp_path: Path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("ten years of work")
    with pytest.raises(WarehouseError, match=r"holds thesis\.txt"):
        publish_list(sample.warehouse_file, tmp_path / "site")
    assert contents(tmp_path / "site") == {"thesis.txt": b"ten years of work"}
    publish_list(sample.warehouse_file, tmp_path / "other")
    (tmp_path / "other" / "index.html").write_text("mended by hand")
    with pytest.raises(WarehouseError, match=r"index\.html.*somebody changed"):
        publish_list(sample.warehouse_file, tmp_path / "other")
