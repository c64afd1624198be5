"""The parts of which simulated deliveries are made: chances, misspellings, lines, connections."""

import numpy as np
import pyarrow as pa
import pytest

from warehouse.simulate.connections import NO_KEY, Connections
from warehouse.simulate.deliveries_schedule import delivered_on
from warehouse.simulate.layouts import Layout, read_layouts
from warehouse.simulate.noise_chance import happens, uniform
from warehouse.simulate.noise_identity import (
    mistyped,
    nicknamed,
    one_digit_off,
    swapped_days,
    without_accents,
    without_half,
)
from warehouse.simulate.noise_rates import FAULTS, bit, fault_names, rate
from warehouse.simulate.write_files import Shape, csv_content


@pytest.fixture
def layout() -> Layout:
    return read_layouts()["labor", "employers"]


def cells(layout: Layout, **columns: list[str | None]) -> dict[str, pa.Array]:
    count = len(next(iter(columns.values())))
    return {name: pa.array(columns.get(name, ["x"] * count), pa.string()) for name in layout.names}


def test_a_chance_depends_on_what_it_is_about_and_not_on_the_order():
    keys = np.arange(1000)
    draws = uniform(7, "ssn", keys)
    assert (uniform(7, "ssn", keys[::-1])[::-1] == draws).all()
    assert (uniform(8, "ssn", keys) != draws).all()
    assert (uniform(7, "name", keys) != draws).all()
    assert 0 <= draws.min() < 0.05
    assert 0.95 < draws.max() < 1
    assert 150 < happens(0.2, 1, "any", keys).sum() < 250


def test_faults_are_told_apart_and_named_in_order():
    assert fault_names(bit("nickname") | bit("canary")) == ["nickname", "canary"]
    assert len({bit(fault) for fault in FAULTS}) == len(FAULTS) < 63
    assert rate("duplicate", "none") == 0 < rate("duplicate", "usual") < rate("duplicate", "heavy")


@pytest.mark.parametrize("number", range(0, 4000, 37))
def test_a_mistyped_name_is_one_slip_away(number: int):
    wrong = mistyped("Alvarez", number * 7919)
    assert wrong[0] == "A"
    assert abs(len(wrong) - 7) <= 1


def test_names_are_changed_as_people_and_systems_change_them():
    assert {nicknamed("William", n) for n in range(50)} >= {"Bill", "Will"}
    assert nicknamed("Xqzt", 3) == "Xqzt"
    assert {without_half("García-López", n) for n in range(4)} == {"García", "López"}
    assert without_half("García", 1) == "García"
    assert without_accents("Núñez") == "Nunez"


def test_a_wrong_ssn_differs_and_stays_well_formed():
    for number in range(3000):
        wrong = one_digit_off("219010001", number * 31)
        assert wrong != "219010001"
        assert len(wrong) == 9
        assert wrong[:3] == "219"
        assert wrong[3:5] != "00"
        assert wrong[5:] != "0000"


def test_day_and_month_are_swapped_only_where_that_is_a_date():
    born = np.array(
        ["2001-03-12", "2001-03-13", "2000-02-29", "NaT", "1999-12-01"], "datetime64[D]"
    )
    swapped = swapped_days(born)
    assert [str(day) for day in swapped] == ["2001-12-03", "NaT", "NaT", "NaT", "1999-01-12"]


def test_text_is_quoted_only_where_it_must_be(layout: Layout):
    names = ['Say "Hi", Inc.', "Plain", "Two\nLines", None, "Last"]
    content = csv_content(
        layout, cells(layout, legal_name=names), Shape(("fein", "legal_name")), {}
    )
    text = content.data.decode()
    assert text == ('fein,legal_name\nx,"Say ""Hi"", Inc."\nx,Plain\nx,"Two\nLines"\nx,\nx,Last\n')
    assert content.lines.tolist() == [2, 3, 4, 6, 7]


def test_broken_lines_are_broken_each_in_its_way(layout: Layout):
    faults = {0: "short_line", 1: "long_line", 2: "quote_unclosed", 3: "stray_byte"}
    shape = Shape(("employer_account", "fein", "legal_name"))
    content = csv_content(layout, cells(layout, fein=["a", "b", "c", "d", "e"]), shape, faults)
    assert content.data.split(b"\n")[1:-1] == [
        b"x,a",
        b"x,b,x,0",
        b'x,"c,x',
        b"x\xe9,d,x",
        b"x,e,x",
    ]


def test_records_connect_along_chains_of_accepted_ones_only():
    connections = Connections()
    none = NO_KEY
    first = connections.add(
        [np.array([1, 2, 3, none, 9]), np.array([20, 20, none, none, 30])],
        np.array([True, True, True, True, True]),
    )
    # A refused record names 3 and 30 together: that joins nobody.
    second = connections.add([np.array([3, none]), np.array([30, 30])], np.array([False, True]))
    connections.settle()
    groups = connections.groups(np.concatenate([first, second])).tolist()
    assert groups[0] == groups[1]
    assert groups[3] == NO_KEY
    assert groups[4] == groups[6]
    assert groups[5] == groups[2]
    assert len({groups[0], groups[2], groups[4]}) == 3


def test_a_quarter_is_corrected_after_it_was_delivered_again():
    wages = read_layouts()["labor", "wage_records"]
    for year in range(2010, 2030):
        for quarter in range(1, 5):
            following = f"{year + quarter // 4}Q{quarter % 4 + 1}"
            gap = delivered_on(wages, following) - delivered_on(wages, f"{year}Q{quarter}")
            assert gap.days > 60
