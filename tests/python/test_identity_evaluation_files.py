"""People and truth from files: counted again over all pairs, and refused where they are unsound."""

import gzip
import itertools
import random
from pathlib import Path
from statistics import mean

import duckdb
import pytest
from typer.testing import CliRunner

from warehouse.cli import app
from warehouse.errors import WarehouseError
from warehouse.evaluate_matching import evaluate_people

PEOPLE = "record_id,person_id\n1,P1\n2,P1\n3,P2\n"
TRUTH = "record_id,person,sex\n1,a,female\n2,a,female\n3,b,male\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    people, truth = tmp_path / "people.csv", tmp_path / "truth.csv"
    people.write_text(PEOPLE)
    truth.write_text(TRUTH)
    return people, truth


def draw_records(seed: int) -> list[dict]:
    """Draw records of few persons, put under few ids, now and then in a connected group."""
    draw = random.Random(seed)
    records = []
    for number in range(draw.randint(1, 40)):
        person = draw.randint(1, 12)
        records.append(
            {
                "record_id": number,
                "person_id": f"P{draw.choice([person, person, draw.randint(1, 12)])}",
                "person": person,
                "connected_group": draw.choice([None, f"g{person}-1", f"g{person}-2"]),
                "identity": f"{person}-{draw.randint(1, 3)}",
                "sex": "male" if person % 2 else "female",
                "source": draw.choice(["k12", "labor", None]),
            }
        )
    return records


def write_records(records: list[dict], folder: Path, columns: list[str]) -> tuple[Path, Path]:
    """Write records as a people file (CSV) and a truth file (parquet) of the columns asked for."""
    people, truth = folder / "people.csv", folder / "truth.parquet"
    people.write_text(
        "record_id,person_id\n"
        + "".join(f"{record['record_id']},{record['person_id']}\n" for record in records)
    )
    with duckdb.connect() as connection:
        names = ["record_id", "person", *columns]
        connection.execute(
            "create table truth (record_id bigint, person bigint"
            + "".join(f", {name} varchar" for name in columns)
            + ")"
        )
        connection.executemany(
            f"insert into truth values ({', '.join('?' * len(names))})",
            [[record[name] for name in names] for record in records],
        )
        connection.execute(f"copy truth to '{truth}'")
    return people, truth


def share(found: int, of: int) -> float:
    return found / of if of else 1.0


def plain_agreement(nodes: list[dict], truth: str) -> dict[str, float]:
    """Measure nodes pair by pair and node by node, the truth of recall by the given field."""
    pairs = list(itertools.combinations(nodes, 2))
    linked = [(a, b) for a, b in pairs if a["person_id"] == b["person_id"]]
    true = [(a, b) for a, b in pairs if (a["person"], a[truth]) == (b["person"], b[truth])]
    true_linked = [(a, b) for a, b in linked if a["person"] == b["person"]]
    found = [(a, b) for a, b in true if a["person_id"] == b["person_id"]]
    precisions, recalls = [], []
    for node in nodes:
        together = [other for other in nodes if other["person_id"] == node["person_id"]]
        same = [
            other
            for other in nodes
            if (other["person"], other[truth]) == (node["person"], node[truth])
        ]
        precisions.append(mean(other["person"] == node["person"] for other in together))
        recalls.append(mean(other["person_id"] == node["person_id"] for other in same))
    held = {node["person_id"]: set() for node in nodes}
    spread = {(node["person"], node[truth]): set() for node in nodes}
    for node in nodes:
        held[node["person_id"]].add(node["person"])
        spread[node["person"], node[truth]].add(node["person_id"])
    return {
        "nodes": len(nodes),
        "persons": len(held),
        "true_persons": len({node["person"] for node in nodes}),
        "pairwise_precision": share(len(true_linked), len(linked)),
        "pairwise_recall": share(len(found), len(true)),
        "b3_precision": mean(precisions) if nodes else 1,
        "b3_recall": mean(recalls) if nodes else 1,
        "over_merged_persons": sum(len(persons) > 1 for persons in held.values()),
        "persons_of_more_than_three": sum(len(persons) > 3 for persons in held.values()),
        "most_true_persons": max(map(len, held.values()), default=0),
        "split_persons": sum(len(ids) > 1 for ids in spread.values()),
    }


def plain_connectable(nodes: list[dict]) -> list[dict]:
    """Return nodes whose connected group holds another one."""
    return [
        node
        for node in nodes
        if node["connected_group"]
        and any(
            other is not node
            and (other["person"], other["connected_group"])
            == (node["person"], node["connected_group"])
            for other in nodes
        )
    ]


def plain_identities(records: list[dict]) -> list[dict]:
    """Return one node for the records of one identity under one id."""
    nodes = {}
    for record in records:
        key = (record["person_id"], record["person"], record["identity"])
        node = nodes.setdefault(key, dict(record))
        for name in ("connected_group", "source"):
            values = [value for value in (node[name], record[name]) if value is not None]
            node[name] = min(values, default=None)
    return list(nodes.values())


@pytest.mark.parametrize("seed", range(25))
def test_counts_from_group_sizes_are_those_over_all_pairs(seed: int, tmp_path: Path):
    records = draw_records(seed)
    columns = ["connected_group", "identity", "sex", "source"]
    quality = evaluate_people(*write_records(records, tmp_path, columns))
    for nodes, level in (
        (records, quality.records),
        (plain_identities(records), quality.identities),
    ):
        connectable = plain_connectable(nodes)
        for expected, agreement in (
            (plain_agreement(nodes, "person"), level.all),
            (plain_agreement(connectable, "connected_group"), level.connectable),
        ):
            measured = {name: getattr(agreement, name) for name in expected}
            assert measured == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_slices_count_the_pairs_that_touch_them(seed: int, tmp_path: Path):
    records = draw_records(seed)
    quality = evaluate_people(
        *write_records(records, tmp_path, ["connected_group", "sex", "source"])
    )
    pairs = list(itertools.combinations(records, 2))
    for part in quality.slices:
        value = None if part.value == "unknown" else part.value
        touching = [pair for pair in pairs if value in (end[part.column] for end in pair)]
        to_find = [
            (a, b)
            for a, b in touching
            if a["person"] == b["person"]
            and a["connected_group"] is not None
            and a["connected_group"] == b["connected_group"]
        ]
        linked = [(a, b) for a, b in touching if a["person_id"] == b["person_id"]]
        assert part.true_pairs == len(to_find)
        assert part.found_pairs == sum(a["person_id"] == b["person_id"] for a, b in to_find)
        assert part.linked_pairs == len(linked)
        assert part.true_linked_pairs == sum(a["person"] == b["person"] for a, b in linked)
        assert part.people == len({r["person"] for r in records if r[part.column] == value})


def test_a_truth_may_say_nothing_or_only_whether_a_record_is_connectable(
    files: tuple[Path, Path],
):
    people, truth = files
    quality = evaluate_people(people, truth)
    assert quality.identities is None
    assert quality.records.connectable is None
    assert quality.records.pairwise_recall == 1
    people.write_text("record_id,person_id\n1,P1\n2,P2\n3,P1\n4,P1\n")
    truth.write_text("record_id,person,connectable\n1,a,true\n2,a,false\n3,a,true\n4,b,false\n")
    quality = evaluate_people(people, truth)
    # Records 1 and 3 are the one pair to find; 2 is missed, and not held against recall.
    assert quality.records.pairwise_recall == 1
    assert quality.records.recall_of_true_pairs == pytest.approx(1 / 3)
    assert quality.records.connectable.nodes == 2
    assert quality.records.connectable.b3_f1 == 1


def test_equal_ids_are_equal_however_the_files_hold_them(files: tuple[Path, Path]):
    people, truth = files
    packed = people.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(PEOPLE.encode()))
    assert evaluate_people(packed, truth) == evaluate_people(people, truth)
    # Signs and zeros in front belong to an id.
    for path, text in ((people, PEOPLE), (truth, TRUTH)):
        path.write_text(text.replace("\n1,", "\n#1,"))
    assert evaluate_people(people, truth).records.nodes == 3
    people.write_text(PEOPLE.replace("\n1,", "\n01,"))
    with pytest.raises(WarehouseError, match="1 records of"):
        evaluate_people(people, truth)


def test_a_column_of_very_many_values_is_no_slice(files: tuple[Path, Path]):
    people, truth = files
    people.write_text("record_id,person_id\n" + "".join(f"{n},P{n}\n" for n in range(99)))
    truth.write_text(
        "record_id,person,name,sex\n" + "".join(f"{n},{n},name {n},male\n" for n in range(99))
    )
    quality = evaluate_people(people, truth)
    assert quality.left_out_columns == ("name",)
    assert {part.column for part in quality.slices} == {"sex"}


@pytest.mark.parametrize(
    ("people_text", "truth_text", "message"),
    [
        (PEOPLE.replace("person_id", "person"), TRUTH, "people.csv has no column person_id"),
        (PEOPLE, TRUTH.replace("person", "who"), "truth.csv has no column person"),
        (PEOPLE + "4,P4\n5,P5\n", TRUTH, r"0 records of .* and 2 the other way round"),
        (PEOPLE, TRUTH + "4,c,male\n", r"1 records of .*truth.csv are not in .*--partial"),
        (PEOPLE + "3,P9\n", TRUTH, "record_id repeats that of an earlier record on 1 rows"),
        (PEOPLE, TRUTH + "3,b,male\n", "truth.csv record_id repeats"),
        (PEOPLE.replace("P2", ""), TRUTH, "people.csv person_id is empty on 1 rows"),
        (PEOPLE, TRUTH.replace("3,b", "3,"), "truth.csv person is empty on 1 rows"),
        (PEOPLE.replace("3,P2", ",P2"), TRUTH, "record_id is empty on 1 rows"),
        (PEOPLE + "4\n", TRUTH, "people.csv can't be read as a comma-separated file"),
        ("PAR1 but no parquet", TRUTH, "people.csv can't be read as parquet"),
        ("", TRUTH, "people.csv has no column record_id"),
        ("record_id,person_id\n", TRUTH, "3 records of"),
        (
            PEOPLE,
            TRUTH.replace("sex", "connectable"),
            "connectable is neither true nor false on 3 records",
        ),
    ],
)
def test_unsound_files_are_refused_in_a_sentence(
    files: tuple[Path, Path], people_text: str, truth_text: str, message: str
):
    people, truth = files
    people.write_text(people_text)
    truth.write_text(truth_text)
    with pytest.raises(WarehouseError, match=message):
        evaluate_people(people, truth)


def test_an_error_never_quotes_what_a_file_holds(files: tuple[Path, Path]):
    people, truth = files
    for content in (b"1,Rosalind\n2,Rosalind\n", b"record_id,person_id\n1,Rosalind \xe9\n"):
        people.write_bytes(content)
        with pytest.raises(WarehouseError) as error:
            evaluate_people(people, truth)
        assert "Rosalind" not in str(error.value)


def test_a_partial_evaluation_leaves_out_what_one_file_lacks(files: tuple[Path, Path]):
    people, truth = files
    people.write_text("record_id,person_id\n1,P1\n2,P1\n4,P1\n")
    quality = evaluate_people(people, truth, is_partial=True)
    assert (quality.records_only_in_truth, quality.records_only_in_people) == (1, 1)
    assert quality.records.nodes == 2
    people.write_text("record_id,person_id\n8,P1\n9,P1\n")
    with pytest.raises(WarehouseError, match="share none"):
        evaluate_people(people, truth, is_partial=True)


def test_the_command_judges_files_and_writes_the_figures(files: tuple[Path, Path], tmp_path: Path):
    people, truth = map(str, files)
    figures = tmp_path / "quality.json"
    arguments = ["evaluate-matching", truth, "--people", people, "--json", str(figures)]
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code == 0
    assert "2 persons for 2 true ones" in answer.output
    assert figures.is_file()
    for wrong, message in (
        (["evaluate-matching", "--people", people], "by which truth"),
        (["evaluate-matching", truth], "--people"),
        (["evaluate-matching", truth, "--partial"], "--partial goes with --people"),
    ):
        answer = CliRunner().invoke(app, wrong)
        assert isinstance(answer.exception, WarehouseError)
        assert message in str(answer.exception)
