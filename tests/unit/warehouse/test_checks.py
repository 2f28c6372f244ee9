"""Each check fails for a table that breaks it, and passes for one that does not."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from pipelines.warehouse.checks import violations
from pipelines.warehouse.contract import parse_contract

CONTRACT = """
description: d
grain: one row a place
key: [code]
rows: {england: 2}
columns:
  code: {type: string, meaning: m, pattern: 'E\\d'}
  kind: {type: string, meaning: m, values: [pub, hall]}
  people: {type: int, meaning: m, min: 0, max: 100}
  share: {type: float, meaning: m, nullable: false}
checks:
  - {says: 'people sum to 30', edition: england, sql: 'SELECT sum(people) FROM this HAVING sum(people) <> 30'}
"""
GOOD = {"code": ["E1", "E2"], "kind": ["pub", None], "people": [10, 20], "share": [0.5, 0.25]}


def found(
    edition: str = "england",
    spine: int | None = None,
    contract: str = CONTRACT,
    pinned: bool = True,
    **changed,
):
    table = pa.table({**GOOD, **changed})
    said = parse_contract(contract, "x", {})
    with duckdb.connect() as db:
        return [str(v) for v in violations(table, said, edition, spine, db, pinned)]


def test_a_good_table_has_no_violation():
    assert found() == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": ["E1", "E1"]}, "key (code) is not unique"),
        ({"code": ["E1", "W2"]}, "code is not of the form"),
        ({"code": ["E1", None]}, "code is null"),
        ({"kind": ["pub", "club"]}, "kind has an unknown value (1 rows): club"),
        ({"people": [-1, 31]}, "people is below 0 (1 rows): -1"),
        ({"people": [-71, 101]}, "people is above 100 (1 rows): 101"),
        ({"share": [0.5, None]}, "share is null"),
        ({"share": [0.5, float("inf")]}, "share is not a finite number"),
        ({"people": [10, 21]}, "people sum to 30"),
        ({name: values[:1] for name, values in GOOD.items()}, "expected 2 rows, got 1"),
        ({name: [] for name in GOOD}, "expected 2 rows, got 0"),
    ],
)
def test_names_the_broken_fact(changed, said):
    assert any(said in line for line in found(**changed)), found(**changed)


def test_a_fact_of_england_is_not_asked_of_the_sample():
    one = {name: values[:1] for name, values in GOOD.items()}
    assert found("sample", **one) == []


def test_a_table_of_neighbourhoods_has_a_row_for_each():
    contract = CONTRACT.replace("rows: {england: 2}", "rows: spine")
    assert found(spine=2, contract=contract) == []
    assert "one row a neighbourhood: expected 3 rows, got 2" in found(spine=3, contract=contract)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("raw.pubs", "one row for each row of raw.pubs: expected 3 rows, got 2"),
        ("raw.pubs.town", ""),
        ("{raw.pubs.town: 2}", "2 rows for each value of raw.pubs.town: expected 4 rows, got 2"),
        ("{raw.pubs.town: 1, spine: 1}", "and one row a neighbourhood: expected 7 rows, got 2"),
    ],
)
def test_rows_are_counted_of_a_table_or_of_the_values_of_its_column(rows, says):
    contract = parse_contract(CONTRACT.replace("{england: 2}", rows), "x", {})
    with duckdb.connect() as db:
        db.execute(
            "CREATE SCHEMA raw; CREATE TABLE raw.pubs AS SELECT unnest(['Ely', 'Ely', 'Ryde']) AS town"
        )
        said = "".join(str(v) for v in violations(pa.table(GOOD), contract, "sample", 5, db))
    assert said.endswith(says) and bool(said) == bool(says)


def test_an_empty_table_is_a_violation_unless_allowed():
    contract = CONTRACT.replace("rows: {england: 2}", "rows:").replace("checks:", "empty: false\nchecks:")
    empty = {name: pa.array([], pa.table(GOOD).schema.field(name).type) for name in GOOD}
    assert "the table is empty" in found("sample", contract=contract, **empty)
    assert found("sample", contract=contract.replace("empty: false", "empty: true"), **empty) == []


def test_a_count_of_pinned_files_is_not_asked_where_a_live_one_is_among_them():
    """Bounds that hold of England whatever the files still are."""
    contract = CONTRACT.replace("{england: 2}", "{england: {min: 1, max: 3}, pinned: 2}")
    contract = contract.replace("edition: england", "edition: pinned")
    one = {name: values[:1] for name, values in GOOD.items()}
    assert found(contract=contract) == []
    assert found(contract=contract, **one) == ["expected 2 rows, got 1", "people sum to 30 (1 rows): 10"]
    assert found(contract=contract, pinned=False, **one) == []
    assert found("sample", contract=contract, **one) == []
    none = {name: [] for name in GOOD}
    assert found(contract=contract, pinned=False, **none) == ["expected 1 to 3 rows, got 0"]
