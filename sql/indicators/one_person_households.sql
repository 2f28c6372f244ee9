/* ---
description: >
  Households of one person of any age, census of 2021, summed from output areas. Numerator and denominator are of
  one table, whose noise against disclosure they share.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: "Households of one person", unit: "households", min: 0, sources: [census_ts017, oa21_to_lsoa21]}
  denominator: {meaning: "Households in the table of household size", unit: "households", min: 0, sources: [census_ts017, oa21_to_lsoa21]}
  value: {meaning: "Share of households of one person", unit: "share of households", min: 0, max: 1, sources: [census_ts017, oa21_to_lsoa21]}
  status: {values: [observed, missing]}
--- */
SELECT
    lsoa21cd,
    one_person_households AS numerator,
    sized_households AS denominator,
    numerator / nullif(denominator, 0) AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'observed' END AS status
FROM core.census
