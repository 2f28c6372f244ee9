/* ---
description: >
  Figures of the Office for National Statistics' "Explore local statistics" that describe civic life, connections
  and places: the latest period of each, by district code as published. Carrying them to the districts of 2024
  is done in core.district_figures.
grain: one district code and measure
key: [ladcd, measure]
rows: {england: {min: 4144, max: 4564}}  # 14 measures of 296 districts of 2024, or of the 326 of 2011
sort: [measure, ladcd]
columns:
  ladcd: {type: string, meaning: "District code as published, of any year", pattern: "E0[6-9][0-9]{6}"}
  measure: {type: string, meaning: What is measured}
  value: {type: float, meaning: The figure, unit: as in the column unit}
  unit: {type: string, meaning: Unit of the figure, nullable: false}
  lower: {type: float, meaning: "Lower end of the 95% confidence interval, where there is one"}
  upper: {type: float, meaning: "Upper end of the 95% confidence interval, where there is one"}
  period: {type: string, meaning: Period of the figure}
  source: {type: string, meaning: Data set that it comes from, nullable: false}
checks:
  - {says: "Each of the 14 measures is there", edition: england, sql: "SELECT count(DISTINCT measure) FROM this HAVING count(DISTINCT measure) <> 14"}
  - {says: "A share lies between 0 and 1", sql: "SELECT measure, ladcd, value FROM this WHERE unit LIKE 'share%' AND NOT value BETWEEN 0 AND 1"}
--- */
WITH measures (indicator, measure, unit, divide_by) AS (
    VALUES
        ('Engaged with the arts', 'engaged_with_arts', 'share of adults', 100),
        ('Visited a heritage site', 'visited_heritage_site', 'share of adults', 100),
        ('Visited a museum or gallery', 'visited_museum', 'share of adults', 100),
        ('Visited a public library', 'visited_library', 'share of adults', 100),
        ('Public transport or walk to work', 'minutes_to_work_public_transport', 'minutes', 1),
        ('Drive to work', 'minutes_to_work_car', 'minutes', 1),
        ('Cycle to work', 'minutes_to_work_cycle', 'minutes', 1),
        ('Gigabit capable broadband', 'gigabit_broadband', 'share of premises', 100),
        ('4G coverage', 'mobile_4g', 'share of area', 100),
        ('Premises below 30Mbps', 'premises_below_30_mbps', 'share of premises', 100),
        (
            'Residents within a 30 minute walk of their nearest railway station',
            'station_within_30_minutes_walk', 'share of residents', 100
        ),
        (
            'Residents within a 30 minute walk of their nearest library',
            'library_within_30_minutes_walk', 'share of residents', 100
        ),
        ('museums', 'museums_per_100000', 'per 100,000 residents', 1),
        ('Sports facilities', 'sports_facilities_per_10000', 'per 10,000 residents', 1)
),
explored AS (
    SELECT 'els_engagement_with_culture_and_heritage' AS source, *
    FROM raw.els_engagement_with_culture_and_heritage
    UNION ALL BY NAME
    SELECT 'els_average_travel_time' AS source, * FROM raw.els_average_travel_time
    UNION ALL BY NAME
    SELECT 'els_gigabit_capable_broadband' AS source, * FROM raw.els_gigabit_capable_broadband
    UNION ALL BY NAME
    SELECT 'els_network_coverage_4g' AS source, * FROM raw.els_network_coverage_4g
    UNION ALL BY NAME
    SELECT 'els_premises_below_30' AS source, * FROM raw.els_premises_below_30
    UNION ALL BY NAME
    SELECT 'els_railway_station_walk' AS source, * FROM raw.els_railway_station_walk
    UNION ALL BY NAME
    SELECT 'els_library_walk' AS source, * FROM raw.els_library_walk
    UNION ALL BY NAME
    SELECT 'els_museums' AS source, * FROM raw.els_museums
    UNION ALL BY NAME
    SELECT 'els_sports_facilities' AS source, * FROM raw.els_sports_facilities
)
SELECT DISTINCT
    areacd AS ladcd,
    measure,
    observation / divide_by AS value,
    measures.unit,
    lower_95 / divide_by AS lower,
    upper_95 / divide_by AS upper,
    period,
    source
FROM explored
JOIN measures USING (indicator)
WHERE left(areacd, 3) IN ('E06', 'E07', 'E08', 'E09')
QUALIFY period = max(period) OVER (PARTITION BY measure)
