"""Weighted means and the tree of an index, by hand and by property; ASEM is in tests/acceptance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.aggregate import (
    GEOMETRIC,
    HARMONIC,
    Node,
    contributions,
    effective_weights,
    evaluate,
    weighted_mean,
)
from pipelines.measure.normalise import exponential

ROWS = st.lists(st.tuples(*[st.floats(0.1, 100)] * 3), min_size=1, max_size=20)
WEIGHTS = st.tuples(*[st.integers(1, 9)] * 3)


def test_three_means_by_hand() -> None:
    row = [[2.0, 8.0]]
    assert weighted_mean(row, [1, 1]).value == pytest.approx([5])
    assert weighted_mean(row, [1, 1], power=GEOMETRIC).value == pytest.approx([4])
    assert weighted_mean(row, [1, 1], power=HARMONIC).value == pytest.approx([3.2])
    assert weighted_mean(row, [3, 1]).value == pytest.approx([3.5])
    assert weighted_mean([[3.0, 4.0]], [1, 1], power=2).value == pytest.approx([12.5**0.5])


def test_a_missing_column_hands_its_weight_to_the_others_and_says_so() -> None:
    got = weighted_mean([[1.0, np.nan, 4.0], [np.nan, np.nan, np.nan], [1.0, 2.0, 4.0]], [1, 2, 1])
    assert got.observed.tolist() == [0.5, 0, 1]
    assert np.array_equal(got.value, [2.5, np.nan, 2.25], equal_nan=True)


def test_a_row_with_too_little_observed_has_no_value() -> None:
    columns = [[1.0, np.nan], [1.0, 3.0]]
    got = weighted_mean(columns, [1, 3], least_observed=0.5)
    assert np.array_equal(got.value, [np.nan, 2.5], equal_nan=True)
    assert got.observed.tolist() == [0.25, 1]


def test_weights_of_a_whole_are_not_scaled_up() -> None:
    assert weighted_mean([[100.0, 100.0]], [60, 39], whole=100).value == pytest.approx([99])
    # A gap is still made good within the 99.
    assert weighted_mean([[100.0, np.nan]], [60, 39], whole=100).value == pytest.approx([99])


def test_a_column_of_no_weight_may_be_missing_or_nought() -> None:
    assert weighted_mean([[4.0, np.nan]], [1, 0]).observed.tolist() == [1]
    assert weighted_mean([[4.0, -1.0]], [1, 0], power=GEOMETRIC).value == pytest.approx([4])


@pytest.mark.parametrize(
    ("columns", "weights", "power", "words"),
    [
        ([[1.0, 2.0]], [1, -1], 1, "negative"),
        ([[1.0, 2.0]], [0, 0], 1, "all 0"),
        ([[1.0, 2.0]], [1, np.nan], 1, "missing"),
        ([[1.0, 2.0]], [1, 1, 1], 1, "do not fit"),
        ([[0.0, 2.0]], [1, 1], 0, "above 0"),
        ([[-1.0, 2.0]], [1, 1], 0.5, "above 0"),
    ],
)
def test_what_cannot_be_averaged_is_refused(columns, weights, power, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        weighted_mean(columns, weights, power=power)


@given(ROWS, WEIGHTS)
def test_means_rise_with_their_power_and_stay_within_the_values(rows, weights) -> None:
    x = np.array(rows)
    low, middle, high = (weighted_mean(x, weights, power=p).value for p in (HARMONIC, GEOMETRIC, 1.0))
    assert (low <= middle * (1 + 1e-9)).all()
    assert (middle <= high * (1 + 1e-9)).all()
    assert (x.min(axis=1) <= low * (1 + 1e-9)).all()
    assert (high <= x.max(axis=1) * (1 + 1e-9)).all()


@given(ROWS, WEIGHTS, st.integers(2, 9))
def test_only_the_proportions_of_weights_matter(rows, weights, factor: int) -> None:
    once = weighted_mean(rows, weights).value
    assert weighted_mean(rows, [factor * w for w in weights]).value == pytest.approx(once, rel=1e-12)


@given(st.lists(st.floats(0.1, 100), min_size=7, max_size=7), st.sampled_from([1.0, GEOMETRIC, HARMONIC]))
def test_equal_rows_come_out_equal_to_the_last_bit(row: list[float], power: float) -> None:
    got = weighted_mean([row] * 37, [0.1, 0.2, 0.3, 0.7, 1.1, 1.3, 1.7], power=power).value
    assert len(set(got.tolist())) == 1


def test_a_complete_row_is_observed_in_full_in_any_memory_order() -> None:
    weights = np.array([0.1, 0.2, 0.3, 0.7, 1.1, 1.3, 1.7, 0.9, 0.6, 2.3])
    for order in ("C", "F"):
        columns = np.array(np.ones((5, 10)), order=order)
        assert weighted_mean(columns, weights, least_observed=1.0).observed.tolist() == [1] * 5


def tree() -> Node:
    bumping = Node("bumping", (("pubs", 1), ("shops", 3)))
    places = Node("places", ((bumping, 1), ("halls", 1)))
    return Node("total", ((places, 2), ("turnout", 1)))


def test_a_tree_is_its_means_level_by_level() -> None:
    got = evaluate(tree(), {"pubs": [8.0], "shops": [4.0], "halls": [1.0], "turnout": [6.0]})
    assert got["bumping"].value.tolist() == [5]
    assert got["places"].value.tolist() == [3]
    assert got["total"].value == pytest.approx([4])


def test_weights_multiply_through() -> None:
    weights = effective_weights(tree())
    assert weights["total"] == 1
    assert weights["shops"] == pytest.approx(2 / 3 * 1 / 2 * 3 / 4)
    assert sum(weights[i] for i in ("pubs", "shops", "halls", "turnout")) == pytest.approx(1)


def test_completeness_multiplies_through() -> None:
    got = evaluate(tree(), {"pubs": [8.0], "shops": [np.nan], "halls": [1.0], "turnout": [6.0]})
    assert got["bumping"].observed.tolist() == [0.25]
    assert got["total"].observed == pytest.approx([1 - effective_weights(tree())["shops"]])
    assert got["places"].value.tolist() == [4.5]


def test_a_node_takes_its_result_to_the_scale_of_the_next_level() -> None:
    node = Node("domain", (("a", 1), ("b", 1)), then=exponential)
    got = evaluate(node, {"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 9.0]})["domain"]
    assert got.combined.tolist() == [1, 2, 6]
    assert np.array_equal(got.value, exponential([1, 2, 6]))


def test_one_name_for_two_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="twice in the tree: a"):
        evaluate(Node("t", (("a", 1), (Node("n", (("a", 1),)), 1))), {"a": [1.0]})


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="shops"):
        evaluate(tree(), {"pubs": [8.0]})


def test_contributions_by_hand() -> None:
    # (3 * 2 + 1 * 8) / 4 = 3.5, of which 1.5 and 2; the geometric mean 4 is half from either.
    assert contributions([2.0, 8.0], [3, 1]) == pytest.approx([1.5, 2.0])
    assert contributions([2.0, 8.0], [1, 1], power=GEOMETRIC) == pytest.approx([2.0, 2.0])
    assert contributions([2.0, np.nan], [3, 1])[0] == pytest.approx(2.0)


@given(ROWS, WEIGHTS, st.sampled_from([1.0, 2.0, GEOMETRIC, HARMONIC]))
def test_contributions_sum_to_the_mean(rows, weights, power) -> None:
    mean = weighted_mean(rows, weights, power=power).value
    for row, whole in zip(rows, mean, strict=True):
        assert contributions(row, weights, power=power).sum() == pytest.approx(whole, rel=1e-9)
