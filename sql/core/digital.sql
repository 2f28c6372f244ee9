/* ---
description: >
  Two parts of the risk of digital exclusion, carried from LSOA 2011 as rates. The third part of the published
  score is deprivation, which is not read.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  broadband: {type: float, meaning: "Broadband part of the risk (speed and infrastructure): higher = worse", unit: score, min: 0, max: 10}
  demography: {type: float, meaning: "Demography part of the risk (age, limiting illness): higher = worse", unit: score, min: 0, max: 10}
--- */
SELECT
    lsoa21cd,
    sum(broadband * rate_weight) / sum(rate_weight) FILTER (broadband IS NOT NULL) AS broadband,
    sum(demography * rate_weight) / sum(rate_weight) FILTER (demography IS NOT NULL) AS demography
FROM core.lsoa
LEFT JOIN core.lsoa_2011 USING (lsoa21cd)
LEFT JOIN raw.digital_exclusion_2024 USING (lsoa11cd)
GROUP BY lsoa21cd
