/* ---
description: >-
  Stations of the Underground, the Docklands Light Railway, Metrolink and the Tyne and Wear Metro, of the stops
  of NaPTAN. Where a railway station is within 250 m it stands for both.
grain: one row a stop of the source
key: [place_id]
rows: raw.naptan
columns:
  {place_id: , kind: , subkind: , name: , longitude: , latitude: , precision: , source: , dropped_reason: ,
  easting: {min: null, max: null}, northing: {min: null, max: null}}
--- */
-- Trams in the street are left out, for they stop as often as buses, and heritage lines, for they run for visitors.
WITH stations AS (
    SELECT atco_code, easting, northing
    FROM raw.naptan
    WHERE stop_type = 'MET' AND status = 'active'
        AND left(atco_code, 8) IN ('9400ZZLU', '9400ZZDL', '9400ZZMA', '9400ZZTW')
),
beside_railway AS (
    SELECT DISTINCT station.atco_code
    FROM stations AS station
    JOIN raw.naptan AS railway
        ON railway.stop_type = 'RLY' AND railway.status = 'active'
        AND (railway.easting - station.easting) ** 2 + (railway.northing - station.northing) ** 2 <= 250 ** 2
)
SELECT
    'naptan:' || stop.atco_code AS place_id,
    CASE WHEN station.atco_code IS NOT NULL THEN 'rail_station' END AS kind,
    CASE WHEN station.atco_code IS NOT NULL THEN 'metro' END AS subkind,
    CAST(NULL AS VARCHAR) AS name,
    CAST(NULL AS DOUBLE) AS longitude, CAST(NULL AS DOUBLE) AS latitude,
    stop.easting, stop.northing,
    'site' AS precision,
    'naptan' AS source,
    CASE
        WHEN station.atco_code IS NULL THEN 'no station of a metro'
        WHEN beside.atco_code IS NOT NULL THEN 'beside a railway station'
    END AS dropped_reason
FROM raw.naptan AS stop
LEFT JOIN stations AS station USING (atco_code)
LEFT JOIN beside_railway AS beside USING (atco_code)
