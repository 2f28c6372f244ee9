"""Adjustment within rural-urban class: is a neighbourhood worse off than others of its kind?

Density makes places near; a score that is not adjusted asks who has little, one that is fully adjusted asks
who has little for the kind of place it is. Only scores of need are adjusted; classes come from outside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, floats, groups
from .ranks import average_rank, rank_within

NONE, HALF, FULL = 0.0, 0.5, 1.0


def within_class(need: ArrayLike, classes: ArrayLike, degree: float = HALF) -> Floats:
    """Standing in need, 0 to 1, blended between all neighbourhoods and those of the same class.

    Standing is (N - rank + 1/2) / N with average ranks (1 = most need), in the whole and in the class; the
    result is (1 - degree) of the first and `degree` of the second. Degree 0 keeps the order of `need`, 1
    gives each class the same distribution. It is a scale of ranks: rank or transform it again, with ties by
    average rank.

    `need`: (n,), higher = more need, NaN = missing. `classes`: (n,) codes, none missing: a row of unknown
    class has no fellows to be compared with. Raises ValueError on those, and on a degree outside 0 to 1.
    """
    if not 0 <= degree <= 1:
        raise ValueError(f"a degree of adjustment lies between 0 and 1, not {degree}")
    x = floats(need)
    members = groups(classes)
    seen = ~np.isnan(x)
    size = members.spread(members.counts(seen)).astype(np.float64)
    total = np.count_nonzero(seen)
    with np.errstate(divide="ignore", invalid="ignore"):
        overall = (total - average_rank(x) + 0.5) / total
        within = (size - rank_within(x, classes, method="average") + 0.5) / size
    return (1 - degree) * overall + degree * within
