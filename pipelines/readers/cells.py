"""From the values of a file to the declared type of a column, every misfit named by its place.

What all readers share belongs here: types, conversion, the table put together. No format is known here.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.catalogue.source import arrow_schema
from pipelines.column_types import arrow_type
from pipelines.errors import Fault, Faults

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column

WORDS = {"int": "a whole number", "float": "a number", "bool": "yes or no", "date": "a date"}
TRUE, FALSE = ["true", "t", "yes", "y", "1"], ["false", "f", "no", "n", "0"]
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
FILE = "@file"
SHOWN = 5

Where = Callable[[int], str]


def gather(
    files: Iterable[tuple[str, bytes]],
    columns: dict[str, Column],
    one: Callable[[str, bytes], dict[str, pa.Array]],
) -> pa.Table:
    """One table of all files, each read by `one` (name, content to column name, array), in the declared
    order and types. Raises `Faults`: those of every file."""
    parts: list[dict[str, pa.Array]] = []
    faults: list[Fault | str] = []
    for name, content in files:
        try:
            parts.append(one(name, content))
        except Faults as found:
            faults.extend(found.faults)
    if faults:
        raise Faults(faults)
    return table(columns, parts)


def table(columns: Mapping[str, Column], parts: Sequence[dict[str, pa.Array]]) -> pa.Table:
    """One table of the parts (column name to array), in the declared order and types."""
    shape = arrow_schema(columns)
    tables = [pa.table({n: part[n] for n in shape.names}, schema=shape) for part in parts]
    return pa.concat_tables(tables).combine_chunks() if tables else shape.empty_table()


def require(name: str, labels: Sequence[str], columns: Iterable[Column]) -> None:
    """Raises `Faults` for every declared column that is not among a file's own labels."""
    faults = []
    for column in columns:
        if column.source_name in labels or column.source_name == FILE:
            continue
        near = difflib.get_close_matches(column.source_name, labels, n=1)
        hint = f" Has it become {near[0]!r}?" if near else ""
        held = ", ".join(labels[:12]) + (", and more" if len(labels) > 12 else "")
        do = f"The file has: {held}. Mend the file, or `from` of {column.name!r} in the source."
        faults.append(Fault(f"has no column {column.source_name!r}.{hint}", name, do))
    if faults:
        raise Faults(faults)


def part(
    name: str,
    columns: Iterable[Column],
    values: Mapping[str, pa.Array | pa.ChunkedArray],
    row_word: str = "row",
    where: Where | None = None,
    date_format: str = "%Y-%m-%d",
) -> dict[str, pa.Array]:
    """The columns of one file, converted; `values` by the file's own labels. Raises `Faults`, all at once.

    A place is `name, row 12` (counted from 1) unless `where` says it otherwise.
    """
    length = len(next(iter(values.values())))
    place = where or (lambda row: f"{name}, {row_word} {row + 1:,}")
    result: dict[str, pa.Array] = {}
    faults: list[Fault | str] = []
    for column in columns:
        own = pa.array([name] * length, pa.string()) if column.source_name == FILE else None
        found: list[Fault]
        given = own if own is not None else values[column.source_name]
        result[column.name], found = convert(given, column, place, date_format)
        faults.extend(found)
    if faults:
        raise Faults(faults)
    return result


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
        return pa.nulls(len(array), arrow_type(column.type)), []
    change = {"string": _text, "int": _whole, "float": _number, "bool": _truth}.get(column.type)
    if change:
        result = change(array)
    elif column.type == "date":
        result = _day(array, date_format)
    else:
        result = array.cast(arrow_type(column.type))
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
