"""Places from raw tables to core.places: records of three sources, each row of them accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import arrow_schema
from pipelines.errors import Faults
from pipelines.paths import SOURCES, SQL
from pipelines.stages import places, places_report  # noqa: F401  they declare their steps
from pipelines.stages.grid import to_degrees
from pipelines.stages.places import CLEANED, POSTCODED, RULES
from pipelines.warehouse.contract import parse_contract, shared_columns
from pipelines.warehouse.models import Model, load_models
from pipelines.warehouse.plan import Graph, assemble
from pipelines.warehouse.run import BrokenContract, make
from pipelines.warehouse.step import STEPS, Step
from pipelines.warehouse.tables import Storage

CODE = "E01000001"
AT_HOME = (433_500.0, 279_500.0)
REPORTS = ["core.places", "core.places_report", "core.geocoding_report"]


def degrees(easting: float, northing: float) -> dict[str, float]:
    longitude, latitude = to_degrees([easting], [northing])
    return {"longitude": float(longitude[0]), "latitude": float(latitude[0])}


def pub(name: str | None, east: float = 0.0) -> dict[str, Any]:
    return {"name": name, **degrees(AT_HOME[0] + east, AT_HOME[1])}


def food(number: int, name: str, east: float = 0.0) -> dict[str, Any]:
    return {"id": str(number), **pub(name, east)}


@pytest.fixture(scope="module")
def sources():
    return load_sources(SOURCES)


@cache
def models() -> dict[str, Model]:
    return load_models(SQL)


class World:
    """A country of one neighbourhood, a square of 10 km, with what its sources say."""

    def __init__(self, folder: Path, sources: dict, raw: dict[str, list[dict]]) -> None:
        self.storage = Storage(str(folder))
        own = {
            name: replace(model, contract=replace(model.contract, empty=True))  # most sources are silent here
            for name, model in models().items()
            if name in (*CLEANED.values(), "core.places", "core.geocoding_report", "core.postcode_stem")
        }
        steps = {name: STEPS[name] for name in ("core.place_candidates", "core.places_report")}
        given = self._country()
        for source in (*CLEANED, "code_point_open"):
            schema = arrow_schema(sources[source].columns)
            given[f"raw.{source}"] = pa.Table.from_pylist(raw.get(source, []), schema=schema)
        self.graph: Graph = assemble([(self._step(n, t), n) for n, t in given.items()], own, steps, "sample")

    @staticmethod
    def _country() -> dict[str, pa.Table]:
        square = shapely.to_wkb(shapely.box(430_000, 270_000, 440_000, 280_000))
        east, north = AT_HOME
        return {
            "core.lsoa": pa.table({"lsoa21cd": [CODE], "easting": [east + 7], "northing": [north + 7]}),
            "core.lsoa_boundary": pa.table({"lsoa21cd": [CODE], "geometry": [square]}),
            "core.output_area": pa.table({"oa21cd": ["E00000001"], "easting": [east], "northing": [north]}),
            "core.postcode": pa.table({"postcode": ["CV11AA"], "easting": [east], "northing": [north]}),
        }

    @staticmethod
    def _step(name: str, table: pa.Table) -> Step:
        kinds = {"string": "string", "double": "float", "int64": "int", "bool": "bool", "binary": "geometry"}
        columns = "\n".join(f"  {f.name}: {{type: {kinds[str(f.type)]}, meaning: m}}" for f in table.schema)
        text = f"description: d\ngrain: g\nkey: [{table.schema.names[0]}]\nempty: true\ncolumns:\n{columns}"
        contract = replace(parse_contract(text, name, {}), key=(), sort=())
        return Step(name, (), contract, lambda _: table, module="pipelines.stages.raw")

    def build(self, *wanted: str) -> dict[str, list[dict]]:
        """The tables wanted, with all that they need."""
        for name in self.graph.stale(self.storage, wanted):
            make(self.graph.nodes[name], self.storage, "sample")
        return {name: self.storage.read(name).to_pylist() for name in wanted}


@pytest.fixture
def world(tmp_path: Path, sources):
    return lambda **raw: World(tmp_path, sources, raw)


def test_records_of_two_sources_are_one_place_and_every_row_is_accounted_for(world) -> None:
    postcode = {
        "postcode": "CV1 1AA",
        "quality": 10,
        "easting": AT_HOME[0],
        "northing": AT_HOME[1],
        "ctrycd": "E92000001",
    }
    made = world(
        pubs=[
            pub("Ossett Social Club"),
            pub("The Bell", 20),
            pub("Bell Inn", 40),
            pub("The Swan (closed)", 20),
            {"name": "Nowhere", "longitude": 0.0, "latitude": 0.0},
            pub("Far Away", 50_000),
        ],
        food_businesses_2015=[food(1, "Ossett Social Club Ltd", 30), food(2, "Hazels Cafe"), food(3, None)],
        code_point_open=[postcode],
    ).build(*REPORTS)
    told = {p["place_id"]: p for p in made["core.places"]}
    club = told["pubs:4"]
    assert (club["kind"], club["sources"], club["records"]) == ("social_club", "food_businesses_2015;pubs", 2)
    assert club["lsoa21cd"] == CODE
    assert told["food_businesses_2015:2"]["name"] is None
    assert {p["kind"] for p in told.values()} == {"social_club", "pub", "cafe"}
    assert len(told) == 3
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in made["core.places_report"]:
        counts[row["source"], row["stage"], row["reason"]] += row["places"]
    assert counts == {
        ("pubs", "read", "rows of the raw table"): 6,
        ("pubs", "dropped", "closed, by its name"): 1,
        ("pubs", "not_placed", "coordinates at 0, 0"): 1,
        ("pubs", "not_placed", "over 10 km beyond the border of England"): 1,
        ("pubs", "merged", "the same place as a record of pubs"): 1,
        ("pubs", "kept", "inside"): 2,
        ("food_businesses_2015", "read", "rows of the raw table"): 3,
        ("food_businesses_2015", "dropped", "no kind that we use, by its name"): 1,
        ("food_businesses_2015", "merged", "the same place as a record of pubs"): 1,
        ("food_businesses_2015", "kept", "inside"): 1,
    }
    rates = {row["source"]: row["match_rate"] for row in made["core.geocoding_report"]}
    assert rates == {"pubs": pytest.approx(4 / 5), "food_businesses_2015": 1.0}


def club_at(world, postcode: str, easting: int, northing: int, country: str) -> dict[str, Any]:
    """What becomes of a club whose officer lives at a postcode of this place."""
    club = {"club_id": "a", "name": "Town FC", "postcode": postcode, "active": True}
    place = {"easting": easting, "northing": northing, "ctrycd": country}
    code = {"postcode": postcode, "quality": 10, **place}
    return world(sports_clubs=[club], code_point_open=[code]).build("core.places")["core.places"][0]


def test_an_officers_home_is_told_by_its_neighbourhood_alone(world) -> None:
    place = club_at(world, "CV1 1AA", 431_234, 271_234, "E92000001")
    assert (place["easting"], place["northing"]) == (AT_HOME[0] + 7, AT_HOME[1] + 7)
    assert (place["precision"], place["lsoa21cd"]) == ("area", CODE)


def test_an_office_beyond_the_border_is_told_by_its_square_kilometre(world) -> None:
    place = club_at(world, "LD1 1AA", 429_321, 279_400, "W92000004")
    assert (place["easting"], place["northing"]) == (429_500, 279_500)
    assert (place["located"], place["lsoa21cd"]) == ("across_border", None)


def test_a_site_stands_for_a_registered_office(world) -> None:
    office = {
        "organisation_id": "R1",
        "name": "Ossett Social Club Limited",
        "sector": "Membership associations, social clubs and trade unions",
        **degrees(AT_HOME[0] + 5, AT_HOME[1]),
    }
    made = world(cooperatives=[office], food_businesses_2015=[food(1, "Ossett Social Club")]).build(
        "core.places"
    )
    assert [(p["place_id"], p["precision"], p["sources"]) for p in made["core.places"]] == [
        ("food_businesses_2015:1", "site", "cooperatives;food_businesses_2015")
    ]


def test_longitude_and_latitude_swapped_stop_the_build_with_a_sentence(world) -> None:
    swapped = [{"name": f"Pub {n}", "longitude": 52.5, "latitude": -1.5 - n / 100} for n in range(10)]
    with pytest.raises(
        Faults, match="pubs: 10 of 10 records: longitude and latitude swapped; at most 1% may be"
    ):
        world(pubs=swapped).build("core.place_candidates")


def test_the_account_notices_a_row_that_went_missing(world, monkeypatch) -> None:
    made = world(pubs=[pub("The Bell"), pub("The Swan", 300)])
    made.build("core.place_candidates")
    kept = made.storage.read("core.place_candidates").slice(0, 1)
    node = made.graph.nodes["core.place_candidates"]
    made.storage.write(node.name, kept, node.fingerprint)
    with pytest.raises(BrokenContract, match="what is read is what is kept, merged, dropped and not placed"):
        made.build("core.places_report")


def test_sources_kinds_and_rules_fit_together(sources) -> None:
    kinds = shared_columns(SQL / "columns.yaml")["kind"]["values"]
    assert set(RULES) <= set(kinds)
    assert set(CLEANED) <= set(sources)
    assert set(POSTCODED) == {s for s in CLEANED if "postcode" in sources[s].columns} - {
        "gp_practices",
        "pharmacies",
    }
