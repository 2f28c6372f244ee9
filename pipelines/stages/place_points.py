"""Where a record lies: on the grid, in which neighbourhood, or why nowhere.

Coordinates in, placings and reasons out. Which records these are, and which of them are one place, is not
known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipelines.errors import Fault, Faults
from pipelines.stages.grid import to_grid
from pipelines.stages.placing import place

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

INSIDE, COAST, ACROSS = "inside", "nearest", "across_border"
EXACTLY = 0.001
COAST_REACH = 100.0  # metres that a generalised boundary may cut off the shore
BORDER_REACH = 10_000.0  # metres from where people in England live, within which a place beyond it counts
LAND_REACH = 3_000.0  # metres to the nearest postcode, beyond which a point is taken to lie in the sea
GRID = (0.0, 0.0, 700_000.0, 1_300_000.0)

ZERO, SWAPPED = "coordinates at 0, 0", "longitude and latitude swapped"
ABROAD, NO_COORDINATES, NO_POSTCODE = (
    "outside Great Britain",
    "no coordinates",
    "postcode missing or not known",
)
SEA, FAR = "in the sea", "over 10 km beyond the border of England"

# The share of a source's records that may fail for each reason before the build stops: more than this is
# not a few bad rows but a file or a column that has gone wrong.
TOLERATED: Mapping[str, float] = {
    ZERO: 0.01,
    SWAPPED: 0.01,
    SEA: 0.02,
    ABROAD: 0.10,
    NO_COORDINATES: 0.15,
    NO_POSTCODE: 0.15,
}
A_FEW = 5


@dataclass(frozen=True)
class England:
    """What places are looked up in. Points in metres (EPSG:27700).

    `codes` and `areas` (shapely polygons) are the neighbourhoods; `homes` (n, 2) are points where people in
    England live; `postcodes` (m, 2) are all postcodes and `english` (m,) says which of them lie in England.
    """

    codes: NDArray
    areas: NDArray
    homes: NDArray[np.float64]
    postcodes: NDArray[np.float64]
    english: NDArray[np.bool_]


def on_grid(records: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray]:
    """Points (n, 2) in metres and, for those without one, the reason (None otherwise).

    Takes easting and northing, or else longitude and latitude. `postcoded` says for each record whether it
    was looked up by postcode.
    """
    lon, lat = (records[c].to_numpy(dtype=np.float64, na_value=np.nan) for c in ("longitude", "latitude"))
    x, y = (records[c].to_numpy(dtype=np.float64, na_value=np.nan) for c in ("easting", "northing"))
    degrees = np.isfinite(lon) & np.isfinite(lat)
    plausible = degrees & (np.abs(lon) <= 30) & (lat > 40) & (lat < 70)
    from_degrees = np.column_stack(
        to_grid(np.where(plausible, lon, np.nan), np.where(plausible, lat, np.nan))
    )
    given = np.isfinite(x) & np.isfinite(y)
    points = np.where(given[:, None], np.column_stack([x, y]), from_degrees)
    reason = np.full(len(records), None, dtype=object)
    west, south, east, north = GRID
    inside = (points[:, 0] > west) & (points[:, 0] < east) & (points[:, 1] > south) & (points[:, 1] < north)
    reason[(given | degrees) & ~inside] = ABROAD
    reason[degrees & ~given & (lon > 48) & (lon < 62) & (lat > -10) & (lat < 3)] = SWAPPED
    reason[(degrees & (lon == 0) & (lat == 0)) | (given & (x == 0) & (y == 0))] = ZERO
    reason[~given & ~degrees] = NO_COORDINATES
    reason[~given & ~degrees & records["postcoded"].to_numpy(dtype=bool)] = NO_POSTCODE
    points[reason != None] = np.nan  # noqa: E711  element by element
    return points, reason


def settle(points: NDArray[np.float64], england: England) -> tuple[NDArray, NDArray]:
    """The neighbourhood of each point (None outside England) and how it was found, or the reason why not.

    In the polygon; or, on English ground by the nearest postcode, in the nearest polygon within 100 m (the
    shore, where boundaries are generalised); or beyond the border of England, within 10 km of where people
    in England live: kept, without a neighbourhood. No point may be missing.
    """
    from scipy.spatial import cKDTree

    codes = _within(points, england, EXACTLY)
    placing = np.where(codes == None, FAR, INSIDE).astype(object)  # noqa: E711  element by element
    outside = np.flatnonzero(placing == FAR)
    to_homes, _ = cKDTree(england.homes).query(points[outside], distance_upper_bound=BORDER_REACH)
    beyond = outside[np.isfinite(to_homes)]
    to_land, nearest = cKDTree(england.postcodes).query(points[beyond], distance_upper_bound=LAND_REACH)
    on_land = np.isfinite(to_land)
    english = np.zeros(len(beyond), dtype=bool)
    english[on_land] = england.english[nearest[on_land]]
    placing[beyond] = np.where(on_land & ~english, ACROSS, SEA)

    shore = beyond[english]
    codes[shore] = _within(points[shore], england, COAST_REACH)
    placing[shore[codes[shore] != None]] = COAST  # noqa: E711
    return codes, placing


def _within(points: NDArray[np.float64], england: England, reach: float) -> NDArray:
    return place(points[:, 0], points[:, 1], list(england.codes), england.areas, reach)


def refuse_faulty(source: str, reasons: NDArray) -> None:
    """Raise `Faults` where more records of a source fail for a reason than may. `reasons` has all records."""
    faults = []
    for reason, share in TOLERATED.items():
        count = int((reasons == reason).sum())
        if count > max(A_FEW, share * len(reasons)):
            what = f"{count:,} of {len(reasons):,} records: {reason}; at most {share:.0%} may be."
            do = f"Look at the coordinates in its files, and at `columns` of sources/{source}.yaml."
            faults.append(Fault(what, source, do))
    if faults:
        raise Faults(faults)
