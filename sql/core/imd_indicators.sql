/* ---
description: >
  What the Indices of Deprivation of 2025 are made of (suppressed counts are missing, not zero), and the four
  road distances of the indices of 2019, crossed over. All are inputs of the index: a score that uses one and
  is set beside the index counts it twice.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  income_deprived: {type: float, meaning: People in income-deprived households, unit: people, sources: [imd_2025_indicators]}
  children_income_deprived: {type: float, meaning: Children aged 0 to 15 in income-deprived households, unit: people, sources: [imd_2025_indicators]}
  older_people_income_deprived: {type: float, meaning: People aged 60 and over in income-deprived households, unit: people, sources: [imd_2025_indicators]}
  employment_deprived: {type: float, meaning: Working-age people kept out of work, unit: people, sources: [imd_2025_indicators]}
  adults_low_skills: {type: float, meaning: "Working-age adults with no or low qualifications, or who speak English badly or not at all", unit: share of people, sources: [imd_2025_indicators]}
  not_entering_higher_education: {type: float, meaning: Young people aged under 21 who do not enter higher education, unit: share of people, sources: [imd_2025_indicators]}
  acute_morbidity: {type: float, meaning: "Emergency hospital admissions, standardised by age and sex; higher = worse", unit: standardised ratio, sources: [imd_2025_indicators]}
  illness_and_disability: {type: float, meaning: "Work-limiting illness and disability, standardised by age and sex; higher = worse", unit: standardised ratio, sources: [imd_2025_indicators]}
  mental_health: {type: float, meaning: "Mood and anxiety disorders, a modelled score; higher = worse", unit: score, sources: [imd_2025_indicators]}
  years_of_life_lost: {type: float, meaning: "Premature death, standardised by age and sex; higher = worse", unit: standardised ratio, sources: [imd_2025_indicators]}
  violence_with_injury_rate: {type: float, meaning: "Recorded violence with injury per 1,000 people at risk", unit: "per 1,000", sources: [imd_2025_indicators]}
  violence_without_injury_rate: {type: float, meaning: "Recorded violence without injury per 1,000 people at risk", unit: "per 1,000", sources: [imd_2025_indicators]}
  stalking_and_harassment_rate: {type: float, meaning: "Recorded stalking and harassment per 1,000 people at risk", unit: "per 1,000", sources: [imd_2025_indicators]}
  burglary_rate: {type: float, meaning: "Recorded burglary per 1,000 properties at risk", unit: "per 1,000", sources: [imd_2025_indicators]}
  theft_rate: {type: float, meaning: "Recorded theft per 1,000 people at risk", unit: "per 1,000", sources: [imd_2025_indicators]}
  criminal_damage_rate: {type: float, meaning: "Recorded criminal damage per 1,000 people at risk", unit: "per 1,000", sources: [imd_2025_indicators]}
  public_order_rate: {type: float, meaning: "Recorded public order offences and possession of weapons per 1,000 people at risk", unit: "per 1,000", sources: [imd_2025_indicators]}
  anti_social_behaviour_rate: {type: float, meaning: "Recorded anti-social behaviour per 1,000 people at risk", unit: "per 1,000", sources: [imd_2025_indicators]}
  connectivity_score: {type: float, meaning: "Reach of jobs, shops, schools, health and leisure on foot, by bicycle and by public transport (Department for Transport), 0 to 100; higher = better connected", unit: score, sources: [imd_2025_indicators]}
  owning_unaffordable: {type: float, meaning: "Difficulty of buying a home, a modelled component; higher = worse", unit: score, sources: [imd_2025_indicators]}
  renting_unaffordable: {type: float, meaning: "Difficulty of renting privately, a modelled component; higher = worse", unit: score, sources: [imd_2025_indicators]}
  housing_unaffordable: {type: float, meaning: "Difficulty of affording a home, bought or rented; higher = worse", unit: score, sources: [imd_2025_indicators]}
  broadband_speed_deprivation: {type: float, meaning: "Slowness of broadband, download and upload together, standardised; higher = worse", unit: z-score, sources: [imd_2025_indicators]}
  core_homelessness: {type: float, meaning: "Core homelessness, a district figure", unit: percent of households, sources: [imd_2025_indicators]}
  patients_per_gp: {type: float, meaning: Registered patients for each general practitioner, unit: people, sources: [imd_2025_indicators]}
  homelessness_rate: {type: float, meaning: "Households owed a homelessness duty, a district figure", unit: "per 1,000 households", sources: [imd_2025_indicators]}
  overcrowded_by_rooms: {type: float, meaning: Overcrowded households by the room standard, unit: share of households, sources: [imd_2025_indicators]}
  overcrowded_by_bedrooms: {type: float, meaning: Overcrowded households by the bedroom standard, unit: share of households, sources: [imd_2025_indicators]}
  post_office_km_2019: {type: float, meaning: "Road distance to the nearest post office, in the indices of 2019", unit: km, min: 0, nullable: false, sources: [imd_2019_indicators, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  primary_school_km_2019: {type: float, meaning: "Road distance to the nearest primary school, in the indices of 2019", unit: km, min: 0, nullable: false, sources: [imd_2019_indicators, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  food_shop_km_2019: {type: float, meaning: "Road distance to the nearest general store or supermarket, in the indices of 2019", unit: km, min: 0, nullable: false, sources: [imd_2019_indicators, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  gp_km_2019: {type: float, meaning: "Road distance to the nearest doctor's surgery, in the indices of 2019", unit: km, min: 0, nullable: false, sources: [imd_2019_indicators, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
checks:
  - says: Connectivity is higher = better and broadband higher = worse, as cities and remote villages show
    edition: england
    sql: >
      SELECT avg(connectivity_score), avg(broadband_speed_deprivation) FROM this JOIN core.lsoa USING (lsoa21cd)
      HAVING NOT coalesce(
          avg(connectivity_score) FILTER (ruc21 = 'UN1') > avg(connectivity_score) FILTER (ruc21 = 'RSF1')
          AND avg(broadband_speed_deprivation) FILTER (ruc21 = 'UN1')
              < avg(broadband_speed_deprivation) FILTER (ruc21 = 'RSF1'), false)
--- */
WITH distance AS (
    SELECT
        link.lsoa21cd,
        sum(link.rate_weight * indicator.post_office_km) AS post_office_km_2019,
        sum(link.rate_weight * indicator.primary_school_km) AS primary_school_km_2019,
        sum(link.rate_weight * indicator.food_shop_km) AS food_shop_km_2019,
        sum(link.rate_weight * indicator.gp_km) AS gp_km_2019
    FROM core.lsoa_2011 AS link
    LEFT JOIN raw.imd_2019_indicators AS indicator USING (lsoa11cd)
    GROUP BY link.lsoa21cd
)
SELECT
    lsoa.lsoa21cd,
    now.income_deprived,
    now.children_income_deprived,
    now.older_people_income_deprived,
    now.employment_deprived,
    now.adults_low_skills,
    now.not_entering_higher_education,
    now.acute_morbidity,
    now.illness_and_disability,
    now.mental_health,
    now.years_of_life_lost,
    now.violence_with_injury_rate,
    now.violence_without_injury_rate,
    now.stalking_and_harassment_rate,
    now.burglary_rate,
    now.theft_rate,
    now.criminal_damage_rate,
    now.public_order_rate,
    now.anti_social_behaviour_rate,
    now.connectivity_score,
    now.owning_unaffordable,
    now.renting_unaffordable,
    now.housing_unaffordable,
    now.broadband_speed_deprivation,
    now.core_homelessness,
    now.patients_per_gp,
    now.homelessness_rate,
    now.overcrowded_by_rooms,
    now.overcrowded_by_bedrooms,
    distance.post_office_km_2019,
    distance.primary_school_km_2019,
    distance.food_shop_km_2019,
    distance.gp_km_2019
FROM core.lsoa
LEFT JOIN raw.imd_2025_indicators AS now USING (lsoa21cd)
LEFT JOIN distance USING (lsoa21cd)
