"""The DuckDB file for readers."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from pipelines.errors import CommonGroundError
from pipelines.warehouse.database import write_database
from pipelines.warehouse.tables import Storage


@pytest.fixture
def storage(tmp_path) -> Storage:
    storage = Storage(str(tmp_path / "warehouse"))
    storage.write("core.places", pa.table({"kind": ["pub", "hall"], "number": [2, 1]}), "f")
    return storage


def test_every_table_can_be_queried(tmp_path, storage):
    path = tmp_path / "common-ground.duckdb"
    for _ in range(2):
        write_database(path, storage, ["core.places"])
    with duckdb.connect(str(path), read_only=True) as db:
        assert db.sql("SELECT sum(number) FROM core.places").fetchall() == [(3,)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["common-ground.duckdb", "warehouse"]


def test_what_is_held_is_still_there_when_the_file_is_moved_away(tmp_path, storage):
    storage.write("publish.neighbourhoods", pa.table({"lsoa21cd": ["a", "b"], "rank": [2, 1]}), "f")
    held = "publish.neighbourhoods"
    write_database(tmp_path / "x.duckdb", storage, ["core.places", held], {held})
    away = tmp_path / "elsewhere"
    away.mkdir()
    (tmp_path / "x.duckdb").rename(away / "x.duckdb")
    (tmp_path / "warehouse").rename(tmp_path / "gone")
    with duckdb.connect(str(away / "x.duckdb"), read_only=True) as db:
        assert db.sql("SELECT lsoa21cd FROM publish.neighbourhoods ORDER BY rank").fetchall() == [
            ("b",),
            ("a",),
        ]
        with pytest.raises(duckdb.IOException):
            db.sql("SELECT * FROM core.places").fetchall()


def test_a_place_that_cannot_be_written_to_is_told(tmp_path, storage):
    with pytest.raises(CommonGroundError, match="Cannot write"):
        write_database(tmp_path / "nowhere" / "x.duckdb", storage, ["core.places"])
