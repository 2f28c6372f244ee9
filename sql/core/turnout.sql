/* ---
description: >
  Turnout where people live: at the latest local election of the ward since 2021, and at the general election
  of 2024 of the constituency. Both are figures of a larger area carried to its neighbourhoods. Where a ward
  was uncontested, or its contest is not listed, the local figures are null.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  wd24cd: {}
  local_year: {type: int, meaning: Year of the ward's latest contest since 2021, min: 2021, max: 2024, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_council: {type: string, meaning: Kind of council contested, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_seats: {type: string, meaning: "Whether all seats of the council were up or a third, where known", sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_vacancies: {type: int, meaning: Seats to be filled in the ward, unit: seats, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_electorate: {type: int, meaning: Electors of the ward at that contest, unit: electors, min: 1, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_votes: {type: int, meaning: "Votes for all candidates in the ward; with several vacancies an elector has several", unit: votes, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_ballots: {type: float, meaning: "Electorate times turnout, of the ward", unit: ballots, min: 0, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_turnout: {type: float, meaning: Turnout of the ward's latest contest as printed, unit: share of electors, min: 0, max: 1, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_turnout_as_2024: {type: float, meaning: "That turnout less the effect of its year, which is the mean difference from 2024 over wards that voted in both", unit: share of electors, min: 0, max: 1, sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  local_matched_by: {type: string, meaning: "How the contest found its ward: code, name or spelling", sources: [local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024]}
  general_electorate_2024: {type: int, meaning: Electors of the constituency in 2024, unit: electors, min: 1, sources: [general_election_2024, lsoa21_to_pcon24]}
  general_votes_2024: {type: int, meaning: Valid votes in the constituency in 2024, unit: votes, min: 0, sources: [general_election_2024, lsoa21_to_pcon24]}
  general_turnout_2024: {type: float, meaning: Turnout of the constituency in 2024, unit: share of electors, min: 0, max: 1, sources: [general_election_2024, lsoa21_to_pcon24]}
checks:
  - {says: "At least 99% of neighbourhoods have a local turnout", edition: england, sql: "SELECT count(*) FROM this HAVING count(local_turnout) < 0.99 * count(*)"}
  - {says: "Every neighbourhood has the turnout of its constituency", edition: england, sql: "SELECT lsoa21cd FROM this WHERE general_turnout_2024 IS NULL"}
--- */
WITH latest AS (
    SELECT * FROM core.ward_turnout_history
    QUALIFY row_number() OVER (PARTITION BY wd24cd ORDER BY year DESC) = 1
)
SELECT
    lsoa21cd,
    wd24cd,
    latest.year AS local_year,
    latest.council AS local_council,
    latest.seats AS local_seats,
    latest.vacancies AS local_vacancies,
    latest.electorate AS local_electorate,
    latest.votes AS local_votes,
    latest.ballots AS local_ballots,
    latest.turnout AS local_turnout,
    latest.turnout_as_2024 AS local_turnout_as_2024,
    latest.matched_by AS local_matched_by,
    general.electorate AS general_electorate_2024,
    general.valid_votes AS general_votes_2024,
    general.turnout AS general_turnout_2024
FROM core.lsoa
LEFT JOIN latest USING (wd24cd)
LEFT JOIN core.general_election AS general ON general.pconcd = lsoa.pcon24cd AND general.year = 2024
