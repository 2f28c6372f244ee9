"""A method file over one table of other areas than England's, by the graph and the steps of a build.

What checks, assembles, runs and stores here is what does so in `commonground build`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.method.areas import Areas
from pipelines.method.known import Known
from pipelines.method.loader import load
from pipelines.method.model import Method
from pipelines.stages.method_steps import steps_for
from pipelines.stages.quality_steps import quality_steps
from pipelines.warehouse.plan import assemble
from pipelines.warehouse.run import make
from pipelines.warehouse.step import Step, make_step
from pipelines.warehouse.tables import Storage

METHODS = Path(__file__).parent / "methods"


def method(name: str, areas: Areas, table: pd.DataFrame, source: str) -> Method:
    """The method of a file in `methods`, checked against what there is: a table of areas, from one source."""
    what_there_is = Known(
        kinds=frozenset(),
        area_kinds=frozenset(),
        tables={areas.table: frozenset(table.columns)},
        roles={source: "input"},
        rests_on={areas.table: frozenset({source})},
        areas=areas,
    )
    return load(METHODS / f"{name}.yaml", what_there_is)


def built(
    how: Method, areas: Areas, table: pd.DataFrame, folder: Path, judged: tuple[str, ...] = ()
) -> Callable[[str], pd.DataFrame]:
    """Makes all tables of the method, and those of the layer of quality that are named; gives a reader.

    Each is held to its contract, as in a build. A table is read with the key of the areas as its index.
    """
    steps = {areas.table: _given(areas, table)} | {s.name: s for s in steps_for(how, areas)}
    steps |= {s.name: s for s in quality_steps(how, steps) if s.name.removeprefix("quality.") in judged}
    graph, storage = assemble([], {}, steps, "england"), Storage(str(folder))
    for node in graph.nodes.values():
        make(node, storage, graph.edition)

    def read(name: str) -> pd.DataFrame:
        found = storage.read(name).to_pandas()
        return found.set_index(areas.key) if areas.key in found else found

    return read


def _given(areas: Areas, table: pd.DataFrame) -> Step:
    types = {name: "float" if pd.api.types.is_numeric_dtype(table[name]) else "string" for name in table}
    columns: Mapping[str, Any] = {n: {"type": type_, "meaning": n} for n, type_ in types.items()}
    facts = {"description": "Given.", "grain": areas.one, "key": [areas.key], "columns": columns}
    import json

    return make_step(areas.table, [], json.dumps(facts), lambda inputs: table)
