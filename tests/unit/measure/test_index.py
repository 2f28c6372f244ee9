"""The index as a pure function: worked by hand, against a published index, and by its properties."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.index import (
    NORMALISE,
    TOTAL,
    Plan,
    combine,
    completeness,
    impute,
    need,
    score,
    transform,
    treat,
    weigh,
)
from pipelines.method.vocabulary import SCALES
from pipelines.paths import acceptance_folder

PLAN = Plan(
    domains={
        "places": (50, {"bumping": (60, {"pubs": 75, "shops": 25}), "gathering": (40, {"halls": 100})}),
        "links": (50, {"about": (100, {"buses": 100})}),
    },
    normalise=("none", "none", "none"),
    worse=frozenset({"buses"}),
)
VALUES = {"pubs": [4.0, 0, 2], "shops": [0.0, 4, 4], "halls": [1.0, 2, 3], "buses": [1.0, 5, 9]}
CLASSES = np.array(["U", "U", "R"])


def exponential(r: float) -> float:
    return -23 * log(1 - r * (1 - exp(-100 / 23)))


def test_weights_multiply_through():
    shares = PLAN.shares()
    assert shares["pubs"] == pytest.approx(0.5 * 0.6 * 0.75)
    assert shares["halls"] == pytest.approx(0.5 * 0.4)
    assert sum(shares[i] for i in PLAN.indicators) == pytest.approx(1)


def test_weighted_means_up_three_levels():
    found = score(PLAN, VALUES, CLASSES)
    assert found["bumping"].value == pytest.approx([-3, -1, -2.5])
    assert found["places"].value == pytest.approx([-0.6 * 3 - 0.4, -0.6 - 0.8, -1.5 - 1.2])
    assert found[TOTAL].combined == pytest.approx([0.5 * -2.2 + 0.5, 0.5 * -1.4 + 2.5, 0.5 * -2.7 + 4.5])


def test_each_level_is_transformed_before_it_is_weighed():
    """Three rows: shares of rank 1, 2/3 and 1/3, of the indicators and again of what they combine to."""
    plan = Plan({"d": (1, {"s": (1, {"a": 50, "b": 50})})}, normalise=("exponential", "rank", "minmax"))
    found = score(plan, {"a": [1.0, 2, 3], "b": [1.0, 2, 3]}, CLASSES)
    assert found["s"].combined == pytest.approx([100, exponential(2 / 3), exponential(1 / 3)])
    assert found["s"].value == pytest.approx([1, 2 / 3, 1 / 3])
    assert found["d"].value == pytest.approx([100, 50, 0])
    assert found[TOTAL].combined == pytest.approx([100, 50, 0])


def test_need_is_turned_and_compared_among_peers():
    assert need([3.0, 1, 2], worse=False, peers=CLASSES, degree=0) == pytest.approx([-3, -1, -2])
    # Among all: least is most need, standings (3 - rank + 1/2) / 3. Within U: 1 before 3; R stands alone.
    full = need([3.0, 1, 2], worse=False, peers=CLASSES, degree=1)
    assert full == pytest.approx([0.25, 0.75, 0.5])
    half = need([3.0, 1, 2], worse=False, peers=CLASSES, degree=0.5)
    assert half == pytest.approx([(1 / 6 + 0.25) / 2, (5 / 6 + 0.75) / 2, 0.5])


def test_every_scale_of_a_method_has_its_formula():
    assert set(NORMALISE) == set(SCALES)


def test_outliers_are_treated_where_bounds_are_given():
    """The extreme of 1, 2, ..., 9, 100 is brought in to 9, once."""
    figures = [*map(float, range(1, 10)), 100.0]
    bounds = {"most_points": 1, "most_skew": 2.0, "most_kurtosis": 3.5}
    assert treat(figures, None).value.tolist() == figures
    assert treat(figures, bounds).value.tolist() == [*figures[:9], 9]
    plan = Plan({"d": (1, {"s": (1, {"a": 1})})}, ("none",) * 3, worse=frozenset("a"), outliers={"a": bounds})
    assert score(plan, {"a": figures}, np.zeros(10))[TOTAL].combined.tolist() == [*figures[:9], 9]


def test_gaps_take_the_mean_of_the_smallest_area_that_has_any():
    district, region = np.array(["a", "a", "b", "b"]), np.array(["r", "r", "r", "q"])
    filled = impute([1.0, np.nan, np.nan, np.nan], (district, region))
    assert filled[:3] == pytest.approx([1, 1, 1])
    assert np.isnan(filled[3])
    # A mean is of what was there, never of what was filled in.
    filled = impute([1.0, np.nan, np.nan, 5.0], (np.array(list("aabc")), np.array(list("rrrr"))))
    assert filled == pytest.approx([1, 1, 3, 5])


def test_a_missing_indicator_leaves_its_weight_to_its_sub_domain():
    found = combine(PLAN, {**VALUES, "pubs": [np.nan, 0.0, 2.0]})
    assert found["bumping"].value[0] == 0  # shops alone
    assert found["bumping"].observed[0] == pytest.approx(0.25)


def test_completeness_is_the_share_of_weight_that_was_observed():
    observed = {"pubs": np.array([True, False]), "buses": np.array([True, True])}
    assert completeness(observed, {"pubs": 0.2, "buses": 0.3}) == pytest.approx([1, 0.6])


def test_ways_of_weighing():
    rng = np.random.default_rng(3)
    common = rng.normal(size=500)
    columns = {
        name: common + rng.normal(size=500) * noise for name, noise in (("a", 0.3), ("b", 1.0), ("c", 3.0))
    }
    points = {"a": 1.0, "b": 1.0, "c": 2.0}
    assert weigh({}, points, "expert") == pytest.approx({"a": 25, "b": 25, "c": 50})
    assert weigh({}, points, "equal") == pytest.approx(dict.fromkeys("abc", 100 / 3))
    factor = weigh(columns, points, "factor_analysis")
    assert factor["a"] > factor["b"] > factor["c"] > 0 and sum(factor.values()) == pytest.approx(100)
    assert sum(weigh(columns, points, "principal_components").values()) == pytest.approx(100)
    # With all three kept, varimax gives each column a component of its own, and all weigh alike.
    apart = weigh({n: rng.normal(size=500) for n in points}, points, "principal_components", 3)
    assert apart == pytest.approx(dict.fromkeys("abc", 100 / 3), abs=1)
    with pytest.raises(ValueError, match="no way of weighing"):
        weigh(columns, points, "taste")


def test_unknown_transform_is_refused():
    with pytest.raises(KeyError):
        transform([1.0], "square root")


@given(st.lists(st.integers(-50, 50), min_size=4, max_size=30, unique=True))
def test_only_order_counts_where_ranks_are_transformed(numbers):
    """Any change that keeps the order of an indicator keeps every score of the index."""
    plan = Plan({"d": (1, {"s": (1, {"a": 100})})})
    x = np.array(numbers, float)
    classes = np.array(["U", "R"] * len(x))[: len(x)]
    one, other = (score(plan, {"a": v}, classes)[TOTAL].combined for v in (x, np.exp(x / 10)))
    assert one == pytest.approx(other, abs=0)


@pytest.mark.skipif(acceptance_folder() is None, reason="no acceptance cases beside the checkout")
def test_published_index_from_treated_indicators():
    """ASEM (COINr): directions, min-max to 100 and three levels of means, to its stored aggregates."""
    import pandas as pd

    folder = acceptance_folder()
    meta = pd.read_csv(folder / "coinr_asem_iMeta.csv").set_index("iCode")
    treated = pd.read_csv(folder / "coinr_asem_expected_treated.csv").set_index("UnitCode")
    expected = pd.read_csv(folder / "coinr_asem_expected_aggregated.csv").set_index("UnitCode")
    parts = {
        d: (
            1.0,
            {
                s: (1.0, dict.fromkeys(meta.index[meta["Parent"] == s], 1.0))
                for s in meta.index[meta["Parent"] == d]
            },
        )
        for d in meta.index[meta["Parent"] == "Index"]
    }
    plan = Plan(parts, ("minmax", "none", "none"))
    worse = frozenset(i for i in plan.indicators if meta.loc[i, "Direction"] > 0)  # there, higher is better
    found = score(Plan(parts, plan.normalise, worse=worse), treated.to_dict("series"), np.zeros(len(treated)))
    for name in (*plan.domains, *(s for _, subs in plan.domains.values() for s in subs)):
        assert found[name].value == pytest.approx(expected[name].to_numpy(), abs=2e-7)
    assert found[TOTAL].combined == pytest.approx(expected["Index"].to_numpy(), abs=2e-7)
