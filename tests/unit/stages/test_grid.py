"""The grid: published points of the Ordnance Survey, and there and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.stages.grid import to_degrees, to_grid


def test_caister_water_tower_lies_where_the_ordnance_survey_says_to_within_five_metres() -> None:
    # Ordnance Survey, A guide to coordinate systems in Great Britain, annexe C: 52 39 28.8282 N,
    # 1 42 57.8663 E is 651409.804, 313177.450 by OSTN15; seven parameters are good to 5 m.
    latitude, longitude = 52 + 39 / 60 + 28.8282 / 3600, 1 + 42 / 60 + 57.8663 / 3600
    easting, northing = to_grid([longitude], [latitude])
    assert np.hypot(easting[0] - 651409.804, northing[0] - 313177.450) < 5


@given(st.floats(0, 700_000), st.floats(0, 700_000))
def test_there_and_back_is_where_it_was(easting: float, northing: float) -> None:
    x, y = to_grid(*to_degrees([easting], [northing]))
    assert x[0] == pytest.approx(easting, abs=0.01)
    assert y[0] == pytest.approx(northing, abs=0.01)


def test_missing_stays_missing() -> None:
    easting, northing = to_grid([np.nan, -1.5], [52.0, np.nan])
    assert np.isnan(easting).all() and np.isnan(northing).all()
