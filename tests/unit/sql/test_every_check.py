"""Every check of every contract is seen to hold and to fail, and every table says how many rows it has.

The cases are in `cases_*.py`. A check without a case, or a case without its check, fails here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import duckdb
import pyarrow as pa
import pytest
from cases_figures import CASES as FIGURES
from cases_geography import CASES as GEOGRAPHY
from cases_places import CASES as PLACES
from check_case import Case, Columns, case

from pipelines.build import Project
from pipelines.column_types import arrow_type
from pipelines.paths import Workspace
from pipelines.warehouse.checks import violations
from pipelines.warehouse.contract import Contract

CASES: dict[str, list[Case]] = {**GEOGRAPHY, **PLACES, **FIGURES}
EACH = [(table, one) for table, cases in CASES.items() for one in cases]
# Their rows depend on the islands and the placebos that there are.
WITHOUT_ROWS = {"quality.agreement", "quality.edges"}


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Contract]:
    """The contracts of all tables of the graph under our method."""
    graph = Project(Workspace("england", tmp_path_factory.mktemp("england"))).graph
    return {name: node.contract for name, node in graph.nodes.items()}


def arranged(contract: Contract, columns: Columns) -> pa.Table:
    """A table of these columns, in the contract's types; the columns that are left out are null."""
    unknown = columns.keys() - {*contract.names}
    assert not unknown, f"the contract declares no {unknown}"
    (rows,) = {len(values) for values in columns.values()}
    arrays = [
        pa.array(columns.get(column.name, [None] * rows), arrow_type(column.type))
        for column in contract.columns
    ]
    return pa.table(arrays, contract.names)


def breaks(contracts: Mapping[str, Contract], table: str, one: Case, columns: Columns) -> bool:
    """Whether the check of this case, the only one that is asked, finds fault with the columns."""
    contract = contracts[table]
    alone = replace(contract, checks=tuple(c for c in contract.checks if c.says == one.says), rows_of={})
    with duckdb.connect() as db:
        db.execute("CREATE SCHEMA core")
        for name, held in one.given.items():
            db.register(f"_{name}", arranged(contracts[f"core.{name}"], held))
            db.execute(f"CREATE TABLE core.{name} AS FROM _{name}")
        found = violations(arranged(contract, columns), alone, "england", None, db)
    return one.says in {violation.says for violation in found}


def unpaired(contracts: Mapping[str, Contract], cases: Iterable[tuple[str, Case]]) -> Iterator[str]:
    """Checks that have no case or several, and cases that have no check."""
    checks = [(table, check.says) for table, contract in contracts.items() for check in contract.checks]
    shown = [(table, one.says) for table, one in cases]
    for pair in sorted({*checks, *shown}):
        if checks.count(pair) != 1 or shown.count(pair) != 1:
            yield ": ".join(pair)


def test_every_check_has_a_case_and_every_case_a_check(contracts: dict[str, Contract]) -> None:
    assert not list(unpaired(contracts, EACH))


@pytest.mark.parametrize("cases", [EACH[1:], [*EACH, EACH[0]], [*EACH, ("core.lsoa", case("x", {}, {}))]])
def test_the_pairing_can_fail(contracts: dict[str, Contract], cases: list[tuple[str, Case]]) -> None:
    assert len(list(unpaired(contracts, cases))) == 1


@pytest.mark.parametrize(("table", "one"), EACH, ids=[f"{table}: {one.says}" for table, one in EACH])
def test_a_check_holds_and_fails(contracts: dict[str, Contract], table: str, one: Case) -> None:
    assert not breaks(contracts, table, one, one.kept)
    for changed in one.broken:
        # where rows are lost all columns are told again, else one changes and the others stay
        alike = len({len(values) for values in (one.kept | changed).values()}) == 1
        assert breaks(contracts, table, one, one.kept | changed if alike else changed), changed


def test_every_table_says_how_many_rows_it_has_in_england(contracts: dict[str, Contract]) -> None:
    silent = {name for name, facts in contracts.items() if "england" not in facts.rows and not facts.rows_of}
    assert silent == WITHOUT_ROWS
