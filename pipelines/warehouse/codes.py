"""Codes that nobody knows: found where a table first brings its raw inputs to the areas that there are.

A left join from the spine drops what does not fit without a word; here it is told. Only English codes are
looked at (Welsh ones are in many files), and only columns whose name says which areas and of which year.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.warehouse.checks import Violation

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SPINE = ("core.lsoa",)
# The tables that hold every code of a kind, the best first.
HOLDERS = {
    "oa21cd": ("core.output_area", "raw.oa21_to_lsoa21"),
    "lsoa11cd": ("core.lsoa_2011", "raw.lsoa11_to_lsoa21"),
} | dict.fromkeys(
    ("lsoa21cd", "msoa21cd", "wd24cd", "lad24cd", "pcon24cd", "icb24cd", "rgn24cd", "ctyua24cd"), _SPINE
)
_SHOWN = 3


def unknown_codes(
    name: str, content: pa.Table, reads: Sequence[str], db: duckdb.DuckDBPyConnection
) -> list[Violation]:
    """English codes in the raw tables that `name` reads which the table that should hold them does not.

    `content` is the table `name` itself, where that is the holder; `db` has the tables `reads` as views.
    A kind of code is looked at only where its holder is among `reads` or is the table itself.
    """
    found: list[Violation] = []
    db.register("_made", content)
    try:
        for raw in (table for table in reads if table.startswith("raw.")):
            columns = db.sql(f"FROM {raw}").columns
            for column in (c for c in columns if c in HOLDERS):
                holder = next((h for h in HOLDERS[column] if h == name or h in reads), None)
                if holder is None or holder == raw:
                    continue
                rows = db.sql(
                    f"SELECT DISTINCT {column} FROM {raw} WHERE {column} LIKE 'E%' AND {column} NOT IN "
                    f"(SELECT {column} FROM {'_made' if holder == name else holder} "
                    f"WHERE {column} IS NOT NULL) ORDER BY ALL"
                ).fetchall()
                if rows:
                    says = f"{raw} has codes in {column} that {holder} does not know"
                    found.append(Violation(says, len(rows), "; ".join(code for (code,) in rows[:_SHOWN])))
    finally:
        db.unregister("_made")
    return found
