/* ---
description: >
  Engagement of adults with culture, year to March 2024: the mean of the shares that engaged with the arts, and
  visited a heritage site, a museum or gallery, and a public library. A figure of the district, which cannot tell
  its neighbourhoods apart.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: Not a figure of this kind, sources: [els_engagement_with_culture_and_heritage]}
  denominator: {meaning: Not a figure of this kind, sources: [els_engagement_with_culture_and_heritage]}
  value: {meaning: "Mean of the shares of adults who engaged with the arts, heritage, museums and libraries", unit: "per cent of adults", min: 0, max: 100, sources: [els_engagement_with_culture_and_heritage]}
  status: {values: [district, missing]}
--- */
WITH engaged AS (
    -- nothing where one of the four is not known: a mean of the others is another quantity
    SELECT lad24cd, CASE WHEN count(value) = 4 THEN avg(value ORDER BY measure) END * 100 AS value
    FROM core.district_figures
    WHERE measure IN ('engaged_with_arts', 'visited_heritage_site', 'visited_museum', 'visited_library')
    GROUP BY lad24cd
)
SELECT
    lsoa21cd,
    NULL::DOUBLE AS numerator,
    NULL::DOUBLE AS denominator,
    value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'district' END AS status
FROM core.lsoa
LEFT JOIN engaged USING (lad24cd)
