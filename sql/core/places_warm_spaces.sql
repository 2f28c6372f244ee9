/* ---
description: >-
  Warm spaces of all directories, with what their name says they are.
grain: one row an entry of a directory
key: [place_id]
rows: raw.warm_spaces
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
-- A point that five names or more share is where a directory put what it could not find: one council's 74
-- spaces lie on ten points, 19 libraries of a county on one.
WITH points AS (
    SELECT longitude, latitude, count(DISTINCT name) AS names_here FROM raw.warm_spaces GROUP BY ALL
)
SELECT
    'warm_spaces:' || row_number() OVER (ORDER BY space.longitude, space.latitude, space.name, space.directory) AS place_id,
    'warm_space' AS kind,
    CASE
        WHEN regexp_matches(space.name, '\blibrar', 'i') THEN 'library'
        WHEN regexp_matches(
            space.name, '\b(church|chapel|methodist|baptist|urc|salvation|parish|st\.?|mosque|temple|gurdwara)\b', 'i'
        ) THEN 'worship'
        WHEN regexp_matches(space.name, '\b(hall|centre|center|hub|institute|club)\b', 'i') THEN 'hall'
        WHEN regexp_matches(space.name, '\b(cafe|coffee)\b|\bcafé', 'i') THEN 'cafe'
        ELSE 'other'
    END AS subkind,
    space.name, space.longitude, space.latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'warm_spaces' AS source,
    CASE WHEN points.names_here >= 5 THEN 'a point shared by five names or more' END AS dropped_reason
FROM raw.warm_spaces AS space
JOIN points USING (longitude, latitude)
