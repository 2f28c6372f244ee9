"""Population-weighted centroids on the British National Grid: of neighbourhoods and of output areas.

Projecting them is all that happens here; what they are used for is in SQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd

CONTRACT = """
description: Population-weighted centroids of the English neighbourhoods and output areas of 2021.
grain: one row a neighbourhood or output area
key: [area21cd]
rows: {england: 212360}
columns:
  area21cd:
    {type: string, meaning: Neighbourhood (LSOA 2021) or output area (2021), pattern: "E0[01][0-9]{6}"}
  easting: {nullable: false}
  northing: {nullable: false}
checks:
  - says: Every centroid lies within England's box; were longitude and latitude swapped?
    sql: >
      SELECT area21cd FROM this
      WHERE (easting BETWEEN 80000 AND 656000 AND northing BETWEEN 5000 AND 658000) IS NOT TRUE
"""


@step("core.centroid", reads=["raw.lsoa21_centroids", "raw.oa21_centroids"], contract=CONTRACT)
def centroids(inputs: Inputs) -> pd.DataFrame:
    """Project the published points, to the centimetre; Wales is left out."""
    import numpy as np

    from pipelines.stages.grid import to_grid

    points = inputs.sql(
        """
        SELECT lsoa21cd AS area21cd, longitude, latitude FROM raw.lsoa21_centroids WHERE lsoa21cd LIKE 'E%'
        UNION ALL
        SELECT oa21cd, longitude, latitude FROM raw.oa21_centroids WHERE oa21cd LIKE 'E%'
        """
    )
    metres = to_grid(points.pop("longitude"), points.pop("latitude"))
    points["easting"], points["northing"] = (np.round(axis, 2) for axis in metres)
    return points
