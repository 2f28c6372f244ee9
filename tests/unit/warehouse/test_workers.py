"""Tables made by processes of their own: upstream first, faults told where a table is taken."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

from pipelines.errors import CommonGroundError, Fault, Faults
from pipelines.warehouse.plan import Graph, assemble
from pipelines.warehouse.run import BrokenContract
from pipelines.warehouse.step import Inputs, make_step
from pipelines.warehouse.tables import Storage
from pipelines.warehouse.workers import Workers

CONTRACT = """
description: d
grain: one row a code
key: [code]
columns:
  code: {type: string, meaning: m}
  people: {type: int, meaning: m, min: 0}
"""


def source(inputs: Inputs):
    import pandas as pd

    return pd.DataFrame({"code": ["a"], "people": [inputs.settings["people"]]})


def doubled(inputs: Inputs):
    (table,) = inputs.reads
    return inputs.sql(f"SELECT code, people * 2 AS people FROM {table}")


def refused(_: Inputs):
    raise Faults([Fault("is not there.", "a file", "Fetch it."), "and so is another"], "Two files")


def mistaken(_: Inputs):
    raise KeyError("a fault of our own")


def deadly(_: Inputs):
    os._exit(3)


def endless(inputs: Inputs):
    Path(inputs.settings["sign"]).touch()
    time.sleep(600)


def opened(folder: str, odd: str = "") -> tuple[Graph, Storage]:
    """A chain of three tables, and one beside it that is odd in the way that is named."""
    steps = [
        make_step("core.first", [], CONTRACT, source, {"people": 3}),
        make_step("core.second", ["core.first"], CONTRACT, doubled),
        make_step("core.third", ["core.second"], CONTRACT, doubled),
    ]
    if odd:
        run = {"refused": refused, "mistaken": mistaken, "deadly": deadly, "endless": endless}.get(
            odd, source
        )
        steps.append(make_step("core.odd", [], CONTRACT, run, {"people": -1, "sign": f"{folder}/begun"}))
        steps.append(make_step("core.after", ["core.odd"], CONTRACT, doubled))
    return assemble([], {}, {step.name: step for step in steps}, "england"), Storage(f"{folder}/tables")


@pytest.fixture
def crew(tmp_path: Path):
    def start(odd: str = "", count: int = 2) -> Workers:
        graph, storage = opened(str(tmp_path), odd)
        return Workers(graph, graph.stale(storage), partial(opened, str(tmp_path), odd), count)

    return start


def people(folder: Path, table: str) -> list[int]:
    return Storage(f"{folder}/tables").read(table)["people"].to_pylist()


@pytest.mark.parametrize("count", [1, 3])
def test_what_hangs_on_a_table_is_made_after_it(crew, tmp_path: Path, count: int) -> None:
    with crew(count=count) as workers:
        assert workers.take("core.third").rows == 1
        assert workers.take("core.first").name == "core.first"
    assert [people(tmp_path, f"core.{name}") for name in ("first", "second", "third")] == [[3], [6], [12]]


def test_what_a_user_can_mend_comes_over_whole(crew, tmp_path: Path) -> None:
    with crew("refused") as workers, pytest.raises(Faults) as told:
        workers.take("core.odd")
    assert [fault.where for fault in told.value.faults] == ["a file", ""]
    assert str(told.value).startswith("Two files:")


def test_a_broken_contract_is_told_and_nothing_is_stored(crew, tmp_path: Path) -> None:
    with crew("negative") as workers:
        with pytest.raises(BrokenContract, match="people is below 0"):
            workers.take("core.odd")
        assert workers.take("core.third").rows == 1  # what does not hang on it is made
    assert not (tmp_path / "tables" / "core" / "odd.parquet").exists()
    assert not (tmp_path / "tables" / "core" / "after.parquet").exists()


def test_a_fault_of_our_own_keeps_its_traceback(crew) -> None:
    with crew("mistaken") as workers, pytest.raises(KeyError, match="a fault of our own") as raised:
        workers.take("core.odd")
    assert "In the process that made core.odd" in raised.value.__notes__[0]
    assert "in mistaken" in raised.value.__notes__[0]


def test_a_process_that_dies_is_told(crew) -> None:
    with crew("deadly") as workers, pytest.raises(CommonGroundError, match=r"core\.odd.* died"):
        workers.take("core.odd")


def test_leaving_stops_what_is_under_way(crew, tmp_path: Path) -> None:
    with crew("endless") as workers:
        workers.take("core.third")
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        processes = [worker.process for worker in workers._workers]
    assert not any(process.is_alive() for process in processes)
    assert not (tmp_path / "tables" / "core" / "odd.parquet").exists()
