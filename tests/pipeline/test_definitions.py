"""Dagster's side: every table an asset that explains itself, runs under both executors, a schedule off."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import dagster as dg
import pyarrow.parquet as pq
import pytest
from county_build import County, contents

from pipelines.assets import CHECK, OWNER, asset_key
from pipelines.build import SAMPLE, Project, open_project
from pipelines.definitions import build_definitions, named_executor
from pipelines.errors import CommonGroundError
from pipelines.paths import ROOT
from pipelines.warehouse.models import LAYERS

RELEASE = dg.AssetKey("release")


def settings(county: County, **more: str) -> dict[str, str]:
    home = county.data / "home"
    home.mkdir(exist_ok=True)
    shutil.copy(ROOT / "dagster.yaml", home)
    return county.environment(
        COMMONGROUND_EDITION="sample",
        COMMONGROUND_DAGSTER=str(county.data / "dagster"),
        DAGSTER_HOME=str(home),
        **more,
    )


@pytest.fixture(scope="module")
def project(built: County) -> Iterator[Project]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings(built).items():
            patch.setenv(name, value)
        yield open_project(SAMPLE)


@pytest.fixture(scope="module")
def specs(project: Project) -> dict[dg.AssetKey, dg.AssetSpec]:
    definitions = build_definitions(project)
    return {spec.key: spec for spec in definitions.resolve_all_asset_specs()}


def test_the_definitions_of_the_environment_load(built: County, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings(built).items():
        monkeypatch.setenv(name, value)
    from pipelines.definitions import defs

    loaded = defs()
    dg.Definitions.validate_loadable(loaded)
    assert loaded.resolve_job_def("rebuild")


def test_every_table_is_an_asset_with_its_upstream(project: Project, specs: dict) -> None:
    assert set(specs) == {asset_key(name) for name in project.graph.nodes} | {RELEASE}
    for name, node in project.graph.nodes.items():
        assert {dep.asset_key for dep in specs[asset_key(name)].deps} == set(map(asset_key, node.reads)), name
    published = {key for key in specs if key.path[0] == "publish"}
    assert {dep.asset_key for dep in specs[RELEASE].deps} == published


def test_every_asset_says_what_it_is_and_whose(specs: dict) -> None:
    for key, spec in specs.items():
        assert len(spec.description or "") > 20, key
        assert spec.owners == [OWNER], key
        assert spec.group_name == (key.path[0] if key != RELEASE else "publish"), key
        assert spec.group_name in LAYERS, key


def test_every_table_shows_its_columns_with_their_meaning(project: Project, specs: dict) -> None:
    for name, node in project.graph.nodes.items():
        columns = specs[asset_key(name)].metadata["dagster/column_schema"].columns
        assert [column.name for column in columns] == node.contract.names, name
        assert all(column.description for column in columns), name


def test_every_raw_table_shows_its_source_and_vintage(project: Project, specs: dict) -> None:
    for source in project.sources.values():
        metadata = specs[asset_key(source.table)].metadata
        assert metadata["source"].startswith("http"), source.id
        assert metadata["vintage"] == source.vintage and metadata["licence"] == source.licence


def test_every_asset_has_a_check(project: Project, specs: dict) -> None:
    graph = build_definitions(project).resolve_asset_graph()
    checked = {key.asset_key for key in graph.asset_check_keys if key.name == CHECK}
    assert checked == set(specs)


def test_jobs_rebuild_all_and_the_schedule_is_off(project: Project, specs: dict) -> None:
    definitions = build_definitions(project)
    job = definitions.resolve_job_def("rebuild")
    meant = {asset_key(name) for name in project.graph.meant()}
    assert set(job.asset_layer.executable_asset_keys) == meant | {RELEASE} <= set(specs)
    (schedule,) = definitions.schedules
    assert schedule.name == "rebuild_when_live_files_change" and schedule.job_name == "rebuild_live"
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED


WATCHED = ["code_point_open", "food_businesses_2015", "naptan"]


@pytest.mark.parametrize(("changed", "asks"), [(["naptan"], True), ([], False)])
def test_the_schedule_asks_for_a_run_with_live_files_only_where_one_has_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch, changed: list[str], asks: bool
) -> None:
    looked_at = []

    def look(lives, cache) -> list[str]:
        looked_at.extend(live.id for live in lives)
        return changed

    monkeypatch.setattr("pipelines.catalogue.changed.changed_live", look)
    definitions = build_definitions(project)
    (schedule,) = definitions.schedules
    with dg.DagsterInstance.ephemeral() as instance:
        data = schedule.evaluate_tick(dg.build_schedule_context(instance=instance))
    assert looked_at == WATCHED
    assert bool(data.run_requests) is asks
    if asks:
        request = data.run_requests[0]
        assert request.tags["changed"] == "naptan" and request.tags["live"] == ", ".join(WATCHED)
        # all that are watched, so that no figure goes back to its pinned file
        assert request.run_config == {"ops": {"build_live": {"config": {"live": WATCHED}}}}
        assert dg.validate_run_config(definitions.resolve_job_def("rebuild_live"), request.run_config)
    else:
        assert "No live file has changed of code_point_open, food_bus" in (data.skip_message or "")


def test_the_executor_is_chosen_by_name() -> None:
    assert named_executor("in_process") is dg.in_process_executor
    assert named_executor("multiprocess") is dg.multiprocess_executor
    assert named_executor("dagster:multi_or_in_process_executor") is dg.multi_or_in_process_executor
    for wrong in ("", "many", "dagster:none_such", "none_such:executor"):
        with pytest.raises(CommonGroundError, match="There is no executor"):
            named_executor(wrong)


def dagster(county: County, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Dagster's own command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dagster", *arguments],
        cwd=ROOT,
        env=settings(county, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def recorded(county: County, key: dg.AssetKey) -> dict[str, object]:
    """The metadata of an asset's last materialisation, as the page shows it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings(county).items():
            patch.setenv(name, value)
        with dg.DagsterInstance.from_config(os.environ["DAGSTER_HOME"]) as instance:
            event = instance.get_latest_materialization_event(key)
            assert event is not None and event.asset_materialization is not None, key
            return {name: value.value for name, value in event.asset_materialization.metadata.items()}


def test_a_run_of_processes_makes_the_same_bytes(county: County, built: County) -> None:
    for table in ("raw.pubs", "core.places_pubs"):
        county.forget(table)
    chosen = 'key:"raw/pubs" or key:"core/places_pubs"'
    arguments = ("asset", "materialize", "-m", "pipelines.definitions", "--select", chosen)
    done = dagster(county, *arguments, COMMONGROUND_EXECUTOR="multiprocess")
    assert done.returncode == 0, done.stderr
    assert "Launching subprocess" in done.stderr
    assert contents(county.warehouse) == contents(built.warehouse)
    rows = pq.read_metadata(county.warehouse / "core" / "places_pubs.parquet").num_rows
    assert recorded(county, asset_key("core.places_pubs"))["dagster/row_count"] == rows


def test_a_run_of_the_whole_job_publishes_the_same_release(county: County, built: County) -> None:
    """As the page starts it: the job by its name, records in DAGSTER_HOME, definitions by their module."""
    shutil.rmtree(county.published)
    done = dagster(county, "job", "execute", "-m", "pipelines.definitions", "-j", "rebuild")
    assert done.returncode == 0, done.stderr[-3000:]
    assert contents(county.published) == contents(built.published)
    assert contents(county.warehouse) == contents(built.warehouse)
    assert recorded(county, asset_key("core.lsoa"))["dagster/row_count"] == 300
    assert recorded(county, RELEASE)["folder"] == str(county.published / "1.0")


def test_a_broken_table_fails_its_run_and_what_rests_on_it_is_not_made(county: County) -> None:
    line = county.line_of("population_mid_2024", 3).encode() + b"\n"
    county.alter("population_mid_2024", lambda content: content.replace(line, line * 2))
    before = county.stored()
    chosen = 'key:"raw/population_mid_2024" or key:"core/population"'
    done = dagster(county, "asset", "materialize", "-m", "pipelines.definitions", "--select", chosen)
    assert done.returncode != 0 and "is not unique" in done.stderr
    assert county.stored() == before
