"""Denominators, imputation and outliers by hand; the ASEM index is in tests/acceptance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.treat import (
    denominate,
    impute_group_mean,
    kurtosis,
    log_shift,
    skewness,
    treat_outliers,
)

OUTLYING = [*range(1, 21), 500.0, 900.0]


def test_nothing_is_divided_by_nothing() -> None:
    got = denominate([4, 5, 0, np.nan], [2, 0, 0, 3])
    assert np.array_equal(got, [2, np.nan, np.nan, np.nan], equal_nan=True)


def test_gaps_take_the_mean_of_their_group_and_are_flagged() -> None:
    got = impute_group_mean([1, np.nan, 3, np.nan], ["a", "a", "a", "b"])
    assert np.array_equal(got.value, [1, 2, 3, np.nan], equal_nan=True)
    assert got.imputed.tolist() == [False, True, False, False]


def test_skewness_and_kurtosis_by_hand() -> None:
    # 0, 0, 0, 4: m2 = 3, m3 = 6, m4 = 21; g1 = 6/3^1.5, G1 = g1 sqrt(12)/2 = 2; g2 = 21/9 - 3,
    # G2 = (5 (-2/3) + 6) 3 / (2 x 1) = 4.
    assert skewness([0, 0, 0, 4]) == pytest.approx(2)
    assert kurtosis([0, 0, 0, 4]) == pytest.approx(4)


def test_too_few_or_equal_values_have_no_shape() -> None:
    assert np.isnan(skewness([1, 2]))
    assert np.isnan(skewness([3, 3, 3, 3]))
    assert np.isnan(kurtosis([1, 2, 3]))


def test_outliers_are_brought_in_to_the_next_value() -> None:
    got = treat_outliers(OUTLYING, most_points=5)
    assert (got.how, got.low, got.high) == ("winsorised", 0, 2)
    assert got.value.tolist() == [*range(1, 21), 20, 20]


def test_outliers_below_are_brought_in_too() -> None:
    got = treat_outliers([-v for v in OUTLYING], most_points=5)
    assert (got.how, got.low, got.high) == ("winsorised", 2, 0)


def test_where_steps_run_out_logarithms_are_taken_of_the_values_as_they_were() -> None:
    got = treat_outliers(OUTLYING, most_points=1)
    assert got.how == "log"
    # ln(x - min + range/100) at the least and the most: range 899.
    assert got.value[0] == pytest.approx(np.log(8.99))
    assert got.value[-1] == pytest.approx(np.log(899 + 8.99))


def test_what_has_no_outliers_is_not_touched() -> None:
    got = treat_outliers([1, 2, np.nan, 3, 5])
    assert got.how == "none"
    assert np.array_equal(got.value, [1, 2, np.nan, 3, 5], equal_nan=True)


def test_a_constant_has_no_logarithm() -> None:
    with pytest.raises(ValueError, match="constant"):
        log_shift([2, 2])


@given(st.lists(st.integers(0, 1000).map(float), min_size=6, max_size=40), st.integers(0, 6))
def test_treatment_never_turns_an_order_round(values: list[float], most_points: int) -> None:
    got = treat_outliers(values, most_points)
    assert (np.diff(got.value[np.argsort(values, kind="stable")]) >= 0).all()
