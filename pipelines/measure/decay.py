"""How much a place counts as it lies further away: functions of distance, and their settings.

Only the shape of a decay and where it is cut off belong here. Sums over places are in `kernel`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

FORMS = ("gaussian", "exponential", "step")
BANDWIDTHS_TO_CUTOFF = 3.0


def gaussian(distance: ArrayLike, bandwidth: ArrayLike) -> Floats:
    """exp(-d^2 / 2h^2): 1 at the door, 0.61 at one bandwidth, 0.011 at three.

    Not cut off. `distance` and `bandwidth` are in the same unit and are broadcast.
    """
    d = np.asarray(distance, dtype=float)
    return np.exp(-d * d / (2.0 * np.square(np.asarray(bandwidth, dtype=float))))


def exponential(distance: ArrayLike, bandwidth: ArrayLike) -> Floats:
    """exp(-d / h): 1 at the door, 0.37 at one bandwidth, 0.05 at three. Not cut off."""
    return np.exp(-np.asarray(distance, dtype=float) / np.asarray(bandwidth, dtype=float))


def step(distance: ArrayLike, edges: Sequence[float], values: Sequence[float] = (1.0,)) -> Floats:
    """The value of the first zone whose outer edge is not passed; beyond the last edge 0.

    With one edge it is the cumulative count: every place within the edge counts as one.
    Raises ValueError where edges do not rise or their number is not that of the values.
    """
    if len(edges) != len(values) or len(edges) == 0:
        raise ValueError("step: as many values as edges are needed, and at least one")
    if np.any(np.diff(edges) <= 0):
        raise ValueError("step: edges must rise")
    zone = np.searchsorted(np.asarray(edges, dtype=float), np.asarray(distance, dtype=float), side="left")
    return np.append(np.asarray(values, dtype=float), 0.0)[zone]


def power(distance: ArrayLike, scale: float, exponent: float, minimum: float = 0.0) -> Floats:
    """(max(d, minimum) / scale)^exponent, the weight of the gravity model (Hansen 1959); exponent < 0.

    `minimum` keeps the weight of a place at the door finite.
    """
    return np.power(np.maximum(np.asarray(distance, dtype=float), minimum) / scale, exponent)


@dataclass(frozen=True)
class Decay:
    """A form with its bandwidths and cut-offs in metres, each of shape (classes, groups).

    Rows are classes of origins (rural-urban, say), columns groups of places. A length of 1 serves all.
    Make it with `decay`.
    """

    form: str
    bandwidth: Floats
    cutoff: Floats

    def table(self, classes: int, groups: int) -> Decay:
        """The same, spread to `classes` rows and `groups` columns. Raises ValueError where it cannot be."""
        shape = (classes, groups)
        try:
            wide = [np.broadcast_to(t, shape).copy() for t in (self.bandwidth, self.cutoff)]
        except ValueError:
            given = self.bandwidth.shape
            raise ValueError(f"decay: bandwidths for {given} classes and groups, {shape} needed") from None
        return Decay(self.form, *wide)

    def transposed(self) -> Decay:
        """Groups as rows and classes as columns: for sums that are taken at the places."""
        return Decay(self.form, self.bandwidth.T, self.cutoff.T)


def decay(form: str, bandwidth: ArrayLike, cutoff: ArrayLike | None = None) -> Decay:
    """Settings of a decay: `form` is one of FORMS, `bandwidth` and `cutoff` are metres.

    Each is one number or a table (classes, groups). The cut-off is three bandwidths unless it is given;
    a step reaches one bandwidth and has no other cut-off. Raises ValueError for an unknown form, for
    what is not positive and finite, and for a cut-off given with a step.
    """
    if form not in FORMS:
        raise ValueError(f"decay: {form!r} is none of {', '.join(FORMS)}")
    if form == "step" and cutoff is not None:
        raise ValueError("decay: a step ends at its bandwidth and takes no cut-off")
    h = _table(bandwidth, "bandwidth")
    usual = h if form == "step" else BANDWIDTHS_TO_CUTOFF * h
    c = usual if cutoff is None else _table(cutoff, "cut-off")
    h, c = np.broadcast_arrays(h, c)
    return Decay(form, h.copy(), c.copy())


def _table(given: ArrayLike, name: str) -> Floats:
    table = np.asarray(given, dtype=float)
    if table.ndim not in (0, 2):
        raise ValueError(f"decay: {name} must be one number or a table of classes by groups")
    if not np.all(np.isfinite(table) & (table > 0)):
        raise ValueError(f"decay: {name} must be positive and finite")
    return np.atleast_2d(table)
