"""Weights: equal, by expert, by principal components, by factor analysis; and what tells whether to believe
them.

Every function of weights gives (k,) that sum to 1. Diagnostics are eigenvalues, loadings, Cronbach's alpha
and what leaving an indicator out does. Rows with a missing value count nowhere: how many were used is said.
Combining the columns belongs to aggregate.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .aggregate import weighted_mean
from .arrays import Floats, floats
from .ranks import average_rank

MOST_STEPS = 20_000  # of the fit of one common factor


def equal(k: int) -> Floats:
    """The same weight for each of k columns."""
    return np.full(k, 1.0 / k)


def expert(points: ArrayLike) -> Floats:
    """Weights in proportion to points (k,). Raises ValueError where one is below 0, or all are 0."""
    w = floats(points, "points")
    if not (w >= 0).all() or w.sum() <= 0:
        raise ValueError("expert weights must not be negative or missing, and not all 0")
    return w / w.sum()


def complete_rows(columns: ArrayLike) -> Floats:
    """The rows of (n, k) without a missing value. Raises ValueError where fewer than k + 1 are left."""
    x = floats(columns, "columns")
    kept = x[~np.isnan(x).any(axis=1)]
    if len(kept) <= x.shape[1]:
        raise ValueError(f"{len(kept)} complete rows are too few for {x.shape[1]} columns")
    if (kept.std(axis=0) == 0).any():
        raise ValueError("a column is constant")
    return kept


def _correlation(x: Floats) -> Floats:
    return np.atleast_2d(np.corrcoef(x, rowvar=False))


@dataclass(frozen=True)
class Components:
    """Principal components of a correlation matrix.

    `eigenvalues` (k,), largest first; `loadings` (k, k), correlation of each column with each component;
    `kept` how many components count; `rotated` (k, kept), their loadings after varimax.
    """

    eigenvalues: Floats
    loadings: Floats
    kept: int
    rotated: Floats

    @property
    def explained(self) -> Floats:
        """Share of the variance that each component explains, (k,)."""
        return self.eigenvalues / self.eigenvalues.sum()

    @property
    def explained_after_rotation(self) -> Floats:
        """Sum of squared rotated loadings of each kept component, (kept,)."""
        return (self.rotated**2).sum(axis=0)

    @property
    def communalities(self) -> Floats:
        """Share of each column's variance that the kept components carry, (k,)."""
        return (self.rotated**2).sum(axis=1)


def principal_components(correlation: ArrayLike, kept: int | None = None) -> Components:
    """Principal components of a correlation matrix (k, k), the kept ones rotated by varimax.

    `kept` None keeps those with an eigenvalue above 1 (Kaiser). The sign of a component is such that its
    loadings sum to more than 0. OECD/JRC Handbook on Constructing Composite Indicators (2008), section 4.
    """
    values, vectors = np.linalg.eigh(floats(correlation, "correlation"))
    order = np.argsort(values)[::-1]
    values, vectors = np.maximum(values[order], 0.0), vectors[:, order]
    loadings = _positive(vectors * np.sqrt(values))
    count = int(np.count_nonzero(values > 1)) if kept is None else kept
    if not 1 <= count <= len(values):
        raise ValueError(f"{count} components cannot be kept of {len(values)}")
    return Components(values, loadings, count, _positive(varimax(loadings[:, :count])))


def _positive(loadings: Floats) -> Floats:
    return loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)


def varimax(loadings: ArrayLike, most_sweeps: int = 1_000) -> Floats:
    """Loadings (k, m) turned so that the variance of their squares is greatest, rows at unit length first.

    Each pair of columns is turned by the angle that is best for the pair, until no pair turns any more:
    Kaiser, Psychometrika 23 (1958) 187-200.
    """
    original = floats(loadings, "loadings")
    k, m = original.shape
    length = np.sqrt((original**2).sum(axis=1, keepdims=True))
    turned = original / np.where(length == 0, 1.0, length)
    for _ in range(most_sweeps):
        widest = 0.0
        for i in range(m):
            for j in range(i + 1, m):
                x, y = turned[:, i], turned[:, j]
                u, v = x**2 - y**2, 2 * x * y
                sine = 2 * (u * v).sum() - 2 * u.sum() * v.sum() / k
                cosine = (u**2 - v**2).sum() - (u.sum() ** 2 - v.sum() ** 2) / k
                # Where both vanish no angle is better than another.
                angle = np.arctan2(sine, cosine) / 4 if np.hypot(sine, cosine) > 1e-12 else 0.0
                turned[:, i], turned[:, j] = (
                    x * np.cos(angle) + y * np.sin(angle),
                    y * np.cos(angle) - x * np.sin(angle),
                )
                widest = max(widest, abs(angle))
        if widest < 1e-10:
            break
    return turned * length


def component_weights(components: Components) -> Floats:
    """Weights (k,) from rotated components: each column by its squared loading on the component that it
    loads most.

    A column's squared loading over its component's variance, times the component's share of the variance
    explained; scaled to sum to 1. OECD/JRC handbook, section 6.1, after Nicoletti, Scarpetta and Boylaud
    (2000).
    """
    squared = components.rotated**2
    explained = squared.sum(axis=0)
    home = squared.argmax(axis=1)
    raw = squared[np.arange(len(home)), home] / explained[home] * (explained / explained.sum())[home]
    return raw / raw.sum()


@dataclass(frozen=True)
class Factor:
    """One common factor: `loadings` (k,), `uniqueness` (k,) and the `weights` (k,) of its score."""

    loadings: Floats
    uniqueness: Floats
    weights: Floats


def one_factor(columns: ArrayLike) -> Factor:
    """One common factor by maximum likelihood on standardised columns (n, k), and weights from its score.

    Weights are in proportion to loading / uniqueness, the coefficients of the factor score, as the Indices
    of Deprivation weigh the indicators of a domain that has no common unit. Raises
    ValueError where a loading is not positive: such a column does not measure what the others do, and a
    weight of 0 or below would hide it; and where the likelihood does not settle, as it does not when one
    column leaves nothing of another.
    """
    from sklearn.decomposition import FactorAnalysis
    from sklearn.exceptions import ConvergenceWarning

    x = complete_rows(columns)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    model = FactorAnalysis(n_components=1, tol=1e-10, max_iter=MOST_STEPS, svd_method="lapack")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # said below, as an error
        model.fit(z)
    if model.n_iter_ >= MOST_STEPS:
        raise ValueError("the likelihood of one common factor does not settle")
    loadings = _positive(model.components_.T)[:, 0]
    if (loadings <= 0).any():
        wrong = ", ".join(str(i) for i in np.flatnonzero(loadings <= 0))
        raise ValueError(f"columns {wrong} load against the common factor")
    score = loadings / model.noise_variance_
    return Factor(loadings, model.noise_variance_, score / score.sum())


def cronbach_alpha(columns: ArrayLike) -> float:
    """Cronbach's alpha of standardised columns (n, k): k r / (1 + (k - 1) r), r their mean correlation."""
    return alpha_of_correlation(_correlation(complete_rows(columns)))


def alpha_of_correlation(correlation: ArrayLike) -> float:
    """Cronbach's alpha from a correlation matrix (k, k): k/(k - 1) (1 - k / sum of all)."""
    c = floats(correlation, "correlation")
    k = len(c)
    return float(k / (k - 1) * (1 - k / c.sum()))


@dataclass(frozen=True)
class LeftOut:
    """What leaving each column out does, (k,) each.

    `alpha`: Cronbach's alpha of the rest. `item_total`: correlation of the column with the sum of the
    standardised rest. `rank_correlation`: Spearman's of the weighted mean with and without it.
    `mean_shift`: mean absolute change in rank.
    """

    alpha: Floats
    item_total: Floats
    rank_correlation: Floats
    mean_shift: Floats


def leave_one_out(columns: ArrayLike, weights: ArrayLike | None = None) -> LeftOut:
    """Leave each of k >= 3 columns out in turn; weights (k,), equal unless given, scale up over the rest."""
    x = complete_rows(columns)
    k = x.shape[1]
    w = equal(k) if weights is None else expert(weights)
    correlation = _correlation(x)
    full = average_rank(weighted_mean(x, w).value)
    alpha, item_total, agreement, shift = (np.empty(k) for _ in range(4))
    for j in range(k):
        rest = np.arange(k) != j
        within = correlation[np.ix_(rest, rest)]
        alpha[j] = alpha_of_correlation(within)
        item_total[j] = correlation[j, rest].sum() / np.sqrt(within.sum())
        ranks = average_rank(weighted_mean(x[:, rest], w[rest]).value)
        agreement[j] = np.corrcoef(full, ranks)[0, 1]
        shift[j] = np.abs(full - ranks).mean()
    return LeftOut(alpha, item_total, agreement, shift)
