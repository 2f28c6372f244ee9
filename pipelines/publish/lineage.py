"""Where a published column comes from: the data sets that it rests on, and the licence that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipelines.warehouse.plan import Graph

if TYPE_CHECKING:
    from pipelines.catalogue.source import Source

# From free to bound; what nobody has cleared binds most, because it allows no more than measuring.
EFFECTS = ("open", "attribution", "share-alike", "non-commercial", "unclear")


def column_sources(graph: Graph, table: str, column: str) -> list[str]:
    """The ids of the data sets behind a column, in alphabetical order.

    A contract may name them (`sources`), or say what a column is taken from (`extra: from:`, as
    `layer.table` or `layer.table:column`); where it says neither, a column rests on all that its table does.
    """
    return sorted(_sources(graph, table, column))


def _sources(graph: Graph, table: str, column: str) -> set[str]:
    contract = graph.nodes[table].contract
    if column in contract.names and contract.column(column).sources:
        return set(contract.column(column).sources)
    origins = contract.extra.get("from", {}).get(column)
    if not origins:
        return set(graph.sources(table))
    pairs = (origin.partition(":") for origin in origins)
    return set().union(
        *(_sources(graph, name, part) if part else set(graph.sources(name)) for name, _, part in pairs)
    )


def live_among(sources: Mapping[str, Source], ids: Iterable[str]) -> list[str]:
    """Those of these data sets that were read from live files, not from pinned ones."""
    return [i for i in ids if sources[i].served]


def strictest(sources: Mapping[str, Source], ids: Iterable[str]) -> str:
    """What may be done with something derived from these data sets: the strictest of their terms."""
    effects = [sources[i].licence_effect for i in ids]
    return max(effects, key=EFFECTS.index, default=EFFECTS[0])


def licences(sources: Mapping[str, Source], ids: Iterable[str]) -> list[str]:
    """The distinct licences of these data sets."""
    return sorted({sources[i].licence for i in ids})
