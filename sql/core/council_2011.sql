/* ---
description: >-
  The council of 2011 that each neighbourhood lay in, by name. Until 2019 councils collected by those borders:
  what one of them did not send is hidden in the figure of the larger district that it has become part of.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  council_2011: {type: string, meaning: "Name of the district of 2011", nullable: false, sources: [lsoa11_to_lsoa21]}
checks:
  - {says: "England had 326 districts in 2011", edition: england, sql: "SELECT count(DISTINCT council_2011) FROM this HAVING count(DISTINCT council_2011) <> 326"}
--- */
-- A neighbourhood of 2011 is called by its district and a number within it.
SELECT
    lsoa21cd,
    min(regexp_replace(lookup.lsoa11nm, ' [^ ]+$', '')) AS council_2011
FROM core.lsoa
JOIN raw.lsoa11_to_lsoa21 AS lookup USING (lsoa21cd)
GROUP BY lsoa21cd
