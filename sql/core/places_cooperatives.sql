/* ---
description: >-
  Member-owned organisations at their registered offices; social clubs among them are told by sector and name.
grain: one row an organisation of the source
key: [place_id]
rows: raw.cooperatives
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'cooperatives:' || organisation_id AS place_id,
    CASE
        WHEN regexp_matches(sector, '^(Membership associations|Food service)')
            AND regexp_matches(name, '\b(club|clubs|wmc|legion|institute)\b', 'i') THEN 'social_club'
        ELSE 'cooperative'
    END AS kind,
    lower(regexp_replace(coalesce(sector, 'not stated'), '[^A-Za-z]+', '_', 'g')) AS subkind,
    name, longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'area' AS precision,
    'cooperatives' AS source,
    CAST(NULL AS VARCHAR) AS dropped_reason
FROM raw.cooperatives
