"""The rows that a figure was taken from: in the tables that its table reads, and as published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.paths import SQL
from pipelines.stages.trace.built import Built, plain
from pipelines.stages.trace.model import Block

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 8
MOST_COLUMNS = 8
MOST_FACTS = 30
# Every neighbourhood is in it: what is taken from the spine is said by its own columns.
SPINE = "core.lsoa"


def upstream_rows(built: Built, lsoa: str, table: str) -> list[Block]:
    """The rows of the neighbourhood, or of the area that it lies in, in the tables that `table` reads."""
    used = words(table)
    reads = [read for read in built.graph.nodes[table].reads if read != SPINE]
    return [block for read in reads if (block := rows_of(built, lsoa, read, used)) is not None]


def source_rows(built: Built, lsoa: str, table: str, ids: Iterable[str]) -> list[Block]:
    """The rows as published, of those data sets whose rows carry a code of the neighbourhood or its areas.

    `table` is where the figure is; the columns shown are those that the models between use.
    """
    between = built.graph.closure([table])
    blocks = []
    for source in ids:
        raw = f"raw.{source}"
        if built.storage.rows(raw) is None:
            continue
        readers = [name for name in between if raw in built.graph.nodes[name].reads]
        used = {word for reader in readers for word in words(reader)}
        block = rows_of(built, lsoa, raw, used)
        blocks += [block] if block is not None else []
    return blocks


def rows_of(built: Built, lsoa: str, table: str, used: Iterable[str]) -> Block | None:
    """Its rows in one table, by the smallest area whose code the table has; None where it has none."""
    import pyarrow.parquet as pq

    names = [c.name for c in built.graph.nodes[table].contract.columns]
    codes = built.codes(lsoa)
    code = next((alias for alias in codes if alias in names and codes[alias]), None)
    if code is None or built.storage.rows(table) is None:
        return None
    if built.storage.local:
        found = pq.read_table(
            built.storage.path(table), filters=[(code, "in", codes[code])], partitioning=None
        )
        frame = found.to_pandas()
    else:
        frame = built.storage.read(table).to_pandas()
        frame = frame[frame[code].isin(codes[code])]
    if frame.empty:
        return None
    return _shown(table, frame, [c for c in names if c in used] or names, code)


def _shown(table: str, frame: pd.DataFrame, wanted: list[str], code: str) -> Block:
    layer = "as published" if table.startswith("raw.") else "in the table"
    title = f"{table.removeprefix('raw.')}: {layer}"
    wanted = [code, *(c for c in wanted if c != code and not isinstance(frame[c].iloc[0], bytes))]
    if len(frame) == 1:
        shown = wanted[:MOST_FACTS]
        facts = tuple((c, plain(frame[c].iloc[0])) for c in shown)
        return Block(title, facts, note=_more(0, len(wanted) - len(shown)))
    shown, top = wanted[:MOST_COLUMNS], frame.head(MOST_ROWS)
    rows = tuple(tuple(plain(v) for v in row) for row in top[shown].itertuples(index=False))
    note = _more(len(frame) - len(top), len(wanted) - len(shown))
    return Block(title, headings=tuple(shown), rows=rows, note=note)


def _more(rows: int, columns: int) -> str:
    said = [f"{number:,} more {what}" for number, what in ((rows, "rows"), (columns, "columns")) if number]
    return f"{' and '.join(said)} are not shown." if said else ""


@cache
def words(table: str) -> frozenset[str]:
    """The words of the SQL model of a table: the columns that it may use. Empty where it has no model."""
    layer, name = table.split(".", 1)
    path = SQL / layer / f"{name}.sql"
    if not path.is_file():
        return frozenset()
    select = path.read_text(encoding="utf-8").partition("--- */")[2]
    return frozenset(re.findall(r"[a-z_][a-z0-9_]*", select))


def made_by(built: Built, table: str) -> Mapping[str, Any]:
    """What makes a table: its model or its module."""
    node = built.graph.nodes[table]
    layer, name = table.split(".", 1)
    maker = f"sql/{layer}/{name}.sql" if node.kind == "sql" else "the method's steps, in Python"
    return {"table": table, "what it is": node.contract.description.split(". ")[0], "made by": maker}
