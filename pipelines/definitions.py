"""The whole graph for Dagster: every table as an asset, the release, a job that rebuilds, a schedule (off).

Put together from sources/, sql/ and the method; nothing else. Settings come from the environment:
COMMONGROUND_EDITION (england, sample), COMMONGROUND_METHOD, COMMONGROUND_MIRROR, COMMONGROUND_DATA,
COMMONGROUND_WAREHOUSE (a folder, or an object store's address).
"""

from __future__ import annotations

import os

import dagster as dg

from pipelines.assets import OWNER, asset_key, table_assets
from pipelines.build import ENGLAND, Project, open_project


def build_definitions(
    project: Project, executor: dg.ExecutorDefinition = dg.in_process_executor
) -> dg.Definitions:
    """The definitions of one project, run by the executor that is given (in-process unless said)."""
    rebuild = dg.define_asset_job("rebuild", dg.AssetSelection.all(), description="Make everything again.")
    return dg.Definitions(
        assets=[*table_assets(project.graph, project.storage), release_asset(project)],
        jobs=[rebuild],
        schedules=[_watch(project, rebuild)],
        executor=executor,
    )


def release_asset(project: Project) -> dg.AssetsDefinition:
    """The published release, as the last asset of the graph."""
    published = [asset_key(name) for name in project.graph.nodes if name.startswith("publish.")]

    @dg.asset(
        key="release",
        deps=published,
        group_name="publish",
        owners=[OWNER],
        kinds={"parquet", "csv"},
        description="The published release: a folder that appears whole or not at all.",
    )
    def release() -> dg.MaterializeResult:
        from pipelines.publish.release import publish

        done = publish(**project.parts)
        return dg.MaterializeResult(metadata={"folder": str(done.folder), "files": len(done.files)})

    return release


def _watch(project: Project, job: dg.UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    @dg.schedule(
        job=job,
        cron_schedule="0 6 * * 1",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        name="rebuild_when_sources_change",
        description="Asks whether the files of rolling sources have changed, and rebuilds where one has.",
    )
    def rebuild_when_sources_change() -> dg.RunRequest | dg.SkipReason:
        from pipelines.catalogue.changed import changed_sources

        changed = changed_sources(project.sources.values(), project.workspace.cache)
        if not changed:
            return dg.SkipReason("No rolling source has changed.")
        return dg.RunRequest(tags={"changed": ", ".join(changed)})

    return rebuild_when_sources_change


@dg.definitions
def defs() -> dg.Definitions:
    """The project that the environment names; made when Dagster asks for it, not when this is imported."""
    project = open_project(
        os.environ.get("COMMONGROUND_EDITION", ENGLAND), os.environ.get("COMMONGROUND_METHOD") or None
    )
    return build_definitions(project)
