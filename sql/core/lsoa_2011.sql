/* ---
description: >
  From the neighbourhoods of 2011 to those of 2021, with what a count and a rate become. A count of 2011 is
  sum(count * count_share); a rate is sum(rate * rate_weight). Unchanged areas pass both on as they are. A
  split area's parts share its count by their residents and each has its rate. A merged area adds the counts
  and weighs the rates by the residents of its parts. Six areas of 2011 and six of 2021 overlap in no simple
  way, where borders between districts moved: their residents are taken to stay in their district as far as
  the populations of both years allow, and the rest to cross; those rows are flagged.
grain: one row a pair of neighbourhoods, of 2011 and of 2021
key: [lsoa11cd, lsoa21cd]
rows: {england: 33856}
columns:
  lsoa11cd: {}
  lsoa21cd: {}
  change: {type: string, meaning: "What became of the neighbourhood: U unchanged, S split, M merged, X neither", values: [U, S, M, X], nullable: false}
  complex: {type: bool, meaning: "Whether the overlap is estimated, being neither unchanged, split nor merged", nullable: false}
  shared_people: {type: float, meaning: "Residents taken to live in both areas", unit: people, min: 0, nullable: false}
  count_share: {type: float, meaning: "Share of the count of the area of 2011 that goes to the area of 2021", unit: share, min: 0, max: 1, nullable: false}
  rate_weight: {type: float, meaning: "Weight of the rate of the area of 2011 in the area of 2021", unit: share, min: 0, max: 1, nullable: false}
checks:
  - {says: "Counts are conserved: the shares of an area of 2011 add up to one", sql: "SELECT lsoa11cd, sum(count_share) FROM this GROUP BY lsoa11cd HAVING abs(sum(count_share) - 1) > 1e-9"}
  - {says: "Rates are means: the weights of an area of 2021 add up to one", sql: "SELECT lsoa21cd, sum(rate_weight) FROM this GROUP BY lsoa21cd HAVING abs(sum(rate_weight) - 1) > 1e-9"}
  - {says: "Every neighbourhood of the spine has one of 2011", sql: "SELECT lsoa21cd FROM core.lsoa WHERE lsoa21cd NOT IN (SELECT lsoa21cd FROM this)"}
  - {says: "England had 32,844 neighbourhoods in 2011", edition: england, sql: "SELECT count(DISTINCT lsoa11cd) FROM this HAVING count(DISTINCT lsoa11cd) <> 32844"}
  - {says: "Ten complex pairs join six neighbourhoods of 2011 with six of 2021", edition: england, sql: "SELECT count(*), count(DISTINCT lsoa11cd), count(DISTINCT lsoa21cd) FROM this WHERE complex HAVING (count(*), count(DISTINCT lsoa11cd), count(DISTINCT lsoa21cd)) <> (10, 6, 6)"}
--- */
WITH RECURSIVE pair AS (
    SELECT
        lookup.lsoa11cd,
        lookup.lsoa21cd,
        lookup.change,
        lookup.change = 'X' AS complex,
        -- both names begin with the district
        regexp_replace(lookup.lsoa11nm, ' \d+[A-Z]$', '') = regexp_replace(lookup.lsoa21nm, ' \d+[A-Z]$', '')
            AS same_district,
        old.population_2015 AS people11,
        new.residents AS people21
    FROM core.lsoa
    LEFT JOIN raw.lsoa11_to_lsoa21 AS lookup USING (lsoa21cd)
    LEFT JOIN raw.imd_2019_scores AS old USING (lsoa11cd)
    LEFT JOIN raw.census_ts001 AS new ON new.area21cd = lookup.lsoa21cd
),
-- complex pairs that hang together, each cluster named by its first area of 2011
reached AS (
    SELECT lsoa11cd AS root, lsoa11cd FROM pair WHERE complex
    UNION
    SELECT reached.root, other.lsoa11cd
    FROM reached
    JOIN pair AS own USING (lsoa11cd)
    JOIN pair AS other USING (lsoa21cd)
    WHERE own.complex AND other.complex
),
cluster AS (
    SELECT lsoa11cd, min(root) AS cluster FROM reached GROUP BY lsoa11cd
),
growth AS (
    -- how much each cluster has grown, so that its populations of both years add up to the same
    SELECT cluster, people21 / people11 AS growth
    FROM (
        SELECT cluster, sum(people11) AS people11
        FROM (SELECT DISTINCT lsoa11cd, people11 FROM pair WHERE complex) JOIN cluster USING (lsoa11cd)
        GROUP BY cluster
    )
    JOIN (
        SELECT cluster, sum(people21) AS people21
        FROM (SELECT DISTINCT cluster, lsoa21cd, people21 FROM pair JOIN cluster USING (lsoa11cd) WHERE complex)
        GROUP BY cluster
    ) USING (cluster)
),
stayed AS (
    SELECT
        lsoa11cd, lsoa21cd, people11 * growth AS people11, people21, same_district,
        CASE WHEN same_district THEN least(people11 * growth, people21) ELSE 0 END AS stayed
    FROM pair
    JOIN cluster USING (lsoa11cd)
    JOIN growth USING (cluster)
    WHERE complex
),
crossing AS (
    SELECT
        *,
        greatest(people11 - sum(stayed) OVER (PARTITION BY lsoa11cd), 0) AS leaving,
        CASE WHEN same_district THEN 0
             ELSE greatest(people21 - sum(stayed) OVER (PARTITION BY lsoa21cd), 0) END AS room
    FROM stayed
),
overlap AS (
    SELECT
        lsoa11cd, lsoa21cd,
        stayed + CASE
            WHEN leaving = 0 OR same_district THEN 0
            WHEN sum(room) OVER (PARTITION BY lsoa11cd) > 0
                THEN leaving * room / sum(room) OVER (PARTITION BY lsoa11cd)
            ELSE leaving / count(*) FILTER (NOT same_district) OVER (PARTITION BY lsoa11cd)
        END AS people
    FROM crossing
),
shared AS (
    SELECT
        pair.lsoa11cd,
        pair.lsoa21cd,
        pair.change,
        pair.complex,
        CASE pair.change WHEN 'M' THEN pair.people11 WHEN 'X' THEN overlap.people ELSE pair.people21 END::DOUBLE
            AS shared_people
    FROM pair
    LEFT JOIN overlap USING (lsoa11cd, lsoa21cd)
)
SELECT
    *,
    shared_people / sum(shared_people) OVER (PARTITION BY lsoa11cd) AS count_share,
    shared_people / sum(shared_people) OVER (PARTITION BY lsoa21cd) AS rate_weight
FROM shared
