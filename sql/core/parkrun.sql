/* ---
description: >
  parkrun finishes by residents, January 2017 to December 2018, carried from LSOA 2011 as counts. A neighbourhood
  of 2011 that the file does not list had no finish.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  finishes: {type: float, meaning: parkrun finishes by residents, unit: finishes, min: 0, nullable: false, sources: [parkrun_finishes_2018]}
  residents_2018: {type: float, meaning: Residents at mid-2018, unit: residents, min: 0, sources: [green_space]}
checks:
  - {says: "England had 55,977,178 residents at mid-2018", edition: england, sql: "SELECT round(sum(residents_2018)) FROM this HAVING round(sum(residents_2018)) <> 55977178"}
  - {says: "Residents of England finished 4,058,391 times", edition: england, sql: "SELECT round(sum(finishes)) FROM this HAVING round(sum(finishes)) <> 4058391"}
--- */
SELECT
    lsoa21cd,
    sum(coalesce(finishes, 0) * count_share) AS finishes,
    -- the publisher of green space used the populations of mid-2018
    CASE
        WHEN count(*) = count(green.population) THEN sum(green.population * count_share)
    END AS residents_2018
FROM core.lsoa
JOIN core.lsoa_2011 USING (lsoa21cd)
LEFT JOIN raw.parkrun_finishes_2018 USING (lsoa11cd)
LEFT JOIN raw.green_space AS green USING (lsoa11cd)
GROUP BY lsoa21cd
