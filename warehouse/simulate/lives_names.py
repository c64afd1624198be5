"""Names with the frequencies of the Census Bureau's lists (1990, in the package ``names``).

Surnames linked to a group (the lists in ``data/``) are drawn by their own frequency in the
Census list, with accents in part of the cases; all others from the whole list.
"""

from functools import cache
from pathlib import Path

import names
import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import weighted
from warehouse.simulate.world import World

CENSUS = Path(names.__file__).parent
# Share of a group whose surname comes from the group's own list; the rest draw from all surnames.
LINKED_SURNAME_SHARE = {
    "hispanic_or_latino": 0.82,
    "asian": 0.78,
    "american_indian_or_alaska_native": 0.5,
}
LINKED_FIRST_NAME_SHARE = {"hispanic_or_latino": 0.5}
ACCENT_SHARE = 0.4
# The Census list writes these without their apostrophe.
APOSTROPHE = (
    "OBRIEN OCONNOR OCONNELL ONEAL ONEIL ONEILL OHARA OKEEFE ODONNELL OREILLY OMALLEY OGRADY "
    "OROURKE OLEARY OBANNON ODELL OSHEA OTOOLE DANGELO DAMICO DANDREA"
)
SPACED = {
    "DELACRUZ": "de la Cruz",
    "DELEON": "De León",
    "DELAROSA": "de la Rosa",
    "STJOHN": "St. John",
}


@cache
def census_list(part: str) -> tuple[np.ndarray, np.ndarray]:
    """Read a Census list: names in capitals, and their frequency in percent.

    Parameters
    ----------
    part
        ``all.last``, ``female.first`` or ``male.first``.
    """
    lines = (CENSUS / f"dist.{part}").read_text(encoding="ascii").splitlines()
    rows = [line.split()[:2] for line in lines if line.strip()]
    frequencies = np.array([float(frequency) for _, frequency in rows])
    # The rarest are rounded to nothing there; they are not impossible.
    return np.array([name for name, _ in rows]), np.maximum(frequencies, 0.0002)


def mixed_case(capitals: str) -> str:
    """Write a name of the Census list as people do: O'Brien, McDonald, Smith."""
    if capitals in SPACED:
        return SPACED[capitals]
    if capitals in APOSTROPHE.split():
        return f"{capitals[0]}'{capitals[1:].capitalize()}"
    if capitals.startswith("MC") and len(capitals) > 4:
        return f"Mc{capitals[2:].capitalize()}"
    return capitals.capitalize()


def draw_surnames(
    rng: np.random.Generator, race_ethnicity: np.ndarray, world: World
) -> tuple[np.ndarray, np.ndarray]:
    """Draw a surname for each person.

    Returns
    -------
    tuple
        The names in mixed case, and whether each stands in a group's list.
    """
    listed, frequencies = census_list("all.last")
    spelled = _spelled("all.last")
    drawn = weighted(rng, frequencies, len(race_ethnicity))
    result = spelled[drawn]
    linked = world.surnames
    is_linked = np.isin(listed[drawn], linked["surname"].to_numpy(dtype=object).astype(str))
    by_name = pd.Series(frequencies, index=listed)
    for group, share in LINKED_SURNAME_SHARE.items():
        own = linked[linked["race_ethnicity"] == group]
        chosen = (race_ethnicity == group) & (rng.random(len(race_ethnicity)) < share)
        result[chosen] = _draw_linked(rng, own, own["surname"], by_name, int(chosen.sum()))
        is_linked |= chosen
    return result, is_linked


def draw_first_names(
    rng: np.random.Generator, sex: np.ndarray, race_ethnicity: np.ndarray, world: World
) -> np.ndarray:
    """Draw a given name for each person; a nonbinary person's comes from either list."""
    list_sex = np.where(
        sex == "nonbinary", np.where(rng.random(len(sex)) < 0.5, "female", "male"), sex
    )
    result = np.empty(len(sex), dtype=object)
    for one_sex in ("female", "male"):
        listed, frequencies = census_list(f"{one_sex}.first")
        of_sex = list_sex == one_sex
        spelled = _spelled(f"{one_sex}.first")
        result[of_sex] = spelled[weighted(rng, frequencies, int(of_sex.sum()))]
        by_name = pd.Series(frequencies, index=listed)
        for group, share in LINKED_FIRST_NAME_SHARE.items():
            rows = (world.first_names["race_ethnicity"] == group) & (
                world.first_names["sex"] == one_sex
            )
            own = world.first_names[rows]
            chosen = of_sex & (race_ethnicity == group) & (rng.random(len(sex)) < share)
            result[chosen] = _draw_linked(rng, own, own["first_name"], by_name, int(chosen.sum()))
    return result


@cache
def _spelled(part: str) -> np.ndarray:
    return np.array([mixed_case(name) for name in census_list(part)[0]], dtype=object)


def _draw_linked(
    rng: np.random.Generator,
    own: pd.DataFrame,
    capitals: pd.Series,
    frequencies: pd.Series,
    count: int,
) -> np.ndarray:
    """Draw from a group's list; names that have an accented spelling carry it in part."""
    plain = np.array([mixed_case(name) for name in capitals], dtype=object)
    accented = own["accented"].fillna("").to_numpy(dtype=object)
    accented = np.where(accented == "", plain, accented)
    drawn = weighted(rng, frequencies.reindex(capitals).to_numpy(), count)
    return np.where(rng.random(count) < ACCENT_SHARE, accented[drawn], plain[drawn])
