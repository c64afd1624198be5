"""`warehouse publish`: what each reader gets, and what is never published."""

import csv
import hashlib
import json
import re
import zipfile
from pathlib import Path

import duckdb
import pytest

from small_warehouse import AUDIT, FORMULAS, HARMLESS, write_small_warehouse
from warehouse.errors import WarehouseError
from warehouse.publication.versions import CURRENT_LINK, Reader, published_file
from warehouse.publish import publish

SECRET = "a secret of no less than 32 characters"


@pytest.fixture()
def warehouse(tmp_path: Path) -> Path:
    return write_small_warehouse(tmp_path / "warehouse.duckdb")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small warehouse, published once with a secret; the folder of versions."""
    folder = tmp_path_factory.mktemp("published")
    file = write_small_warehouse(folder / "warehouse.duckdb")
    publish(file, folder / "published", folder / "state", SECRET)
    return folder / "published"


def change(warehouse: Path, statement: str) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(statement)


def ask(file: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def publish_again(warehouse: Path, **options: object) -> str:
    folder = warehouse.parent
    return publish(warehouse, folder / "published", folder / "state", **options).version


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def tables(file: Path) -> set[str]:
    names = ask(file, "select schema_name || '.' || table_name from duckdb_tables()")
    return {name for (name,) in names}


def test_everyone_gets_what_was_released_and_what_is_listed(published: Path):
    file = published_file(published, Reader.PUBLIC)
    found = tables(file)
    assert {name for name in found if not name.startswith("released.")} == {"reference.regions"}
    assert "released.released_cells" in found
    assert "released.release_audit" not in found
    cells = ask(file, "select value, display from released.released_cells where value is null")
    assert sorted(cells) == [(None, "<10"), (None, "suppressed"), (None, "≥95%")]


def test_comments_and_keys_go_with_the_tables(published: Path):
    file = published_file(published, Reader.PUBLIC)
    assert ask(file, "select comment from duckdb_tables() where table_name = 'released_cells'") == [
        ("Grain: one row per cell.",)
    ]
    assert ask(
        file,
        "select comment from duckdb_columns()"
        " where table_name = 'released_cells' and column_name = 'value'",
    ) == [("The figure, if it is released exactly.",)]
    assert ask(
        file,
        "select constraint_column_names from duckdb_constraints()"
        " where table_name = 'released_cells' and constraint_type = 'PRIMARY KEY'",
    ) == [(["table_id", "school_year", "member_1", "member_2", "measure"],)]


def test_the_restricted_layers_are_in_no_file(published: Path):
    for path in files(published / CURRENT_LINK):
        content = path.read_bytes()
        assert b"Zebedee" not in content, path
        if Reader.INTERNAL not in path.parts:
            assert b"123-45-6789" not in content, path


def test_a_restricted_folder_is_closed_to_others(published: Path):
    modes = {
        reader: (published / CURRENT_LINK / reader).stat().st_mode & 0o777 for reader in Reader
    }
    assert modes == {Reader.PUBLIC: 0o755, Reader.INTERNAL: 0o750, Reader.RESEARCH: 0o750}


JOINS = """
    select count(*), count(distinct events.person_id), count(distinct main_employer_id)
    from marts.fct_outcome_event as events
    inner join marts.fct_credential_award as awards
        on events.event_key = awards.credential_award_id
    inner join marts.dim_person as people on awards.person_id = people.person_id
    left join marts.fct_employment_quarter as quarters on people.person_id = quarters.person_id
    left join marts.dim_employer on main_employer_id = employer_id
    where awards.person_id = events.person_id
        and (main_employer_id is null or naics_code is not null)
"""


def test_new_ids_join_as_the_old_ones_do(published: Path):
    internal, research = (
        ask(published_file(published, reader), JOINS)
        for reader in (Reader.INTERNAL, Reader.RESEARCH)
    )
    assert internal == [(60, 40, 5)]
    assert research == internal


def test_an_id_that_names_nothing_still_names_nothing(published: Path):
    query = "select count(*) from marts.fct_employment_quarter where main_employer_id is null"
    empty = ask(published_file(published, Reader.INTERNAL), query)
    assert empty[0][0] > 0
    assert ask(published_file(published, Reader.RESEARCH), query) == empty


def test_no_id_of_the_warehouse_is_in_the_research_file(published: Path):
    content = published_file(published, Reader.RESEARCH).read_bytes()
    internal = published_file(published, Reader.INTERNAL)
    ids = ask(
        internal,
        "select person_id from marts.dim_person union select employer_id from marts.dim_employer"
        " union select credential_award_id from marts.fct_credential_award"
        " union select outcome_event_id from marts.fct_outcome_event",
    )
    assert len(ids) == 40 + 5 + 60 + 60
    assert internal.read_bytes().count(ids[0][0].encode()) > 0
    assert [value for (value,) in ids if value.encode() in content] == []
    rows = ask(published_file(published, Reader.RESEARCH), "from marts.fct_credential_award")
    assert not {value for (value,) in ids} & {value for row in rows for value in row[:2]}


def test_the_same_secret_gives_the_same_ids_and_another_gives_others(warehouse: Path):
    file = published_file(warehouse.parent / "published", Reader.RESEARCH)
    found = []
    for secret in (SECRET, SECRET, SECRET + "!"):
        publish_again(warehouse, secret=secret)
        found.append({value for (value,) in ask(file, "select person_id from marts.dim_person")})
    assert found[0] == found[1]
    assert not found[0] & found[2]


def test_a_new_id_is_the_hmac_of_the_kind_and_the_old_one(published: Path):
    # RFC 2104 written out, so that a change of the construction is seen: it would break panels.
    pad = SECRET.encode().ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in pad) + b"person:P00000007").digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in pad) + inner).hexdigest()
    people = ask(
        published_file(published, Reader.RESEARCH), "select person_id from marts.dim_person"
    )
    assert (outer[:32],) in people


def test_the_secret_stands_in_no_file(published: Path):
    for path in files(published.parent):
        assert SECRET.encode() not in path.read_bytes(), path


def test_without_a_secret_there_is_no_research_file(warehouse: Path):
    publish_again(warehouse)
    assert not published_file(warehouse.parent / "published", Reader.RESEARCH).parent.exists()


def test_undeclared_columns_leave_the_warehouse_only_by_name(warehouse: Path):
    publish_again(warehouse, secret=SECRET)
    query = "select count(*) from marts.fct_credential_award where cardinality(extensions) > 0"
    readers = (Reader.INTERNAL, Reader.RESEARCH)
    published = warehouse.parent / "published"
    assert [ask(published_file(published, reader), query) for reader in readers] == [[(0,)]] * 2
    change(warehouse, "insert into reference.released_extension_columns values ('shoe_size')")
    publish_again(warehouse, secret=SECRET)
    assert [ask(published_file(published, reader), query) for reader in readers] == [[(60,)]] * 2


def test_a_text_that_would_be_a_formula_is_none_in_csv(published: Path):
    found = set()
    for path in (published / CURRENT_LINK / Reader.PUBLIC).rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as stream:
            found |= {cell for row in csv.reader(stream) for cell in row}
    risky = {cell for cell in found if re.match(r"\s*[=+\-@]", cell)}
    assert risky == {"-12.5"}
    assert {f"'{text}" for text in FORMULAS} <= found
    assert set(HARMLESS) <= found


def test_a_text_that_would_be_a_formula_is_none_in_excel(warehouse: Path):
    change(warehouse, "update released.report_tables set title = '=1+1', description = '@SUM(A1)'")
    publish_again(warehouse)
    workbook = warehouse.parent / "published" / CURRENT_LINK / Reader.PUBLIC / "tables.xlsx"
    with zipfile.ZipFile(workbook) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        assert not any(re.search(rb"<f[ >]", archive.read(name)) for name in sheets)
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert ">=1+1<" in texts


def test_the_workbook_shows_figures_as_numbers_and_withheld_ones_as_words(published: Path):
    workbook = published / CURRENT_LINK / Reader.PUBLIC / "tables.xlsx"
    with zipfile.ZipFile(workbook) as archive:
        texts = re.findall(r"<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode())
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    rows = [
        [
            texts[int(value)] if kind == ' t="s"' else float(value)
            for kind, value in re.findall(
                r'<c r="[A-Z]+\d+"(?: s="\d+")?( t="s")?><v>(.*?)</v>', row
            )
        ]
        for row in re.findall(r"<row[^>]*>(.*?)</row>", sheet)
    ]
    assert rows == [
        ["Awards by cluster"],
        ["Policy 5.A(b). Awards, and those who earned them."],
        ["School year", "Career cluster", "Awards", "Earners", "Pass rate"],
        [2025, "All", 1300],
        [2025, "Health science", 1300],
        [2025, "Finance", 0],
        [2024, "All", 1200, 900, "≥95%"],
        [2024, "Health science", 1150, "suppressed"],
        [2024, "Finance", 50, "&lt;10"],
    ]


def test_the_data_package_describes_the_files_beside_it(published: Path):
    folder = published / CURRENT_LINK / Reader.PUBLIC
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["as_of_date"] == "2026-06-30"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert len(package["sources"]) > 3
    described = {resource["path"] for resource in package["resources"]}
    there = {path.relative_to(folder).as_posix() for path in files(folder)}
    assert there - described == {"README.txt", "datapackage.json", "public.duckdb"}
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if "schema" in resource:
            heading = content.decode().splitlines()[0]
            fields = resource["schema"]["fields"]
            assert heading == ",".join(field["name"] for field in fields)
    cells = next(r for r in package["resources"] if r["name"] == "released.released_cells")
    types = {field["name"]: field["type"] for field in cells["schema"]["fields"]}
    assert (types["school_year"], types["value"], types["display"]) == (
        "integer",
        "number",
        "string",
    )
    assert cells["schema"]["primaryKey"][0] == "table_id"
    pointing = {key["fields"][0]: key["reference"] for key in cells["schema"]["foreignKeys"]}
    assert pointing == {
        name: {"resource": f"released.{table}", "fields": [name]}
        for name, table in (("table_id", "report_tables"), ("measure", "report_measures"))
    }


def test_the_data_dictionary_has_every_column(published: Path):
    path = published / CURRENT_LINK / Reader.PUBLIC / "data_dictionary.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    columns = ask(
        published_file(published, Reader.PUBLIC),
        "select schema_name, table_name, column_name from duckdb_columns() where not internal"
        " order by all",
    )
    assert sorted((row["schema"], row["table"], row["column"]) for row in rows) == columns
    value = next(
        row for row in rows if row["table"] == "released_cells" and row["column"] == "value"
    )
    assert value["description"] == "The figure, if it is released exactly."
    assert value["type"] == "decimal(18,2)"


def test_the_same_warehouse_gives_the_same_bytes(warehouse: Path):
    folder = warehouse.parent / "published" / CURRENT_LINK / Reader.PUBLIC
    found = []
    for _ in range(2):
        publish_again(warehouse)
        found.append(
            # Pages of a DuckDB file hold what was in memory before; its tables are compared.
            {
                path.relative_to(folder): path.read_bytes()
                for path in files(folder)
                if path.suffix != ".duckdb"
            }
        )
    assert len(found[0]) > 10
    assert found[0] == found[1]


def test_a_release_is_kept_for_good_before_anyone_reads_it(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    releases = warehouse.parent / "state" / "releases"
    with monkeypatch.context() as patched:
        patched.setattr("warehouse.publish.swap_link", killed)
        with pytest.raises(KeyboardInterrupt):
            publish_again(warehouse)
    assert not (warehouse.parent / "published" / CURRENT_LINK).exists()
    assert len(list(releases.iterdir())) == 1
    cells = duckdb.sql(f"select count(*) from '{releases}/*/released_cells.parquet'").fetchall()
    assert cells == [(10,)]


def test_the_same_tables_are_one_release_and_releases_sort_by_time(warehouse: Path):
    releases = warehouse.parent / "state" / "releases"
    for _ in range(2):
        publish_again(warehouse)
    first = sorted(path.name for path in releases.iterdir())
    revise = "update released.released_cells set value = {} where value = {};" + AUDIT
    change(warehouse, revise.format(1301, 1300))
    publish_again(warehouse)
    change(warehouse, revise.format(1300, 1301))
    publish_again(warehouse)
    both = sorted(path.name for path in releases.iterdir())
    assert len(first) == 1 and len(both) == 2
    assert both[0] == first[0]


def test_old_versions_are_removed_and_the_link_points_to_the_last(warehouse: Path):
    versions = [publish_again(warehouse, versions_kept=2) for _ in range(4)]
    published = warehouse.parent / "published"
    assert (published / CURRENT_LINK).resolve().name == versions[-1]
    assert sorted(p.name for p in published.iterdir() if not p.is_symlink()) == versions[-2:]


def test_a_clock_that_went_back_is_told(warehouse: Path):
    published = warehouse.parent / "published"
    (published / "29991231T000000.000000Z").mkdir(parents=True)
    with pytest.raises(WarehouseError, match="clock"):
        publish_again(warehouse)
    assert not (published / CURRENT_LINK).exists()


REFUSALS = {
    "isn't whole": "update build_state set is_complete = false",
    "its last build failed": "update build_state set is_complete = null",
    "hasn't been": "drop table build_state",
    "gate is closed": "update quality.release_gate set is_open = false",
    "has no release gate": "drop table quality.release_gate",
    "CELL_UNSAFE: 1 figure": "update released.release_audit set figures_told = 1",
    "was never attacked": "drop table released.release_audit",
    r"never attacked \(released": "drop schema released cascade",
    "as-of date": "alter table build_state drop as_of_date",
    r"marts.dim_person.mentor_id|dim_person\.mentor_id": (
        "alter table marts.dim_person add mentor_id varchar"
    ),
    r"released\.report_tables\.person_id": (
        "alter table released.report_tables add person_id varchar"
    ),
    r"council\.nothing": "insert into reference.public_tables values ('council', 'nothing')",
}


@pytest.mark.parametrize(("reason", "statement"), REFUSALS.items())
def test_what_must_not_go_out_stays_and_the_version_before_too(
    warehouse: Path, reason: str, statement: str
):
    before = publish_again(warehouse, secret=SECRET)
    change(warehouse, statement)
    with pytest.raises(WarehouseError, match=reason) as refusal:
        publish_again(warehouse, secret=SECRET)
    assert re.search("othing was published|version before stays", str(refusal.value))
    published = warehouse.parent / "published"
    assert [path.name for path in published.iterdir() if not path.is_symlink()] == [before]
    assert (published / CURRENT_LINK).resolve().name == before


def test_a_weak_secret_is_refused(warehouse: Path):
    with pytest.raises(WarehouseError, match="fewer than 32") as refusal:
        publish_again(warehouse, secret="hunter2")
    assert "hunter2" not in str(refusal.value)
    assert not (warehouse.parent / "published").exists()


def test_a_folder_that_cannot_be_written_is_told(warehouse: Path):
    (warehouse.parent / "published").write_text("a file, and no folder")
    with pytest.raises(WarehouseError, match="can't be written"):
        publish_again(warehouse)


def test_a_file_that_is_no_warehouse_is_told(tmp_path: Path):
    broken = tmp_path / "warehouse.duckdb"
    broken.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match="damaged"):
        publish_again(broken)
    with pytest.raises(WarehouseError, match="dbt build"):
        publish_again(tmp_path / "none.duckdb")
    with duckdb.connect(str(tmp_path / "foreign.duckdb")) as connection:
        connection.execute("create table t (a integer)")
    with pytest.raises(WarehouseError, match="isn't whole"):
        publish_again(tmp_path / "foreign.duckdb")
    assert not (tmp_path / "published").exists()
