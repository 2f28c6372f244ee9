"""Shrinkage worked by hand, its limits, and its properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from pipelines.measure.shrinkage import means, proportions, rates

COUNTS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 300)), min_size=1, max_size=25)


def by_the_report(r: list[float], n: list[float]) -> list[float]:
    """The log-odds estimator of the technical report, one group, written out row by row."""
    k, big_r, big_n = len(r), sum(r), sum(n)
    m = [math.log((a + 0.5) / (b - a + 0.5)) for a, b in zip(r, n, strict=True)]
    s2 = [(b + 1) * (b + 2) / (b * (a + 1) * (b - a + 1)) for a, b in zip(r, n, strict=True)]
    middle = math.log((big_r + 0.5) / (big_n - big_r + 0.5))
    t2 = sum((x - middle) ** 2 for x in m) / (k - 1)
    w = [(1 / s) / (1 / s + 1 / t2) for s in s2]
    drawn = [a * x + (1 - a) * middle for a, x in zip(w, m, strict=True)]
    return [math.exp(x) / (1 + math.exp(x)) for x in drawn]


def test_proportions_group_by_group_as_the_report_has_them() -> None:
    r, n, of = [5, 40, 12, 0, 9], [50, 100, 60, 30, 30], ["a", "a", "a", "b", "b"]
    expected = by_the_report(r[:3], n[:3]) + by_the_report(r[3:], n[3:])
    assert proportions(r, n, of).value == pytest.approx(expected, rel=1e-12)


def test_few_people_are_drawn_further_than_many() -> None:
    # Both 10%, in a group where most is 50%: of 20 people and of 2,000.
    shrunk = proportions([2, 200, 500], [20, 2000, 1000], None)
    assert shrunk.value[0] > shrunk.value[1]
    assert shrunk.weight[0] < shrunk.weight[1]


def test_a_group_of_one_keeps_its_own_value() -> None:
    shrunk = proportions([3, 10, 20], [10, 40, 60], ["alone", "b", "b"])
    assert shrunk.weight[0] == 1
    # The estimator's own proportion: (r + 1/2) / (n + 1).
    assert shrunk.value[0] == pytest.approx(3.5 / 11)


@pytest.mark.parametrize("shrink", [proportions, rates])
def test_without_people_there_is_no_value_and_no_imputation(shrink) -> None:
    shrunk = shrink([0, 4, 7, np.nan], [0, 10, 20, 10], None)
    assert np.isnan(shrunk.value[[0, 3]]).all()
    assert shrunk.weight[[0, 3]].tolist() == [0, 0]
    alone = shrink([4, 7], [10, 20], None)
    assert np.array_equal(shrunk.value[[1, 2]], alone.value)


@pytest.mark.parametrize("shrink", [proportions, rates])
def test_negative_counts_are_refused(shrink) -> None:
    with pytest.raises(ValueError, match="negative"):
        shrink([-1, 2], [10, 10], None)


def test_more_cases_than_people_are_refused() -> None:
    with pytest.raises(ValueError, match="greater than its denominator"):
        proportions([11, 2], [10, 10], None)


def test_rates_by_hand() -> None:
    # e = 1, 9; b = 10, 10: M = 0.5; t2 = (10 x 0.16 + 10 x 0.16)/20 - 0.5/10 = 0.11; w = 0.11/(0.11 + 0.05).
    shrunk = rates([1, 9], [10, 10], None)
    w = 0.11 / 0.16
    assert shrunk.weight == pytest.approx([w, w])
    assert shrunk.value == pytest.approx([w * 0.1 + (1 - w) * 0.5, w * 0.9 + (1 - w) * 0.5])


def test_rates_no_wider_than_chance_are_drawn_all_the_way() -> None:
    shrunk = rates([4, 5, 6], [100, 100, 100], None)
    assert shrunk.weight.tolist() == [0, 0, 0]
    assert shrunk.value == pytest.approx([0.05, 0.05, 0.05])


def test_no_events_anywhere_is_a_rate_of_nought() -> None:
    assert rates([0, 0], [10, 20], None).value.tolist() == [0, 0]


def test_means_by_hand() -> None:
    # Values 0 and 4 of variance 1: M = 2, t2 = 8/1 - 1 = 7, w = 7/8.
    shrunk = means([0, 4], [1, 1], None)
    assert shrunk.weight == pytest.approx([7 / 8, 7 / 8])
    assert shrunk.value == pytest.approx([0.25, 3.75])


def test_means_weigh_their_middle_by_precision() -> None:
    # t2 is below the noise, so both become M = (0/1 + 1/3) / (1 + 1/3) = 1/4.
    assert means([0, 1], [1, 3], None).value == pytest.approx([0.25, 0.25])


def test_a_variance_of_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        means([1, 2], [0, 1], None)


def test_neighbours_that_are_everyone_are_one_group() -> None:
    r, n = [5, 40, 12, 3], [50, 100, 60, 30]
    everyone = csr_array(np.ones((4, 4)))
    for shrink in (proportions, rates):
        assert shrink(r, n, everyone).value == pytest.approx(shrink(r, n, None).value, rel=1e-12)
    assert means(r, n, everyone).value == pytest.approx(means(r, n, None).value, rel=1e-12)


def test_a_neighbour_counts_once_whatever_its_weight() -> None:
    pair, heavy = csr_array([[0, 1.0], [1, 0]]), csr_array([[2.0, 0.3], [0.1, 0]])
    assert np.array_equal(rates([1, 9], [10, 10], pair).value, rates([1, 9], [10, 10], heavy).value)


def test_an_island_keeps_its_own_rate() -> None:
    island = csr_array((3, 3))
    shrunk = rates([1, 5, 0], [10, 10, 10], island)
    assert shrunk.value == pytest.approx([0.1, 0.5, 0])
    assert shrunk.weight.tolist() == [1, 1, 1]


def test_neighbours_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="neighbours are"):
        rates([1, 2], [3, 4], csr_array((3, 3)))


@given(COUNTS, st.data())
def test_a_shrunk_proportion_lies_between_its_own_and_its_groups(pairs, data) -> None:
    r = np.array([min(a, b) for a, b in pairs], dtype=float)
    n = np.array([b for _, b in pairs], dtype=float)
    of = np.array(data.draw(st.lists(st.sampled_from("ab"), min_size=len(r), max_size=len(r))))
    shrunk = proportions(r, n, of)
    for group in set(of):
        inside = (of == group) & (n > 0)
        middle = (r[inside].sum() + 0.5) / (n[inside].sum() + 1)
        own = (r[inside] + 0.5) / (n[inside] + 1)
        assert (shrunk.value[inside] >= np.minimum(own, middle) - 1e-12).all()
        assert (shrunk.value[inside] <= np.maximum(own, middle) + 1e-12).all()
    assert ((shrunk.weight >= 0) & (shrunk.weight <= 1)).all()


@given(COUNTS)
def test_a_shrunk_rate_lies_between_its_own_and_the_mean(pairs) -> None:
    e, b = np.array(pairs, dtype=float).T
    shrunk, seen = rates(e, b, None), b > 0
    if seen.any():
        middle, own = e[seen].sum() / b[seen].sum(), e[seen] / b[seen]
        tolerance = 1e-9 * (1 + own.max())
        assert (shrunk.value[seen] >= np.minimum(own, middle) - tolerance).all()
        assert (shrunk.value[seen] <= np.maximum(own, middle) + tolerance).all()
