"""Every fault that a method file can have is found, with its line and its path."""

# ruff: noqa: E501 (a fault a line reads as a table)

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.errors import Faults
from pipelines.method.areas import Areas
from pipelines.method.known import Known
from pipelines.method.loader import check, load

PUBS = "measure: {type: catchment, kinds: [pub], bandwidth: walk}"
RAIL = "measure: {type: nearest, kinds: [rail_station]}"
CLUBS = "measure: {type: reach, kinds: [sports_club], bandwidth: wide}"
TURNOUT = "measure: {table: indicators.turnout}"
FIGURE = "measure: {type: figure, table: core.bus, column: departures, denominator: {table: core.lsoa, column: population}}"
DEFAULTS = "  why: the usual"
RULE = "left_behind: {rule: worst_of_both, title: Left behind, areas: lsoa21cd, index: imd2025}"

RULES = (
    "designations:\n  poor: {rule: double_disadvantage, title: Poor, index: imd2025, number: 3}\ndefaults:"
)
OTHER = """\
name: other
title: An index of countries
description: One figure, for tests.
version: "1.0"
scores: merit
defaults:
  normalise: {indicators: zscore, subdomains: none, domains: none}
  impute: {within: [continent, everywhere]}
  outliers: {rule: winsorise}
  why: the usual
domains:
  wealth:
    title: Wealth
    weight: 100
    why: all there is
    subdomains:
      income:
        title: Income
        weight: 100
        why: all there is
        indicators:
          gdp:
            label: Product
            why: what is made
            weight: 100
            direction: more_is_better
            measure: {type: figure, table: core.country, column: gdp, denominator: {table: core.country, column: people}}
            unit: US dollars
            sources: [bank]
"""

# What is changed; a piece of the line on which the fault must be told; words of what is said.
ONE_FAULT = {
    "unknown key at the top": (("version:", "verzion: 1\nversion:"), "verzion", "unknown key 'verzion'"),
    "unknown key of an entry": (("weight: 60", "weight: 60\n            colour: red"), "colour", "unknown key 'colour'"),
    "unknown key of a measure": ((PUBS, PUBS.replace("walk}", "walk, colour: red}")), "colour", "unknown key 'colour'"),
    "key missing": (("            unit: pubs per 10,000 people\n", ""), "pubs:", "'unit' is missing"),
    "version without quotes": (('version: "1.0"', "version: 1.0"), "version", "string"),
    "tag": (("tag: bumping place", "tag: nice place"), "nice place", "bumping place"),
    "direction": (("direction: more_is_better", "direction: up"), "direction: up", "more_is_better"),
    "weight of nothing": (("weight: 60", "weight: 0"), "weight: 0", "greater than 0"),
    "measure type": ((PUBS, PUBS.replace("catchment", "gravity")), "gravity", "no type 'gravity'"),
    "measure without type": ((PUBS, PUBS.replace("type: catchment, ", "")), "kinds: [pub]", "the type is missing"),
    "measure of neither kinds nor supply": ((PUBS, PUBS.replace("kinds: [pub], ", "")), "type: catchment", "either kinds"),
    "diversity of one kind": ((PUBS, PUBS.replace("catchment", "diversity")), "diversity", "two kinds"),
    "weights of indicators": (("weight: 60", "weight: 50"), "        indicators:", "sum to 90, not to 100"),
    "weights of domains": (("weight: 50\n    why: half", "weight: 40\n    why: half"), "domains:", "sum to 90"),
    "weights of sub-domains": (("weight: 100", "weight: 99"), "    subdomains:", "sum to 99"),
    "name twice": (("          turnout:", "          bumping:"), "          bumping:", "'bumping' is used twice"),
    "key twice": (("            unit: m\n", "            unit: m\n            unit: km\n"), "unit: km", "stands twice"),
    "bandwidth unknown": ((CLUBS, CLUBS.replace("wide", "far")), "far", "no bandwidth 'far'"),
    "bandwidth lacks a class": (("UN1: 4000, ", ""), "  wide:", "no figure for UN1"),
    "bandwidth of an unknown class": (("UN1: 4000", "UN1: 4000, XX9: 1"), "  wide:", "XX9"),
    "bandwidth not used": (("  walk:", "  spare: {metres: 1, why: none}\n  walk:"), "spare", "no measure uses"),
    "kind unknown": ((PUBS, PUBS.replace("[pub]", "[inn]")), "inn", "no kind 'inn'"),
    "area kind by the nearest": ((CLUBS, "measure: {type: nearest, kinds: [sports_club]}"), "nearest", "cannot be measured by nearest"),
    "area kind near": ((CLUBS, "measure: {type: near, kinds: [sports_club]}"), "near", "cannot be measured by near"),
    "area kind in a narrow reach": ((CLUBS, CLUBS.replace("wide", "walk")), CLUBS.replace("wide", "walk"), "at least 2000 m"),
    "table unknown": ((TURNOUT, TURNOUT.replace("turnout", "turnup")), "turnup", "no table indicators.turnup"),
    "table of the score": ((TURNOUT, TURNOUT.replace("indicators.turnout", "score.total")), "score.total", "cannot feed it"),
    "supply without that table": ((RAIL, "measure: {type: nearest, supply: {table: core.trams, column: a}}"), "core.trams", "no table core.trams"),
    "lack of what is not there": ((RAIL, "measure: {type: lack, share: turnout, of: buses}"), "of: buses", "neither an indicator"),
    "figure without that table": ((TURNOUT, FIGURE.replace("core.bus", "core.trams")), "core.trams", "no table core.trams"),
    "figure without that column": ((TURNOUT, FIGURE.replace("departures", "trams")), "column: trams", "core.bus has no column 'trams'"),
    "figure over what is not there": ((TURNOUT, FIGURE.replace("population", "people")), "column: people", "core.lsoa has no column 'people'"),
    "figure of other areas": ((TURNOUT, FIGURE.replace("core.bus", "core.wards")), "core.wards", "no column 'lsoa21cd': it does not have a row for each"),
    "figure of the score": ((TURNOUT, FIGURE.replace("core.bus", "score.total")), "score.total", "cannot feed it"),
    "figure per nothing": ((TURNOUT, "measure: {type: figure, table: core.bus, column: departures, per: 1000}"), "core.bus", "per goes with a denominator"),
    "figure with the name of a table": ((TURNOUT, FIGURE), "          turnout:", "there is a table indicators.turnout already"),
    "figure shrunk without a denominator": ((TURNOUT, "measure: {type: figure, table: core.bus, column: departures}"), "log_odds", "without a denominator cannot be shrunk"),
    "cycle": ((RAIL, "measure: {type: lack, share: rail, of: turnout}"), "share: rail", "rail -> rail"),
    "source unknown": (("sources: [pubs]", "sources: [taverns]"), "taverns", "no source 'taverns'"),
    "outcome as a source": (("sources: [pubs]", "sources: [loneliness_2021]"), "loneliness_2021", "is an outcome"),
    "outcome by way of a table": ((TURNOUT, "measure: {table: indicators.lonely}"), "indicators.lonely", "is an outcome"),
    "old source without its year": (("sources: [pubs]", "sources: [food_businesses_2015]"), "          pubs:", "is of 2015"),
    "overlap": (("            allow_overlap: true\n            overlap_reason: A station is a meeting place as well as a means of travel.\n", ""), "          rail:", "input of the Index of Multiple Deprivation 2025"),
    "overlap with the index itself": (("sources: [pubs]", "sources: [imd_2025]"), "          pubs:", "the index itself"),
    "overlap without a reason": (("            overlap_reason: A station is a meeting place as well as a means of travel.\n", ""), "          rail:", "go together"),
    "overlap with a short reason": (("A station is a meeting place as well as a means of travel.", "because"), "overlap_reason", "20 characters"),
    "overlap allowed in vain": (("sources: [pubs]", "sources: [pubs]\n            allow_overlap: true\n            overlap_reason: There is no overlap here at all."), "allow_overlap", "nothing here is an input"),
    "index unknown": (("[imd2025, imd2019]", "[imd2025, imd2031]"), "crossed_with", "no index 'imd2031'"),
    "district weight": (("district_weight_max: 0.3", "district_weight_max: 0.2"), "district_weight_max", "25.0% of the total, over 20.0%"),
    "group weight": (("max: 0.6", "max: 0.4"), "transport", "50.0% of links, over 40.0%"),
    "group of what is not there": (("indicators: [rail], domain", "indicators: [rail, trams], domain"), "transport", "'trams' is no indicator"),
    "group of no domain": (("domain: links", "domain: lines"), "transport", "no domain 'lines'"),
    "shrinkage of a reach": (("unit: pubs per", "shrink: {method: empirical_bayes_rate}\n            unit: pubs per"), "shrink: {method: emp", "cannot be shrunk"),
    "shrinkage unknown": (("method: log_odds", "method: squeeze"), "squeeze", "log_odds"),
    "shrinkage towards no column": (("towards: lad24cd", "towards: lad99cd"), "lad99cd", "core.lsoa has no column 'lad99cd'"),
    "gaps filled from no column": ((DEFAULTS, "  impute: {within: [lad24cd, lad99cd]}\n" + DEFAULTS), "lad99cd", "core.lsoa has no column 'lad99cd'"),
    "gaps of an entry filled from no column": (("unit: share", "unit: share\n            impute: {within: [lad99cd]}"), "lad99cd", "core.lsoa has no column 'lad99cd'"),
    "outliers by an unknown rule": ((DEFAULTS, "  outliers: {rule: cut}\n" + DEFAULTS), "rule: cut", "winsorise"),
    "outliers of no points": ((DEFAULTS, "  outliers: {rule: winsorise, most_points: 0}\n" + DEFAULTS), "most_points: 0", "greater than or equal to 1"),
    "outliers on a scale of ranks": ((DEFAULTS, "  outliers: {rule: winsorise}\n" + DEFAULTS), "winsorise", "the scale 'exponential' is of ranks"),
    "outliers of an entry on a scale of ranks": (("unit: share", "unit: share\n            outliers: {rule: winsorise}"), "winsorise", "those of turnout would only make ties"),
    "outliers and adjustment": ((DEFAULTS, "  normalise: {indicators: zscore}\n  adjust: half\n  outliers: {rule: winsorise}\n" + DEFAULTS), "winsorise", "adjustment among peers ranks"),
    "scale unknown": ((DEFAULTS, "  normalise: {indicators: cyclical}\n" + DEFAULTS), "cyclical", "above_or_below_mean"),
    "geometric mean of z-scores": ((DEFAULTS, "  aggregate: {method: geometric}\n  normalise: {subdomains: zscore}\n" + DEFAULTS), "zscore", "needs figures above 0, and 'zscore' gives others"),
    "geometric mean of what reaches 0": ((DEFAULTS, "  aggregate: {method: geometric}\n  normalise: {indicators: minmax}\n" + DEFAULTS), "minmax", "needs figures above 0"),
    "mean of roots of what is below 0": ((DEFAULTS, "  aggregate: {method: generalised, power: 0.5}\n  normalise: {domains: rank_normal}\n" + DEFAULTS), "rank_normal", "needs figures of 0 or more"),
    "components of expert weights": ((DEFAULTS, "  components: 2\n" + DEFAULTS), "defaults:", "weights: principal_components"),
    "more components than indicators": ((DEFAULTS, "  weights: principal_components\n  components: 3\n" + DEFAULTS), "components: 3", "has 2 indicators and so no 3 components"),
    "tag missing": (("            tag: bumping place\n", ""), "          pubs:", "'tag' is missing"),
    "crossed with nothing": (("crossed_with: [imd2025, imd2019]\n", ""), "name: small", "'crossed_with' is missing"),
    "no rule": (("designations:\n  " + RULE, ""), "name: small", "'designations' is missing"),
    "merit crossed with deprivation": (("crossed_with:", "scores: merit\ncrossed_with:"), "scores: merit", "is of need"),
    "rule on an index not crossed": (("crossed_with: [imd2025, imd2019]", "crossed_with: [imd2019]"), "left_behind", "not in crossed_with"),
    "rule unknown": ((RULE, RULE.replace("worst_of_both", "worst")), "left_behind", "no rule 'worst'"),
    "threshold": ((RULE, RULE.replace("index: imd2025", "index: imd2025, threshold: 10")), "threshold", "less than 1"),
    "number and threshold": ((RULE, "left_behind: {rule: double_disadvantage, title: A, index: imd2025}"), "left_behind", "either number or threshold"),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_FAULT)
def test_fault_is_found_with_its_line(name, write, known, line_of):
    change, piece, words = ONE_FAULT[name]
    path = write(change)
    found = check(path, known)
    line = line_of(path, piece)
    assert [f for f in found if words in f.what + f.do and f"small.yaml, line {line}" in f.where], [
        str(f) for f in found
    ]


def test_sound_method_has_no_fault(write, known):
    assert check(write(), known) == []


def test_all_faults_are_told_at_once_in_the_order_of_lines(write, known):
    path = write(
        (PUBS, PUBS.replace("[pub]", "[inn]")),
        ("sources: [sports_clubs]", "sources: [games]"),
        ("max: 0.6", "max: 0.4"),
    )
    with pytest.raises(Faults) as caught:
        load(path, known)
    told = [f.what for f in caught.value.faults]
    assert ["transport" in told[0], "'inn'" in told[1], "'games'" in told[2]] == [True] * 3
    assert len(told) == 3


def test_longer_cycle_is_told_once(write, known):
    path = write(
        (RAIL, "measure: {type: lack, share: turnout, of: indicators.turnout}"),
        (TURNOUT, "measure: {type: lack, share: rail, of: indicators.lonely}"),
    )
    told = [f.what for f in check(path, known) if "rests on itself" in f.what]
    assert told == ["a measure rests on itself: rail -> turnout -> rail."]


def test_only_the_kind_that_is_an_input_overlaps(write, known):
    """IMD 2019 holds the road distance to a primary school; secondary schools are none of its inputs."""
    for kind, faults in (("school_primary", 1), ("school_secondary", 0)):
        path = write((PUBS, PUBS.replace("[pub]", f"[{kind}]")), ("sources: [pubs]", "sources: [schools]"))
        assert len(check(path, known)) == faults


def test_supply_needs_its_column(write, known):
    supply = "measure: {type: reach, bandwidth: walk, supply: {table: core.bus, column: trams}}"
    found = check(write((RAIL, supply)), known)
    assert [f.what for f in found] == ["core.bus has no column 'trams'."]


def test_weights_rounded_to_two_places_pass(write, known):
    text = ("weight: 60", "weight: 59.98")
    assert check(write(text), known) == []


# What an index of countries, which have no classes, outlines or deprivation, may not say.
COUNTRIES = Areas(table="core.country", key="code", one="country", score="index", title="Index")
ELSEWHERE = {
    "rules": (("defaults:", RULES), "designations:", "no indices to cross a score of each country with"),
    "crossed": (("defaults:", "crossed_with: [imd2025]\ndefaults:"), "crossed_with", "no indices to cross"),
    "classes": (("  why: the usual", "  adjust: half\n  why: the usual"), "adjust: half", "no rural urban class to be compared by"),
    "classes of an entry": (("unit: US dollars", "unit: US dollars\n            adjust: full"), "adjust: full", "no rural urban class"),
    "people around": (("  why: the usual", "  adjust: half\n  adjust_among: people_nearby\n  why: the usual"), "adjust: half", "no people nearby"),
    "neighbours": (("unit: US dollars", "unit: US dollars\n            shrink: {method: empirical_bayes_rate, towards: neighbours}"), "towards: neighbours", "comes without boundaries"),
    "group": (("within: [continent, everywhere]", "within: [continent, england]"), "england", "core.country has no column 'england'"),
}  # fmt: skip


@pytest.fixture
def elsewhere():
    tables = {"core.country": frozenset({"code", "gdp", "people", "continent"})}
    return Known(frozenset(), frozenset(), tables, {"bank": "input"}, areas=COUNTRIES)


def test_an_index_of_other_areas_needs_nothing_of_england(tmp_path, elsewhere):
    path = tmp_path / "other.yaml"
    path.write_text(OTHER)
    assert check(path, elsewhere) == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_other_areas_lack_is_told(name, tmp_path, elsewhere, line_of):
    (old, new), piece, words = ELSEWHERE[name]
    path = tmp_path / "other.yaml"
    assert OTHER.count(old) == 1
    path.write_text(OTHER.replace(old, new))
    where = f"other.yaml, line {line_of(path, piece)}"
    found = [(f.what, f.where) for f in check(path, elsewhere)]
    assert [1 for what, at in found if words in what and at.startswith(where)], found


def test_a_table_of_indices_feeds_no_score_that_is_crossed_with_them(write, known):
    rests = {**known.rests_on, "core.bus": frozenset({"imd_2025"})}
    known = replace(known, rests_on=rests, roles={**known.roles, "imd_2025": "input"})
    path = write((TURNOUT, FIGURE), ("          turnout:", "          buses:"))
    assert [f.what for f in check(path, known)] == [
        "imd_2025 is an input of the Index of Multiple Deprivation 2025: the index itself."
    ]


@pytest.mark.parametrize("text, words", [("- a\n- b\n", "is a mapping"), ("", "is a mapping")])
def test_a_file_that_is_no_mapping(tmp_path, known, text, words):
    path = tmp_path / "odd.yaml"
    path.write_text(text)
    assert words in check(path, known)[0].what


def test_a_file_that_is_not_yaml_is_told_with_its_line(tmp_path, known):
    path = tmp_path / "odd.yaml"
    path.write_text("name: a\ntitle: [b\n")
    with pytest.raises(Exception, match=r"odd\.yaml, line \d+: this is not YAML"):
        check(path, known)


def test_a_file_that_is_not_there(tmp_path, known):
    with pytest.raises(Exception, match=r"none\.yaml: this file cannot be read"):
        check(tmp_path / "none.yaml", known)
