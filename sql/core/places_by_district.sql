/* ---
description: >-
  Places of each kind and source in each district, per head: what shows whether a source covers councils
  evenly. A district without a place of a kind has a row with zero, which may mean that nobody looked.
grain: one row a source, kind and district
key: [source, kind, lad24cd]
rows: {england: 8288}  # 28 pairs of source and kind in each of 296 districts
columns:
  source:
  kind:
  lad24cd:
  lad24nm: {nullable: false}
  places: {type: int, meaning: Places in the district, min: 0, nullable: false}
  population: {type: int, meaning: Residents at mid-2024, unit: people, min: 1, nullable: false}
  per_100k: {type: float, meaning: "Places for each 100,000 residents", min: 0, nullable: false}
checks:
  - {says: "All places with a neighbourhood are counted once", sql: "SELECT sum(places) FROM this HAVING sum(places) <> (SELECT count(lsoa21cd) FROM core.places)"}
--- */
WITH districts AS (
    SELECT lad24cd, min(lad24nm) AS lad24nm, CAST(sum(population) AS BIGINT) AS population
    FROM core.lsoa
    GROUP BY lad24cd
),
counts AS (
    SELECT place.source, place.kind, lsoa.lad24cd, count(*) AS places
    FROM core.places AS place
    JOIN core.lsoa AS lsoa USING (lsoa21cd)
    GROUP BY ALL
),
pairs AS (SELECT DISTINCT source, kind FROM counts)
SELECT
    pairs.source, pairs.kind, districts.lad24cd, districts.lad24nm,
    coalesce(counts.places, 0) AS places,
    districts.population,
    100000.0 * coalesce(counts.places, 0) / districts.population AS per_100k
FROM pairs
CROSS JOIN districts
LEFT JOIN counts USING (source, kind, lad24cd)
