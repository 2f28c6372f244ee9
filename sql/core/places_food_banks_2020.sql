/* ---
description: >-
  Food banks of April 2020: points without a name.
grain: one row a food bank of the source
key: [place_id]
rows: raw.food_banks_2020
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'food_banks_2020:' || row_number() OVER (ORDER BY longitude, latitude) AS place_id,
    'food_bank' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    CAST(NULL AS VARCHAR) AS name,
    longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'food_banks_2020' AS source,
    CAST(NULL AS VARCHAR) AS dropped_reason
FROM raw.food_banks_2020
