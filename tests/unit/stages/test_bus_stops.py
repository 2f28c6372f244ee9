"""Stops: those in use, each once, from the list that covers the area."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import shapely

from pipelines.stages.bus_stops import bus_stops
from pipelines.warehouse.step import Inputs
from pipelines.warehouse.tables import Storage

CODE = "E01000001"


def stops(tmp_path: Path, **lists: list[tuple]) -> dict[str, str]:
    """The stops that are kept, with their source. A stop is given as number and what its list says of it."""
    columns = {
        "naptan": ("atco_code", "stop_type", "status"),
        "tfgm_stops": ("atco_code", "stop_type"),
        "tfl_stops_2017": ("atco_code", "virtual"),
    }
    storage = Storage(str(tmp_path))
    for name, labels in columns.items():
        rows = [dict(zip((*labels, "easting", "northing"), row, strict=True)) for row in lists.get(name, [])]
        schema = pa.schema(
            [(label, pa.string()) for label in labels]
            + [("easting", pa.float64()), ("northing", pa.float64())]
        )
        storage.write(f"raw.{name}", pa.Table.from_pylist(rows, schema=schema), "test")
    area = shapely.to_wkb(shapely.box(430_000, 270_000, 440_000, 280_000))
    storage.write("core.lsoa_boundary", pa.table({"lsoa21cd": [CODE], "geometry": [area]}), "test")
    reads = (*(f"raw.{name}" for name in columns), "core.lsoa_boundary")
    made = bus_stops(Inputs(storage, reads, "sample"))
    assert set(made["lsoa21cd"]) <= {CODE}
    return dict(zip(made["atco_code"], made["source"], strict=True))


HERE, ABROAD = (435_000.0, 275_000.0), (300_000.0, 275_000.0)


def test_active_bus_stops_in_a_neighbourhood_are_kept(tmp_path: Path) -> None:
    naptan = [
        ("1", "BCT", "active", *HERE),
        ("2", "BCT", "inactive", *HERE),
        ("3", "RLY", "active", *HERE),
        ("4", "BCT", "active", *ABROAD),
    ]
    assert stops(tmp_path, naptan=naptan) == {"1": "naptan"}


def test_manchester_and_london_come_from_their_own_lists_and_each_stop_once(tmp_path: Path) -> None:
    made = stops(
        tmp_path,
        naptan=[("1", "BCT", "active", *HERE)],
        tfgm_stops=[("180", "BCS", *HERE), ("181", "TMU", *HERE), ("1", "BCT", *HERE)],
        tfl_stops_2017=[
            ("490", "0", *HERE),
            ("490", "0", *HERE),
            ("491", "1", *HERE),
            ("NONE", "0", *HERE),
            (None, "0", *HERE),
            ("492", "0", None, None),
        ],
    )
    assert made == {"1": "naptan", "180": "tfgm_stops", "490": "tfl_stops_2017"}
