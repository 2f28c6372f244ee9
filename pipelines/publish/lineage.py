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

    A contract may name them (`sources`), or the tables that a column is taken from (`extra: from:`);
    where it says neither, a column rests on all that its table rests on.
    """
    contract = graph.nodes[table].contract
    facts = contract.column(column)
    if facts.sources:
        return sorted(facts.sources)
    origins = contract.extra.get("from", {}).get(column)
    if not origins:
        return graph.sources(table)
    found: set[str] = set()
    for origin in origins:
        same = column in graph.nodes[origin].contract.names
        found |= set(column_sources(graph, origin, column) if same else graph.sources(origin))
    return sorted(found)


def strictest(sources: Mapping[str, Source], ids: Iterable[str]) -> str:
    """What may be done with something derived from these data sets: the strictest of their terms."""
    effects = [sources[i].licence_effect for i in ids]
    return max(effects, key=EFFECTS.index, default=EFFECTS[0])


def licences(sources: Mapping[str, Source], ids: Iterable[str]) -> list[str]:
    """The distinct licences of these data sets."""
    return sorted({sources[i].licence for i in ids})
