"""The places behind an indicator, weighed again one by one, come to the figure that the measure gave."""

from __future__ import annotations

from math import exp

import pandas as pd
import pytest

from pipelines.stages import measures
from pipelines.trace.around import Around
from pipelines.trace.built import Built
from pipelines.trace.model import Block
from pipelines.trace.places import BY_TYPE

A, B, C, D = (f"E0100000{n}" for n in (1, 2, 3, 4))
DECAY = {"kinds": ["pub"], "bandwidth": 800.0, "decay": "gaussian", "cutoff": 3.0, "area_least": 2500}
SHARED = {**DECAY, "per": 10_000}
WIDE = {**SHARED, "kinds": ["cooperative"], "bandwidth": 4000.0}
SETTINGS = {
    "two-step": {**SHARED, "type": "catchment", "variant": "two_step"},
    "three-step": {**SHARED, "type": "catchment", "variant": "three_step"},
    "balanced": {**SHARED, "type": "catchment", "variant": "balanced"},
    "of several kinds": {**SHARED, "kinds": ["pub", "library"], "type": "catchment", "variant": "two_step"},
    "reach": {**DECAY, "type": "reach"},
    "reach by a step": {**DECAY, "type": "reach", "decay": "step"},
    "reach of a figure": {
        **DECAY, "type": "reach", "kinds": [], "supply": {"table": "core.bus", "column": "departures"}
    },
    "spread": {**WIDE, "type": "spread"},
    "nearest": {"kinds": ["pub"], "most": 50_000.0, "type": "nearest", "area_least": 0},
    "near": {"kinds": ["pub", "library"], "within": 1000.0, "per": 10_000, "type": "near", "area_least": 0},
    "diversity": {**DECAY, "kinds": ["pub", "library"], "type": "diversity"},
}  # fmt: skip


@pytest.fixture
def town(world):
    """The four neighbourhoods with more pubs, and an office with nobody inside its cut-off."""
    more = {"kind": "pub", "subkind": None, "precision": "site", "source": "pubs", "northing": 0.0}
    points = {"pubs:2": 400.0, "pubs:3": 900.0, "pubs:4": 100_100.0}
    rows = [{**more, "place_id": i, "easting": e, "lsoa21cd": A} for i, e in points.items()]
    office = {"kind": "cooperative", "subkind": "retail", "precision": "area", "source": "cooperatives"}
    stranded = {**office, "place_id": "offices:2", "easting": 150_000.1, "northing": 0.0, "lsoa21cd": D}
    world["core.places"] = pd.concat(
        [world["core.places"], pd.DataFrame([*rows, stranded])], ignore_index=True
    )
    world["core.places"]["name"] = world["core.places"]["place_id"]
    world["core.lsoa"]["lsoa21nm"] = world["core.lsoa"]["lsoa21cd"]
    return world


def traced(inputs, lsoa: str) -> Block:
    return BY_TYPE[inputs.settings["type"]](Built(inputs.storage, None, None), Around(inputs, lsoa))


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS.keys())
def test_the_parts_sum_to_the_figure(town, given, settings) -> None:
    inputs = given(town, settings)
    values = measures.RUN[settings["type"]](inputs).set_index("lsoa21cd")["value"]
    assert values.max() > 0
    for lsoa in (A, B, C, D):
        assert sum(traced(inputs, lsoa).parts) == pytest.approx(values[lsoa], rel=1e-12, abs=1e-15), lsoa


def test_a_place_is_shown_with_its_distance_weight_and_those_who_share_it(world, given) -> None:
    world["core.places"]["name"] = ["The Ship", "Library", "Office"]
    block = traced(given(world, SETTINGS["two-step"]), B)
    demand = 150 + 50 * exp(-((300 / 800) ** 2) / 2) + 100 * exp(-0.5)
    name, _, place, metres, weight, people, brought = block.rows[0]
    assert (name, place, metres) == ("The Ship", "pubs:1", 800)
    assert (weight, people) == pytest.approx((exp(-0.5), demand))
    assert brought == pytest.approx(10_000 * exp(-0.5) / demand)


def test_an_office_with_nobody_near_goes_whole_to_the_nearest_people(town, given) -> None:
    """offices:2 lies 50 km from C and from D, a little nearer to D, where 300 live."""
    block = traced(given(town, SETTINGS["spread"]), D)
    assert block.rows[0][2] == "offices:2"
    assert block.rows[0][-1] == pytest.approx(10_000 / 300)


def test_nothing_in_reach_is_nought_and_not_an_error(town, given) -> None:
    block = traced(given(town, SETTINGS["two-step"]), D)
    assert (block.rows, block.parts) == ((), ())


def test_parts_that_do_not_sum_are_told() -> None:
    assert Block("a", whole=3.0, parts=(1.0, 2.0)).adds_up
    assert not Block("a", whole=3.0, parts=(1.0, 1.9)).adds_up
    assert not Block("a", whole=3.0).adds_up
    assert Block("a", parts=(1.0,)).adds_up
