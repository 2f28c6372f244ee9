"""Decay of distance: values worked by hand, and settings that are refused."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipelines.measure.decay import decay, exponential, gaussian, power, step


def test_gaussian_is_one_at_the_door_and_falls_by_the_square():
    assert gaussian([0.0, 100.0, 200.0], 100.0).tolist() == [1.0, math.exp(-0.5), math.exp(-2.0)]


def test_exponential_falls_by_e_each_bandwidth():
    np.testing.assert_allclose(exponential([0.0, 500.0, 1500.0], 500.0), [1.0, 1 / math.e, math.e**-3])


def test_bandwidths_may_differ_by_origin():
    np.testing.assert_allclose(gaussian([[100.0], [200.0]], [[100.0], [200.0]]), math.exp(-0.5))


def test_step_counts_an_edge_as_inside_and_nothing_beyond_the_last():
    assert step([0.0, 1000.0, 1000.1], [1000.0]).tolist() == [1.0, 1.0, 0.0]


@pytest.mark.parametrize("edges, values", [([], []), ([1.0], [1.0, 2.0]), ([2.0, 1.0], [1.0, 1.0])])
def test_step_refuses_edges_that_do_not_rise_or_fit(edges, values):
    with pytest.raises(ValueError, match="step"):
        step([0.0], edges, values)


def test_power_is_capped_at_its_minimum():
    assert power([0.0, 1.0, 2.0, 4.0], 2.0, -2.0, minimum=1.0).tolist() == [4.0, 4.0, 1.0, 0.25]


def test_cutoff_is_three_bandwidths_unless_given_and_one_for_a_step():
    assert decay("gaussian", 600.0).cutoff.tolist() == [[1800.0]]
    assert decay("exponential", [[600.0, 1000.0]], 2000.0).cutoff.tolist() == [[2000.0, 2000.0]]
    assert decay("step", 800.0).cutoff.tolist() == [[800.0]]


def test_a_table_is_spread_to_classes_and_groups():
    spread = decay("gaussian", [[600.0], [1200.0]]).table(2, 3)
    assert spread.bandwidth.tolist() == [[600.0] * 3, [1200.0] * 3]
    with pytest.raises(ValueError, match="classes and groups"):
        decay("gaussian", [[600.0], [1200.0]]).table(3, 1)


@pytest.mark.parametrize(
    "form, bandwidth, cutoff, says",
    [
        ("triangle", 600.0, None, "none of"),
        ("gaussian", 0.0, None, "positive"),
        ("gaussian", -1.0, None, "positive"),
        ("gaussian", math.nan, None, "positive"),
        ("gaussian", 600.0, math.inf, "positive"),
        ("gaussian", [600.0, 700.0], None, "table"),
        ("step", 600.0, 1800.0, "takes no cut-off"),
    ],
)
def test_settings_without_meaning_are_refused(form, bandwidth, cutoff, says):
    with pytest.raises(ValueError, match=says):
        decay(form, bandwidth, cutoff)
