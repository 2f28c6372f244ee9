/* ---
description: >
  General elections of 2019 and 2024 by constituency of England. The constituencies of 2019 are not those of
  2024: the two years do not join.
grain: one constituency at one election
key: [year, pconcd]
rows: {england: 1076}
columns:
  year: {type: int, meaning: Year of the election, values: [2019, 2024]}
  pconcd: {type: string, meaning: "Constituency: of 2010 in 2019, of July 2024 in 2024", pattern: "E14[0-9]{6}"}
  pconnm: {type: string, meaning: Name of the constituency}
  electorate: {type: int, meaning: Registered electors, unit: electors, min: 1, nullable: false}
  valid_votes: {type: int, meaning: Votes counted for a candidate, unit: votes, min: 0, nullable: false}
  invalid_votes: {type: int, meaning: Votes rejected, unit: votes, min: 0}
  turnout: {type: float, meaning: "Valid votes over electors, as the House of Commons Library reckons it", unit: share of electors, min: 0, max: 1}
checks:
  - {says: "England had 533 constituencies in 2019 and has 543 in 2024", edition: england, sql: "SELECT year FROM this GROUP BY year HAVING count(*) <> CASE year WHEN 2019 THEN 533 ELSE 543 END"}
--- */
WITH counted AS (
    SELECT
        2019 AS year, pcon10cd AS pconcd, pcon10nm AS pconnm, country,
        electorate, valid_votes, invalid_votes
    FROM raw.general_election_2019
    UNION ALL
    SELECT
        2024, pcon24cd, pcon24nm, country,
        CAST(replace(electorate, ',', '') AS BIGINT),
        CAST(replace(valid_votes, ',', '') AS BIGINT),
        CAST(replace(invalid_votes, ',', '') AS BIGINT)
    FROM raw.general_election_2024
)
SELECT year, pconcd, pconnm, electorate, valid_votes, invalid_votes, valid_votes / electorate AS turnout
FROM counted
WHERE country = 'England'
