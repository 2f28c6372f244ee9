"""Adjustment within rural-urban class."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.adjust import FULL, HALF, NONE, within_class
from pipelines.measure.ranks import average_rank

NEED = st.lists(st.integers(0, 30).map(float), min_size=2, max_size=40)


def test_by_hand() -> None:
    # Standing in all four: 7/8, 5/8, 3/8, 1/8; in the class of two: 3/4, 1/4.
    need, classes = [9, 8, 3, 1], ["town", "village", "village", "town"]
    assert within_class(need, classes, NONE).tolist() == [7 / 8, 5 / 8, 3 / 8, 1 / 8]
    assert within_class(need, classes, FULL).tolist() == [3 / 4, 3 / 4, 1 / 4, 1 / 4]
    assert within_class(need, classes, HALF).tolist() == [13 / 16, 11 / 16, 5 / 16, 3 / 16]


@given(NEED)
def test_no_adjustment_keeps_the_order(need: list[float]) -> None:
    classes = [i % 3 for i in range(len(need))]
    assert np.array_equal(average_rank(within_class(need, classes, NONE)), average_rank(need))


@given(NEED, st.integers(-100, 100))
def test_full_adjustment_takes_out_what_a_whole_class_shares(need: list[float], shift: int) -> None:
    classes = np.arange(len(need)) % 2
    moved = np.array(need) + shift * classes
    assert np.array_equal(within_class(need, classes, FULL), within_class(moved, classes, FULL))


@given(NEED)
def test_full_adjustment_gives_each_class_the_same_mean(need: list[float]) -> None:
    classes = np.arange(len(need)) % 2
    adjusted = within_class(need, classes, FULL)
    assert [adjusted[classes == c].mean() for c in (0, 1)] == pytest.approx([0.5, 0.5])


def test_missing_stays_missing_and_counts_nowhere() -> None:
    got = within_class([9, np.nan, 1], ["a", "a", "a"], HALF)
    assert np.array_equal(got, [0.75, np.nan, 0.25], equal_nan=True)


def test_a_row_of_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="group code is missing"):
        within_class([1, 2], ["a", None])


def test_more_than_full_adjustment_is_refused() -> None:
    with pytest.raises(ValueError, match="degree of adjustment"):
        within_class([1, 2], ["a", "b"], 1.5)
