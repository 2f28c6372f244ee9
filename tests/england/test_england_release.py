"""England's release: checksums, a GeoParquet that other programs read, and how many rows each table has."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from england_build import England
from snapshot import differing

from pipelines.build import Project
from pipelines.paths import Workspace, mirror_folder
from pipelines.publish.files import faulty

pytestmark = pytest.mark.england
EXPECTED = Path(__file__).parent / "expected_rows.csv"


def test_every_table_has_the_rows_that_were_reviewed(england: England) -> None:
    """After a change that is meant, mend expected_rows.csv by hand: somebody looked at each line."""
    project = Project(Workspace("england", england.data), mirror=mirror_folder(), network=False)
    made = [(name, project.storage.rows(name)) for name in sorted(project.graph.meant())]
    found = differing(pd.read_csv(EXPECTED), pd.DataFrame(made, columns=["table", "rows"]), "rows")
    assert found.empty, "\n" + found.to_string()


def test_the_comparison_of_rows_fails_for_other_missing_and_new_tables() -> None:
    expected = pd.DataFrame({"table": ["a", "b", "c"], "rows": [1, 2, 3]})
    assert differing(expected, expected, "rows").empty
    made = pd.DataFrame({"table": ["a", "b", "d"], "rows": [1, 1, 4]})
    assert list(differing(expected, made, "rows")["table"]) == ["b", "c", "d"]


def test_checksums_hold(england: England) -> None:
    assert not faulty(england.release)


def test_the_geoparquet_is_of_version_1_1_with_projjson_and_a_covering_box(england: England) -> None:
    geo = json.loads(pq.read_schema(england.release / "neighbourhoods.parquet").metadata[b"geo"])
    assert geo["version"] == "1.1.0" and geo["primary_column"] == "geometry"
    column = geo["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert column["crs"]["type"] == "GeographicCRS" and "projjson" in column["crs"]["$schema"]
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    west, south, east, north = column["bbox"]
    assert -6.5 < west < -6.3 and 49.8 < south < 50 and 1.7 < east < 1.8 and 55.8 < north < 55.9


def test_outlines_are_whole_and_share_their_borders(england: England) -> None:
    import geopandas as gpd
    import shapely

    shapes = gpd.read_parquet(
        england.release / "neighbourhoods.parquet", columns=["lsoa21cd", "area_km2", "geometry"]
    )
    assert len(shapes) == 33_755 and shapes["lsoa21cd"].is_unique
    assert shapes.is_valid.all() and not shapes.is_empty.any()
    metres = shapes.geometry.to_crs("EPSG:27700")
    assert shapely.coverage_is_valid(metres.to_numpy())
    assert metres.area.sum() / 1e6 == pytest.approx(shapes["area_km2"].sum(), rel=1e-3)


def test_a_gap_between_two_outlines_would_be_seen() -> None:
    import shapely

    left, right, apart = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(0.99, 0, 2, 1)
    assert shapely.coverage_is_valid([left, right])
    assert not shapely.coverage_is_valid([left, apart])
