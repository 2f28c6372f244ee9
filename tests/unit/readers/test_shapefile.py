"""Shapefiles in a zip: points and attributes, and what is said where the zip holds something else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import geopandas
import pytest
from shapely import LineString, Point

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import shapefile

COLUMNS = {
    "name": Column("name", "string", "name", "meaning"),
    "units": Column("units", "int", "Units_no", "meaning"),
    "easting": Column("easting", "float", "@x", "meaning"),
    "northing": Column("northing", "float", "@y", "meaning"),
}


def zipped(folder: Path, geometry: list, leave_out: str = "") -> bytes:
    frame = geopandas.GeoDataFrame({"name": ["Square"], "Units_no": [12.0]}, geometry=geometry, crs=27700)
    frame.to_file(folder / "centres.shp")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path in sorted(folder.glob("centres.*")):
            if path.suffix != leave_out:
                archive.write(path, path.name)
    return held.getvalue()


def test_points_come_in_the_files_own_coordinates(tmp_path: Path) -> None:
    content = zipped(tmp_path, [Point(558458.25, 139394.5)])
    table = shapefile.read([("a.zip", content)], COLUMNS, {"encoding": "utf-8"})
    assert table.to_pylist() == [{"name": "Square", "units": 12, "easting": 558458.25, "northing": 139394.5}]


def test_lines_are_not_points(tmp_path: Path) -> None:
    content = zipped(tmp_path, [LineString([(0, 0), (1, 1)])])
    with pytest.raises(Faults, match="holds shapes that are not points"):
        shapefile.read([("a.zip", content)], COLUMNS, {})


def test_a_zip_without_shapes_names_what_it_holds(tmp_path: Path) -> None:
    content = zipped(tmp_path, [Point(1, 1)], leave_out=".shp")
    with pytest.raises(Faults, match=r"holds no member that matches '\*\.shp'"):
        shapefile.read([("a.zip", content)], COLUMNS, {})


def test_a_cut_file_says_so(tmp_path: Path) -> None:
    content = zipped(tmp_path, [Point(1, 1)])
    with pytest.raises(Faults, match="cannot be unpacked"):
        shapefile.read([("a.zip", content[: len(content) // 2])], COLUMNS, {})


def test_a_missing_attribute_is_named(tmp_path: Path) -> None:
    columns = {"towns": Column("towns", "string", "nam", "meaning")}
    with pytest.raises(Faults, match="has no column 'nam'"):
        shapefile.read([("a.zip", zipped(tmp_path, [Point(1, 1)]))], columns, {})
