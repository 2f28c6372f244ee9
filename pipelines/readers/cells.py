"""From the values of a file to the declared type of a column, every misfit named by its place.

What all readers share belongs here: types, conversion, the table put together. No format is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import Fault

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column

ARROW: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "geometry": pa.binary(),
}
WORDS = {"int": "a whole number", "float": "a number", "bool": "yes or no", "date": "a date"}
TRUE, FALSE = ["true", "t", "yes", "y", "1"], ["false", "f", "no", "n", "0"]
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
SHOWN = 5

Where = Callable[[int], str]


def schema(columns: Iterable[Column]) -> pa.Schema:
    """The Arrow schema of a raw table: the declared columns in their order."""
    return pa.schema([(c.name, ARROW[c.type]) for c in columns])


def table(columns: Iterable[Column], parts: Sequence[dict[str, pa.Array]]) -> pa.Table:
    """One table of the parts (column name to array), in the declared order and types."""
    shape = schema(columns)
    tables = [pa.table({n: part[n] for n in shape.names}, schema=shape) for part in parts]
    return pa.concat_tables(tables).combine_chunks() if tables else shape.empty_table()


def convert(
    values: pa.Array | pa.ChunkedArray, column: Column, where: Where, date_format: str = "%Y-%m-%d"
) -> tuple[pa.Array, list[Fault]]:
    """`values` in the type of `column`, and a fault for each value that does not fit (the first five).

    `where` gives the place of a row (counted from 0) in words. Missing stays missing; nothing is rounded:
    12.0 is a whole number, 12.5 is not. `1,234` is text: declare it so and clean it downstream.
    """
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_null(array.type):
        return pa.nulls(len(array), ARROW[column.type]), []
    change = {"string": _text, "int": _whole, "float": _number, "bool": _truth}.get(column.type)
    if change:
        result = change(array)
    elif column.type == "date":
        result = _day(array, date_format)
    else:
        result = array.cast(ARROW[column.type])
    lost = pc.and_(pc.is_valid(array), pc.is_null(result))
    count = pc.sum(lost).as_py() or 0
    if not count:
        return result, []
    rows = pc.indices_nonzero(lost)[:SHOWN].to_pylist()
    faults = [_misfit(column, array[row].as_py(), where(row)) for row in rows]
    if count > SHOWN:
        faults.append(Fault(f"column {column.source_name!r} has {count - SHOWN:,} more such values."))
    return result, faults


def _misfit(column: Column, value: Any, place: str) -> Fault:
    wanted = WORDS.get(column.type, column.type)
    return Fault(
        f"column {column.source_name!r} holds {value!r}, which is not {wanted}.",
        place,
        f"Mend the file, or declare {column.name!r} as string in the source and clean it downstream.",
    )


def _text(array: pa.Array) -> pa.Array:
    if pa.types.is_floating(array.type) and whole(array):
        array = array.cast(pa.int64())
    return array.cast(pa.string())


def whole(array: pa.Array) -> bool:
    """Whether every value of a float array is a whole number (missing values aside)."""
    return pc.all(pc.equal(array, pc.floor(array)), min_count=0).as_py()


def _number(array: pa.Array) -> pa.Array:
    if not _is_text(array):
        numbers = array.cast(pa.float64())
        return pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
    trimmed = pc.utf8_trim_whitespace(array)
    fits = pc.match_substring_regex(trimmed, NUMBER)
    return pc.if_else(fits, trimmed, pa.scalar(None, trimmed.type)).cast(pa.float64())


def _whole(array: pa.Array) -> pa.Array:
    if pa.types.is_integer(array.type):
        return array.cast(pa.int64())
    numbers = _number(array)
    fits = pc.and_(pc.equal(numbers, pc.floor(numbers)), pc.less(pc.abs(numbers), 2.0**53))
    return pc.if_else(fits, numbers, pa.scalar(None, pa.float64())).cast(pa.int64())


def _truth(array: pa.Array) -> pa.Array:
    if pa.types.is_boolean(array.type):
        return array
    words = pc.utf8_lower(pc.utf8_trim_whitespace(_text(array)))
    yes = pc.is_in(words, pa.array(TRUE))
    no = pc.is_in(words, pa.array(FALSE))
    return pc.if_else(pc.or_(yes, no), yes, pa.scalar(None, pa.bool_()))


def _day(array: pa.Array, date_format: str) -> pa.Array:
    if not _is_text(array):
        return array.cast(pa.date32())
    trimmed = pc.utf8_trim_whitespace(array)
    return pc.strptime(trimmed, date_format, "s", error_is_null=True).cast(pa.date32(), safe=False)


def _is_text(array: pa.Array) -> bool:
    return pa.types.is_string(array.type) or pa.types.is_large_string(array.type)
