"""Placebos: fixed by their seed, where people live, and without any place."""

from __future__ import annotations

import math

import numpy as np
import pytest
from measure_points import towns
from scipy.spatial import cKDTree

from pipelines.measure.placebo import dealt_out, density_alone, shape_alone, strewn


def test_the_same_seed_strews_the_same_places_and_another_does_not():
    origins, residents = towns(1, 400), np.full(400, 300.0)
    assert strewn(50, origins, residents).tobytes() == strewn(50, origins, residents).tobytes()
    assert not np.array_equal(strewn(50, origins, residents), strewn(50, origins, residents, seed=2))


def test_places_fall_where_people_live_in_proportion():
    origins, residents = np.array([[0.0, 0.0], [10.0, 0.0], [90_000.0, 0.0]]), np.array([300.0, 100.0, 0.0])
    places = strewn(20_000, origins, residents)
    assert (np.abs(places[:, 0]) <= 20.0).all()  # nobody lives at 90 km
    # Points beyond x = 10 come from the second origin alone, half of its quarter: 1/8 of all.
    assert (places[:, 0] > 10.0).mean() == pytest.approx(0.125, abs=0.01)


def test_places_stay_closer_than_the_next_origin():
    origins = towns(2, 500)
    apart = cKDTree(origins).query(origins, k=2)[0][:, 1].max()
    distance = cKDTree(origins).query(strewn(1000, origins, np.ones(500)))[0]
    assert distance.max() <= apart


@pytest.mark.parametrize("residents", [[0.0, 0.0], [1.0, -1.0], [math.nan, 1.0]])
def test_residents_are_needed(residents):
    with pytest.raises(ValueError, match="strewn"):
        strewn(3, [[0.0, 0.0], [1.0, 1.0]], residents)


def test_shape_and_density_know_people_and_ground_only():
    assert shape_alone([4500.0], [1500.0]).tolist() == [3.0]
    assert density_alone([1500.0], [0.5]).tolist() == [3000.0]
    assert math.isnan(shape_alone([4500.0], [0.0])[0])
    assert math.isnan(density_alone([1500.0], [0.0])[0])


def test_figures_dealt_out_are_the_same_figures_in_another_place():
    figures = np.arange(50.0)
    dealt = dealt_out(figures)
    assert sorted(dealt) == sorted(figures)
    assert not np.array_equal(dealt, figures)
    assert dealt_out(figures).tobytes() == dealt.tobytes()
    assert not np.array_equal(dealt_out(figures, seed=3), dealt)
