"""Parquet files: columns by name, an index among them, and what is said of a broken file."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from pipelines.catalogue.source import Column
from pipelines.errors import Faults
from pipelines.readers import parquet

COLUMNS = {
    "area": Column("area", "string", "LSOA11CD", "meaning"),
    "people": Column("people", "int", "Population (Total)", "meaning"),
}


def content(**columns: list) -> bytes:
    held = io.BytesIO()
    frame = pd.DataFrame({k.replace("_", " "): v for k, v in columns.items()})
    frame = frame.rename(columns={"Population": "Population (Total)"})
    frame.index = pd.Index(["E01000001", "E01000002"], name="LSOA11CD")
    frame.to_parquet(held)
    return held.getvalue()


def test_reads_a_stored_index_and_whole_numbers_stored_as_floats() -> None:
    table = parquet.read([("a.parquet", content(Population=[1296.0, None], other=["x", "y"]))], COLUMNS, {})
    assert table.to_pylist() == [
        {"area": "E01000001", "people": 1296},
        {"area": "E01000002", "people": None},
    ]


def test_faults_of_all_files_come_at_once() -> None:
    whole = content(Population=[1.0, 2.5])
    files = [
        ("a.parquet", whole),
        ("b.parquet", whole[:-20]),
        ("c.parquet", content(other=[1, 2])),
        ("d.parquet", b"<html>no</html>"),
    ]
    with pytest.raises(Faults) as caught:
        parquet.read(files, COLUMNS, {})
    said = [str(fault) for fault in caught.value.faults]
    assert "a.parquet, row 2: column 'Population (Total)' holds 2.5, which is not a whole number" in said[0]
    assert "b.parquet: is not a whole Parquet file" in said[1]
    assert "c.parquet: has no column 'Population (Total)'" in said[2]
    assert "d.parquet: is a web page" in said[3]
