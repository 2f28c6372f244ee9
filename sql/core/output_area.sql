/* ---
description: Where people live - the output areas of the census of 2021 with their population-weighted centroids.
grain: one row an output area (2021)
key: [oa21cd]
rows: {england: 178605}
columns:
  oa21cd: {}
  lsoa21cd: {nullable: false}
  easting: {meaning: Easting of the population-weighted centroid (British National Grid), nullable: false}
  northing: {meaning: Northing of the population-weighted centroid (British National Grid), nullable: false}
  residents: {type: int, meaning: "Usual residents, census of March 2021", unit: people, min: 1, nullable: false}
checks:
  - {says: "Every output area lies in a neighbourhood of the spine", sql: "SELECT oa21cd FROM this WHERE lsoa21cd NOT IN (SELECT lsoa21cd FROM core.lsoa)"}
  - {says: "Every neighbourhood has an output area", sql: "SELECT lsoa21cd FROM core.lsoa WHERE lsoa21cd NOT IN (SELECT lsoa21cd FROM this)"}
  - {says: "England had 56,490,048 usual residents, give or take the noise", edition: england, sql: "SELECT sum(residents) FROM this HAVING abs(sum(residents) - 56490048) > 500"}
--- */
SELECT lookup.oa21cd, lsoa.lsoa21cd, centroid.easting, centroid.northing, census.residents
FROM raw.oa21_to_lsoa21 AS lookup
LEFT JOIN core.lsoa USING (lsoa21cd)
LEFT JOIN core.centroid ON centroid.area21cd = lookup.oa21cd
LEFT JOIN raw.census_ts001 AS census ON census.area21cd = lookup.oa21cd
WHERE lookup.oa21cd LIKE 'E%'
