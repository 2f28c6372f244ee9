"""Points that say which area and not which street: each is shared over the people who live around it.

A place name, a registered office or an officer's home does not mark where an activity happens. Its one unit
goes to the residents within a wide decay of distance, so that totals are conserved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.measure.catchment import two_step
from pipelines.measure.decay import Decay
from pipelines.measure.kernel import Kernel
from pipelines.measure.pairs import as_points
from pipelines.measure.reach import nearest

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """`units` (origins,) that sum to those given; `stranded` points had nobody inside the cut-off."""

    units: Floats
    stranded: int


def spread(
    origins: ArrayLike,
    residents: ArrayLike,
    places: ArrayLike,
    decay: Decay,
    *,
    units: ArrayLike | None = None,
    classes: ArrayLike | None = None,
    demand: ArrayLike | None = None,
    workers: int | None = None,
) -> Spread:
    """Each place's units shared over origins by residents times decay of distance.

    Share of origin i in place j: P[i] w[i,j] / sum_k P[k] w[k,j]; this is population times the two-step
    catchment. A place with nobody inside the cut-off goes whole to the nearest origin where somebody lives.
    `origins` (n, 2), `places` (m, 2) in metres, `residents` (n,), `units` (m,), one each unless given;
    `demand` (m,) as in `two_step`, where it is known already.
    Raises ValueError where nobody lives anywhere.
    """
    here, there = as_points(origins, "origins"), as_points(places, "places")
    people = np.asarray(residents, dtype=float)
    amount = np.ones(len(there)) if units is None else np.asarray(units, dtype=float)
    lived_in = np.flatnonzero(people > 0)
    if len(lived_in) == 0:
        raise ValueError("spread: residents are needed somewhere")
    shared = two_step(Kernel(here, there, decay, classes=classes, workers=workers), people, amount, demand)
    stranded = np.flatnonzero(~shared.reached)
    at = lived_in[nearest(there[stranded], here[lived_in], workers=workers)[1]]
    rest = np.bincount(at, amount[stranded], len(here))
    return Spread(people * shared.access + rest, len(stranded))
