"""The graph of a build: sources, SQL models, Python steps and the method's steps, put together.

Only the assembly is here. What is stale and what is run is decided from the graph by the build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipelines.paths import SQL
from pipelines.stages.declared import declared_steps
from pipelines.stages.raw import raw_steps
from pipelines.warehouse.models import load_models
from pipelines.warehouse.plan import Graph, assemble

if TYPE_CHECKING:
    from pipelines.catalogue.source import Source
    from pipelines.catalogue.store import Store
    from pipelines.warehouse.step import Step

CANDIDATES = "core.place_candidates"


def build_graph(sources: Mapping[str, Source], store: Store, method: Any, edition: str) -> Graph:
    """The tables of one edition under one method. Raises `Faults` where they do not fit together."""
    from pipelines.stages.method_steps import steps_for
    from pipelines.stages.publish_steps import publish_steps
    from pipelines.stages.quality_steps import quality_steps

    models = load_models(SQL)
    steps = _told_of_live(declared_steps(), sources) | {step.name: step for step in steps_for(method)}
    contracts = {name: table.contract for name, table in models.items()}
    contracts |= {name: table.contract for name, table in steps.items()}
    steps |= {step.name: step for step in publish_steps(method, contracts)}
    steps |= {step.name: step for step in quality_steps(method, steps)}
    return assemble(raw_steps(sources, store), models, steps, edition)


def _told_of_live(steps: Mapping[str, Step], sources: Mapping[str, Source]) -> dict[str, Step]:
    """The declared steps; the one that dates the places knows the vintages of live sources."""
    live = {source.id: source.vintage for source in sources.values() if source.served}
    if not live:
        return dict(steps)
    step = steps[CANDIDATES]
    return {**steps, CANDIDATES: replace(step, settings={**step.settings, "live_vintages": live})}
