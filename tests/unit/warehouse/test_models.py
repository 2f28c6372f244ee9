"""SQL models: the tables that a query names are its upstream."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.errors import Faults
from pipelines.warehouse.models import load_models, named_tables

HEAD = "/* ---\n{description: d, grain: g, key: [a], columns: {a: {type: int, meaning: m}}}\n--- */\n"


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT 1 AS a", ()),
        ("SELECT a FROM raw.x", ("raw.x",)),
        ("WITH c AS (SELECT * FROM raw.x) SELECT a FROM c JOIN core.y USING (a)", ("core.y", "raw.x")),
        ("SELECT a FROM raw.x WHERE a IN (SELECT a FROM core.z)", ("core.z", "raw.x")),
        ("SELECT a FROM raw.x UNION ALL SELECT a FROM (SELECT * FROM score.q) s", ("raw.x", "score.q")),
        ("SELECT (SELECT max(a) FROM core.z) AS a", ("core.z",)),
    ],
)
def test_finds_the_tables_of_a_query(sql, tables):
    with duckdb.connect() as db:
        assert named_tables(sql, "x", db) == tables


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT a FROM x", "names `x` without its layer"),
        ("SELECT a FROM rwa.x", "whose layer is unknown"),
        ("SELEC a", "is not one SELECT"),
        ("DROP TABLE raw.x", "is not one SELECT"),
    ],
)
def test_refuses_what_is_not_a_model(sql, said):
    with duckdb.connect() as db, pytest.raises(Faults, match=said):
        named_tables(sql, "core/x.sql", db)


def test_loads_a_folder_and_tells_all_faults_at_once(tmp_path):
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "good.sql").write_text(f"{HEAD}SELECT a FROM raw.x;")
    assert load_models(tmp_path)["core.good"].reads == ("raw.x",)
    (tmp_path / "core" / "no_contract.sql").write_text("SELECT 1")
    (tmp_path / "core" / "loose.sql").write_text(f"{HEAD}SELECT a FROM x")
    with pytest.raises(Faults) as caught:
        load_models(tmp_path)
    assert {fault.where for fault in caught.value.faults} == {"core/no_contract.sql", "core/loose.sql"}
