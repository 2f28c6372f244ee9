"""Adjustment among peers: of the same class, or alike in an amount."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.adjust import FULL, HALF, NONE, alike_in, within_peers
from pipelines.measure.ranks import average_rank

NEED = st.lists(st.integers(0, 30).map(float), min_size=2, max_size=40)


def test_by_hand() -> None:
    # Standing in all four: 7/8, 5/8, 3/8, 1/8; in the class of two: 3/4, 1/4.
    need, classes = [9, 8, 3, 1], ["town", "village", "village", "town"]
    assert within_peers(need, classes, NONE).tolist() == [7 / 8, 5 / 8, 3 / 8, 1 / 8]
    assert within_peers(need, classes, FULL).tolist() == [3 / 4, 3 / 4, 1 / 4, 1 / 4]
    assert within_peers(need, classes, HALF).tolist() == [13 / 16, 11 / 16, 5 / 16, 3 / 16]


@given(NEED)
def test_no_adjustment_keeps_the_order(need: list[float]) -> None:
    classes = [i % 3 for i in range(len(need))]
    assert np.array_equal(average_rank(within_peers(need, classes, NONE)), average_rank(need))


@given(NEED, st.integers(-100, 100))
def test_full_adjustment_takes_out_what_a_whole_class_shares(need: list[float], shift: int) -> None:
    classes = np.arange(len(need)) % 2
    moved = np.array(need) + shift * classes
    assert np.array_equal(within_peers(need, classes, FULL), within_peers(moved, classes, FULL))


@given(NEED)
def test_full_adjustment_gives_each_class_the_same_mean(need: list[float]) -> None:
    classes = np.arange(len(need)) % 2
    adjusted = within_peers(need, classes, FULL)
    assert [adjusted[classes == c].mean() for c in (0, 1)] == pytest.approx([0.5, 0.5])


def test_missing_stays_missing_and_counts_nowhere() -> None:
    got = within_peers([9, np.nan, 1], ["a", "a", "a"], HALF)
    assert np.array_equal(got, [0.75, np.nan, 0.25], equal_nan=True)


def test_a_row_of_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="group code is missing"):
        within_peers([1, 2], ["a", None])


def test_more_than_full_adjustment_is_refused() -> None:
    with pytest.raises(ValueError, match="degree of adjustment"):
        within_peers([1, 2], ["a", "b"], 1.5)


def test_shares_by_hand() -> None:
    need, shares = [2.0, 1.0, 0.0], [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    # First group: 2 weighs 1, 1 weighs 1/2; they stand at (1/2 + 1/2) / 1.5 and (0 + 1/4) / 1.5.
    # Second group: 1 weighs 1/2, 0 weighs 1; they stand at (1 + 1/4) / 1.5 and (0 + 1/2) / 1.5.
    expected = [1 / 1.5, 0.5 * 0.25 / 1.5 + 0.5 * 1.25 / 1.5, 0.5 / 1.5]
    assert within_peers(need, shares, FULL).tolist() == pytest.approx(expected, abs=1e-15)


@given(NEED, st.sampled_from([NONE, HALF, FULL]))
def test_whole_shares_are_classes(need: list[float], degree: float) -> None:
    need_or_missing = np.where(np.array(need) == 7, np.nan, need)
    classes = np.arange(len(need)) % 2
    shares = np.eye(2)[classes]
    got, expected = (within_peers(need_or_missing, peers, degree) for peers in (shares, classes))
    assert np.allclose(got, expected, rtol=0, atol=1e-12, equal_nan=True)


@given(st.lists(st.integers(0, 9).map(float), min_size=3, max_size=60), st.integers(2, 8))
def test_those_alike_share_their_groups_gradually(amount: list[float], knots: int) -> None:
    shares = alike_in(amount, knots)
    assert np.allclose(shares.sum(axis=1), 1) and (shares >= 0).all()
    assert ((shares > 0).sum(axis=1) <= 2).all()
    middle = shares @ np.arange(knots)  # where along the order each stands
    ranks = average_rank(amount, higher_is_need=False)
    assert np.allclose(middle, (ranks - 0.5) / len(amount) * (knots - 1))


def test_full_adjustment_among_those_alike_takes_out_what_goes_with_the_amount() -> None:
    random = np.random.default_rng(7)
    amount = np.arange(4_000.0)
    adjusted = within_peers(amount / 1_000 + random.normal(size=4_000), alike_in(amount), FULL)
    assert abs(np.corrcoef(amount, adjusted)[0, 1]) < 0.05
    assert np.corrcoef(amount, amount / 1_000 + random.normal(size=4_000))[0, 1] > 0.7


def test_peers_that_fit_nobody_are_refused() -> None:
    for peers in ([[1.0, 0.0]], [[0.5, 0.4], [1.0, 0.0]], [[1.5, -0.5], [1.0, 0.0]]):
        with pytest.raises(ValueError, match="a row of shares"):
            within_peers([1, 2], peers)
    with pytest.raises(ValueError, match="every neighbourhood needs one"):
        alike_in([1.0, np.nan])
    with pytest.raises(ValueError, match="two knots"):
        alike_in([1.0, 2.0], 1)
