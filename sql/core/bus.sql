/* ---
description: >
  Bus departures an hour (06 to 22 h, seven days) at stops inside the neighbourhood, by two national timetables
  and their mean. A neighbourhood that is not listed has no stop inside: its departures inside are nought and
  flagged, which says nothing about service next door.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  stop_inside: {type: bool, meaning: Whether a stop with departures lies inside the neighbourhood, nullable: false}
  departures_tnds: {type: float, meaning: Departures at stops inside by the Traveline timetables, unit: departures an hour, min: 0, nullable: false}
  departures_bods: {type: float, meaning: Departures at stops inside by the Bus Open Data Service, unit: departures an hour, min: 0, nullable: false}
  departures: {type: float, meaning: "Mean of the two timetables: each misses services that the other has, and they differ by region", unit: departures an hour, min: 0, nullable: false}
checks:
  - {says: "1,314 neighbourhoods of England have no stop inside", edition: england, sql: "SELECT count(*) FROM this WHERE NOT stop_inside HAVING count(*) <> 1314"}
--- */
SELECT
    lsoa21cd,
    zone_id IS NOT NULL AS stop_inside,
    coalesce(tnds, 0) AS departures_tnds,
    coalesce(bods_gtfs, 0) AS departures_bods,
    (coalesce(tnds, 0) + coalesce(bods_gtfs, 0)) / 2 AS departures
FROM core.lsoa
LEFT JOIN raw.bus_departures_2025 ON zone_id = lsoa21cd
