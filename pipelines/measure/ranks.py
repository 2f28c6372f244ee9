"""Ranks, deciles and the line of the worst tenth.

Rank 1 is the most need everywhere. Nothing is rounded before it is ranked: values that differ in the last
bit differ. A missing value has no rank (NaN) and does not count towards N. What is done with ranks
(transforms, designations) belongs elsewhere.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, aligned, floats, groups


def _ranked(values: ArrayLike, method: str, higher_is_need: bool) -> Floats:
    x = floats(values)
    ranks = np.full(x.shape, np.nan)
    seen = np.flatnonzero(~np.isnan(x))
    if not len(seen):
        return ranks
    need = -x[seen] if higher_is_need else x[seen]
    # Rows that tie get one rank, so their order does not matter: the unstable sort is ten times as fast.
    order = np.argsort(need)
    ordered = need[order]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ties = np.diff(np.r_[first, len(seen)])
    rank = first + 1.0 if method == "min" else first + (ties + 1) / 2
    ranks[seen[order]] = np.repeat(rank, ties)
    return ranks


def competition_rank(values: ArrayLike, *, higher_is_need: bool = True) -> Floats:
    """Ranks as published, (n,) to (n,): equal values share the best rank, and the next is skipped."""
    return _ranked(values, "min", higher_is_need)


def average_rank(values: ArrayLike, *, higher_is_need: bool = True) -> Floats:
    """Ranks for transforms, (n,) to (n,): equal values share the mean of their places."""
    return _ranked(values, "average", higher_is_need)


def ranked_count(ranks: ArrayLike) -> int:
    """N: how many of the ranks are there."""
    return int(np.count_nonzero(~np.isnan(floats(ranks))))


def share_of_rank(ranks: ArrayLike, n: int | None = None) -> Floats:
    """R = (N + 1 - rank) / N, (n,) to (n,): 1 for the most need, 1/N for the least.

    `n` is the number ranked where the array holds a part of them.
    """
    r = floats(ranks)
    total = ranked_count(r) if n is None else n
    if np.nanmin(r, initial=1) < 1 or np.nanmax(r, initial=1) > total:
        raise ValueError(f"ranks must lie between 1 and {total}")
    return (total + 1 - r) / total


def worst_line(n: int, share: float = 0.1) -> int:
    """The last rank that counts as worst: floor(n * share), 3,375 of 33,755.

    The publisher of the Indices of Deprivation 2025 cuts decile 1 so. `share` is taken as its decimal says
    (0.1 is one tenth, not the nearest binary fraction). Raises ValueError unless 0 <= share <= 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    return floor(n * Fraction(str(share)))


def deciles(ranks: ArrayLike, n: int | None = None) -> Floats:
    """Deciles 1 (most need) to 10, (n,) to (n,): decile d ends with rank floor(d N / 10).

    So both editions of the Indices of Deprivation cut all ten (2019 and 2025, found in their ranks).
    """
    r = floats(ranks)
    total = ranked_count(r) if n is None else n
    return np.ceil(10 * r / total) if total else r


def rank_within(
    values: ArrayLike, of: ArrayLike, *, method: str = "min", higher_is_need: bool = True
) -> Floats:
    """Rank among the rows of the same group, (n,) and (n,) codes to (n,).

    `method` is "min" (as published) or "average" (for transforms).
    """
    x = floats(values)
    members = groups(of)
    aligned(x, members.position)
    if method not in ("min", "average"):
        raise ValueError(f"method is 'min' or 'average', not {method!r}")
    seen = np.flatnonzero(~np.isnan(x))
    need = -x[seen] if higher_is_need else x[seen]
    group = members.position[seen]
    # By group, and within it by need: the second sort is stable, and quick on narrow integers.
    order = np.argsort(need)
    order = order[np.argsort(group[order].astype(np.min_scalar_type(len(members))), kind="stable")]
    need, group = need[order], group[order]
    # A run is a stretch of equal values of one group; its rank counts from where its group starts.
    new_group = np.r_[True, group[1:] != group[:-1]] if len(group) else np.zeros(0, bool)
    new_run = new_group.copy()
    new_run[1:] |= need[1:] != need[:-1]
    place = np.arange(len(need))
    run = np.cumsum(new_run) - 1
    first = place[new_run][run] - place[new_group][np.cumsum(new_group) - 1] + 1 if len(need) else place
    ties = np.bincount(run, minlength=0)[run] if len(need) else place
    ranks = np.full(x.shape, np.nan)
    ranks[seen[order]] = first if method == "min" else first + (ties - 1) / 2
    return ranks
