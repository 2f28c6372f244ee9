/* ---
description: >
  Turnout at the ward's latest local election since 2021, as if all had voted in 2024: the mean difference of
  each year from 2024, over the wards that voted in both, is taken out. Differences between kinds of council stay
  in. A figure of the ward, carried to its neighbourhoods; wards without a contest are missing, not nought.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  numerator: {meaning: "Ballots of the ward, as if cast in 2024", unit: "ballots", min: 0, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  denominator: {meaning: "Electors of the ward", unit: "electors", min: 0, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  value: {meaning: "Turnout of the ward, as if all had voted in 2024", unit: "share of electors", min: 0, max: 1, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  status: {values: [observed, missing]}
--- */
SELECT
    lsoa21cd,
    local_turnout_as_2024 * local_electorate AS numerator,
    CASE WHEN local_turnout_as_2024 IS NOT NULL THEN local_electorate END AS denominator,
    local_turnout_as_2024 AS value,
    CASE WHEN value IS NULL THEN 'missing' ELSE 'observed' END AS status
FROM core.turnout
