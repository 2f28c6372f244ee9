"""Provenance: each published column back to its files, with address, SHA-256, vintage and licence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.catalogue.source import ServedFile, SourceFile
from pipelines.publish.lineage import column_sources, live_among, strictest
from pipelines.warehouse.plan import Graph

if TYPE_CHECKING:
    from pipelines.catalogue.source import Source


def provenance(graph: Graph, sources: Mapping[str, Source], tables: Iterable[str]) -> dict[str, Any]:
    """The columns of the published tables with their data sets, and those data sets with their files."""
    columns: dict[str, dict[str, Any]] = {}
    used: set[str] = set()
    for table in tables:
        columns[table.split(".", 1)[1]] = of_table = {}
        for facts in graph.nodes[table].contract.published:
            ids = column_sources(graph, table, facts.name)
            used |= set(ids)
            of_table[facts.name] = {"sources": ids, "terms": strictest(sources, ids)}
            if live := live_among(sources, ids):
                of_table[facts.name]["live"] = live
    return {"columns": columns, "sources": {i: _source(sources[i]) for i in sorted(used)}}


def _source(source: Source) -> dict[str, Any]:
    """A data set and its files; of live ones with the date and version that servers stated, or null."""
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
            {"name": f.name, "address": f.url, "bytes": f.bytes, "sha256": f.sha256, **_stated(f)}
            for f in source.files
        ],
    } | ({"live": source.served.live.id} if source.served else {})


def _stated(file: SourceFile) -> dict[str, str | None]:
    if not isinstance(file, ServedFile):
        return {}
    return {"last_modified": file.last_modified, "etag": file.etag}
