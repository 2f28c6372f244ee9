"""Diversity of kinds within reach: closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.diversity import effective_kinds, on_one_scale, shannon


def test_ten_pubs_are_one_kind_and_four_different_places_are_four():
    reached = [[10.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0], [2.0, 2.0, 0.0, 0.0]]
    assert shannon(reached) == pytest.approx([0.0, math.log(4), 0.0, math.log(2)])
    assert effective_kinds(reached) == pytest.approx([1.0, 4.0, 0.0, 2.0])


def test_half_a_quarter_a_quarter():
    # H = 0.5 ln 2 + 2 * 0.25 ln 4 = 1.5 ln 2
    assert shannon([[2.0, 1.0, 1.0]]) == pytest.approx([1.5 * math.log(2)])


def test_missing_is_not_none():
    assert math.isnan(shannon([[1.0, math.nan]])[0])
    assert math.isnan(effective_kinds([[0.0, math.nan]])[0])


@given(st.lists(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), min_size=1, max_size=9))
def test_effective_number_is_between_none_and_all(reached):
    number = effective_kinds(reached)
    assert ((number == 0) | ((number >= 1 - 1e-9) & (number <= 3 + 1e-9))).all()


def test_one_scale_divides_by_the_mean_over_residents():
    # Kind 1: (1 * 100 + 4 * 200) / 300 = 3; kind 2 is reached by nobody.
    scaled = on_one_scale([[1.0, 0.0], [4.0, 0.0]], [100.0, 200.0])
    assert scaled.ravel() == pytest.approx([1 / 3, 0.0, 4 / 3, 0.0])


def test_one_scale_leaves_out_rows_with_a_gap():
    scaled = on_one_scale([[2.0, 1.0], [math.nan, 9.0]])
    assert scaled[0].tolist() == [1.0, 1.0]
    assert math.isnan(scaled[1, 0])


@pytest.mark.parametrize("bad", [[1.0, 2.0], [[-1.0, 2.0]], [[math.inf, 2.0]]])
def test_what_is_not_an_amount_is_refused(bad):
    with pytest.raises(ValueError, match="diversity"):
        shannon(np.array(bad))
