/* ---
description: >
  Access to parks, public gardens and playing fields, and homes with a garden, 2020. Carried from LSOA 2011:
  distances and sizes as rates, homes as counts. Distances are straight lines from addresses.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  distance_mean: {type: float, meaning: "Mean distance to the nearest park, public garden or playing field", unit: m, min: 0}
  distance_median: {type: float, meaning: "Median distance to the nearest park, public garden or playing field", unit: m, min: 0}
  nearest_size_mean: {type: float, meaning: Mean size of the nearest one, unit: m2, min: 0}
  parks_within_1km: {type: float, meaning: "Mean number of parks, public gardens and playing fields within 1 km of an address", unit: places, min: 0}
  park_area_within_1km: {type: float, meaning: Mean area of those within 1 km of an address, unit: m2, min: 0}
  homes: {type: float, meaning: Flats and houses, unit: homes, min: 0}
  homes_with_garden: {type: float, meaning: Flats and houses with a garden, unit: homes, min: 0}
--- */
WITH crossed AS (
    SELECT lsoa21cd, rate_weight, count_share, source.*
    FROM core.lsoa
    LEFT JOIN core.lsoa_2011 USING (lsoa21cd)
    LEFT JOIN raw.green_space AS source USING (lsoa11cd)
)
SELECT
    lsoa21cd,
    sum(distance_mean * rate_weight) / sum(rate_weight) FILTER (distance_mean IS NOT NULL) AS distance_mean,
    sum(distance_median * rate_weight)
        / sum(rate_weight) FILTER (distance_median IS NOT NULL) AS distance_median,
    sum(nearest_size_mean * rate_weight)
        / sum(rate_weight) FILTER (nearest_size_mean IS NOT NULL) AS nearest_size_mean,
    sum(parks_within_1km * rate_weight)
        / sum(rate_weight) FILTER (parks_within_1km IS NOT NULL) AS parks_within_1km,
    sum(park_area_within_1km * rate_weight)
        / sum(rate_weight) FILTER (park_area_within_1km IS NOT NULL) AS park_area_within_1km,
    CASE WHEN count(*) = count(flats + houses) THEN sum((flats + houses) * count_share) END AS homes,
    CASE WHEN count(*) = count(flats_with_garden + houses_with_garden)
        THEN sum((flats_with_garden + houses_with_garden) * count_share) END AS homes_with_garden
FROM crossed
GROUP BY lsoa21cd
