/* ---
description: >
  Figures that are known for more than one time on the same boundaries: those of the neighbourhoods of 2021, the
  wards and the districts of 2024. For the table of trends, and never an input of the score. A figure that is
  not known is no row. Deprivation and bus routes of the neighbourhoods of 2011 have crossed over. Turnout is of
  wards that voted in two or more years. The general elections of 2019 and 2024 are left out: most
  constituencies were drawn anew between them.
grain: one area, measure and period
key: [measure, area, period]
# Ranks and deciles of 3 years, residents of 2, routes of 4 (98% known at least) and claimants of 3 (296
# districts) are 403,228 to 405,948; the rest are the turnouts of wards that voted twice, by two measures.
rows: {england: {min: 403228, max: 427000}}
columns:
  area: {type: string, meaning: "Code of the neighbourhood (LSOA 2021), ward (2024) or district (2024)", pattern: "E0[0-9]{7}"}
  level: {type: string, meaning: Kind of area, values: [lsoa21cd, wd24cd, lad24cd], nullable: false}
  measure: {type: string, meaning: What is measured}
  period: {type: string, meaning: Year of the figure, pattern: "[0-9]{4}"}
  value: {type: float, meaning: "The figure, in the unit of its measure", nullable: false}
  caveat: {type: string, meaning: "What holds of this figure and not of all of its measure; null where nothing does"}
checks:
  - {says: "Every neighbourhood has its deprivation and its population in each year", sql: "SELECT measure, period FROM this WHERE measure IN ('imd_rank', 'imd_decile', 'population') GROUP BY ALL HAVING count(*) <> (SELECT count(*) FROM core.lsoa)"}
  - {says: "England had 57,106,398 residents at mid-2022 and 58,620,101 at mid-2024", edition: england, sql: "SELECT period, sum(value) FROM this WHERE measure = 'population' GROUP BY period HAVING sum(value) <> CASE period WHEN '2022' THEN 57106398 ELSE 58620101 END"}
  - {says: "A ward with a turnout has two", sql: "SELECT area FROM this WHERE level = 'wd24cd' GROUP BY measure, area HAVING count(*) < 2"}
--- */
WITH crossed AS (
    SELECT
        lsoa21cd,
        CASE max(change)
            WHEN 'S' THEN 'one part of a neighbourhood of 2011, whose figure it carries'
            WHEN 'M' THEN 'made of several neighbourhoods of 2011, whose mean it carries'
            WHEN 'X' THEN 'overlaps neighbourhoods of 2011 in part, whose mean it carries'
        END AS caveat
    FROM core.lsoa_2011
    GROUP BY lsoa21cd
),
neighbourhoods AS (
    FROM core.lsoa
    LEFT JOIN core.imd USING (lsoa21cd)
    LEFT JOIN core.bus_routes USING (lsoa21cd)
    LEFT JOIN crossed USING (lsoa21cd)
    SELECT lsoa.*, imd.* EXCLUDE (lsoa21cd), bus_routes.* EXCLUDE (lsoa21cd), caveat, count(*) OVER () AS n
),
deprivation AS (
    SELECT
        lsoa21cd,
        unnest(['2015', '2019', '2025']) AS period,
        unnest([imd2015_rank, imd2019_rank, imd2025_rank]) AS rank,
        unnest([caveat, caveat, NULL]) AS caveat,
        n
    FROM neighbourhoods
),
wards AS (
    SELECT
        *,
        concat_ws(
            ', ', council || ' council', seats || ' of the seats',
            CASE WHEN matched_by <> 'code' THEN 'ward found by its name, its border may have moved' END
        ) AS caveat
    FROM core.ward_turnout_history
    QUALIFY count(*) OVER (PARTITION BY wd24cd) > 1
)
SELECT lsoa21cd AS area, 'lsoa21cd' AS level, 'imd_rank' AS measure, period, rank::DOUBLE AS value, caveat
FROM deprivation
UNION ALL
-- cut as the publisher cuts the deciles of 2025
SELECT lsoa21cd, 'lsoa21cd', 'imd_decile', period, ((10 * rank + n - 1) // n)::DOUBLE, caveat
FROM deprivation
UNION ALL
SELECT
    lsoa21cd, 'lsoa21cd', 'population',
    unnest(['2022', '2024']), unnest([population_2022, population])::DOUBLE, NULL
FROM neighbourhoods
UNION ALL
SELECT * FROM (
    SELECT
        lsoa21cd, 'lsoa21cd', 'bus_routes',
        unnest(['2008', '2019', '2022', '2023']),
        unnest([routes_2008, routes_2019, routes_2022, routes_2023]) AS routes,
        caveat
    FROM neighbourhoods
) WHERE routes IS NOT NULL
UNION ALL
SELECT wd24cd, 'wd24cd', 'local_turnout', year::VARCHAR, turnout, caveat FROM wards
UNION ALL
-- how much a year draws voters everywhere is no change of the place
SELECT wd24cd, 'wd24cd', 'local_turnout_as_2024', year::VARCHAR, turnout_as_2024, caveat
FROM wards
WHERE year_effect IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY wd24cd) > 1
UNION ALL
SELECT lad24cd, 'lad24cd', 'claimants', left(period, 4), value, note
FROM core.district_outcomes
WHERE measure = 'claimants' AND value IS NOT NULL AND (latest OR left(period, 4) IN ('2008', '2019'))
