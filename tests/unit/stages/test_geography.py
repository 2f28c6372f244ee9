"""Boundaries, centroids and postcodes: small tables in, small tables out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import shapely

from pipelines.errors import CommonGroundError
from pipelines.stages import boundaries, centroids, postcodes  # noqa: F401  # they declare their steps
from pipelines.stages.grid import to_degrees, to_grid
from pipelines.warehouse.checks import violations
from pipelines.warehouse.step import STEPS, Inputs
from pipelines.warehouse.tables import Storage, conform


def made(folder: Path, table: str, edition: str = "sample", **inputs: pa.Table) -> tuple[list[dict], str]:
    """The rows of a step over these inputs (`layer__name`), and what its contract finds wrong."""
    storage, step = Storage(str(folder)), STEPS[table]
    for name, content in inputs.items():
        storage.write(name.replace("__", "."), content, "test")
    given = Inputs(storage, step.reads, edition)
    result = conform(step.run(given), step.contract, table)
    found = violations(result, step.contract, edition, None, given.database)
    return result.to_pylist(), "\n".join(map(str, found))


def in_degrees(*boxes: tuple[float, float, float, float]) -> np.ndarray:
    def turned(points: np.ndarray) -> np.ndarray:
        return np.column_stack(to_degrees(points[:, 0], points[:, 1]))

    return shapely.transform(np.array([shapely.box(*b) for b in boxes]), turned)


LEFT, RIGHT = (432000, 344000, 432500, 345000), (432500, 344000, 434000, 345000)


def published(shapes: np.ndarray) -> pa.Table:
    codes = [f"E0100000{n}" for n in range(1, len(shapes) + 1)]
    return pa.table({"lsoa21cd": codes, "geometry": shapely.to_wkb(shapes)})


def test_the_grid_is_the_ordnance_survey_s() -> None:
    """The worked example of the Ordnance Survey's guide (annexe C): Caister water tower, within 5 m."""
    easting, northing = to_grid(
        np.array([1 + 42 / 60 + 57.8663 / 3600]), np.array([52 + 39 / 60 + 28.8282 / 3600])
    )
    assert abs(easting[0] - 651409.9) < 5
    assert abs(northing[0] - 313177.3) < 5


def test_boundaries_are_projected_and_measured(tmp_path: Path) -> None:
    rows, wrong = made(
        tmp_path, "core.lsoa_boundary", raw__lsoa21_boundaries=published(in_degrees(LEFT, RIGHT))
    )
    assert wrong == ""
    assert [row["area_m2"] for row in rows] == pytest.approx([500_000, 1_500_000], abs=20)
    first, second = (shapely.from_wkb(row["geometry"]) for row in rows)
    assert first.bounds == pytest.approx(LEFT, abs=0.01)
    assert shapely.coverage_is_valid([first, second])
    assert first.intersection(second).length == pytest.approx(1000, abs=0.1)


def test_a_part_of_england_fails_the_rows_and_the_area(tmp_path: Path) -> None:
    _, wrong = made(
        tmp_path, "core.lsoa_boundary", "england", raw__lsoa21_boundaries=published(in_degrees(LEFT, RIGHT))
    )
    assert "expected 33,755 rows, got 2" in wrong
    assert "The areas add up to that of England" in wrong


def test_an_invalid_shape_is_mended_to_its_area() -> None:
    # a square of 100 m with a spike that doubles back on itself
    ring = [(0, 0), (100, 0), (100, 100), (50, 100), (50, 150), (50, 100), (0, 100), (0, 0)]
    mended = boundaries.mended(np.array([shapely.Polygon(ring), shapely.box(200, 0, 300, 100)]))
    assert shapely.is_valid(mended).all()
    assert shapely.area(mended).tolist() == [10_000, 10_000]
    assert mended[0].geom_type == "Polygon"


def test_copies_that_differ_are_named() -> None:
    """A neighbour from another copy, its border half a metre off."""
    shapes = in_degrees(LEFT, (432500.5, 344000, 434000, 345000), (440000, 344000, 441000, 345000))
    overlapping = in_degrees(LEFT, (432499.5, 344000, 434000, 345000), (440000, 344000, 441000, 345000))
    assert (
        len(boundaries.fitted(["E1", "E2", "E3"], in_degrees(LEFT, RIGHT, (440000, 344000, 441000, 345000))))
        == 3
    )
    boundaries.fitted(["E1", "E2", "E3"], shapes)  # a gap is a river, not a mistake
    with pytest.raises(CommonGroundError, match=r"2 neighbourhoods .* among them E1, E2"):
        boundaries.fitted(["E1", "E2", "E3"], overlapping)


def test_centroids_of_england_only(tmp_path: Path) -> None:
    east, north = to_degrees(np.array([432250.0]), np.array([344500.0]))
    points = {"longitude": [east[0]] * 2, "latitude": [north[0]] * 2}
    rows, wrong = made(
        tmp_path,
        "core.centroid",
        raw__lsoa21_centroids=pa.table({"lsoa21cd": ["E01000001", "W01000001"], **points}),
        raw__oa21_centroids=pa.table({"oa21cd": ["E00000001", "W00000001"], **points}),
    )
    assert wrong == ""
    assert rows == [
        {"area21cd": "E00000001", "easting": 432250.0, "northing": 344500.0},
        {"area21cd": "E01000001", "easting": 432250.0, "northing": 344500.0},
    ]


def test_swapped_coordinates_and_null_island_are_told(tmp_path: Path) -> None:
    _, wrong = made(
        tmp_path,
        "core.centroid",
        raw__lsoa21_centroids=pa.table({"lsoa21cd": ["E01000001"], "longitude": [51.5], "latitude": [-0.1]}),
        raw__oa21_centroids=pa.table({"oa21cd": ["E00000001"], "longitude": [0.0], "latitude": [0.0]}),
    )
    assert "were longitude and latitude swapped? (2 rows): E00000001; E01000001" in wrong


def code_point(*rows: tuple[str, int, int, int, str]) -> pa.Table:
    names = ["postcode", "quality", "easting", "northing", "ctrycd"]
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return pa.table({**columns, "ladcd": ["E08000038"] * len(rows)})


def areas() -> pa.Table:
    shapes = np.array([shapely.box(*LEFT), shapely.box(*RIGHT)])
    return published(shapes)


def test_postcodes_are_placed_and_those_without_coordinates_kept(tmp_path: Path) -> None:
    rows, wrong = made(
        tmp_path,
        "core.postcode",
        raw__code_point_open=code_point(
            ("S70 1AB", 10, 432100, 344500, "E92000001"),
            ("S701AC", 50, 433000, 344500, "E92000001"),
            ("S70 1AD", 90, 0, 0, "E92000001"),
            ("S70 1AE", 10, 433000, 345080, "E92000001"),
            ("CF10 1AA", 10, 433000, 344500, "W92000004"),
        ),
        core__lsoa_boundary=areas(),
    )
    assert wrong == ""
    assert {row["postcode"]: (row["easting"], row["lsoa21cd"]) for row in rows} == {
        "S701AB": (432100.0, "E01000001"),
        "S701AC": (433000.0, "E01000002"),
        "S701AD": (None, None),
        "S701AE": (433000.0, "E01000002"),  # 80 m off the coast
    }


def test_postcodes_in_the_sea_fail_where_they_are_many(tmp_path: Path) -> None:
    sea = [(f"S70 1A{letter}", 10, 600000, 344500, "E92000001") for letter in "ABDEFGHJLNP"]
    _, wrong = made(
        tmp_path,
        "core.postcode",
        "england",
        raw__code_point_open=code_point(*sea),
        core__lsoa_boundary=areas(),
    )
    assert "All but a few postcodes with coordinates have a neighbourhood" in wrong
    assert "813 English postcodes have no coordinates" in wrong
    assert "expected 1,492,125 rows, got 11" in wrong
