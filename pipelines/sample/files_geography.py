"""Files of the group geography that say where things lie: boundaries, centroids, postcodes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.sample.county import (
    COUNTRY,
    COUNTY,
    DISTRICTS,
    REGION,
    County,
    combined_authority,
    upper_tier,
)
from pipelines.sample.formats import (
    Made,
    csv_bytes,
    feature_collection,
    feature_lines,
    gzip_bytes,
)
from pipelines.sample.names import squeezed

_GROUP = "geography"


def files(county: County) -> Iterator[Made]:
    """Every file of this part of the group."""
    yield from _boundaries(county)
    yield from _centroids(county)
    yield from _postcodes(county)


def _boundaries(county: County) -> Iterator[Made]:
    for at, (code, _, _) in enumerate(DISTRICTS):
        features = []
        for i in np.flatnonzero(county.lsoa["district_at"].to_numpy() == at).tolist():
            row = county.lsoa.iloc[i]
            properties = {
                "FID": i + 1,
                "LSOA21CD": row["lsoa21cd"],
                "LSOA21NM": row["lsoa21nm"],
                "GlobalID": f"SYNTHETIC-{i:08d}",
                "LADCD_ACTIVE": code,
                "UTLACD": upper_tier(at)[0],
                "CAUTHCD": combined_authority(at)[0] or None,
                "RGNCD": REGION[0],
            }
            shape = _shape(county, row["geometry"])
            features.append({"type": "Feature", "properties": properties, "geometry": shape})
        yield _GROUP, "lsoa21_boundaries", f"{code}.geojson", feature_collection(code, features)


def _shape(county: County, polygon: Any) -> dict[str, Any]:
    """GeoJSON of a polygon or several, in degrees; equal corners stay equal, so borders stay shared."""

    def ring(line: Any) -> list[list[float]]:
        points = np.asarray(line.coords)
        lon, lat = county.degrees(points[:, 0], points[:, 1], 12)
        return [list(pair) for pair in zip(lon.tolist(), lat.tolist(), strict=True)]

    parts = polygon.geoms if polygon.geom_type == "MultiPolygon" else [polygon]
    rings = [[ring(part.exterior), *(ring(hole) for hole in part.interiors)] for part in parts]
    if polygon.geom_type == "MultiPolygon":
        return {"type": "MultiPolygon", "coordinates": rings}
    return {"type": "Polygon", "coordinates": rings[0]}


def _centroids(county: County) -> Iterator[Made]:
    for dataset, file, code, table in (
        ("lsoa21_centroids", "lsoa21_pwc.json.gz", "lsoa21cd", county.lsoa),
        ("oa21_centroids", "oa21_pwc.json.gz", "oa21cd", county.oa),
    ):
        lon, lat = county.degrees(table["easting"], table["northing"])
        codes = table[code].tolist()
        shuffled = county.rng(dataset).permutation(len(codes)).tolist()
        points = [(codes[i], lon[i].item(), lat[i].item()) for i in shuffled]
        points.append((("W01" if dataset == "lsoa21_centroids" else "W00") + "900001", -3.6, 52.1))
        features = (
            {
                "type": "Feature",
                "properties": {"areacd": area},
                "geometry": {"type": "Point", "coordinates": [x, y]},
            }
            for area, x, y in points
        )
        yield _GROUP, dataset, file, gzip_bytes(feature_lines(features))


def _postcodes(county: County) -> Iterator[Made]:
    table = county.postcode
    lsoa_at = county.oa["lsoa_at"].to_numpy()[table["oa_at"].to_numpy()]
    district = county.lsoa["district_at"].to_numpy()[lsoa_at]
    ward = county.ward["wd24cd"].to_numpy()[county.lsoa["ward_at"].to_numpy()[lsoa_at]]
    rows: dict[str, list[list[Any]]] = {}
    for i, (code, _, east, north) in enumerate(table.itertuples(index=False)):
        at = int(district[i])
        shire = "" if DISTRICTS[at][0].startswith("E06") else COUNTY[0]
        row = [squeezed(code), 10, east, north, COUNTRY[0], "E19900001", "E18900001", shire]
        row += [DISTRICTS[at][0], ward[i]]
        if i % 500 == 250:
            row[1:4], row[5:] = [90, 0, 0], [""] * 5  # no coordinates are known: quality 90 and 0, 0
        rows.setdefault(code[:2].lower(), []).append(row)
    rows["qz"].append(
        [squeezed("QZ9 9ZZ"), 10, 305000, 270000, "W92000004", "", "W11900001", "", "W06900001"]
    )
    rows["qz"][-1].append("W05900001")
    for area, lines in rows.items():
        made = csv_bytes(lines, quoting=csv.QUOTE_NONNUMERIC)
        yield _GROUP, "code_point_open", f"{area}.csv", made
