"""What `top` lists: under which rule, where, and what it says where there is nothing to list."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.errors import CommonGroundError
from pipelines.terminal.designated import Rule, crossed_with, nearest, worst_tenths
from pipelines.terminal.top import none_designated, within

RULE = Rule("left_behind", "Left behind", "wards")
# name, district, region, ranks and margins to a line at 100
ROWS = [
    ("A", "Leeds", "Yorkshire and The Humber", 130, 60, -30, 40),
    ("B", "Leeds", "Yorkshire and The Humber", 105, 110, -5, -10),
    ("C", "Rutland", "East Midlands", 20, 300, 80, -200),
    ("D", "Kingston upon Hull, City of", "Yorkshire and The Humber", 1, 2, 99, 98),
]
NAMES = ["named", "lad24nm", "rgn24nm", "need_rank", "deprivation_rank", "need_margin", "deprivation_margin"]
FRAME = pd.DataFrame(ROWS, columns=NAMES, index=pd.Index(list("ABCD")))
FRAME = FRAME.assign(
    code="W" + FRAME["named"], lad24cd=["E1", "E1", "E2", "E3"], rgn24cd=["R1", "R1", "R2", "R1"]
)


def test_the_nearest_is_the_fewest_ranks_outside_both_lines_together():
    # A is 30 ranks outside one line, B 5 and 10 outside both, C 200 outside one
    assert nearest(FRAME.loc[["A", "B", "C"]])["named"] == "B"
    assert nearest(FRAME.loc[["C", "A"]])["named"] == "A"


def test_without_lines_the_nearest_is_the_first():
    none = FRAME.assign(need_margin=float("nan"), deprivation_margin=float("nan"))
    assert nearest(none)["named"] == "A"
    assert "line" not in none_designated(none, RULE, "in England")
    together = none_designated(none.assign(combined_margin=-204), RULE, "in England")
    assert "rank 60 of deprivation, both together (204 ranks outside the line)." in together


def test_nothing_to_list_is_said_with_the_nearest_and_its_margins():
    said = none_designated(FRAME.loc[["A", "B"]], RULE, "in Leeds")
    assert "None of the 2 wards in Leeds is designated: Left behind." in said
    assert "The nearest is WB, B, Leeds: rank 105 of social infrastructure (5 ranks outside the line)" in said
    assert "rank 110 of deprivation (10 ranks outside the line)" in said
    assert "1 ward in" in none_designated(FRAME.loc[["C"]], RULE, "in Rutland")


@pytest.mark.parametrize(("region", "district", "names", "place"), [
    (None, None, "ABCD", "in England"), ("r1", None, "ABD", "in Yorkshire and The Humber"),
    (None, "leeds", "AB", "in Leeds"), ("East Midlands", "E2", "C", "in Rutland"),
    (None, "kingston upon hull city of", "D", "in Kingston upon Hull, City of"),
])  # fmt: skip
def test_a_list_keeps_to_a_region_and_a_district(region, district, names: str, place: str):
    rows, where = within(FRAME, region, district)
    assert (list(rows["named"]), where) == (list(names), place)


@pytest.mark.parametrize(("region", "district", "said"), [
    ("East Midlands", "Leeds", "Leeds is not in East Midlands; it is in Yorkshire and The Humber."),
    (None, "Hull", 'There is no district Hull. Did you mean "Kingston upon Hull, City of"?'),
    ("Yorkshire", None, 'There is no region Yorkshire. Did you mean "Yorkshire and The Humber"?'),
    ("London", None, "There are: East Midlands, Yorkshire and The Humber."),
])  # fmt: skip
def test_a_place_that_is_not_there_is_told_with_what_comes_near(region, district, said: str):
    with pytest.raises(CommonGroundError) as caught:
        within(FRAME, region, district)
    assert said in str(caught.value)


def test_the_index_of_a_rule_is_the_one_that_its_margins_count():
    frame = pd.DataFrame({"imd2025_rank": [5, 1, 9], "imd2019_rank": [4, 8, 2]})
    frame["old_deprivation_margin"] = 3 - frame["imd2019_rank"]
    assert crossed_with(frame, Rule("old", "Old", "neighbourhoods")) == "imd2019"
    assert crossed_with(frame, Rule("other", "Other", "neighbourhoods")) == "imd2025"


def test_the_worst_tenth_is_the_tenth_of_those_ranked_rounded_down():
    frame = pd.DataFrame({"places_rank": [*range(1, 36), None], "places_rank_in_district": 1})
    assert worst_tenths(frame) == {"places": 3}
