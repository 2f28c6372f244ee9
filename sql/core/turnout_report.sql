/* ---
description: What of the local elections found no place, and which wards found no contest, each with the reason.
grain: one contest without a ward of 2024 or with figures that contradict each other, or one ward of 2024 without a contest
key: [subject, year, ladnm, name, code]
# The 1,366 county divisions of 2021 are no wards. Of the 13,408 contests at least 10,000 find a ward.
rows: {england: {min: 1366, max: 4000}}
columns:
  subject: {type: string, meaning: What was left over, values: [contest, ward]}
  year: {type: int, meaning: "Year of the contest; 0 for a ward without any"}
  ladnm: {type: string, meaning: Name of the district}
  name: {type: string, meaning: Name of the ward or division}
  code: {type: string, meaning: "Its code; empty in the results of 2023"}
  reason: {type: string, meaning: Why, nullable: false}
  neighbourhoods: {type: int, meaning: Neighbourhoods of England that stay without a local turnout for it, unit: neighbourhoods, min: 0}
--- */
SELECT
    'contest' AS subject, year, ladnm, wdnm AS name, coalesce(wdcd, '') AS code,
    CASE
        WHEN area = 'county division' THEN 'a county division, which is no ward'
        WHEN wd24cd IS NOT NULL THEN 'more votes than the turnout allows: one of its figures is wrong'
        WHEN wdcd IS NULL THEN 'no ward of 2024 with a neighbourhood has this name'
        ELSE 'no neighbourhood has this ward as its ward of 2024'
    END AS reason,
    0 AS neighbourhoods
FROM core.ward_contest
WHERE wd24cd IS NULL OR (turnout IS NULL AND votes IS NOT NULL AND electorate IS NOT NULL)
UNION ALL
SELECT
    'ward', 0, lad24nm, wd24nm, wd24cd,
    'no contest since 2021 is listed: uncontested, elected otherwise, or made anew', count(*)
FROM core.lsoa
WHERE wd24cd NOT IN (SELECT wd24cd FROM core.ward_turnout_history)
GROUP BY ALL
