/* ---
description: >-
  Schools by phase. All-through schools are secondary; Welsh schools have no phase and are told by name.
grain: one row a school of the source
key: [place_id]
rows: raw.schools
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
SELECT
    'schools:' || urn AS place_id,
    CASE
        WHEN phase IN ('Primary', 'Middle deemed primary') THEN 'school_primary'
        WHEN phase IN ('Secondary', 'Middle deemed secondary') THEN 'school_secondary'
        WHEN phase = 'All-through' THEN 'school_all_through'
        WHEN type_group = 'Welsh schools' AND regexp_matches(name, 'primary|infant|junior|gynradd|c\.?p\.?\b', 'i')
            THEN 'school_primary'
        WHEN type_group = 'Welsh schools' AND regexp_matches(name, 'high|comprehensive|secondary|uwchradd|gyfun', 'i')
            THEN 'school_secondary'
        ELSE 'school_other'
    END AS kind,
    CASE
        WHEN starts_with(phase, 'Middle') THEN 'middle'
        WHEN phase = 'Nursery' THEN 'nursery'
        WHEN regexp_matches(type, 'special', 'i') THEN 'special'
        WHEN regexp_matches(type, 'independent', 'i') THEN 'independent'
        WHEN phase = '16 plus' OR type_group = 'Colleges' THEN 'college'
        WHEN type_group = 'Universities' THEN 'university'
        WHEN regexp_matches(type, 'alternative|referral', 'i') THEN 'alternative_provision'
        WHEN phase = 'Not applicable' THEN 'other'
        ELSE 'mainstream'
    END AS subkind,
    name,
    CAST(NULL AS DOUBLE) AS longitude, CAST(NULL AS DOUBLE) AS latitude,
    easting, northing,
    'site' AS precision,
    'schools' AS source,
    CASE
        WHEN type IN ('British schools overseas', 'Offshore schools', 'Service children''s education')
            THEN 'abroad or offshore'
        WHEN type IN ('Online provider', 'Secure units', 'Academy secure 16 to 19')
            THEN 'no school gate: online or secure'
    END AS dropped_reason
FROM raw.schools
