"""Where people live and what they have around them: from a build where there is one, else made up.

Only inputs for benchmarks belong here. The made-up country has the size of England and no other likeness:
towns of all sizes, one very large, and a thin countryside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines import paths
from pipelines.measure.placebo import strewn

Floats = NDArray[np.float64]

ORIGINS = 178_605
EXTENT = (400_000.0, 550_000.0)  # metres
NUMBERS = (
    *(36_000, 34_000, 25_000, 20_000, 17_000, 12_000, 10_000, 9_000, 9_000, 8_000, 7_400, 7_000, 5_000),
    *(4_300, 4_000, 3_500, 3_500, 3_300, 3_000, 2_500, 1_700, 1_700, 1_100, 600, 400),
)


@dataclass(frozen=True)
class World:
    """`origins` (n, 2) with `residents` (n,); `places` (m, 2) with `kind` (m,), the number of their kind."""

    name: str
    origins: Floats
    residents: Floats
    places: Floats
    kind: NDArray[np.int64]

    @property
    def bandwidths(self) -> Floats:
        """A bandwidth a kind (1, kinds): the rarer the wider, 600 m to 10 km, so that work is much alike."""
        number = np.bincount(self.kind)
        return np.clip(1200.0 * np.sqrt(36_000 / np.maximum(number, 1)), 600.0, 10_000.0)[None, :]

    def times(self, factor: int) -> World:
        """The same with `factor` times the places; those that are added are strewn where people live."""
        kind = np.repeat(self.kind, factor - 1)
        more = strewn(len(kind), self.origins, self.residents, seed=factor)
        places, kinds = np.concatenate([self.places, more]), np.concatenate([self.kind, kind])
        return World(self.name, self.origins, self.residents, places, kinds)


def world() -> World:
    """England from the warehouse of this checkout, or the made-up country."""
    core = paths.data_folder() / "warehouse" / "core"
    if (core / "output_area.parquet").is_file() and (core / "places.parquet").is_file():
        return _built(core)
    return made_up()


def _built(core: Path) -> World:
    import pandas as pd

    areas = pd.read_parquet(core / "output_area.parquet", columns=["easting", "northing", "residents"])
    places = pd.read_parquet(core / "places.parquet", columns=["kind", "easting", "northing"])
    return World(
        "England, as built",
        areas[["easting", "northing"]].to_numpy(float),
        areas["residents"].to_numpy(float),
        places[["easting", "northing"]].to_numpy(float),
        pd.factorize(places["kind"], sort=True)[0].astype(np.int64),
    )


def made_up(size_of: int = ORIGINS, numbers: Sequence[int] = NUMBERS, seed: int = 1) -> World:
    """A country of `size_of` output areas with so many places of each kind; the seed makes it."""
    random = np.random.default_rng(seed)
    size = 1.0 / np.arange(1, 901)
    town = random.choice(900, size=size_of, p=size / size.sum())
    centre = random.uniform(0, 1, (900, 2)) * EXTENT
    spread = 9_500.0 * np.sqrt(size)  # metres: towns are about as dense as one another
    origins = centre[town] + random.normal(0, 1, (size_of, 2)) * spread[town, None]
    rural = random.random(size_of) < 0.15
    origins[rural] = random.uniform(0, 1, (rural.sum(), 2)) * EXTENT
    residents = np.round(random.lognormal(5.7, 0.3, size_of))
    kind = np.repeat(np.arange(len(numbers)), numbers)
    places = strewn(len(kind), origins, residents)
    return World("a made-up country of England's size", np.round(origins), residents, np.round(places), kind)
