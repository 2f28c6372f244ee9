"""Weights between origins and places, and the two sums that every measure of access is made of.

A kernel is a matrix of weights w[i, j] of place j for origin i that is used, not looked at: `at_origins` sums
over places, `at_places` sums over origins. `Kernel` finds the weights from points and a decay each time that
they are needed and keeps none; `Matrix` holds weights that are given (travel times, worked examples).
What the sums mean belongs to `reach`, `catchment` and `spread`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from pipelines.measure.decay import Decay
from pipelines.measure.pairs import Candidates, as_points, compact_blocks, share_out, squared_distances

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

TILE = 65_536  # weights worked on at once: half a megabyte, so that they stay in a core's own cache
SPLIT = 2.0  # blocks wider than this many cut-offs are split: distances far beyond the cut-off are waste


class Weights(Protocol):
    """Sums over a matrix of weights; `power` 2 takes the square of every weight.

    With groups of places, what is at origins has a column a group: (origins, groups).
    """

    def at_origins(self, values: ArrayLike | None = None, power: int = 1) -> Floats:
        """sum over j of w[i, j]^power values[j]; `values` (places,), ones unless given."""

    def at_places(self, values: ArrayLike | None = None, power: int = 1) -> Floats:
        """sum over i of w[i, j]^power values[i]; `values` (origins,) or (origins, groups)."""


class Matrix:
    """Weights that are given: a dense array or a sparse matrix of shape (origins, places), one group."""

    def __init__(self, weights: ArrayLike | sparse.sparray) -> None:
        self.weights = sparse.csr_array(weights)
        if np.any(self.weights.data < 0) or not np.all(np.isfinite(self.weights.data)):
            raise ValueError("weights must be finite and not negative")

    def at_origins(self, values: ArrayLike | None = None, power: int = 1) -> Floats:
        weights = self.weights.power(power)
        return weights @ (np.ones(weights.shape[1]) if values is None else np.asarray(values, dtype=float))

    def at_places(self, values: ArrayLike | None = None, power: int = 1) -> Floats:
        weights = self.weights.power(power)
        return weights.T @ (np.ones(weights.shape[0]) if values is None else np.asarray(values, dtype=float))


class Kernel:
    """Weights by decay of distance between points, found anew for each sum; nothing is kept.

    `origins` (n, 2) and `places` (m, 2) in metres. `classes` (n,) numbers each origin's row in the decay's
    table, `groups` (m,) each place's column: several kinds of place, each with its bandwidth, are then summed
    in one sweep, which is much faster than one after the other. A place that counts in two groups is
    given twice. Raises ValueError where shapes or labels do not fit.
    """

    def __init__(
        self,
        origins: ArrayLike,
        places: ArrayLike,
        decay: Decay,
        *,
        classes: ArrayLike | None = None,
        groups: ArrayLike | None = None,
        number_of_groups: int | None = None,
        workers: int | None = None,
    ) -> None:
        self.origins, self.places = as_points(origins, "origins"), as_points(places, "places")
        self.classes, rows = _labels(classes, len(self.origins), "classes", decay.bandwidth.shape[0])
        self.groups, columns = _labels(groups, len(self.places), "groups", number_of_groups)
        self.decay = decay.table(rows, max(columns, decay.bandwidth.shape[1]))
        self.grouped = groups is not None
        self.workers = workers

    def at_origins(self, values: ArrayLike | None = None, power: int = 1) -> Floats:
        """As `Weights.at_origins`: (n,) or, where groups were given, (n, groups)."""
        worth = _columns(values, len(self.places), 1)
        sides = _Side(self.origins, self.classes), _Side(self.places, self.groups)
        sums = _sweep(*sides, worth, self.decay, power, self.decay.bandwidth.shape[1], self.workers)
        return sums if self.grouped else sums[:, 0]

    def at_places(self, values: ArrayLike | None = None, power: int = 1) -> Floats:
        """As `Weights.at_places`: (m,). Each place takes the column of `values` of its own group."""
        worth = _columns(values, len(self.origins), self.decay.bandwidth.shape[1])
        sides = _Side(self.places, self.groups), _Side(self.origins, self.classes)
        return _sweep(*sides, worth, self.decay.transposed(), power, 1, self.workers)[:, 0]


@dataclass(frozen=True)
class _Side:
    points: Floats
    labels: Integers


def _sweep(
    targets: _Side, sources: _Side, worth: Floats, decay: Decay, power: int, columns: int, workers: int | None
) -> Floats:
    """Sums at `targets` over `sources`, one column a label of the sources or one for them all.

    Every target's sum is taken over its sources in a fixed order, so that it has the same bytes whatever the
    number of threads.
    """
    candidates = Candidates.of(sources.points)
    labels = sources.labels[candidates.order]
    worth = worth[candidates.order]
    sums = np.zeros((len(targets.points), columns))
    blocks = compact_blocks(targets.points, targets.labels, SPLIT * decay.cutoff.max(axis=1))

    def work(block: Integers) -> None:
        label = int(targets.labels[block[0]])
        points = targets.points[block]
        cutoff = decay.cutoff[label]
        same = bool(np.all(cutoff == cutoff[0]))
        found = candidates.near(points, float(cutoff[0]) if same else cutoff[labels])
        if columns > 1:
            found = found[np.argsort(labels[found], kind="stable")]
        stride = max(1, TILE // len(block))
        for at in range(0, len(found), stride):
            tile = found[at : at + stride]
            of = labels[tile]
            weights = _weigh(
                squared_distances(points, candidates.x[tile], candidates.y[tile]),
                decay.form,
                decay.bandwidth[label, of],
                cutoff[of],
            )
            if power != 1:
                np.power(weights, power, out=weights)
            weights *= worth[tile, label if worth.shape[1] > 1 else 0]
            runs = of if columns > 1 else np.zeros_like(of)
            first = np.flatnonzero(np.diff(runs, prepend=-1))
            sums[block[:, None], runs[first]] += np.add.reduceat(weights, first, axis=1)

    share_out(work, blocks, workers)
    return sums


def _weigh(squared: Floats, form: str, bandwidth: Floats, cutoff: Floats) -> Floats:
    """Weights from squared distances (in place); columns have bandwidths and cut-offs of their own."""
    limit = np.square(cutoff)
    within = squared <= limit
    if form == "step":
        return within.astype(float)
    # What lies beyond is drawn in to the cut-off first: exp is slow where its result underflows.
    np.minimum(squared, limit, out=squared)
    if form == "gaussian":
        np.multiply(squared, -0.5 / np.square(bandwidth), out=squared)
    else:
        np.sqrt(squared, out=squared)
        np.multiply(squared, -1.0 / bandwidth, out=squared)
    np.exp(squared, out=squared)
    np.multiply(squared, within, out=squared)
    return squared


def _labels(given: ArrayLike | None, length: int, name: str, number: int | None) -> tuple[Integers, int]:
    if given is None:
        return np.zeros(length, dtype=np.int64), 1
    labels = np.asarray(given, dtype=np.int64)
    if labels.shape != (length,):
        raise ValueError(f"{name}: {length} labels are needed, not {labels.shape}")
    top = int(labels.max(initial=-1)) + 1
    if labels.min(initial=0) < 0 or (number not in (None, 1) and top > number):
        raise ValueError(f"{name}: labels must be 0 to one less than the number of them")
    return labels, max(top, number or 0)


def _columns(values: ArrayLike | None, length: int, most: int) -> Floats:
    given = np.ones(length) if values is None else np.asarray(values, dtype=float)
    columns = given[:, None] if given.ndim == 1 else given
    if columns.ndim != 2 or len(columns) != length or columns.shape[1] not in (1, most):
        raise ValueError(f"values: {length} are needed, or a table of {length} by {most}, not {given.shape}")
    return columns
