"""Precision and recall, counted on a case small enough to count by hand."""

from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from warehouse.errors import WarehouseError
from warehouse.evaluate_matching import evaluate_matching, print_quality

# line, identity, person_id, true person, connected group
ROWS = [
    (2, "a", "P1", 1, "g1"),
    (3, "a", "P1", 1, "g1"),
    (4, "b", "P1", 1, "g1"),
    (5, "c", "P2", 1, "g1"),  # missed
    (6, "d", "P1", 2, "g2"),  # a stranger in P1
    (7, "e", "P3", 2, "g3"),  # of person 2, but nothing connects it
    (8, "f", "P3", 2, "g3"),
    (9, "z", "P9", None, None),  # speaks of nobody
]


@pytest.fixture
def warehouse_file(tmp_path: Path) -> Path:
    values = ", ".join(str(row).replace("None", "null") for row in ROWS)
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""
            create schema staging;
            create schema identity;
            create temp table r as
            select * from (values {values}) t (line, tuple, person_id, person, connected_group);
            create table staging.stg_some__people as
            select 'some/people/1.csv' as file_name, line as line_number,
                tuple as identity_tuple_id, true as is_accepted from r
            union all
            select 'some/people/1.csv', 99, 'a', false;
            create table identity.tuple_persons as
            select distinct tuple as identity_tuple_id, person_id from r;
            copy (
                select 'some/people/1.csv' as file_name, line as line_number, person,
                    connected_group
                from r
                union all
                select 'some/people/1.csv', 99, 2, 'g2'
            ) to '{tmp_path}/rows.parquet';
            copy (
                select * from (values
                    (1, 'female', 'white', true, false, false),
                    (2, 'male', null, false, false, false)
                ) t (person, sex, race_ethnicity, is_hyphenated, is_name_changed, is_native_surname)
            ) to '{tmp_path}/people.parquet';
            """
        )
    return path


def test_pairs_are_counted_as_by_hand(warehouse_file: Path, tmp_path: Path):
    quality = evaluate_matching(warehouse_file, tmp_path)
    records = quality.records
    # P1 holds four rows (six pairs, three of them of person 1), P3 two (one pair).
    assert (records.nodes, records.linked_pairs, records.true_linked_pairs) == (7, 7, 4)
    # g1 has four rows (six pairs, three found), g3 two (one pair, found).
    assert (records.connectable_pairs, records.found_pairs, records.true_pairs) == (7, 4, 9)
    assert records.pairwise_precision == pytest.approx(4 / 7)
    assert records.pairwise_recall == pytest.approx(4 / 7)
    assert records.recall_of_true_pairs == pytest.approx(4 / 9)
    assert records.b3_precision == pytest.approx((3 * 3 / 4 + 1 / 4 + 1 + 2) / 7)
    assert records.b3_recall == pytest.approx((3 * 3 / 4 + 1 / 4 + 1 + 2) / 7)
    assert records.b3_f1 == pytest.approx(records.b3_recall)
    # Two rows that say the same are one identity.
    assert (quality.identities.nodes, quality.identities.linked_pairs) == (6, 4)
    assert (quality.persons, quality.true_persons) == (3, 2)
    assert (quality.over_merged_persons, quality.split_groups) == (1, 1)


def test_recall_is_told_by_subgroup(warehouse_file: Path, tmp_path: Path):
    quality = evaluate_matching(warehouse_file, tmp_path)
    recall = {(group.subgroup, group.value): group.recall for group in quality.subgroups}
    assert recall["sex", "female"] == pytest.approx(1 / 3)
    assert recall["sex", "male"] == 1
    assert recall["race_ethnicity", "unknown"] == 1
    assert recall["is_hyphenated", "true"] == pytest.approx(1 / 3)
    console = Console(record=True, width=100)
    print_quality(quality, console)
    assert "1 hold more than one true person" in console.export_text()


def test_what_is_missing_or_foreign_is_told(warehouse_file: Path, tmp_path: Path):
    with pytest.raises(WarehouseError, match=r"rows\.parquet does not exist"):
        evaluate_matching(warehouse_file, tmp_path / "nowhere")
    with pytest.raises(WarehouseError, match=r"none\.duckdb does not exist"):
        evaluate_matching(tmp_path / "none.duckdb", tmp_path)
    with duckdb.connect(str(warehouse_file)) as connection:
        connection.execute("update staging.stg_some__people set file_name = 'other'")
    with pytest.raises(WarehouseError, match="truth of other deliveries"):
        evaluate_matching(warehouse_file, tmp_path)
    with duckdb.connect(str(warehouse_file)) as connection:
        connection.execute("drop schema staging cascade")
    with pytest.raises(WarehouseError, match="dbt build"):
        evaluate_matching(warehouse_file, tmp_path)
