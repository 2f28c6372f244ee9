/* ---
description: >-
  Places of worship with their faith. A building of two faiths stands twice here and is one place after merging.
grain: one row a place of worship and faith
key: [place_id]
rows: raw.places_of_worship
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'places_of_worship:' || osm_type || '/' || osm_id || CASE
        WHEN row_number() OVER (PARTITION BY osm_type, osm_id ORDER BY faith) > 1 THEN '/' || lower(faith) ELSE ''
    END AS place_id,
    'worship' AS kind,
    lower(faith) AS subkind,
    name, longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'places_of_worship' AS source,
    CASE WHEN starts_with(ladcd, 'N') THEN 'in Northern Ireland' END AS dropped_reason
FROM raw.places_of_worship
