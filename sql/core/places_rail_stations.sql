/* ---
description: >-
  Railway stations.
grain: one row a station of the source
key: [place_id]
rows: raw.rail_stations
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'rail_stations:' || crs_code AS place_id,
    'rail_station' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    name, longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'rail_stations' AS source,
    CAST(NULL AS VARCHAR) AS dropped_reason
FROM raw.rail_stations
