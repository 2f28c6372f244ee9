"""Parquet files: the declared columns, picked by name.

Options: none. An index that pandas stored is a column like any other, by its name.
Reading Parquet belongs here; cleaning does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, one below the other. Raises `Faults`, of all files at once."""
    if options:
        raise ValueError(f"the parquet reader takes no options: {', '.join(options)}")
    return cells.gather(files, columns, lambda name, content: _one(name, content, list(columns.values())))


def _one(name: str, content: bytes, columns: list[Column]) -> dict[str, pa.Array]:
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(pa.BufferReader(contents.unpack(name, content)))
        labels = file.schema_arrow.names
        cells.require(name, labels, columns)
        read = file.read(columns=[c.source_name for c in columns])
    except (pa.ArrowInvalid, OSError) as error:
        reason = str(error).splitlines()[0]
        raise Faults([Fault(f"is not a whole Parquet file ({reason})", name, contents.AGAIN)]) from None
    return cells.part(name, columns, {c.source_name: read[c.source_name] for c in columns})
