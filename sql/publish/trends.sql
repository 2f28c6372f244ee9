/* ---
description: >
  What moved, and by how much, on comparable boundaries: deprivation 2015, 2019 and 2025, residents 2022 and
  2024, bus routes 2008 to 2023, turnout of wards that voted in several years, claimants by district. From each
  known period to the next and from the first to the last. Never an input of the score.
grain: one area, measure and pair of periods
key: [measure, area, from_period, to_period]
# Two measures of deprivation by 3 pairs of years, residents by 1, routes by 4 (98% known at least) and claimants
# by 3 (296 districts) are 369,472 to 372,193; the rest are the turnouts of wards that voted twice.
rows: {england: {min: 369472, max: 394000}}
columns:
  area: {type: string, meaning: "Code of the neighbourhood (LSOA 2021), ward (2024) or district (2024)", pattern: "E0[0-9]{7}", sources: &all [bus_routes_2008_2023, census_ts001, els_claimant_count, imd_2015, imd_2019, imd_2019_scores, imd_2025, local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024, lsoa11_to_lsoa21, population_mid_2022, population_mid_2024]}
  level: {type: string, meaning: Kind of area, values: [lsoa21cd, wd24cd, lad24cd], nullable: false, sources: *all}
  measure: {type: string, meaning: What is measured, sources: *all}
  unit: {type: string, meaning: Unit of the values and of the change, nullable: false, sources: *all}
  from_period: {type: string, meaning: Year of the earlier figure, sources: *all}
  to_period: {type: string, meaning: Year of the later figure, sources: *all}
  from_value: {type: float, meaning: The earlier figure, unit: that in the column unit, nullable: false, sources: *all}
  to_value: {type: float, meaning: The later figure, unit: that in the column unit, nullable: false, sources: *all}
  change: {type: float, meaning: "The later figure less the earlier; of ranks and deciles, above 0 = less deprived among the rest than before", unit: that in the column unit, nullable: false, sources: *all}
  note: {type: string, meaning: "How far the two figures can be compared", nullable: false, sources: *all}
  sources: {type: string, meaning: Data sets of this row, nullable: false, sources: *all}
extra:
  about:
    from_value: &runs {direction: none}
    to_value: *runs
    change: {direction: later less earlier}
checks:
  - {says: "The earlier period comes first", sql: "SELECT measure, area FROM this WHERE from_period >= to_period"}
  - {says: "On average the neighbourhoods of England keep their decile", edition: england, sql: "SELECT from_period, to_period, avg(change) FROM this WHERE measure = 'imd_decile' GROUP BY ALL HAVING abs(avg(change)) > 0.05"}
--- */
WITH measures (measure, unit, note, sources) AS (
    VALUES
        ('imd_rank', 'ranks; 1 = most deprived',
         'Standing among the neighbourhoods of 2021, not a level: a place can move while nothing changes in it. The indicators of the index differ between editions.',
         'imd_2015, imd_2019, imd_2019_scores, imd_2025, lsoa11_to_lsoa21, census_ts001'),
        ('imd_decile', 'deciles; 1 = most deprived tenth',
         'Standing among the neighbourhoods of 2021, not a level: a place can move while nothing changes in it. The indicators of the index differ between editions.',
         'imd_2015, imd_2019, imd_2019_scores, imd_2025, lsoa11_to_lsoa21, census_ts001'),
        ('population', 'residents', 'Mid-year estimates of residents.', 'population_mid_2022, population_mid_2024'),
        ('bus_routes', 'routes',
         'Routes that serve the neighbourhood, however seldom. Those of 2008 count short variants as routes of their own, so falls from 2008 are too large.',
         'bus_routes_2008_2023, lsoa11_to_lsoa21, census_ts001'),
        ('local_turnout', 'share of electors', 'As printed. Years differ in what else was voted on.',
         'local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024'),
        ('local_turnout_as_2024', 'share of electors',
         'Less what the year adds on average over the wards that voted then and in 2024.',
         'local_elections_2021, local_elections_2022, local_elections_2023, local_elections_2024'),
        ('claimants', 'share of adults of working age',
         'Until 2013 those on Jobseeker''s Allowance alone. Universal Credit, which came to one district after another until 2018, also counts others who must look for work: only figures from 2019 on are like for like.',
         'els_claimant_count')
),
placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY measure, area ORDER BY period) AS place,
        count(*) OVER (PARTITION BY measure, area) AS places
    FROM core.trend_figures
)
SELECT
    earlier.area,
    earlier.level,
    measure,
    measures.unit,
    earlier.period AS from_period,
    later.period AS to_period,
    earlier.value AS from_value,
    later.value AS to_value,
    later.value - earlier.value AS change,
    concat_ws(
        ' ', measures.note,
        earlier.period || ': ' || earlier.caveat || '.', later.period || ': ' || later.caveat || '.'
    ) AS note,
    measures.sources
FROM placed AS earlier
JOIN placed AS later USING (measure, area)
JOIN measures USING (measure)
WHERE later.place = earlier.place + 1 OR (earlier.place = 1 AND later.place = later.places AND later.places > 1)
