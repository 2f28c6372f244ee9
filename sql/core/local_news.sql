/* ---
description: >
  Local news outlets that cover each district, 2023. A cell of the list names several districts, some of whose
  names hold a comma, so each known name is looked up between separators; outlets listed under a county alone
  are not counted. A district that no outlet names has none listed, which may also be a gap in the list.
grain: one district
key: [lad24cd]
rows: core.lsoa.lad24cd
columns:
  lad24cd: {}
  outlets: {type: int, meaning: Outlets that name the district or one that it was made from, unit: outlets, min: 0, nullable: false, sources: [local_media]}
  residents: {type: int, meaning: Residents at mid-2022, unit: residents, min: 1, nullable: false, sources: [population_mid_2022]}
checks:
  - {says: "Every district of the spine is here", sql: "SELECT DISTINCT lad24cd FROM core.lsoa WHERE lad24cd NOT IN (SELECT lad24cd FROM this)"}
--- */
WITH listed AS (
    SELECT
        outlet,
        -- one name lost its "na", which someone's software took for missing
        regexp_replace(replace(coverage, 'Stevege', 'Stevenage'), ' *[;,] *', ';', 'g') AS names
    FROM raw.local_media
),
districts AS (
    SELECT DISTINCT lad24cd, regexp_replace(name, ' *[;,] *', ';', 'g') AS name
    FROM core.district_successor
),
counted AS (
    SELECT lad24cd, count(DISTINCT outlet) AS outlets
    FROM listed
    JOIN districts ON contains(';' || lower(names) || ';', ';' || lower(name) || ';')
    GROUP BY lad24cd
),
residents AS (
    SELECT lad24cd, sum(population_2022) AS residents FROM core.lsoa GROUP BY lad24cd
)
SELECT lad24cd, coalesce(outlets, 0) AS outlets, residents
FROM residents
LEFT JOIN counted USING (lad24cd)
