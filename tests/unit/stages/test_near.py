"""Places inside or near a boundary: squares whose distances are plain."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from pipelines.stages.near import near_totals, per_resident

SQUARE = shapely.box(0, 0, 1000, 1000)


def test_inside_and_up_to_the_distance_count_and_beyond_does_not():
    points = [[500.0, 500.0], [1000.0, 1000.0], [2000.0, 500.0], [2001.0, 500.0], [1800.0, 1800.0]]
    # Inside, on the corner, at 1,000 m, at 1,001 m, and past the corner at 1,131 m.
    assert near_totals([SQUARE], points).tolist() == [3.0]
    assert near_totals([SQUARE], points, distance=0.0).tolist() == [2.0]
    assert near_totals([SQUARE], points, values=[1.0, 2.0, 4.0, 8.0, 16.0]).tolist() == [7.0]


def test_groups_are_columns():
    points = [[500.0, 500.0], [1500.0, 500.0], [1500.0, 600.0]]
    found = near_totals([SQUARE, shapely.box(9000, 0, 9001, 1)], points, groups=[0, 2, 2], number_of_groups=4)
    assert found.tolist() == [[1.0, 0.0, 2.0, 0.0], [0.0] * 4]


def test_an_area_without_a_shape_is_missing():
    found = near_totals([None, shapely.Polygon(), SQUARE], [[1.0, 1.0]])
    assert np.isnan(found[:2]).all()
    assert found[2] == 1.0


def test_many_areas_are_as_one_by_one_whatever_the_threads():
    corners = np.random.default_rng(1).uniform(0, 20_000, (1200, 2))
    shapes = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + 300, corners[:, 1] + 700)
    points = np.random.default_rng(2).uniform(0, 20_000, (300, 2))
    one, four = (near_totals(shapes, points, 650.0, workers=n) for n in (1, 4))
    dots = shapely.points(points)
    plain = [(shapely.distance(shape, dots) <= 650.0).sum() for shape in shapes]
    assert one.tolist() == plain
    assert one.tobytes() == four.tobytes()


def test_per_resident_where_nobody_lives_is_missing():
    assert per_resident([4.0], [200.0]).tolist() == [0.02]
    assert math.isnan(per_resident([4.0], [0.0])[0])
    assert per_resident([[4.0, 2.0]], [200.0]).tolist() == [[0.02, 0.01]]


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="negative"):
        near_totals([SQUARE], [[0.0, 0.0]], distance=-1.0)
    with pytest.raises(ValueError, match="as many"):
        near_totals([SQUARE], [[0.0, 0.0]], values=[1.0, 2.0])
