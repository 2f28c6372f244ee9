"""What is stale, what is made, and that a table is stored only if it is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.errors import CommonGroundError, Faults
from pipelines.warehouse.plan import assemble
from pipelines.warehouse.run import BrokenContract, make
from pipelines.warehouse.step import Inputs, make_step
from pipelines.warehouse.tables import Storage

CONTRACT = """
description: d
grain: one row a code
key: [code]
columns:
  code: {type: string, meaning: m}
  people: {type: int, meaning: m, min: 0}
"""
ROWS = {"code": ["b", "a"], "people": [2, None]}


def first(inputs: Inputs):
    import pandas as pd

    return pd.DataFrame(inputs.settings.get("rows") or ROWS)


def second(inputs: Inputs):
    return inputs.sql("SELECT code, people * 2 AS people FROM core.first")


def graph(**settings):
    one = make_step("core.first", [], CONTRACT, first, settings)
    two = make_step("core.second", ["core.first"], CONTRACT, second)
    return assemble([], {}, {"core.first": one, "core.second": two}, "england")


def make_all(graph, storage):
    for name in graph.stale(storage):
        make(graph.nodes[name], storage, "england")


@pytest.fixture(params=["folder", "memory"])
def storage(request, tmp_path) -> Storage:
    return Storage(str(tmp_path) if request.param == "folder" else f"memory://{tmp_path}")


def test_rows_are_counted_of_what_a_table_reads():
    steps = {
        name: make_step(name, reads, CONTRACT + f"rows: {rows}\n", first)
        for name, reads, rows in (
            ("core.first", [], "spine"),
            ("core.second", ["core.first"], "core.first"),
            ("core.third", ["core.first"], "core.second.code"),
        )
    }
    with pytest.raises(Faults, match=r"core.third.* counts its rows by core.second") as caught:
        assemble([], {}, steps, "england")
    assert len(caught.value.faults) == 1


def test_makes_what_is_stale_and_then_nothing(storage):
    plan = graph()
    assert plan.stale(storage) == ["core.first", "core.second"]
    make_all(plan, storage)
    assert plan.stale(storage) == []
    assert storage.read("core.second").to_pydict() == {"code": ["a", "b"], "people": [None, 4]}
    assert plan.stale(storage, fresh=True) == ["core.first", "core.second"]
    assert plan.stale(storage, ["core.first"], fresh=True) == ["core.first"]


def test_a_changed_setting_makes_everything_below_stale(storage):
    make_all(graph(), storage)
    assert graph(rows={"code": ["c"], "people": [3]}).stale(storage) == ["core.first", "core.second"]


def test_a_damaged_table_is_stale(tmp_path):
    storage = Storage(str(tmp_path))
    make_all(graph(), storage)
    (tmp_path / "core" / "second.parquet").write_bytes(b"PAR1 cut short")
    assert graph().stale(storage) == ["core.second"]


def test_same_inputs_same_bytes(tmp_path):
    for folder in ("one", "two"):
        make_all(graph(), Storage(str(tmp_path / folder)))
    one, two = (tmp_path / folder / "core" / "second.parquet" for folder in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_broken_contract_leaves_the_stored_table(storage):
    make_all(graph(), storage)
    broken = graph(rows={"code": ["a", "a"], "people": [-1, 1]})
    with pytest.raises(BrokenContract) as caught:
        make_all(broken, storage)
    assert "not unique" in str(caught.value)
    assert "below 0" in str(caught.value)
    assert storage.read("core.first").to_pydict() == {"code": ["a", "b"], "people": [None, 2]}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"code": ["a"]}, "`people` is declared and not made"),
        ({"code": ["a"], "people": [1], "more": [1]}, "`more` is made and not declared"),
        ({"code": ["a"], "people": ["many"]}, "`people` does not hold int"),
        ({"code": ["a"], "people": [1.5]}, "`people` does not hold int"),
    ],
)
def test_a_table_has_the_columns_and_types_of_its_contract(storage, rows, said):
    with pytest.raises(Faults, match=said):
        make_all(graph(rows=rows), storage)


def test_tables_that_do_not_fit_together_are_refused():
    one = make_step("core.first", ["core.second", "core.nowhere"], CONTRACT, first)
    two = make_step("core.second", ["core.first"], CONTRACT, second)
    with pytest.raises(Faults, match=r"core\.nowhere, which nothing makes"):
        assemble([], {}, {"a": one, "b": two}, "england")
    with pytest.raises(CommonGroundError, match="in a circle"):
        assemble([], {}, {"a": replace(one, reads=("core.second",)), "b": two}, "england")
    with pytest.raises(Faults, match="is made twice"):
        assemble([(one, {})], {}, {"a": replace(one, reads=()), "b": two}, "england")


def test_a_step_reads_only_what_it_declares(storage):
    make_all(graph(), storage)
    inputs = Inputs(storage, ("core.first",), "england")
    with pytest.raises(KeyError, match=r"core\.second is not among the declared inputs"):
        inputs.frame("core.second")


def test_an_unwritable_folder_is_told(tmp_path):
    (tmp_path / "core").write_text("a file where a folder should be")
    with pytest.raises(CommonGroundError, match="Cannot write"):
        make_all(graph(), Storage(str(tmp_path)))


def test_an_unknown_table_is_told():
    with pytest.raises(CommonGroundError, match=r"There is no table core\.third"):
        graph().closure(["core.third"])


def test_what_is_on_demand_is_made_when_it_is_asked_for_and_not_before(storage):
    one = make_step("core.first", [], CONTRACT, first)
    judged = make_step("quality.judged", ["core.first"], CONTRACT, second)
    plan = assemble([], {}, {"core.first": one, "quality.judged": judged}, "england")
    assert plan.stale(storage) == ["core.first"]
    assert plan.meant() == {"core.first"}
    assert plan.stale(storage, ["quality.judged"]) == ["core.first", "quality.judged"]
    assert plan.meant(["quality.judged"]) == {"core.first", "quality.judged"}
    assert plan.stale(storage, fresh=True) == ["core.first"]
