"""How much of the variance of an outcome each choice is responsible for, and what runs say of each rank.

Sampling designs and the model that is run belong elsewhere; here are estimators over outcomes that are
there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, floats


@dataclass(frozen=True)
class SobolIndices:
    """`first` and `total` order indices of each of k choices, (k,), and the `variance` of the outcome."""

    first: Floats
    total: Floats
    variance: float


def sobol(y_a: ArrayLike, y_b: ArrayLike, y_ab: ArrayLike) -> SobolIndices:
    """First and total order indices from outcomes of two samples and their mixtures.

    `y_a`, `y_b`: (m,) outcomes of samples A and B. `y_ab`: (k, m), row i of A with column i taken from B.
    First: mean(yB (yABi - yA)) / V; total: sum (yA - yABi)^2 / (2 m V); V the sample variance of A and B
    together. Saltelli and others, Computer Physics Communications 181 (2010) 259-270; the total is
    Jansen's. Raises ValueError on missing outcomes, shapes that do not fit, or an outcome that never
    varies.
    """
    a, b, ab = floats(y_a, "y_a"), floats(y_b, "y_b"), floats(y_ab, "y_ab")
    if a.shape != b.shape or ab.ndim != 2 or ab.shape[1:] != a.shape:
        raise ValueError(f"outcomes {a.shape}, {b.shape}, {ab.shape} do not fit")
    if np.isnan(a).any() or np.isnan(b).any() or np.isnan(ab).any():
        raise ValueError("an outcome is missing")
    variance = float(np.var(np.concatenate([a, b]), ddof=1))
    if variance == 0:
        raise ValueError("the outcome never varies")
    first = (b * (ab - a)).mean(axis=1) / variance
    total = ((a - ab) ** 2).sum(axis=1) / (2 * len(a) * variance)
    return SobolIndices(first, total, variance)


@dataclass(frozen=True)
class RankStatistics:
    """What runs say of each area's rank, (n,) each; `low` and `high` are the quantiles asked for."""

    mean: Floats
    median: Floats
    low: Floats
    high: Floats


def rank_statistics(ranks: ArrayLike, low: float = 0.05, high: float = 0.95) -> RankStatistics:
    """Mean, median and two quantiles over runs of ranks (n areas, runs).

    Quantiles interpolate between order statistics, type 7 of Hyndman and Fan, The American Statistician 50
    (1996) 361-365. An area with a missing rank in any run is NaN.
    """
    r = floats(ranks, "ranks")
    lower, median, upper = np.quantile(r, [low, 0.5, high], axis=1, method="linear")
    return RankStatistics(r.mean(axis=1), median, lower, upper)
