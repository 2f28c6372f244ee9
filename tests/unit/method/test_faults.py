"""Every fault that a method file can have is found, with its line and its path."""

# ruff: noqa: E501 (a fault a line reads as a table)

from __future__ import annotations

import pytest

from pipelines.errors import Faults
from pipelines.method.loader import check, load

PUBS = "measure: {type: catchment, kinds: [pub], bandwidth: walk}"
RAIL = "measure: {type: nearest, kinds: [rail_station]}"
CLUBS = "measure: {type: reach, kinds: [sports_club], bandwidth: wide}"
TURNOUT = "measure: {table: indicators.turnout}"
RULE = "left_behind: {rule: worst_of_both, title: Left behind, areas: lsoa21cd, index: imd2025}"

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
