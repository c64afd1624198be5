"""Chance that depends on what is asked about, never on the order of asking.

A draw is a hash of the seed, a name and whole-number keys. So one table's noise doesn't move when
another table grows, and a person's gaps (who has which number on file) stay the same every year.
"""

import zlib

import numpy as np

_INCREMENT = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def hashed(seed: int, name: str, *keys: np.ndarray) -> np.ndarray:
    """Hash whole numbers row by row to uint64 (SplitMix64's finalizer, folded over the keys)."""
    start = (seed * 0x9E3779B97F4A7C15 + zlib.crc32(name.encode())) % (1 << 64)
    state = np.full(len(keys[0]), start, np.uint64)
    for key in keys:
        state = _mixed(state ^ np.asarray(key).astype(np.int64).view(np.uint64))
    return state


def uniform(seed: int, name: str, *keys: np.ndarray) -> np.ndarray:
    """Draw from [0, 1) for each row of the keys, the same for the same keys."""
    return (hashed(seed, name, *keys) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def happens(share: float, seed: int, name: str, *keys: np.ndarray) -> np.ndarray:
    """Tell for each row of the keys whether something with that probability happens."""
    return uniform(seed, name, *keys) < share


def generator(seed: int, name: str) -> np.random.Generator:
    """Make a generator of its own for one step."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def _mixed(state: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        state = state + _INCREMENT
        state = (state ^ (state >> np.uint64(30))) * _FIRST
        state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))
