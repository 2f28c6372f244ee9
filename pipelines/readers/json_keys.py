"""A JSON object whose keys are the records: each key is split into fields, its value is not read.

Options:
    fields     names of the fields of a key, in order
    separator  what stands between them (|)

A key is split from the right, so that the first field may hold the separator too. A column's `from` is the
name of a field. What a key stands for belongs to no table of ours.
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


def _one(
    name: str, content: bytes, columns: list[Column], *, fields: list[str], separator: str = "|"
) -> dict[str, pa.Array]:
    cells.require(name, fields, columns)
    keys = _keys(name, contents.decode(name, contents.unpack(name, content)))
    rows = [key.rsplit(separator, len(fields) - 1) for key in keys]
    odd = [
        (number, key)
        for number, (key, row) in enumerate(zip(keys, rows, strict=True), 1)
        if len(row) != len(fields)
    ]
    if odd:
        parts = separator.join(fields)
        faults = [
            Fault(f"{key!r} is not of the form {parts}.", f"{name}, key {n:,}")
            for n, key in odd[: cells.SHOWN]
        ]
        if len(odd) > cells.SHOWN:
            faults.append(Fault(f"{len(odd) - cells.SHOWN:,} more such keys.", name))
        raise Faults(faults)
    values = {
        field: pa.array([row[place] or None for row in rows], pa.string())
        for place, field in enumerate(fields)
    }
    return cells.part(name, columns, values, "key")


def _keys(name: str, text: str) -> list[str]:
    """The keys of the object, in the order of the file; a key that stands twice is there twice."""
    try:
        pairs = json.loads(text, object_pairs_hook=list)
    except json.JSONDecodeError as error:
        raise Faults(
            [Fault(f"is not JSON: {error.msg}.", f"{name}, line {error.lineno:,}", contents.AGAIN)]
        ) from None
    if not text.lstrip().startswith("{") or not pairs:
        raise Faults([Fault("is JSON but not an object with keys.", name, contents.AGAIN)])
    return [key for key, _ in pairs]
