/* ---
description: >
  The spine: every neighbourhood of England with its parents, classes, centroid, area and population. All
  tables of neighbourhoods join to it from the left.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: {england: 33755}
columns:
  lsoa21cd: {}
  lsoa21nm: {nullable: false, sources: [lsoa21_to_ward24]}
  msoa21cd: {nullable: false, sources: [lsoa21_to_ward24, msoa21_names]}
  msoa21nm: {nullable: false, sources: [lsoa21_to_ward24, msoa21_names]}
  msoa21hclnm: {nullable: false, sources: [lsoa21_to_ward24, msoa21_names]}
  wd24cd: {nullable: false, sources: [lsoa21_to_ward24]}
  wd24nm: {nullable: false, sources: [lsoa21_to_ward24]}
  lad24cd: {nullable: false, sources: [lsoa21_to_ward24]}
  lad24nm: {nullable: false, sources: [lsoa21_to_ward24]}
  ctyua24cd: {nullable: false, sources: [lsoa21_to_ward24, msoa21_names]}
  ctyua24nm: {nullable: false, sources: [lsoa21_to_ward24, msoa21_names]}
  cauth25cd: {sources: [lsoa21_to_ward24, local_authorities]}
  cauth25nm: {sources: [lsoa21_to_ward24, local_authorities]}
  rgn24cd: {nullable: false, sources: [lsoa21_to_ward24, lad24_to_region]}
  rgn24nm: {nullable: false, sources: [lsoa21_to_ward24, lad24_to_region]}
  pcon24cd: {nullable: false, sources: [lsoa21_to_pcon24]}
  pcon24nm: {nullable: false, sources: [lsoa21_to_pcon24]}
  icb24cd: {nullable: false, sources: [lsoa21_to_icb24]}
  icb24nm: {nullable: false, sources: [lsoa21_to_icb24]}
  ruc21: {nullable: false, sources: [ruc21_lsoa21]}
  ruc21nm: {type: string, meaning: Rural-urban class 2021 in words, nullable: false, sources: [ruc21_lsoa21]}
  oac21: {nullable: false, sources: [oac21_lsoa21]}
  oac21nm: {type: string, meaning: "Area classification 2021: name of the supergroup", nullable: false, sources: [oac21_lsoa21]}
  oac21_group: {type: string, meaning: "Area classification 2021: group in which most residents live", pattern: "[1-8][a-z]", nullable: false, sources: [oac21_lsoa21]}
  easting: {meaning: Easting of the population-weighted centroid (British National Grid), nullable: false, sources: [lsoa21_centroids]}
  northing: {meaning: Northing of the population-weighted centroid (British National Grid), nullable: false, sources: [lsoa21_centroids]}
  area_km2: {type: float, meaning: Area within the boundary generalised to 20 m, unit: km2, min: 0.001, nullable: false, sources: [lsoa21_boundaries]}
  population: {type: int, meaning: Residents at mid-2024, unit: people, min: 1, nullable: false, sources: [population_mid_2024]}
  population_2022: {type: int, meaning: Residents at mid-2022, unit: people, min: 1, nullable: false, sources: [population_mid_2022]}
  density: {type: float, meaning: Residents at mid-2024 for each km2, unit: people per km2, min: 0, nullable: false, sources: [population_mid_2024, lsoa21_boundaries]}
checks:
  - {says: "Population of England at mid-2024 is 58,620,101", edition: england, sql: "SELECT sum(population) FROM this HAVING sum(population) <> 58620101"}
  - {says: "Population of England at mid-2022 is 57,106,398", edition: england, sql: "SELECT sum(population_2022) FROM this HAVING sum(population_2022) <> 57106398"}
  - {says: "England has 6,856 MSOAs", edition: england, sql: "SELECT count(DISTINCT msoa21cd) FROM this HAVING count(DISTINCT msoa21cd) <> 6856"}
  - {says: "6,785 wards hold a neighbourhood", edition: england, sql: "SELECT count(DISTINCT wd24cd) FROM this HAVING count(DISTINCT wd24cd) <> 6785"}
  - {says: "England has 296 districts", edition: england, sql: "SELECT count(DISTINCT lad24cd) FROM this HAVING count(DISTINCT lad24cd) <> 296"}
  - {says: "England has 543 constituencies", edition: england, sql: "SELECT count(DISTINCT pcon24cd) FROM this HAVING count(DISTINCT pcon24cd) <> 543"}
  - {says: "England has 42 integrated care boards", edition: england, sql: "SELECT count(DISTINCT icb24cd) FROM this HAVING count(DISTINCT icb24cd) <> 42"}
  - {says: "England has 9 regions", edition: england, sql: "SELECT count(DISTINCT rgn24cd) FROM this HAVING count(DISTINCT rgn24cd) <> 9"}
  - says: Each region has its neighbourhoods, as published
    edition: england
    sql: >-
      SELECT rgn24nm, here, published FROM (SELECT rgn24nm, count(*) AS here FROM this GROUP BY rgn24nm)
      FULL JOIN (VALUES ('North East', 1682), ('North West', 4567), ('Yorkshire and The Humber', 3355),
      ('East Midlands', 2847), ('West Midlands', 3574), ('East of England', 3758), ('London', 4994),
      ('South East', 5571), ('South West', 3407)) AS known(rgn24nm, published) USING (rgn24nm)
      WHERE here IS DISTINCT FROM published
  - {says: "A ward lies in one district", sql: "SELECT wd24cd FROM this GROUP BY wd24cd HAVING count(DISTINCT lad24cd) > 1"}
  - {says: "A district lies in one region, one county and at most one combined authority", sql: "SELECT lad24cd FROM this GROUP BY lad24cd HAVING count(DISTINCT rgn24cd) > 1 OR count(DISTINCT ctyua24cd) > 1 OR count(DISTINCT cauth25cd) > 1"}
--- */
WITH supergroup (oac21, oac21nm) AS (
    VALUES
        ('1', 'Retired Professionals'),
        ('2', 'Suburbanites and Peri-Urbanites'),
        ('3', 'Multicultural and Educated Urbanites'),
        ('4', 'Low-Skilled Migrant and Student Communities'),
        ('5', 'Ethnically Diverse Suburban Professionals'),
        ('6', 'Baseline UK'),
        ('7', 'Semi- and Un-Skilled Workforce'),
        ('8', 'Legacy Communities')
),
combined_authority AS (
    SELECT
        member.ladcd AS lad24cd,
        body.ladcd AS cauth25cd,
        regexp_replace(body.official_name, '( Mayoral)? Combined( County)? Authority$', '') AS cauth25nm
    FROM raw.local_authorities AS member
    -- the North of Tyne's members went to the North East when the two were joined in 2024
    JOIN raw.local_authorities AS body
        ON body.authority = replace(member.combined_authority, 'NTCA', 'NECA')
    WHERE member.current AND body.type = 'Combined authority'
)
SELECT
    place.lsoa21cd,
    place.lsoa21nm,
    msoa.msoa21cd,
    msoa.msoa21nm,
    msoa.msoa21hclnm,
    place.wd24cd,
    place.wd24nm,
    place.lad24cd,
    place.lad24nm,
    -- a unitary authority is its own county: its code of 2024, not the one that it has got since
    CASE WHEN msoa.cty26cd = msoa.ladcd THEN place.lad24cd ELSE msoa.cty26cd END AS ctyua24cd,
    msoa.cty26nm AS ctyua24nm,
    combined_authority.cauth25cd,
    combined_authority.cauth25nm,
    region.rgn24cd,
    region.rgn24nm,
    constituency.pcon24cd,
    constituency.pcon24nm,
    board.icb24cd,
    board.icb24nm,
    rural.ruc21,
    rural.ruc21nm,
    class.supergroup AS oac21,
    supergroup.oac21nm,
    class.group AS oac21_group,
    centroid.easting,
    centroid.northing,
    boundary.area_m2 / 1e6 AS area_km2,
    now.population,
    mid_2022.population AS population_2022,
    now.population / (boundary.area_m2 / 1e6) AS density
FROM raw.lsoa21_to_ward24 AS place
-- a neighbourhood's name is that of its MSOA and a letter
LEFT JOIN raw.msoa21_names AS msoa ON msoa.msoa21nm = left(place.lsoa21nm, -1) AND msoa.msoa21cd LIKE 'E%'
LEFT JOIN combined_authority USING (lad24cd)
LEFT JOIN raw.lad24_to_region AS region USING (lad24cd)
LEFT JOIN raw.lsoa21_to_pcon24 AS constituency USING (lsoa21cd)
LEFT JOIN raw.lsoa21_to_icb24 AS board USING (lsoa21cd)
LEFT JOIN raw.ruc21_lsoa21 AS rural USING (lsoa21cd)
LEFT JOIN raw.oac21_lsoa21 AS class ON class.area21cd = place.lsoa21cd
LEFT JOIN supergroup ON supergroup.oac21 = class.supergroup
LEFT JOIN core.centroid ON centroid.area21cd = place.lsoa21cd
LEFT JOIN core.lsoa_boundary AS boundary USING (lsoa21cd)
LEFT JOIN raw.population_mid_2024 AS now USING (lsoa21cd)
LEFT JOIN raw.population_mid_2022 AS mid_2022 USING (lsoa21cd)
WHERE place.lsoa21cd LIKE 'E%'
