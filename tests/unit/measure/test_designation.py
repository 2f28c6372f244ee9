"""Lines, margins, rules for larger areas, double disadvantage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.designation import (
    areas_worst_of_both,
    double_disadvantage,
    roll_up,
    top,
    worst_of_both,
)


def test_both_lines_must_be_met_and_margins_say_by_how_much() -> None:
    first, second = np.arange(1, 21), np.r_[2, 3, 1, np.arange(4, 21)]
    got = worst_of_both(first, second)
    assert got.lines == (2, 2)
    assert np.flatnonzero(got.flag).tolist() == [0]
    assert got.margin_first[:3].tolist() == [1, 0, -1]
    assert got.margin_second[:3].tolist() == [0, -1, 1]


def test_shares_may_differ() -> None:
    ranks = np.arange(1, 11)
    assert worst_of_both(ranks, ranks, (0.5, 0.2)).lines == (5, 2)


def test_missing_is_not_designated_and_not_known() -> None:
    got = worst_of_both([1, np.nan, 2], [1, 2, np.nan], share=1.0)
    assert got.flag.tolist() == [True, False, False]
    assert got.known.tolist() == [True, False, False]


def test_a_part_is_judged_by_the_line_of_the_whole() -> None:
    assert worst_of_both([3_375, 3_376], [1, 1], n=33_755).flag.tolist() == [True, False]


@given(st.permutations(range(1, 31)), st.permutations(range(1, 31)), st.floats(0, 1))
def test_a_flag_is_two_margins_that_are_not_negative(first, second, share: float) -> None:
    got = worst_of_both(first, second, share)
    assert np.array_equal(got.flag, (got.margin_first >= 0) & (got.margin_second >= 0))
    assert got.flag.sum() <= min(got.lines)


def test_roll_up_weighs_by_residents() -> None:
    codes, means = roll_up([10, 20, 5], [100, 300, 7], ["w2", "w2", "w1"])
    assert codes.tolist() == ["w1", "w2"]
    assert means.tolist() == [5, 17.5]


def test_roll_up_counts_only_residents_whose_value_is_known() -> None:
    _, means = roll_up([10, np.nan, np.nan], [100, 300, 7], ["w2", "w2", "w1"])
    assert np.array_equal(means, [np.nan, 10], equal_nan=True)


def test_negative_population_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        roll_up([1], [-1], ["a"])


def test_areas_are_ranked_among_those_that_hold_a_neighbourhood() -> None:
    # Twenty wards of two neighbourhoods; ward 3 is worst in both, so it alone is in the worst twentieth.
    areas = np.repeat(np.arange(20), 2)
    need = np.where(areas == 3, 90.0, areas)
    got = areas_worst_of_both(need, need * 2, np.ones(40), areas, share=0.05)
    assert len(got.area) == 20
    assert got.first_rank[3] == got.second_rank[3] == 1
    assert got.area[got.designation.flag].tolist() == [3]
    assert got.designation.lines == (1, 1)


def test_double_disadvantage_runs_to_two_hundred() -> None:
    n = 1_000
    got = double_disadvantage(np.arange(1, n + 1), np.arange(1, n + 1))
    assert got[0] == pytest.approx(200, abs=1e-9)
    assert got[-1] < 0.1
    assert (np.diff(got) < 0).all()


def test_double_disadvantage_is_missing_where_either_rank_is() -> None:
    assert np.isnan(double_disadvantage([1, 2], [1, np.nan])).tolist() == [False, True]


def test_all_that_tie_for_the_last_place_are_in_the_top() -> None:
    assert top([5, 4, 4, 1, np.nan], 2).tolist() == [True, True, True, False, False]
