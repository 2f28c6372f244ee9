/* ---
description: >
  Area of parks, public gardens and playing fields within 1 km of an address (2020), over the residents within
  1 km who share it (census of 2021).
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: "Area of parks, public gardens and playing fields within 1 km, mean over addresses", unit: "m2", min: 0, sources: [green_space, census_ts001, oa21_centroids]}
  denominator: {meaning: "Residents within 1 km, mean over residents", unit: "residents", min: 0, sources: [green_space, census_ts001, oa21_centroids]}
  value: {meaning: "Area of parks, public gardens and playing fields within 1 km, over the residents who share it", unit: "m2 per resident", min: 0, sources: [green_space, census_ts001, oa21_centroids]}
  status: {values: [observed, missing]}
--- */
SELECT
    lsoa21cd,
    park_area_within_1km AS numerator,
    residents_within_1km AS denominator,
    numerator / denominator AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'observed' END AS status
FROM core.green_space
JOIN core.residents_nearby USING (lsoa21cd)
