"""Making one table: run, put into the form of its contract, check, and store only if it is right."""

from __future__ import annotations

import time
from dataclasses import dataclass

from pipelines.errors import CommonGroundError, Fault, Faults
from pipelines.warehouse.checks import violations
from pipelines.warehouse.codes import unknown_codes
from pipelines.warehouse.interrupts import interrupts_told
from pipelines.warehouse.plan import Node
from pipelines.warehouse.step import Inputs
from pipelines.warehouse.tables import Storage, conform

SPINE_TABLE = "core.lsoa"


@dataclass(frozen=True)
class Made:
    """A table that was made: rows, seconds, columns."""

    name: str
    rows: int
    seconds: float
    columns: int


class BrokenContract(Faults):
    """A table does not keep its contract: it was not stored, and what was stored before stays."""


def make(node: Node, storage: Storage, edition: str) -> Made:
    """Make the table of `node` and store it.

    Raises `BrokenContract` (every violation at once) or whatever `CommonGroundError` its reader raises;
    in both cases the stored table stays as it was. An interrupt is a `KeyboardInterrupt`, also in a query.
    """
    with interrupts_told():
        return _made(node, storage, edition)


def _made(node: Node, storage: Storage, edition: str) -> Made:
    import duckdb

    start = time.perf_counter()
    inputs = Inputs(storage, node.reads, edition, node.settings)
    try:
        content = conform(node.run(inputs), node.contract, node.name)
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise CommonGroundError(f"{node.name}: the query fails: {error}") from error
    spine = content.num_rows if node.name == SPINE_TABLE else storage.rows(SPINE_TABLE)
    broken = violations(content, node.contract, edition, spine, inputs.database, node.pinned)
    broken += unknown_codes(node.name, content, node.reads, inputs.database)
    if broken:
        raise BrokenContract(
            [Fault(str(v), node.name) for v in broken], f"The table {node.name} does not keep its contract"
        )
    storage.write(node.name, content, node.fingerprint)
    return Made(node.name, content.num_rows, time.perf_counter() - start, content.num_columns)
