/* ---
description: >
  The districts of December 2024 with their parents, size and class, and the codes that they have elsewhere:
  the one of 2025 (Barnsley and Sheffield were given new codes) and whether they were coastal in 2019.
grain: one row a district
key: [lad24cd]
rows: {england: 296}
columns:
  lad24cd: {}
  lad24nm: {nullable: false}
  ladcd_now: {type: string, meaning: Code of the district since 2025, pattern: "E0[6-9][0-9]{6}", nullable: false}
  type: {type: string, meaning: Kind of authority, nullable: false, values: [Unitary authority, Non-metropolitan district, Metropolitan district, London borough, City corporation]}
  ctyua24cd: {nullable: false}
  ctyua24nm: {nullable: false}
  cauth25cd: {}
  cauth25nm: {}
  rgn24cd: {nullable: false}
  rgn24nm: {nullable: false}
  coastal: {type: bool, meaning: "District level: whether the district, or one that it was made from, was on the coast by the list of 2019; London counts as not", nullable: false}
  rural_share: {type: float, meaning: Share of the residents who live in rural neighbourhoods (rural-urban class 2021), unit: share of people, min: 0, max: 1, nullable: false}
  neighbourhoods: {type: int, meaning: Neighbourhoods in the district, unit: neighbourhoods, min: 1, nullable: false}
  population: {type: int, meaning: Residents at mid-2024, unit: people, min: 1, nullable: false}
  area_km2: {type: float, meaning: Area within the boundaries generalised to 20 m, unit: km2, min: 0.1, nullable: false}
checks:
  - {says: "Every district of the spine is here", sql: "SELECT DISTINCT lad24cd FROM core.lsoa WHERE lad24cd NOT IN (SELECT lad24cd FROM this)"}
--- */
WITH district AS (
    SELECT
        lad24cd, lad24nm, ctyua24cd, ctyua24nm, cauth25cd, cauth25nm, rgn24cd, rgn24nm,
        sum(population) FILTER (ruc21 LIKE 'R%') AS rural_people,
        count(*) AS neighbourhoods,
        sum(population) AS population,
        -- exact decimals, so that the sum does not depend on its order
        sum(area_km2::DECIMAL(18, 6))::DOUBLE AS area_km2
    FROM core.lsoa
    GROUP BY ALL
),
code_now AS (
    SELECT lsoa.lad24cd, min(msoa.ladcd) AS ladcd_now
    FROM core.lsoa
    JOIN raw.msoa21_names AS msoa USING (msoa21cd)
    GROUP BY lsoa.lad24cd
),
coast AS (
    SELECT coalesce(heir.ladcd, own.ladcd) AS lad24cd, bool_or(coast.coastal = 'coastal') AS coastal
    FROM raw.lad19_coastal AS coast
    JOIN raw.local_authorities AS own ON own.ladcd = coast.lad19cd
    LEFT JOIN raw.local_authorities AS heir ON heir.authority = own.replaced_by AND NOT own.current
    GROUP BY ALL
)
SELECT
    district.lad24cd,
    district.lad24nm,
    code_now.ladcd_now,
    authority.type,
    district.ctyua24cd,
    district.ctyua24nm,
    district.cauth25cd,
    district.cauth25nm,
    district.rgn24cd,
    district.rgn24nm,
    coast.coastal,
    coalesce(district.rural_people, 0) / district.population AS rural_share,
    district.neighbourhoods,
    district.population,
    district.area_km2
FROM district
LEFT JOIN code_now USING (lad24cd)
LEFT JOIN coast USING (lad24cd)
LEFT JOIN raw.local_authorities AS authority ON authority.ladcd = district.lad24cd AND authority.current
