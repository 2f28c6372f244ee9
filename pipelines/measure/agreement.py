"""How far two indices say the same: rank correlations, what is left of them, overlap of lists.

Pure figures about columns that exist. Which index is held against what, and the placebos that every such
figure stands beside, is said elsewhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, aligned, floats, groups
from .ranks import average_rank


def rank_correlation(one: ArrayLike, other: ArrayLike) -> float:
    """Spearman's rank correlation of two columns (n,), average ranks for ties, over rows that have both.

    NaN where fewer than two rows have both or one of them does not vary.
    """
    both = _complete(floats(one), floats(other))
    return _pearson(*(average_rank(column, higher_is_need=False) for column in both))


def rank_correlations(columns: ArrayLike) -> Floats:
    """Spearman's rank correlation of each pair of columns (n, k), as (k, k), as `rank_correlation`."""
    x = floats(columns)
    k = x.shape[1]
    if not np.isnan(x).any():
        ranked = np.column_stack([average_rank(column, higher_is_need=False) for column in x.T])
        pairs = [(i, j, _pearson(ranked[:, i], ranked[:, j])) for i in range(k) for j in range(i, k)]
    else:
        pairs = [(i, j, rank_correlation(x[:, i], x[:, j])) for i in range(k) for j in range(i, k)]
    matrix = np.empty((k, k))
    for i, j, value in pairs:
        matrix[i, j] = matrix[j, i] = value
    return matrix


def partial_rank_correlation(one: ArrayLike, other: ArrayLike, given: ArrayLike) -> float:
    """Rank correlation of what is left of two columns (n,) once others (n, k) are held constant.

    -P[1,2] / sqrt(P[1,1] P[2,2]), P the inverse of the matrix of Spearman's correlations, over rows that have
    all: the correlation of the residuals of both columns' ranks on the others' ranks. NaN where the others
    explain one of the two whole, or one of them another. Whittaker, Graphical Models (1990), section 5.7.
    """
    held = floats(given)
    held = held[:, None] if held.ndim == 1 else held
    columns = _complete(floats(one), floats(other), *held.T)
    matrix = rank_correlations(np.column_stack(columns))
    if np.isnan(matrix).any() or np.linalg.matrix_rank(matrix, tol=1e-9) < len(matrix):
        return float("nan")
    inverse = np.linalg.inv(matrix)
    return float(-inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1]))


def overlap(one: ArrayLike, other: ArrayLike) -> float:
    """Jaccard's index of two lists, given as flags (n,): in both over in either. NaN where both are empty."""
    a, b = np.asarray(one, dtype=bool), np.asarray(other, dtype=bool)
    aligned(a, b)
    either = np.count_nonzero(a | b)
    return np.count_nonzero(a & b) / either if either else float("nan")


def between_groups(values: ArrayLike, codes: ArrayLike) -> float:
    """The share of the variance of ranks (n,) that lies between groups: 1 where each group has one value.

    Eta squared; missing values count nowhere. Districts that are stripes on a map show here. NaN for a
    constant.
    """
    x = floats(values)
    there = ~np.isnan(x)
    ranked, of = average_rank(x[there], higher_is_need=False), groups(np.asarray(codes)[there])
    centred = ranked - ranked.mean() if len(ranked) else ranked
    whole = float((centred**2).sum())
    if whole == 0:
        return float("nan")
    return float((of.sums(centred) ** 2 / of.counts(np.ones(len(ranked), dtype=bool))).sum() / whole)


def tied(values: ArrayLike) -> float:
    """The share of values (n,) that another value equals; missing ones count nowhere. NaN without values."""
    x = floats(values)
    _, counts = np.unique(x[~np.isnan(x)], return_counts=True)
    return float(counts[counts > 1].sum() / counts.sum()) if len(counts) else float("nan")


def _complete(*columns: Floats) -> list[Floats]:
    aligned(*columns)
    there = ~np.isnan(np.column_stack(columns)).any(axis=1)
    return [column[there] for column in columns]


def _pearson(x: Floats, y: Floats) -> float:
    if len(x) < 2:
        return float("nan")
    a, b = x - x.mean(), y - y.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    # Sums, not a matrix product, whose last digits depend on the number of threads.
    return float((a * b).sum()) / scale if scale > 0 else float("nan")
