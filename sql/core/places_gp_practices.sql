/* ---
description: >-
  GP practices: the rows of which a part of the name is a practice and not a clinic, service or hub.
grain: one row a postcode of the source
key: [place_id]
rows: raw.gp_practices
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
-- A row holds all organisations of a postcode. One is a practice where its name has a word for practices and
-- none for services that prescribe under a GP code, or where it is one of those told one by one: practices that
-- are called by a house, a street or a village alone, or that call themselves a service. A name with a doctor in
-- it is not carried on.
WITH told AS (
    SELECT unnest(string_split_regex(
        'B192ET B339EJ NE119FJ B461TH B692LD B974AB BA23HT BB31BZ BL65NW BN108NF BS66AU BS70UE BD50HR CA158EL CB259PB CT188HY '
        || 'CT202HN CT215JY CT46UH CV350LP DE137AS DE138LT DE138PD DE143EY DE143RH DE150EP DE736SW E130AS HG42AX '
        || 'HU69BS HU73JQ HU35QE IG89QJ IP141NL L110BL L120JE L182DU L231TQ L32BG L72AB L72PF L80SY L96DQ LS208AR '
        || 'LS53QT M297BS M36AF M97ED ME144DS ME141RU ME159FL ME159JJ ME169AL ME173JY ME185SS ME186ES MK402NT N144PR NE35NF '
        || 'NG179JB NG200BP NG72QW NR50RS NR302PT OL83HF PE159BY PE36AP PE84JA PE86PL PO123JP RH104HY RM175JY RM191SX RM30PT '
        || 'SE100QN SE154PU SE172GN SE231HU SG192QS SR85TW SS56JH SS72NA ST148JG ST158AP ST158YE ST161BS ST161JG '
        || 'ST162AG ST179LY ST200GP SW35RR SW98DJ SY81GT TA27SQ TA28SQ TA35FA TA36NQ TF32BF TN173AY TN288BW TN380TA TN38EX '
        || 'TW148AG TW25TU W73AH WA110NA WA76ES WA84PF WD77JQ WF102QP WF110JA WF175DN WF20DP WF27GP WF29PE '
        || 'WF34HS WF44PA WF45BY WF76JL WF84PQ WN36JN WS31LZ WV107BS WV57BY WV67PD YO111UB YO243BU AL35NP', ' '
    )) AS postcode
),

parts AS (
    SELECT postcode, longitude, latitude, trim(unnest(string_split(name, '|'))) AS part
    FROM raw.gp_practices
),

practices AS (
    SELECT
        postcode, longitude, latitude,
        min(part) FILTER (
            regexp_matches(
                part,
                'surger|surg\b|medical|\bmed\.? ?(c|g|p)|\bprac|practice|\bm\.?c\.?$|\bh/?c\b|\bdoctors?\b|\bdrs?\b'
                || '|(health|hlth|hth)\.? ?(ctr|cent)|meddygfa|primary care|health ?care\b|health group|partnership|medicare'
                || '|iechyd|(family|village) (health|care)|\bpms\b|\bmed/ctr\b|[a-z] health$|centres? for health'
                || '|health (and|&) wellbeing|\bgp (centre|direct)|\bmedi(centre|c house)|\bgp@|rothschild house',
                'i'
            )
            AND NOT regexp_matches(
                part,
                'pharmac|chemist|clinics?\b|service|\bhubs?\b|out of hours|\booh|walk.?in|\bwic\b|\bhm[ps]?\b|prison'
                || '|\byoi\b|custody|immigration|hospice|hospital|\bteams?\b|\bpes ?@|optic|specsaver|\beye (serv|health care|care|clin|comm)|eyecare|\bbcss\b|\bpcn\b|\bccg\b'
                || '|\bicb\b|\bu[ct]c\b|urgent|(care|nursing) homes?\b|\bward$|\bward [^e]|\bderm|diabet|op[ht]+alm|muscul|\bmsk\b'
                || '|respirat|cardio|gynae|\bent\b|sexual|contracep|substance|\bdrug|alcohol|recovery|mental|camhs'
                || '|psych|physio|podiat|dent(al|ist)|matron|health visit|nurse|palliative|macmillan (unit|day|nurs)|paediat|child'
                || '|\bschools?$|school (nurs|health|imm)|\bsch\b|audiolog|vasect|minor (injur|surg)|extended|enhanced'
                || '|improved access|treatment|assess|intermediate|rehab|outreach|homeless|asylum|covid|vaccin'
                || '|virtual|remote|staffing|screening|prescri|weight (loss|man)|stroke|heart failure|\bpain\b|anti.?coag|\bnmp'
                || '|forensic|federation|\b111\b|\biuc\b|crisis|rapid|continence|tissue|lymph|wound|oxygen|cancer|oncolog'
                || '|smok|learning dis|online|community health|physical health|alternative|solutions|scheme'
                || '|(about|abl|cumbria|central surrey) health|(circle|independent|one) health( group|$)|find and treat'
                || '|primary care (networks?|24|support|smp|liaison|choice|surgical|cardio|manchester|alliance|access|front)|healthcare alliance'
                || '|health ?care (ltd|limited|llp|uk|cic)|elysium|eu exit|consultancy|consultation|streaming|in a&e'
                || '|carpal|\bdvt\b|horder|same day|\b0-\d|babylon|defence|\bmod\b|army|\braf\b|barracks|garrison|special alloc|ambulance|trust\b|\bnhs ft\b',
                'i'
            )
        ) AS called,
        any_value(postcode IN (SELECT postcode FROM told)) AS is_told
    FROM parts
    GROUP BY ALL
)
SELECT
    'gp_practices:' || postcode AS place_id,
    'gp_practice' AS kind,
    CAST(NULL AS VARCHAR) AS subkind,
    CASE WHEN NOT regexp_matches(called, '\b(drs?|doctors?)\b', 'i') THEN called END AS name,
    longitude, latitude,
    CAST(NULL AS DOUBLE) AS easting, CAST(NULL AS DOUBLE) AS northing,
    'site' AS precision,
    'gp_practices' AS source,
    CASE WHEN called IS NULL AND NOT is_told THEN 'a clinic or service, by its name' END AS dropped_reason
FROM practices
