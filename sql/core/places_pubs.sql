/* ---
description: >-
  Pubs of OpenStreetMap; those that call themselves a club are social clubs.
grain: one row a pub of the source
key: [place_id]
rows: raw.pubs
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
-- "1905 (formerly Red Lion Inn)" is open under another name; "(Formerly) The Lifeboat" is not.
-- Jack o' Clubs is a playing card.
SELECT
    'pubs:' || row_number() OVER (ORDER BY name, latitude, longitude) AS place_id,
    CASE
        WHEN regexp_matches(name, '\b(club|clubhouse|wmc|legion|institute|clwb)\b', 'i') THEN 'social_club'
        ELSE 'pub'
    END AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    name, longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'pubs' AS source,
    CASE
        WHEN regexp_matches(name, '\b(closed|derelict|disused|demolished)\b|^\W*formerly\b', 'i')
            THEN 'closed, by its name'
    END AS dropped_reason
FROM raw.pubs
