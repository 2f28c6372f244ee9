"""The rows that a figure was taken from: in the tables that its table reads, and as published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.paths import SQL
from pipelines.trace.built import Built, plain
from pipelines.trace.model import Block

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 8
MOST_COLUMNS = 8
MOST_FACTS = 30
# Every neighbourhood is in it: what is taken from the spine is said by its own columns.
SPINE = "core.lsoa"
# Columns that name districts in words, in tables without codes.
IN_WORDS = ("area", "coverage")


def upstream_rows(built: Built, lsoa: str, table: str) -> list[Block]:
    """The rows of the neighbourhood, or of the area that it lies in, in the tables that `table` reads."""
    used, named = words(table), values(table)
    reads = [read for read in built.graph.nodes[table].reads if read != SPINE]
    return [block for read in reads if (block := rows_of(built, lsoa, read, used, named)) is not None]


def source_rows(built: Built, lsoa: str, table: str, ids: Iterable[str]) -> list[Block]:
    """The rows as published, of those data sets whose rows carry a code of the neighbourhood or its areas.

    `table` is where the figure is; the columns shown are those that the models between use.
    """
    between = built.graph.closure([table])
    blocks = []
    for source in ids:
        raw = f"raw.{source}"
        readers = [name for name in between if raw in built.graph.nodes[name].reads]
        used = {word for reader in readers for word in words(reader)}
        block = rows_of(built, lsoa, raw, used)
        blocks += [block] if block is not None else []
    return blocks


def rows_of(
    built: Built, lsoa: str, table: str, used: Iterable[str], named: Iterable[str] = ()
) -> Block | None:
    """Its rows in one table, by the smallest area whose code the table has; None where it has none.

    Where there are many, those count that hold one of the values `named`: a measure, an indicator.
    """
    if built.storage.rows(table) is None:
        return None
    names = [c.name for c in built.graph.nodes[table].contract.columns]
    codes = built.codes(lsoa)
    code = next((alias for alias in codes if alias in names and codes[alias]), None)
    if code is not None:
        frame = _filtered(built, table, code, codes[code])
    else:
        code = next((column for column in IN_WORDS if column in names), None)
        if code is None:
            return None
        frame = _naming(built, table, code, lsoa)
    if frame.empty:
        return None
    if len(frame) > 1:
        texts = frame.select_dtypes(exclude="number").drop(columns=code)
        right = texts.isin(list(named)).any(axis=1)
        frame = frame[right] if right.any() else frame
    return _shown(table, frame, [c for c in names if c in used] or names, code)


def _filtered(built: Built, table: str, code: str, among: list[str]) -> pd.DataFrame:
    import pyarrow.parquet as pq

    if not built.storage.local:
        frame = built.storage.read(table).to_pandas()
        return frame[frame[code].isin(among)]
    path, wanted = built.storage.path(table), [(code, "in", among)]
    return pq.read_table(path, filters=wanted, partitioning=None).to_pandas()


def _naming(built: Built, table: str, column: str, lsoa: str) -> pd.DataFrame:
    """The rows whose text has a code or the name of the district."""
    frame = built.storage.read(table).to_pandas()
    said = map(re.escape, [*built.codes(lsoa)["ladcd"], built.value(SPINE, "lad24nm", lsoa)])
    return frame[frame[column].str.contains("|".join(said), regex=True, na=False)]


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


def words(table: str) -> frozenset[str]:
    """The words of the SQL model of a table: the columns that it may use. Empty where it has no model."""
    return frozenset(re.findall(r"[a-z_][a-z0-9_]*", _select(table)))


def values(table: str) -> frozenset[str]:
    """The texts that the SQL model of a table compares with. Empty where it has no model."""
    return frozenset(re.findall(r"'([^']*)'", _select(table)))


@cache
def _select(table: str) -> str:
    layer, name = table.split(".", 1)
    path = SQL / layer / f"{name}.sql"
    return path.read_text(encoding="utf-8").partition("--- */")[2] if path.is_file() else ""


def made_by(built: Built, table: str) -> Mapping[str, Any]:
    """What makes a table: its model or its module."""
    node = built.graph.nodes[table]
    layer, name = table.split(".", 1)
    maker = f"sql/{layer}/{name}.sql" if node.kind == "sql" else "the method's steps, in Python"
    return {"table": table, "what it is": node.contract.description.split(". ")[0], "made by": maker}
