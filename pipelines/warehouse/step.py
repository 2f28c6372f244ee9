"""A table made by a Python function: its name, what it reads, its contract, the settings that it depends on.

The function gets `Inputs` and returns a data frame or an Arrow table. What the steps are is in the stages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipelines.paths import SQL
from pipelines.warehouse.contract import Contract, parse_contract, shared_columns
from pipelines.warehouse.tables import Storage

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class Inputs:
    """The tables that a step reads, and no others. `edition` is 'england' or 'sample'."""

    storage: Storage
    reads: tuple[str, ...]
    edition: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def arrow(self, table: str, columns: list[str] | None = None) -> pa.Table:
        """One input as an Arrow table."""
        return self.storage.read(self._declared(table), columns)

    def frame(self, table: str, columns: list[str] | None = None) -> pd.DataFrame:
        """One input as a data frame, in the order of its key."""
        return self.arrow(table, columns).to_pandas()

    def sql(self, query: str) -> pd.DataFrame:
        """The result of a SELECT over the declared inputs."""
        return self.database.sql(query).df()

    @cached_property
    def database(self) -> duckdb.DuckDBPyConnection:
        """An in-memory DuckDB in which the inputs are views. One thread: sums have one order."""
        import duckdb

        db = duckdb.connect(config={"threads": 1})
        for table in self.reads:
            layer, name = table.split(".", 1)
            db.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
            if self.storage.local:
                path = self.storage.path(table).replace("'", "''")
                scan = f"read_parquet('{path}', hive_partitioning=false)"
                db.execute(f"CREATE VIEW {layer}.{name} AS SELECT * FROM {scan}")
            else:
                db.register(f"_{layer}_{name}", self.storage.read(table))
                db.execute(f"CREATE VIEW {layer}.{name} AS SELECT * FROM _{layer}_{name}")
        return db

    def _declared(self, table: str) -> str:
        if table not in self.reads:
            raise KeyError(f"{table} is not among the declared inputs: {', '.join(self.reads)}")
        return table


Run = Callable[[Inputs], "pd.DataFrame | pa.Table"]


@dataclass(frozen=True)
class Step:
    """A table, the function that makes it, and all that it depends on.

    `settings` must be plain data (it is part of the fingerprint) and reaches the function as
    `inputs.settings`; `module` names the module whose code, with all that it imports, makes the table.
    """

    name: str
    reads: tuple[str, ...]
    contract: Contract
    run: Run
    settings: Mapping[str, Any] = field(default_factory=dict)
    module: str = ""


STEPS: dict[str, Step] = {}


def step(
    name: str, reads: Sequence[str], contract: str, settings: Mapping[str, Any] | None = None
) -> Callable[[Run], Run]:
    """Declare the function below as the step that makes the table `name` from the tables `reads`."""

    def declare(function: Run) -> Run:
        STEPS[name] = make_step(name, reads, contract, function, settings)
        return function

    return declare


def make_step(
    name: str,
    reads: Sequence[str],
    contract: str | Contract,
    run: Run,
    settings: Mapping[str, Any] | None = None,
) -> Step:
    """A step from its parts; `contract` is YAML text or a contract. Raises `Faults` for a faulty contract."""
    if isinstance(contract, str):
        contract = parse_contract(contract, name, shared_columns(SQL / "columns.yaml"))
    module = getattr(run, "__module__", None) or run.func.__module__  # type: ignore[attr-defined]  # functools.partial
    return Step(name, tuple(sorted(reads)), contract, run, dict(settings or {}), module)
