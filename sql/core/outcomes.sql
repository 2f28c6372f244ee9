/* ---
description: >
  Outcomes by neighbourhood: evidence, and never an input of a score. Conditions are modelled: the prevalence
  of each general practice, weighted by where its patients live. Loneliness is modelled from the kind of area.
  Child poverty is that of the ward, deaths from Covid-19 those of the MSOA of 2011. Rates of 2011 cross over by
  residents, over the parts that have one; what is suppressed or not known stays null.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  antidepressants: {type: float, meaning: "Antidepressant items prescribed in a quarter, standardised, mean of the first two quarters of 2025", unit: "items per 1,000 residents", min: 0, sources: [antidepressants_2025_q1, antidepressants_2025_q2]}
  lonely_modelled: {type: float, meaning: "Share of adults often or sometimes lonely, a synthetic estimate from the kind of area", unit: share of adults, min: 0, max: 1, sources: [loneliness_2021]}
  fuel_poor_households: {type: int, meaning: Households in fuel poverty, unit: households, min: 0, sources: [fuel_poverty_2022]}
  fuel_poverty: {type: float, meaning: "Share of households in fuel poverty (low income, low energy efficiency), modelled", unit: share of households, min: 0, max: 1, sources: [fuel_poverty_2022]}
  house_price: {type: float, meaning: "Median price paid for a home in the year to March 2021; of merged neighbourhoods the mean of the medians", unit: GBP, min: 0, sources: [house_prices_2021]}
  ward_poor_children: {type: int, meaning: "Children under 16 of the ward in relative low income after housing costs, year to March 2025", unit: children, min: 0, sources: [child_poverty_2025]}
  ward_child_poverty: {type: float, meaning: "Share of the ward's children under 16 in relative low income after housing costs, year to March 2025", unit: share of children, min: 0, max: 1, sources: [child_poverty_2025]}
  msoa_covid_deaths: {type: float, meaning: "Deaths involving Covid-19 in the MSOA of 2011, March 2020 to April 2021, over its residents of mid-2018, not standardised", unit: "per 1,000 residents", min: 0, sources: [covid_deaths_2021, green_space]}
  diabetes: {type: float, meaning: "Share of patients with diabetes, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  cancer: {type: float, meaning: "Share of patients with cancer, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  chronic_kidney_disease: {type: float, meaning: "Share of patients with chronic kidney disease, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  coronary_heart_disease: {type: float, meaning: "Share of patients with coronary heart disease, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  hypertension: {type: float, meaning: "Share of patients with hypertension, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  stroke: {type: float, meaning: "Share of patients with stroke, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  asthma: {type: float, meaning: "Share of patients with asthma, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  copd: {type: float, meaning: "Share of patients with chronic obstructive pulmonary disease, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  obesity: {type: float, meaning: "Share of patients with obesity, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  smoking: {type: float, meaning: "Share of patients recorded as smokers, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  dementia: {type: float, meaning: "Share of patients with dementia, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  depression: {type: float, meaning: "Share of patients with depression, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  epilepsy: {type: float, meaning: "Share of patients with epilepsy, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  learning_disability: {type: float, meaning: "Share of patients with learning disability, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
  severe_mental_illness: {type: float, meaning: "Share of patients with severe mental illness, modelled from the practices where residents are registered", unit: share of patients, min: 0, max: 1, sources: [qof_prevalence, gp_registrations]}
checks:
  - {says: "13.05% of households are in fuel poverty", edition: england, sql: "SELECT sum(fuel_poor_households) / sum(fuel_poor_households / nullif(fuel_poverty, 0)) AS share FROM this HAVING abs(share - 0.1305) > 0.001"}
--- */
WITH prescribed AS (
    SELECT
        coalesce(first.area, second.area) AS lsoa11cd,
        (first.items_rate + second.items_rate) / 2 AS antidepressants
    FROM raw.antidepressants_2025_q1 AS first
    FULL JOIN raw.antidepressants_2025_q2 AS second USING (area)
),
deaths AS (
    SELECT msoa11cd, any_value(deaths) / sum(population) * 1000 AS msoa_covid_deaths
    FROM raw.green_space
    JOIN raw.covid_deaths_2021 USING (msoa11cd)
    GROUP BY msoa11cd
),
conditions AS (
    SELECT
        lsoa11cd,
        sum(diabetes * patients) / sum(patients) AS diabetes,
        sum(cancer * patients) / sum(patients) AS cancer,
        sum(chronic_kidney_disease * patients) / sum(patients) AS chronic_kidney_disease,
        sum(coronary_heart_disease * patients) / sum(patients) AS coronary_heart_disease,
        sum(hypertension * patients) / sum(patients) AS hypertension,
        sum(stroke * patients) / sum(patients) AS stroke,
        sum(asthma * patients) / sum(patients) AS asthma,
        sum(copd * patients) / sum(patients) AS copd,
        sum(obesity * patients) / sum(patients) AS obesity,
        sum(smoking * patients) / sum(patients) AS smoking,
        sum(dementia * patients) / sum(patients) AS dementia,
        sum(depression * patients) / sum(patients) AS depression,
        sum(epilepsy * patients) / sum(patients) AS epilepsy,
        sum(learning_disability * patients) / sum(patients) AS learning_disability,
        sum(severe_mental_illness * patients) / sum(patients) AS severe_mental_illness
    FROM raw.gp_registrations
    JOIN raw.qof_prevalence USING (practice)
    GROUP BY lsoa11cd
),
of_2011 AS (
    SELECT
        lsoa21cd,
        sum(antidepressants * rate_weight)
            / sum(rate_weight) FILTER (antidepressants IS NOT NULL) AS antidepressants,
        sum(price_2021 * rate_weight) / sum(rate_weight) FILTER (price_2021 IS NOT NULL) AS house_price,
        sum(msoa_covid_deaths * rate_weight)
            / sum(rate_weight) FILTER (msoa_covid_deaths IS NOT NULL) AS msoa_covid_deaths,
        sum(diabetes * rate_weight) / sum(rate_weight) FILTER (diabetes IS NOT NULL) AS diabetes,
        sum(cancer * rate_weight) / sum(rate_weight) FILTER (cancer IS NOT NULL) AS cancer,
        sum(chronic_kidney_disease * rate_weight)
            / sum(rate_weight) FILTER (chronic_kidney_disease IS NOT NULL) AS chronic_kidney_disease,
        sum(coronary_heart_disease * rate_weight)
            / sum(rate_weight) FILTER (coronary_heart_disease IS NOT NULL) AS coronary_heart_disease,
        sum(hypertension * rate_weight) / sum(rate_weight) FILTER (hypertension IS NOT NULL) AS hypertension,
        sum(stroke * rate_weight) / sum(rate_weight) FILTER (stroke IS NOT NULL) AS stroke,
        sum(asthma * rate_weight) / sum(rate_weight) FILTER (asthma IS NOT NULL) AS asthma,
        sum(copd * rate_weight) / sum(rate_weight) FILTER (copd IS NOT NULL) AS copd,
        sum(obesity * rate_weight) / sum(rate_weight) FILTER (obesity IS NOT NULL) AS obesity,
        sum(smoking * rate_weight) / sum(rate_weight) FILTER (smoking IS NOT NULL) AS smoking,
        sum(dementia * rate_weight) / sum(rate_weight) FILTER (dementia IS NOT NULL) AS dementia,
        sum(depression * rate_weight) / sum(rate_weight) FILTER (depression IS NOT NULL) AS depression,
        sum(epilepsy * rate_weight) / sum(rate_weight) FILTER (epilepsy IS NOT NULL) AS epilepsy,
        sum(learning_disability * rate_weight)
            / sum(rate_weight) FILTER (learning_disability IS NOT NULL) AS learning_disability,
        sum(severe_mental_illness * rate_weight)
            / sum(rate_weight) FILTER (severe_mental_illness IS NOT NULL) AS severe_mental_illness
    FROM core.lsoa_2011
    LEFT JOIN prescribed USING (lsoa11cd)
    LEFT JOIN raw.house_prices_2021 USING (lsoa11cd)
    LEFT JOIN raw.green_space USING (lsoa11cd)
    LEFT JOIN deaths USING (msoa11cd)
    LEFT JOIN conditions USING (lsoa11cd)
    GROUP BY lsoa21cd
),
poor_children AS (
    -- [low] and [x] mark what is suppressed
    SELECT
        wdcd AS wd24cd,
        CAST(replace(CASE WHEN children_2025 NOT LIKE '[%' THEN children_2025 END, ',', '') AS BIGINT)
            AS ward_poor_children,
        CAST(replace(CASE WHEN share_2025 NOT LIKE '[%' THEN share_2025 END, '%', '') AS DOUBLE) / 100
            AS ward_child_poverty
    FROM raw.child_poverty_2025
)
SELECT
    lsoa.lsoa21cd,
    antidepressants,
    lonely / 100 AS lonely_modelled,
    fuel_poor_households,
    fuel_poor_households / households AS fuel_poverty,
    house_price,
    ward_poor_children,
    ward_child_poverty,
    msoa_covid_deaths,
    diabetes,
    cancer,
    chronic_kidney_disease,
    coronary_heart_disease,
    hypertension,
    stroke,
    asthma,
    copd,
    obesity,
    smoking,
    dementia,
    depression,
    epilepsy,
    learning_disability,
    severe_mental_illness
FROM core.lsoa
LEFT JOIN of_2011 USING (lsoa21cd)
LEFT JOIN raw.loneliness_2021 USING (lsoa21cd)
LEFT JOIN raw.fuel_poverty_2022 USING (lsoa21cd)
LEFT JOIN poor_children USING (wd24cd)
