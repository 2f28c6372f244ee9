"""Adjustment among peers: is a neighbourhood worse off than others of its kind?

Density makes places near; a score that is not adjusted asks who has little, one that is fully adjusted asks
who has little for the kind of place it is. Peers are those of the same class, or those with about as much of
something (people around, say). Only scores of need are adjusted; what makes a peer comes from outside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, floats, groups
from .ranks import average_rank, rank_within

NONE, HALF, FULL = 0.0, 0.5, 1.0
KNOTS = 20


def alike_in(amount: ArrayLike, knots: int = KNOTS) -> Floats:
    """Shares in `knots` groups of those who have about as much of something, (n,) to (n, knots).

    Neighbourhoods are put in the order of `amount` and the groups spaced evenly along it; each belongs to
    the two groups that it lies between, by how near it is to either, so that its peers change gradually and
    nowhere at a border. A group is 2 / (knots - 1) of all, about a tenth with 20 knots, its middle counting
    most. Equal amounts have equal shares. Raises ValueError for missing amounts and for fewer than two knots.
    """
    x = floats(amount, "amount")
    if np.isnan(x).any():
        raise ValueError("amount: every neighbourhood needs one, to have peers")
    if knots < 2:
        raise ValueError(f"two knots are needed at least, not {knots}")
    place = (average_rank(x, higher_is_need=False) - 0.5) / max(len(x), 1) * (knots - 1)
    lower = np.minimum(place.astype(np.int64), knots - 2)
    shares = np.zeros((len(x), knots))
    rows = np.arange(len(x))
    shares[rows, lower] = 1 - (place - lower)
    shares[rows, lower + 1] = place - lower
    return shares


def within_peers(need: ArrayLike, peers: ArrayLike, degree: float = HALF) -> Floats:
    """Standing in need, 0 to 1, blended between all neighbourhoods and those of the same kind.

    Standing is the share of those who need less, ties counting half: (N - rank + 1/2) / N with average ranks
    (1 = most need), in the whole and among the peers; the result is (1 - degree) of the first and `degree` of
    the second. Degree 0 keeps the order of `need`, 1 gives each class the same distribution. It is a scale of
    ranks: rank or transform it again, with ties by average rank.

    `need`: (n,), higher = more need, NaN = missing. `peers`: (n,) codes of classes, none missing, for a row
    of unknown class has no fellows to be compared with; or (n, k) shares in k groups, rows that sum to one:
    then the standing is the mean, by a row's shares, of its standing in each group, whose members count by
    theirs.
    Raises ValueError on other peers, and on a degree outside 0 to 1.
    """
    if not 0 <= degree <= 1:
        raise ValueError(f"a degree of adjustment lies between 0 and 1, not {degree}")
    x = floats(need)
    seen = ~np.isnan(x)
    total = np.count_nonzero(seen)
    with np.errstate(divide="ignore", invalid="ignore"):
        overall = (total - average_rank(x) + 0.5) / total
    shares = np.asarray(peers)
    within = _within_shares(x, floats(peers, "peers")) if shares.ndim == 2 else _within_class(x, peers)
    return (1 - degree) * overall + degree * within


def _within_class(x: Floats, classes: ArrayLike) -> Floats:
    members = groups(classes)
    size = members.spread(members.counts(~np.isnan(x))).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (size - rank_within(x, classes, method="average") + 0.5) / size


def _within_shares(x: Floats, shares: Floats) -> Floats:
    if len(shares) != len(x) or not np.allclose(shares.sum(axis=1), 1) or (shares < 0).any():
        raise ValueError("peers: a row of shares for each neighbourhood is needed, and its sum is one")
    result = np.where(np.isnan(x), np.nan, 0.0)
    for share in shares.T:
        rows = np.flatnonzero((share > 0) & ~np.isnan(x))
        result[rows] += share[rows] * _standing(x[rows], share[rows])
    return result


def _standing(x: Floats, weight: Floats) -> Floats:
    """The share of the weight that lies below each value, and half of that on it."""
    order = np.argsort(x, kind="stable")
    ordered, heaped = x[order], np.concatenate([[0.0], np.cumsum(weight[order])])
    below, upto = (heaped[np.searchsorted(ordered, ordered, side)] for side in ("left", "right"))
    standing = np.empty_like(x)
    standing[order] = (below + upto) / 2 / heaped[-1]
    return standing
