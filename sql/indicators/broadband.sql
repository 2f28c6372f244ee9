/* ---
description: >
  Premises that can have a gigabit connection, January 2026. A figure of the district, which cannot tell its
  neighbourhoods apart.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: Not a figure of this kind, sources: [els_gigabit_capable_broadband]}
  denominator: {meaning: Not a figure of this kind, sources: [els_gigabit_capable_broadband]}
  value: {meaning: "Premises of the district that can have a gigabit connection", unit: "per cent of premises", min: 0, max: 100, sources: [els_gigabit_capable_broadband]}
  status: {values: [district, missing]}
--- */
SELECT
    lsoa21cd,
    NULL::DOUBLE AS numerator,
    NULL::DOUBLE AS denominator,
    figures.value * 100 AS value,
    CASE WHEN figures.value IS NULL THEN 'missing' ELSE 'district' END AS status
FROM core.lsoa
LEFT JOIN core.district_figures AS figures
    ON figures.lad24cd = lsoa.lad24cd AND figures.measure = 'gigabit_broadband'
