"""`warehouse fit-matching` finds the error rates that were planted, and touches nothing else."""

import csv
import random
import re
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from conftest import PROJECT
from warehouse import fit_matching
from warehouse.cli import app
from warehouse.errors import WarehouseError
from warehouse.match import match_records
from warehouse.splink_settings import (
    LEVELS_FILE,
    SEEDS,
    Comparison,
    read_comparisons,
    read_rows,
)

SEED_FILE = PROJECT / SEEDS / LEVELS_FILE
PEOPLE = 1500
GIVEN_NAMES, SURNAMES, ZIPS = 60, 150, 40
# How often the second record of a person says something else than the first.
ERRORS = {"ssn": 0.08, "first_name": 0.1, "last_name": 0.06, "birth_date": 0.05, "zip": 0.3}
SEX_ERRORS = 0.03
FIRST_DAY, DAYS = date(1980, 1, 1), 500
PAIRS = "200000"


def invented_names(chance: random.Random, count: int) -> list[str]:
    """Names of four syllables each, so that few resemble each other."""
    syllables = [first + second for first in "BDFGKLMNPRSTVZ" for second in "AEIOU"]
    return ["".join(chance.sample(syllables, 4)) for _ in range(count)]


def planted_records() -> list[dict[str, str]]:
    """Two records of each person; each has a street of its own, so that no two say the same."""
    chance = random.Random(3)
    given, family = invented_names(chance, GIVEN_NAMES), invented_names(chance, SURNAMES)
    draws = {
        "ssn": lambda: f"{chance.randrange(1, 600):03}{chance.randrange(10**6):06}",
        "first_name": lambda: chance.choice(given),
        "last_name": lambda: chance.choice(family),
        "birth_date": lambda: str(FIRST_DAY + timedelta(days=chance.randrange(DAYS))),
        "zip": lambda: f"99{chance.randrange(ZIPS):03}",
    }
    records = []
    for person in range(PEOPLE):
        first = {name: draw() for name, draw in draws.items()} | {"sex": chance.choice("MF")}
        second = {
            name: draw() if chance.random() < ERRORS[name] else first[name]
            for name, draw in draws.items()
        }
        is_wrong = chance.random() < SEX_ERRORS
        second["sex"] = first["sex"] if not is_wrong else "MF".replace(first["sex"], "")
        for place, said in enumerate((first, second)):
            records.append(
                {"record_id": f"{person}_{place}", "source": f"source_{place}"}
                | said
                | {"street": f"{person} {'EAST' if place else 'WEST'} ROAD"}
            )
    return records


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass(frozen=True)
class Planted:
    """The planted records, matched: their file, the warehouse, the project's comparisons."""

    records: Path
    warehouse_file: Path
    comparisons: tuple[Comparison, ...]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder = tmp_path_factory.mktemp("planted")
    records = write_csv(folder / "records.csv", planted_records())
    match_records([records], folder / "people.csv", None, folder / "kept", lambda step: None)
    (folder / "scratch").mkdir()
    return Planted(
        records,
        folder / "kept" / "warehouse.duckdb",
        read_comparisons(PROJECT, folder / "scratch", SEED_FILE),
    )


@pytest.fixture
def of_planted(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> Planted:
    use(planted, monkeypatch)
    return planted


def use(planted: Planted, patch: pytest.MonkeyPatch) -> None:
    """Let the command work on the planted warehouse, without asking dbt again each time."""
    patch.setenv("WAREHOUSE_FILE", str(planted.warehouse_file))
    patch.setattr(fit_matching, "read_comparisons", lambda *given: planted.comparisons)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["fit-matching", "--pairs", PAIRS, *arguments])


def fitted(file: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """By comparison and level, m and u."""
    return {
        (row["comparison"], row["level"]): (
            float(row["m_probability"]),
            float(row["u_probability"]),
        )
        for row in read_rows(file)
    }


@dataclass(frozen=True)
class First:
    """What the first call with the seed 1 said, and the file that it wrote."""

    result: Result
    file: Path


@pytest.fixture(scope="module")
def first(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> First:
    file = tmp_path_factory.mktemp("first") / "fitted.csv"
    with pytest.MonkeyPatch.context() as patch:
        use(planted, patch)
        result = call("--out", str(file))
    assert result.exit_code == 0, result.output
    return First(result, file)


def test_planted_error_rates_are_found(first: First, planted: Planted):
    found = fitted(first.file)
    same_given, same_surname = 1 / GIVEN_NAMES, 1 / SURNAMES
    agreement = {
        ("ssn", "other"): ERRORS["ssn"],
        ("first_name", "same"): 1 - ERRORS["first_name"] * (1 - same_given),
        ("last_name", "same"): 1 - ERRORS["last_name"] * (1 - same_surname),
        ("birth_date", "same"): 1 - ERRORS["birth_date"],
        ("sex", "same"): 1 - SEX_ERRORS,
        ("contact", "zip"): 1 - ERRORS["zip"] * (1 - 1 / ZIPS),
    }
    assert {level: found[level][0] for level in agreement} == pytest.approx(agreement, abs=0.02)
    chance = {
        ("first_name", "same"): same_given,
        ("last_name", "same"): same_surname,
        ("birth_date", "same"): 1 / DAYS,
        ("sex", "same"): 0.5,
        ("contact", "zip"): 1 / ZIPS,
    }
    assert {level: found[level][1] for level in chance} == pytest.approx(chance, rel=0.3)
    # Nobody shares a number with a stranger. A plain random sample of pairs would say that many do.
    assert found["ssn", "same"] == fitted(SEED_FILE)["ssn", "same"]
    assert all(0 < value < 1 for pair in found.values() for value in pair)


def test_only_two_columns_of_the_seed_change(first: First, planted: Planted):
    assert_only_probabilities_changed(SEED_FILE.read_bytes(), first.file.read_bytes())
    # What no record speaks of is as it was.
    before, found = fitted(SEED_FILE), fitted(first.file)
    silent = [level for level in before if level[0] in ("suffix", "middle_name", "native_id")]
    assert len(silent) > 5
    assert {level: found[level] for level in silent} == {level: before[level] for level in silent}


def assert_only_probabilities_changed(before: bytes, after: bytes) -> None:
    old, new = before.decode().splitlines(keepends=True), after.decode().splitlines(keepends=True)
    assert old != new and old[0] == new[0] and len(old) == len(new)
    for old_line, new_line in zip(old[1:], new[1:], strict=True):
        old_fields, new_fields = old_line.split(",", 5), new_line.split(",", 5)
        assert old_fields[:3] == new_fields[:3] and old_fields[5] == new_fields[5]


def test_the_summary_tells_changes_what_was_kept_and_on_how_much(first: First):
    said = " ".join(first.result.output.split())
    assert f"Fitted on {2 * PEOPLE:,} descriptions of" in said
    assert "share ssn" in said and "share first_name and last_name and birth_date" in said
    assert "share email" not in said
    kept = said.partition("As before, since fewer than 20 pairs showed them")[2]
    number = re.search(r"ssn same \(([0-9,]+), ([0-9]+)\)", kept)
    assert number is not None and number[1] > "1,000" and int(number[2]) < 5
    assert "suffix same (0, 0)" in kept and "sex same" not in kept
    # All are born within two years, so that no pair shows this level though the seed's u is large.
    assert "birth_date generation (0, 0)" in kept
    assert f"Written: {first.file}" in first.result.output.replace("\n", "")
    rows = [row.split("│") for row in first.result.output.splitlines() if row.startswith("│")]
    changes = [float(row[4]) for row in rows]
    assert len(changes) > 10
    assert [abs(change) for change in changes] == sorted(map(abs, changes), reverse=True)
    surname = next(row for row in rows if row[1].split() == ["last_name", "same"])
    assert float(surname[3]) - float(surname[2]) == pytest.approx(float(surname[4]), abs=0.11)
    # Splink's own talk, its progress included.
    assert "Estimat" not in first.result.output and "EM " not in first.result.output


def test_a_dry_run_says_the_same_and_writes_nothing(
    of_planted: Planted, first: First, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = SEED_FILE.read_bytes()
    monkeypatch.chdir(tmp_path)
    result = call("--dry-run")
    assert result.exit_code == 0, result.output
    assert "Nothing is written." in result.output
    assert result.output.partition("Fitted on")[0] == first.result.output.partition("Fitted on")[0]
    assert SEED_FILE.read_bytes() == before and list(tmp_path.iterdir()) == []


def test_the_same_seed_gives_the_same_file_and_another_another(
    of_planted: Planted, first: First, tmp_path: Path
):
    for name, seed in (("again", "1"), ("other", "2")):
        assert call("--seed", seed, "--out", str(tmp_path / f"{name}.csv")).exit_code == 0
    assert (tmp_path / "again.csv").read_bytes() == first.file.read_bytes()
    assert (tmp_path / "other.csv").read_bytes() != first.file.read_bytes()
    # Strangers were chosen otherwise, and tell much the same.
    one, two = fitted(first.file), fitted(tmp_path / "other.csv")
    assert one["first_name", "same"] == pytest.approx(two["first_name", "same"], rel=0.2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.csv", "other.csv"]


def test_records_from_outside_are_taken_through_the_models_and_the_seed_itself_is_written(
    of_planted: Planted, first: First, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The same records, matched in a scratch warehouse, give the same seed; here dbt is spared."""
    built = []

    def build(scratch: Path, select: str, variables: dict, progress: object) -> None:
        with duckdb.connect(str(scratch / "warehouse.duckdb"), read_only=True) as connection:
            landed = connection.execute("select count(*) from landing.outside_records").fetchall()
        built.append((select, variables["match_outside_records"], landed[0][0]))
        shutil.copy(of_planted.warehouse_file, scratch / "warehouse.duckdb")

    copy = tmp_path / LEVELS_FILE
    shutil.copy(SEED_FILE, copy)
    monkeypatch.setattr(fit_matching, "find_levels_file", lambda: copy)
    monkeypatch.setenv("WAREHOUSE_FILE", str(tmp_path / "not_here.duckdb"))
    monkeypatch.setattr(fit_matching, "build_in_scratch", build)
    result = call("--records", str(of_planted.records))
    assert result.exit_code == 0, result.output
    assert built == [("+tuple_persons", True, 2 * PEOPLE)]
    assert copy.read_bytes() == first.file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [LEVELS_FILE]


def test_what_a_person_can_mend_is_told_before_anything_is_written(
    of_planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    few = tmp_path / "few.duckdb"
    shutil.copy(of_planted.warehouse_file, few)
    with duckdb.connect(str(few)) as connection:
        connection.execute("delete from identity.linkable_identities where first_name > 'C'")
    strangers = tmp_path / "strangers.duckdb"
    shutil.copy(of_planted.warehouse_file, strangers)
    with duckdb.connect(str(strangers)) as connection:
        connection.execute(
            "delete from identity.linkable_identities where street not like '%WEST%';"
            " update identity.linkable_identities set email = null"
        )
    with duckdb.connect(str(tmp_path / "empty.duckdb")):
        pass
    (tmp_path / "text.duckdb").write_text("no database")
    out = ("--out", str(tmp_path / "fitted.csv"))
    for name, arguments, message in (
        ("absent", out, "There is no warehouse at"),
        ("text", out, "is damaged, or no DuckDB file"),
        ("empty", out, "doesn't hold what the comparisons read; run `dbt build`"),
        ("few", out, "are too few to fit weights on; it takes 1,000"),
        ("strangers", out, "hold too few pairs of one person"),
        ("absent", (*out, "--dry-run"), "--dry-run writes nothing"),
        (
            "absent",
            ("--out", str(tmp_path / "no" / "f.csv")),
            "name a file in a folder that exists",
        ),
        ("absent", (*out, "--records", str(tmp_path / "no.csv")), "no.csv"),
    ):
        monkeypatch.setenv("WAREHOUSE_FILE", str(tmp_path / f"{name}.duckdb"))
        result = call(*arguments)
        assert isinstance(result.exception, WarehouseError), (name, result.output)
        assert message in str(result.exception)
    assert not (tmp_path / "fitted.csv").exists()
