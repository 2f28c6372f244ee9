/* ---
description: >-
  Mutual-aid groups of 2020 where their place name was found, each once, without their names.
grain: one row a group of the source
key: [place_id]
rows: raw.mutual_aid_groups_2020
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
WITH groups AS (
    SELECT *, count(*) OVER (PARTITION BY latitude, longitude) AS groups_here
    FROM raw.mutual_aid_groups_2020
)
SELECT
    'mutual_aid_groups_2020:' || row_number() OVER (
        ORDER BY longitude, latitude, repeats_group, repeats_link
    ) AS place_id,
    'mutual_aid_group' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    CAST(NULL AS VARCHAR) AS name,
    longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'area' AS precision,
    'mutual_aid_groups_2020' AS source,
    CASE
        WHEN abs(latitude - 55.378) < 0.001 AND abs(longitude + 3.436) < 0.001
            THEN 'place name not found: the middle of the United Kingdom'
        WHEN repeats_group THEN 'repeats a name and place'
        WHEN repeats_link THEN 'repeats a link'
        WHEN groups_here >= 10 THEN 'a place name shared by ten groups or more'
    END AS dropped_reason
FROM groups
