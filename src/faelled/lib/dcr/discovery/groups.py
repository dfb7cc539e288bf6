"""Which activities could stand together in a group: those of which much the same is said.

Two by two, what shares the most rules is put together, until nothing is shared. The result is a
tree, as nesting is: every part of it may be a group of the graph.
"""

from collections.abc import Sequence

import numpy as np

from faelled.lib.dcr.discovery.mined import Mined
from faelled.lib.dcr.discovery.tree import Bools


def rows(masks: Sequence[int]) -> Bools:
    """Masks as a matrix (n x n)."""
    size = len(masks)
    return np.array([[bool(mask >> at & 1) for at in range(size)] for mask in masks]).reshape(
        size, size
    )


def nested(mined: Mined) -> list[frozenset[int]]:
    """The possible groups, each of two or more activities; any two lie apart or one in the other.

    >>> nested(Mined([0, 0, 0, 0], [0] * 4, [0] * 4, [0b11, 0b11, 0, 0]))
    [frozenset({0, 1})]
    """
    size = mined.size
    said = [rows(part) for part in (mined.conditions, mined.responses, mined.excludes)]
    features = np.concatenate([*said, *(matrix.T for matrix in said)], axis=1).astype(np.int32)
    clusters: list[frozenset[int]] = [frozenset({at}) for at in range(size)]
    shared = features @ features.T
    np.fill_diagonal(shared, 0)
    found: list[frozenset[int]] = []
    while len(clusters) > 1 and shared.max() > 0:
        one, other = map(int, np.unravel_index(int(shared.argmax()), shared.shape))
        clusters[one] |= clusters[other]
        features[one] &= features[other]
        found.append(clusters[one])
        del clusters[other]
        features = np.delete(features, other, axis=0)
        shared = features @ features.T
        np.fill_diagonal(shared, 0)
    return found
