"""Sums of weights: equal to the plain matrix, whatever the classes, groups, power and threads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_points import distances, point_lists, towns

from pipelines.measure.decay import decay, exponential, gaussian
from pipelines.measure.kernel import Kernel, Matrix

SHAPES = {
    "gaussian": gaussian,
    "exponential": exponential,
    "step": lambda d, h: np.ones(np.broadcast_shapes(d.shape, h.shape)),
}


def plain(origins, places, settings, classes=None, groups=None):
    """The whole matrix of weights, distance by distance."""
    row = np.zeros(len(origins), int) if classes is None else classes
    column = np.zeros(len(places), int) if groups is None else groups
    every = distances(origins, places)
    bandwidth, cutoff = (t[row][:, column] for t in (settings.bandwidth, settings.cutoff))
    return np.where(every <= cutoff, SHAPES[settings.form](every, bandwidth), 0.0)


@given(point_lists, point_lists, st.sampled_from(sorted(SHAPES)), st.integers(50, 2000))
def test_sums_are_those_of_the_matrix(origins, places, form, bandwidth):
    settings = decay(form, bandwidth)
    weights, kernel = plain(origins, places, settings), Kernel(origins, places, settings)
    np.testing.assert_allclose(kernel.at_origins(), weights.sum(axis=1), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(kernel.at_places(), weights.sum(axis=0), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("form", sorted(SHAPES))
@pytest.mark.parametrize("power", [1, 2])
def test_classes_and_groups_have_bandwidths_of_their_own(form, power):
    origins, places = towns(1, 1500), towns(2, 700)
    random = np.random.default_rng(3)
    classes, groups = random.integers(0, 3, 1500), random.integers(0, 4, 700)
    settings = decay(form, random.uniform(300, 4000, (3, 4)))
    people, worth = random.uniform(0, 400, 1500), random.uniform(0, 3, 700)
    weights = plain(origins, places, settings, classes, groups) ** power
    kernel = Kernel(origins, places, settings, classes=classes, groups=groups)

    by_group = np.stack([(weights * worth)[:, groups == g].sum(axis=1) for g in range(4)], axis=1)
    np.testing.assert_allclose(kernel.at_origins(worth, power), by_group, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(kernel.at_places(people, power), people @ weights, rtol=1e-11, atol=1e-12)

    own = random.uniform(0, 9, (1500, 4))
    expected = (weights * own[:, groups]).sum(axis=0)
    np.testing.assert_allclose(kernel.at_places(own, power), expected, rtol=1e-11, atol=1e-12)


def test_matrix_gives_the_same_sums():
    origins, places, settings = towns(4, 60), towns(5, 40), decay("gaussian", 2500.0)
    matrix, kernel = Matrix(plain(origins, places, settings)), Kernel(origins, places, settings)
    for power in (1, 2):
        np.testing.assert_allclose(matrix.at_origins(power=power), kernel.at_origins(power=power), rtol=1e-12)
        np.testing.assert_allclose(matrix.at_places(power=power), kernel.at_places(power=power), rtol=1e-12)


def test_threads_change_no_byte():
    origins, places = towns(6, 5000), towns(7, 2000)
    groups = np.arange(2000) % 5
    settings = decay("gaussian", [[600.0, 1200.0, 300.0, 5000.0, 900.0]])
    one, four = (Kernel(origins, places, settings, groups=groups, workers=n) for n in (1, 4))
    assert one.at_origins().tobytes() == four.at_origins().tobytes()
    assert one.at_places().tobytes() == four.at_places().tobytes()


def test_a_group_without_places_has_a_column_of_zeros():
    kernel = Kernel([[0.0, 0.0]], [[3.0, 4.0]], decay("step", 5.0), groups=[1], number_of_groups=3)
    assert kernel.at_origins().tolist() == [[0.0, 1.0, 0.0]]


def test_without_any_place_there_is_nothing_in_reach():
    kernel = Kernel(towns(1, 5), np.empty((0, 2)), decay("step", 5.0))
    assert kernel.at_origins().tolist() == [0.0] * 5
    assert kernel.at_places().tolist() == []


def test_what_does_not_fit_is_refused():
    origins, places, settings = towns(1, 5), towns(2, 4), decay("step", 5.0)
    with pytest.raises(ValueError, match="groups"):
        Kernel(origins, places, settings, groups=[0, 1])
    with pytest.raises(ValueError, match="groups"):
        Kernel(origins, places, settings, groups=[0, 1, 2, 3], number_of_groups=2)
    with pytest.raises(ValueError, match="classes"):
        Kernel(origins, places, decay("step", [[5.0], [6.0]]), classes=[0, 1, 2, 0, 0])
    with pytest.raises(ValueError, match="values"):
        Kernel(origins, places, settings).at_origins([1.0])
    with pytest.raises(ValueError, match="values"):
        Kernel(origins, places, settings).at_origins(np.ones((4, 2)))
    with pytest.raises(ValueError, match="values"):
        Kernel(origins, places, settings).at_places(np.ones((5, 3)))
    with pytest.raises(ValueError, match="finite"):
        Matrix([[1.0, -1.0]])
