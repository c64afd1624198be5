"""What a reader can see in the sample's figures is declared, so that protection and attack know it.

Which groups are the same people, and which measures the same number, is looked for here in all
restricted figures, whatever the seeds say.
"""

import json
from collections import defaultdict
from itertools import combinations

import duckdb
import pytest

from conftest import Build
from warehouse.attack.tables import CELLS, CHANGES, DECLARATIONS

GROUPS = (
    "household_income", "disability", "english_learner", "home_language", "sex", "race_ethnicity",
    "region", "district", "school",
)  # fmt: skip
# Disclosure control decides what they say, or both figures of a change are shown.
SHOWN = (CELLS, CHANGES)
# That all passed, or that all are employed, is a secret: the difference is protected instead.
SECRET = [
    {"attempts", "attempts_passed"},
    {"persons_followed", "persons_employed"},
]


@pytest.fixture(scope="module")
def opened(sample: Build):
    with sample.open() as connection:
        yield connection


def test_groups_of_the_same_people_are_declared(opened: duckdb.DuckDBPyConnection):
    members = " union all ".join(
        f"select '{group}' as dimension, {group} as member, person_id, school_year"
        " from report.report_students"
        for group in GROUPS
    )
    people = opened.execute(
        "select dimension, member, count(*), bit_xor(hash(person_id, school_year))"
        f" from ({members}) group by all order by all"
    ).fetchall()
    declared = {
        (row[0], row[1]): (row[2], row[3])
        for row in opened.execute("from released.report_same_members").fetchall()
    }
    within = {
        (row[0], row[1]): (row[2], row[3])
        for row in opened.execute(
            "select dimension, member, parent_dimension, parent_member"
            " from released.report_members where parent_member is not null"
        ).fetchall()
    }
    same = [
        (one[:2], other[:2])
        for one, other in combinations(people, 2)
        if one[2:] == other[2:] and one[0] != other[0]
    ]
    assert len(same) >= 10
    for one, other in same:
        names = [declared.get(pair, pair) for pair in (one, other)]
        # A district of one school is told by the sums over schools.
        is_nested = within.get(one) == other or within.get(other) == one
        assert names[0] == names[1] or is_nested, (one, other)


def test_measures_that_are_one_number_are_declared(opened: duckdb.DuckDBPyConnection):
    """In all cells of the same dimensions, over all years, as far as there is anybody in them."""
    opened.execute(
        """
        create or replace temp view counts as
        select distinct
            measure,
            school_year,
            case when member_1 in ('all', 'none') then '' else dimension_1 end as first,
            case when member_2 in ('all', 'none') then '' else dimension_2 end as second,
            member_1,
            replace(member_2, 'none', 'all') as member_2,
            value
        from report.report_cells
        inner join released.report_measures using (measure)
        where kind in ('events', 'persons') and not is_unfinished
        """
    )
    equal = opened.execute(
        """
        select distinct one.measure, other.measure
        from counts as one
        inner join counts as other using (school_year, first, second, member_1, member_2)
        where one.measure < other.measure
        group by one.measure, other.measure, first, second
        having bool_and(one.value = other.value) and max(one.value) >= 10
        order by all
        """
    ).fetchall()
    assert {"awards", "persons_earned"} in [set(pair) for pair in equal]
    above = measures_above(opened)
    assert [
        (one, other)
        for one, other in equal
        if {one, other} not in SECRET and other not in above[one] and one not in above[other]
    ] == []


def test_no_declaration_is_made_of_counts(sample: Build):
    """A row that is there or isn't would tell of figures that are withheld."""
    manifest = json.loads((sample.target / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"]
    declared = {
        key: node["alias"]
        for key, node in nodes.items()
        if node["resource_type"] == "model" and node["schema"] == "released"
    }
    assert set(DECLARATIONS) <= set(declared.values())
    counts = {
        key for key, node in nodes.items() if node["name"] in ("report_counts", "report_cells")
    }
    assert len(counts) == 2
    for key, table in declared.items():
        if table in DECLARATIONS and table not in SHOWN:
            above, waiting = set(), [key]
            while waiting:
                parents = set(manifest["parent_map"].get(waiting.pop(), ())) - above
                above |= parents
                waiting += parents
            assert not above & counts, table


def measures_above(opened: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """By measure, those that it can't exceed, in one step or several."""
    above = defaultdict(set)
    relations = opened.execute(
        "select measure, other_measure from released.report_measure_relations"
        " where relation = 'at_most'"
    ).fetchall()
    for _ in relations:
        for measure, other in relations:
            above[measure] |= {other} | above[other]
    return above
