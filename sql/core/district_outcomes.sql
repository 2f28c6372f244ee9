/* ---
description: >
  Outcomes by district and period, on the districts of 2024: evidence, and never an input of a score. Figures
  of older districts are carried over (rates averaged by residents, counts added) and the note says so. Healthy
  life expectancy and absence from school are known for upper-tier councils only: the districts of a county
  have a null. Grants are those to organisations in the district, without the Department for Transport.
grain: one district, measure and period
key: [lad24cd, measure, period]
rows: {england: 45880}  # 155 periods of 14 measures, as the files are pinned, in each of 296 districts
sort: [measure, period, lad24cd]
columns:
  lad24cd: {}
  measure: {type: string, meaning: What is measured}
  period: {type: string, meaning: Period of the figure}
  value: {type: float, meaning: The figure, unit: as in the column unit}
  unit: {type: string, meaning: Unit of the figure, nullable: false}
  lower: {type: float, meaning: "Lower end of the 95% confidence interval, where there is one"}
  upper: {type: float, meaning: "Upper end of the 95% confidence interval, where there is one"}
  latest: {type: bool, meaning: Whether this is the latest period of the measure, nullable: false}
  source: {type: string, meaning: Data set that it comes from, nullable: false}
  note: {type: string, meaning: "How it was carried to the districts of 2024, where that needed doing"}
checks:
  - {says: "Every measure and period has all districts", sql: "SELECT measure, period FROM this GROUP BY ALL HAVING count(*) <> (SELECT count(DISTINCT lad24cd) FROM this)"}
  - {says: "A share lies between 0 and 1", sql: "SELECT measure, lad24cd, value FROM this WHERE unit LIKE 'share%' AND NOT value BETWEEN 0 AND 1"}
--- */
WITH measures (indicator, measure, unit, divide_by) AS (
    VALUES
        ('Adult obesity prevalence', 'adult_obesity', 'share of adults', 100),
        (
            'Children in relative poverty after housing costs', 'child_poverty_after_housing',
            'share of children', 100
        ),
        (
            'Children in relative poverty before housing costs', 'child_poverty_before_housing',
            'share of children', 100
        ),
        ('Claimant Count', 'claimants', 'share of adults of working age', 100),
        ('Female healthy life expectancy', 'healthy_life_expectancy_women', 'years', 1),
        ('Male healthy life expectancy', 'healthy_life_expectancy_men', 'years', 1),
        ('Persistent absences for all pupils', 'persistent_absence', 'share of pupils', 100),
        ('Anxiety', 'anxiety', 'score of 0 to 10', 1),
        ('Happiness', 'happiness', 'score of 0 to 10', 1),
        ('Satisfaction', 'life_satisfaction', 'score of 0 to 10', 1),
        ('Worthwhile', 'life_worthwhile', 'score of 0 to 10', 1),
        (
            'Preventable cardiovascular mortality (England)', 'preventable_cardiovascular_deaths',
            'per 100,000 residents', 1
        )
),
explored AS (
    SELECT 'els_adult_obesity_prevalence' AS source, * FROM raw.els_adult_obesity_prevalence
    UNION ALL BY NAME
    SELECT 'els_children_in_relative_poverty' AS source, * FROM raw.els_children_in_relative_poverty
    UNION ALL BY NAME SELECT 'els_claimant_count' AS source, * FROM raw.els_claimant_count
    UNION ALL BY NAME SELECT 'els_healthy_life_expectancy' AS source, * FROM raw.els_healthy_life_expectancy
    UNION ALL BY NAME
    SELECT 'els_persistent_absences_for_all_pupils' AS source, *
    FROM raw.els_persistent_absences_for_all_pupils
    UNION ALL BY NAME
    SELECT 'els_personal_wellbeing_estimates' AS source, * FROM raw.els_personal_wellbeing_estimates
    UNION ALL BY NAME
    SELECT 'els_preventable_cardiovascular_mortality_england' AS source, *
    FROM raw.els_preventable_cardiovascular_mortality_england
),
shared_figures (areacd, lad24cd) AS (
    -- two pairs of councils too small for a figure of their own share one
    VALUES
        ('E67000001', 'E09000001'), ('E67000001', 'E09000012'),
        ('E67000002', 'E06000052'), ('E67000002', 'E06000053')
),
figures AS (
    SELECT DISTINCT
        measure, coalesce(lad24cd, areacd) AS ladcd, lad24cd IS NOT NULL AS shared, period,
        observation / divide_by AS value, measures.unit,
        lower_95 / divide_by AS lower, upper_95 / divide_by AS upper, source
    FROM explored
    JOIN measures USING (indicator)
    LEFT JOIN shared_figures USING (areacd)
    WHERE left(areacd, 3) IN ('E06', 'E07', 'E08', 'E09', 'E67')
    UNION ALL
    SELECT
        unnest(['grants', 'grants_gbp']), lad17cd, FALSE, '2013 to 2018',
        unnest([sum(grants)::DOUBLE, sum(amount::DECIMAL(18, 2))::DOUBLE]), unnest(['grants', 'GBP']),
        NULL, NULL, 'grants_2013_2018'
    FROM raw.grants_2013_2018
    WHERE funder <> 'Department for Transport'
    GROUP BY lad17cd
),
carried AS (
    -- where a district has a figure of its own, its predecessors are passed over
    SELECT *, count(*) FILTER (how = 'same') OVER (PARTITION BY measure, period, lad24cd) > 0 AS has_own
    FROM figures
    JOIN core.district_successor USING (ladcd)
    WHERE value IS NOT NULL
    QUALIFY how = 'same' OR NOT has_own OR source = 'grants_2013_2018'
),
combined AS (
    SELECT
        measure, period, lad24cd,
        CASE
            WHEN any_value(source) = 'grants_2013_2018' THEN sum(value ORDER BY ladcd)
            WHEN bool_and(how <> 'merged') THEN any_value(value)
            WHEN count(residents_2018) = count(*)
                THEN sum(value * residents_2018 ORDER BY ladcd) / sum(residents_2018)
        END AS value,
        CASE WHEN bool_and(how <> 'merged') THEN any_value(lower) END AS lower,
        CASE WHEN bool_and(how <> 'merged') THEN any_value(upper) END AS upper,
        CASE
            WHEN bool_or(how = 'merged') THEN 'from ' || count(*) || ' districts that were merged'
            WHEN bool_or(how = 'recoded') THEN 'published under another code'
            WHEN bool_or(shared) THEN 'one figure for two districts'
        END AS note
    FROM carried
    GROUP BY ALL
),
facts AS (
    SELECT
        measure, period, any_value(unit) AS unit, any_value(source) AS source,
        period = max(period) OVER (PARTITION BY measure) AS latest
    FROM figures
    GROUP BY measure, period
)
SELECT
    districts.lad24cd, facts.measure, facts.period, value, facts.unit, lower, upper, facts.latest,
    facts.source, note
FROM (SELECT DISTINCT lad24cd FROM core.lsoa) AS districts
CROSS JOIN facts
LEFT JOIN combined
    ON combined.lad24cd = districts.lad24cd
    AND combined.measure = facts.measure
    AND combined.period = facts.period
