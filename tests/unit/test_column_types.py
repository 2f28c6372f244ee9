"""The types of columns: one list, for sources and contracts alike."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from pipelines.column_types import TYPES, arrow_type
from pipelines.paths import ROOT


def test_every_type_has_its_arrow_type():
    assert {name: arrow_type(name) for name in TYPES} == {
        "string": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "geometry": pa.binary(),
    }
    with pytest.raises(KeyError):
        arrow_type("real")


def test_the_schema_of_sources_allows_the_same_types():
    schema = json.loads((ROOT / "pipelines" / "catalogue" / "schema.json").read_text(encoding="utf-8"))
    assert json.dumps({"enum": list(TYPES)}) in json.dumps(schema)
