/* ---
description: >
  Turnout at the general election of 2024. A figure of the constituency, carried to its neighbourhoods: its
  status is that of figures carried from a larger area.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: "Valid votes in the constituency", unit: "votes", min: 0, sources: [general_election_2024, lsoa21_to_pcon24]}
  denominator: {meaning: "Electors of the constituency", unit: "electors", min: 0, sources: [general_election_2024, lsoa21_to_pcon24]}
  value: {meaning: "Turnout of the constituency in 2024", unit: "share of electors", min: 0, max: 1, sources: [general_election_2024, lsoa21_to_pcon24]}
  status: {values: [district, missing]}
--- */
SELECT
    lsoa21cd,
    general_votes_2024 AS numerator,
    general_electorate_2024 AS denominator,
    general_turnout_2024 AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'district' END AS status
FROM core.turnout
