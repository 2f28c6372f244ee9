"""The steps of the layer `publish`, generated from the method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.stages import published
from pipelines.stages.method_contracts import STATUSES
from pipelines.stages.method_steps import tables
from pipelines.stages.published_areas import AREAS, READS, area_contract, area_settings
from pipelines.stages.published_columns import (
    DIRECTION,
    KEY,
    NONE,
    SHAPES,
    SPINE,
    neighbourhood_columns,
    outlines,
)
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
    taken, attached = list(neighbourhood_columns(method, contracts)), outlines(contracts)
    contract = Contract(
        description="Every neighbourhood of England: where it is, deprivation, social infrastructure, "
        "designations, and each indicator with its rank and how it came about.",
        grain="one row a neighbourhood (LSOA 2021)",
        key=(KEY,),
        columns=tuple(t.facts for t in taken),
        rows_of={"spine": 1},
        sort=(KEY,),
        extra={
            "from": {t.facts.name: list(t.origins) for t in taken}
            | {facts.name: [f"{SHAPES}:geometry"] for facts in attached},
            "about": {t.facts.name: dict(t.about) for t in taken},
        },
        attached=attached,
    )
    columns = [[t.facts.name, t.table, t.column, t.rule] for t in taken]
    reads = {t.table for t in taken} | {SPINE}
    return _step("neighbourhoods", reads, contract, published.neighbourhoods, {"columns": columns})


def _indicators(method: Method, contracts: Mapping[str, Contract]) -> Step:
    measured = tables(method)
    treated = ", before its outliers are treated" if method.outliers else ""
    its = "that of the indicator"
    own = "its unit and direction are those of the indicator's own column in neighbourhoods"
    seen = "`commonground trace` of the indicator's own column says what that is"
    facts = (
        contracts[SPINE].column(KEY),
        ColumnFacts("indicator", "string", "Id of the indicator, as in the method and the codebook"),
        ColumnFacts("numerator", "float", f"What is counted; {seen}", its),
        ColumnFacts("denominator", "float", f"What it is divided by; {seen}", its),
        ColumnFacts("value", "float", f"The figure as measured; {own}", its),
        ColumnFacts(
            "shrunk", "float", f"The figure after shrinkage and imputation, as scored{treated}; {own}", its
        ),
        ColumnFacts("rank", "int", "Rank of that figure among neighbourhoods, 1 = most need", "rank"),
        ColumnFacts("status", "string", contracts["score.status"].description, values=tuple(STATUSES)),
    )
    origins = [f"{table}:value" for table in measured.values()]
    runs = {"numerator": NONE, "denominator": NONE, "rank": DIRECTION["rank"]}
    runs |= dict.fromkeys(("value", "shrunk"), its)
    contract = Contract(
        description="Each indicator of each neighbourhood: its parts, value, shrunk, rank and status.",
        grain="one row a neighbourhood and indicator",
        key=(KEY, "indicator"),
        columns=facts,
        rows_of={"spine": len(measured)},
        sort=("indicator", KEY),
        extra={
            "from": {f.name: origins for f in facts} | {KEY: [f"{SPINE}:{KEY}"]},
            "about": {name: {"direction": said} for name, said in runs.items()},
        },
    )
    reads = {*measured.values(), "score.shrunk", "score.ranks", "score.status"}
    return _step("indicators", reads, contract, published.indicators, {"tables": measured})


def _step(name: str, reads: Iterable[str], contract: Contract, run: Any, settings: Mapping[str, Any]) -> Step:
    return Step(f"publish.{name}", tuple(sorted(reads)), contract, run, settings, run.__module__)
