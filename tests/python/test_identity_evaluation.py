"""Precision and recall of a built warehouse, on a case small enough to count by hand."""

import json
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from warehouse.errors import WarehouseError
from warehouse.evaluate_matching import evaluate_matching, print_quality, write_json

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
            create table identity.delivered_identities as
            select distinct
                tuple as identity_tuple_id, if(tuple = 'c', 'labor', 'k12') as id_space
            from r;
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
    records, all_records = quality.records, quality.records.all
    # P1 holds four rows (six pairs, three of them of person 1), P3 two (one pair).
    assert (all_records.nodes, all_records.linked_pairs) == (7, 7)
    assert all_records.true_linked_pairs == 4
    # Person 1 has four rows (six pairs, three found), person 2 three (three pairs, one found).
    assert (all_records.true_pairs, all_records.found_pairs) == (9, 4)
    assert records.pairwise_precision == pytest.approx(4 / 7)
    assert records.recall_of_true_pairs == pytest.approx(4 / 9)
    assert records.b3_precision == pytest.approx((3 * 3 / 4 + 1 / 4 + 1 + 2) / 7)
    assert records.b3_recall == pytest.approx((3 * 3 / 4 + 1 / 4 + 1 / 3 + 2 * 2 / 3) / 7)
    assert records.b3_f1 == pytest.approx(2 / (1 / records.b3_precision + 1 / records.b3_recall))
    assert (all_records.persons, all_records.true_persons) == (3, 2)
    assert (all_records.over_merged_persons, all_records.most_true_persons) == (1, 2)
    assert all_records.persons_of_more_than_three == 0
    assert all_records.split_persons == 2
    # Two rows that say the same are one identity.
    assert (quality.identities.all.nodes, quality.identities.all.linked_pairs) == (6, 4)


def test_connectable_rows_are_measured_among_themselves(warehouse_file: Path, tmp_path: Path):
    quality = evaluate_matching(warehouse_file, tmp_path)
    connectable = quality.records.connectable
    # Row 6 stands alone in its group: without it P1 holds nobody but person 1.
    assert (connectable.nodes, connectable.persons, connectable.true_persons) == (6, 3, 2)
    assert (connectable.linked_pairs, connectable.true_linked_pairs) == (4, 4)
    # g1 has four rows (six pairs, three found), g3 two (one pair, found).
    assert (connectable.true_pairs, connectable.found_pairs) == (7, 4)
    assert quality.records.pairwise_recall == connectable.pairwise_recall == pytest.approx(4 / 7)
    assert connectable.pairwise_f1 == pytest.approx(2 / (1 + 7 / 4))
    assert connectable.b3_precision == 1
    assert connectable.b3_recall == pytest.approx((3 * 3 / 4 + 1 / 4 + 2) / 6)
    assert (connectable.over_merged_persons, connectable.split_persons) == (0, 1)


def test_recall_is_told_by_slice_worst_first(warehouse_file: Path, tmp_path: Path):
    quality = evaluate_matching(warehouse_file, tmp_path, least_people=1)
    slices = {(part.column, part.value): part for part in quality.slices}
    recalls = [part.recall for part in quality.slices]
    assert recalls == sorted(recalls)
    # Over identities: a, b and c of person 1 make three pairs, one of them found.
    assert slices["sex", "female"].recall == pytest.approx(1 / 3)
    assert slices["sex", "male"].recall == 1
    assert slices["race_ethnicity", "unknown"].recall == 1
    assert slices["is_hyphenated", "true"].recall == pytest.approx(1 / 3)
    # P1 holds a, b and d: what touches person 1 is all three pairs, what touches d is two.
    assert slices["sex", "female"].precision == pytest.approx(1 / 3)
    assert slices["sex", "male"].precision == pytest.approx(1 / 3)
    # c alone is of another source: the pairs a-c and b-c touch both, a-b touches k12 only.
    assert (slices["source", "labor"].true_pairs, slices["source", "labor"].found_pairs) == (2, 0)
    assert (slices["source", "k12"].true_pairs, slices["source", "k12"].found_pairs) == (4, 2)


def test_the_worst_gap_is_between_groups_of_enough_known_people(
    warehouse_file: Path, tmp_path: Path
):
    quality = evaluate_matching(warehouse_file, tmp_path, least_people=1)
    # Race and ethnicity has one known group; the source is told and not bounded.
    assert {gap.column for gap in quality.gaps} == {"sex", "is_hyphenated", "source"}
    worst = quality.worst_gap
    assert (worst.column, worst.lowest_value, worst.highest_value) == (
        "is_hyphenated",
        "true",
        "false",
    )
    assert worst.gap == pytest.approx(2 / 3)
    assert evaluate_matching(warehouse_file, tmp_path).worst_gap is None


def test_the_tables_fit_eighty_columns_and_say_the_figures(warehouse_file: Path, tmp_path: Path):
    console = Console(record=True, width=80)
    print_quality(evaluate_matching(warehouse_file, tmp_path, least_people=1), console)
    text = console.export_text()
    assert "1 hold more than one true person" in text
    assert "is_hyphenated: true below false" in text
    assert "…" not in text
    write_json(evaluate_matching(warehouse_file, tmp_path), tmp_path / "quality.json")
    figures = json.loads((tmp_path / "quality.json").read_text())
    assert figures["records"]["all"]["pairwise_precision"] == pytest.approx(4 / 7)
    assert figures["identities"]["connectable"]["nodes"] == 5
    assert figures["worst_gap"] is None
    with pytest.raises(WarehouseError, match="can't be written"):
        write_json(evaluate_matching(warehouse_file, tmp_path), tmp_path / "no" / "where.json")


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
