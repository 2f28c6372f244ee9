"""The one DuckDB file, made last, for readers: every table of the warehouse under its own name.

A few can be held as data, so that they are there when the file is copied or sent; the others are views of the
stored files, which cost no time and no room. Nothing of a build reads it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from pipelines.errors import CommonGroundError
from pipelines.warehouse.interrupts import interrupts_told
from pipelines.warehouse.tables import Storage


def write_database(path: Path, storage: Storage, tables: Iterable[str], held: Collection[str] = ()) -> None:
    """Write `path` anew: `layer.table` for each of the tables, those of `held` as data, the others as views.

    Does nothing for a warehouse on an object store, whose tables are read where they are. Raises
    `CommonGroundError` where the file cannot be written, for instance while another program holds it.
    """
    import duckdb

    if not storage.local:
        return
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with interrupts_told(), duckdb.connect(str(part), config={"threads": 1}) as db:
            with suppress(duckdb.InvalidInputException):  # a notebook without widgets, which has no bar
                db.execute("SET enable_progress_bar = false")
            for table in tables:
                layer, name = table.split(".", 1)
                source = str(Path(storage.path(table)).resolve()).replace("'", "''")
                db.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
                what = "TABLE" if table in held else "VIEW"
                db.execute(f"CREATE {what} {layer}.{name} AS SELECT * FROM read_parquet('{source}')")
        os.replace(part, path)
    except (OSError, duckdb.IOException) as error:
        said = f"Cannot write {path}: {error}. Close what holds it and build again."
        raise CommonGroundError(said) from error
    finally:
        part.unlink(missing_ok=True)
