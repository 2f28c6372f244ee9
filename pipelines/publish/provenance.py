"""Provenance: each published column back to its files, with address, SHA-256, vintage and licence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.publish.lineage import column_sources, strictest
from pipelines.warehouse.plan import Graph

if TYPE_CHECKING:
    from pipelines.catalogue.source import Source


def provenance(graph: Graph, sources: Mapping[str, Source], tables: Iterable[str]) -> dict[str, Any]:
    """The columns of the published tables with their data sets, and those data sets with their files."""
    columns: dict[str, dict[str, Any]] = {}
    used: set[str] = set()
    for table in tables:
        columns[table.split(".", 1)[1]] = of_table = {}
        for name in graph.nodes[table].contract.names:
            ids = column_sources(graph, table, name)
            used |= set(ids)
            of_table[name] = {"sources": ids, "terms": strictest(sources, ids)}
    return {"columns": columns, "sources": {i: _source(sources[i]) for i in sorted(used)}}


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "landing_page": source.landing_page,
        "vintage": source.vintage,
        "geography": source.geography,
        "licence": source.licence,
        "attribution": source.attribution,
        "known_faults": list(source.faults),
        "files": [
            {"name": f.name, "address": f.url, "bytes": f.bytes, "sha256": f.sha256} for f in source.files
        ],
    }
