/* ---
description: >
  Bus routes that serve the neighbourhood, 2008 to 2023, for change over time only. Routes of the parts of a
  merged neighbourhood overlap, so they are averaged as a rate is, and never added.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  routes_2008: {type: float, meaning: "Bus routes in 2008, which count short variants as routes of their own", unit: routes, min: 0}
  routes_2019: {type: float, meaning: Bus routes in 2019, unit: routes, min: 0}
  routes_2022: {type: float, meaning: Bus routes in 2022, unit: routes, min: 0}
  routes_2023: {type: float, meaning: Bus routes in 2023, unit: routes, min: 0}
--- */
SELECT
    lsoa21cd,
    sum(routes_2008 * rate_weight) / sum(rate_weight) FILTER (routes_2008 IS NOT NULL) AS routes_2008,
    sum(routes_2019 * rate_weight) / sum(rate_weight) FILTER (routes_2019 IS NOT NULL) AS routes_2019,
    sum(routes_2022 * rate_weight) / sum(rate_weight) FILTER (routes_2022 IS NOT NULL) AS routes_2022,
    sum(routes_2023 * rate_weight) / sum(rate_weight) FILTER (routes_2023 IS NOT NULL) AS routes_2023
FROM core.lsoa
LEFT JOIN core.lsoa_2011 USING (lsoa21cd)
LEFT JOIN raw.bus_routes_2008_2023 USING (lsoa11cd)
GROUP BY lsoa21cd
