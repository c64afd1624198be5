"""Components of descriptions: all that pairs worth a second look tie together."""

import numpy as np


def connected_components(
    a: np.ndarray, b: np.ndarray, is_firm: np.ndarray, weight: np.ndarray, largest: float
) -> dict[str, np.ndarray]:
    """Tell which component each number is in: by all pairs, and by firm pairs alone.

    Where a component is larger than `largest`, resemblance has led from one to the next too far:
    it falls apart at its weakest pairs, a tenth of them at a time.

    Parameters
    ----------
    a, b
        Numbers of the two ends of each pair, shape (pairs,).
    is_firm
        Whether the pair links by itself.
    weight
        Match weight of each pair, in bits; infinite where it holds at any size.

    Returns
    -------
    dict of columns, a row per number that occurs, in order of numbers: identity_number,
    component_number and firm_number (the least number of the component), component_size.
    """
    numbers, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = ends[: len(a)], ends[len(a) :]
    holds = np.ones(len(a), bool)
    while True:
        component = least_reachable(len(numbers), left[holds], right[holds])
        sizes = np.bincount(component, minlength=len(numbers))
        is_loose = holds & (sizes[component[left]] > largest) & np.isfinite(weight)
        if not is_loose.any():
            break
        weakest = np.quantile(weight[is_loose], 0.1, method="inverted_cdf")
        holds &= ~(is_loose & (weight <= weakest))
    firm = least_reachable(len(numbers), left[is_firm & holds], right[is_firm & holds])
    return {
        "identity_number": numbers,
        "component_number": numbers[component],
        "firm_number": numbers[firm],
        "component_size": sizes[component].astype(np.int32),
    }


def least_reachable(count: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Give each of `count` nodes the least node that edges lead to; edges are pairs of places."""
    label = np.arange(count)
    while True:
        before = label.copy()
        least = np.minimum(label[left], label[right])
        np.minimum.at(label, left, least)
        np.minimum.at(label, right, least)
        # A node's label is a node, whose own label may be less by now.
        label = label[label]
        if (label == before).all():
            return label
