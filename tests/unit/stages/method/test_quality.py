"""Placebos and diagnostics on four neighbourhoods, worked by hand."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

from pipelines.method.model import Method
from pipelines.stages import placebo, quality
from pipelines.stages.method_steps import steps_for
from pipelines.stages.quality_steps import OUTCOMES, quality_steps
from pipelines.warehouse.checks import violations
from pipelines.warehouse.step import Inputs, Step
from pipelines.warehouse.tables import conform

KEY = "lsoa21cd"
A, B, C, D = (f"E0100000{n}" for n in (1, 2, 3, 4))
AREAS = [A, B, C, D]
LEVELS = {"indicators": "rank", "subdomains": "none", "domains": "none"}


def entry(measure, weight=50, **more):
    return {
        "label": "A label", "why": "a reason", "tag": "bumping place", "weight": weight, "unit": "units",
        "direction": "more_is_better", "measure": measure, "sources": ["pubs"], **more,
    }  # fmt: skip


def method(**indicators) -> Method:
    parts = indicators or {
        "pubs": entry({"type": "catchment", "kinds": ["pub"], "bandwidth": "walk"}),
        "buses": entry(
            {"type": "reach", "supply": {"table": "core.bus", "column": "departures"}, "bandwidth": "walk"}
        ),
        "voting": entry({"type": "table", "table": "indicators.voting"}),
    }
    sub = {"title": "Bumping", "weight": 100, "why": "all", "indicators": parts}
    domain = {"title": "Places", "weight": 100, "why": "all", "subdomains": {"bumping": sub}}
    rule = {"rule": "worst_of_both", "title": "Behind", "areas": KEY, "index": "imd2025", "threshold": 0.5}
    return Method.model_validate(
        {
            "name": "small", "title": "Small", "description": "For tests.", "version": "1.0",
            "crossed_with": ["imd2025"],
            "bandwidths": {"walk": {"metres": 800, "why": "ten minutes"}},
            "defaults": {"why": "the usual", "normalise": dict(LEVELS)},
            "domains": {"places": domain},
            "designations": {"behind": rule},
        }
    )  # fmt: skip


def steps(how: Method) -> dict[str, Step]:
    return {step.name: step for step in quality_steps(how, {step.name: step for step in steps_for(how)})}


def kept(table: pd.DataFrame, step: Step) -> pd.DataFrame:
    """The table as its contract takes it. Fails where it breaks a promise."""
    content = conform(table, step.contract, step.name)
    with duckdb.connect() as db:
        assert not violations(content, step.contract, "england", len(AREAS), db)
    return content.to_pandas()


def run(step: Step, inputs: Inputs) -> pd.DataFrame:
    return kept(step.run(inputs), step)


def wide(**columns) -> pd.DataFrame:
    return pd.DataFrame({KEY: AREAS, **columns})


def with_area(world):
    return world["core.lsoa"].assign(area_km2=[2.0, 1.0, 50.0, 100.0], density=[100.0, 100.0, 2.0, 3.0])


def test_only_what_is_measured_from_places_is_strewn():
    made = steps(method())
    assert set(made["quality.strewn"].settings["measures"]) == {"pubs", "buses"}
    assert made["quality.placebo"].settings["domains"] == {
        "places": (100, {"bumping": (100, {"pubs": 50, "buses": 50})})
    }
    assert set(made["quality.agreement"].settings["outcomes"]) == set(OUTCOMES)


def test_a_method_without_places_has_no_placebo():
    made = steps(method(voting=entry({"type": "table", "table": "indicators.voting"})))
    assert set(made) == {
        f"quality.{name}"
        for name in ("indicators", "correlation", "components", "loadings", "weights", "edges")
    }


def test_places_are_strewn_where_people_live_and_buses_dealt_out(world, given):
    step = steps(method())["quality.strewn"]
    tables = {name: world[name] for name in step.reads}
    inputs = given(tables, step.settings)
    made = run(step, inputs)
    # One pub, reached by somebody wherever it falls: with two-step shares it is handed out whole.
    residents = np.array([200, 100, 100, 300])
    assert (made["pubs"].to_numpy() * residents).sum() / 10_000 == pytest.approx(1.0)
    assert made["buses"].sum() > 0
    again = run(step, given(tables, step.settings))
    pd.testing.assert_frame_equal(made, again)


def test_strewn_places_ask_for_no_coverage(world, given):
    cover = {"source": "pubs", "least": 0.5}
    how = method(pubs=entry({"type": "catchment", "kinds": ["pub"], "bandwidth": "walk", "coverage": cover}))
    step = steps(how)["quality.strewn"]
    made = run(step, given({name: world[name] for name in step.reads}, step.settings))
    assert made["pubs"].notna().all()


def test_shapes_deprivation_and_density_by_hand(world, given):
    step = steps(method())["quality.placebo"]
    strewn = wide(pubs=[4.0, 3.0, 2.0, 1.0], buses=[1.0, 2.0, 3.0, 4.0])
    tables = {name: world.get(name) for name in step.reads}
    tables |= {"core.lsoa": with_area(world), "quality.strewn": strewn}
    made = run(step, given(tables, step.settings))
    # A and B have 300 people within 1 km between them, over 200 and 100 inside; C and D have themselves.
    assert made["shape_score"].tolist() == [-1.5, -3.0, -1.0, -1.0]
    assert made["shape_rank"].tolist() == [3, 4, 1, 1]
    assert made["density_score"].tolist() == [-100.0, -100.0, -2.0, -3.0]
    assert made["deprivation_rank"].tolist() == [1, 2, 3, 4]
    # Rank scores 1/4 to 4/4 of both columns, one the other's reverse, weighed alike: 5/8 for all.
    assert made["strewn_score"].tolist() == pytest.approx([0.625] * 4)
    assert made["strewn_places_rank"].tolist() == [1, 1, 1, 1]


@pytest.fixture
def agreed(world, given):
    step = steps(method())["quality.agreement"]
    outcomes = wide(**{name: [1.0, 2.0, 3.0, 5.0] for name in OUTCOMES})
    blind = wide(strewn_score=[1.0, 2.0, 3.0, 4.0], deprivation_score=[40.0, 30.0, 20.0, 10.0])
    parts = wide(places_score=[4.0, 3.0, 1.0, 2.0])
    tables = {
        "core.lsoa": with_area(world).assign(density=[9.0, 7.0, 8.0, 1.0]),
        "core.imd": world["core.imd"],
        "core.outcomes": outcomes,
        "quality.placebo": blind,
        "score.total": wide(social_infrastructure_score=[4.0, 3.0, 2.0, 1.0]),
        "score.domains": parts,
        "score.subdomains": parts.rename(columns={"places_score": "bumping_score"}),
    }
    made = run(step, given(tables, step.settings))
    return made.set_index(["index", "against"])["value"]


def test_agreement_is_signed_by_need(agreed):
    assert agreed["social_infrastructure", "imd2025"] == pytest.approx(1.0)
    assert agreed["social_infrastructure", "lonely_modelled"] == pytest.approx(-1.0)
    assert agreed["placebo_strewn", "lonely_modelled"] == pytest.approx(1.0)
    # Ranks 4 3 1 2 and 4 3 2 1: sum d^2 = 2, 1 - 12/60 = 0.8.
    assert agreed["places", "imd2025"] == pytest.approx(0.8)
    # Ranks 4 3 2 1 and 4 2 3 1: sum d^2 = 2.
    assert agreed["social_infrastructure", "density"] == pytest.approx(0.8)


def test_every_placebo_stands_beside_ours(agreed):
    ours = {against for index, against in agreed.index if index == "social_infrastructure"}
    blind = {against for index, against in agreed.index if index == "placebo_strewn"}
    assert ours - blind == {"placebo_strewn"}
    assert np.isnan(agreed["social_infrastructure", "left_behind"])  # a tenth of four is none


def test_what_an_indicator_rests_on(world, given):
    step = steps(method())["quality.indicators"]
    figures = wide(pubs=[0.0, 0.0, 2.0, 2.0], buses=[1.0, 2.0, 3.0, 4.0], voting=[0.5, 0.6, 0.7, 0.7])
    status = wide(
        pubs=["observed"] * 4,
        buses=["observed"] * 3 + ["imputed"],
        voting=["district"] * 2 + ["observed"] * 2,
    )
    weights = pd.DataFrame(
        {"name": ["places", "bumping", "pubs", "buses", "voting"], "share": [1, 1, 0.5, 0.25, 0.25]}
    )
    tables = {"core.lsoa": world["core.lsoa"], "score.shrunk": figures, "score.status": status}
    made = run(step, given({**tables, "score.weights": weights}, step.settings)).set_index("indicator")
    pubs, buses, voting = (made.loc[name] for name in ("pubs", "buses", "voting"))
    assert (pubs["zeros"], pubs["ties"], pubs["flat_districts"]) == (0.5, 1.0, 2)
    assert pubs["between_districts"] == pytest.approx(1.0)
    assert (buses["imputed"], buses["ties"], buses["flat_districts"]) == (0.25, 0.0, 0)
    assert buses["between_districts"] == pytest.approx(0.8)
    assert (voting["district"], voting["flat_districts"], voting["share"]) == (0.5, 1, 0.25)


def some(n=200):
    random = np.random.default_rng(4)
    common = random.normal(size=n)
    return {name: common + random.normal(size=n) for name in ("pubs", "buses", "voting")}


def test_weights_of_indicators_that_go_together(given):
    step = steps(method())["quality.weights"]
    frame = pd.DataFrame(some())
    weights = pd.DataFrame({"name": ["pubs", "buses", "voting"], "weight": [50.0, 25.0, 25.0]})
    tables = {"score.transformed": frame, "score.weights": weights}
    made = kept(quality.weights(given(tables, step.settings)), step).set_index("indicator")
    assert made["factor_weight"].sum() == pytest.approx(100)
    assert made["component_weight"].sum() == pytest.approx(100)
    assert (made["loading"] > 0.5).all() and made["note"].isna().all()
    # Alpha of three with mean correlation r is 3r / (1 + 2r).
    r = (frame.corr().to_numpy().sum() - 3) / 6
    assert made["alpha"].iloc[0] == pytest.approx(3 * r / (1 + 2 * r))


def test_an_indicator_that_runs_against_the_others_is_named(given):
    step = steps(method())["quality.weights"]
    columns = some()
    columns["voting"] = -columns["voting"]
    weights = pd.DataFrame({"name": ["pubs", "buses", "voting"], "weight": [50.0, 25.0, 25.0]})
    tables = {"score.transformed": pd.DataFrame(columns), "score.weights": weights}
    made = kept(quality.weights(given(tables, step.settings)), step)
    assert made["factor_weight"].isna().all()
    assert made["note"].str.endswith("fits: voting against the others").all()


def test_eigenvalues_sum_to_the_number_of_indicators(given):
    step = steps(method())["quality.components"]
    made = kept(quality.components(given({"score.transformed": pd.DataFrame(some())}, step.settings)), step)
    assert made["component"].tolist() == [1, 2, 3]
    assert made["eigenvalue"].sum() == pytest.approx(3)
    assert made["explained"].sum() == pytest.approx(1)


def test_loadings_of_two_indicators_are_those_of_their_correlation(given):
    """With correlation r: sqrt((1 + r) / 2) with the first component, sqrt((1 - r) / 2) with the second."""
    x, y = [1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0]  # centred products 3, squares 5: r = 0.6
    settings = {"subdomains": {"bumping": ["pubs", "buses"], "alone": ["voting"]}, "components": 1}
    figures = pd.DataFrame({KEY: AREAS, "pubs": x, "buses": y, "voting": x})
    made = quality.loadings(given({"score.transformed": figures}, settings))
    first, second = made[made["component"] == 1], made[made["component"] == 2]
    assert first["indicator"].tolist() == ["pubs", "buses"] and len(made) == 4
    assert first["loading"].tolist() == pytest.approx([0.8**0.5] * 2)
    assert second["loading"].abs().tolist() == pytest.approx([0.2**0.5] * 2)
    assert first["rotated"].tolist() == pytest.approx(first["loading"].tolist())  # one cannot be turned
    assert second["rotated"].isna().all()  # and the other does not count


def test_the_matrix_holds_every_pair(world, given):
    pubs = entry({"type": "catchment", "kinds": ["pub"], "bandwidth": "walk"}, weight=100)
    step = steps(method(pubs=pubs))["quality.correlation"]
    tables = {
        "core.lsoa": world["core.lsoa"],
        "score.total": wide(social_infrastructure_score=[4.0, 3.0, 2.0, 1.0]),
        "score.domains": wide(places_score=[4.0, 3.0, 2.0, 1.0]),
        "score.subdomains": wide(bumping_score=[1.0, 2.0, 3.0, 4.0]),
        "score.adjusted": wide(pubs=[1.0, 2.0, 4.0, 3.0]),
    }
    made = run(step, given(tables, step.settings)).set_index(["one", "other"])["spearman"]
    assert len(made) == 16
    assert made["places", "social_infrastructure"] == pytest.approx(1.0)
    assert made["bumping", "social_infrastructure"] == pytest.approx(-1.0)
    assert made["bumping", "pubs"] == made["pubs", "bumping"] == pytest.approx(0.8)


def test_a_measure_sees_the_strewn_places_and_all_else_as_it_is(world, given):
    inputs = given({"core.places": world["core.places"], "core.bus": world["core.bus"]}, {"a": 1})
    seen = placebo.Elsewhere(inputs, {"core.places": world["core.places"].assign(easting=7.0)})
    assert seen.frame("core.places", ["easting"])["easting"].tolist() == [7.0, 7.0, 7.0]
    assert seen.frame("core.bus")["departures"].tolist() == [4.0, 0.0, 1.0, 0.0]
    assert seen.settings == {"a": 1}


def test_borders_stand_beside_their_classes(world, given):
    step = steps(method())["quality.edges"]
    places = world["core.places"].assign(
        lsoa21cd=[A, None, C]
    )  # the library, 800 m from A, is over the border
    tables = {
        "core.lsoa": world["core.lsoa"],
        "core.places": places,
        "score.domains": wide(places_rank=[1, 2, 3, 4]),
        "score.total": wide(social_infrastructure_rank=[4, 3, 1, 2]),
    }
    made = run(step, given(tables, step.settings)).set_index(["area", "part"])
    wales = made.loc[("Within 5 km of places in Wales", "social_infrastructure")]
    assert (wales["neighbourhoods"], wales["residents"], wales["places_beyond"]) == (2, 300, 1)
    assert (wales["median_rank"], wales["expected_rank"]) == (3.5, 3.5)  # A and B are all of their class
    assert set(made.index.get_level_values("area")) == {"Within 5 km of places in Wales"}


def test_islands_are_found_by_their_codes(world, given):
    step = steps(method())["quality.edges"]
    spine = world["core.lsoa"].assign(wd24cd=["E05015586", "E05000002", "E05015587", "E05000003"])
    tables = {
        "core.lsoa": spine,
        "core.places": world["core.places"],
        "score.domains": wide(places_rank=[1, 2, 3, 4]),
        "score.total": wide(social_infrastructure_rank=[4, 3, 1, 2]),
    }
    made = run(step, given(tables, step.settings)).set_index(["area", "part"])
    hayling = made.loc[("Hayling Island", "places")]
    # A and C: ranks 1 and 3; the medians of their classes are 1.5 and 3.5.
    assert (hayling["median_rank"], hayling["expected_rank"]) == (2.0, 2.5)
    assert np.isnan(hayling["places_beyond"])
