"""Sensitivity indices of functions whose indices are known; stored runs are in tests/acceptance."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.measure.sensitivity import rank_statistics, sobol


def test_a_sum_gives_each_choice_its_share_of_the_variance() -> None:
    # y = 2 x1 + x2, uniform: shares 4/5 and 1/5, and no interaction.
    random = np.random.default_rng(3)
    a, b = random.random((200_000, 2)) - 0.5, random.random((200_000, 2)) - 0.5

    def model(x: np.ndarray) -> np.ndarray:
        return 2 * x[:, 0] + x[:, 1]

    mixed = [model(np.column_stack([b[:, 0], a[:, 1]])), model(np.column_stack([a[:, 0], b[:, 1]]))]
    got = sobol(model(a), model(b), mixed)
    assert got.first == pytest.approx([0.8, 0.2], abs=0.01)
    assert got.total == pytest.approx([0.8, 0.2], abs=0.01)


@pytest.mark.parametrize(
    ("a", "b", "ab", "words"),
    [
        ([1, 2], [1, 2, 3], [[1, 2]], "do not fit"),
        ([1, 2], [1, np.nan], [[1, 2]], "missing"),
        ([1, 1], [1, 1], [[1, 1]], "never varies"),
    ],
)
def test_outcomes_that_say_nothing_are_refused(a, b, ab, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        sobol(a, b, ab)


def test_rank_statistics_by_hand() -> None:
    # Type 7: the 5th percentile of 1..5 lies 0.2 of the way from 1 to 2.
    got = rank_statistics([[3, 1, 2, 5, 4]])
    assert (got.mean[0], got.median[0]) == (3, 3)
    assert (got.low[0], got.high[0]) == pytest.approx((1.2, 4.8))
