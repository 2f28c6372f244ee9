"""Redraws give what the index gives, only faster."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.index import TOTAL, Plan, combine
from pipelines.measure.redraw import ranks, ready, total

PARTS = {
    "d": (40, {"s": (60, {"a": 75, "b": 25}), "t": (40, {"c": 100})}),
    "e": (60, {"u": (100, {"f": 10, "g": 90})}),
}


def figures(seed: int, n: int = 50, values: int = 1000) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {name: rng.integers(0, values, n).astype(float) for name in "abcfg"}


@given(
    st.integers(0, 10_000),
    st.sampled_from(["exponential", "none", "zscore", "rank"]),
    st.sampled_from([3, 1000]),
)
def test_total_is_that_of_the_index(seed, kind, values):
    plan = Plan(PARTS, ("none", kind, kind))
    columns = figures(seed, values=values)
    assert total(ready(plan, columns)) == pytest.approx(
        combine(plan, columns)[TOTAL].combined, rel=1e-12, abs=1e-9
    )


def test_other_weights_are_those_of_another_plan():
    columns = figures(1)
    other = {
        "d": (1, {"s": (1, {"a": 1, "b": 2}), "t": (3, {"c": 1})}),
        "e": (2, {"u": (1, {"f": 5, "g": 1})}),
    }
    draw = (np.array([1.0, 2, 1, 5, 1]), np.array([1.0, 3, 1]), np.array([1.0, 2]))
    expected = combine(Plan(other), columns)[TOTAL].combined
    assert total(ready(Plan(PARTS), columns), draw) == pytest.approx(expected, rel=1e-12)


def test_leaving_an_indicator_out_is_a_weight_of_nought():
    columns = figures(2)
    without = {**PARTS, "e": (60, {"u": (100, {"g": 90})})}
    of = ready(Plan(PARTS), columns)
    draw = (np.array([75.0, 25, 100, 0, 90]), *of.weights[1:])
    assert total(of, draw) == pytest.approx(combine(Plan(without), columns)[TOTAL].combined, rel=1e-12)
    with pytest.raises(ValueError, match="weigh nothing"):
        total(of, (np.array([75.0, 25, 0, 1, 90]), *of.weights[1:]))


def test_ranks_do_not_depend_on_the_number_of_threads():
    of = ready(Plan(PARTS), figures(3, n=2000))
    rng = np.random.default_rng(4)
    draws = [tuple(rng.random(len(w)) for w in of.weights) for _ in range(20)]
    one, four = ranks(of, draws, workers=1), ranks(of, draws, workers=4)
    assert (one == four).all() and one.shape == (20, 2000)
    assert one[0].min() == 1 and len(np.unique(one, axis=0)) > 10


def test_rows_that_are_alike_stay_tied():
    columns = {name: np.tile(x, 2) for name, x in figures(5, n=300).items()}
    found = ranks(ready(Plan(PARTS), columns), [ready(Plan(PARTS), columns).weights])[0]
    assert (found[:300] == found[300:]).all()


def test_gaps_and_other_means_are_refused():
    columns = figures(6)
    with pytest.raises(ValueError, match="arithmetic"):
        ready(Plan(PARTS, power=0.0), columns)
    columns["a"][3] = np.nan
    with pytest.raises(ValueError, match="complete"):
        ready(Plan(PARTS), columns)
