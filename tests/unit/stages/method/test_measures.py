"""Measures of places as indicator tables, on four neighbourhoods that can be worked by hand."""

from __future__ import annotations

from math import exp, isnan

import pytest

from pipelines.errors import CommonGroundError
from pipelines.stages import measures

H = 800.0
OF_PUB = {"kinds": ["pub"], "bandwidth": H, "decay": "gaussian", "cutoff": 3.0, "area_least": 2500}


def values(table, column="value"):
    return table[column].tolist()


def test_catchment_shares_a_place_among_those_who_reach_it(world, given):
    table = measures.catchment(
        given(world, {**OF_PUB, "type": "catchment", "variant": "two_step", "per": 10_000})
    )
    far, near = exp(-0.5), exp(-((300 / H) ** 2) / 2)
    demand = 150 * 1 + 50 * near + 100 * far
    at_a, at_b = (150 * 1 + 50 * near) / demand / 200, far / demand
    assert values(table) == pytest.approx([1e4 * at_a, 1e4 * at_b, 0, 0], rel=1e-12)
    assert values(table, "denominator") == [200, 100, 100, 300]
    assert sum(values(table, "numerator")) == pytest.approx(1, rel=1e-12)  # one pub, all of it shared out
    assert values(table, "status") == ["observed"] * 4  # none within reach is nought, not missing


def test_bandwidth_is_that_of_the_class_where_people_live(world, given):
    wide = {
        **OF_PUB,
        "type": "reach",
        "bandwidth": {**dict.fromkeys(["UF1", "RLN1", "RSN1", "RLF1", "RSF1"], 1.0), "UN1": H},
    }
    world["core.places"].loc[0, ["easting", "northing"]] = [
        100_000.0,
        2.0,
    ]  # 2 m from C, two of its bandwidths
    assert values(measures.reach(given(world, wide))) == pytest.approx([0, 0, exp(-2), 0])


def test_reach_is_the_mean_over_residents(world, given):
    table = measures.reach(given(world, {**OF_PUB, "type": "reach"}))
    near = exp(-((300 / H) ** 2) / 2)
    assert values(table) == pytest.approx([(150 + 50 * near) / 200, exp(-0.5), 0, 0], rel=1e-12)
    assert table["numerator"].isna().all()


def test_step_counts_places_within_the_bandwidth(world, given):
    table = measures.reach(given(world, {**OF_PUB, "type": "reach", "decay": "step", "bandwidth": 299.0}))
    assert values(table) == [0.75, 0, 0, 0]  # the second output area of A lies 300 m away


def test_supply_is_a_figure_at_the_centroids(world, given):
    settings = {
        **OF_PUB,
        "type": "reach",
        "kinds": [],
        "supply": {"table": "core.bus", "column": "departures"},
    }
    near = exp(-((300 / H) ** 2) / 2)
    expected = [4 * (150 + 50 * near) / 200, 4 * exp(-0.5), 1, 0]
    assert values(measures.reach(given(world, settings))) == pytest.approx(expected, rel=1e-12)


def test_nearest_is_metres_and_capped(world, given):
    settings = {"type": "nearest", "kinds": ["pub", "library"], "most": 50_000, "area_least": 2500}
    table = measures.nearest(given(world, settings))
    assert values(table) == pytest.approx([(150 * 0 + 50 * 300) / 200, 0, 50_000, 50_000])


def test_near_is_places_by_the_boundary_per_resident(world, given):
    settings = {"type": "near", "kinds": ["pub", "library"], "within": 650, "per": 1_000, "area_least": 2500}
    table = measures.near(given(world, settings))
    # The pub is at the corner of A and 100 m from B; the library 600 m from B's eastern edge, 700 m from A's.
    assert values(table) == pytest.approx([1000 * 1 / 200, 1000 * 2 / 100, 0, 0])
    assert values(table, "numerator") == [1, 2, 0, 0]


def test_spread_gives_every_place_whole(world, given):
    settings = {**OF_PUB, "type": "spread", "kinds": ["cooperative"], "bandwidth": 4000, "per": 10_000}
    table = measures.spread(given(world, settings))
    assert values(table) == pytest.approx([0, 0, 1e4 / 100, 0])
    world["core.places"].loc[2, "easting"] = 150_001.0  # beyond the cut-off of anybody: to the nearest, D
    assert values(measures.spread(given(world, settings)), "numerator") == pytest.approx([0, 0, 0, 1])


def test_diversity_counts_kinds_and_not_places(world, given):
    """Two kinds of about equal reach are nearly two, one kind is one, nothing is nought."""
    places = world["core.places"]
    places.loc[2, ["kind", "precision", "easting"]] = ["library", "site", 0.0]
    places.loc[1, "easting"] = 100_000.0  # C has a library only, A a pub and a library, B shares A's
    settings = {**OF_PUB, "type": "diversity", "kinds": ["pub", "library"], "bandwidth": 800.0}
    table = measures.diversity(given(world, settings))
    assert values(table)[2:] == pytest.approx([1, 0])
    assert 1.9 < values(table)[0] < 2 and values(table)[0] == pytest.approx(values(table)[1])


def test_kinds_are_narrowed_by_subkind_and_precision(world, given):
    settings = {**OF_PUB, "type": "reach", "kinds": ["cooperative"], "bandwidth": 4000.0}
    assert values(measures.reach(given(world, {**settings, "subkinds": ["retail"]})))[2] == pytest.approx(1)
    assert values(measures.reach(given(world, {**settings, "subkinds": ["housing"]})))[2] == 0
    assert values(measures.reach(given(world, {**settings, "precision": "site"})))[2] == 0


@pytest.mark.parametrize(
    "settings", [{**OF_PUB, "type": "reach"}, {"type": "nearest", "most": 1, "area_least": 2500}]
)
def test_a_registered_office_is_refused_in_a_narrow_measure(world, given, settings):
    run = measures.RUN[settings["type"]]
    with pytest.raises(CommonGroundError, match="cooperative say which area and not which street"):
        run(given(world, {**settings, "kinds": ["pub", "cooperative"]}))


def test_a_district_that_the_source_does_not_cover_is_missing(world, given):
    rule = {"coverage": {"source": "pubs", "least": 0.5}}
    table = measures.reach(given(world, {**OF_PUB, "type": "reach", **rule}))
    assert values(table, "status") == ["observed", "observed", "missing", "missing"]
    assert [isnan(v) for v in values(table)] == [False, False, True, True]


def test_a_district_with_half_of_the_median_rate_is_covered(world, given):
    places = world["core.places"]
    places["kind"], places["source"], places["precision"] = "pub", "pubs", "site"
    # Districts have 2 pubs for 300 residents and 1 for 400: rates .0067 and .0025, median .0046.
    for least, expected in ((0.5, [True] * 4), (0.6, [True, True, False, False])):
        inputs = given(world, {**OF_PUB, "coverage": {"source": "pubs", "least": least}})
        assert measures.covered(inputs, world["core.lsoa"]).tolist() == expected


def test_what_a_council_did_not_send_is_missing_though_it_is_part_of_a_district_that_did(world, given):
    places = world["core.places"]
    places["kind"], places["source"], places["lsoa21cd"] = (
        "pub",
        "pubs",
        ["E01000001", "E01000001", "E01000003"],
    )
    world["core.council_2011"]["council_2011"] = ["West", "East", "South", "South"]
    inputs = given(world, {**OF_PUB, "coverage": {"source": "pubs", "least": 0.25}})
    # West has 2 pubs for 200 residents, East none, South 1 for 400: rates .01, 0 and .0025, median .0025.
    assert measures.covered(inputs, world["core.lsoa"]).tolist() == [True, False, True, True]


def lacking(world, given, of_worse=False):
    import pandas as pd

    codes = world["core.lsoa"]["lsoa21cd"]
    share = pd.DataFrame(
        {"lsoa21cd": codes, "numerator": [50.0, 20.0, 10.0, None], "denominator": [100.0] * 4}
    )
    share["value"], share["status"] = share["numerator"] / 100, "observed"
    of = pd.DataFrame(
        {"lsoa21cd": codes, "value": [9.0, 3.0, 3.0, 1.0], "status": ["observed"] * 3 + ["district"]}
    )
    tables = {"indicators.no_car": share, "indicators.bus": of}
    return measures.lack(
        given(tables, {"share": "indicators.no_car", "of": "indicators.bus", "of_worse": of_worse})
    )


def test_lack_counts_by_the_part_of_england_that_has_more(world, given):
    table = lacking(world, given)
    # Standing from the most: 1, 2.5, 2.5, 4 of 4, less a half.
    assert values(table)[:3] == pytest.approx([0.5 * 0.5 / 4, 0.2 * 2 / 4, 0.1 * 2 / 4])
    assert values(table, "status") == ["observed", "observed", "observed", "missing"]
    assert values(lacking(world, given, of_worse=True))[0] == pytest.approx(0.5 * 3.5 / 4)


def test_every_type_has_a_function_and_words_for_its_parts():
    from typing import get_args

    from pipelines.method.measures import Measure

    types = {get_args(t.model_fields["type"].annotation)[0] for t in get_args(get_args(Measure)[0])}
    assert types - {"table", "figure"} == set(measures.RUN) == set(measures.PARTS)


@pytest.mark.parametrize("kind", ["catchment", "spread", "reach", "nearest", "near", "diversity"])
def test_no_place_at_all_is_nought_and_no_distance(world, given, kind):
    settings = {
        **OF_PUB,
        "kinds": ["museum", "hall"],
        "per": 10_000,
        "variant": "two_step",
        "within": 1,
        "most": 9,
    }
    table = measures.RUN[kind](given(world, {**settings, "type": kind}))
    if kind == "nearest":
        assert values(table, "status") == ["missing"] * 4
    else:
        assert values(table) == [0, 0, 0, 0]


@pytest.mark.parametrize("kind, variant", [("catchment", "two_step"), ("spread", None)])
def test_a_place_beyond_the_border_is_shared_with_those_who_live_there(world, given, kind, variant):
    """A pub at C with no neighbourhood: its 100 people are fewer than those who share the pub at A."""
    import pandas as pd

    places = world["core.places"].iloc[[0, 0]].reset_index(drop=True)
    places.loc[1, ["place_id", "easting", "lsoa21cd"]] = ["pubs:2", 100_000.0, None]
    world["core.places"] = pd.concat([places])
    settings = {**OF_PUB, "type": kind, "variant": variant, "per": 10_000}
    table = measures.RUN[kind](given(world, settings))
    demand = 150 + 50 * exp(-((300 / H) ** 2) / 2) + 100 * exp(-0.5)
    assert values(table)[2] == pytest.approx(1e4 / demand, rel=1e-12)  # and not 1e4 / 100
    assert sum(values(table, "numerator")[:2]) == pytest.approx(1, rel=1e-12)


def test_a_place_beyond_the_border_that_is_crowded_from_here_counts_whole(world, given):
    import pandas as pd

    places = world["core.places"].iloc[[0, 0]].reset_index(drop=True)
    places.loc[1, ["place_id", "easting", "lsoa21cd"]] = ["pubs:2", 200_000.0, None]  # at D, with 300 people
    world["core.places"] = pd.concat([places])
    table = measures.catchment(
        given(world, {**OF_PUB, "type": "catchment", "variant": "two_step", "per": 10_000})
    )
    assert values(table)[3] == pytest.approx(1e4 / 300, rel=1e-12)


BY_CLASS = {**dict.fromkeys(["UF1", "RLN1", "RSN1", "RLF1", "RSF1"], 1600.0), "UN1": H}


def around(**shares):
    """The surroundings of the five output areas: all in towns, but for the shares given by class."""
    import pandas as pd

    from pipelines.method.vocabulary import RUC_CLASSES
    from pipelines.stages.surroundings import share_of

    table = pd.DataFrame({"oa21cd": [f"E0000000{n}" for n in range(1, 6)]})
    for ruc in RUC_CLASSES:
        table[share_of(ruc)] = shares.get(ruc, [1.0 if ruc == "UN1" else 0.0] * 5)
    return table


def test_a_bandwidth_is_blended_by_the_people_around(world, given):
    """B's people live in a town, but half of those around are of villages: half way from 800 m to 1,600 m."""
    world["core.surroundings"] = around(UN1=[1.0, 1.0, 0.5, 1.0, 1.0], RSN1=[0.0, 0.0, 0.5, 0.0, 0.0])
    settings = {**OF_PUB, "type": "reach", "bandwidth": BY_CLASS, "borders": "blended"}
    table = measures.reach(given(world, settings))
    near = exp(-((300 / H) ** 2) / 2)
    assert values(table)[:2] == pytest.approx([(150 + 50 * near) / 200, exp(-((800 / 1200) ** 2) / 2)])


def test_where_all_around_are_of_one_class_blended_is_sharp(world, given):
    world["core.surroundings"] = around(UN1=[1.0, 1.0, 1.0, 0.0, 0.0], RSF1=[0.0, 0.0, 0.0, 1.0, 1.0])
    settings = {
        **OF_PUB,
        "type": "spread",
        "kinds": ["cooperative"],
        "per": 1,
        "bandwidth": BY_CLASS,
        "area_least": 500,
    }
    sharp = measures.spread(given(world, settings))
    blended = measures.spread(given(world, {**settings, "borders": "blended"}))
    assert values(blended) == values(sharp)
