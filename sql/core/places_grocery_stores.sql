/* ---
description: >-
  Grocery stores over 280 square metres, named by their retailer.
grain: one row a store of the source
key: [place_id]
rows: raw.grocery_stores
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'grocery_stores:' || id_geolytix AS place_id,
    'grocery_store' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    retailer AS name,
    longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'grocery_stores' AS source,
    CAST(NULL AS VARCHAR) AS dropped_reason
FROM raw.grocery_stores
