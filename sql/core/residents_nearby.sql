/* ---
description: >
  How many people live within 1 km of where the people of a neighbourhood live, themselves among them: who
  shares what is within 1 km. Output areas within 1 km of each output area, averaged by residents.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd: {}
  residents_within_1km: {type: float, meaning: "Residents (census of 2021) within 1 km, mean over the residents of the neighbourhood", unit: residents, min: 1, nullable: false}
--- */
WITH origin AS (
    SELECT
        oa21cd, lsoa21cd, easting, northing, residents,
        CAST(floor(easting / 1000) AS INTEGER) AS column_km,
        CAST(floor(northing / 1000) AS INTEGER) AS row_km
    FROM core.output_area
),
-- who is within 1 km lies in the same square kilometre or one of the eight around it
around AS (
    SELECT
        easting, northing, residents, column_km + aside.step AS column_km, row_km + above.step AS row_km
    FROM origin
    CROSS JOIN (VALUES (-1), (0), (1)) AS aside (step)
    CROSS JOIN (VALUES (-1), (0), (1)) AS above (step)
),
near AS (
    SELECT origin.oa21cd, sum(around.residents) AS people
    FROM origin
    JOIN around USING (column_km, row_km)
    WHERE (origin.easting - around.easting) ** 2 + (origin.northing - around.northing) ** 2 <= 1000000
    GROUP BY ALL
)
SELECT lsoa21cd, sum(residents * people) / sum(residents) AS residents_within_1km
FROM origin
JOIN near USING (oa21cd)
GROUP BY lsoa21cd
