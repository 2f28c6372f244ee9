/* ---
description: >-
  Postcodes that differ in the last letter only, where they lie close together: about where a postcode of the
  same beginning lay that is no longer in use. Where they lie further apart there is no row.
grain: one row a postcode less its last letter
key: [stem]
# 1,745,013 postcodes with coordinates have 135,087 stems, of which at least two thirds lie close together.
rows: {england: {min: 90000, max: 135087}}
columns:
  stem: {type: string, meaning: "A postcode without spaces and without its last letter"}
  easting: {type: float, meaning: "Middle (median) of the postcodes' eastings", unit: metres, min: 0, max: 700000, nullable: false}
  northing: {type: float, meaning: "Middle (median) of the postcodes' northings", unit: metres, min: 0, max: 1300000, nullable: false}
  postcodes: {type: int, meaning: Postcodes in use, unit: postcodes, min: 1, nullable: false}
--- */
-- 2 km from side to side: the middle is then hardly ever over 1 km off, less than the bandwidth of the kinds
-- that are placed by it.
SELECT
    left(replace(place.postcode, ' ', ''), -1) AS stem,
    median(CAST(place.easting AS DOUBLE)) AS easting,
    median(CAST(place.northing AS DOUBLE)) AS northing,
    count(*) AS postcodes
FROM raw.code_point_open AS place
WHERE place.quality < 90  -- 90: a postcode without coordinates
GROUP BY ALL
HAVING greatest(
    max(place.easting) - min(place.easting), max(place.northing) - min(place.northing)
) <= 2000
