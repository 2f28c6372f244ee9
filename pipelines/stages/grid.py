"""Longitude and latitude to the British National Grid and back, the same on every machine.

Only the change of coordinates belongs here. PROJ would choose between transformations by the grid files
that a machine happens to have; the one of seven parameters (EPSG:1314) is named instead. It is good to
about 5 m (OSTN15 to 0.1 m), less than what separates a postcode's point from its houses.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from pyproj import Transformer

TO_GRID = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
    "+step +proj=cart +ellps=WGS84 "
    "+step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 "
    "+convention=position_vector "
    "+step +inv +proj=cart +ellps=airy +step +proj=pop +v_3 "
    "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
)


@cache
def _transformer() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_pipeline(TO_GRID)


def to_grid(longitude: ArrayLike, latitude: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Easting and northing in metres (EPSG:27700) of WGS84 degrees; NaN where a coordinate is missing."""
    lon, lat = np.asarray(longitude, dtype=np.float64), np.asarray(latitude, dtype=np.float64)
    easting, northing = _transformer().transform(lon, lat)
    known = np.isfinite(easting) & np.isfinite(northing)
    return np.where(known, easting, np.nan), np.where(known, northing, np.nan)


def to_degrees(easting: ArrayLike, northing: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude (WGS84 degrees) of eastings and northings in metres; undoes `to_grid`."""
    x, y = np.asarray(easting, dtype=np.float64), np.asarray(northing, dtype=np.float64)
    longitude, latitude = _transformer().transform(x, y, direction="INVERSE")
    known = np.isfinite(longitude) & np.isfinite(latitude)
    return np.where(known, longitude, np.nan), np.where(known, latitude, np.nan)
