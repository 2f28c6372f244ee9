"""Four neighbourhoods in two districts, small enough to work every figure by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely

from pipelines.warehouse.step import Inputs
from pipelines.warehouse.tables import Storage

A, B, C, D = (f"E0100000{n}" for n in (1, 2, 3, 4))
Tables = Mapping[str, pd.DataFrame]


def square(west: float, south: float, side: float = 100.0) -> bytes:
    return shapely.to_wkb(shapely.box(west, south, west + side, south + side))


@pytest.fixture
def world() -> dict[str, pd.DataFrame]:
    """Neighbourhood A has two output areas, the others one; B lies 800 m east of A, C and D far away.

    Places: a pub at A, a library at B, a registered office (area) at C.
    """
    lsoa = pd.DataFrame(
        {
            "lsoa21cd": [A, B, C, D],
            "msoa21cd": ["E02000001", "E02000001", "E02000002", "E02000002"],
            "wd24cd": ["E05000001", "E05000002", "E05000003", "E05000003"],
            "lad24cd": ["E06000001", "E06000001", "E06000002", "E06000002"],
            "rgn24cd": ["E12000001"] * 4,
            "ruc21": ["UN1", "UN1", "RSF1", "RSF1"],
            "easting": [0.0, 800.0, 100_000.0, 200_000.0],
            "northing": [0.0, 0.0, 0.0, 0.0],
            "population": [200, 100, 100, 300],
            "density": [4000.0, 3000.0, 200.0, 100.0],
        }
    )
    areas = pd.DataFrame(
        {
            "oa21cd": [f"E0000000{n}" for n in range(1, 6)],
            "lsoa21cd": [A, A, B, C, D],
            "easting": [0.0, 0.0, 800.0, 100_000.0, 200_000.0],
            "northing": [0.0, 300.0, 0.0, 0.0, 0.0],
            "residents": [150, 50, 100, 100, 300],
        }
    )
    places = pd.DataFrame(
        {
            "place_id": ["pubs:1", "libraries:1", "offices:1"],
            "kind": ["pub", "library", "cooperative"],
            "subkind": [None, "statutory", "retail"],
            "easting": [0.0, 800.0, 100_000.0],
            "northing": [0.0, 0.0, 0.0],
            "lsoa21cd": [A, B, C],
            "precision": ["site", "site", "area"],
            "source": ["pubs", "libraries", "cooperatives"],
        }
    )
    boundary = pd.DataFrame(
        {
            "lsoa21cd": [A, B, C, D],
            "geometry": [square(0, 0), square(100, 0), square(100_000, 0), square(200_000, 0)],
        }
    )
    bus = pd.DataFrame({"lsoa21cd": [A, B, C, D], "departures": [4.0, 0.0, 1.0, 0.0]})
    imd = pd.DataFrame(
        {
            "lsoa21cd": [A, B, C, D],
            "imd2025_score": [40.0, 30.0, 20.0, 10.0],
            "imd2025_rank": [1, 2, 3, 4],
            "imd2019_score": [10.0, 20.0, 30.0, 40.0],
            "imd2019_rank": [4, 3, 2, 1],
        }
    )
    councils = pd.DataFrame({"lsoa21cd": [A, B, C, D], "council_2011": ["North", "North", "South", "South"]})
    return {
        "core.council_2011": councils,
        "core.lsoa": lsoa,
        "core.output_area": areas,
        "core.places": places,
        "core.lsoa_boundary": boundary,
        "core.bus": bus,
        "core.imd": imd,
    }


@pytest.fixture
def given(tmp_path: Path) -> Callable[[Tables, Mapping[str, Any]], Inputs]:
    """Tables stored, as a step gets them, with its settings."""

    def store(tables: Tables, settings: Mapping[str, Any]) -> Inputs:
        import pyarrow as pa

        storage = Storage(str(tmp_path))
        for name, table in tables.items():
            storage.write(name, pa.Table.from_pandas(table, preserve_index=False), "test")
        return Inputs(storage, tuple(sorted(tables)), "england", settings)

    return store
