"""A SQL model over small tables: rows in, rows out, its contract kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipelines.catalogue.loader import load_sources
from pipelines.catalogue.source import arrow_schema
from pipelines.column_types import arrow_type
from pipelines.paths import SOURCES, SQL
from pipelines.stages.declared import declared_steps
from pipelines.warehouse.checks import violations
from pipelines.warehouse.models import Model, load_models
from pipelines.warehouse.tables import conform

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def models() -> dict[str, Model]:
    return load_models(SQL)


@pytest.fixture(scope="session")
def schemas(models: dict[str, Model]) -> dict[str, pa.Schema]:
    """The declared columns of every raw table, every SQL model and every step."""
    declared = {s.table: arrow_schema(s.columns) for s in load_sources(SOURCES).values()}
    contracts = {name: maker.contract for name, maker in (declared_steps() | models).items()}
    for name, contract in contracts.items():
        declared[name] = pa.schema([(c.name, arrow_type(c.type)) for c in contract.columns])
    return declared


@pytest.fixture
def select(models: dict[str, Model], schemas: dict[str, pa.Schema]) -> Callable[..., Rows]:
    """`select("core.turnout", {"core.lsoa": [...]})`: the rows that the model makes of these tables.

    A column that a row leaves out is null, a table that is left out is empty; a column that the table does
    not declare is a mistake of the test.
    """

    def run(name: str, tables: dict[str, Rows], check: bool = True) -> Rows:
        model = models[name]
        with duckdb.connect(config={"threads": 1}) as db:
            for table in model.reads:
                rows = tables.get(table, [])
                schema = schemas.get(table)
                unknown = {key for row in rows for key in row} - set(schema.names) if schema else set()
                assert not unknown, f"{table} declares no {unknown}"
                layer, short = table.split(".")
                db.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
                db.register(f"_{short}", pa.Table.from_pylist(rows, schema=schema))
                db.execute(f"CREATE TABLE {layer}.{short} AS FROM _{short}")
            made = conform(db.sql(model.sql).to_arrow_table(), model.contract, name)
            if check:
                broken = violations(made, model.contract, "sample", None, db)
                assert not broken, [str(v) for v in broken]
        return made.to_pylist()

    return run
