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
WITH measures (source, indicator, measure, unit, divide_by) AS (
    VALUES
        ('els_engagement_with_culture_and_heritage', 'Engaged with the arts', 'engaged_with_arts', 'share of adults', 100),
        ('els_engagement_with_culture_and_heritage', 'Visited a heritage site', 'visited_heritage_site', 'share of adults', 100),
        ('els_engagement_with_culture_and_heritage', 'Visited a museum or gallery', 'visited_museum', 'share of adults', 100),
        ('els_engagement_with_culture_and_heritage', 'Visited a public library', 'visited_library', 'share of adults', 100),
        ('els_average_travel_time', 'Public transport or walk to work', 'minutes_to_work_public_transport', 'minutes', 1),
        ('els_average_travel_time', 'Drive to work', 'minutes_to_work_car', 'minutes', 1),
        ('els_average_travel_time', 'Cycle to work', 'minutes_to_work_cycle', 'minutes', 1),
        ('els_gigabit_capable_broadband', 'Gigabit capable broadband', 'gigabit_broadband', 'share of premises', 100),
        ('els_network_coverage_4g', '4G coverage', 'mobile_4g', 'share of area', 100),
        ('els_premises_below_30', 'Premises below 30Mbps', 'premises_below_30_mbps', 'share of premises', 100),
        ('els_railway_station_walk', 'Residents within a 30 minute walk of their nearest railway station', 'station_within_30_minutes_walk', 'share of residents', 100),
        ('els_library_walk', 'Residents within a 30 minute walk of their nearest library', 'library_within_30_minutes_walk', 'share of residents', 100),
        ('els_museums', 'museums', 'museums_per_100000', 'per 100,000 residents', 1),
        ('els_sports_facilities', 'Sports facilities', 'sports_facilities_per_10000', 'per 10,000 residents', 1)
),
explored AS (
    SELECT 'els_engagement_with_culture_and_heritage' AS source, * FROM raw.els_engagement_with_culture_and_heritage
    UNION ALL BY NAME SELECT 'els_average_travel_time' AS source, * FROM raw.els_average_travel_time
    UNION ALL BY NAME SELECT 'els_gigabit_capable_broadband' AS source, * FROM raw.els_gigabit_capable_broadband
    UNION ALL BY NAME SELECT 'els_network_coverage_4g' AS source, * FROM raw.els_network_coverage_4g
    UNION ALL BY NAME SELECT 'els_premises_below_30' AS source, * FROM raw.els_premises_below_30
    UNION ALL BY NAME SELECT 'els_railway_station_walk' AS source, * FROM raw.els_railway_station_walk
    UNION ALL BY NAME SELECT 'els_library_walk' AS source, * FROM raw.els_library_walk
    UNION ALL BY NAME SELECT 'els_museums' AS source, * FROM raw.els_museums
    UNION ALL BY NAME SELECT 'els_sports_facilities' AS source, * FROM raw.els_sports_facilities
),
latest AS (
    SELECT DISTINCT
        measure, areacd AS ladcd, observation / divide_by AS value, unit,
        lower_95 / divide_by AS lower, upper_95 / divide_by AS upper,
        NULL::DOUBLE AS standard_error, NULL::DOUBLE AS numerator, NULL::DOUBLE AS denominator, period, source
    FROM (SELECT * EXCLUDE (unit) FROM explored) AS explored
    JOIN measures USING (source, indicator)
    WHERE left(areacd, 3) IN ('E06', 'E07', 'E08', 'E09')
    QUALIFY period = max(period) OVER (PARTITION BY measure)
),
volunteers AS (
    SELECT
        'sports_volunteering' AS measure,
        coalesce(nullif(regexp_extract(area, '^(E\d{8}) ', 1), ''), lad24cd) AS ladcd,
        volunteering / 100 AS value, 'share of adults' AS unit,
        greatest(volunteering - 1.96 * volunteering_se, 0) / 100 AS lower,
        least(volunteering + 1.96 * volunteering_se, 100) / 100 AS upper,
        volunteering_se / 100 AS standard_error, NULL::DOUBLE AS numerator, respondents AS denominator,
        '2017/18' AS period, 'sports_volunteering' AS source
    FROM raw.sports_volunteering
    LEFT JOIN core.district_successor ON name = area AND how = 'same'
),
charities AS (
    SELECT
        'charities_per_1000' AS measure, lad19cd AS ladcd, charities_per_1000 AS value,
        'per 1,000 residents' AS unit, NULL::DOUBLE AS lower, NULL::DOUBLE AS upper,
        NULL::DOUBLE AS standard_error, charities AS numerator, residents_2018 AS denominator, '2020' AS period,
        'charity_density_2020' AS source
    FROM raw.charity_density_2020
    JOIN core.district_successor ON ladcd = lad19cd
),
residents AS (
    SELECT lad24cd, sum(population_2022) AS residents FROM core.lsoa GROUP BY ALL
),
outlets AS (
    -- a cell lists districts, some of whose names hold a comma: look each name up between separators
    SELECT lad24cd, count(DISTINCT outlet) AS outlets
    FROM (
        SELECT
            outlet,
            -- one name lost its "na", which someone's software took for missing
            ';' || lower(regexp_replace(replace(coverage, 'Stevege', 'Stevenage'), ' *[;,] *', ';', 'g')) || ';' AS listed
        FROM raw.local_media
    )
    JOIN (
        SELECT DISTINCT lad24cd, ';' || lower(regexp_replace(name, ' *[;,] *', ';', 'g')) || ';' AS name
        FROM core.district_successor
    ) ON contains(listed, name)
    GROUP BY ALL
),
news AS (
    SELECT
        'news_outlets_per_100000' AS measure, lad24cd AS ladcd, coalesce(outlets, 0) / residents * 100000 AS value,
        'per 100,000 residents' AS unit, NULL::DOUBLE AS lower, NULL::DOUBLE AS upper,
        NULL::DOUBLE AS standard_error, coalesce(outlets, 0) AS numerator, residents AS denominator,
        '2023' AS period, 'local_media' AS source
    FROM residents
    LEFT JOIN outlets USING (lad24cd)
),
trips AS (
    SELECT lad23cd AS ladcd, unnest([
        {'measure': 'bus_trips_weekday_peak_2006_08', 'value': weekday_peak_2006_08, 'period': '2006 to 2008'},
        {'measure': 'bus_trips_weekday_peak_2023', 'value': weekday_peak_2023, 'period': '2023'},
        {'measure': 'bus_trips_sunday_midday_2006_08', 'value': sunday_midday_2006_08, 'period': '2006 to 2008'},
        {'measure': 'bus_trips_sunday_midday_2023', 'value': sunday_midday_2023, 'period': '2023'}
    ], recursive := true)
    FROM raw.bus_trends
),
figures AS (
    SELECT * FROM latest
    UNION ALL BY NAME SELECT * FROM volunteers
    UNION ALL BY NAME SELECT * FROM charities
    UNION ALL BY NAME SELECT * FROM news
    UNION ALL BY NAME SELECT *, 'trips an hour' AS unit, 'bus_trends' AS source FROM trips
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
            WHEN any_value(unit) = 'trips an hour' THEN sum(value)
            WHEN count(numerator) = count(*)
                THEN sum(numerator) / sum(denominator) * CASE measure WHEN 'charities_per_1000' THEN 1000 ELSE 1 END
            WHEN count(residents_2018) = count(*) THEN sum(value * residents_2018) / sum(residents_2018)
        END AS value,
        CASE WHEN bool_and(how <> 'merged') THEN any_value(lower) END AS lower,
        CASE WHEN bool_and(how <> 'merged') THEN any_value(upper) END AS upper,
        CASE
            WHEN bool_and(how <> 'merged') THEN any_value(standard_error)
            WHEN count(residents_2018) = count(*)
                THEN sqrt(sum((standard_error * residents_2018) ** 2)) / sum(residents_2018)
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
    residents.lad24cd, facts.measure, value, facts.unit, lower, upper, standard_error, numerator, denominator,
    facts.period, facts.source, note
FROM residents
CROSS JOIN facts
LEFT JOIN combined ON combined.lad24cd = residents.lad24cd AND combined.measure = facts.measure
