/* ---
description: >
  Which district of 2024 a district code or name of any year belongs to: itself, the one that it was merged
  into, or the one that was given another code. For data sets that still use the districts of 2018 to 2022, or
  already the codes of 2025.
grain: one district code
key: [ladcd]
rows: {england: {min: 340, max: 400}}
columns:
  ladcd: {type: string, meaning: District code of any year, pattern: "E0[6-9][0-9]{6}"}
  name: {type: string, meaning: Name of the district, nullable: false}
  lad24cd: {nullable: false}
  how: {type: string, meaning: How it comes to be that district of 2024, values: [same, merged, recoded], nullable: false}
  residents_2018: {type: int, meaning: "Residents of districts of 2019 at mid-2018, as the counts and rates of charities imply: the weight where districts are merged", unit: residents, min: 0}
checks:
  - {says: "Every district of 2024 is its own successor", sql: "SELECT lad24cd FROM this GROUP BY lad24cd HAVING count(*) FILTER (ladcd = lad24cd) <> 1"}
--- */
WITH RECURSIVE districts AS (
    SELECT DISTINCT lad24cd, lad24nm FROM core.lsoa
),
chain AS (
    SELECT ladcd, name, replaced_by
    FROM raw.local_authorities
    WHERE left(ladcd, 3) IN ('E06', 'E07', 'E08', 'E09')
    UNION ALL
    SELECT chain.ladcd, chain.name, next.replaced_by
    FROM chain
    JOIN raw.local_authorities AS next ON next.authority = chain.replaced_by
),
merged AS (
    SELECT chain.ladcd, chain.name, districts.lad24cd, 'merged' AS how
    FROM chain
    JOIN raw.local_authorities AS last ON last.authority = chain.replaced_by
    JOIN districts ON districts.lad24cd = last.ladcd
),
recoded_by_register AS (
    SELECT trim(former.ladcd) AS ladcd, now.name, now.ladcd AS lad24cd
    FROM raw.local_authorities AS now, unnest(string_split(now.former_ladcd, ',')) AS former (ladcd)
    WHERE now.ladcd IN (SELECT lad24cd FROM districts)
),
successors AS (
    SELECT lad24cd AS ladcd, lad24nm AS name, lad24cd, 'same' AS how FROM districts
    UNION ALL
    SELECT ladcd, name, lad24cd, how FROM merged
    UNION ALL
    SELECT ladcd, name, lad24cd, 'recoded' FROM recoded_by_register
    UNION ALL
    -- Barnsley and Sheffield were given new codes when their border moved
    SELECT ladcd_now, lad24nm, lad24cd, 'recoded' FROM core.local_authority WHERE ladcd_now <> lad24cd
)
SELECT
    successors.*,
    CAST(round(charities / nullif(charities_per_1000, 0) * 1000) AS BIGINT) AS residents_2018
FROM successors
LEFT JOIN raw.charity_density_2020 ON lad19cd = ladcd
