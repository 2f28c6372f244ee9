"""Indicators made fit to be combined: denominators, group-mean imputation, outliers.

The order and the rules are those of COINr (Becker and others, Journal of Open Source Software 7 (2022)
4567), whose ASEM index is an acceptance case. Shrinkage, scales and weights belong elsewhere. Imputing is
always flagged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Bools, Floats, aligned, floats, groups


def denominate(values: ArrayLike, denominator: ArrayLike) -> Floats:
    """Each value over its denominator, (n,); missing where that is 0 or missing, never infinite."""
    x, d = floats(values), floats(denominator, "denominator")
    aligned(x, d)
    return x / np.where(d == 0, np.nan, d)


@dataclass(frozen=True)
class Imputed:
    """`value` (n,), gaps filled where the group had a value to give; `imputed` (n,), true where it was."""

    value: Floats
    imputed: Bools


def impute_group_mean(values: ArrayLike, of: ArrayLike) -> Imputed:
    """Gaps filled by the mean of the row's group (codes (n,)); a group without any value keeps its gaps."""
    x, members = floats(values), groups(of)
    aligned(x, members.position)
    seen = ~np.isnan(x)
    with np.errstate(invalid="ignore"):
        mean = members.spread(members.sums(x) / members.counts(seen))
    return Imputed(np.where(seen, x, mean), ~seen & ~np.isnan(mean))


def skewness(values: ArrayLike) -> float:
    """Sample skewness G1 of the values that are there: Joanes and Gill, The Statistician 47 (1998) 183-189.

    NaN below 3 values or where they are all equal.
    """
    x, n, m2 = _moments(values)
    if n < 3 or m2 == 0:
        return float("nan")
    return float(np.mean(x**3) / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: ArrayLike) -> float:
    """Sample excess kurtosis G2 (Joanes and Gill); NaN below 4 values or where all are equal."""
    x, n, m2 = _moments(values)
    if n < 4 or m2 == 0:
        return float("nan")
    g2 = np.mean(x**4) / m2**2 - 3
    return float(((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)))


def _moments(values: ArrayLike) -> tuple[Floats, int, float]:
    x = floats(values)
    x = x[~np.isnan(x)]
    centred = x - x.mean() if len(x) else x
    return centred, len(x), float(np.mean(centred**2)) if len(x) else 0.0


@dataclass(frozen=True)
class Treated:
    """`value` (n,); `low`, `high`: values brought in from each end; `how`: none, winsorised or log."""

    value: Floats
    low: int
    high: int
    how: str


def _has_outliers(x: Floats, most_skew: float, most_kurtosis: float) -> bool:
    return abs(skewness(x)) > most_skew and kurtosis(x) > most_kurtosis


def log_shift(values: ArrayLike) -> Floats:
    """ln(x - min + a), a = range / 100: takes zeros and negative values, and keeps the order."""
    x = floats(values)
    least, most = np.nanmin(x), np.nanmax(x)
    if most == least:
        raise ValueError("a constant has no logarithmic shape")
    return np.log(x - least + 0.01 * (most - least))


def treat_outliers(
    values: ArrayLike, most_points: int = 5, most_skew: float = 2.0, most_kurtosis: float = 3.5
) -> Treated:
    """Bring in outliers one step at a time, and take logarithms where that is not enough.

    While |skewness| and kurtosis are both above their bounds, the extreme values on the side of the skew
    are set to the next inside them, at most `most_points` times; if both are then still above, the
    untreated values go through
    `log_shift`. An indicator within either bound is not touched.
    """
    original = floats(values)
    x = original.copy()
    low = high = steps = 0
    while steps < most_points and _has_outliers(x, most_skew, most_kurtosis):
        # Values brought in before are equal to the extreme now, and move on with it.
        if skewness(x) >= 0:
            at = x == np.nanmax(x)
            x[at] = np.nanmax(x[~at])
            high = int(np.count_nonzero(at))
        else:
            at = x == np.nanmin(x)
            x[at] = np.nanmin(x[~at])
            low = int(np.count_nonzero(at))
        steps += 1
    if not steps:
        return Treated(x, 0, 0, "none")
    if _has_outliers(x, most_skew, most_kurtosis):
        return Treated(log_shift(original), 0, 0, "log")
    return Treated(x, low, high, "winsorised")
