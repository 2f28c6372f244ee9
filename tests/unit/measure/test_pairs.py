"""Pairs within a cut-off: equal to every distance taken one by one, in one order always."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_points import distances, point_lists, towns

from pipelines.measure.pairs import LONELY, as_points, compact_blocks, pairs


def as_table(found, shape):
    table = np.full(shape, np.nan)
    table[found.origin, found.place] = found.distance
    return table


def test_three_four_five():
    found = pairs([[0.0, 0.0], [100.0, 100.0]], [[3.0, 4.0], [0.0, 6.0]], 5.0)
    assert found.start.tolist() == [0, 1, 1]
    assert found.place.tolist() == [0]
    assert found.distance.tolist() == [5.0]


@given(point_lists, point_lists, st.integers(1, 4000))
def test_pairs_are_all_that_are_within_the_cutoff(origins, places, cutoff):
    every = distances(origins, places)
    table = as_table(pairs(origins, places, cutoff), every.shape)
    np.testing.assert_array_equal(table, np.where(every <= cutoff, every, np.nan))


def test_many_blocks_with_a_cutoff_for_each_origin():
    origins, places = towns(1, 3000), towns(2, 500)
    cutoff = np.where(np.arange(3000) % 3 == 0, 4000.0, 700.0)
    every = distances(origins, places)
    table = as_table(pairs(origins, places, cutoff), every.shape)
    np.testing.assert_array_equal(table, np.where(every <= cutoff[:, None], every, np.nan))


def test_places_ascend_within_an_origin():
    found = pairs(towns(3, 800), towns(4, 300), 5000.0)
    step = np.diff(found.place)
    step[found.start[1:-1][found.start[1:-1] < len(found.place)] - 1] = 1
    assert (step > 0).all()


def test_threads_change_no_byte():
    origins, places = towns(5, 4000), towns(6, 900)
    one, four = (pairs(origins, places, 2500.0, workers=n) for n in (1, 4))
    for field in ("start", "place", "distance"):
        assert getattr(one, field).tobytes() == getattr(four, field).tobytes()


def test_nothing_to_find():
    assert pairs(np.empty((0, 2)), towns(1, 10), 100.0).start.tolist() == [0]
    assert pairs(towns(1, 10), np.empty((0, 2)), 100.0).start.tolist() == [0] * 11


@given(point_lists, st.integers(1, 9))
def test_blocks_hold_every_point_once_and_are_small(points, size):
    blocks = compact_blocks(points, size=size)
    assert sorted(np.concatenate(blocks).tolist()) == list(range(len(points)))
    assert max(len(block) for block in blocks) <= size


def test_blocks_have_one_label_and_are_split_while_wide():
    points, labels = towns(7, 2000), np.arange(2000) % 2
    blocks = compact_blocks(points, labels, width=[1e9, 3000.0])
    assert sorted(np.concatenate(blocks).tolist()) == list(range(2000))
    for block in blocks:
        assert len(set(labels[block])) == 1
        if labels[block[0]] == 1:
            assert len(block) <= LONELY or np.ptp(points[block], axis=0).max() <= 3000.0


@pytest.mark.parametrize("bad", [[1.0, 2.0], [[1.0, 2.0, 3.0]], [[np.nan, 1.0]]])
def test_points_must_be_finite_pairs(bad):
    with pytest.raises(ValueError, match="points"):
        as_points(bad)
