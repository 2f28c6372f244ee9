"""Floating catchments: worked by hand, and what they must conserve."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_points import point_lists, towns

from pipelines.measure.catchment import balanced, given_to, near_ratio, three_step, two_step
from pipelines.measure.decay import decay
from pipelines.measure.kernel import Kernel, Matrix

# Two villages of 100 and 300, two halls: the first within reach of both, the second of the larger alone.
BOTH = Matrix([[1.0, 0.0], [1.0, 1.0]])
PEOPLE = [100.0, 300.0]


def test_two_step_by_hand():
    # Hall 1 over 400 people, hall 2 over 300: 1/400, and 1/400 + 1/300.
    found = two_step(BOTH, PEOPLE)
    assert found.access == pytest.approx([1 / 400, 1 / 400 + 1 / 300])
    assert found.unreached == 0


def test_three_step_by_hand():
    # The larger village splits its choice: demand of hall 1 is 100 + 150, of hall 2 150.
    found = three_step(BOTH, PEOPLE)
    assert found.access == pytest.approx([1 / 250, 0.5 / 250 + 0.5 / 150])


def test_balanced_by_hand():
    # Demand 250 and 150 as above; hall 1's level is split between its two villages.
    found = balanced(BOTH, PEOPLE)
    assert found.access == pytest.approx([0.5 / 250, 0.5 / 250 + 1 / 150])


def test_ratio_by_hand():
    everyone = Matrix([[1.0, 1.0], [1.0, 1.0]])
    assert near_ratio(BOTH, everyone, PEOPLE) == pytest.approx([1 / 400, 2 / 400])
    nobody = Matrix([[0.0, 0.0], [0.0, 0.0]])
    assert all(math.isnan(x) for x in near_ratio(BOTH, nobody, PEOPLE))


def test_capacity_counts():
    assert two_step(BOTH, PEOPLE, [4.0, 0.0]).access == pytest.approx([0.01, 0.01])


@pytest.mark.parametrize("method", [two_step, three_step, balanced])
def test_a_place_that_nobody_reaches_is_counted_and_an_origin_that_reaches_none_has_zero(method):
    found = method(Matrix([[1.0, 0.0], [0.0, 0.0]]), PEOPLE)
    assert found.unreached == 1
    assert found.reached.tolist() == [True, False]
    assert found.access.tolist() == [0.01, 0.0]


def test_places_reached_only_where_nobody_lives_are_unreached():
    assert two_step(BOTH, [100.0, 0.0]).reached.tolist() == [True, False]


@st.composite
def worlds(draw):
    """Origins with residents (some with none), places with capacities in two groups."""
    origins, places = draw(point_lists), draw(point_lists)
    people = draw(st.lists(st.integers(0, 500), min_size=len(origins), max_size=len(origins)))
    capacity = draw(st.lists(st.integers(0, 9), min_size=len(places), max_size=len(places)))
    groups = draw(st.lists(st.integers(0, 1), min_size=len(places), max_size=len(places)))
    return origins, places, np.array(people, float), np.array(capacity, float), np.array(groups)


@pytest.mark.parametrize("method", [two_step, three_step])
@given(world=worlds(), form=st.sampled_from(["gaussian", "exponential", "step"]), wide=st.integers(20, 900))
def test_what_people_have_is_what_reached_places_give(method, world, form, wide):
    origins, places, people, capacity, groups = world
    kernel = Kernel(origins, places, decay(form, [[wide, 2.0 * wide]]), groups=groups, number_of_groups=2)
    found = method(kernel, people, capacity)
    given_out = [capacity[found.reached & (groups == g)].sum() for g in range(2)]
    np.testing.assert_allclose(people @ found.access, given_out, rtol=1e-9, atol=1e-9)


@given(world=worlds(), wide=st.integers(20, 900))
def test_balanced_keeps_the_levels_of_service(world, wide):
    origins, places, people, capacity, _ = world
    kernel = Kernel(origins, places, decay("gaussian", wide))
    choice = kernel.at_origins()
    demand = kernel.at_places(np.divide(people, choice, out=np.zeros_like(people), where=choice > 0))
    level = capacity[demand > 0] / demand[demand > 0]
    found = balanced(kernel, people, capacity)
    np.testing.assert_allclose(found.access.sum(), level.sum(), rtol=1e-9, atol=1e-12)


@given(worlds())
def test_one_population_everywhere_shares_alike(world):
    _, places, people, capacity, _ = world
    weights = Matrix(np.ones((len(people), len(places))))
    if people.sum() > 0:
        np.testing.assert_allclose(two_step(weights, people, capacity).access, capacity.sum() / people.sum())


def test_groups_in_one_sweep_are_those_of_one_by_one():
    origins, places = towns(1, 900), towns(2, 400)
    people, groups = np.full(900, 300.0), np.arange(400) % 2
    together = three_step(
        Kernel(origins, places, decay("gaussian", [[900.0, 2500.0]]), groups=groups), people
    )
    for g, bandwidth in enumerate([900.0, 2500.0]):
        alone = three_step(Kernel(origins, places[groups == g], decay("gaussian", bandwidth)), people)
        np.testing.assert_allclose(together.access[:, g], alone.access, rtol=1e-12)


@pytest.mark.parametrize(
    "people, capacity", [([-1.0, 1.0], None), ([math.nan, 1.0], None), (PEOPLE, [1.0, -1.0])]
)
def test_negative_and_missing_amounts_are_refused(people, capacity):
    with pytest.raises(ValueError, match="not negative"):
        two_step(BOTH, people, capacity)


@given(
    variant=st.sampled_from(["two_step", "three_step", "balanced"]),
    people=st.lists(st.integers(0, 500), min_size=3, max_size=3),
    own=st.lists(st.booleans(), min_size=3, max_size=3),
    cells=st.lists(st.floats(0.01, 1.0), min_size=6, max_size=6),
)
def test_what_places_give_to_a_group_is_the_access_of_its_people(variant, people, own, cells) -> None:
    weights, population = Matrix(np.reshape(cells, (3, 2))), np.array(people, float)
    capacity, group = [3.0, 5.0], np.where(own, population, 0.0)
    access = {"two_step": two_step, "three_step": three_step, "balanced": balanced}[variant]
    found = given_to(group, weights, population, capacity, variant)
    expected = (group * access(weights, population, capacity).access).sum()
    assert found.units.sum() == pytest.approx(expected, abs=1e-9)


def test_a_place_is_shared_by_weight_over_all_who_reach_it() -> None:
    # Two people at full weight and four at half: two against two, so half the place each.
    found = given_to([2, 0], Matrix([[1.0], [0.5]]), [2, 4])
    assert (found.demand[0], found.units[0]) == (4.0, 0.5)


def test_there_is_no_other_catchment() -> None:
    with pytest.raises(ValueError, match="no catchment"):
        given_to([1], Matrix([[1.0]]), [1], variant="four_step")


def test_the_people_who_share_a_place_may_be_given() -> None:
    """Twice as many sharers, half of the access: what is given is used, and not summed again."""
    weights, people = Matrix([[1.0, 0.5], [0.0, 1.0]]), [10.0, 20.0]
    demand = np.array([10.0, 25.0])
    assert np.array_equal(two_step(weights, people, demand=demand).access, two_step(weights, people).access)
    halved = two_step(weights, people, demand=2 * demand).access
    assert np.array_equal(halved, two_step(weights, people).access / 2)
