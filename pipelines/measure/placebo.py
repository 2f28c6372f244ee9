"""Inputs of indices that know nothing of places: what they agree with is geometry, not insight.

Every figure of agreement or evidence stands beside what these reach. Only their inputs are made here; they
then go through the same measures and the same method as the real ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from pipelines.measure.pairs import as_points

Floats = NDArray[np.float64]

SEED = 20_240_630


def strewn(number: int, origins: ArrayLike, residents: ArrayLike, seed: int = SEED) -> Floats:
    """`number` places (number, 2) strewn at random where people live.

    Each falls in an origin drawn by its residents, then anywhere within a circle around it as wide as
    the distance to the next origin, so that it does not lie on the very point it is measured from.
    `origins` (n, 2) in metres, `residents` (n,). The same seed gives the same places.
    Raises ValueError where nobody lives anywhere or there are fewer than two origins.
    """
    here, people = as_points(origins, "origins"), np.asarray(residents, dtype=float)
    if len(here) < 2 or not np.all(people >= 0) or people.sum() <= 0:
        raise ValueError("strewn: two origins or more, and residents, are needed")
    random = np.random.default_rng(seed)
    drawn = random.choice(len(here), size=number, p=people / people.sum())
    room = cKDTree(here).query(here[drawn], k=2)[0][:, 1]
    radius, angle = room * np.sqrt(random.random(number)), 2.0 * np.pi * random.random(number)
    return here[drawn] + radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


def dealt_out(figures: ArrayLike, seed: int = SEED) -> Floats:
    """The figures of areas (n,) dealt out among them at random: the same figures, and no place left in them.

    For what stands at an area's centroid (jobs, departures) and not at points. The same seed deals alike.
    """
    return np.random.default_rng(seed).permutation(np.asarray(figures, dtype=float))


def shape_alone(residents_near: ArrayLike, residents: ArrayLike) -> Floats:
    """People within 1 km of the boundary over people inside: the shape of an area, without any place.

    `residents_near` (areas,) from `stages.near.near_totals` over the origins, `residents` (areas,). NaN where
    nobody lives. It is what "places near the boundary per resident" gives if every person were a place.
    """
    near, inside = np.asarray(residents_near, dtype=float), np.asarray(residents, dtype=float)
    return np.divide(near, inside, out=np.full_like(near, np.nan), where=inside > 0)


def density_alone(residents: ArrayLike, area: ArrayLike) -> Floats:
    """Residents a square kilometre (areas,); NaN where an area has no extent."""
    people, extent = np.asarray(residents, dtype=float), np.asarray(area, dtype=float)
    return np.divide(people, extent, out=np.full_like(people, np.nan), where=extent > 0)
