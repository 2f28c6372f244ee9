/* ---
description: >
  parkrun finishes of 2017 and 2018 by where the finishers live, over the residents of mid-2018. Neighbourhoods
  that the source does not list had none; those of codes that it does not know are missing.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: "parkrun finishes by residents, 2017 and 2018", unit: "finishes", min: 0, sources: [parkrun_finishes_2018, green_space]}
  denominator: {meaning: "Residents at mid-2018", unit: "residents", min: 0, sources: [parkrun_finishes_2018, green_space]}
  value: {meaning: "parkrun finishes of two years for each thousand residents", unit: "per 1,000 residents", min: 0, sources: [parkrun_finishes_2018, green_space]}
  status: {values: [observed, missing]}
--- */
SELECT
    lsoa21cd,
    finishes AS numerator,
    residents_2018 AS denominator,
    numerator / denominator * 1000 AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'observed' END AS status
FROM core.parkrun
