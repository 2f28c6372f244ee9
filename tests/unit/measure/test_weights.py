"""Weights and their diagnostics; the Technology Achievement Index is in tests/acceptance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.weights import (
    alpha_of_correlation,
    complete_rows,
    component_weights,
    cronbach_alpha,
    equal,
    expert,
    leave_one_out,
    one_factor,
    principal_components,
    varimax,
)


def one_thing_measured(loadings: list[float], n: int = 4_000) -> np.ndarray:
    """Columns that share one factor with these loadings and have nothing else in common."""
    random = np.random.default_rng(7)
    shared = random.standard_normal((n, 1))
    own = random.standard_normal((n, len(loadings)))
    a = np.array(loadings)
    return shared * a + own * np.sqrt(1 - a**2)


def test_equal_and_expert_weights_sum_to_one() -> None:
    assert equal(4).tolist() == [0.25] * 4
    assert expert([1, 3]).tolist() == [0.25, 0.75]


@pytest.mark.parametrize("points", [[1, -1], [0, 0], [1, np.nan]])
def test_points_that_are_no_weights_are_refused(points: list[float]) -> None:
    with pytest.raises(ValueError, match="expert weights"):
        expert(points)


def test_two_columns_by_hand() -> None:
    # Correlation 0.6: eigenvalues 1.6 and 0.4, loadings sqrt(0.8) on the first.
    got = principal_components([[1, 0.6], [0.6, 1]])
    assert got.kept == 1
    assert got.eigenvalues == pytest.approx([1.6, 0.4])
    assert got.explained == pytest.approx([0.8, 0.2])
    assert got.loadings[:, 0] == pytest.approx([0.8**0.5] * 2)
    assert got.communalities == pytest.approx([0.8, 0.8])
    assert component_weights(got) == pytest.approx([0.5, 0.5])


def test_no_component_can_be_kept_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        principal_components(np.eye(2), kept=3)


def test_varimax_finds_the_simple_structure_that_was_turned_away() -> None:
    simple = np.array([[0.9, 0], [0.8, 0], [0, 0.7], [0, 0.6]])
    turn = np.array([[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]])
    found = varimax(simple @ turn)
    assert np.sort(np.abs(found), axis=1) == pytest.approx(np.sort(simple, axis=1), abs=1e-6)


@given(st.lists(st.floats(-1, 1), min_size=8, max_size=8))
def test_rotation_leaves_communalities(numbers: list[float]) -> None:
    loadings = np.array(numbers).reshape(4, 2)
    assert (varimax(loadings) ** 2).sum(axis=1) == pytest.approx((loadings**2).sum(axis=1), abs=1e-9)


def test_alpha_by_hand() -> None:
    # k = 3, every correlation 0.5: 3 x 0.5 / (1 + 2 x 0.5) = 0.75.
    assert alpha_of_correlation(np.full((3, 3), 0.5) + 0.5 * np.eye(3)) == pytest.approx(0.75)


def test_columns_that_say_the_same_have_alpha_one() -> None:
    column = np.arange(10.0)
    assert cronbach_alpha(np.column_stack([column, 2 * column + 1, column**1])) == pytest.approx(1)


def test_one_factor_finds_what_made_the_columns() -> None:
    made = [0.9, 0.7, 0.5, 0.3]
    got = one_factor(one_thing_measured(made))
    assert got.loadings == pytest.approx(made, abs=0.05)
    assert got.uniqueness == pytest.approx([1 - a * a for a in made], abs=0.06)
    assert got.weights.sum() == pytest.approx(1)
    assert (np.diff(got.weights) < 0).all()


def test_a_column_that_runs_against_the_others_is_refused() -> None:
    columns = one_thing_measured([0.9, 0.8, 0.7])
    columns[:, 2] *= -1
    with pytest.raises(ValueError, match="columns 2 load against"):
        one_factor(columns)


def test_rows_with_gaps_are_left_out() -> None:
    assert len(complete_rows([[1, 2], [np.nan, 1], [3, 1], [5, 6], [7, 3]])) == 4


@pytest.mark.parametrize(
    ("columns", "words"), [([[1, 2], [np.nan, 1], [3, 1]], "too few"), ([[1, 2], [1, 3], [1, 4]], "constant")]
)
def test_columns_that_cannot_be_compared_are_refused(columns, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        complete_rows(columns)


def test_leaving_out_the_odd_one_raises_alpha_and_moves_ranks_most() -> None:
    columns = np.column_stack(
        [one_thing_measured([0.9, 0.9, 0.9], 500), np.random.default_rng(1).random(500)]
    )
    got = leave_one_out(columns)
    assert got.alpha.argmax() == 3
    assert got.item_total.argmin() == 3
    assert (got.mean_shift > 0).all()


def test_leaving_out_what_has_no_weight_changes_nothing() -> None:
    got = leave_one_out(one_thing_measured([0.9, 0.5, 0.3], 100), weights=[1, 1, 0])
    assert got.mean_shift[2] == 0
    assert got.rank_correlation[2] == pytest.approx(1)


def test_a_factor_whose_likelihood_does_not_settle_is_refused(monkeypatch):
    from pipelines.measure import weights

    random = np.random.default_rng(7)
    common = random.normal(size=(300, 1))
    columns = common + random.normal(size=(300, 4))
    assert one_factor(columns).weights.sum() == pytest.approx(1)
    monkeypatch.setattr(weights, "MOST_STEPS", 2)
    with pytest.raises(ValueError, match="does not settle"):
        one_factor(columns)
