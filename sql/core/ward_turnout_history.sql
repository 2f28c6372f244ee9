/* ---
description: >
  Turnout at local elections by ward of 2024 and year, with what the year alone adds. The effect of a year is
  the mean difference from 2024 over the wards that voted in both years, so that differences between kinds of
  council and between places stay in the figures.
grain: one ward of 2024 in a year in which it voted
key: [wd24cd, year]
rows: {england: {min: 10000, max: 11000}}
columns:
  wd24cd: {}
  year: {type: int, meaning: Year of the election, min: 2021, max: 2024}
  council: {type: string, meaning: Kind of council, nullable: false}
  seats: {type: string, meaning: "Whether all seats of the council were up or a third, where known"}
  vacancies: {type: int, meaning: Seats to be filled in this contest, unit: seats}
  electorate: {type: int, meaning: Registered electors, unit: electors, min: 1}
  votes: {type: int, meaning: "Votes for all candidates; with several vacancies an elector has several", unit: votes}
  ballots: {type: float, meaning: Electorate times turnout, unit: ballots, min: 0}
  turnout: {type: float, meaning: Turnout as printed, unit: share of electors, min: 0, max: 1, nullable: false}
  year_effect: {type: float, meaning: "Mean difference of that year from 2024 over the wards that voted in both; null where none did", unit: share of electors, min: -0.3, max: 0.3}
  turnout_as_2024: {type: float, meaning: Turnout less the effect of the year, unit: share of electors, min: 0, max: 1}
  matched_by: {type: string, meaning: How the ward of 2024 was found, nullable: false}
--- */
WITH voted AS (
    SELECT * FROM core.ward_contest WHERE wd24cd IS NOT NULL AND turnout IS NOT NULL
),
effects AS (
    SELECT voted.year, avg(voted.turnout - last.turnout ORDER BY voted.wd24cd) AS year_effect
    FROM voted
    JOIN voted AS last ON last.wd24cd = voted.wd24cd AND last.year = 2024
    GROUP BY ALL
)
SELECT
    wd24cd, year, council, seats, vacancies, electorate, votes, ballots, turnout, year_effect,
    greatest(turnout - coalesce(year_effect, 0), 0) AS turnout_as_2024,
    matched_by
FROM voted
LEFT JOIN effects USING (year)
