"""GeoJSON: a feature collection, or one feature a line; plain or gzipped. Longitude and latitude, WGS84.

Options: none. A column's `from` is the name of a property, or one of
    @longitude, @latitude   the coordinates of a point, in degrees
    @geometry               the geometry as WKB, in degrees, as published (not mended)
    @file                   the file's name

Coordinates that are not degrees, or a coordinate system that is not WGS84, are faults. Projecting is not
done here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents

if TYPE_CHECKING:
    import numpy as np

    from pipelines.catalogue.source import Column

LONGITUDE, LATITUDE, GEOMETRY = "@longitude", "@latitude", "@geometry"
DEGREES = ("EPSG:4326", "OGC:CRS84")


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all features of all files. Raises `Faults`, of all files at once."""
    if options:
        raise ValueError(f"the geojson reader takes no options: {', '.join(options)}")
    return cells.gather(files, columns, lambda name, content: _one(name, content, list(columns.values())))


def _one(name: str, content: bytes, columns: list[Column]) -> dict[str, pa.Array]:
    import shapely

    system, features, shapes = _features(name, contents.unpack(name, content))
    faults = []
    if system not in DEGREES:
        do = "Publish it in longitude and latitude (EPSG:4326), as GeoJSON asks."
        faults.append(Fault(f"is in {system}, not in WGS84.", name, do))
    points = shapely.from_wkb(shapes)
    faults += _places(name, points)
    if faults:
        raise Faults(faults)
    values: dict[str, Any] = {n: features[n] for n in features.column_names}
    values[GEOMETRY] = pa.array(shapes, pa.binary())
    if any(c.source_name in (LONGITUDE, LATITUDE) for c in columns):
        values[LONGITUDE] = pa.array(shapely.get_x(points), from_pandas=True)
        values[LATITUDE] = pa.array(shapely.get_y(points), from_pandas=True)
    cells.require(name, [*values], columns)
    return cells.part(name, columns, values, "feature")


def _features(name: str, content: bytes) -> tuple[str, pa.Table, np.ndarray]:
    """Coordinate system, properties and geometries (WKB), as they stand in the file."""
    import pyogrio

    if not content.rstrip().endswith(b"}"):
        raise Faults([Fault("is cut short: it does not end as GeoJSON does.", name, contents.AGAIN)])
    try:
        about, features = pyogrio.read_arrow(content)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        raise Faults([_broken(name, content)]) from None
    label = about["geometry_name"] or "wkb_geometry"
    shapes = features[label].to_numpy(zero_copy_only=False)
    return about["crs"], features.drop_columns([label]), shapes


def _broken(name: str, content: bytes) -> Fault:
    try:
        json.loads(contents.decode(name, content))
    except json.JSONDecodeError as error:
        return Fault(f"is not JSON: {error.msg}.", f"{name}, line {error.lineno:,}", contents.AGAIN)
    return Fault("is JSON but holds no features.", name, contents.AGAIN)


def _places(name: str, points: np.ndarray) -> list[Fault]:
    """A fault for each feature (the first five) without a place on the globe."""
    import numpy as np
    import shapely

    west, south, east, north = shapely.bounds(points).T
    good = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    odd = np.flatnonzero(~good)
    faults = []
    for row in odd[: cells.SHOWN]:
        nothing = np.isnan(west[row])
        what = (
            "has no geometry." if nothing else f"lies at ({west[row]:g}, {south[row]:g}), not on the globe."
        )
        do = "Longitude comes first, both in degrees."
        faults.append(Fault(what, f"{name}, feature {row + 1:,}", "" if nothing else do))
    if len(odd) > cells.SHOWN:
        faults.append(Fault(f"{len(odd) - cells.SHOWN:,} more such features.", name))
    return faults
