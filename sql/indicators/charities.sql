/* ---
description: >
  Registered charities for each thousand residents, 2020, by where their offices are registered. A figure of the district, which cannot tell its
  neighbourhoods apart.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: "Registered charities of the district", unit: "charities", min: 0, sources: [charity_density_2020]}
  denominator: {meaning: "Residents of the district at mid-2018", unit: "residents", min: 0, sources: [charity_density_2020]}
  value: {meaning: "Registered charities of the district for each thousand residents", unit: "per 1,000 residents", min: 0, sources: [charity_density_2020]}
  status: {values: [district, missing]}
--- */
SELECT
    lsoa21cd,
    figures.numerator,
    figures.denominator,
    figures.value AS value,
    CASE WHEN figures.value IS NULL THEN 'missing' ELSE 'district' END AS status
FROM core.lsoa
LEFT JOIN core.district_figures AS figures
    ON figures.lad24cd = lsoa.lad24cd AND figures.measure = 'charities_per_1000'
