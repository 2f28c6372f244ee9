"""Spreading points of which only the area is known: totals stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_points import point_lists

from pipelines.measure.decay import decay, gaussian
from pipelines.measure.spread import spread


def test_a_group_is_shared_by_residents_and_distance():
    # Two origins with 100 and 300 residents, at 0 and at one bandwidth from the group.
    near, far = 100.0, 300.0 * gaussian(1000.0, 1000.0)
    found = spread([[0.0, 0.0], [1000.0, 0.0]], [100.0, 300.0], [[0.0, 0.0]], decay("gaussian", 1000.0))
    assert found.units == pytest.approx([near / (near + far), far / (near + far)])
    assert found.stranded == 0


def test_a_group_with_nobody_around_goes_to_the_nearest_residents():
    origins, residents = [[0.0, 0.0], [5000.0, 0.0], [9000.0, 0.0]], [10.0, 0.0, 10.0]
    found = spread(origins, residents, [[5000.0, 0.0]], decay("gaussian", 1000.0), units=[3.0])
    # The nearest origin at all is empty; of those lived in, 9000 is 4 km away and 0 is 5 km away.
    assert found.units.tolist() == [0.0, 0.0, 3.0]
    assert found.stranded == 1


@given(point_lists, point_lists, st.integers(10, 2000), st.data())
def test_the_total_is_conserved_and_nobody_means_nothing(origins, places, bandwidth, data):
    people = np.array(data.draw(st.lists(st.integers(0, 400), min_size=len(origins), max_size=len(origins))))
    people[0] += 1
    units = np.array(data.draw(st.lists(st.integers(0, 5), min_size=len(places), max_size=len(places))))
    found = spread(origins, people, places, decay("exponential", bandwidth), units=units)
    assert found.units.sum() == pytest.approx(units.sum())
    assert (found.units[people == 0] == 0).all()


def test_without_residents_there_is_nobody_to_share():
    with pytest.raises(ValueError, match="residents"):
        spread([[0.0, 0.0]], [0.0], [[0.0, 0.0]], decay("gaussian", 1000.0))
