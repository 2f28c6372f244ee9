"""Which area does a point lie in? Many points into many polygons, quickly.

Only this question belongs here; where points and polygons come from is their stages' affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def place(
    easting: np.ndarray,
    northing: np.ndarray,
    codes: Sequence[str],
    shapes: np.ndarray,
    reach: float = 100.0,
) -> np.ndarray:
    """The code of the polygon that each point lies in, or None (an object array as long as `easting`).

    A point on a shared border gets the code that sorts first. A point in no polygon gets the nearest within
    `reach` metres: generalised boundaries cut corners off the coast. Points without coordinates get None.

    easting, northing: metres, NaN where missing; shapes: valid polygons (shapely), one a code, metres.
    """
    import numpy as np
    import shapely

    easting, northing = np.asarray(easting, float), np.asarray(northing, float)
    names = np.asarray(codes, dtype=object)
    order = np.argsort(names)
    names, shapes = names[order], np.asarray(shapes, dtype=object)[order]
    known = np.flatnonzero(np.isfinite(easting) & np.isfinite(northing))
    points = shapely.points(easting[known], northing[known])
    found = np.full(len(points), len(names))
    # The tree holds the points and the polygons ask: each polygon is prepared once and tried on the few
    # points in its box, which is many times faster than a tree of polygons asked by each point.
    polygon, point = shapely.STRtree(points).query(shapes, predicate="intersects")
    np.minimum.at(found, point, polygon)
    outside = np.flatnonzero(found == len(names))
    if len(outside):
        near, nearest = shapely.STRtree(shapes).query_nearest(points[outside], max_distance=reach)
        np.minimum.at(found, outside[near], nearest)
    placed = np.full(len(easting), None, dtype=object)
    inside = found < len(names)
    placed[known[inside]] = names[found[inside]]
    return placed
