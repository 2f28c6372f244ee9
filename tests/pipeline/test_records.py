"""Dagster's kept records say what stands in the warehouse."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from dagster import AssetCheckKey

from pipelines.assets import CHECK, asset_key
from pipelines.paths import Workspace
from pipelines.records import catch_up, kept
from pipelines.warehouse.plan import assemble
from pipelines.warehouse.run import make
from pipelines.warehouse.step import make_step
from pipelines.warehouse.tables import Storage

CONTRACT = "{description: d, grain: g, key: [a], columns: {a: {type: int, meaning: m}}}"


def two_rows(inputs):
    return pd.DataFrame({"a": [1, 2]})


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMONGROUND_DAGSTER", "")
    steps = {name: make_step(name, [], CONTRACT, two_rows) for name in ("core.one", "core.two")}
    graph = assemble([], {}, steps, "sample")
    workspace = Workspace("sample", tmp_path)
    return SimpleNamespace(graph=graph, storage=Storage(str(workspace.warehouse)), workspace=workspace)


def test_what_stands_is_recorded_once_with_its_rows_and_its_check(project):
    make(project.graph.nodes["core.one"], project.storage, "sample")
    assert catch_up(project) == 1
    assert catch_up(project) == 0
    with kept(project.workspace) as instance:
        event = instance.get_latest_materialization_event(asset_key("core.one"))
        assert event.asset_materialization.metadata["dagster/row_count"].value == 2
        assert instance.get_latest_materialization_event(asset_key("core.two")) is None
        check = instance.event_log_storage.get_latest_asset_check_execution_by_key(
            [AssetCheckKey(asset_key("core.one"), CHECK)]
        )
        assert [record.status.value for record in check.values()] == ["SUCCEEDED"]


def test_a_table_made_anew_is_recorded_anew(project):
    make(project.graph.nodes["core.one"], project.storage, "sample")
    catch_up(project)
    make(project.graph.nodes["core.two"], project.storage, "sample")
    assert catch_up(project) == 1
