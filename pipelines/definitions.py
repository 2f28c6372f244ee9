"""The whole graph for Dagster: every table as an asset, the release, a job that rebuilds, a schedule (off).

Put together from sources/, sql/ and the method; nothing else. Settings come from the environment:
COMMONGROUND_EDITION (england, sample), COMMONGROUND_METHOD, COMMONGROUND_MIRROR, COMMONGROUND_DATA,
COMMONGROUND_WAREHOUSE (a folder, or an object store's address), COMMONGROUND_EXECUTOR (in_process,
multiprocess, or another's `package:name`, such as dagster_k8s:k8s_job_executor).
"""

from __future__ import annotations

import os
from importlib import import_module

import dagster as dg

from pipelines.assets import CHECK, OWNER, asset_key, table_assets
from pipelines.build import ENGLAND, Project, open_project
from pipelines.errors import CommonGroundError


def build_definitions(
    project: Project, executor: dg.ExecutorDefinition = dg.in_process_executor
) -> dg.Definitions:
    """The definitions of one project, run by the executor that is given (in-process unless said)."""
    meant = [asset_key(table) for table in sorted(project.graph.meant())]
    rebuild = dg.define_asset_job(
        "rebuild",
        dg.AssetSelection.assets(*meant, "release"),
        description="Make all that a build makes again.",
    )
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
        check_specs=[
            dg.AssetCheckSpec(CHECK, asset="release", description="Every file is as its checksum says.")
        ],
    )
    def release() -> dg.MaterializeResult:
        from pipelines.publish.files import faulty
        from pipelines.publish.release import publish

        done = publish(**project.parts)
        bad = faulty(done.folder)
        return dg.MaterializeResult(
            metadata={"folder": str(done.folder), "files": len(done.files)},
            check_results=[dg.AssetCheckResult(passed=not bad, check_name=CHECK, metadata={"faulty": bad})],
        )

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


def named_executor(name: str) -> dg.ExecutorDefinition:
    """The executor of a name: in_process, multiprocess, or `package:name`. Raises `CommonGroundError`."""
    ours = {"in_process": dg.in_process_executor, "multiprocess": dg.multiprocess_executor}
    if name in ours:
        return ours[name]
    package, _, attribute = name.partition(":")
    try:
        found = getattr(import_module(package), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise CommonGroundError(
            f"There is no executor {name!r} ({error}). Set COMMONGROUND_EXECUTOR to in_process, "
            "multiprocess, or to `package:name` of one that is installed."
        ) from None
    return found


@dg.definitions
def defs() -> dg.Definitions:
    """The project that the environment names; made when Dagster asks for it, not when this is imported."""
    project = open_project(
        os.environ.get("COMMONGROUND_EDITION", ENGLAND), os.environ.get("COMMONGROUND_METHOD") or None
    )
    return build_definitions(project, named_executor(os.environ.get("COMMONGROUND_EXECUTOR", "in_process")))
