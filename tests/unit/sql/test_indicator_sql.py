"""Indicators from tables: the natural figure, and a status that says where it comes from."""

from __future__ import annotations

import pytest

A, B = "E01000001", "E01000002"
SPINE = [{"lsoa21cd": A, "lad24cd": "E06000001"}, {"lsoa21cd": B, "lad24cd": "E06000002"}]


def figure(measure: str, value: float | None, lad: str = "E06000001", **more: float) -> dict:
    return {"lad24cd": lad, "measure": measure, "value": value} | more


def short(rows: list[dict]) -> list[tuple]:
    return [(row["numerator"], row["denominator"], row["value"], row["status"]) for row in rows]


def test_local_turnout_is_that_of_2024_and_missing_without_a_contest(select) -> None:
    voted = {"local_turnout": 0.4, "local_turnout_as_2024": 0.35, "local_electorate": 2000}
    rows = select("indicators.local_turnout", {"core.turnout": [{"lsoa21cd": A} | voted, {"lsoa21cd": B}]})
    assert short(rows) == [
        (pytest.approx(700), 2000, 0.35, "observed"),
        (None, None, None, "missing"),
    ]


def test_general_turnout_says_that_it_is_carried(select) -> None:
    voted = {"general_votes_2024": 6, "general_electorate_2024": 10, "general_turnout_2024": 0.6}
    rows = select("indicators.general_turnout_2024", {"core.turnout": [{"lsoa21cd": A} | voted]})
    assert short(rows) == [(6, 10, 0.6, "district")]


@pytest.mark.parametrize(
    ("name", "measure", "given", "made"),
    [
        ("broadband", "gigabit_broadband", 0.87, 87),
        ("sports_volunteering", "sports_volunteering", 0.2, 20),
        ("charities", "charities_per_1000", 2.5, 2.5),
        ("local_news", "news_outlets_per_100000", 1.5, 1.5),
    ],
)
def test_figures_of_districts_are_labelled_and_missing_where_there_is_none(
    select, name: str, measure: str, given: float, made: float
) -> None:
    known = {"core.lsoa": SPINE, "core.district_figures": [figure(measure, given), figure("another", 1.0)]}
    rows = select(f"indicators.{name}", known)
    assert [(row["value"], row["status"]) for row in rows] == [
        (pytest.approx(made), "district"),
        (None, "missing"),
    ]


def test_culture_is_the_mean_of_four_shares_or_nothing(select) -> None:
    four = ("engaged_with_arts", "visited_heritage_site", "visited_museum", "visited_library")
    shares = [figure(measure, share) for measure, share in zip(four, (0.9, 0.7, 0.4, 0.2), strict=True)]
    three = [figure(measure, 0.5, "E06000002") for measure in four[:3]]
    three.append(figure(four[3], None, "E06000002"))
    rows = select(
        "indicators.culture_engagement", {"core.lsoa": SPINE, "core.district_figures": shares + three}
    )
    assert [(row["value"], row["status"]) for row in rows] == [
        (pytest.approx(55), "district"),
        (None, "missing"),
    ]


def test_green_space_is_shared_by_who_lives_within_a_kilometre(select) -> None:
    rows = select(
        "indicators.green_space",
        {
            "core.green_space": [{"lsoa21cd": A, "park_area_within_1km": 90000.0}, {"lsoa21cd": B}],
            "core.residents_nearby": [{"lsoa21cd": code, "residents_within_1km": 6000.0} for code in (A, B)],
        },
    )
    assert short(rows) == [(90000, 6000, 15, "observed"), (None, 6000, None, "missing")]


def test_finishes_are_for_each_thousand_residents_and_none_is_nought(select) -> None:
    ran = [
        {"lsoa21cd": A, "finishes": 30.0, "residents_2018": 1500.0},
        {"lsoa21cd": B, "finishes": 0.0, "residents_2018": 1500.0},
    ]
    rows = select("indicators.parkrun", {"core.parkrun": ran})
    assert short(rows) == [(30, 1500, 20, "observed"), (0, 1500, 0, "observed")]


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [
        ("no_car", "no_car_households", "households"),
        ("one_person_households", "one_person_households", "sized_households"),
    ],
)
def test_shares_of_households_take_both_parts_from_one_table(
    select, name: str, part: str, whole: str
) -> None:
    counted = [{"lsoa21cd": A, part: 150, whole: 600}, {"lsoa21cd": B, part: 0, whole: 0}]
    rows = select(f"indicators.{name}", {"core.census": counted})
    assert short(rows) == [(150, 600, 0.25, "observed"), (0, 0, None, "missing")]
