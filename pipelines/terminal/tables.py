"""The page of `commonground tables`: what the warehouse holds."""

from __future__ import annotations

from rich.markup import escape

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.errors import CommonGroundError
from pipelines.spelling import did_you_mean
from pipelines.terminal.console import SYNTHETIC, console, table
from pipelines.warehouse.models import LAYERS


def print_tables(layer: str | None, sample: bool) -> None:
    """Each table with its layer, its rows, whether it is up to date, and what it is."""
    if layer is not None and layer not in LAYERS:
        near = did_you_mean(layer, LAYERS)
        raise CommonGroundError(f"There is no layer {layer}.{near} Layers: {', '.join(LAYERS)}.")
    project = open_project(SAMPLE if sample else ENGLAND)
    if sample:
        console().print(SYNTHETIC)
    stale = set(project.graph.stale(project.storage, project.graph.nodes))
    counts = {name: project.storage.rows(name) for name in project.graph.nodes}
    rows = [
        (node.name, counts[node.name], _state(node.name, stale, counts[node.name]),
         escape(node.contract.description.split(". ")[0]))
        for node in sorted(project.graph.nodes.values(), key=lambda n: (LAYERS.index(n.layer), n.name))
        if layer in (None, node.layer)
    ]  # fmt: skip
    columns = [("table", "left"), ("rows", "right"), ("state", "left"), ("what it is", "left")]
    console().print(table("Tables", columns, rows, drop=("what it is",)))


def _state(name: str, stale: set[str], rows: int | None) -> str:
    if rows is None:
        return "not built"
    return "out of date" if name in stale else "up to date"
