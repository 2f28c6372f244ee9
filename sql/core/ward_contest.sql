/* ---
description: >
  Every contest of the local elections of 2021 to 2024 in England, with the ward of 2024 that it belongs to.
  Codes join as they are; the list of 2023 has names only, and a code that stands twice in a year says
  nothing, so those join by district and name, with '&', hyphens, slashes, 'the' and stops made alike.
  County divisions stay apart: they are not wards.
grain: one contest (a year, a council, a ward or division)
key: [year, area, ladnm, wdnm]
rows: {england: 13408}
columns:
  year: {type: int, meaning: Year of the election, min: 2021, max: 2024}
  area: {type: string, meaning: What was contested, values: [ward, county division]}
  ladnm: {type: string, meaning: "District, as printed in the results"}
  wdnm: {type: string, meaning: "Ward or division, as printed in the results"}
  wdcd: {type: string, meaning: "Code printed in the results; none in 2023"}
  council: {type: string, meaning: Kind of council, values: [county, district, London borough, metropolitan, unitary], nullable: false}
  seats: {type: string, meaning: "Whether all seats of the council were up or a third; not said reliably of metropolitan councils, London or counties", values: [all, a third]}
  vacancies: {type: int, meaning: Seats to be filled in this contest, unit: seats, min: 1}
  electorate: {type: int, meaning: Registered electors, unit: electors, min: 1}
  votes: {type: int, meaning: "Votes for all candidates; with several vacancies an elector has several", unit: votes, min: 0}
  turnout: {type: float, meaning: "Turnout as printed; null where the votes printed need over a point more of the electors", unit: share of electors, min: 0, max: 1}
  ballots: {type: float, meaning: Electorate times turnout, unit: ballots, min: 0}
  wd24cd: {}
  matched_by: {type: string, meaning: "How the ward of 2024 was found; null where it was not", values: [code, name, spelling]}
checks:
  - {says: "No ward of 2024 has two contests in a year", sql: "SELECT year, wd24cd FROM this WHERE wd24cd IS NOT NULL GROUP BY ALL HAVING count(*) > 1"}
  - {says: "At least 97% of the contests of 2023 find a ward by name", edition: england, sql: "SELECT count(*) FROM this WHERE year = 2023 HAVING count(wd24cd) < 0.97 * count(*)"}
--- */
WITH printed AS (
    SELECT
        2021 AS year, ladnm, wdnm, wdcd, contest, NULL AS seats_up, vacancies, electorate, turnout,
        total_votes
    FROM raw.local_elections_2021
    UNION ALL
    SELECT 2022, ladnm, wdnm, wdcd, contest, NULL, vacancies, electorate, turnout, total_votes
    FROM raw.local_elections_2022
    UNION ALL
    SELECT 2023, ladnm, wdnm, NULL, contest, NULL, vacancies, electorate, turnout, total_votes
    FROM raw.local_elections_2023
    UNION ALL
    SELECT 2024, ladnm, wdnm, wdcd, contest, seats_up, vacancies, electorate, turnout, total_votes
    FROM raw.local_elections_2024
),
figures AS (
    SELECT
        year,
        CASE WHEN contest LIKE 'SC%' THEN 'county division' ELSE 'ward' END AS area,
        trim(ladnm) AS ladnm,
        trim(wdnm) AS wdnm,
        wdcd,
        CASE left(contest, 2)
            WHEN 'SC' THEN 'county' WHEN 'SD' THEN 'district' WHEN 'LB' THEN 'London borough'
            WHEN 'MB' THEN 'metropolitan' WHEN 'UA' THEN 'unitary'
        END AS council,
        CASE
            WHEN contest = 'MB' THEN NULL
            WHEN seats_up = 'All' OR contest IN ('SDA', 'UAA') THEN 'all'
            WHEN seats_up = 'By thirds' OR contest IN ('SDT', 'UAT') THEN 'a third'
        END AS seats,
        count(*) OVER (PARTITION BY year, wdcd) AS uses_of_code,
        -- numbers are printed with tabs, blanks, commas and per cent signs, and a dash or NA for none
        CAST(nullif(nullif(regexp_replace(vacancies, '[\s,]', '', 'g'), 'NA'), '-') AS BIGINT) AS vacancies,
        CAST(nullif(nullif(regexp_replace(electorate, '[\s,]', '', 'g'), 'NA'), '-') AS BIGINT) AS electorate,
        CAST(nullif(nullif(regexp_replace(total_votes, '[\s,]', '', 'g'), 'NA'), '-') AS BIGINT) AS votes,
        CAST(nullif(nullif(regexp_replace(turnout, '[\s,%]', '', 'g'), 'NA'), '-') AS DOUBLE) / 100 AS turnout
    FROM printed
    -- Wales votes in 2022, and one row of that year is a grand total without a ward
    WHERE (wdcd IS NULL OR wdcd LIKE 'E%')
),
contests AS MATERIALIZED (
    -- An elector has as many votes as there are seats. Where fewer are said to have come than the votes need, one of
    -- the figures is wrong, and nothing tells which.
    SELECT * REPLACE (
        CASE WHEN votes > (turnout + 0.01) * electorate * vacancies THEN NULL ELSE turnout END AS turnout
    )
    FROM figures
),
respelled (ladnm, wdnm, meant) AS (
    VALUES
        ('East Lindsey', 'Scarborough & Seacroft', 'Scarbrough & Seacroft'),
        ('Kingston Upon Hull', 'St Andrew''s & Dockland', 'St Andrew''s & Docklands'),
        ('Milton Keynes', 'Campbell Park and Old Wroughton', 'Campbell Park & Old Woughton'),
        ('Richmond upon Thames', 'Hampton Wick', 'Hampton Wick & South Teddington')
),
names AS (
    SELECT ladnm AS name FROM contests
    UNION SELECT wdnm FROM contests
    UNION SELECT meant FROM respelled
    UNION SELECT lad24nm FROM core.lsoa
    UNION SELECT wd24nm FROM core.lsoa
),
alike AS MATERIALIZED (
    SELECT
        name,
        trim(regexp_replace(regexp_replace(regexp_replace(
            regexp_replace(lower(name), '^kingston upon |, (city|county) of$', '', 'g'),
            '[&/-]', ' ', 'g'), '[^a-z0-9 ]|\b(and|the)\b', '', 'g'), ' +', ' ', 'g')) AS plain
    FROM names
),
wards AS (
    SELECT DISTINCT wd24cd, wd24nm, lad24nm FROM core.lsoa
),
named_wards AS (
    -- a name that two wards of a district share names neither
    SELECT district.plain AS district, ward.plain AS ward, min(wd24cd) AS wd24cd
    FROM wards
    JOIN alike AS district ON district.name = wards.lad24nm
    JOIN alike AS ward ON ward.name = wards.wd24nm
    GROUP BY ALL
    HAVING count(*) = 1
)
SELECT
    year, area, contests.ladnm, contests.wdnm, wdcd, council, seats, vacancies, electorate, votes, turnout,
    electorate * turnout AS ballots,
    coalesce(by_code.wd24cd, by_name.wd24cd) AS wd24cd,
    CASE
        WHEN by_code.wd24cd IS NOT NULL THEN 'code'
        WHEN by_name.wd24cd IS NOT NULL AND respelled.meant IS NOT NULL THEN 'spelling'
        WHEN by_name.wd24cd IS NOT NULL THEN 'name'
    END AS matched_by
FROM contests
LEFT JOIN respelled USING (ladnm, wdnm)
LEFT JOIN alike AS district ON district.name = contests.ladnm
LEFT JOIN alike AS ward ON ward.name = coalesce(respelled.meant, contests.wdnm)
LEFT JOIN wards AS by_code ON by_code.wd24cd = contests.wdcd AND contests.uses_of_code = 1
LEFT JOIN named_wards AS by_name
    ON by_name.district = district.plain AND by_name.ward = ward.plain
    AND contests.area = 'ward' AND (contests.wdcd IS NULL OR contests.uses_of_code > 1)
