"""One place listed twice: near one another and alike in name, within a kind.

Which records are one place is decided here, from coordinates and names alone. Cleaning the records and
choosing what of them to keep belong to the stages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.measure.names import alike, alike_to_the_word


@dataclass(frozen=True)
class Rule:
    """When two records of a kind are one place. Distances in metres, inclusive.

    `within`: this near and alike in name (`share` and `contained` of `names.alike`). `unnamed`: this near,
    of one source, and neither has a name. `same_point`: this near, whatever their names. `same_words`: this
    near, where their names are the same words and say which place it is.
    """

    within: float = 50.0
    share: float = 0.6
    contained: bool = False
    unnamed: float = 15.0
    same_point: float | None = None
    same_words: float | None = None

    @property
    def reach(self) -> float:
        return max(self.within, self.unnamed, self.same_point or 0.0, self.same_words or 0.0)


def first_of_place(
    points: NDArray[np.float64],
    kinds: Sequence[str],
    names: Sequence[str | None],
    sources: Sequence[str],
    rules: Mapping[str, Rule],
) -> NDArray[np.int64]:
    """For each record, the position of the record that stands for its place: the first in the order given.

    `points` is (n, 2), metres, none missing. Records of a kind without a rule stand for themselves, as does
    one that is like no other. Records are one place where a chain of pairs that a rule joins connects them,
    so who else is on the list, and in what order, does not change who belongs together.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    first = np.arange(len(points), dtype=np.int64)
    kind_of = np.asarray(kinds, dtype=object)
    for kind in sorted(rules):
        rows = np.flatnonzero(kind_of == kind)
        if len(rows) < 2:
            continue
        of_kind = rows.tolist()
        pairs = joined(points[rows], [names[r] for r in of_kind], [sources[r] for r in of_kind], rules[kind])
        ones = np.ones(len(pairs), dtype=np.int8)
        graph = coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(len(rows), len(rows)))
        count, label = connected_components(graph, directed=False)
        lowest = np.full(count, len(rows), dtype=np.int64)
        np.minimum.at(lowest, label, np.arange(len(rows)))
        first[rows] = rows[lowest[label]]
    return first


def joined(
    points: NDArray[np.float64], names: Sequence[str | None], sources: Sequence[str], rule: Rule
) -> NDArray[np.int64]:
    """The pairs of records (m, 2) that the rule joins directly, out of records of one kind."""
    from scipy.spatial import cKDTree

    pairs = cKDTree(points).query_pairs(rule.reach, output_type="ndarray").astype(np.int64)
    apart = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    keep = np.zeros(len(pairs), dtype=bool)
    for row, ((i, j), distance) in enumerate(zip(pairs.tolist(), apart.tolist(), strict=True)):
        one, other = names[i], names[j]
        if rule.same_point is not None and distance <= rule.same_point:
            keep[row] = True
        elif one and other:
            keep[row] = (distance <= rule.within and alike(one, other, rule.share, rule.contained)) or (
                distance <= (rule.same_words or 0.0) and alike_to_the_word(one, other)
            )
        elif not one and not other:
            keep[row] = distance <= rule.unnamed and sources[i] == sources[j]
    return pairs[keep]


def overlaps(points: NDArray[np.float64], kinds: Sequence[str], within: float) -> dict[tuple[str, str], int]:
    """For each two kinds, how many places of the first have one of the second within `within` metres."""
    from scipy.spatial import cKDTree

    kind_of = np.asarray(kinds, dtype=object)
    by_kind = {kind: points[kind_of == kind] for kind in sorted(set(kinds))}
    trees = {kind: cKDTree(p) for kind, p in by_kind.items()}
    found = {}
    for one, places in by_kind.items():
        for other, tree in trees.items():
            if one != other:
                near, _ = tree.query(places, distance_upper_bound=np.nextafter(within, np.inf))
                found[one, other] = int(np.isfinite(near).sum())
    return found
