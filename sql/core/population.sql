/* ---
description: Residents by year and by broad age, for denominators. The ages are those of the Indices of Deprivation.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  population: {type: int, meaning: Residents at mid-2024, unit: people, min: 1, nullable: false, sources: [population_mid_2024]}
  female: {type: int, meaning: Women and girls at mid-2024, unit: people, min: 0, nullable: false, sources: [population_mid_2024]}
  male: {type: int, meaning: Men and boys at mid-2024, unit: people, min: 0, nullable: false, sources: [population_mid_2024]}
  population_2022: {type: int, meaning: Residents at mid-2022, unit: people, min: 1, nullable: false, sources: [population_mid_2022]}
  iod_population_2022: {type: int, meaning: "Residents at mid-2022 as the Indices of Deprivation 2025 count them (an earlier estimate, 57,112,129 in all)", unit: people, min: 1, nullable: false, sources: [imd_2025_denominators]}
  children_2022: {type: int, meaning: Residents aged 0 to 15 at mid-2022, unit: people, min: 0, nullable: false, sources: [imd_2025_denominators]}
  adults_16_59_2022: {type: int, meaning: Residents aged 16 to 59 at mid-2022, unit: people, min: 0, nullable: false, sources: [imd_2025_denominators]}
  older_people_2022: {type: int, meaning: Residents aged 60 and over at mid-2022, unit: people, min: 0, nullable: false, sources: [imd_2025_denominators]}
  working_age_2022: {type: int, meaning: Residents aged 18 to 66 at mid-2022, unit: people, min: 0, nullable: false, sources: [imd_2025_denominators]}
checks:
  - {says: "Population of England at mid-2024 is 58,620,101", edition: england, sql: "SELECT sum(population) FROM this HAVING sum(population) <> 58620101"}
  - {says: "Men and women add up to all", sql: "SELECT lsoa21cd FROM this WHERE female + male <> population"}
  - {says: "The ages add up to all", sql: "SELECT lsoa21cd FROM this WHERE children_2022 + adults_16_59_2022 + older_people_2022 <> iod_population_2022"}
--- */
SELECT
    lsoa.lsoa21cd,
    now.population,
    now.female,
    now.male,
    mid_2022.population AS population_2022,
    ages.population_2022 AS iod_population_2022,
    ages.children_2022,
    ages.adults_16_59_2022,
    ages.older_people_2022,
    ages.working_age_2022
FROM core.lsoa
LEFT JOIN raw.population_mid_2024 AS now USING (lsoa21cd)
LEFT JOIN raw.population_mid_2022 AS mid_2022 USING (lsoa21cd)
LEFT JOIN raw.imd_2025_denominators AS ages USING (lsoa21cd)
