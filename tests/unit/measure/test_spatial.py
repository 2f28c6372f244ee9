"""Moran's I by hand; published figures are in tests/acceptance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from pipelines.measure.spatial import local_moran, moran, moran_bivariate, row_standardised


def ring(n: int) -> csr_array:
    """Everyone has the two neighbours beside them, in a circle."""
    w = np.zeros((n, n))
    for i in range(n):
        w[i, (i + 1) % n] = w[i, (i - 1) % n] = 1
    return csr_array(w)


def test_rows_sum_to_one_and_islands_stay_empty() -> None:
    w = row_standardised(csr_array([[0, 1.0, 1], [1, 0, 0], [0, 0, 0]]))
    assert w.sum(axis=1).tolist() == [1, 1, 0]


def test_four_in_a_ring_by_hand() -> None:
    # High, high, low, low: each has one neighbour like itself and one unlike, so I = 0.
    assert moran([1, 1, 0, 0], ring(4)).statistic == pytest.approx(0)
    # High, low, high, low: every neighbour is unlike, so I = -1.
    assert moran([1, 0, 1, 0], ring(4)).statistic == pytest.approx(-1)


@given(st.lists(st.integers(0, 20), min_size=5, max_size=20).filter(lambda v: len(set(v)) > 1))
def test_local_sums_to_global_and_both_ignore_units(values: list[int]) -> None:
    w, x = row_standardised(ring(len(values))), np.array(values, dtype=float)
    whole = moran(x, w).statistic
    n = len(x)
    assert local_moran(x, w).statistic.sum() == pytest.approx(whole * (n - 1), abs=1e-9)
    assert moran(3 * x - 7, w).statistic == pytest.approx(whole, abs=1e-9)
    assert moran_bivariate(x, x, w) == pytest.approx(whole, abs=1e-9)


def test_missing_values_are_refused() -> None:
    with pytest.raises(ValueError, match="complete"):
        moran([1, np.nan, 2, 3], ring(4))
