"""The one DuckDB file, made last, for readers: every table of the warehouse as a view under its own name.

Nothing of a build reads it. It holds no data, so it is made in an instant and never goes stale by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pipelines.errors import CommonGroundError
from pipelines.warehouse.tables import Storage


def write_database(path: Path, storage: Storage, tables: Iterable[str]) -> None:
    """Write `path` anew: views `layer.table` over the stored Parquet files, with their columns.

    Does nothing for a warehouse on an object store, whose tables are read where they are. Raises
    `CommonGroundError` where the file cannot be written, for instance while another program holds it.
    """
    import duckdb

    if not storage.local:
        return
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with duckdb.connect(str(part)) as db:
            for table in tables:
                layer, name = table.split(".", 1)
                source = str(Path(storage.path(table)).resolve()).replace("'", "''")
                db.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
                db.execute(f"CREATE VIEW {layer}.{name} AS SELECT * FROM read_parquet('{source}')")
        os.replace(part, path)
    except (OSError, duckdb.IOException) as error:
        said = f"Cannot write {path}: {error}. Close what holds it and build again."
        raise CommonGroundError(said) from error
    finally:
        part.unlink(missing_ok=True)
