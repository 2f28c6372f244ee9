/* ---
description: >
  Risk of digital exclusion, the part that rests on age and limiting illness. The parts that rest on deprivation
  and on broadband are left out.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: Not a figure of this kind, sources: [digital_exclusion_2024]}
  denominator: {meaning: Not a figure of this kind, sources: [digital_exclusion_2024]}
  value: {meaning: "Demography part of the risk of digital exclusion: higher = worse", unit: "score", min: 0, sources: [digital_exclusion_2024]}
  status: {values: [observed, missing]}
--- */
SELECT
    lsoa21cd,
    NULL::DOUBLE AS numerator,
    NULL::DOUBLE AS denominator,
    demography AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'observed' END AS status
FROM core.digital
