/* ---
description: >-
  Museums that are still open, placed by their postcode; by those around it (core.postcode_stem) where
  it is no longer in use.
grain: one row a museum of the source
key: [place_id]
rows: raw.museums
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'museums:' || museum.museum_id AS place_id,
    'museum' AS kind,
    museum.size AS subkind,
    museum.name,
    CAST(NULL AS DOUBLE) AS longitude, CAST(NULL AS DOUBLE) AS latitude,
    coalesce(postcode.easting, stem.easting) AS easting, coalesce(postcode.northing, stem.northing) AS northing,
    'site' AS precision,
    'museums' AS source,
    CASE
        WHEN museum.closing_date <> 'Still open' THEN 'closed'
        WHEN starts_with(museum.admin_area, '/Northern Ireland') THEN 'in Northern Ireland'
    END AS dropped_reason
FROM raw.museums AS museum
LEFT JOIN raw.code_point_open AS postcode
    ON replace(postcode.postcode, ' ', '') = upper(regexp_replace(museum.postcode, '\s', '', 'g'))
    AND postcode.quality < 90  -- 90: a postcode without coordinates
LEFT JOIN core.postcode_stem AS stem
    ON stem.stem = left(upper(regexp_replace(museum.postcode, '\s', '', 'g')), -1)
