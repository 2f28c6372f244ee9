"""From a method to designations: every step run in order on four neighbourhoods, held to its contract."""

# ruff: noqa: E501 (a part of a method a line)

from __future__ import annotations

from math import exp, isnan, log

import pandas as pd
import pyarrow as pa
import pytest

from pipelines.errors import CommonGroundError
from pipelines.method.model import Method, Outliers
from pipelines.stages.method_steps import steps_for, structure, tables
from pipelines.warehouse.checks import violations
from pipelines.warehouse.step import Inputs
from pipelines.warehouse.tables import Storage, conform


def entry(measure, weight=100, direction="more_is_better", **more):
    return {
        "label": "A label", "why": "a reason", "tag": "bumping place", "weight": weight, "direction": direction,
        "measure": measure, "unit": "units", "sources": ["pubs"], **more,
    }  # fmt: skip


def method(**changes):
    table = {"type": "table", "table": "indicators.turnout_rate"}
    parts = {
        "pubs": entry({"type": "reach", "kinds": ["pub"], "bandwidth": "walk"}, 60, adjust="full"),
        "alone": entry(
            {"type": "table", "table": "indicators.alone_rate"}, 40, "more_is_worse", level="district"
        ),
    }
    other = {"turnout": entry(table, shrink={"method": "log_odds", "towards": "lad24cd"})}
    plain = {
        "name": "small",
        "title": "Small",
        "description": "For tests.",
        "version": "1.0",
        "crossed_with": ["imd2025", "imd2019"],
        "bandwidths": {"walk": {"metres": 800, "why": "ten minutes"}},
        "defaults": {"why": "the usual", "normalise": {"subdomains": "none", "domains": "none"}},
        "domains": {
            "places": {"title": "Places", "weight": 50, "why": "half", "subdomains": {"bumping": {"title": "Bumping", "weight": 100, "why": "all", "indicators": parts}}},
            "engagement": {"title": "Engagement", "weight": 50, "why": "half", "subdomains": {"voting": {"title": "Voting", "weight": 100, "why": "all", "indicators": other}}},
        },
        "designations": {
            "behind": {"rule": "worst_of_both", "title": "Behind", "areas": "lsoa21cd", "index": "imd2025", "threshold": 0.5},
            "behind_msoa": {"rule": "worst_of_both", "title": "Behind", "areas": "msoa21cd", "index": "imd2025", "threshold": 0.5, "average": "rank"},
            "behind_ward": {"rule": "worst_of_both", "title": "Behind", "areas": "wd24cd", "index": "imd2019", "threshold": 0.4},
            "worst": {"rule": "double_disadvantage", "title": "Worst", "index": "imd2025", "number": 1},
        },
    }  # fmt: skip
    return Method.model_validate({**plain, **changes})


def change_turnout(how, part, **changes):
    """Change keys of one part of the entry `turnout`."""
    indicators = how.domains["engagement"].subdomains["voting"].indicators
    changed = getattr(indicators["turnout"], part).model_copy(update=changes)
    indicators["turnout"] = indicators["turnout"].model_copy(update={part: changed})


@pytest.fixture
def built(world, tmp_path):
    """All tables of the method, made in order, each held to its contract."""
    codes = world["core.lsoa"]["lsoa21cd"]
    alone = pd.DataFrame(
        {"lsoa21cd": codes, "numerator": None, "denominator": None, "value": [3.0, 3.0, 1.0, None]}
    )
    alone["status"] = ["district"] * 3 + ["missing"]
    turnout = pd.DataFrame({"lsoa21cd": codes, "numerator": [20.0, 40, 10, 30], "denominator": [100.0] * 4})
    turnout["value"], turnout["status"] = turnout["numerator"] / 100, "observed"
    skewed = turnout.assign(value=[1.0, 1.0, 1.0, 3.0])
    stored = {**world, "indicators.alone_rate": alone, "indicators.turnout_rate": turnout}
    stored["indicators.skewed_rate"] = skewed

    def build(how: Method):
        storage = Storage(str(tmp_path / how.name))
        for name, table in stored.items():
            storage.write(name, pa.Table.from_pandas(table, preserve_index=False), "test")
        for step in steps_for(how):
            inputs = Inputs(storage, step.reads, "england", step.settings)
            content = conform(step.run(inputs), step.contract, step.name)
            assert not violations(content, step.contract, "england", 4, inputs.database), step.name
            storage.write(step.name, content, "test")
        return lambda name: storage.read(name).to_pandas()

    return build


def exponential(r):
    return -23 * log(1 - r * (1 - exp(-100 / 23)))


def test_gaps_are_filled_by_district_and_flagged(built):
    read = built(method())
    assert isnan(read("score.value")["alone"][3])
    assert read("score.shrunk")["alone"].tolist() == [
        3,
        3,
        1,
        1,
    ]  # the fourth from the third, of its district
    assert read("score.status")["alone"].tolist() == ["district", "district", "district", "imputed"]
    assert read("score.status")["turnout"].tolist() == ["observed"] * 4


def test_shrinkage_draws_towards_the_district(built):
    """Log odds of 20 and 40 of 100 towards 60 of 200, by the formulas of the Indices of Deprivation."""
    own, middle = [log(20.5 / 80.5), log(40.5 / 60.5)], log(60.5 / 140.5)
    noise = [101 * 102 / (100 * 21 * 81), 101 * 102 / (100 * 41 * 61)]
    between = sum((m - middle) ** 2 for m in own)
    weights = [(1 / s) / (1 / s + 1 / between) for s in noise]
    logits = [w * m + (1 - w) * middle for w, m in zip(weights, own, strict=True)]
    expected = [exp(x) / (1 + exp(x)) for x in logits]
    read = built(method())
    assert read("score.shrunk")["turnout"].tolist()[:2] == pytest.approx(expected, rel=1e-12)
    assert read("score.value")["turnout"].tolist()[:2] == [0.2, 0.4]  # what was measured stays


def test_ranks_are_of_the_figures_and_adjustment_is_within_class(built):
    read = built(method())
    assert read("score.ranks")["pubs"].tolist() == [4, 3, 1, 1]  # fewest pubs, most need; ties share the best
    assert read("score.ranks")["alone"].tolist() == [1, 1, 3, 3]  # more is worse
    # Adjusted in full: A and B among the two of their class, C and D tie in theirs.
    assert read("score.adjusted")["pubs"].tolist() == pytest.approx([0.25, 0.75, 0.5, 0.5])
    middle = exponential(2.5 / 4)
    assert read("score.transformed")["pubs"].tolist() == pytest.approx(
        [exponential(1 / 4), 100, middle, middle]
    )


def test_scores_go_up_three_levels(built):
    read = built(method())
    t = read("score.transformed")
    places = 0.6 * t["pubs"] + 0.4 * t["alone"]
    assert read("score.subdomains")["bumping_score"].tolist() == pytest.approx(places.tolist())
    assert read("score.domains")["places_score"].tolist() == pytest.approx(places.tolist())
    total = read("score.total")
    assert total["social_infrastructure_score"].tolist() == pytest.approx(
        ((places + t["turnout"]) / 2).tolist()
    )
    assert sorted(total["social_infrastructure_rank"]) == [1, 2, 3, 4]
    worst = total["social_infrastructure_score"].idxmax()
    assert total["social_infrastructure_rank"][worst] == 1
    assert set(total["social_infrastructure_rank_in_district"]) == {1, 2}
    assert set(total["social_infrastructure_rank_in_region"]) == {1, 2, 3, 4}


def test_completeness_counts_neither_imputed_nor_district_figures(built):
    """`alone` is carried from districts: 40 of 100 of half the total."""
    assert built(method())("score.total")["data_completeness"].tolist() == pytest.approx([0.8] * 4)


def test_double_disadvantage_adds_both_ranks(built):
    total = built(method())("score.total")
    share = (5 - total["social_infrastructure_rank"]) / 4
    for suffix, ranks in (("", [1, 2, 3, 4]), ("_imd2019", [4, 3, 2, 1])):
        expected = [exponential(r) + exponential((5 - d) / 4) for r, d in zip(share, ranks, strict=True)]
        assert total[f"double_disadvantage_score{suffix}"].tolist() == pytest.approx(expected)


def test_every_rule_ranks_its_areas_with_margins(built):
    read = built(method())
    rules, total = read("score.designations"), read("score.total")
    behind = rules[rules["rule"] == "behind"].set_index("code")
    need = total.set_index("lsoa21cd")["social_infrastructure_rank"]
    assert (behind["need_margin"] == 2 - need).all()
    assert behind["deprivation_margin"].tolist() == [1, 0, -1, -2]
    assert behind["designated"].tolist() == [
        bool(n <= 2 and d <= 2) for n, d in zip(need, [1, 2, 3, 4], strict=True)
    ]
    msoa = rules[rules["rule"] == "behind_msoa"].set_index("code")
    # Mean ranks by population (200 and 100, 100 and 300), turned about: 5 - rank.
    assert msoa["deprivation_score"].tolist() == pytest.approx(
        [(200 * 4 + 100 * 3) / 300, (100 * 2 + 300 * 1) / 400]
    )
    assert msoa["deprivation_rank"].tolist() == [1, 2]
    ward = rules[rules["rule"] == "behind_ward"].set_index("code")
    assert ward["deprivation_score"].tolist() == pytest.approx([10, 20, (100 * 30 + 300 * 40) / 400])
    assert ward["deprivation_margin"].tolist() == [-2, -1, 0]  # the line is rank 1 of 3
    worst = rules[rules["rule"] == "worst"]
    assert worst.loc[worst["combined_score"].idxmax(), "combined_margin"] == 0
    assert (
        worst["designated"] == (worst["combined_margin"] >= 0)
    ).all()  # those that tie for the place are in


@pytest.mark.parametrize("name", ["behind", "behind_msoa", "worst"])
def test_a_rule_alone_has_the_columns_of_all(built, name):
    rules = {name: method().designations[name]}
    table = built(method(designations=rules))("score.designations")
    assert set(table["rule"]) == {name}
    assert table["combined_score"].isna().all() == (name != "worst")
    assert table["need_margin"].isna().all() == (name == "worst")


def test_equal_weights_set_the_files_aside(built):
    defaults = {"why": "equal", "weights": "equal"}
    weights = built(method(defaults=defaults))("score.weights").set_index("name")
    assert weights.loc[["pubs", "alone"], "weight"].tolist() == [50, 50]
    assert weights.loc["pubs", "share"] == pytest.approx(0.25)


def test_gaps_stay_where_the_rule_is_none(built):
    how = method()
    how = how.model_copy(update={"defaults": how.defaults.model_copy(update={"impute": how.defaults.impute.model_copy(update={"rule": "none"})})})  # fmt: skip
    read = built(how)
    assert isnan(read("score.shrunk")["alone"][3])
    assert read("score.status")["alone"][3] == "missing"
    # What is there carries the sub-domain.
    assert read("score.subdomains")["bumping_score"][3] == pytest.approx(read("score.transformed")["pubs"][3])


def test_shrinkage_towards_neighbours_reads_the_boundaries(built, world):
    how = method()
    change_turnout(how, "shrink", towards="neighbours")
    shrunk = next(s for s in steps_for(how) if s.name == "score.shrunk")
    assert "core.lsoa_boundary" in shrunk.reads
    # A and B touch and nothing touches C or D, which keep their own figures (log odds with a half added).
    assert built(how)("score.shrunk")["turnout"].tolist()[2:] == pytest.approx([10.5 / 101, 30.5 / 101])


def test_a_figure_that_is_not_its_ratio_cannot_be_shrunk(built, world):
    how = method()
    change_turnout(how, "measure", table="indicators.alone_rate")
    with pytest.raises(ValueError, match="not its numerator over its denominator"):
        built(how)


def changed(before: Method, after: Method) -> set[str]:
    """The tables whose own settings or contracts differ."""
    one, two = ({s.name: (s.settings, s.contract) for s in steps_for(m)} for m in (before, after))
    return {name for name in one if one[name] != two[name]}


def test_a_weight_changes_the_weights_and_nothing_before_the_scores(built):
    before, after = method(), method()
    parts = after.domains["places"].subdomains["bumping"].indicators
    parts["pubs"] = parts["pubs"].model_copy(update={"weight": 70})
    parts["alone"] = parts["alone"].model_copy(update={"weight": 30})
    assert changed(before, after) == {"score.weights", "quality.parts"}
    follow, reads = {"score.weights"}, {s.name: s.reads for s in steps_for(after)}
    for name, names in reads.items():
        if follow & set(names):
            follow.add(name)
    after_weights = ("weights", "subdomains", "domains", "total", "designations")
    assert follow == {f"score.{n}" for n in after_weights} | {"quality.parts"}


def test_a_bandwidth_changes_its_measures_only():
    wider = {"walk": {"metres": 1000, "why": "more"}}
    assert changed(method(), method(bandwidths=wider)) == {"indicators.pubs"}


def test_a_rule_changes_the_designations_only():
    how = method()
    rules = {"behind": how.designations["behind"].model_copy(update={"threshold": 0.2})}
    assert changed(how, how.model_copy(update={"designations": rules})) == {"score.designations"}


def treating(name: str, **rule):
    """The method on a scale of distances, without adjustment, with one indicator treated."""
    how = method(
        defaults={"why": "plain", "normalise": dict.fromkeys(("indicators", "subdomains", "domains"), "none")}
    )
    for domain in how.domains.values():
        for sub in domain.subdomains.values():
            for i, one in sub.indicators.items():
                outliers = Outliers(rule="winsorise", **rule) if i == name else None
                sub.indicators[i] = one.model_copy(update={"adjust": None, "outliers": outliers})
    return how


def test_outliers_are_a_table_of_their_own_where_they_are_treated(built):
    """1, 1, 1, 3 has skewness 2 and kurtosis 4: the 3 is brought in to the 1; what is not treated stays."""
    read = built(treating("alone", most_points=1, most_skew=1.0, most_kurtosis=1.0))
    # 3, 3, 1 and a gap, filled with the 1 of its district: two of each are no outliers.
    assert read("score.shrunk")["alone"].tolist() == read("score.treated")["alone"].tolist() == [3, 3, 1, 1]
    assert read("score.outliers").to_dict("records")[0]["how"] == "none"
    how = treating("turnout", most_points=1, most_skew=0.5, most_kurtosis=1.0)
    change_turnout(how, "shrink", method="none")
    change_turnout(how, "measure", table="indicators.skewed_rate")
    read = built(how)
    assert read("score.shrunk")["turnout"].tolist() == [1, 1, 1, 3]
    assert read("score.treated")["turnout"].tolist() == [1, 1, 1, 1]
    found = read("score.outliers").to_dict("records")[0]
    assert (found["indicator"], found["how"], found["low"], found["high"]) == ("turnout", "winsorised", 0, 1)
    # G1 and G2 of 1, 1, 1, 3: m2 = 3/4, m3 = 3/4, m4 = 21/16.
    assert found["skewness"] == pytest.approx(0.75 / 0.75**1.5 * 12**0.5 / 2)
    assert found["kurtosis"] == pytest.approx((5 * (21 / 16 / 0.75**2 - 3) + 6) * 3 / 2)
    assert read("score.adjusted")["turnout"].tolist() == [-1, -1, -1, -1]  # need is of what was treated
    assert read("score.ranks")["turnout"].tolist() == [1, 1, 1, 4]  # and the ranks are of the figures


def test_without_a_rule_for_outliers_there_is_no_step_for_them():
    names = {step.name for step in steps_for(method())}
    assert not names & {"score.treated", "score.outliers"}


def test_a_scale_that_does_not_fit_the_figures_is_told(built):
    scales = {"indicators": "ratio_to_highest", "subdomains": "none", "domains": "none"}
    how = method(defaults={"why": "plain", "normalise": scales})
    parts = how.domains["places"].subdomains["bumping"].indicators
    parts["pubs"] = parts["pubs"].model_copy(update={"adjust": None})
    with pytest.raises(
        CommonGroundError, match="pubs cannot be put on the scale ratio_to_highest: the reference"
    ):
        built(how)


def test_a_group_that_some_areas_are_not_in_is_told(built, world):
    world["core.lsoa"]["icb24cd"] = ["E54000001", None, "E54000001", "E54000001"]
    how = method(defaults={"why": "plain", "impute": {"within": ["icb24cd"]}})
    with pytest.raises(CommonGroundError, match="icb24cd, to group by, is missing for 1 area"):
        built(how)


def test_gaps_are_filled_from_any_column_of_the_areas(built, world):
    """`alone` is 3, 3, 1 and a gap; the fourth is the fellow of the first."""
    world["core.lsoa"]["coast"] = ["yes", "no", "no", "yes"]
    how = method(defaults={"why": "plain", "impute": {"within": ["coast"]}})
    assert built(how)("score.shrunk")["alone"].tolist() == [3, 3, 1, 3]


def test_tables_and_structure_of_a_method():
    assert tables(method()) == {
        "pubs": "indicators.pubs",
        "alone": "indicators.alone_rate",
        "turnout": "indicators.turnout_rate",
    }
    assert structure(method()) == {
        "places": {"bumping": ["pubs", "alone"]},
        "engagement": {"voting": ["turnout"]},
    }


def test_correlations_before_and_after_adjustment(built, world):
    """Worked by hand: density falls from A to D, and the need for pubs rises but for its tie."""
    table = built(method())("quality.parts").set_index(["level", "name"])
    pubs = table.loc[("indicator", "pubs")]
    # Need by rank 1, 2, 3.5, 3.5 against density 4, 3, 2, 1: centred products sum to -4.75, squares to 4.5 and 5.
    assert pubs["density_before"] == pytest.approx(-4.5 / (4.5 * 5) ** 0.5)
    # Adjusted in full: 0.25, 0.75, 0.5, 0.5, by rank 1, 4, 2.5, 2.5.
    assert pubs["density_after"] == pytest.approx(-1.5 / (4.5 * 5) ** 0.5)
    assert pubs["observed"] == 1 and table.loc[("indicator", "alone"), "observed"] == 0
    assert table.loc[("indicator", "pubs"), "within_limit"] is None
    domain = table.loc[("domain", "places")]
    assert domain["within_limit"] == (abs(domain["density_after"]) < 0.35)
