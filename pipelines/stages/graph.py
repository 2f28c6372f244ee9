"""The graph of a build: sources, SQL models, Python steps and the method's steps, put together.

Only the assembly is here. What is stale and what is run is decided from the graph by the build.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.paths import SQL
from pipelines.stages.declared import declared_steps
from pipelines.stages.raw import raw_steps
from pipelines.warehouse.models import load_models
from pipelines.warehouse.plan import Graph, assemble

if TYPE_CHECKING:
    from pipelines.catalogue.source import Source
    from pipelines.catalogue.store import Store


def build_graph(sources: Mapping[str, Source], store: Store, method: Any, edition: str) -> Graph:
    """The tables of one edition under one method. Raises `Faults` where they do not fit together."""
    from pipelines.stages.method_steps import steps_for
    from pipelines.stages.publish_steps import publish_steps
    from pipelines.stages.quality_steps import quality_steps

    models = load_models(SQL)
    steps = declared_steps() | {step.name: step for step in steps_for(method)}
    contracts = {name: table.contract for name, table in models.items()}
    contracts |= {name: table.contract for name, table in steps.items()}
    steps |= {step.name: step for step in publish_steps(method, contracts)}
    steps |= {step.name: step for step in quality_steps(method, steps)}
    return assemble(raw_steps(sources, store), models, steps, edition)
