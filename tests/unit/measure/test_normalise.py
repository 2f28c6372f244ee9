"""Scales worked by hand and their properties; the ten of the OECD handbook are in tests/acceptance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure import normalise

VALUES = st.lists(st.integers(-50, 50).map(float), min_size=3, max_size=40).filter(lambda v: len(set(v)) > 1)
RISING = [
    normalise.exponential,
    normalise.rank_score,
    normalise.rank_normal,
    normalise.z_score,
    normalise.min_max,
    normalise.percentile_rank,
    normalise.categorical,
    normalise.rank_from_lowest,
]
OF_REFERENCES = [
    normalise.ratio_to_mean,
    normalise.ratio_to_highest,
    normalise.ratio_to_lowest,
    normalise.difference_from_mean,
    normalise.difference_from_lowest,
    normalise.above_or_below_mean,
]


def test_exponential_of_the_formula_at_one_half() -> None:
    expected = -23 * math.log(1 - 0.5 * (1 - math.exp(-100 / 23)))
    assert normalise.exponential_of_share([0.5])[0] == pytest.approx(expected, rel=1e-14)


def test_exponential_runs_from_nothing_to_a_hundred() -> None:
    got = normalise.exponential_of_share([0.0, 1.0])
    assert got == pytest.approx([0.0, 100.0], abs=1e-12)


def test_equal_values_get_equal_exponential_scores() -> None:
    got = normalise.exponential([3, 1, 3])
    # The two share rank 1.5 of 3: R = 2.5/3.
    assert got[0] == got[2] == normalise.exponential_of_share([2.5 / 3])[0]


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        normalise.exponential_of_share([1.1])


def test_z_score_by_hand() -> None:
    assert normalise.z_score([2, 4, 6]).tolist() == [-1, 0, 1]


def test_rank_normal_by_hand() -> None:
    # Blom, three values: (k - 3/8) / 3.25 = 0.1923, 0.5, 0.8077; the normal quantile of 0.8077 is 0.8694.
    assert normalise.rank_normal([1, 2, 3]) == pytest.approx([-0.8694, 0, 0.8694], abs=5e-5)


def test_min_max_by_hand() -> None:
    assert normalise.min_max([5, 10, 15], 0, 100).tolist() == [0, 50, 100]


@given(VALUES, st.floats(0.01, 1000))
def test_the_highest_of_a_range_is_its_end_to_the_last_bit(values: list[float], factor: float) -> None:
    scaled = normalise.min_max(np.array(values) * factor, 0, 100)
    assert scaled.min() == 0 and scaled.max() == 100


@pytest.mark.parametrize("scale", OF_REFERENCES)
@given(values=VALUES.filter(lambda v: all(v) and sum(v)))
def test_a_distance_to_a_reference_keeps_the_order_whatever_its_sign(scale, values: list[float]) -> None:
    order = np.argsort(values, kind="stable")
    assert (np.diff(scale(values)[order]) >= -1e-12).all()


def test_distances_of_a_turned_indicator_are_those_to_the_size_of_the_reference() -> None:
    """-1, -2, -6: mean -3, highest -1, lowest -6."""
    turned = [-1.0, -2.0, -6.0]
    assert normalise.ratio_to_mean(turned) == pytest.approx([-1 / 3, -2 / 3, -2])
    assert normalise.ratio_to_highest(turned) == pytest.approx([-1, -2, -6])
    assert normalise.ratio_to_lowest(turned) == pytest.approx([-1 / 6, -1 / 3, -1])
    assert normalise.difference_from_mean(turned) == pytest.approx([2 / 3, 1 / 3, -1])
    assert normalise.difference_from_lowest(turned) == pytest.approx([5 / 6, 4 / 6, 0])
    assert normalise.above_or_below_mean(turned).tolist() == [1, 1, -1]


def test_a_constant_says_nothing() -> None:
    assert normalise.z_score([7, 7]).tolist() == [0, 0]
    assert normalise.min_max([7, 7]).tolist() == [0.5, 0.5]


def test_a_ratio_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="reference of a ratio is 0"):
        normalise.ratio_to_lowest([0, 1])


def test_towards_need_turns_what_is_better_when_higher() -> None:
    assert normalise.towards_need([1, 2], higher_is_need=False).tolist() == [-1, -2]
    assert normalise.towards_need([1, 2], higher_is_need=True).tolist() == [1, 2]


@pytest.mark.parametrize("scale", RISING)
def test_missing_stays_missing_and_changes_nothing(scale) -> None:
    with_gap, without = scale([4.0, np.nan, 1.0, 9.0]), scale([4.0, 1.0, 9.0])
    assert np.isnan(with_gap[1])
    assert np.array_equal(np.delete(with_gap, 1), without)


@pytest.mark.parametrize("scale", RISING)
@given(values=VALUES)
def test_more_need_never_scores_less(scale, values: list[float]) -> None:
    order = np.argsort(values, kind="stable")
    assert (np.diff(scale(values)[order]) >= -1e-12).all()


@given(VALUES, st.integers(1, 9), st.integers(-9, 9))
def test_rank_scales_do_not_see_units(values: list[float], factor: int, shift: int) -> None:
    moved = [factor * v + shift for v in values]
    assert np.array_equal(normalise.exponential(values), normalise.exponential(moved))
    assert np.array_equal(normalise.rank_normal(values), normalise.rank_normal(moved))


@given(VALUES)
def test_z_scores_have_mean_nought_and_spread_one(values: list[float]) -> None:
    z = normalise.z_score(values)
    assert z.mean() == pytest.approx(0, abs=1e-12)
    assert z.std(ddof=1) == pytest.approx(1, rel=1e-12)
