"""A JSON list of objects, one object a record.

Options (all optional):
    member    pattern of the member to read where the file is a zip

A column's `from` is a key of the objects; an object without it has no value there. Values
are text, numbers or truth values; what is nested is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, one below the other. Raises `Faults`, of all files at once."""
    wanted = list(columns.values())
    return cells.gather(files, columns, lambda name, content: _one(name, content, wanted, **options))


def _one(name: str, content: bytes, columns: list[Column], member: str | None = None) -> dict[str, pa.Array]:
    records = _records(name, contents.decode(name, contents.unpack(name, content, member)))
    cells.require(name, list(dict.fromkeys(key for record in records for key in record)), columns)
    values = {
        column.source_name: _values(name, [record.get(column.source_name) for record in records], column)
        for column in columns
    }
    return cells.part(name, columns, values, "record")


def _values(name: str, found: list[Any], column: Column) -> pa.Array:
    """The values as one array: as they are where they are of one type, as text where they are mixed."""
    for row, value in enumerate(found, 1):
        if isinstance(value, (list, dict)):
            what = f"{column.source_name!r} holds a {type(value).__name__}, not one value."
            raise Faults([Fault(what, f"{name}, record {row:,}", "Leave the column out of the source.")])
    given = [None if value == "" else value for value in found]
    kinds = {type(value) for value in given if value is not None}
    if len(kinds) > 1 and not kinds <= {int, float}:
        given = [None if value is None else str(value) for value in given]
    if kinds <= {int, float} and kinds:
        given = [None if value is None else float(value) for value in given]
    return pa.array(given)


def _records(name: str, text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise Faults(
            [Fault(f"is not JSON: {error.msg}.", f"{name}, line {error.lineno:,}", contents.AGAIN)]
        ) from None
    if not isinstance(found, list) or not found:
        raise Faults([Fault("is JSON but not a list of records.", name, contents.AGAIN)])
    odd = next((row for row, record in enumerate(found, 1) if not isinstance(record, dict)), None)
    if odd:
        raise Faults([Fault("is not an object.", f"{name}, record {odd:,}", contents.AGAIN)])
    return found
