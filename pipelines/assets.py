"""Tables as Dagster assets: one asset a table, with its contract's facts as metadata and one check.

Dagster stays here and in `definitions`: an asset is a call of `warehouse.run.make`, which needs no Dagster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import dagster as dg

from pipelines.warehouse.contract import Contract
from pipelines.warehouse.plan import Graph, Node
from pipelines.warehouse.run import BrokenContract, Made, make
from pipelines.warehouse.tables import Storage

CHECK = "contract"
OWNER = "team:common-ground"
OnMade = Callable[[Made], None]
Make = Callable[[Node], Made]


def asset_key(table: str) -> dg.AssetKey:
    """The asset key of the table `layer.name`."""
    return dg.AssetKey(table.split(".", 1))


def table_assets(
    graph: Graph, storage: Storage, on_made: OnMade | None = None, made: Make | None = None
) -> list[dg.AssetsDefinition]:
    """An asset for every table of the graph, made where the asset runs, or by `made`; `on_made` is told of
    each table that was made."""
    how = made or (lambda node: make(node, storage, graph.edition))
    return [_asset(node, how, on_made) for node in graph.nodes.values()]


def _asset(node: Node, how: Make, on_made: OnMade | None) -> dg.AssetsDefinition:
    key = asset_key(node.name)

    @dg.asset(
        key=key,
        deps=[asset_key(read) for read in node.reads],
        description=f"{node.contract.description}\n\nGrain: {node.contract.grain}.",
        group_name=node.layer,
        kinds={node.kind, "parquet"},
        owners=[OWNER],
        metadata=metadata(node),
        code_version=node.fingerprint,
        check_specs=[
            dg.AssetCheckSpec(
                CHECK, asset=key, blocking=True, description="Keys, types, ranges, row counts and totals."
            )
        ],
    )
    def table() -> Iterator[Any]:
        try:
            made = how(node)
        except BrokenContract as error:
            yield dg.AssetCheckResult(passed=False, check_name=CHECK, metadata={"violations": str(error)})
            raise
        if on_made is not None:
            on_made(made)
        yield dg.MaterializeResult(
            metadata={
                "dagster/row_count": made.rows,
                "seconds": round(made.seconds, 3),
                "fingerprint": node.fingerprint,
            },
            check_results=[dg.AssetCheckResult(passed=True, check_name=CHECK)],
        )

    return table


def metadata(node: Node) -> dict[str, Any]:
    """What Dagster's page shows of a table before it was ever made."""
    facts: dict[str, Any] = {"dagster/column_schema": column_schema(node.contract)}
    facts |= {name: value for name, value in node.contract.extra.items() if value}
    return facts


def column_schema(contract: Contract) -> dg.TableSchema:
    """The declared columns in Dagster's form."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                column.type,
                description=f"{column.meaning}{f' ({column.unit})' if column.unit else ''}",
                constraints=dg.TableColumnConstraints(
                    nullable=column.nullable, unique=(column.name,) == contract.key
                ),
            )
            for column in contract.columns
        ]
    )
