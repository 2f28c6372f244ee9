"""Trends: each known period set against the next and the first against the last, gaps left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import CommonGroundError
from pipelines.paths import SQL
from pipelines.warehouse.models import load_models

A, B = "E01000001", "E01000002"
SPINE = [
    {"lsoa21cd": A, "lad24cd": "E06000001", "population": 110, "population_2022": 100},
    {"lsoa21cd": B, "lad24cd": "E06000001", "population": 90, "population_2022": 100},
]
DEPRIVATION = [
    {"lsoa21cd": A, "imd2015_rank": 1, "imd2019_rank": 2, "imd2025_rank": 2},
    {"lsoa21cd": B, "imd2015_rank": 2, "imd2019_rank": 1, "imd2025_rank": 1},
]
CROSSING = [
    {"lsoa11cd": A, "lsoa21cd": A, "change": "U"},
    {"lsoa11cd": "E01000003", "lsoa21cd": B, "change": "M"},
    {"lsoa11cd": "E01000004", "lsoa21cd": B, "change": "M"},
]


def voted(ward: str, year: int, turnout: float, effect: float | None = 0.0, by: str = "code") -> dict:
    as_2024 = turnout - (effect or 0)
    facts = {"wd24cd": ward, "year": year, "turnout": turnout, "turnout_as_2024": as_2024}
    return facts | {"year_effect": effect, "council": "unitary", "seats": "all", "matched_by": by}


def claimants(period: str, value: float | None, latest: bool = False) -> dict:
    facts = {"lad24cd": "E06000001", "measure": "claimants", "period": period, "value": value}
    return facts | {"latest": latest}


@pytest.fixture
def figures(select):
    def run(**tables):
        given = {"core.lsoa": SPINE, "core.imd": DEPRIVATION, "core.lsoa_2011": CROSSING}
        return select("core.trend_figures", given | {f"core.{name}": rows for name, rows in tables.items()})

    return run


def of(rows: list[dict], measure: str, area: str) -> dict[str, float]:
    return {r["period"]: r["value"] for r in rows if (r["measure"], r["area"]) == (measure, area)}


def test_every_neighbourhood_has_deprivation_and_population(figures) -> None:
    rows = figures()
    assert of(rows, "imd_rank", A) == {"2015": 1, "2019": 2, "2025": 2}
    # Two neighbourhoods: rank 1 is the upper half, whose last decile is the fifth.
    assert of(rows, "imd_decile", A) == {"2015": 5, "2019": 10, "2025": 10}
    assert of(rows, "population", B) == {"2022": 100, "2024": 90}


def test_what_crossed_over_from_2011_says_so_and_2025_does_not(figures) -> None:
    caveat = {r["period"]: r["caveat"] for r in figures() if (r["measure"], r["area"]) == ("imd_rank", B)}
    assert "several neighbourhoods of 2011" in caveat["2015"]
    assert caveat["2025"] is None
    assert {r["caveat"] for r in figures() if r["area"] == A} == {None}


def test_routes_that_are_not_known_are_no_row_and_none_is_zero(figures) -> None:
    buses = [{"lsoa21cd": A, "routes_2008": 4.0, "routes_2019": None, "routes_2022": 0.0, "routes_2023": 1.0}]
    rows = figures(bus_routes=buses)
    assert of(rows, "bus_routes", A) == {"2008": 4, "2022": 0, "2023": 1}
    assert of(rows, "bus_routes", B) == {}


def test_turnout_needs_two_contests_of_one_ward(figures) -> None:
    once, twice = "E05000001", "E05000002"
    history = [voted(once, 2024, 0.3), voted(twice, 2021, 0.4, 0.05), voted(twice, 2023, 0.3, None, "name")]
    rows = figures(ward_turnout_history=history)
    assert of(rows, "local_turnout", once) == {}
    assert of(rows, "local_turnout", twice) == {"2021": 0.4, "2023": 0.3}
    # Nothing is known of what 2023 adds, so one figure is left, and one is no trend.
    assert of(rows, "local_turnout_as_2024", twice) == {}
    caveat = {r["period"]: r["caveat"] for r in rows if r["area"] == twice}
    assert caveat == {
        "2021": "unitary council, all of the seats",
        "2023": "unitary council, all of the seats, ward found by its name, its border may have moved",
    }


def test_claimants_of_chosen_years_and_the_latest(figures) -> None:
    given = [claimants("2008-01-01/P1Y", 0.02), claimants("2010-01-01/P1Y", 0.04)]
    given += [claimants("2019-01-01/P1Y", None), claimants("2025-01-01/P1Y", 0.03, latest=True)]
    rows = figures(district_outcomes=given)
    assert of(rows, "claimants", "E06000001") == {"2008": 0.02, "2025": 0.03}


def test_a_neighbourhood_without_deprivation_breaks_the_contract(select) -> None:
    given = {"core.lsoa": SPINE, "core.imd": DEPRIVATION[:1], "core.lsoa_2011": CROSSING}
    with pytest.raises((AssertionError, CommonGroundError)):
        select("core.trend_figures", given)


def figure(period: str, value: float, caveat: str | None = None, measure: str = "bus_routes") -> dict:
    return {
        "area": A, "level": "lsoa21cd", "measure": measure, "period": period, "value": value, "caveat": caveat
    }  # fmt: skip


def trends(select, *figures: dict) -> dict[tuple[str, str], dict]:
    rows = select("publish.trends", {"core.trend_figures": list(figures)})
    return {(r["from_period"], r["to_period"]): r for r in rows}


def test_each_period_to_the_next_and_the_first_to_the_last(select) -> None:
    found = trends(select, figure("2023", 2.0), figure("2008", 9.0), figure("2019", 5.0))
    changes = {pair: row["change"] for pair, row in found.items()}
    assert changes == {("2008", "2019"): -4, ("2019", "2023"): -3, ("2008", "2023"): -7}


def test_two_periods_are_one_change_and_one_period_is_none(select) -> None:
    assert list(trends(select, figure("2019", 1.0), figure("2023", 1.0))) == [("2019", "2023")]
    measures = [figure("2019", 1.0), figure("2023", 1.0, measure="population")]
    rows = select("publish.trends", {"core.trend_figures": measures}, check=False)
    assert rows == []


def test_the_note_says_what_holds_of_each_period(select) -> None:
    row = trends(select, figure("2019", 1.0), figure("2023", 1.0, "half of it flooded"))[("2019", "2023")]
    assert row["note"].startswith("Routes that serve the neighbourhood")
    assert row["note"].endswith("2023: half of it flooded.")
    assert "2019:" not in row["note"]


def test_every_figure_has_a_measure_that_trends_describe() -> None:
    """A measure that is collected and not described would vanish from the published table."""
    described = load_models(SQL)["publish.trends"].sql
    collected = load_models(SQL)["core.trend_figures"].sql
    for measure in (
        "imd_rank",
        "imd_decile",
        "population",
        "bus_routes",
        "local_turnout",
        "local_turnout_as_2024",
        "claimants",
    ):
        assert f"'{measure}'" in collected
        assert f"('{measure}'," in described


def test_no_other_table_reads_trends(tmp_path: Path) -> None:
    """They are never an input of the score."""
    from pipelines.build import Project
    from pipelines.paths import Workspace

    graph = Project(Workspace("england", tmp_path)).graph
    readers = {name for name, node in graph.nodes.items() if "core.trend_figures" in node.reads}
    assert readers == {"publish.trends"}
    assert not [name for name, node in graph.nodes.items() if "publish.trends" in node.reads]
