"""Dagster's records on disk, made to say what the warehouse says.

A build on the command line runs in a Dagster instance in memory: one kept on disk writes a dozen
transactions a table, which costs more than the tables of a small county. Before Dagster's page is opened,
its records are brought up to date with the tables that stand.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipelines.paths import ROOT, Workspace

if TYPE_CHECKING:
    from pipelines.build import Project


@contextmanager
def kept(workspace: Workspace) -> Iterator[Any]:
    """The Dagster instance of this checkout, kept under the data folder (dagster.yaml)."""
    from dagster import DagsterInstance

    folder = workspace.data / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["COMMONGROUND_DAGSTER"] = str(folder)
    with DagsterInstance.from_config(str(ROOT)) as instance:
        yield instance


def catch_up(project: Project) -> int:
    """Record every table that stands and is not yet recorded, with its rows and its check, which it passed
    before it was stored. Returns how many were recorded.
    """
    import dagster as dg

    from pipelines.assets import CHECK, asset_key

    standing = {t: project.storage.fingerprint(t) for t in project.graph.nodes}
    with kept(project.workspace) as instance:
        recorded = 0
        for table, fingerprint in standing.items():
            if fingerprint is None or _recorded(instance, table) == fingerprint:
                continue
            key = asset_key(table)
            facts = {"dagster/row_count": project.storage.rows(table), "fingerprint": fingerprint}
            instance.report_runless_asset_event(dg.AssetMaterialization(key, metadata=facts))
            instance.report_runless_asset_event(
                dg.AssetCheckEvaluation(asset_key=key, check_name=CHECK, passed=True, metadata={})
            )
            recorded += 1
    return recorded


def _recorded(instance: Any, table: str) -> str | None:
    """The fingerprint of the table that Dagster knows of."""
    from pipelines.assets import asset_key

    event = instance.get_latest_materialization_event(asset_key(table))
    facts = event.asset_materialization.metadata if event and event.asset_materialization else {}
    return facts["fingerprint"].value if "fingerprint" in facts else None
