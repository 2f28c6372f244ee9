"""Reach, distance to the nearest and means over residents: worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from measure_points import distances, point_lists

from pipelines.measure.decay import decay
from pipelines.measure.reach import nearest, neighbourhood_mean, reach


def test_reach_adds_places_up_by_their_decay():
    # From the origin: a place at the door, one at a bandwidth, one at four bandwidths (cut off).
    found = reach([[0.0, 0.0]], [[0.0, 0.0], [500.0, 0.0], [0.0, 2000.0]], decay("gaussian", 500.0))
    assert found == pytest.approx([1 + math.exp(-0.5)], rel=1e-14)


def test_reach_by_group_and_class():
    origins, places = [[0.0, 0.0], [0.0, 0.0]], [[800.0, 0.0], [800.0, 0.0]]
    settings = decay("step", [[1000.0, 500.0], [1000.0, 900.0]])
    found = reach(origins, places, settings, classes=[0, 1], groups=[0, 1], values=[2.0, 3.0])
    assert found.tolist() == [[2.0, 0.0], [2.0, 3.0]]


@given(point_lists, point_lists)
def test_nearest_is_the_least_distance(origins, places):
    every = distances(origins, places)
    distance, place = nearest(origins, places)
    np.testing.assert_allclose(distance, every.min(axis=1), rtol=1e-12)
    np.testing.assert_allclose(every[np.arange(len(origins)), place], every.min(axis=1), rtol=1e-12)


def test_nearest_of_none_is_missing_and_not_far():
    distance, place = nearest([[0.0, 0.0]], np.empty((0, 2)))
    assert math.isnan(distance[0])
    assert place.tolist() == [-1]


def test_mean_over_residents():
    means = neighbourhood_mean([1.0, 4.0, 7.0], [100.0, 200.0, 50.0], [0, 0, 2], 3)
    assert means[0] == pytest.approx(3.0)  # (100 * 1 + 200 * 4) / 300
    assert math.isnan(means[1])  # nobody lives there
    assert means[2] == 7.0


def test_mean_of_several_columns_keeps_what_is_missing():
    values = np.array([[1.0, math.nan], [3.0, 2.0], [math.nan, 5.0]])
    means = neighbourhood_mean(values, [1.0, 1.0, 0.0], [0, 0, 0], 1)
    assert means[0, 0] == 2.0  # the missing value has no residents
    assert math.isnan(means[0, 1])


@pytest.mark.parametrize(
    "values, residents, area",
    [([1.0], [1.0, 2.0], [0]), ([1.0], [-1.0], [0]), ([1.0], [math.nan], [0]), ([1.0], [1.0], [1])],
)
def test_mean_refuses_what_does_not_fit(values, residents, area):
    with pytest.raises(ValueError, match="neighbourhood_mean"):
        neighbourhood_mean(values, residents, area, 1)
