/* ---
description: >-
  Halls, clubs, cafes, small shops and post offices of 2015, told by their names.
grain: one row a business of the source
key: [place_id]
rows: raw.food_businesses_2015
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
-- From the surest word to the vaguest: a lunch club in a village hall is a hall, a shop with a post office a
-- post office. Chains that grocery_stores has, sports clubs that sports_clubs has, and clubs that are a
-- service (lunch, breakfast, after school), for the young alone, a restaurant, a camp site or for gentlemen are
-- left out.
WITH named AS (
    -- An e with an accent was encoded twice by some authorities.
    SELECT id, replace(name, 'Ã©', 'é') AS name, longitude, latitude FROM raw.food_businesses_2015
),

told AS (
    SELECT
        id, name, longitude, latitude,
        CASE
            WHEN regexp_matches(name, '\b(nursing|residential|care) home|\bfood hall\b|\bhall hotel\b|\bcellar (bar|club)\b', 'i')
                THEN NULL
            WHEN regexp_matches(name, '\btown hall\b', 'i') THEN 'hall:town_hall'
            WHEN regexp_matches(name, '\bcommunity (centre|center|association|hub|hall|house)\b|\byouth (and|&) community', 'i')
                THEN 'hall:community_centre'
            WHEN regexp_matches(
                name,
                '\b(village|memorial|public|jubilee|victory|coronation|welfare|recreation|w\.?i\.?|women''?s institute'
                || '|reading rooms?|peace|victoria)\b.*\bhall\b|\bvillage (centre|institute)\b', 'i'
            ) THEN 'hall:village_hall'
            WHEN regexp_matches(
                name,
                '\b(church|parish|chapel|methodist|baptist|urc|reformed|catholic|gospel|mission|salvation|st\.?|saints?)\b'
                || '.*\bhall\b|\b(church|parish) (centre|rooms?)\b', 'i'
            ) THEN 'hall:church_hall'
            WHEN regexp_matches(name, '\b(scouts?|guides?|legion|social|miners|masonic|civic|institute)\b.*\bhall\b', 'i')
                THEN 'hall:other_hall'
            WHEN regexp_matches(name, '\bclubs?\b.*\bcaf[eé]s?$|\bcoffee club\b', 'i') THEN 'cafe:'
            WHEN regexp_matches(
                name,
                'school|\bsch\b|breakfast|holiday|kids|child|play|toddler|pre-?school|lunch|luncheon|over 60|pensioner'
                || '|caravan|camping|gentlem[ae]n|\byouth clubs?\b|kidz|\bfun\b|junior (ranks|youth)|cookery'
                || '|\b(curry|spice|pizza|burger|cocktail|brunch|dining|diner|dance|day|tea ?time|tea) clubs?\b'
                || '|\bclub (spice|pizza|diner|restaurant)\b|^(lads|boys|girls|[^o]*[^o][^l][^d] (lads|boys|girls))\b.*club'
                || '|\b(golf|country|health|fitness|gym|night|hotel|bingo|snooker|comedy|strip|casino|poker|sandwich|book'
                || '|supper|breakfast|club house hotel)\b', 'i'
            ) AND regexp_matches(name, '\bclubs?\b', 'i') THEN NULL
            WHEN regexp_matches(name, '\b(sports?|recreation|athletic) ?(and|&|\+|n)? ?(soc|leisure|welfare)', 'i')
                THEN 'social_club:sports_and_social'
            WHEN regexp_matches(
                name,
                '\b(football|rugby|r\.?u?\.?f\.?c|f\.?c|c\.?c|cricket|bowl(s|ing)?|tennis|sailing|yacht|boat|rowing|hockey'
                || '|athletic|squash|angling|fishing|shooting|rifle|swimming|ski|polo|riding|croquet|badminton|sports?'
                || '|cruising|canoe|cycling|motor|flying|gliding|racing|boxing|judo|martial)\b', 'i'
            ) AND regexp_matches(name, '\b(clubs?|clubhouse|institute)\b', 'i') THEN NULL
            WHEN regexp_matches(name, '\b(clubs?|wmc|legion)\b|\binstitute$|(mens?|workers|miners).? institute', 'i')
                THEN 'social_club:social'
            WHEN regexp_matches(name, '\bpost offices?\b', 'i') THEN 'post_office:'
            WHEN regexp_matches(name, 'school|college|university|hospital|mobile|\bvan\b|catering|\bstaff\b|canteen|academy', 'i')
                THEN NULL
            WHEN regexp_matches(
                name,
                '\bcafes?\b|\bcafé|\bcaff\b|\bcaff[eèé]|\bcoffee\b|\btea ?(rooms?|shop)\b|puccino|\bstarbucks\b'
                || '|^costa( ltd| limited| drive| ?@| at |/| \(|$)|\bpret[ -]+a[ -]+manger\b', 'i'
            ) THEN 'cafe:'
            WHEN regexp_matches(
                name,
                'tesco|sainsbury|\basda\b|morrison|\baldi\b|\blidl\b|iceland|waitrose|marks (and|&)|\bm ?& ?s\b|\bco-?op(erative)?s?\b'
                || '|b ?& ?m\b|bargain|pound( ?(land|world|stretcher|shop|store|plus|savers?)|s\b)|wilkinson|\bwilko|boots|superdrug|hardware|department|charity|butcher|\bfish(monger|ery|eries)?\b'
                || '|baker|wholesale|cash (and|&|n) carry|distribution|discount|garden|furni|carpet|book|country stores?'
                || '|premier (inn|lodge|travel|sausage)|comedy store|mill stores?\b|wine store|pet ?(store|shop)|factory|outlet|bed(s|ding)', 'i'
            ) THEN NULL
            WHEN regexp_matches(
                name,
                'news ?agents?|newsagency|\bnews\b|convenience|general stores?|\b(village|corner|community|local) shop|\bstores?\b'
                || '|mini ?mar(ke)?t|supermarket|grocer|off[ -]?licence|costcutter|\bspar\b|londis|\bnisa\b|\bpremier\b|\bmace\b'
                || '|happy shopper|lifestyle express|one stop|mccoll', 'i'
            ) THEN 'small_shop:'
        END AS told
    FROM named
)
SELECT
    'food_businesses_2015:' || id AS place_id,
    nullif(split_part(told, ':', 1), '') AS kind,
    nullif(split_part(told, ':', 2), '') AS subkind,
    CASE WHEN told IS NOT NULL THEN name END AS name,
    longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'food_businesses_2015' AS source,
    CASE WHEN told IS NULL THEN 'no kind that we use, by its name' END AS dropped_reason
FROM told
