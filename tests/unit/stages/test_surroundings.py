"""Who lives around an output area, worked by hand."""

from __future__ import annotations

from math import exp
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from pipelines.stages.surroundings import AROUND, surroundings
from pipelines.warehouse.step import Inputs
from pipelines.warehouse.tables import Storage

TOWN, VILLAGE, ISLAND = "E01000001", "E01000002", "E01000003"


@pytest.fixture
def made(tmp_path: Path) -> pd.DataFrame:
    """A town of 1,000 at 0, a village of 500 one bandwidth to the east, and far away an island whose one
    output area lies beyond the cut-off of its own neighbourhood's centroid."""
    storage = Storage(str(tmp_path))
    spine = {
        "lsoa21cd": [TOWN, VILLAGE, ISLAND],
        "ruc21": ["UN1", "RSN1", "RSF1"],
        "easting": [0.0, AROUND, 100_000.0],
        "northing": [0.0] * 3,
    }
    homes = {
        "oa21cd": ["E00000001", "E00000002", "E00000003", "E00000004"],
        "lsoa21cd": [TOWN, TOWN, VILLAGE, ISLAND],
        "easting": [0.0, 0.0, AROUND, 100_000.0 + 4 * AROUND],
        "northing": [0.0] * 4,
        "residents": [600, 400, 500, 50],
    }
    for name, table in (("core.lsoa", spine), ("core.output_area", homes)):
        storage.write(name, pa.table(table), "test")
    return surroundings(Inputs(storage, ("core.lsoa", "core.output_area"), "england"))


def test_the_near_ones_count_more(made: pd.DataFrame) -> None:
    near = exp(-0.5)
    assert made["people_nearby"].tolist() == pytest.approx([1000 + 500 * near] * 2 + [500 + 1000 * near, 0])
    assert made["residents"].tolist() == [600, 400, 500, 50]


def test_they_are_shared_out_among_the_classes(made: pd.DataFrame) -> None:
    near = exp(-0.5)
    village = 500 * near / (1000 + 500 * near)
    assert made["share_rsn1"].tolist()[:2] == pytest.approx([village, village])
    assert made["share_un1"].tolist()[:2] == pytest.approx([1 - village, 1 - village])
    shares = made.filter(like="share_")
    assert shares.sum(axis=1).tolist() == pytest.approx([1.0] * 4)


def test_where_nobody_is_near_the_own_class_is_all(made: pd.DataFrame) -> None:
    assert made["share_rsf1"].tolist() == [0, 0, 0, 1]
