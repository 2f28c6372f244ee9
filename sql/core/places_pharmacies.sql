/* ---
description: >-
  Pharmacies, one a postcode. Some bear the name of a pharmacist, so names are not carried on.
grain: one row a postcode of the source
key: [place_id]
rows: raw.pharmacies
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'pharmacies:' || row_number() OVER (ORDER BY postcode, name) AS place_id,
    'pharmacy' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    CAST(NULL AS VARCHAR) AS name,
    longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'pharmacies' AS source,
    CAST(NULL AS VARCHAR) AS dropped_reason
FROM raw.pharmacies
