"""Places inside an area or near its boundary: a measure of the area's shape as much as of its places.

It is here because the field uses it, and so that its artefacts can be shown (`placebo`): a large or
ragged area has more within a kilometre of its boundary than its residents ever share. Prefer `catchment`.
Outlines are geometries, of which `measure` knows nothing: that is why it is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.measure.pairs import as_points, share_out

Floats = NDArray[np.float64]

NEAR = 1000.0  # metres
PART = 512  # areas looked up at once


def near_totals(
    polygons: Sequence[Any] | NDArray[Any],
    points: ArrayLike,
    distance: float = NEAR,
    *,
    values: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    number_of_groups: int | None = None,
    workers: int | None = None,
) -> Floats:
    """Sum of the values of the points inside each polygon or no further than `distance` from it.

    `polygons` (a,) shapely geometries in metres; `points` (m, 2); `values` (m,), one each unless given;
    `groups` (m,) numbers the columns of the result. Returns (a,), or (a, groups). A missing or empty
    polygon has NaN. Raises ValueError for a negative distance and for points that are not finite.
    """
    import shapely

    if not distance >= 0:
        raise ValueError("near_totals: the distance must not be negative")
    shapes, there = np.asarray(polygons, dtype=object), as_points(points)
    worth = np.ones(len(there)) if values is None else np.asarray(values, dtype=float)
    column = np.zeros(len(there), dtype=np.int64) if groups is None else np.asarray(groups, dtype=np.int64)
    if not len(worth) == len(column) == len(there):
        raise ValueError("near_totals: as many values and groups as points are needed")
    columns = max(int(column.max(initial=0)) + 1, number_of_groups or 1)
    tree = shapely.STRtree(shapely.points(there))
    totals = np.full((len(shapes), columns), np.nan)
    known = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))

    def work(part: NDArray[np.int64]) -> None:
        area, point = tree.query(shapes[part], predicate="dwithin", distance=distance)
        order = np.lexsort((point, area))  # a fixed order of summing
        area, point = area[order], point[order]
        cell = area * columns + column[point]
        totals[part] = np.bincount(cell, worth[point], len(part) * columns).reshape(len(part), columns)

    share_out(work, [known[at : at + PART] for at in range(0, len(known), PART)], workers)
    return totals if groups is not None else totals[:, 0]


def per_resident(totals: ArrayLike, residents: ArrayLike) -> Floats:
    """Totals (areas,) or (areas, k) over residents (areas,); NaN where nobody lives."""
    over, people = np.asarray(totals, dtype=float), np.asarray(residents, dtype=float)
    people = people[:, None] if over.ndim == 2 else people
    return np.divide(over, people, out=np.full_like(over, np.nan), where=people > 0)
