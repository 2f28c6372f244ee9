"""Postcodes as a geocoder: where each English postcode lies, and in which neighbourhood.

Looking addresses up in it is the business of the tables that need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.stages.placing import place
from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd

CONTRACT = """
description: >
  Every current postcode of England with its point and its neighbourhood. A postcode without coordinates is
  kept, its neighbourhood null. A point in no generalised boundary goes to the nearest within 100 m.
grain: one row a postcode
key: [postcode]
rows: {england: {min: 1400000, max: 1600000}, pinned: 1492125}
columns:
  postcode:
    type: string
    meaning: Postcode in upper case without a space
    pattern: "[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}"
  easting: {}
  northing: {}
  lsoa21cd: {}
  ladcd:
    type: string
    meaning: District of 2025 as the publisher says (Barnsley and Sheffield have new codes)
    pattern: "E0[6-9][0-9]{6}"
checks:
  - says: 813 English postcodes have no coordinates
    edition: pinned
    sql: SELECT count(*) FROM this WHERE easting IS NULL HAVING count(*) <> 813
  - says: All but a few postcodes with coordinates have a neighbourhood
    sql: SELECT count(*) FROM this WHERE easting IS NOT NULL AND lsoa21cd IS NULL HAVING count(*) > 10
"""


@step("core.postcode", reads=["raw.code_point_open", "core.lsoa_boundary"], contract=CONTRACT)
def postcodes(inputs: Inputs) -> pd.DataFrame:
    """Place the English postcodes in the neighbourhoods."""
    import shapely

    # Quality 90 is the publisher's mark for a postcode without coordinates, which then stands at 0,0.
    table = inputs.sql(
        """
        SELECT
            replace(postcode, ' ', '') AS postcode,
            CASE WHEN quality < 90 THEN easting::DOUBLE END AS easting,
            CASE WHEN quality < 90 THEN northing::DOUBLE END AS northing,
            ladcd
        FROM raw.code_point_open
        WHERE ctrycd LIKE 'E%'
        """
    )
    areas = inputs.arrow("core.lsoa_boundary", ["lsoa21cd", "geometry"])
    table["lsoa21cd"] = place(
        table["easting"].to_numpy(),
        table["northing"].to_numpy(),
        areas["lsoa21cd"].to_pylist(),
        shapely.from_wkb(areas["geometry"].to_numpy()),
    )
    return table
