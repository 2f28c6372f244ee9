"""Agreement between indices: values worked by hand, and properties that hold of any columns."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.agreement import (
    between_groups,
    overlap,
    partial_rank_correlation,
    rank_correlation,
    rank_correlations,
    tied,
)

NAN = math.nan


def test_a_rank_correlation_worked_by_hand():
    # No ties: 1 - 6 sum d^2 / n(n^2 - 1); ranks 1 2 3 4 5 and 2 1 4 3 5, so d^2 = 4, 1 - 24/120 = 0.8.
    assert rank_correlation([10, 20, 30, 40, 50], [7, 3, 90, 8, 1000]) == pytest.approx(0.8)


def test_ties_take_average_ranks():
    # Ranks 1.5 1.5 3 and 1 2 3: covariance 1.5, variances 1.5 and 2, 1.5 / sqrt(3) = sqrt(3) / 2.
    assert rank_correlation([5, 5, 9], [1, 2, 3]) == pytest.approx(math.sqrt(3) / 2)


def test_rows_that_lack_one_of_both_count_nowhere():
    assert rank_correlation([1, NAN, 2, 3], [1, 50, NAN, 2]) == pytest.approx(1.0)


@pytest.mark.parametrize("one", [[1.0, 1.0, 1.0], [NAN, NAN, 1.0]])
def test_what_does_not_vary_correlates_with_nothing(one):
    assert math.isnan(rank_correlation(one, [1.0, 2.0, 3.0]))


def test_a_partial_correlation_by_the_formula_of_three():
    x, y, z = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5], [1, 3, 2, 6, 4, 5]
    xy, xz, yz = rank_correlation(x, y), rank_correlation(x, z), rank_correlation(y, z)
    by_hand = (xy - xz * yz) / math.sqrt((1 - xz**2) * (1 - yz**2))
    assert partial_rank_correlation(x, y, z) == pytest.approx(by_hand)


def test_nothing_is_left_of_a_column_that_the_others_explain():
    x = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert math.isnan(partial_rank_correlation(x, [2.0, 1.0, 4.0, 3.0, 5.0], x))
    assert math.isnan(partial_rank_correlation(x[:2], x[:2], [1.0, 5.0]))


def test_a_cause_in_common_is_held_constant():
    random = np.random.default_rng(1)
    cause = random.normal(size=4000)
    one, other = cause + random.normal(size=4000), cause + random.normal(size=4000)
    assert rank_correlation(one, other) > 0.4
    assert abs(partial_rank_correlation(one, other, cause)) < 0.05


def test_an_overlap_is_both_over_either():
    assert overlap([True, True, False, False], [False, True, True, False]) == pytest.approx(1 / 3)
    assert math.isnan(overlap([False], [False]))


def test_what_lies_between_groups():
    # Ranks 1 2 3 4 in groups a a b b: between 2 (1.5 - 2.5)^2 2 = 4, whole 5.
    assert between_groups([10, 20, 30, 40], ["a", "a", "b", "b"]) == pytest.approx(0.8)
    assert between_groups([1, 1, 2, 2, NAN], ["a", "a", "b", "b", "c"]) == pytest.approx(1.0)
    assert between_groups([1, 4, 4, 1], ["a", "a", "b", "b"]) == pytest.approx(0.0)
    assert math.isnan(between_groups([3, 3], ["a", "b"]))


def test_what_ties():
    assert tied([1, 1, 2, NAN, 3]) == pytest.approx(0.5)
    assert tied([1, 2]) == 0.0
    assert math.isnan(tied([NAN]))


columns = st.lists(
    st.tuples(*(st.floats(-1e6, 1e6, allow_nan=False) | st.just(NAN) for _ in range(3))),
    min_size=3,
    max_size=30,
)


@given(columns)
def test_the_matrix_is_of_pairs_symmetric_and_within_bounds(rows):
    x = np.array(rows)
    matrix = rank_correlations(x)
    assert matrix.shape == (3, 3)
    np.testing.assert_array_equal(matrix, matrix.T)
    known = matrix[~np.isnan(matrix)]
    assert (np.abs(known) <= 1 + 1e-12).all()
    for i in range(3):
        for j in range(3):
            assert matrix[i, j] == pytest.approx(rank_correlation(x[:, i], x[:, j]), nan_ok=True)


@given(columns)
def test_an_order_turned_about_changes_the_sign(rows):
    x = np.array(rows)
    ahead, back = rank_correlation(x[:, 0], x[:, 1]), rank_correlation(-x[:, 0], x[:, 1])
    assert back == pytest.approx(-ahead, nan_ok=True, abs=1e-12)
