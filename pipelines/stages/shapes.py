"""The outlines that are published: boundaries simplified together, so that shared borders stay shared.

Measuring uses the full boundaries (`core.lsoa_boundary`), never these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd

# Corners whose triangle is smaller than this square of metres go: invisible on a map of a district.
TOLERANCE = 40.0


@step(
    "core.lsoa_shape",
    reads=["core.lsoa_boundary"],
    contract=f"""
description: Outlines of the neighbourhoods for maps, simplified with shared borders kept, in EPSG:4326.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd:
  geometry:
    type: geometry
    meaning: >-
      Outline for maps: the boundary generalised to 20 m, simplified with shared borders kept (Visvalingam,
      tolerance {TOLERANCE:g} m); longitude and latitude (EPSG:4326)
    unit: degrees
    nullable: false
    sources: [lsoa21_boundaries]
""",
)
def lsoa_shape(inputs: Inputs) -> pd.DataFrame:
    """Simplify all boundaries as one coverage, then turn them to degrees.

    Degrees are not rounded: a corner that moves by as little as a millimetre can cross its neighbour.
    """
    import geopandas as gpd
    import shapely

    table = inputs.frame("core.lsoa_boundary", ["lsoa21cd", "geometry"])
    shapes = shapely.coverage_simplify(shapely.from_wkb(table["geometry"].to_numpy()), TOLERANCE)
    degrees = gpd.GeoSeries(shapes, crs="EPSG:27700").to_crs("EPSG:4326").to_numpy()
    return table.assign(geometry=shapely.to_wkb(degrees))
