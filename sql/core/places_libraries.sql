/* ---
description: >-
  Public libraries that are open and stand in a building, placed by their postcode; by those around it
  (core.postcode_stem) where it is no longer in use.
grain: one row a library of the source
key: [place_id]
rows: raw.libraries
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'libraries:' || row_number() OVER (ORDER BY library.authority, library.name, library.postcode, library.type) AS place_id,
    'library' AS kind,
    CASE WHEN lower(library.statutory_2023) = 'yes' THEN 'statutory' ELSE 'not_statutory' END AS subkind,
    library.name,
    CAST(NULL AS DOUBLE) AS longitude, CAST(NULL AS DOUBLE) AS latitude,
    coalesce(postcode.easting, stem.easting) AS easting, coalesce(postcode.northing, stem.northing) AS northing,
    'site' AS precision,
    'libraries' AS source,
    CASE
        WHEN trim(library.closed) <> '' OR lower(library.operation_2023) = 'closed' THEN 'closed'
        WHEN lower(library.type) <> 'static library' THEN 'not a library in a building: ' || lower(library.type)
    END AS dropped_reason
FROM raw.libraries AS library
LEFT JOIN core.postcode AS postcode
    ON postcode.postcode = upper(regexp_replace(library.postcode, '\s', '', 'g'))
LEFT JOIN core.postcode_stem AS stem
    ON stem.stem = left(upper(regexp_replace(library.postcode, '\s', '', 'g')), -1)
