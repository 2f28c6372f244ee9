/* ---
description: >-
  Jobcentre offices.
grain: one row an office of the source
key: [place_id]
rows: raw.jobcentres
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'jobcentres:' || row_number() OVER (ORDER BY office_code, name, longitude) AS place_id,
    'jobcentre' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    name, longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'jobcentres' AS source,
    CAST(NULL AS VARCHAR) AS dropped_reason
FROM raw.jobcentres
