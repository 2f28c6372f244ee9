/* ---
description: >
  Households of 2023 that were not there in 2018. What the published column means is inferred from its name.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: Not a figure of this kind, sources: [household_churn_2023]}
  denominator: {meaning: Not a figure of this kind, sources: [household_churn_2023]}
  value: {meaning: "Share of households that changed between 2018 and 2023", unit: "share of households", min: 0, max: 1, sources: [household_churn_2023]}
  status: {values: [observed, missing]}
--- */
SELECT
    lsoa21cd,
    NULL::DOUBLE AS numerator,
    NULL::DOUBLE AS denominator,
    churn AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'observed' END AS status
FROM core.household_churn
