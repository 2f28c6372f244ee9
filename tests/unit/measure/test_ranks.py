"""Ranks, deciles and the line of the worst tenth, by hand and by property."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.ranks import (
    average_rank,
    competition_rank,
    deciles,
    rank_within,
    share_of_rank,
    worst_line,
)

VALUES = st.lists(st.one_of(st.integers(-5, 5).map(float), st.just(float("nan"))), min_size=1, max_size=40)


def test_most_need_is_rank_one_and_ties_share_the_best_place() -> None:
    assert competition_rank([10, 30, 20, 30, 5]).tolist() == [4, 1, 3, 1, 5]


def test_average_rank_shares_the_mean_of_the_places() -> None:
    assert average_rank([10, 30, 20, 30, 5]).tolist() == [4, 1.5, 3, 1.5, 5]


def test_lower_is_need_turns_the_order() -> None:
    assert competition_rank([10, 30, 20], higher_is_need=False).tolist() == [1, 3, 2]


def test_missing_has_no_rank_and_does_not_count() -> None:
    assert np.array_equal(competition_rank([np.nan, 2, 3]), [np.nan, 2, 1], equal_nan=True)


def test_nothing_is_rounded_before_ranking() -> None:
    assert competition_rank([1.0, np.nextafter(1.0, 2.0)]).tolist() == [2, 1]


def test_an_infinite_value_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        competition_rank([1.0, np.inf])


@given(VALUES)
def test_ranks_sum_as_those_without_ties(values: list[float]) -> None:
    n = int(np.count_nonzero(~np.isnan(values)))
    assert np.nansum(average_rank(values)) == n * (n + 1) / 2
    assert (np.nan_to_num(competition_rank(values)) <= np.nan_to_num(average_rank(values))).all()


@given(VALUES, st.randoms())
def test_ranks_do_not_depend_on_the_order_of_the_rows(values: list[float], random) -> None:
    order = list(range(len(values)))
    random.shuffle(order)
    moved = np.array(values)[order]
    assert np.array_equal(average_rank(values)[order], average_rank(moved), equal_nan=True)


def test_share_of_rank_runs_from_one_down_to_one_in_n() -> None:
    assert share_of_rank([1, 2, 3, 4]).tolist() == [1, 0.75, 0.5, 0.25]
    assert share_of_rank([1, 4], n=4).tolist() == [1, 0.25]


@pytest.mark.parametrize("ranks", [[0, 1], [1, 3]])
def test_ranks_outside_their_range_are_refused(ranks: list[int]) -> None:
    with pytest.raises(ValueError, match="between 1 and 2"):
        share_of_rank(ranks)


@pytest.mark.parametrize(
    ("n", "share", "line"),
    [(33_755, 0.1, 3_375), (32_844, 0.1, 3_284), (10, 0.3, 3), (9, 0.1, 0), (70, 0.7, 49)],
)
def test_the_line_is_the_floor_of_the_decimal_share(n: int, share: float, line: int) -> None:
    assert worst_line(n, share) == line


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        worst_line(10, 10)


def test_deciles_end_at_the_floor_of_their_share() -> None:
    # 25 ranked: floor(2.5 d) = 2, 5, 7, 10, 12, 15, 17, 20, 22, 25.
    got = deciles(np.arange(1, 26))
    assert [int((got <= d).sum()) for d in range(1, 11)] == [2, 5, 7, 10, 12, 15, 17, 20, 22, 25]


def test_the_first_decile_is_the_worst_tenth() -> None:
    assert int((deciles(np.arange(1, 33_756)) == 1).sum()) == worst_line(33_755) == 3_375


def test_rank_within_groups_by_hand() -> None:
    values, of = [5, 7, 7, 1, 9, np.nan], ["b", "a", "a", "a", "b", "a"]
    assert np.array_equal(rank_within(values, of), [2, 1, 1, 3, 1, np.nan], equal_nan=True)
    average = rank_within(values, of, method="average")
    assert np.array_equal(average, [2, 1.5, 1.5, 3, 1, np.nan], equal_nan=True)


@given(VALUES, st.data(), st.sampled_from(["min", "average"]), st.booleans())
def test_rank_within_is_the_rank_of_each_group_alone(values, data, method: str, higher: bool) -> None:
    of = np.array(data.draw(st.lists(st.sampled_from("abc"), min_size=len(values), max_size=len(values))))
    got = rank_within(values, of, method=method, higher_is_need=higher)
    alone = competition_rank if method == "min" else average_rank
    for group in set(of):
        expected = alone(np.array(values)[of == group], higher_is_need=higher)
        assert np.array_equal(got[of == group], expected, equal_nan=True)


def test_a_row_without_a_group_is_refused() -> None:
    with pytest.raises(ValueError, match="group code is missing"):
        rank_within([1, 2], ["a", None])


def test_rank_within_knows_two_methods() -> None:
    with pytest.raises(ValueError, match="'min' or 'average'"):
        rank_within([1], ["a"], method="dense")
