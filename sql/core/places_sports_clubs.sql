/* ---
description: >-
  Amateur sports clubs whose registration stands, placed by the postcode of their address.
grain: one row a registration of a club
key: [place_id]
rows: raw.sports_clubs
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'sports_clubs:' || club.club_id AS place_id,
    'sports_club' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    club.name,
    CAST(NULL AS DOUBLE) AS longitude, CAST(NULL AS DOUBLE) AS latitude,
    CAST(postcode.easting AS DOUBLE) AS easting, CAST(postcode.northing AS DOUBLE) AS northing,
    'area' AS precision,
    'sports_clubs' AS source,
    CASE WHEN NOT coalesce(club.active, FALSE) THEN 'no longer active' END AS dropped_reason
FROM raw.sports_clubs AS club
LEFT JOIN raw.code_point_open AS postcode
    ON replace(postcode.postcode, ' ', '') = upper(regexp_replace(club.postcode, '\s', '', 'g'))
    AND postcode.quality < 90  -- 90: a postcode without coordinates
