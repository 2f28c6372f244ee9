"""Indicators put on one scale: by rank, by standard deviations, by range, by ratio.

Each function takes one indicator (n,) with NaN for missing and gives (n,) of which NaN stays NaN. Higher
stays higher: turn an indicator so that higher means more need before (`towards_need`). Combining belongs to
aggregate.

A ratio is to the size of its reference, whatever its sign: an indicator that was turned keeps its order.

Table 15 of the OECD/JRC Handbook on Constructing Composite Indicators (2008) shows ten: rank from the
lowest, z-score, min-max, three ratios, two differences, above or below the mean, and the percentile rank
with its classes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from .arrays import Floats, floats
from .ranks import average_rank, competition_rank, ranked_count, share_of_rank

# With -23 and 100/23 the worst tenth takes the upper half of the scale of 0 to 100.
_SCALE = 23.0
_SPAN = -np.expm1(-100.0 / _SCALE)


def towards_need(values: ArrayLike, higher_is_need: bool) -> Floats:
    """The indicator turned so that higher means more need: its sign is changed where higher is better."""
    x = floats(values)
    return x if higher_is_need else -x


def exponential_of_share(share: ArrayLike) -> Floats:
    """X = -23 ln(1 - R (1 - exp(-100/23))) for R between 0 and 1; X runs from 0 to 100.

    English Indices of Deprivation 2019, technical report, appendix F.
    """
    r = floats(share)
    if np.nanmin(r, initial=0) < 0 or np.nanmax(r, initial=1) > 1:
        raise ValueError("a share of rank lies between 0 and 1")
    return -_SCALE * np.log1p(-r * _SPAN)


def exponential_of_rank(ranks: ArrayLike, n: int | None = None) -> Floats:
    """The exponential transform of ranks (1 = most need) with R = (N + 1 - rank) / N.

    `n` is the number ranked where the array holds a part of them.
    """
    return exponential_of_share(share_of_rank(ranks, n))


def exponential(values: ArrayLike) -> Floats:
    """The exponential transform of values, by their average ranks: equal values get equal scores."""
    return exponential_of_rank(average_rank(values))


def rank_score(values: ArrayLike) -> Floats:
    """R = (N + 1 - average rank) / N: 1 for the most need, 1/N for the least."""
    return share_of_rank(average_rank(values))


def rank_normal(values: ArrayLike) -> Floats:
    """Standard normal score of the average rank, at (k - 3/8) / (N + 1/4) with k counted from the least
    need.

    Blom, Statistical Estimates and Transformed Beta-Variables (1958).
    """
    ranks = average_rank(values)
    n = ranked_count(ranks)
    return ndtri((n + 1 - ranks - 0.375) / (n + 0.25))


def z_score(values: ArrayLike) -> Floats:
    """Distance from the mean in sample standard deviations (n - 1). A constant gives 0."""
    x = floats(values)
    centred = x - np.nanmean(x)
    spread = np.nanstd(x, ddof=1) if np.count_nonzero(~np.isnan(x)) > 1 else 0.0
    return centred / spread if spread > 0 else np.where(np.isnan(x), np.nan, 0.0)


def min_max(values: ArrayLike, low: float = 0.0, high: float = 1.0) -> Floats:
    """The range of the values stretched from `low` to `high`. A constant gives the middle."""
    x = floats(values)
    least, most = np.nanmin(x), np.nanmax(x)
    if most == least:
        return np.where(np.isnan(x), np.nan, (low + high) / 2)
    return low + (high - low) * ((x - least) / (most - least))  # so that the highest is exactly `high`


def _ratio(x: Floats, reference: float) -> Floats:
    if reference == 0:
        raise ValueError("the reference of a ratio is 0")
    return x / abs(reference)


def ratio_to_mean(values: ArrayLike) -> Floats:
    """x / |mean|."""
    x = floats(values)
    return _ratio(x, float(np.nanmean(x)))


def ratio_to_highest(values: ArrayLike) -> Floats:
    """x / |max|: distance to the leader as a ratio."""
    x = floats(values)
    return _ratio(x, float(np.nanmax(x)))


def ratio_to_lowest(values: ArrayLike) -> Floats:
    """x / |min|: distance to the last as a ratio."""
    x = floats(values)
    return _ratio(x, float(np.nanmin(x)))


def difference_from_mean(values: ArrayLike) -> Floats:
    """(x - mean) / |mean|."""
    x = floats(values)
    mean = float(np.nanmean(x))
    return _ratio(x - mean, mean)


def difference_from_lowest(values: ArrayLike) -> Floats:
    """(x - min) / |min|."""
    x = floats(values)
    least = float(np.nanmin(x))
    return _ratio(x - least, least)


def above_or_below_mean(values: ArrayLike, band: float = 0.2) -> Floats:
    """1 above the mean by more than `band` of its size, -1 below by more, 0 between."""
    x = difference_from_mean(values)
    return np.where(np.isnan(x), np.nan, np.sign(x) * (np.abs(x) > band))


def rank_from_lowest(values: ArrayLike) -> Floats:
    """Place counted from the lowest value (1), equal values sharing the lower place: as table 15 ranks."""
    return competition_rank(values, higher_is_need=False)


def percentile_rank(values: ArrayLike) -> Floats:
    """100 x place from the lowest / N."""
    place = rank_from_lowest(values)
    return 100 * place / ranked_count(place)


def categorical(values: ArrayLike) -> Floats:
    """0, 20, 40, 50, 60, 80 or 100 by percentile rank, cut at 5, 15, 35, 65, 85 and 95."""
    percentile = percentile_rank(values)
    classes = np.array([0, 20, 40, 50, 60, 80, 100], dtype=np.float64)
    placed = classes[np.searchsorted([5, 15, 35, 65, 85, 95], np.nan_to_num(percentile), side="right")]
    return np.where(np.isnan(percentile), np.nan, placed)
