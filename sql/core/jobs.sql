/* ---
description: Jobs where people work, 2021, carried from LSOA 2011 as counts. Rounded by the publisher; no farms.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  employees: {type: float, meaning: Employees who work in the neighbourhood, unit: employees, min: 0}
  jobs: {type: float, meaning: Employees and working owners who work in the neighbourhood, unit: jobs, min: 0}
checks:
  - {says: "England has 26,989,645 jobs", edition: england, sql: "SELECT round(sum(jobs)) FROM this HAVING round(sum(jobs)) <> 26989645"}
--- */
WITH listed AS (
    -- below the figures stand notes, whose first cell is no code and name
    SELECT
        split_part(area, ' : ', 1) AS lsoa11cd,
        CAST(employees AS BIGINT) AS employees,
        CAST(employment AS BIGINT) AS jobs
    FROM raw.jobs_2021
    WHERE area LIKE '% : %'
)
SELECT
    lsoa21cd,
    CASE WHEN count(*) = count(employees) THEN sum(employees * count_share) END AS employees,
    CASE WHEN count(*) = count(jobs) THEN sum(jobs * count_share) END AS jobs
FROM core.lsoa
LEFT JOIN core.lsoa_2011 USING (lsoa21cd)
LEFT JOIN listed USING (lsoa11cd)
GROUP BY lsoa21cd
