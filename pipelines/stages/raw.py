"""Raw tables: each source read into one table, declared columns only, values as published.

Nothing is cleaned here: that is the core models' work. Personal data stops in the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipelines.catalogue.source import Column, Source
from pipelines.warehouse.contract import MOST, ColumnFacts, Contract
from pipelines.warehouse.step import Inputs, Step

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.catalogue.store import Store

# Units of measures that may be negative. A change in percent is of the unit `percent change`.
TWO_SIDED = {
    "score", "z-score", "index", "degrees", "m", "GBP", "percentage points", "percent change",
    "as said in the column unit",
}  # fmt: skip


def raw_steps(sources: Mapping[str, Source], store: Store) -> list[tuple[Step, dict[str, Any]]]:
    """A step for every source, each with what identifies the bytes and how they are read."""
    return [(raw_step(source, store), identity(source)) for source in sources.values()]


def raw_step(source: Source, store: Store) -> Step:
    """The step that reads one source from the store."""
    return Step(
        name=source.table,
        reads=(),
        contract=raw_contract(source),
        run=partial(_read, source, store),
        module=f"pipelines.readers.{source.reader}",
    )


def identity(source: Source) -> dict[str, Any]:
    """What a raw table depends on beside its contract and its reader: the bytes and the options.

    Of a live source also which alternative it is, and what its servers say of the files' dates.
    """
    served = source.served
    live = (
        {"live": {"id": served.live.id, "dates": [f.last_modified for f in served.files]}} if served else {}
    )
    return live | {
        "files": [[file.name, file.sha256] for file in source.files],
        "options": dict(source.options),
        "published_names": [[c.name, c.source_name] for c in source.columns.values()],
    }


def raw_contract(source: Source) -> Contract:
    """The contract of a raw table, as its source declares it."""
    rows = {}
    if source.rows is not None:
        rows = {"england": (source.rows.least, MOST if source.rows.most is None else source.rows.most)}
    return Contract(
        description=f"{source.title}, as published ({source.publisher}; {source.vintage}).",
        grain="one row a record of the published file",
        key=tuple(source.key),
        columns=tuple(
            ColumnFacts(c.name, c.type, c.meaning, c.unit or "", c.name not in source.key, _least(c))
            for c in source.columns.values()
        ),
        rows=rows,
        sort=tuple(source.key),
        extra={
            "source": source.landing_page,
            "vintage": source.vintage,
            "licence": source.licence,
            "publisher": source.publisher,
        },
    )


def _least(column: Column) -> float | None:
    """0 for a number of things, a share, a rate or a distance; none for a measure that has two sides."""
    number = column.type in ("int", "float") and column.unit
    return 0 if number and column.unit not in TWO_SIDED else None


def _read(source: Source, store: Store, inputs: Inputs) -> pa.Table:
    reader = import_module(f"pipelines.readers.{source.reader}")
    return reader.read(store.contents(source), source.columns, dict(source.options))
