/* ---
description: >-
  GP practices: the rows of which a part of the name is a practice and not a clinic, service or hub.
grain: one row a postcode of the source
key: [place_id]
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
-- A row holds all organisations of a postcode. One is a practice where its name has a word for practices and
-- none for services that prescribe under a GP code. A name with a doctor in it is not carried on.
WITH parts AS (
    SELECT postcode, longitude, latitude, trim(unnest(string_split(name, '|'))) AS part
    FROM raw.gp_practices
),
practices AS (
    SELECT
        postcode, longitude, latitude,
        min(part) FILTER (
            regexp_matches(
                part,
                'surger|surg\b|medical|med\.? ?(centre|c|g|p)|\bprac|practice|health ?(ctr|cent)|\bh/?c\b|\bdoctors?\b'
                || '|\bdrs?\b|meddygfa|primary care (cent|ctr)|health ?care (cent|ctr)|partnership|medicare|iechyd'
                || '|(family|village) health|healthcare$|\bpms\b|\bmed/ctr\b|[a-z] health$|centres? for health',
                'i'
            )
            AND NOT regexp_matches(
                part,
                'pharmac|chemist|clinics?\b|service|\bhubs?\b|out of hours|\booh|walk.?in|\bwic\b|\bhm[ps]?\b|prison'
                || '|\byoi\b|custody|immigration|hospice|hospital|\bteams?\b|\bpes ?@|optic|specsaver|\bpcn\b|\bccg\b'
                || '|\bicb\b|\bu[ct]c\b|urgent|(care|nursing) home|\bward\b|derm|diabet|op[ht]+alm|muscul|\bmsk\b'
                || '|respirat|cardio|gynae|\bent\b|sexual|contracep|substance|drug|alcohol|recovery|mental|camhs'
                || '|psych|physio|podiat|dent(al|ist)|matron|health visit|nurse|palliative|macmillan|paediat|child'
                || '|school|audiolog|vasect|minor (injur|surg)|extended|enhanced|improved access|treatment|assess'
                || '|intermediate|rehab|outreach|homeless|asylum|covid|vaccin|virtual|remote|staffing|screening'
                || '|prescrib|weight|stroke|heart failure|pain|anti.?coag|\bnmp|forensic|federation|\b111\b|\biuc\b'
                || '|crisis|rapid|continence|tissue|lymph|wound|oxygen|cancer|oncolog|smok|learning dis|online'
                || '|community health|physical health|circle health|alternative|solutions|(about|abl|cumbria|central surrey) health'
                || '|babylon|defence|\bmod\b|army|\braf\b|barracks|garrison|special alloc|ambulance|trust\b',
                'i'
            )
        ) AS practice
    FROM parts
    GROUP BY ALL
)
SELECT
    'gp_practices:' || postcode AS place_id,
    'gp_practice' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    CASE WHEN NOT regexp_matches(practice, '\b(drs?|doctors?)\b', 'i') THEN practice END AS name,
    longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'gp_practices' AS source,
    CASE WHEN practice IS NULL THEN 'a clinic or service, by its name' END AS dropped_reason
FROM practices
