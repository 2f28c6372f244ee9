"""Unknown codes are told where a raw table meets the areas that there are, and nowhere else."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from pipelines.warehouse.codes import unknown_codes

SPINE = pa.table({"lsoa21cd": ["E01000001", "E01000002"], "lad24cd": ["E06000001", None]})
NONE = pa.table({"value": [1]})


def found(
    raw: dict[str, list], name: str = "core.census", content: pa.Table = NONE, spine: bool = True
) -> list[str]:
    with duckdb.connect() as db:
        for schema, table, columns in (("raw", "figures", pa.table(raw)), ("core", "lsoa", SPINE)):
            db.execute(f"CREATE SCHEMA {schema}")
            db.register(f"_{table}", columns)
            db.execute(f"CREATE VIEW {schema}.{table} AS SELECT * FROM _{table}")
        reads = ["core.lsoa", "raw.figures"] if spine else ["raw.figures"]
        return [str(violation) for violation in unknown_codes(name, content, reads, db)]


def test_known_codes_missing_ones_and_welsh_ones_are_right():
    assert found({"lsoa21cd": ["E01000002", "W01000009", None], "lad24cd": ["E06000001", None, None]}) == []


def test_an_unknown_code_is_told_once_with_its_table_and_column():
    assert found({"lsoa21cd": ["E01000009", "E01000009", "E01000001"]}) == [
        "raw.figures has codes in lsoa21cd that core.lsoa does not know (1 rows): E01000009"
    ]


def test_each_kind_of_code_is_looked_at():
    said = found({"lsoa21cd": ["E01000001"], "lad24cd": ["E06000002"]})
    assert len(said) == 1 and "lad24cd" in said[0] and "E06000002" in said[0]


def test_the_table_that_holds_the_codes_looks_at_its_own_inputs():
    said = found({"lsoa21cd": ["E01000003"]}, "core.lsoa", SPINE, spine=False)
    assert len(said) == 1 and "E01000003" in said[0]


def test_a_column_of_another_name_or_without_a_holder_is_left_alone():
    assert found({"area21cd": ["E01000009"], "lsoa11cd": ["E01000009"]}) == []
    assert found({"lsoa21cd": ["E01000009"]}, spine=False) == []
