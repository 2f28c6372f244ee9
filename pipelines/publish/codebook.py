"""The codebook: one row a published column, made from the contracts and the tables themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.publish.lineage import column_sources, licences, strictest
from pipelines.warehouse.plan import Graph

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.catalogue.source import Source
    from pipelines.warehouse.contract import ColumnFacts

COLUMNS = (
    "table", "column", "type", "unit", "meaning", "direction", "kind", "domain", "weight", "level", "rows",
    "missing", "minimum", "maximum", "example", "vintages", "sources", "licences", "terms", "overlap",
)  # fmt: skip
TERMS = {
    "open": "free to use",
    "attribution": "use with attribution",
    "share-alike": "use with attribution; share what you derive under the same terms",
    "non-commercial": "not for commercial use; share alike",
    "unclear": "measured from data whose licence nobody has cleared: ask before redistributing rows",
}


def codebook_rows(
    graph: Graph, sources: Mapping[str, Source], tables: Mapping[str, pa.Table]
) -> Iterable[dict[str, Any]]:
    """A row for every column of the published tables, in their order.

    `tables` maps `publish.<name>` to its content. What the method says of a column (direction, kind,
    domain, weight, level, overlap) stands in the contract's `extra: about:`.
    """
    for name, content in tables.items():
        contract = graph.nodes[name].contract
        for facts in contract.published:
            ids = column_sources(graph, name, facts.name)
            yield dict.fromkeys(COLUMNS, "") | {
                "table": name.split(".", 1)[1],
                "column": facts.name,
                "type": facts.type,
                "unit": facts.unit,
                "meaning": facts.meaning,
                **contract.extra.get("about", {}).get(facts.name, {}),
                **_seen(content, facts),
                "vintages": "; ".join(f"{i} {sources[i].vintage}" for i in ids),
                "sources": "; ".join(ids),
                "licences": "; ".join(licences(sources, ids)),
                "terms": TERMS[strictest(sources, ids)],
            }


def _seen(content: pa.Table, facts: ColumnFacts) -> dict[str, Any]:
    """What stands in a column: rows, missing values, range, the first value as an example.

    What is attached to the published file (outlines) is never missing and has neither range nor example.
    """
    import pyarrow.compute as pc

    if facts.name not in content.column_names:
        return {"rows": len(content), "missing": 0}
    column = content.column(facts.name)
    seen: dict[str, Any] = {"rows": len(column), "missing": column.null_count}
    if facts.type in ("int", "float"):
        seen |= {"minimum": pc.min(column).as_py(), "maximum": pc.max(column).as_py()}
    present = column.drop_null()
    return seen | {"example": present[0].as_py() if len(present) else ""}
