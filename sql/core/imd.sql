/* ---
description: >
  Deprivation of every neighbourhood. The index of 2025 as published. Those of 2019 and 2015 were made for the
  neighbourhoods of 2011: their scores cross over (a split area's parts keep its score, merged areas take the
  mean by residents) and are ranked again. Scores are printed to three decimals; where two are equal the
  published ranks say which was more deprived, so that only true ties (parts of one area) share a rank.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  imd2025_score: {type: float, meaning: "Index of Multiple Deprivation 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025]}
  imd2025_rank: {type: int, meaning: "Index of Multiple Deprivation 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025]}
  imd2025_decile: {type: int, meaning: "Index of Multiple Deprivation 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025]}
  imd2025_income_score: {type: float, meaning: "Income domain 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025]}
  imd2025_income_rank: {type: int, meaning: "Income domain 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025]}
  imd2025_income_decile: {type: int, meaning: "Income domain 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025]}
  imd2025_employment_score: {type: float, meaning: "Employment domain 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025]}
  imd2025_employment_rank: {type: int, meaning: "Employment domain 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025]}
  imd2025_employment_decile: {type: int, meaning: "Employment domain 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025]}
  imd2025_education_score: {type: float, meaning: "Education, skills and training domain 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025]}
  imd2025_education_rank: {type: int, meaning: "Education, skills and training domain 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025]}
  imd2025_education_decile: {type: int, meaning: "Education, skills and training domain 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025]}
  imd2025_health_score: {type: float, meaning: "Health deprivation and disability domain 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025]}
  imd2025_health_rank: {type: int, meaning: "Health deprivation and disability domain 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025]}
  imd2025_health_decile: {type: int, meaning: "Health deprivation and disability domain 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025]}
  imd2025_crime_score: {type: float, meaning: "Crime domain 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025]}
  imd2025_crime_rank: {type: int, meaning: "Crime domain 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025]}
  imd2025_crime_decile: {type: int, meaning: "Crime domain 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025]}
  imd2025_barriers_score: {type: float, meaning: "Barriers to housing and services domain 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025]}
  imd2025_barriers_rank: {type: int, meaning: "Barriers to housing and services domain 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025]}
  imd2025_barriers_decile: {type: int, meaning: "Barriers to housing and services domain 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025]}
  imd2025_environment_score: {type: float, meaning: "Living environment domain 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025]}
  imd2025_environment_rank: {type: int, meaning: "Living environment domain 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025]}
  imd2025_environment_decile: {type: int, meaning: "Living environment domain 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025]}
  imd2025_children_young_people_score: {type: float, meaning: "Children and young people sub-domain (education) 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_children_young_people_rank: {type: int, meaning: "Children and young people sub-domain (education) 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_children_young_people_decile: {type: int, meaning: "Children and young people sub-domain (education) 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_adult_skills_score: {type: float, meaning: "Adult skills sub-domain (education) 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_adult_skills_rank: {type: int, meaning: "Adult skills sub-domain (education) 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_adult_skills_decile: {type: int, meaning: "Adult skills sub-domain (education) 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_geographical_barriers_score: {type: float, meaning: "Geographical barriers sub-domain (barriers) 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_geographical_barriers_rank: {type: int, meaning: "Geographical barriers sub-domain (barriers) 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_geographical_barriers_decile: {type: int, meaning: "Geographical barriers sub-domain (barriers) 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_wider_barriers_score: {type: float, meaning: "Wider barriers sub-domain (barriers) 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_wider_barriers_rank: {type: int, meaning: "Wider barriers sub-domain (barriers) 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_wider_barriers_decile: {type: int, meaning: "Wider barriers sub-domain (barriers) 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_indoors_score: {type: float, meaning: "Indoors sub-domain (living environment) 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_indoors_rank: {type: int, meaning: "Indoors sub-domain (living environment) 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_indoors_decile: {type: int, meaning: "Indoors sub-domain (living environment) 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_outdoors_score: {type: float, meaning: "Outdoors sub-domain (living environment) 2025: score; higher = more deprived", unit: score, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_outdoors_rank: {type: int, meaning: "Outdoors sub-domain (living environment) 2025: rank as published; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2025_subdomains]}
  imd2025_outdoors_decile: {type: int, meaning: "Outdoors sub-domain (living environment) 2025: decile as published; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2025_subdomains]}
  imd2019_score: {type: float, meaning: "Index of Multiple Deprivation 2019: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_rank: {type: int, meaning: "Index of Multiple Deprivation 2019: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_decile: {type: int, meaning: "Index of Multiple Deprivation 2019: decile of that rank; 1 = most deprived tenth", unit: decile, min: 1, max: 10, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_rank_2011: {type: float, meaning: "Index of Multiple Deprivation 2019: rank as published among the 32,844 neighbourhoods of 2011; the mean where several make up the neighbourhood; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_income_score: {type: float, meaning: "Income domain 2019: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_income_rank: {type: int, meaning: "Income domain 2019: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_employment_score: {type: float, meaning: "Employment domain 2019: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_employment_rank: {type: int, meaning: "Employment domain 2019: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_education_score: {type: float, meaning: "Education, skills and training domain 2019: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_education_rank: {type: int, meaning: "Education, skills and training domain 2019: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_health_score: {type: float, meaning: "Health deprivation and disability domain 2019: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_health_rank: {type: int, meaning: "Health deprivation and disability domain 2019: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_crime_score: {type: float, meaning: "Crime domain 2019: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_crime_rank: {type: int, meaning: "Crime domain 2019: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_barriers_score: {type: float, meaning: "Barriers to housing and services domain 2019: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_barriers_rank: {type: int, meaning: "Barriers to housing and services domain 2019: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_environment_score: {type: float, meaning: "Living environment domain 2019: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2019_environment_rank: {type: int, meaning: "Living environment domain 2019: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2019, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2015_score: {type: float, meaning: "Index of Multiple Deprivation 2015: score, crossed over from the neighbourhoods of 2011; higher = more deprived", unit: score, nullable: false, sources: [imd_2015, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
  imd2015_rank: {type: int, meaning: "Index of Multiple Deprivation 2015: rank of that score among the neighbourhoods of 2021; 1 = most deprived", unit: rank, min: 1, nullable: false, sources: [imd_2015, imd_2019_scores, lsoa11_to_lsoa21, census_ts001]}
checks:
  - {says: "Ranks of 2025 run from 1 to the number of neighbourhoods without a gap", edition: england, sql: "SELECT imd2025_rank FROM this GROUP BY imd2025_rank HAVING count(*) > 1 OR imd2025_rank > (SELECT count(*) FROM this)"}
  - {says: "Deciles of 2025 are cut at the tenths of the ranks, rounded down", sql: "SELECT lsoa21cd FROM this WHERE imd2025_decile <> (10 * imd2025_rank + (SELECT count(*) FROM this) - 1) // (SELECT count(*) FROM this)"}
  - {says: "The most deprived neighbourhood of 2019 has rank 1", sql: "SELECT min(imd2019_rank) FROM this HAVING min(imd2019_rank) <> 1"}
  - {says: "A higher score of 2019 never has a lower rank", sql: "SELECT lsoa21cd FROM (SELECT lsoa21cd, imd2019_score, lag(imd2019_score) OVER (ORDER BY imd2019_rank, imd2019_score DESC) AS above FROM this) WHERE imd2019_score > above"}
--- */
WITH before AS (
    SELECT
        link.lsoa21cd,
        sum(link.rate_weight * score.imd_score) AS imd_score,
        sum(link.rate_weight * place.imd_rank) AS imd_rank,
        sum(link.rate_weight * score.income_score) AS income_score,
        sum(link.rate_weight * place.income_rank) AS income_rank,
        sum(link.rate_weight * score.employment_score) AS employment_score,
        sum(link.rate_weight * place.employment_rank) AS employment_rank,
        sum(link.rate_weight * score.education_score) AS education_score,
        sum(link.rate_weight * place.education_rank) AS education_rank,
        sum(link.rate_weight * score.health_score) AS health_score,
        sum(link.rate_weight * place.health_rank) AS health_rank,
        sum(link.rate_weight * score.crime_score) AS crime_score,
        sum(link.rate_weight * place.crime_rank) AS crime_rank,
        sum(link.rate_weight * score.barriers_score) AS barriers_score,
        sum(link.rate_weight * place.barriers_rank) AS barriers_rank,
        sum(link.rate_weight * score.environment_score) AS environment_score,
        sum(link.rate_weight * place.environment_rank) AS environment_rank,
        sum(link.rate_weight * older.imd_score) AS older_score,
        sum(link.rate_weight * older.imd_rank) AS older_rank
    FROM core.lsoa_2011 AS link
    LEFT JOIN raw.imd_2019_scores AS score USING (lsoa11cd)
    LEFT JOIN raw.imd_2019 AS place USING (lsoa11cd)
    LEFT JOIN raw.imd_2015 AS older USING (lsoa11cd)
    GROUP BY link.lsoa21cd
)
SELECT
    lsoa.lsoa21cd,
    now.imd_score AS imd2025_score,
    now.imd_rank AS imd2025_rank,
    now.imd_decile AS imd2025_decile,
    now.income_score AS imd2025_income_score,
    now.income_rank AS imd2025_income_rank,
    now.income_decile AS imd2025_income_decile,
    now.employment_score AS imd2025_employment_score,
    now.employment_rank AS imd2025_employment_rank,
    now.employment_decile AS imd2025_employment_decile,
    now.education_score AS imd2025_education_score,
    now.education_rank AS imd2025_education_rank,
    now.education_decile AS imd2025_education_decile,
    now.health_score AS imd2025_health_score,
    now.health_rank AS imd2025_health_rank,
    now.health_decile AS imd2025_health_decile,
    now.crime_score AS imd2025_crime_score,
    now.crime_rank AS imd2025_crime_rank,
    now.crime_decile AS imd2025_crime_decile,
    now.barriers_score AS imd2025_barriers_score,
    now.barriers_rank AS imd2025_barriers_rank,
    now.barriers_decile AS imd2025_barriers_decile,
    now.environment_score AS imd2025_environment_score,
    now.environment_rank AS imd2025_environment_rank,
    now.environment_decile AS imd2025_environment_decile,
    part.children_young_people_score AS imd2025_children_young_people_score,
    part.children_young_people_rank AS imd2025_children_young_people_rank,
    part.children_young_people_decile AS imd2025_children_young_people_decile,
    part.adult_skills_score AS imd2025_adult_skills_score,
    part.adult_skills_rank AS imd2025_adult_skills_rank,
    part.adult_skills_decile AS imd2025_adult_skills_decile,
    part.geographical_barriers_score AS imd2025_geographical_barriers_score,
    part.geographical_barriers_rank AS imd2025_geographical_barriers_rank,
    part.geographical_barriers_decile AS imd2025_geographical_barriers_decile,
    part.wider_barriers_score AS imd2025_wider_barriers_score,
    part.wider_barriers_rank AS imd2025_wider_barriers_rank,
    part.wider_barriers_decile AS imd2025_wider_barriers_decile,
    part.indoors_score AS imd2025_indoors_score,
    part.indoors_rank AS imd2025_indoors_rank,
    part.indoors_decile AS imd2025_indoors_decile,
    part.outdoors_score AS imd2025_outdoors_score,
    part.outdoors_rank AS imd2025_outdoors_rank,
    part.outdoors_decile AS imd2025_outdoors_decile,
    before.imd_score AS imd2019_score,
    rank() OVER (ORDER BY before.imd_score DESC, before.imd_rank) AS imd2019_rank,
    (10 * rank() OVER (ORDER BY before.imd_score DESC, before.imd_rank) + count(*) OVER () - 1)
        // count(*) OVER () AS imd2019_decile,
    before.imd_rank AS imd2019_rank_2011,
    before.income_score AS imd2019_income_score,
    rank() OVER (ORDER BY before.income_score DESC, before.income_rank) AS imd2019_income_rank,
    before.employment_score AS imd2019_employment_score,
    rank() OVER (ORDER BY before.employment_score DESC, before.employment_rank) AS imd2019_employment_rank,
    before.education_score AS imd2019_education_score,
    rank() OVER (ORDER BY before.education_score DESC, before.education_rank) AS imd2019_education_rank,
    before.health_score AS imd2019_health_score,
    rank() OVER (ORDER BY before.health_score DESC, before.health_rank) AS imd2019_health_rank,
    before.crime_score AS imd2019_crime_score,
    rank() OVER (ORDER BY before.crime_score DESC, before.crime_rank) AS imd2019_crime_rank,
    before.barriers_score AS imd2019_barriers_score,
    rank() OVER (ORDER BY before.barriers_score DESC, before.barriers_rank) AS imd2019_barriers_rank,
    before.environment_score AS imd2019_environment_score,
    rank() OVER (ORDER BY before.environment_score DESC, before.environment_rank) AS imd2019_environment_rank,
    before.older_score AS imd2015_score,
    rank() OVER (ORDER BY before.older_score DESC, before.older_rank) AS imd2015_rank
FROM core.lsoa
LEFT JOIN raw.imd_2025 AS now USING (lsoa21cd)
LEFT JOIN raw.imd_2025_subdomains AS part USING (lsoa21cd)
LEFT JOIN before USING (lsoa21cd)
