"""Does a table keep its contract? One combined check a table, every violation at once.

Only facts that a contract declares are checked here. What a violation does to a build is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.warehouse.contract import ENGLAND, PINNED, SPINE, ColumnFacts, Contract

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


@dataclass(frozen=True)
class Violation:
    """One broken promise: which fact, how many rows, and a few examples."""

    says: str
    rows: int = 0
    examples: str = ""

    def __str__(self) -> str:
        count = f" ({self.rows:,} rows)" if self.rows else ""
        return f"{self.says}{count}{': ' + self.examples if self.examples else ''}"


def violations(
    table: pa.Table,
    contract: Contract,
    edition: str,
    spine_rows: int | None,
    db: duckdb.DuckDBPyConnection,
    pinned: bool = True,
) -> list[Violation]:
    """Every broken fact of `contract` in `table`.

    `spine_rows` is the number of neighbourhoods of this edition, for contracts that count by the spine; `db`
    is a connection that has the step's inputs: rows are counted by them, and extra checks may read them.
    `pinned` says that the table rests on pinned files alone: of England, what holds of those is then checked.
    """
    editions = {edition, PINNED} if pinned and edition == ENGLAND else {edition}
    found = _row_count(table.num_rows, contract, editions, spine_rows, db)
    db.register("this", table)
    try:
        found += _keys(contract, db)
        found += _columns(contract, db)
        for check in contract.checks:
            if check.edition is None or check.edition in editions:
                rows = db.sql(check.sql).fetchall()
                if rows:
                    found.append(Violation(check.says, len(rows), _examples(rows)))
    finally:
        db.unregister("this")
    return found


def _row_count(
    rows: int, contract: Contract, editions: set[str], spine_rows: int | None, db: duckdb.DuckDBPyConnection
) -> list[Violation]:
    found = []
    bounds = dict.fromkeys(contract.rows[edition] for edition in sorted(editions & contract.rows.keys()))
    for low, high in bounds:
        if not low <= rows <= high:
            wanted = f"{low:,}" if low == high else f"{low:,} to {high:,}"
            found.append(Violation(f"expected {wanted} rows, got {rows:,}"))
    if contract.rows_of and not (SPINE in contract.rows_of and spine_rows is None):
        numbers = {what: _number(what, spine_rows, db) for what in contract.rows_of}
        total = sum(times * numbers[what] for what, times in contract.rows_of.items())
        if rows != total:
            said = " and ".join(_for_each(what, times) for what, times in contract.rows_of.items())
            found.append(Violation(f"{said}: expected {total:,} rows, got {rows:,}"))
    if not rows and not contract.empty and not found:
        found.append(Violation("the table is empty"))
    return found


def _number(what: str, spine_rows: int | None, db: duckdb.DuckDBPyConnection) -> int:
    """How many rows a table has (`layer.table`), or different values its column (`layer.table.column`)."""
    if what == SPINE:
        return spine_rows or 0
    layer, table, *column = what.split(".")
    counted = f'DISTINCT "{column[0]}"' if column else "*"
    return int((db.sql(f'SELECT count({counted}) FROM {layer}."{table}"').fetchone() or (0,))[0])


def _for_each(what: str, times: int) -> str:
    rows = "one row" if times == 1 else f"{times:,} rows"
    if what == SPINE:
        return f"{rows} a neighbourhood"
    return f"{rows} for each {'row' if what.count('.') == 1 else 'value'} of {what}"


def _keys(contract: Contract, db: duckdb.DuckDBPyConnection) -> list[Violation]:
    if not contract.key:
        return []
    key = ", ".join(f'"{k}"' for k in contract.key)
    rows = db.sql(
        f"SELECT {key}, count(*) FROM this GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1000"
    ).fetchall()
    if not rows:
        return []
    return [Violation(f"key ({', '.join(contract.key)}) is not unique", len(rows), _examples(rows))]


def _columns(contract: Contract, db: duckdb.DuckDBPyConnection) -> list[Violation]:
    """All facts of all columns, counted in one query; examples are looked for only where one is broken."""
    tests = [(column.name, *test) for column in contract.columns for test in _tests(column)]
    if not tests:
        return []
    counts = db.sql("SELECT " + ", ".join(f"count(*) FILTER ({test})" for *_, test in tests) + " FROM this")
    found = []
    for (name, says, test), count in zip(tests, counts.fetchone() or (), strict=True):
        if count:
            query = f'SELECT DISTINCT "{name}" FROM this WHERE {test} ORDER BY ALL LIMIT 3'
            found.append(Violation(says, count, _examples(db.sql(query).fetchall())))
    return found


def _tests(column: ColumnFacts) -> Iterator[tuple[str, str]]:
    """What is broken and the condition of a row that breaks it, for each fact of a column."""
    name = f'"{column.name}"'
    if not column.nullable:
        yield f"{column.name} is null", f"{name} IS NULL"
    if column.type == "float":
        yield f"{column.name} is not a finite number", f"NOT isfinite({name})"
    if column.minimum is not None:
        yield f"{column.name} is below {column.minimum:,}", f"{name} < {column.minimum}"
    if column.maximum is not None:
        yield f"{column.name} is above {column.maximum:,}", f"{name} > {column.maximum}"
    if column.pattern:
        pattern = column.pattern.replace("'", "''")
        broken = f"NOT regexp_full_match({name}, '{pattern}')"
        yield f"{column.name} is not of the form {column.pattern}", broken
    if column.values:
        known = ", ".join("'" + v.replace("'", "''") + "'" for v in column.values)
        yield f"{column.name} has an unknown value", f"CAST({name} AS VARCHAR) NOT IN ({known})"


def _examples(rows: list[tuple]) -> str:
    return "; ".join(", ".join(str(v) for v in row) for row in rows[:3])
