"""Rankings without compensation: outranking matrices, Borda counts, Condorcet-Kemeny-Young-Levenglick
orders.

A check on indices that add: here a great lead in one indicator cannot make up for losing in most.
Exhaustive, so for few alternatives (at most nine); England's neighbourhoods are not ranked this way.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, floats

_MOST = 9  # 9! orders take about a second


def outranking(columns: ArrayLike, weights: ArrayLike) -> Floats:
    """Weight of the columns (n, k), higher = better, in which row i beats row j, (n, n); a tie gives each
    half.

    Munda and Nardo (2005), as in the OECD/JRC Handbook on Constructing Composite Indicators (2008), section
    6.
    """
    x, w = floats(columns, "columns"), floats(weights, "weights")
    if np.isnan(x).any():
        raise ValueError("outranking needs complete rows")
    difference = x[:, None, :] - x[None, :, :]
    matrix = (difference > 0) @ w + 0.5 * ((difference == 0) @ w)
    np.fill_diagonal(matrix, 0.0)
    return matrix


def order_score(matrix: ArrayLike, order: ArrayLike) -> float:
    """Support for an order (n,) of rows, best first: sum of the matrix over every pair that it puts so."""
    m, o = floats(matrix), np.asarray(order)
    return float(np.triu(m[np.ix_(o, o)], 1).sum())


def best_orders(matrix: ArrayLike) -> tuple[list[tuple[int, ...]], float]:
    """Every order of rows with the most support, and that support (Kemeny, Young and Levenglick).

    Raises ValueError above nine rows.
    """
    m = floats(matrix)
    if len(m) > _MOST:
        raise ValueError(f"{len(m)} alternatives are more than {_MOST}: every order is tried")
    orders = np.array(list(permutations(range(len(m)))))
    pairs = np.triu_indices(len(m), 1)
    support = m[orders[:, pairs[0]], orders[:, pairs[1]]].sum(axis=1)
    best = support.max()
    return [tuple(map(int, o)) for o in orders[np.isclose(support, best, rtol=1e-12, atol=0)]], float(best)


def borda(matrix: ArrayLike) -> Floats:
    """Borda count of each row, (n,): the pairs it wins, ties counting half."""
    return floats(matrix).sum(axis=1)
