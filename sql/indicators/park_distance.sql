/* ---
description: >
  Distance to the nearest park, public garden or playing field (2020): a straight line, mean over addresses.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: Not a figure of this kind, sources: [green_space]}
  denominator: {meaning: Not a figure of this kind, sources: [green_space]}
  value: {meaning: "Mean distance to the nearest park, public garden or playing field", unit: "m", min: 0, sources: [green_space]}
  status: {values: [observed, missing]}
--- */
SELECT
    lsoa21cd,
    NULL::DOUBLE AS numerator,
    NULL::DOUBLE AS denominator,
    distance_mean AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'observed' END AS status
FROM core.green_space
