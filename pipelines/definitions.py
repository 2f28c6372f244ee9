"""The whole graph for Dagster: every table as an asset, the release, jobs that rebuild, a schedule (off).

Put together from sources/, sql/ and the method; nothing else. Settings come from the environment:
COMMONGROUND_EDITION (england, sample), COMMONGROUND_METHOD, COMMONGROUND_MIRROR, COMMONGROUND_DATA,
COMMONGROUND_WAREHOUSE (a folder, or an object store's address), COMMONGROUND_EXECUTOR (in_process,
multiprocess, or another's `package:name`, such as dagster_k8s:k8s_job_executor).
"""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.assets import CHECK, OWNER, asset_key, table_assets
from pipelines.build import ENGLAND, Project, build, open_project
from pipelines.errors import CommonGroundError

if TYPE_CHECKING:
    from pipelines.catalogue.source import Live


def build_definitions(
    project: Project, executor: dg.ExecutorDefinition = dg.in_process_executor
) -> dg.Definitions:
    """The definitions of one project, run by the executor that is given (in-process unless said)."""
    meant = [asset_key(table) for table in sorted(project.graph.meant())]
    rebuild = dg.define_asset_job(
        "rebuild",
        dg.AssetSelection.assets(*meant, "release"),
        description="Make all that a build makes again, from the pinned files.",
    )
    live = live_job(project)
    return dg.Definitions(
        assets=[*table_assets(project.graph, project.storage), release_asset(project)],
        jobs=[rebuild, live],
        schedules=[_watch(project, live)],
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


def live_job(project: Project) -> dg.JobDefinition:
    """A job that builds with live alternatives: those of its configuration, or all that change in place.

    What a live table is made of is known only once its files have come, after the graph of assets was drawn.
    So one op does what `commonground build --live` does, and tells Dagster of the tables that it made.
    """

    @dg.op(config_schema={"live": dg.Field([str], default_value=[live.id for live in _watched(project)])})
    def build_live(context) -> None:  # type: ignore[no-untyped-def]  # Dagster reads no annotation in quotes
        done = build(replace(project, live=tuple(context.op_config["live"]), served={}))
        for made in done.made:
            counts = {"dagster/row_count": made.rows, "seconds": round(made.seconds, 3)}
            context.log_event(dg.AssetMaterialization(asset_key(made.name), metadata=counts))
        served = [f"{source.id}, {source.served}" for source in done.project.fetch_live().values()]
        facts = {"folder": str(done.release.folder), "live": "; ".join(served)}
        context.log_event(dg.AssetMaterialization("release", metadata=facts))

    @dg.job(
        name="rebuild_live",
        description="Build and publish with live files in place of pinned ones, as a release of its own.",
        executor_def=dg.in_process_executor,
    )
    def rebuild_live() -> None:
        build_live()

    return rebuild_live


def _watched(project: Project) -> list[Live]:
    from pipelines.catalogue.changed import watched

    return watched(project.published.values())


def _watch(project: Project, job: dg.JobDefinition) -> dg.ScheduleDefinition:
    @dg.schedule(
        job=job,
        cron_schedule="0 6 * * 1",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        name="rebuild_when_live_files_change",
        description=(
            "Asks whether the publishers have changed the live files that can stand in for pinned ones, and "
            "where one has builds with all of them, as a release of its own. The pinned files and their "
            "releases stay as they are until a person pins others in sources/."
        ),
    )
    def rebuild_when_live_files_change() -> dg.RunRequest | dg.SkipReason:
        from pipelines.catalogue.changed import changed_live

        lives = _watched(project)
        changed = changed_live(lives, project.workspace.cache)
        if not changed:
            return dg.SkipReason(f"No live file has changed of {', '.join(live.id for live in lives)}.")
        live = [
            live.id for live in lives
        ]  # all: else a figure would go back to its pinned file every other week
        return dg.RunRequest(
            run_config={"ops": {"build_live": {"config": {"live": live}}}},
            tags={"changed": ", ".join(changed), "live": ", ".join(live)},
        )

    return rebuild_when_live_files_change


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
