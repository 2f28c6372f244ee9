/* ---
description: >
  Local news outlets that cover the district, 2023, for each 100,000 residents. How complete the list is may
  differ between districts. A figure of the district, which cannot tell its
  neighbourhoods apart.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: "News outlets that cover the district", unit: "outlets", min: 0, sources: [local_media]}
  denominator: {meaning: "Residents of the district at mid-2022", unit: "residents", min: 0, sources: [local_media]}
  value: {meaning: "News outlets that cover the district for each 100,000 residents", unit: "per 100,000 residents", min: 0, sources: [local_media]}
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
    ON figures.lad24cd = lsoa.lad24cd AND figures.measure = 'news_outlets_per_100000'
