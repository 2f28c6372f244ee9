"""Likeness of neighbours: Moran's I, its rate and bivariate forms, local Moran and its moments.

Weights are scipy sparse arrays (n, n), w[i, j] the weight of j for i. Finding neighbours and mapping belong
elsewhere; drawing rates towards neighbours is in shrinkage. Values must be complete: raises ValueError on
NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, diags_array, sparray
from scipy.special import ndtr

from .arrays import Floats, Ints, floats


@dataclass(frozen=True)
class Moran:
    """Moran's I with its expectation and variances, under normality and under randomisation of the values."""

    statistic: float
    expected: float
    variance_normal: float
    variance_random: float

    @property
    def z_normal(self) -> float:
        return (self.statistic - self.expected) / self.variance_normal**0.5

    @property
    def p_normal(self) -> float:
        """One-sided probability of a statistic as far from its expectation, under normality."""
        return float(ndtr(-abs(self.z_normal)))


@dataclass(frozen=True)
class LocalMoran:
    """Local Moran (n,), its moments, and the quadrant of value and lag.

    Quadrants: 1 high-high, 2 low-high, 3 low-low, 4 high-low.
    """

    statistic: Floats
    quadrant: Ints
    expected: Floats
    variance: Floats


def _complete(values: ArrayLike) -> Floats:
    x = floats(values)
    if np.isnan(x).any():
        raise ValueError("spatial statistics need complete values")
    return x


def row_standardised(weights: sparray) -> csr_array:
    """Weights of which each row sums to 1; a row without neighbours stays empty."""
    w = csr_array(weights, dtype=np.float64)
    sums = w.sum(axis=1)
    factor = np.divide(1.0, sums, out=np.zeros_like(sums), where=sums != 0)
    return csr_array(diags_array(factor) @ w)


def moran(values: ArrayLike, weights: sparray) -> Moran:
    """Moran's I = (n / S0) z'Wz / z'z; moments after Cliff and Ord, Spatial Processes (1981)."""
    x = _complete(values)
    return _moran(x - x.mean(), csr_array(weights))


def _moran(z: Floats, w: csr_array) -> Moran:
    n, s0 = len(z), float(w.sum())
    both = w + w.T
    s1 = float(both.multiply(both).sum()) / 2
    s2 = float(((w.sum(axis=1) + w.sum(axis=0)) ** 2).sum())
    statistic = n / s0 * float(z @ (w @ z)) / float(z @ z)
    expected = -1 / (n - 1)
    normal = (n * n * s1 - n * s2 + 3 * s0**2) / ((n * n - 1) * s0**2) - expected**2
    kurtosis = float(np.mean(z**4)) / float(np.mean(z**2)) ** 2
    a = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    b = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2)
    random = (a - b) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return Moran(statistic, expected, normal, random)


def moran_bivariate(x: ArrayLike, y: ArrayLike, weights: sparray) -> float:
    """Association of x with the neighbours' y, both standardised: (n / S0) zx'W zy / n."""
    a, b, w = _complete(x), _complete(y), csr_array(weights)
    za, zb = (a - a.mean()) / a.std(), (b - b.mean()) / b.std()
    return float(za @ (w @ zb)) / float(w.sum())


def standardised_rates(events: ArrayLike, population: ArrayLike) -> Floats:
    """Rates less their mean over their own standard deviation, (n,): what Moran's I of rates is taken of.

    Assuncao and Reis, Statistics in Medicine 18 (1999) 2147-2162.
    """
    e, b = _complete(events), _complete(population)
    rate, mean = e / b, e.sum() / b.sum()
    between = (b * (rate - mean) ** 2).sum() / b.sum() - mean / b.mean()
    variance = between + mean / b
    return (rate - mean) / np.sqrt(np.where(variance < 0, mean / b, variance))


def moran_rates(events: ArrayLike, population: ArrayLike, weights: sparray) -> Moran:
    """Moran's I of rates whose populations differ: of `standardised_rates`."""
    return moran(standardised_rates(events, population), weights)


def local_moran(values: ArrayLike, weights: sparray) -> LocalMoran:
    """Local Moran (n - 1) z_i lag_i / z'z, its expectation and variance with z_i held fixed.

    Anselin, Geographical Analysis 27 (1995) 93-115; the moments are A7 and A8 of Sokal, Oden and Thomson,
    Geographical Analysis 30 (1998) 331-354.
    """
    x, w = _complete(values), csr_array(weights)
    n, z = len(x), (x - x.mean()) / x.std()
    lag = w @ z
    statistic = (n - 1) * z * lag / float(z @ z)
    quadrant = np.select([(z > 0) & (lag > 0), (z <= 0) & (lag > 0), (z <= 0) & (lag <= 0)], [1, 2, 3], 4)
    m2 = float(np.mean(z**2))
    total, squares = w.sum(axis=1), w.multiply(w).sum(axis=1)
    expected = -(z**2) * total / ((n - 1) * m2)
    variance = (z / m2) ** 2 * n / (n - 2) * (squares - total**2 / (n - 1)) * (m2 - z**2 / (n - 1))
    return LocalMoran(statistic, quadrant.astype(np.int64), expected, variance)
