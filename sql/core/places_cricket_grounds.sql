/* ---
description: >-
  Cricket grounds of OpenStreetMap without practice nets; a placeholder is no name.
grain: one row a ground of the source
key: [place_id]
rows: raw.cricket_grounds
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'cricket_grounds:' || osm_id AS place_id,
    'cricket_ground' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    CASE WHEN NOT regexp_full_match(name, 'cricket (ground|pitch|field|club)', 'i') THEN name END AS name,
    longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'cricket_grounds' AS source,
    CASE WHEN regexp_matches(name, '\bnets?\b', 'i') THEN 'practice nets, by its name' END AS dropped_reason
FROM raw.cricket_grounds
