/* ---
description: >
  What is known by district: figures of civic life, connections and places, on the districts of 2024. They
  cannot tell the neighbourhoods of a district apart. Figures of older districts are carried over: counts
  added, rates averaged by residents, and the note says so. A district without a figure has a null.
grain: one district and measure
key: [lad24cd, measure]
sort: [measure, lad24cd]
rows: {england: 6216}
columns:
  lad24cd: {}
  measure: {type: string, meaning: What is measured}
  value: {type: float, meaning: The figure, unit: as in the column unit}
  unit: {type: string, meaning: Unit of the figure, nullable: false}
  lower: {type: float, meaning: "Lower end of the 95% confidence interval, where there is one"}
  upper: {type: float, meaning: "Upper end of the 95% confidence interval, where there is one"}
  standard_error: {type: float, meaning: "Standard error, where it is published", min: 0}
  numerator: {type: float, meaning: "What is counted, where the figure is a rate of counts", min: 0}
  denominator: {type: float, meaning: "What it is counted of, on the same districts and the nearest year", min: 0}
  period: {type: string, meaning: Period of the figure}
  source: {type: string, meaning: Data set that it comes from, nullable: false}
  note: {type: string, meaning: "How it was carried to the districts of 2024, where that needed doing"}
checks:
  - {says: "Every measure has all districts", sql: "SELECT measure FROM this GROUP BY measure HAVING count(*) <> (SELECT count(DISTINCT lad24cd) FROM this)"}
  - {says: "A share lies between 0 and 1", sql: "SELECT measure, lad24cd, value FROM this WHERE unit LIKE 'share%' AND NOT value BETWEEN 0 AND 1"}
--- */
WITH volunteers AS (
    SELECT
        'sports_volunteering' AS measure,
        coalesce(nullif(regexp_extract(area, '^(E\d{8}) ', 1), ''), lad24cd) AS ladcd,
        volunteering / 100 AS value, 'share of adults' AS unit,
        greatest(volunteering - 1.96 * volunteering_se, 0) / 100 AS lower,
        least(volunteering + 1.96 * volunteering_se, 100) / 100 AS upper,
        volunteering_se / 100 AS standard_error, respondents AS denominator,
        '2017/18' AS period, 'sports_volunteering' AS source
    FROM raw.sports_volunteering
    LEFT JOIN core.district_successor ON name = area AND how = 'same'
),
charities AS (
    SELECT
        'charities_per_1000' AS measure, lad19cd AS ladcd, charities_per_1000 AS value,
        'per 1,000 residents' AS unit, charities AS numerator, residents_2018 AS denominator,
        '2020' AS period, 'charity_density_2020' AS source
    FROM raw.charity_density_2020
    JOIN core.district_successor ON ladcd = lad19cd
),
news AS (
    SELECT
        'news_outlets_per_100000' AS measure, lad24cd AS ladcd, outlets / residents * 100000 AS value,
        'per 100,000 residents' AS unit, outlets AS numerator, residents AS denominator,
        '2023' AS period, 'local_media' AS source
    FROM core.local_news
),
trips AS (
    SELECT lad23cd AS ladcd, unnest([
        {'measure': 'bus_trips_weekday_peak_2006_08', 'value': weekday_peak_2006_08},
        {'measure': 'bus_trips_weekday_peak_2023', 'value': weekday_peak_2023},
        {'measure': 'bus_trips_sunday_midday_2006_08', 'value': sunday_midday_2006_08},
        {'measure': 'bus_trips_sunday_midday_2023', 'value': sunday_midday_2023}
    ], recursive := true)
    FROM raw.bus_trends
),
figures AS (
    SELECT * FROM core.explored_statistics
    UNION ALL BY NAME SELECT * FROM volunteers
    UNION ALL BY NAME SELECT * FROM charities
    UNION ALL BY NAME SELECT * FROM news
    UNION ALL BY NAME
    SELECT
        *, 'trips an hour' AS unit, 'bus_trends' AS source,
        CASE WHEN measure LIKE '%2023' THEN '2023' ELSE '2006 to 2008' END AS period
    FROM trips
),
carried AS (
    -- where a district has a figure of its own, its predecessors are passed over
    SELECT *, count(*) FILTER (how = 'same') OVER (PARTITION BY measure, lad24cd) > 0 AS has_own
    FROM figures
    JOIN core.district_successor USING (ladcd)
    WHERE value IS NOT NULL
    QUALIFY how = 'same' OR NOT has_own
),
combined AS (
    SELECT
        measure, lad24cd, any_value(unit) AS unit, any_value(period) AS period, any_value(source) AS source,
        CASE
            WHEN bool_and(how <> 'merged') THEN any_value(value)
            WHEN any_value(unit) = 'trips an hour' THEN sum(value ORDER BY ladcd)
            WHEN measure = 'charities_per_1000'
                THEN sum(numerator) / sum(denominator) * 1000
            WHEN count(residents_2018) = count(*)
                THEN sum(value * residents_2018 ORDER BY ladcd) / sum(residents_2018)
        END AS value,
        CASE WHEN bool_and(how <> 'merged') THEN any_value(lower) END AS lower,
        CASE WHEN bool_and(how <> 'merged') THEN any_value(upper) END AS upper,
        CASE
            WHEN bool_and(how <> 'merged') THEN any_value(standard_error)
            WHEN count(residents_2018) = count(*)
                THEN sqrt(sum((standard_error * residents_2018) ** 2 ORDER BY ladcd)) / sum(residents_2018)
        END AS standard_error,
        CASE WHEN count(numerator) = count(*) THEN sum(numerator) END AS numerator,
        CASE WHEN count(denominator) = count(*) THEN sum(denominator) END AS denominator,
        CASE
            WHEN bool_or(how = 'merged') THEN 'from ' || count(*) || ' districts that were merged'
            WHEN bool_or(how = 'recoded') THEN 'published under another code'
        END AS note
    FROM carried
    GROUP BY measure, lad24cd
),
facts AS (
    SELECT DISTINCT measure, unit, source, max(period) OVER (PARTITION BY measure) AS period FROM figures
)
SELECT
    districts.lad24cd, facts.measure, value, facts.unit, lower, upper, standard_error, numerator, denominator,
    facts.period, facts.source, note
FROM (SELECT DISTINCT lad24cd FROM core.lsoa) AS districts
CROSS JOIN facts
LEFT JOIN combined ON combined.lad24cd = districts.lad24cd AND combined.measure = facts.measure
