"""Largest remainder: properties; published cases are in tests/acceptance."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.allocate import largest_remainder


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(any), st.integers(0, 500))
def test_every_unit_goes_and_no_share_is_a_unit_from_its_quota(weights: list[int], total: int) -> None:
    shares = largest_remainder(weights, total)
    assert shares.sum() == total
    for weight, share in zip(weights, shares, strict=True):
        assert math.floor(weight * total / sum(weights)) <= share <= math.ceil(weight * total / sum(weights))


@pytest.mark.parametrize(("weights", "total"), [([0, 0], 3), ([1, -1], 3), ([1, 1], -1)])
def test_what_cannot_be_shared_is_refused(weights: list[int], total: int) -> None:
    with pytest.raises(ValueError, match="weights must not be"):
        largest_remainder(weights, total)
