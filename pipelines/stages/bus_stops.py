"""Bus stops: the national register, with London and Greater Manchester from their own lists.

West Yorkshire has no list, so a count of stops cannot be compared there and feeds no indicator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.stages.placing import place
from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd


@step(
    "core.bus_stops",
    reads=["raw.naptan", "raw.tfgm_stops", "raw.tfl_stops_2017", "core.lsoa_boundary"],
    contract="""
description: >-
  Bus stops and bays of bus stations in England. None of West Yorkshire, London's are of 2017: a map, not a
  measure.
grain: one row a stop
key: [atco_code]
rows: {england: {min: 250000, max: 400000}, pinned: {min: 250000, max: 330000}}
columns:
  atco_code: {type: string, meaning: National number of the stop}
  easting: {nullable: false}
  northing: {nullable: false}
  lsoa21cd: {nullable: false}
  source: {nullable: false, values: [naptan, tfgm_stops, tfl_stops_2017]}
checks:
  - says: London, Greater Manchester and the rest are there
    edition: pinned
    sql: SELECT count(DISTINCT source) FROM this HAVING count(DISTINCT source) <> 3
""",
)
def bus_stops(inputs: Inputs) -> pd.DataFrame:
    """The stops in use of each source, each once, those in an English neighbourhood."""
    import shapely

    stops = inputs.sql(
        """
        WITH listed AS (
            SELECT atco_code, easting, northing, 'naptan' AS source FROM raw.naptan
            WHERE status = 'active' AND stop_type IN ('BCT', 'BCS', 'BCE', 'BCQ', 'BST')
            UNION ALL
            SELECT atco_code, easting, northing, 'tfgm_stops' FROM raw.tfgm_stops
            WHERE stop_type IN ('BCT', 'BCS', 'BCE', 'BCQ', 'BST')
            UNION ALL
            SELECT atco_code, easting, northing, 'tfl_stops_2017' FROM raw.tfl_stops_2017
            WHERE virtual = '0' AND atco_code IS NOT NULL AND atco_code <> 'NONE'
        )
        SELECT * FROM listed
        WHERE easting BETWEEN 80000 AND 660000 AND northing BETWEEN 5000 AND 660000
        QUALIFY row_number() OVER (PARTITION BY atco_code ORDER BY source, easting, northing) = 1
        ORDER BY atco_code
        """
    )
    areas = inputs.frame("core.lsoa_boundary", ["lsoa21cd", "geometry"])
    shapes = shapely.from_wkb(areas["geometry"].to_numpy())
    stops["lsoa21cd"] = place(
        stops["easting"].to_numpy(), stops["northing"].to_numpy(), areas["lsoa21cd"].tolist(), shapes
    )
    return stops[stops["lsoa21cd"].notna()]
