/* ---
description: >-
  How many records of each source were found on the map, of those that its cleaning keeps. Records beyond
  England are found, and not used.
grain: one row a source
key: [source]
rows: {england: 19}  # the sources of places
columns:
  source:
  precision: {meaning: "site: points where things happen; area: registered offices, officers' homes, place names"}
  records: {type: int, meaning: Records that the cleaning keeps, min: 1, nullable: false}
  found: {type: int, meaning: Records with a point on land in Great Britain or elsewhere, nullable: false}
  match_rate: {type: float, meaning: Share of the records that were found, min: 0, max: 1, nullable: false}
  in_england: {type: int, meaning: Found inside the boundary of a neighbourhood, nullable: false}
  on_the_shore: {type: int, meaning: "Found outside all generalised boundaries, within 100 m of the nearest", nullable: false}
  across_border: {type: int, meaning: Found within 10 km beyond the border of England and kept, nullable: false}
  elsewhere: {type: int, meaning: Found further away and not used, nullable: false}
  no_postcode: {type: int, meaning: Postcode missing or not known, nullable: false}
  no_coordinates: {type: int, meaning: "Coordinates missing, at 0, 0, swapped or in the sea", nullable: false}
checks:
  # Counted before by others: 10,223 pharmacies; 6,023 stores; 2,746 retail centres; 1,304 food banks; 6,241 clubs;
  # 33,186 pubs less 30 closed; 2,020 stations less two on piers.
  - says: Records in England are as many as were counted before
    edition: pinned
    sql: >-
      SELECT source, in_england + on_the_shore AS here, counted FROM this JOIN (VALUES
      ('pharmacies', 10223), ('grocery_stores', 6023), ('retail_centres_2018', 2746), ('food_banks_2020', 1304),
      ('sports_clubs', 6241), ('pubs', 33156), ('rail_stations', 2018)
      ) AS known(source, counted) USING (source) WHERE here <> counted
--- */
WITH counts AS (
    SELECT
        source,
        min(precision) AS precision,
        count(*) AS records,
        count(*) FILTER (located = 'inside') AS in_england,
        count(*) FILTER (located = 'nearest') AS on_the_shore,
        count(*) FILTER (located = 'across_border') AS across_border,
        count(*) FILTER (located IN ('over 10 km beyond the border of England', 'outside Great Britain')) AS elsewhere,
        count(*) FILTER (located = 'postcode missing or not known') AS no_postcode
    FROM core.place_candidates
    GROUP BY source
)
SELECT
    source, precision, records,
    in_england + on_the_shore + across_border + elsewhere AS found,
    (in_england + on_the_shore + across_border + elsewhere) / records AS match_rate,
    in_england, on_the_shore, across_border, elsewhere, no_postcode,
    records - in_england - on_the_shore - across_border - elsewhere - no_postcode AS no_coordinates
FROM counts
