"""GeoJSON: collections, one feature a line, gzip; and what is said of a file that is wrong."""

from __future__ import annotations

import gzip
import json

import pytest
import shapely

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import geojson

POINT = {
    "area": Column("area", "string", "areacd", "meaning"),
    "longitude": Column("longitude", "float", "@longitude", "meaning"),
    "latitude": Column("latitude", "float", "@latitude", "meaning"),
}
SHAPE = {
    "area": Column("area", "string", "LSOA21CD", "meaning"),
    "geometry": Column("geometry", "geometry", "@geometry", "meaning"),
    "file": Column("file", "string", "@file", "meaning"),
}


def feature(geometry: object, **properties: object) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(longitude: float, latitude: float, code: str = "E01000001", name: str = "areacd") -> dict:
    return feature({"type": "Point", "coordinates": [longitude, latitude]}, **{name: code})


def collection(*features: dict, system: str | None = None) -> bytes:
    whole: dict = {"type": "FeatureCollection", "features": list(features)}
    if system:
        whole["crs"] = {"type": "name", "properties": {"name": system}}
    return json.dumps(whole).encode()


def faults(content: bytes, columns: dict[str, Column] = POINT) -> list[str]:
    with pytest.raises(Faults) as caught:
        geojson.read([("a.geojson", content)], columns, {})
    return [str(fault) for fault in caught.value.faults]


def test_one_feature_a_line_gzipped() -> None:
    lines = "\n".join(json.dumps(point(-0.09624, 51.519593, code)) for code in ("E01000001", "W01000002"))
    table = geojson.read([("pwc.json.gz", gzip.compress(lines.encode()))], POINT, {})
    assert table.to_pylist() == [
        {"area": "E01000001", "longitude": -0.09624, "latitude": 51.519593},
        {"area": "W01000002", "longitude": -0.09624, "latitude": 51.519593},
    ]


def test_a_collection_of_polygons_as_published_even_if_invalid() -> None:
    ring = [[0, 50], [1, 51], [1, 50], [0, 51], [0, 50]]
    bow_tie = feature({"type": "Polygon", "coordinates": [ring]}, LSOA21CD="E01000001", FID=1)
    content = collection(bow_tie, system="urn:ogc:def:crs:OGC:1.3:CRS84")
    table = geojson.read([("E06000001.geojson", content)], SHAPE, {})
    assert table["area"].to_pylist() == ["E01000001"]
    assert table["file"].to_pylist() == ["E06000001.geojson"]
    assert shapely.get_coordinates(shapely.from_wkb(table["geometry"][0].as_py())).tolist() == ring


def test_metres_for_degrees_are_told() -> None:
    said = faults(collection(point(-0.1, 51.5), point(532183.0, 181793.0)))
    where, what = "a.geojson, feature 2", "lies at (532183, 181793), not on the globe."
    assert said == [f"{where}: {what} Longitude comes first, both in degrees."]
    assert (
        "is in EPSG:27700, not in WGS84"
        in faults(collection(point(1.0, 51.5), system="urn:ogc:def:crs:EPSG::27700"))[0]
    )


def test_a_feature_without_geometry_is_told() -> None:
    assert faults(collection(point(0.1, 51.5), feature(None, areacd="E01000002"))) == [
        "a.geojson, feature 2: has no geometry."
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!doctype html><title>404</title>", "is a web page"),
        (collection(point(0.1, 51.5))[:-30], "is cut short"),
        (b'{"type": "FeatureCollection",\n"features": [oops]}', "a.geojson, line 2: is not JSON"),
        (b'{"message": "rate limit"}', "holds no features"),
        (collection(point(0.1, 51.5, name="areacode")), "has no column 'areacd'. Has it become 'areacode'?"),
    ],
    ids=["page", "cut short", "not JSON", "no features", "renamed"],
)
def test_what_is_wrong_with_a_file_is_said(content: bytes, said: str) -> None:
    assert said in faults(content)[0]


def test_text_in_a_number_column_is_named_by_its_feature() -> None:
    columns = {**POINT, "homes": Column("homes", "int", "homes", "meaning")}
    features = [
        feature({"type": "Point", "coordinates": [0, 51]}, areacd="E01", homes=h) for h in ("5", "five")
    ]
    assert "a.geojson, feature 2: column 'homes' holds 'five'" in faults(collection(*features), columns)[0]
