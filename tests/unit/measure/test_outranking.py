"""Outranking by hand; the handbook's tables are in tests/acceptance."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.measure.outranking import best_orders, borda, order_score, outranking


def test_a_tie_gives_each_half() -> None:
    got = outranking([[1.0, 5.0], [1.0, 2.0]], [0.4, 0.6])
    assert got == pytest.approx(np.array([[0, 0.8], [0.2, 0]]))


def test_who_beats_all_comes_first() -> None:
    matrix = outranking([[3.0], [1.0], [2.0]], [1.0])
    assert best_orders(matrix) == ([(0, 2, 1)], 3.0)
    assert order_score(matrix, [1, 2, 0]) == 0
    assert borda(matrix).tolist() == [2, 0, 1]


def test_more_than_can_be_tried_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 9"):
        best_orders(np.zeros((10, 10)))


def test_missing_values_are_refused() -> None:
    with pytest.raises(ValueError, match="complete"):
        outranking([[1.0, np.nan]], [1, 1])
