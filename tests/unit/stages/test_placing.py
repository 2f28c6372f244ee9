"""Points into polygons: inside, on a border, off the coast, nowhere."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.stages.placing import place

# two squares of a kilometre side by side, listed against the order of their codes
CODES = ["E2", "E1"]
SHAPES = np.array([shapely.box(1000, 0, 2000, 1000), shapely.box(0, 0, 1000, 1000)])


@pytest.mark.parametrize(
    ("easting", "northing", "code"),
    [
        (500, 500, "E1"),
        (1500, 500, "E2"),
        (1000, 500, "E1"),  # on the border: the first code
        (1000, 1060, "E1"),  # off the coast, as near to one as to the other
        (2100, 500, "E2"),  # a hundred metres off the coast
        (2101, 500, None),
        (np.nan, 500, None),
    ],
)
def test_where_a_point_lies(easting: float, northing: float, code: str | None) -> None:
    assert place(np.array([easting]), np.array([northing]), CODES, SHAPES).tolist() == [code]


def test_reach_is_a_setting_and_no_points_are_no_trouble() -> None:
    assert place(np.array([2101.0]), np.array([500.0]), CODES, SHAPES, reach=200).tolist() == ["E2"]
    assert place(np.array([]), np.array([]), CODES, SHAPES).tolist() == []
    assert place(np.array([np.nan]), np.array([np.nan]), CODES, SHAPES).tolist() == [None]


COORDINATE = st.integers(min_value=-300, max_value=2300)


@settings(max_examples=50, deadline=None)
@given(points=st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=30))
def test_every_code_is_that_of_the_nearest_polygon_within_reach(points) -> None:
    easting, northing = np.array(points, float).T
    for x, y, code in zip(easting, northing, place(easting, northing, CODES, SHAPES), strict=True):
        distance = {c: shapely.distance(s, shapely.Point(x, y)) for c, s in zip(CODES, SHAPES, strict=True)}
        best = min(sorted(CODES), key=lambda c: distance[c])
        assert code == (best if distance[best] <= 100 else None)
