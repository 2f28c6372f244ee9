"""Contracts: every fault is found, and all at once."""

from __future__ import annotations

import pytest

from pipelines.errors import Faults
from pipelines.warehouse.contract import MOST, parse_contract

GOOD = """
description: People by place
grain: one row a place
key: [place]
rows: {england: {min: 2, max: 3}}
columns:
  place: {type: string, meaning: Code, pattern: '[A-Z]+'}
  people: {type: int, meaning: Residents, unit: residents, min: 0, nullable: false}
"""


def test_reads_what_it_says():
    contract = parse_contract(GOOD, "core/x.sql", {})
    assert contract.names == ["place", "people"]
    assert contract.rows == {"england": (2, 3)}
    assert contract.sort == ("place",)
    assert not contract.column("place").nullable, "a key is never null"
    assert contract.column("people").minimum == 0


@pytest.mark.parametrize(
    ("said", "rows", "rows_of"),
    [
        ("", {}, {}),
        ("7", {"england": (7, 7)}, {}),
        ("{england: {min: 2}, sample: 1}", {"england": (2, MOST), "sample": (1, 1)}, {}),
        ("spine", {}, {"spine": 1}),
        ("raw.pubs", {}, {"raw.pubs": 1}),
        ("{spine: 3, core.lsoa.wd24cd: 2}", {}, {"spine": 3, "core.lsoa.wd24cd": 2}),
    ],
)
def test_rows_are_bounds_by_edition_or_counted_of_something(said, rows, rows_of):
    contract = parse_contract(GOOD.replace("{england: {min: 2, max: 3}}", said), "core/x.sql", {})
    assert (contract.rows, contract.rows_of) == (rows, rows_of)


def test_a_shared_column_is_declared_once():
    text = "{description: d, grain: g, key: [a], columns: {a: , b: {unit: metres}}}"
    dictionary = {
        "a": {"type": "string", "meaning": "A"},
        "b": {"type": "int", "meaning": "B", "unit": "feet"},
    }
    contract = parse_contract(text, "x", dictionary)
    assert contract.column("a").meaning == "A"
    assert contract.column("b").unit == "metres", "what a table says goes before the dictionary"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("description: People by place", ""), "no `description`"),
        (("type: int", "type: integer"), "type 'integer' is none of"),
        (("meaning: Residents", "meaning: ''"), "`people` has no meaning"),
        (("key: [place]", "key: [plaice]"), "`plaice` is in key or sort but not in columns"),
        (("min: 0", "minimum: 0"), "unknown fact `minimum`"),
        (("grain:", "grains:"), "unknown key `grains`"),
        (("rows: {england", "rows: {wales"), "`rows` wales: .* is neither a number"),
        (("rows: {england: {min: 2, max: 3}}", "rows: pubs"), "`rows` pubs: 1 is neither"),
        (("max: 3", "most: 3"), "`rows` england: .* is neither"),
    ],
)
def test_names_each_fault(change, said):
    with pytest.raises(Faults, match=said):
        parse_contract(GOOD.replace(*change), "core/x.sql", {})


def test_tells_all_faults_at_once():
    text = GOOD.replace("type: int", "type: integer").replace("key: [place]", "key: [plaice]")
    with pytest.raises(Faults) as caught:
        parse_contract(text, "core/x.sql", {})
    assert len(caught.value.faults) == 2
