"""The screen: names of places stay, names of people never reach a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import Column
from pipelines.readers import csv_screened

ROOT = Path(__file__).parents[3]
HEADER = ",businessname,ratingvalue,structural,hygiene,confidenceinmanagement,ratingdate,latitude,longitude\n"


@pytest.fixture(scope="module")
def food():
    return load_sources(ROOT / "sources")["food_businesses_2015"]


def names(food, *given: str) -> list[str | None]:
    lines = "".join(f'{n},"{name}",5,0,0,0,2014-10-13,51.9,0.3\n' for n, name in enumerate(given))
    files = [("122.csv", (HEADER + lines).encode())]
    return csv_screened.read(files, food.columns, dict(food.options))["name"].to_pylist()


def test_names_of_places_open_to_all_stay(food) -> None:
    given = ("Denver Village Hall", "Ossett Conservative Club", "Hazel's Café", "Post Office Stores", "SPAR")
    assert names(food, *given) == list(given)


@pytest.mark.parametrize(
    "person",
    ["A R Waylett (Thaxted) Ltd", "Jane Doe", "Mrs J Doe Coffee", "Jane Doe Childminding and Breakfast Club"],
)
def test_names_of_people_and_of_other_businesses_are_blank(food, person: str) -> None:
    assert names(food, person, "Denver Village Hall") == [None, "Denver Village Hall"]


def test_a_row_whose_name_is_blanked_is_still_a_row(food) -> None:
    lines = HEADER + "7,Jane Doe,5,0,0,0,2014-10-13,51.9,0.3\n"
    table = csv_screened.read([("122.csv", lines.encode())], food.columns, dict(food.options))
    assert table.to_pylist() == [
        {"id": "7", "name": None, "latitude": 51.9, "longitude": 0.3, "authority": "122.csv"}
    ]


def test_without_a_drop_pattern_the_keep_pattern_decides_alone() -> None:
    columns = {"name": Column("name", "string", "n", "meaning"), "x": Column("x", "int", "x", "meaning")}
    options = {"screen": {"name": {"keep": "Hall"}}}
    table = csv_screened.read([("a.csv", b"n,x\nHall,1\nJane,2\n,3\n")], columns, options)
    assert table["name"].to_pylist() == ["Hall", None, None]
