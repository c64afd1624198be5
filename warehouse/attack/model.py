"""What the model release_audit does, on the relations that dbt hands it."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb

from warehouse.attack.audit import audit
from warehouse.attack.published import fetch_release, read_earlier
from warehouse.attack.release import Equal
from warehouse.attack.tables import Tables, refuse_strange_tables, release_hash

# Of what can be told so many figures are named; the command names all.
NAMED = 5
EQUAL_COLUMNS = "measure, other_measure, dimension_1, dimension_2, school_year, member"


def audit_rows(
    relations: Tables,
    equal: duckdb.DuckDBPyRelation,
    releases: Path,
) -> list[dict[str, Any]]:
    """Attack the release that was built, with the help of those published before.

    Parameters
    ----------
    relations
        All tables of the release by their published names.
    equal
        All of report_equal_measures: nobody publishes it, but a reader may guess it and be right.
    releases
        Folder of the earlier releases; there needn't be one.

    Returns
    -------
    list of dict
        One a measure and school year; none where the release gate kept everything back.

    Raises
    ------
    WarehouseError
        If a table says anything that isn't in the cells.
    """

    def fetch(table: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
        names = ", ".join(columns)
        return relations[table].project(names).order(names).fetchall()

    if not relations["released_cells"].limit(1).fetchall():
        return []
    refuse_strange_tables(relations, "the warehouse")
    attacked = release_hash(relations)
    release = fetch_release(fetch, "", "the warehouse")
    known = equal.project(EQUAL_COLUMNS).order("all").fetchall()
    result = audit(
        [*read_earlier(None, releases, release), release],
        say=lambda step: None,
        equal=[_equal(row) for row in known],
    )
    published = {(cell.measure, cell.year) for cell in release.cells}
    told: dict[tuple[str, int], list[str]] = defaultdict(list)
    for finding in result.findings:
        ends = f"{finding.low:g} to {finding.high:g}"
        text = f"{finding.cell}: {ends}, by {finding.told_by}"
        told[finding.measure, finding.school_year].append(text)
    return [
        {
            "measure": measure,
            "school_year": year,
            "figures_attacked": result.attacked.get((measure, year), 0),
            "figures_told": len(told[measure, year]),
            "told": told[measure, year][:NAMED],
            "release_hash": attacked,
        }
        for measure, year in sorted({*published, *result.attacked, *told})
    ]


def _equal(row: tuple[Any, ...]) -> Equal:
    measure, other, first, second, school_year, member = row
    year = None if school_year == "all" else int(school_year)
    dimensions = frozenset({first, second} - {"all", "none"})
    return Equal(measure, other, dimensions, year, None if member == "all" else (first, member))
