"""The steps of the layer `publish`, generated from the method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.stages import published
from pipelines.stages.method_contracts import STATUSES
from pipelines.stages.method_steps import tables
from pipelines.stages.published_areas import AREAS, READS, area_contract, area_settings
from pipelines.stages.published_columns import DIRECTION, KEY, SPINE, neighbourhood_columns
from pipelines.warehouse.contract import ColumnFacts, Contract
from pipelines.warehouse.step import Step

if TYPE_CHECKING:
    from pipelines.method.model import Method


def publish_steps(method: Method, contracts: Mapping[str, Contract]) -> list[Step]:
    """The published tables; `contracts` are those of the earlier tables, by name."""
    areas = [
        _step(a.table, READS, area_contract(a, method, contracts), published.area, area_settings(a, method))
        for a in AREAS
    ]
    return [_neighbourhoods(method, contracts), _indicators(method, contracts), *areas]


def _neighbourhoods(method: Method, contracts: Mapping[str, Contract]) -> Step:
    taken = list(neighbourhood_columns(method, contracts))
    contract = Contract(
        description="Every neighbourhood of England: where it is, deprivation, social infrastructure, "
        "designations, and each indicator with its rank and how it came about.",
        grain="one row a neighbourhood (LSOA 2021)",
        key=(KEY,),
        columns=tuple(t.facts for t in taken),
        rows_of={"spine": 1},
        sort=(KEY,),
        extra={
            "from": {t.facts.name: list(t.origins) for t in taken},
            "about": {t.facts.name: dict(t.about) for t in taken},
        },
    )
    columns = [[t.facts.name, t.table, t.column, t.rule] for t in taken]
    reads = {t.table for t in taken} | {SPINE}
    return _step("neighbourhoods", reads, contract, published.neighbourhoods, {"columns": columns})


def _indicators(method: Method, contracts: Mapping[str, Contract]) -> Step:
    measured = tables(method)
    treated = ", before its outliers are treated" if method.outliers else ""
    facts = (
        contracts[SPINE].column(KEY),
        ColumnFacts("indicator", "string", "Id of the indicator, as in the method and the codebook"),
        ColumnFacts("numerator", "float", "What is counted, in the unit that the method states"),
        ColumnFacts("denominator", "float", "What it is divided by"),
        ColumnFacts("value", "float", "The figure as measured"),
        ColumnFacts(
            "shrunk", "float", f"The figure that the score uses, after shrinkage and imputation{treated}"
        ),
        ColumnFacts("rank", "int", "Rank of that figure among neighbourhoods, 1 = most need"),
        ColumnFacts("status", "string", "How the figure came about", values=tuple(STATUSES)),
    )
    origins = [f"{table}:value" for table in measured.values()]
    contract = Contract(
        description="Each indicator of each neighbourhood: its parts, value, shrunk, rank and status.",
        grain="one row a neighbourhood and indicator",
        key=(KEY, "indicator"),
        columns=facts,
        rows_of={"spine": len(measured)},
        sort=("indicator", KEY),
        extra={
            "from": {f.name: origins for f in facts} | {KEY: [f"{SPINE}:{KEY}"]},
            "about": {"rank": {"direction": DIRECTION["rank"]}},
        },
    )
    reads = {*measured.values(), "score.shrunk", "score.ranks", "score.status"}
    return _step("indicators", reads, contract, published.indicators, {"tables": measured})


def _step(name: str, reads: Iterable[str], contract: Contract, run: Any, settings: Mapping[str, Any]) -> Step:
    return Step(f"publish.{name}", tuple(sorted(reads)), contract, run, settings, run.__module__)
