/* ---
description: >-
  Retail centres of 2018 with the group of their typology.
grain: one row a retail centre of the source
key: [place_id]
rows: raw.retail_centres_2018
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'retail_centres_2018:' || centre_id AS place_id,
    'retail_centre' AS kind,
    'group_' || cluster AS subkind,
    name,
    CAST(NULL AS DOUBLE) AS longitude, CAST(NULL AS DOUBLE) AS latitude,
    easting, northing,
    'site' AS precision,
    'retail_centres_2018' AS source,
    CAST(NULL AS VARCHAR) AS dropped_reason
FROM raw.retail_centres_2018
