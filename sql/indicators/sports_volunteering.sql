/* ---
description: >
  Adults who volunteered in sport in the past year, 2017/18, estimated from a survey; the standard error of a
  district, about two points, is in core.district_figures. A figure of the district, which cannot tell its
  neighbourhoods apart.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: Not a figure of this kind, sources: [sports_volunteering]}
  denominator: {meaning: Not a figure of this kind, sources: [sports_volunteering]}
  value: {meaning: "Adults of the district who volunteered in sport in the past year", unit: "per cent of adults", min: 0, max: 100, sources: [sports_volunteering]}
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
    ON figures.lad24cd = lsoa.lad24cd AND figures.measure = 'sports_volunteering'
