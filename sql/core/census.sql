/* ---
description: >
  Counts of the census of March 2021. Tables published by output area are summed to the neighbourhood; every
  table has noise of its own against disclosure, so a share takes numerator and denominator from one table.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  residents_2021: {type: int, meaning: "Usual residents, census of March 2021", unit: people, min: 0, nullable: false, sources: [census_ts001]}
  residents_in_households: {type: int, meaning: Usual residents who live in a household, unit: people, min: 0, nullable: false, sources: [census_ts001]}
  residents_in_communal_establishments: {type: int, meaning: Usual residents who live in a communal establishment, unit: people, min: 0, nullable: false, sources: [census_ts001]}
  aged_0_4: {type: int, meaning: Usual residents aged 0 to 4, unit: people, min: 0, nullable: false, sources: [census_ts007a]}
  aged_5_14: {type: int, meaning: Usual residents aged 5 to 14, unit: people, min: 0, nullable: false, sources: [census_ts007a]}
  aged_15_24: {type: int, meaning: Usual residents aged 15 to 24, unit: people, min: 0, nullable: false, sources: [census_ts007a]}
  aged_25_64: {type: int, meaning: Usual residents aged 25 to 64, unit: people, min: 0, nullable: false, sources: [census_ts007a]}
  aged_65_over: {type: int, meaning: Usual residents aged 65 and over, unit: people, min: 0, nullable: false, sources: [census_ts007a]}
  aged_75_over: {type: int, meaning: Usual residents aged 75 and over, unit: people, min: 0, nullable: false, sources: [census_ts007a]}
  households: {type: int, meaning: Households, unit: households, min: 0, nullable: false, sources: [census_ts045]}
  no_car_households: {type: int, meaning: Households without a car or van, unit: households, min: 0, nullable: false, sources: [census_ts045]}
  one_car_households: {type: int, meaning: Households with one car or van, unit: households, min: 0, nullable: false, sources: [census_ts045]}
  two_car_households: {type: int, meaning: Households with two cars or vans, unit: households, min: 0, nullable: false, sources: [census_ts045]}
  three_car_households: {type: int, meaning: Households with three or more cars or vans, unit: households, min: 0, nullable: false, sources: [census_ts045]}
  tenure_households: {type: int, meaning: "Households in the table of tenure (differs a little from the others: noise against disclosure)", unit: households, min: 0, nullable: false, sources: [census_ts054]}
  owned_households: {type: int, meaning: "Households that own their home, outright or with a mortgage", unit: households, min: 0, nullable: false, sources: [census_ts054]}
  shared_ownership_households: {type: int, meaning: Households in shared ownership, unit: households, min: 0, nullable: false, sources: [census_ts054]}
  social_rented_households: {type: int, meaning: Households that rent from a social landlord, unit: households, min: 0, nullable: false, sources: [census_ts054]}
  private_rented_households: {type: int, meaning: Households that rent privately, unit: households, min: 0, nullable: false, sources: [census_ts054]}
  rent_free_households: {type: int, meaning: Households that live rent free, unit: households, min: 0, nullable: false, sources: [census_ts054]}
  sized_households: {type: int, meaning: "Households in the table of household size, summed from output areas", unit: households, min: 0, nullable: false, sources: [census_ts017, oa21_to_lsoa21]}
  one_person_households: {type: int, meaning: "Households of one person, of any age, summed from output areas", unit: households, min: 0, nullable: false, sources: [census_ts017, oa21_to_lsoa21]}
  residents_1_over: {type: int, meaning: "Usual residents aged 1 and over, summed from output areas", unit: people, min: 0, nullable: false, sources: [census_ts019, oa21_to_lsoa21]}
  same_address_residents: {type: int, meaning: Usual residents aged 1 and over whose address a year before was the same, unit: people, min: 0, nullable: false, sources: [census_ts019, oa21_to_lsoa21]}
  from_student_address_residents: {type: int, meaning: Usual residents aged 1 and over who came from a student or boarding-school address, unit: people, min: 0, nullable: false, sources: [census_ts019, oa21_to_lsoa21]}
  moved_within_uk_residents: {type: int, meaning: Usual residents aged 1 and over who came from another address in the United Kingdom within the year, unit: people, min: 0, nullable: false, sources: [census_ts019, oa21_to_lsoa21]}
  moved_from_abroad_residents: {type: int, meaning: Usual residents aged 1 and over who came from outside the United Kingdom within the year, unit: people, min: 0, nullable: false, sources: [census_ts019, oa21_to_lsoa21]}
  residents_3_over: {type: int, meaning: "Usual residents aged 3 and over, summed from output areas", unit: people, min: 0, nullable: false, sources: [census_ts029, oa21_to_lsoa21]}
  poor_english_residents: {type: int, meaning: Usual residents aged 3 and over who cannot speak English well or at all, unit: people, min: 0, nullable: false, sources: [census_ts029, oa21_to_lsoa21]}
  workers: {type: int, meaning: "Usual residents aged 16 and over in employment, summed from output areas", unit: people, min: 0, nullable: false, sources: [census_ts061, oa21_to_lsoa21]}
  home_workers: {type: int, meaning: Workers who worked mainly at or from home (in a lockdown), unit: people, min: 0, nullable: false, sources: [census_ts061, oa21_to_lsoa21]}
  public_transport_workers: {type: int, meaning: "Workers who travel by underground, tram, train, bus or coach", unit: people, min: 0, nullable: false, sources: [census_ts061, oa21_to_lsoa21]}
  car_workers: {type: int, meaning: "Workers who travel by car or van, as driver or passenger", unit: people, min: 0, nullable: false, sources: [census_ts061, oa21_to_lsoa21]}
  active_travel_workers: {type: int, meaning: Workers who walk or cycle, unit: people, min: 0, nullable: false, sources: [census_ts061, oa21_to_lsoa21]}
  residents_16_over: {type: int, meaning: Usual residents aged 16 and over, unit: people, min: 0, nullable: false, sources: [census_ts066]}
  employed_residents: {type: int, meaning: Usual residents aged 16 and over in employment, unit: people, min: 0, nullable: false, sources: [census_ts066]}
  unemployed_residents: {type: int, meaning: Usual residents aged 16 and over who are unemployed, unit: people, min: 0, nullable: false, sources: [census_ts066]}
  inactive_student_residents: {type: int, meaning: Usual residents aged 16 and over who are economically inactive students, unit: people, min: 0, nullable: false, sources: [census_ts066]}
  retired_residents: {type: int, meaning: Usual residents aged 16 and over who are retired, unit: people, min: 0, nullable: false, sources: [census_ts066]}
  other_inactive_residents: {type: int, meaning: Usual residents aged 16 and over who are inactive for another reason, unit: people, min: 0, nullable: false, sources: [census_ts066]}
checks:
  - {says: "England had 56,490,048 usual residents, give or take the noise", edition: england, sql: "SELECT 1 FROM this HAVING abs(sum(residents_2021) - 56490048) > 500"}
  - {says: "England had 46,007,505 residents aged 16 and over", edition: england, sql: "SELECT 1 FROM this HAVING sum(residents_16_over) <> 46007505"}
  - {says: "England had 23,436,085 households, give or take the noise", edition: england, sql: "SELECT 1 FROM this HAVING abs(sum(households) - 23436085) > 500 OR abs(sum(sized_households) - 23436085) > 500 OR abs(sum(tenure_households) - 23436085) > 500"}
  - {says: "30.1% of households are of one person", edition: england, sql: "SELECT 1 FROM this HAVING round(100 * sum(one_person_households) / sum(sized_households), 1) <> 30.1"}
  - {says: "Households of one person are no more than all households of that table", sql: "SELECT lsoa21cd FROM this WHERE one_person_households > sized_households"}
  - {says: "Households by cars add up to all households", sql: "SELECT lsoa21cd FROM this WHERE no_car_households + one_car_households + two_car_households + three_car_households <> households"}
--- */
WITH small AS (
    SELECT
        lookup.lsoa21cd,
        sum(ts017.households) AS sized_households,
        sum(ts017.one_person) AS one_person_households,
        sum(ts019.residents) AS residents_1_over,
        sum(ts019.same_address) AS same_address_residents,
        sum(ts019.from_student_address) AS from_student_address_residents,
        sum(ts019.from_within_uk) AS moved_within_uk_residents,
        sum(ts019.from_outside_uk) AS moved_from_abroad_residents,
        sum(ts029.residents_3_over) AS residents_3_over,
        sum(ts029.english_not_well + ts029.english_not_at_all) AS poor_english_residents,
        sum(ts061.employed) AS workers,
        sum(ts061.work_at_home) AS home_workers,
        sum(ts061.underground_tram + ts061.train + ts061.bus) AS public_transport_workers,
        sum(ts061.car_driver + ts061.car_passenger) AS car_workers,
        sum(ts061.bicycle + ts061.on_foot) AS active_travel_workers
    FROM raw.oa21_to_lsoa21 AS lookup
    LEFT JOIN raw.census_ts017 AS ts017 USING (oa21cd)
    LEFT JOIN raw.census_ts019 AS ts019 USING (oa21cd)
    LEFT JOIN raw.census_ts029 AS ts029 USING (oa21cd)
    LEFT JOIN raw.census_ts061 AS ts061 USING (oa21cd)
    GROUP BY lookup.lsoa21cd
)
SELECT
    lsoa.lsoa21cd,
    ts001.residents AS residents_2021,
    ts001.in_households AS residents_in_households,
    ts001.in_communal_establishments AS residents_in_communal_establishments,
    ts007a.aged_0_4,
    ts007a.aged_5_9 + ts007a.aged_10_14 AS aged_5_14,
    ts007a.aged_15_19 + ts007a.aged_20_24 AS aged_15_24,
    ts007a.aged_25_29 + ts007a.aged_30_34 + ts007a.aged_35_39 + ts007a.aged_40_44 + ts007a.aged_45_49 + ts007a.aged_50_54 + ts007a.aged_55_59 + ts007a.aged_60_64 AS aged_25_64,
    ts007a.aged_65_69 + ts007a.aged_70_74 + ts007a.aged_75_79 + ts007a.aged_80_84 + ts007a.aged_85_over AS aged_65_over,
    ts007a.aged_75_79 + ts007a.aged_80_84 + ts007a.aged_85_over AS aged_75_over,
    ts045.households,
    ts045.no_car AS no_car_households,
    ts045.one_car AS one_car_households,
    ts045.two_cars AS two_car_households,
    ts045.three_or_more_cars AS three_car_households,
    ts054.households AS tenure_households,
    ts054.owned AS owned_households,
    ts054.shared_ownership AS shared_ownership_households,
    ts054.social_rented AS social_rented_households,
    ts054.private_rented AS private_rented_households,
    ts054.rent_free AS rent_free_households,
    small.sized_households,
    small.one_person_households,
    small.residents_1_over,
    small.same_address_residents,
    small.from_student_address_residents,
    small.moved_within_uk_residents,
    small.moved_from_abroad_residents,
    small.residents_3_over,
    small.poor_english_residents,
    small.workers,
    small.home_workers,
    small.public_transport_workers,
    small.car_workers,
    small.active_travel_workers,
    ts066.employed + ts066.unemployed + ts066.inactive_students + ts066.retired + ts066.other_inactive AS residents_16_over,
    ts066.employed AS employed_residents,
    ts066.unemployed AS unemployed_residents,
    ts066.inactive_students AS inactive_student_residents,
    ts066.retired AS retired_residents,
    ts066.other_inactive AS other_inactive_residents
FROM core.lsoa
LEFT JOIN raw.census_ts001 AS ts001 ON ts001.area21cd = lsoa.lsoa21cd
LEFT JOIN raw.census_ts007a AS ts007a USING (lsoa21cd)
LEFT JOIN raw.census_ts045 AS ts045 USING (lsoa21cd)
LEFT JOIN raw.census_ts054 AS ts054 USING (lsoa21cd)
LEFT JOIN raw.census_ts066 AS ts066 USING (lsoa21cd)
LEFT JOIN small USING (lsoa21cd)
