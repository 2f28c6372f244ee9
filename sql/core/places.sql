/* ---
description: >-
  Places where people come across one another or come together, each once, of all sources. A record that is
  the same place as another of its kind (near and alike in name) is merged into it; across kinds a building
  with two uses is two places. Places beyond the border of England that its people can reach are kept,
  without a neighbourhood.
grain: one row a place
key: [place_id]
# The notes beside the files count 154,000 records in England without the food businesses, some of which are one
# place, and 358,000 food businesses with coordinates, of which one in seven is of a kind that we use.
rows: {england: {min: 190000, max: 215000}}
columns:
  place_id:
  kind: {nullable: false}
  subkind: {meaning: "What sort of its kind, in the words of the source: phase, faith, sector, size, sort of hall; a building of two faiths has both, with a semicolon between"}
  name:
  easting: {nullable: false}
  northing: {nullable: false}
  lsoa21cd: {meaning: Neighbourhood (LSOA 2021); empty beyond the border of England}
  located: {type: string, meaning: "How the neighbourhood was found: inside its boundary, nearest within 100 m (the shore), across_border of England", values: [inside, nearest, across_border], nullable: false}
  precision: {nullable: false}
  source: {nullable: false, meaning: Source of the record that stands for the place}
  sources: {type: string, meaning: "All sources of its records, with semicolons between", nullable: false}
  records: {type: int, meaning: Records that are this place, min: 1, nullable: false}
  vintage: {type: string, meaning: What time the source of the record is of, nullable: false}
checks:
  - {says: "A place has no neighbourhood only where it lies beyond the border", sql: "SELECT place_id FROM this WHERE (lsoa21cd IS NULL) <> (located = 'across_border')"}
  - {says: "A neighbourhood of a place is one of the spine", sql: "SELECT place_id FROM this WHERE lsoa21cd NOT IN (SELECT lsoa21cd FROM core.lsoa)"}
  - {says: "England has 10,223 pharmacies, 6,023 grocery stores and 2,746 retail centres", edition: england, sql: "SELECT kind, count(lsoa21cd) AS n FROM this GROUP BY kind HAVING (kind = 'pharmacy' AND n <> 10223) OR (kind = 'grocery_store' AND n <> 6023) OR (kind = 'retail_centre' AND n <> 2746)"}
  - {says: "Every kind is there", edition: england, sql: "SELECT count(DISTINCT kind) FROM this HAVING count(DISTINCT kind) <> 25"}
  - {says: "Cafes, small shops and post offices of 2015 bear no name, for it may be a person's", sql: "SELECT place_id FROM this WHERE kind IN ('cafe', 'small_shop', 'post_office') AND name IS NOT NULL"}
--- */
-- Most places are one record: only those that are several are gathered.
WITH merged AS (
    SELECT DISTINCT stands_for AS place_id FROM core.place_candidates WHERE stands_for <> place_id
),
members AS (
    SELECT
        merged.place_id,
        string_agg(DISTINCT record.source, ';' ORDER BY record.source) AS sources,
        string_agg(DISTINCT record.subkind, ';' ORDER BY record.subkind) AS subkinds,
        count(*) AS records
    FROM merged
    JOIN core.place_candidates AS record ON record.stands_for = merged.place_id
    GROUP BY merged.place_id
)
SELECT
    place.place_id,
    place.kind,
    CASE WHEN place.kind = 'worship' THEN coalesce(members.subkinds, place.subkind) ELSE place.subkind END AS subkind,
    CASE WHEN place.kind NOT IN ('cafe', 'small_shop', 'post_office') THEN place.name END AS name,
    place.easting, place.northing,
    lsoa.lsoa21cd,
    place.located, place.precision, place.source,
    coalesce(members.sources, place.source) AS sources,
    coalesce(members.records, 1) AS records,
    place.vintage
FROM core.place_candidates AS place
LEFT JOIN members USING (place_id)
LEFT JOIN core.lsoa AS lsoa USING (lsoa21cd)
WHERE place.stands_for = place.place_id
