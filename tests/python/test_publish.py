"""`warehouse publish`: what each reader gets, and what is never published."""

import hashlib
import re
from pathlib import Path

import duckdb
import pytest

from small_warehouse import SECRET, ask, change, files, publish_again, record_attack, tables
from warehouse.cli_publish import find_published
from warehouse.errors import WarehouseError
from warehouse.publication.research import SECRET_VARIABLE
from warehouse.publication.versions import CURRENT_LINK, Reader, published_file


def test_everyone_gets_what_was_released_and_what_is_listed(small_publication: Path):
    file = published_file(small_publication, Reader.PUBLIC)
    found = tables(file)
    assert {name for name in found if not name.startswith("released.")} == {"reference.regions"}
    assert "released.released_cells" in found
    assert "released.release_audit" not in found
    cells = ask(file, "select value, display from released.released_cells where value is null")
    assert sorted(cells) == [(None, "<10"), (None, "suppressed"), (None, "≥95%")]


def test_comments_and_keys_go_with_the_tables(small_publication: Path):
    file = published_file(small_publication, Reader.PUBLIC)
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


def test_the_restricted_layers_are_in_no_file(small_publication: Path):
    for path in files(small_publication / CURRENT_LINK):
        content = path.read_bytes()
        assert b"Zebedee" not in content, path
        if Reader.INTERNAL not in path.parts:
            assert b"123-45-6789" not in content, path


def test_a_restricted_folder_is_closed_to_others(small_publication: Path):
    modes = {
        reader: (small_publication / CURRENT_LINK / reader).stat().st_mode & 0o777
        for reader in Reader
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


def test_new_ids_join_as_the_old_ones_do(small_publication: Path):
    internal, research = (
        ask(published_file(small_publication, reader), JOINS)
        for reader in (Reader.INTERNAL, Reader.RESEARCH)
    )
    assert internal == [(60, 40, 5)]
    assert research == internal


def test_an_id_that_names_nothing_still_names_nothing(small_publication: Path):
    query = "select count(*) from marts.fct_employment_quarter where main_employer_id is null"
    empty = ask(published_file(small_publication, Reader.INTERNAL), query)
    assert empty[0][0] > 0
    assert ask(published_file(small_publication, Reader.RESEARCH), query) == empty


def test_no_id_of_the_warehouse_is_in_the_research_file(small_publication: Path):
    content = published_file(small_publication, Reader.RESEARCH).read_bytes()
    internal = published_file(small_publication, Reader.INTERNAL)
    ids = ask(
        internal,
        "select person_id from marts.dim_person union select employer_id from marts.dim_employer"
        " union select credential_award_id from marts.fct_credential_award"
        " union select outcome_event_id from marts.fct_outcome_event",
    )
    assert len(ids) == 40 + 5 + 60 + 60
    assert internal.read_bytes().count(ids[0][0].encode()) > 0
    assert [value for (value,) in ids if value.encode() in content] == []
    rows = ask(
        published_file(small_publication, Reader.RESEARCH), "from marts.fct_credential_award"
    )
    assert not {value for (value,) in ids} & {value for row in rows for value in row[:2]}


def test_the_same_secret_gives_the_same_ids_and_another_gives_others(small_warehouse: Path):
    file = published_file(small_warehouse.parent / "published", Reader.RESEARCH)
    found = []
    for secret in (SECRET, SECRET, SECRET + "!"):
        publish_again(small_warehouse, secret=secret)
        found.append({value for (value,) in ask(file, "select person_id from marts.dim_person")})
    assert found[0] == found[1]
    assert not found[0] & found[2]


def test_a_new_id_is_the_hmac_of_the_kind_and_the_old_one(small_publication: Path):
    # RFC 2104 written out, so that a change of the construction is seen: it would break panels.
    pad = SECRET.encode().ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in pad) + b"person:P00000007").digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in pad) + inner).hexdigest()
    people = ask(
        published_file(small_publication, Reader.RESEARCH), "select person_id from marts.dim_person"
    )
    assert (outer[:32],) in people


def test_the_secret_stands_in_no_file(small_publication: Path):
    for path in files(small_publication.parent):
        assert SECRET.encode() not in path.read_bytes(), path


def test_who_asks_a_research_file_that_was_never_written_is_told_of_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("WAREHOUSE_PUBLISHED", str(tmp_path))
    monkeypatch.delenv(SECRET_VARIABLE, raising=False)
    with pytest.raises(WarehouseError, match=SECRET_VARIABLE):
        find_published(Reader.RESEARCH)
    with pytest.raises(WarehouseError, match="make build"):
        find_published(Reader.PUBLIC)


def test_without_a_secret_there_is_no_research_file(small_warehouse: Path):
    publish_again(small_warehouse)
    assert not published_file(small_warehouse.parent / "published", Reader.RESEARCH).parent.exists()


def test_undeclared_columns_leave_the_warehouse_only_by_name(small_warehouse: Path):
    publish_again(small_warehouse, secret=SECRET)
    query = "select count(*) from marts.fct_credential_award where cardinality(extensions) > 0"
    readers = (Reader.INTERNAL, Reader.RESEARCH)
    published = small_warehouse.parent / "published"
    assert [ask(published_file(published, reader), query) for reader in readers] == [[(0,)]] * 2
    change(small_warehouse, "insert into reference.released_extension_columns values ('shoe_size')")
    publish_again(small_warehouse, secret=SECRET)
    assert [ask(published_file(published, reader), query) for reader in readers] == [[(60,)]] * 2


def test_a_release_is_kept_for_good_before_anyone_reads_it(
    small_warehouse: Path, monkeypatch: pytest.MonkeyPatch
):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    releases = small_warehouse.parent / "state" / "releases"
    with monkeypatch.context() as patched:
        patched.setattr("warehouse.publish.swap_link", killed)
        with pytest.raises(KeyboardInterrupt):
            publish_again(small_warehouse)
    assert not (small_warehouse.parent / "published" / CURRENT_LINK).exists()
    assert len(list(releases.iterdir())) == 1
    cells = duckdb.sql(f"select count(*) from '{releases}/*/released_cells.parquet'").fetchall()
    assert cells == [(10,)]


def test_the_same_tables_are_one_release_and_releases_sort_by_time(small_warehouse: Path):
    releases = small_warehouse.parent / "state" / "releases"
    for _ in range(2):
        publish_again(small_warehouse)
    first = sorted(path.name for path in releases.iterdir())
    for before, now in ((1300, 1301), (1301, 1300)):
        with duckdb.connect(str(small_warehouse)) as connection:
            connection.execute(
                f"update released.released_cells set value = {now} where value = {before}"
            )
            record_attack(connection)
        publish_again(small_warehouse)
    both = sorted(path.name for path in releases.iterdir())
    assert len(first) == 1 and len(both) == 2
    assert both[0] == first[0]


def test_old_versions_are_removed_and_the_link_points_to_the_last(small_warehouse: Path):
    versions = [publish_again(small_warehouse, versions_kept=2) for _ in range(4)]
    published = small_warehouse.parent / "published"
    assert (published / CURRENT_LINK).resolve().name == versions[-1]
    assert sorted(p.name for p in published.iterdir() if not p.is_symlink()) == versions[-2:]


def test_a_clock_that_went_back_is_told(small_warehouse: Path):
    published = small_warehouse.parent / "published"
    (published / "29991231T000000.000000Z").mkdir(parents=True)
    with pytest.raises(WarehouseError, match="clock"):
        publish_again(small_warehouse)
    assert not (published / CURRENT_LINK).exists()


REFUSALS = {
    "isn't whole": "update build_state set is_complete = false",
    "its last build failed": "update build_state set is_complete = null",
    "hasn't been": "drop table build_state",
    "gate is closed": "update quality.release_gate set is_open = false",
    "has no release gate": "drop table quality.release_gate",
    "aren't those that were attacked": (
        "update released.released_cells set value = 51 where value = 50"
    ),
    "CELL_UNSAFE: 1 figure": "update released.release_audit set figures_told = 1",
    "was never attacked": "drop table released.release_audit",
    r"never attacked \(released": "drop schema released cascade",
    "as-of date": "alter table build_state drop as_of_date",
    r"marts.dim_person.mentor_id|dim_person\.mentor_id": (
        "alter table marts.dim_person add mentor_id varchar"
    ),
    "column person_id of the table report_tables": (
        "alter table released.report_tables add person_id varchar"
    ),
    r"reference\.regions\.person_id": "alter table reference.regions add person_id varchar",
    r"council\.nothing": "insert into reference.public_tables values ('council', 'nothing')",
}


@pytest.mark.parametrize(("reason", "statement"), REFUSALS.items())
def test_what_must_not_go_out_stays_and_the_version_before_too(
    small_warehouse: Path, reason: str, statement: str
):
    before = publish_again(small_warehouse, secret=SECRET)
    change(small_warehouse, statement)
    with pytest.raises(WarehouseError, match=reason) as refusal:
        publish_again(small_warehouse, secret=SECRET)
    assert re.search("othing was published|version before stays", str(refusal.value))
    published = small_warehouse.parent / "published"
    assert [path.name for path in published.iterdir() if not path.is_symlink()] == [before]
    assert (published / CURRENT_LINK).resolve().name == before


def test_a_weak_secret_is_refused(small_warehouse: Path):
    with pytest.raises(WarehouseError, match="fewer than 32") as refusal:
        publish_again(small_warehouse, secret="hunter2")
    assert "hunter2" not in str(refusal.value)
    assert not (small_warehouse.parent / "published").exists()


def test_a_folder_that_cannot_be_written_is_told(small_warehouse: Path):
    (small_warehouse.parent / "published").write_text("a file, and no folder")
    with pytest.raises(WarehouseError, match="can't be written"):
        publish_again(small_warehouse)


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
