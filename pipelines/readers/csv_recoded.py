"""Delimited text brought into the form of another publisher's: rows left out, codes put into other words.

Options: those of the csv reader, and
    where   label in the file to the texts of the rows to be kept ("" for blank); all must hold
    recode  column of ours to {text in the file: text instead}; a text that is not among them is a fault

For live alternatives of one kind whose files hold more, or say the same in other codes, than the pinned ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.catalogue.source import Column
from pipelines.errors import Fault, Faults
from pipelines.readers import cells, csv


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of the rows that are kept. Raises `Faults`, of all files at once."""
    layout = {name: value for name, value in options.items() if name not in ("where", "recode")}
    where, recode = options.get("where", {}), options.get("recode", {})
    asked = {
        name: replace(column, type="string") if name in recode else column for name, column in columns.items()
    }
    asked |= {f"where {label}": Column(f"where {label}", "string", label, "") for label in where}

    def one(name: str, content: bytes) -> dict[str, pa.Array]:
        table = _kept(name, csv.read([(name, content)], asked, layout), where)
        values = {column: table[column].combine_chunks() for column in columns}
        return values | {
            column: _recoded(name, values[column], columns[column], words) for column, words in recode.items()
        }

    return cells.gather(files, columns, one)


def _kept(name: str, table: pa.Table, where: Mapping[str, Iterable[Any]]) -> pa.Table:
    for label, texts in where.items():
        held = pc.fill_null(table[f"where {label}"], "")
        table = table.filter(pc.is_in(held, pa.array([str(text) for text in texts])))
    if not table.num_rows:
        do = "Mend the option `where` of the source."
        raise Faults([Fault(f"has no row that is to be kept ({dict(where)}).", name, do)])
    return table


def _recoded(name: str, texts: pa.Array, column: Column, words: Mapping[Any, Any]) -> pa.Array:
    known = {str(text): str(word) for text, word in words.items()}
    strange = sorted(set(pc.unique(texts.drop_null()).to_pylist()) - known.keys())
    if strange:
        said = f"column {column.source_name!r} holds {', '.join(map(repr, strange[:5]))}, which is not known."
        do = f"Say in the option `recode` of {column.name!r} in the source what it means."
        raise Faults([Fault(said, name, do)])
    instead = pa.array([None if text is None else known[text] for text in texts.to_pylist()], pa.string())
    values, faults = cells.convert(instead, column, lambda row: f"{name}, row {row + 1:,}")
    if faults:
        raise Faults(faults)
    return values
