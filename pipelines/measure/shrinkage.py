"""Shrinkage: figures that rest on few people are drawn towards those of their group or of their neighbours.

Every function gives the shrunk value and the weight that the row's own value kept: 1 is untouched, 0 is
replaced. A row without a value of its own (missing, or a denominator of 0) stays missing with weight 0:
filling a gap is imputation, which is declared and flagged elsewhere. Groups are codes, one a row;
neighbours are a sparse matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, eye_array, sparray
from scipy.special import expit

from .arrays import Bools, Floats, aligned, floats, groups

# Group codes (n,), a sparse matrix of neighbours (n, n), or None for all rows together.
Towards: TypeAlias = ArrayLike | sparray | None


@dataclass(frozen=True)
class Shrunk:
    """What shrinkage gives: `value` (n,) in the unit of the input, `weight` (n,) of the own value, 0 to 1."""

    value: Floats
    weight: Floats


def _summing(n: int, towards: Towards) -> Callable[[Floats], Floats]:
    """A function that gives each row the sum over its window: its group, or its neighbours and itself."""
    if isinstance(towards, sparray):
        if towards.shape != (n, n):
            raise ValueError(f"neighbours are {towards.shape}, not {(n, n)}")
        members = csr_array((csr_array(towards) != 0) + eye_array(n, format="csr") != 0, dtype=np.float64)
        return lambda of_row: members @ of_row
    of = groups(np.zeros(n, dtype=np.int8) if towards is None else towards)
    aligned(of.position, np.empty(n))
    return lambda of_row: of.spread(of.sums(of_row))


def _blend(own: Floats, towards: Floats, weight: Floats, seen: Bools) -> Shrunk:
    value = np.where(seen, weight * own + (1 - weight) * towards, np.nan)
    return Shrunk(value, np.where(seen, weight, 0.0))


def _counts(events: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats, Bools]:
    r, n = floats(events, "events"), floats(population, "population")
    aligned(r, n)
    if np.nanmin(r, initial=0) < 0 or np.nanmin(n, initial=0) < 0:
        raise ValueError("counts are negative")
    return r, n, ~np.isnan(r) & ~np.isnan(n) & (n > 0)


def proportions(numerator: ArrayLike, denominator: ArrayLike, towards: Towards) -> Shrunk:
    """Log-odds shrinkage of proportions as the Indices of Deprivation do it.

    m = ln((r + 1/2) / (n - r + 1/2)), its variance s2 = (n + 1)(n + 2) / (n (r + 1)(n - r + 1)); M the same
    of the sums over the group; t2 = sum (m - M)^2 / (k - 1) over the k rows of the group; w = (1/s2) /
    (1/s2 + 1/t2); m* = w m + (1 - w) M; the proportion is exp(m*) / (1 + exp(m*)). English Indices of
    Deprivation 2019, technical report, appendix D.

    `numerator`, `denominator`: (n,) counts, numerator at most denominator. `towards`: (n,) group codes, an
    (n, n) sparse matrix of neighbours (the row itself is added), or None for all rows together. A group of
    one row has no spread to judge by and keeps its own value. Raises ValueError on negative counts or
    proportions over 1.
    """
    r, n, seen = _counts(numerator, denominator)
    if (r[seen] > n[seen]).any():
        raise ValueError("a numerator is greater than its denominator")
    window_sum = _summing(len(r), towards)
    r0, n0 = np.where(seen, r, 0.0), np.where(seen, n, 0.0)
    own = np.log((r0 + 0.5) / (n0 - r0 + 0.5))
    with np.errstate(divide="ignore", invalid="ignore"):
        own_variance = (n0 + 1) * (n0 + 2) / (n0 * (r0 + 1) * (n0 - r0 + 1))
        total_r, total_n = window_sum(r0), window_sum(n0)
        middle = np.log((total_r + 0.5) / (total_n - total_r + 0.5))
        rows = window_sum(seen.astype(np.float64))
        # sum (m - M)^2 written out, so that it holds for neighbours too, whose M differs from row to row.
        squares = window_sum(np.where(seen, own**2, 0.0))
        products = window_sum(np.where(seen, own, 0.0))
        between = np.maximum(squares - 2 * middle * products + rows * middle**2, 0.0) / (rows - 1)
        weight = np.where(rows > 1, between / (between + own_variance), 1.0)
    logit = _blend(own, middle, weight, seen)
    return Shrunk(expit(logit.value), logit.weight)


def rates(events: ArrayLike, population: ArrayLike, towards: Towards) -> Shrunk:
    """Empirical Bayes rates by the method of moments: events for each of the population, (n,).

    In each window (group, or neighbours and itself) the mean rate is M = sum e / sum b, the spread between
    rows t2 = sum b (e/b - M)^2 / sum b - M / mean(b), not below 0; the own rate weighs t2 / (t2 + M / b).
    Marshall, Applied Statistics 40 (1991) 283-294, whose local form is the one towards neighbours. The rate
    may exceed 1 (places per resident). `towards` as for `proportions`.
    """
    e, b, seen = _counts(events, population)
    window_sum = _summing(len(e), towards)
    e0, b0 = np.where(seen, e, 0.0), np.where(seen, b, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(seen, e0 / b0, 0.0)
        total = window_sum(b0)
        middle = window_sum(e0) / total
        squares = window_sum(b0 * own**2) - 2 * middle * window_sum(b0 * own) + middle**2 * total
        rows = window_sum(seen.astype(np.float64))
        between = np.maximum(squares / total - middle / (total / rows), 0.0)
        noise = middle / b0
        # Alone, or without events in the whole window, there is nothing else to be drawn towards.
        weight = np.where((rows > 1) & (between + noise > 0), between / (between + noise), 1.0)
    return _blend(own, middle, weight, seen)


def means(values: ArrayLike, variance: ArrayLike, towards: Towards) -> Shrunk:
    """Empirical Bayes means: a value and its sampling variance (both (n,), the variance in squared units).

    In each window M is the mean of the values by precision 1/s2, the spread between rows is the sample
    variance around M less the mean sampling variance, t2 = max(0, sum (m - M)^2 / (k - 1) - mean(s2)), and
    the own value weighs t2 / (t2 + s2). Fay and Herriot, Journal of the American Statistical Association 74
    (1979) 269-277, without covariates. A row alone in its window keeps its own value. `towards` as for
    `proportions`. Raises ValueError where a variance is not above 0.
    """
    m, s2 = floats(values), floats(variance, "variance")
    aligned(m, s2)
    seen = ~np.isnan(m) & ~np.isnan(s2)
    if (s2[seen] <= 0).any():
        raise ValueError("a sampling variance must be above 0")
    window_sum = _summing(len(m), towards)
    # Centred first: squares of values far from 0 would lose the digits that matter.
    centre = float(np.mean(m[seen])) if seen.any() else 0.0
    m0, v0 = np.where(seen, m - centre, 0.0), np.where(seen, s2, 1.0)
    precision = np.where(seen, 1 / v0, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = window_sum(precision * m0) / window_sum(precision)
        rows = window_sum(seen.astype(np.float64))
        squares = window_sum(m0**2) - 2 * middle * window_sum(m0) + rows * middle**2
        noise = window_sum(np.where(seen, v0, 0.0)) / rows
        between = np.maximum(squares / (rows - 1) - noise, 0.0)
        weight = np.where(rows > 1, between / (between + v0), 1.0)
    return _blend(m, middle + centre, weight, seen)
