"""The graph of tables, and which of them have to be made again.

Tables come from sources, SQL models and steps; a table is up to date where its stored fingerprint is the
one that its code, settings and inputs give now. Nothing is run here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pipelines.errors import CommonGroundError, Fault, Faults
from pipelines.spelling import did_you_mean
from pipelines.warehouse.contract import SPINE, Contract
from pipelines.warehouse.fingerprint import code, digest, libraries
from pipelines.warehouse.models import Model
from pipelines.warehouse.step import Inputs, Run, Step
from pipelines.warehouse.tables import Storage

# Layers that nothing published rests on: their tables are made when they are asked for, not with every build.
ON_DEMAND = ("quality",)


@dataclass(frozen=True)
class Node:
    """A table of the graph: how it is made, from what, and its fingerprint.

    `pinned` says that all files that it rests on are pinned, none live.
    """

    name: str
    kind: str
    reads: tuple[str, ...]
    contract: Contract
    run: Run
    fingerprint: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    pinned: bool = True

    @property
    def layer(self) -> str:
        return self.name.split(".", 1)[0]


@dataclass(frozen=True)
class Graph:
    """All tables, upstream first."""

    nodes: Mapping[str, Node]
    edition: str

    def stale(self, storage: Storage, wanted: Iterable[str] | None = None, fresh: bool = False) -> list[str]:
        """What is to be made, upstream first: of a whole build, or `wanted` and what they need."""
        names = self.meant(wanted)
        return [
            name
            for name, node in self.nodes.items()
            if name in names and (fresh or storage.fingerprint(name) != node.fingerprint)
        ]

    def meant(self, wanted: Iterable[str] | None = None) -> set[str]:
        """The tables of a whole build (all but those on demand), or those `wanted` and what they need."""
        if wanted is not None:
            return self.closure(wanted)
        return {name for name, node in self.nodes.items() if node.layer not in ON_DEMAND}

    def sources(self, table: str) -> list[str]:
        """The ids of the data sets that a table rests on."""
        return sorted(name.split(".", 1)[1] for name in self.closure([table]) if name.startswith("raw."))

    def closure(self, wanted: Iterable[str]) -> set[str]:
        """These tables and everything upstream of them. Raises `CommonGroundError` for an unknown name."""
        seen: set[str] = set()
        stack = list(wanted)
        while stack:
            name = stack.pop()
            if name not in self.nodes:
                raise CommonGroundError(
                    f"There is no table {name}.{did_you_mean(name, self.nodes)} "
                    "`commonground tables` lists what there is."
                )
            if name not in seen:
                seen.add(name)
                stack.extend(self.nodes[name].reads)
        return seen


def assemble(
    raws: Iterable[tuple[Step, Any]], models: Mapping[str, Model], steps: Mapping[str, Step], edition: str
) -> Graph:
    """One graph of raw tables (each with what its files are), SQL models and steps.

    Raises `Faults`: a table made twice, a table read and never made, a circle.
    """
    makers: dict[str, tuple[str, Step | Model, Any]] = {}
    faults: list[Fault] = []
    entries: list[tuple[str, Step | Model, Any]] = [("source", step, about) for step, about in raws]
    entries += [("sql", model, None) for model in models.values()]
    entries += [("python", step, None) for step in steps.values()]
    for kind, maker, about in entries:
        if maker.name in makers:
            faults.append(Fault("is made twice.", maker.name, "Rename one of its two definitions."))
        makers[maker.name] = (kind, maker, about)
    for name, (_, maker, _) in makers.items():
        faults += [
            Fault(f"reads {read}, which nothing makes.", name) for read in maker.reads if read not in makers
        ]
        counted = {".".join(what.split(".")[:2]) for what in maker.contract.rows_of if what != SPINE}
        faults += [
            Fault(
                f"counts its rows by {table}, which it does not read.", name, "Mend `rows` of its contract."
            )
            for table in sorted(counted - {*maker.reads})
        ]
    if faults:
        raise Faults(faults, "The tables do not fit together")
    try:
        order = list(
            TopologicalSorter({name: maker.reads for name, (_, maker, _) in makers.items()}).static_order()
        )
    except CycleError as error:
        raise CommonGroundError(
            f"Tables read each other in a circle: {' -> '.join(error.args[1])}."
        ) from None
    nodes: dict[str, Node] = {}
    for name in order:
        nodes[name] = _node(*makers[name], nodes, edition)
    return Graph(nodes, edition)


def _node(kind: str, maker: Step | Model, about: Any, upstream: Mapping[str, Node], edition: str) -> Node:
    inputs = {read: upstream[read].fingerprint for read in maker.reads}
    made_by = maker.sql if isinstance(maker, Model) else [code(maker.module), dict(maker.settings)]
    fingerprint = digest(edition, maker.name, made_by, maker.contract.as_dict(), about, inputs, libraries())
    about = about or {}
    pinned = "live" not in about and all(upstream[read].pinned for read in maker.reads)
    run, settings = (_select(maker.sql), {}) if isinstance(maker, Model) else (maker.run, maker.settings)
    return Node(maker.name, kind, maker.reads, maker.contract, run, fingerprint, settings, about, pinned)


def _select(sql: str) -> Run:
    def run(inputs: Inputs) -> Any:
        return inputs.database.sql(sql).to_arrow_table()

    return run
