"""How much people can reach, and how far the nearest is: without asking who else shares it.

Sums of decayed places, distances to the nearest and their means over a neighbourhood's residents belong here.
Measures in which people compete for places are in `catchment`.
"""

from __future__ import annotations

import os

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from pipelines.measure.decay import Decay
from pipelines.measure.kernel import Kernel
from pipelines.measure.pairs import as_points

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def reach(
    origins: ArrayLike,
    places: ArrayLike,
    decay: Decay,
    *,
    values: ArrayLike | None = None,
    classes: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    number_of_groups: int | None = None,
    workers: int | None = None,
) -> Floats:
    """Sum over places of their value times the decay of distance (Hansen 1959), for each origin.

    `origins` (n, 2), `places` (m, 2) in metres; `values` (m,), one each unless given. Returns (n,), or
    (n, groups) where `groups` (m,) numbers the places' columns; `classes` (n,) numbers the origins' rows in
    the decay's table. An origin with nothing inside the cut-off has 0. Errors as `kernel.Kernel`.
    """
    kernel = Kernel(
        origins,
        places,
        decay,
        classes=classes,
        groups=groups,
        number_of_groups=number_of_groups,
        workers=workers,
    )
    return kernel.at_origins(values)


def nearest(origins: ArrayLike, places: ArrayLike, *, workers: int | None = None) -> tuple[Floats, Integers]:
    """Distance in metres from each origin to the nearest place, and which place that is.

    `origins` (n, 2), `places` (m, 2). Without any place the distances are NaN and the places -1: that there
    is none is not the same as that it is far.
    """
    here, there = as_points(origins, "origins"), as_points(places, "places")
    if len(there) == 0:
        return np.full(len(here), np.nan), np.full(len(here), -1)
    distance, place = cKDTree(there).query(here, workers=workers or os.cpu_count() or 1)
    return distance, place.astype(np.int64)


def neighbourhood_mean(values: ArrayLike, residents: ArrayLike, area: ArrayLike, areas: int) -> Floats:
    """Mean of `values` over each area's residents.

    `values` (n,) or (n, k) at origins, `residents` (n,), `area` (n,) the number, 0 to areas - 1, of the
    neighbourhood that each origin lies in. Returns (areas,) or (areas, k). NaN where an area has no
    residents, or where a value of an origin that has residents is NaN.
    Raises ValueError for negative or missing residents and for shapes or numbers that do not fit.
    """
    worth, people = np.asarray(values, dtype=float), np.asarray(residents, dtype=float)
    of = np.asarray(area, dtype=np.int64)
    if worth.ndim not in (1, 2) or not len(worth) == len(people) == len(of):
        raise ValueError("neighbourhood_mean: values, residents and area must be of one length")
    if not np.all(people >= 0):
        raise ValueError("neighbourhood_mean: residents must be given and not negative")
    if len(of) and not 0 <= of.min() <= of.max() < areas:
        raise ValueError(f"neighbourhood_mean: areas must be 0 to {areas - 1}")
    total = np.bincount(of, people, areas)
    held = people > 0
    means = np.full((areas, *worth.shape[1:]), np.nan)
    for column, out in zip(worth.reshape(len(worth), -1).T, means.reshape(areas, -1).T, strict=True):
        sums = np.bincount(of[held], (column * people)[held], areas)
        np.divide(sums, total, out=out, where=total > 0)
    return means
