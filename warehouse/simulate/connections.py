"""Which records of a person can be connected by what they soundly carry.

A record connects by its own valid SSN, by full first and last name with birth date, and by the
native ids of its source. Two records of a person that share such a key are connected, and so is
whatever hangs together by a chain of them. Only records that the warehouse accepts build chains.
"""

import numpy as np

NO_KEY = -1


class Connections:
    """Gathers the keys of all records, then numbers the groups that they form."""

    def __init__(self) -> None:
        self._edges: list[np.ndarray] = []
        self._anchors: list[np.ndarray] = []
        self._nodes = np.empty(0, np.int64)
        self._groups = np.empty(0, np.int64)

    def add(self, keys: list[np.ndarray], is_accepted: np.ndarray) -> np.ndarray:
        """Take in records' keys, and give each record one key to look its group up by (or -1)."""
        anchor = np.full(len(is_accepted), NO_KEY, np.int64)
        for key in reversed(keys):
            anchor = np.where(key != NO_KEY, key, anchor)
        self._anchors.append(np.unique(anchor[anchor != NO_KEY]))
        for key in keys:
            other = is_accepted & (key != NO_KEY) & (key != anchor)
            if other.any():
                pairs = np.stack([anchor[other], key[other]], axis=1)
                self._edges.append(np.unique(pairs, axis=0))
        return anchor

    def settle(self) -> int:
        """Give the groups numbers, once all records are in, and tell how many there are."""
        empty = np.empty((0, 2), np.int64)
        pairs = np.concatenate([empty, *self._edges])
        self._nodes = np.unique(np.concatenate([pairs.ravel(), *self._anchors]))
        left = np.searchsorted(self._nodes, pairs[:, 0])
        right = np.searchsorted(self._nodes, pairs[:, 1])
        label = np.arange(len(self._nodes))
        while True:
            before = label.copy()
            least = np.minimum(label[left], label[right])
            np.minimum.at(label, left, least)
            np.minimum.at(label, right, least)
            label = label[label]
            if (label == before).all():
                break
        roots, self._groups = np.unique(label, return_inverse=True)
        self._edges, self._anchors = [], []
        return len(roots)

    def groups(self, anchor: np.ndarray) -> np.ndarray:
        """Give the group number of each record by its key; -1 where it has none."""
        if not len(self._nodes):
            return np.full(len(anchor), NO_KEY, np.int64)
        place = np.minimum(np.searchsorted(self._nodes, anchor), len(self._nodes) - 1)
        return np.where(anchor == NO_KEY, NO_KEY, self._groups[place])
