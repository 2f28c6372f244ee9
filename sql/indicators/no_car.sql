/* ---
description: >
  Households without a car or van, census of 2021.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: "Households without a car or van", unit: "households", min: 0, sources: [census_ts045]}
  denominator: {meaning: "Households", unit: "households", min: 0, sources: [census_ts045]}
  value: {meaning: "Share of households without a car or van", unit: "share of households", min: 0, max: 1, sources: [census_ts045]}
  status: {values: [observed, missing]}
--- */
SELECT
    lsoa21cd,
    no_car_households AS numerator,
    households AS denominator,
    numerator / nullif(denominator, 0) AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'observed' END AS status
FROM core.census
