/* ---
description: >
  parkrun finishes by residents, January 2017 to December 2018, carried from LSOA 2011 as counts. A neighbourhood
  of 2011 that the file does not list had no finish, unless its code is newer than all in the file: the file
  keeps to the codes of 2001, so those that were new in 2011 (after E01032482) are not known.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  finishes: {type: float, meaning: parkrun finishes by residents, unit: finishes, min: 0, sources: [parkrun_finishes_2018]}
  residents_2018: {type: float, meaning: Residents at mid-2018, unit: residents, min: 0, sources: [green_space]}
checks:
  - {says: "England had 55,977,178 residents at mid-2018", edition: england, sql: "SELECT round(sum(residents_2018)) FROM this HAVING round(sum(residents_2018)) <> 55977178"}
  - {says: "No figure where a part has a code that was new in 2011", edition: england, sql: "SELECT lsoa21cd FROM this JOIN core.lsoa_2011 USING (lsoa21cd) GROUP BY lsoa21cd HAVING (max(lsoa11cd) > 'E01032482') <> (max(finishes) IS NULL)"}
  - {says: "Of 4,058,391 finishes all but the few of neighbourhoods merged with one not known are kept", edition: england, sql: "SELECT sum(finishes) FROM this HAVING sum(finishes) NOT BETWEEN 0.9998 * 4058391 AND 4058391.5"}
--- */
WITH listed AS (SELECT max(lsoa11cd) AS newest FROM raw.parkrun_finishes_2018)
SELECT
    lsoa21cd,
    CASE WHEN max(lsoa11cd) <= max(newest) THEN sum(coalesce(finishes, 0) * count_share) END AS finishes,
    -- the publisher of green space used the populations of mid-2018
    CASE
        WHEN count(*) = count(green.population) THEN sum(green.population * count_share)
    END AS residents_2018
FROM core.lsoa
JOIN core.lsoa_2011 USING (lsoa21cd)
CROSS JOIN listed
LEFT JOIN raw.parkrun_finishes_2018 USING (lsoa11cd)
LEFT JOIN raw.green_space AS green USING (lsoa11cd)
GROUP BY lsoa21cd
