"""A published column leads to its data sets, and to no others."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pipelines.publish.lineage import EFFECTS, column_sources, strictest
from pipelines.warehouse.plan import assemble
from pipelines.warehouse.step import make_step

KEYED = "{description: d, grain: g, key: [k], columns: {k: {type: string, meaning: m}, %s}}"


def table(name: str, reads: list[str], columns: str):
    return make_step(name, reads, KEYED % columns, run=table)


@pytest.fixture
def graph():
    raws = [(table(f"raw.{n}", [], "v: {type: int, meaning: m}"), {}) for n in ("a", "b", "c")]
    core = table(
        "core.x",
        ["raw.a", "raw.b"],
        "said: {type: int, meaning: m, sources: [a]}, unsaid: {type: int, meaning: m}",
    )
    columns = ", ".join(f"{n}: {{type: int, meaning: m}}" for n in ("taken", "whole", "both", "loose"))
    origins = "{taken: ['core.x:said'], whole: [core.x], both: ['core.x:said', raw.c]}"
    contract = (KEYED % columns).replace("{description", f"{{extra: {{from: {origins}}}, description")
    last = make_step("publish.p", ["core.x", "raw.c"], contract, run=table)
    return assemble(raws, {}, {"x": core, "p": last}, "england")


@pytest.mark.parametrize(
    ("name", "column", "sources"),
    [
        ("core.x", "said", ["a"]),
        ("core.x", "unsaid", ["a", "b"]),
        ("publish.p", "taken", ["a"]),
        ("publish.p", "whole", ["a", "b"]),
        ("publish.p", "both", ["a", "c"]),
        ("publish.p", "loose", ["a", "b", "c"]),
    ],
)
def test_finds_what_a_column_rests_on(graph, name, column, sources):
    assert column_sources(graph, name, column) == sources


def test_terms_are_those_of_the_strictest_input():
    sources = {effect: SimpleNamespace(licence_effect=effect) for effect in EFFECTS}
    assert strictest(sources, ["open", "share-alike", "attribution"]) == "share-alike"
    assert strictest(sources, EFFECTS) == "unclear"
    assert strictest(sources, []) == "open"
