/* ---
description: Households that changed between 2018 and 2023, carried from LSOA 2011 as a rate.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  churn: {type: float, meaning: "Share of households of 2023 that were not there in 2018, as inferred from the name of the published column", unit: share of households, min: 0, max: 1}
--- */
SELECT lsoa21cd, sum(churn_2018 * rate_weight) / sum(rate_weight) FILTER (churn_2018 IS NOT NULL) AS churn
FROM core.lsoa
LEFT JOIN core.lsoa_2011 USING (lsoa21cd)
LEFT JOIN raw.household_churn_2023 ON area = lsoa11cd
GROUP BY lsoa21cd
