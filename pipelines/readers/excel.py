"""Workbooks (xlsx): one sheet, its header on any row, its columns by label or by letter.

Options:
    sheet        name of the sheet (required)
    header       row of the header, counted from 1 as a spreadsheet does (1)
    first        row of the first data (the one below the header)
    data_where   columns that every data row fills: rows in which one is blank are notes, and dropped
    nulls        texts that mean missing ([""])

A column's `from` is its label in the header; a second column of that label is `label#2`. `from: "@C"` is
the column of that letter, for columns without a label. Rows in which every declared column is blank are
dropped. Formulas count as the value that the file stores for them. Old workbooks (xls) are not read here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column

LETTER = re.compile(r"@([A-Z]{1,3})")


@dataclass(frozen=True)
class Layout:
    """How a sheet is laid out: the options of this reader."""

    sheet: str
    header: int = 1
    first: int | None = None
    data_where: list[str] = field(default_factory=list)
    nulls: list[str] = field(default_factory=lambda: [""])


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, one below the other. Raises `Faults`, of all files at once."""
    layout = Layout(**options)
    return cells.gather(files, columns, lambda name, content: _one(name, content, columns, layout))


def _one(name: str, content: bytes, columns: dict[str, Column], layout: Layout) -> dict[str, pa.Array]:
    rows = _rows(name, content, layout.sheet)
    place = f"{name}, sheet {layout.sheet!r}"
    if len(rows) < layout.header:
        do = "Check the option `header` of the source; the file may be cut short."
        raise Faults([Fault(f"there is no row {layout.header}, where its header belongs.", place, do)])
    positions = _positions(f"{place}, row {layout.header}", rows[layout.header - 1], columns)
    filled = [columns[column].source_name for column in layout.data_where]
    first = layout.first or layout.header + 1
    values: dict[str, list[str | None]] = {label: [] for label in positions}
    numbers: list[int] = []
    for number, row in enumerate(rows[first - 1 :], first):
        texts = {label: _text(row[p : p + 1], layout.nulls) for label, p in positions.items()}
        if all(texts[label] is not None for label in filled) and any(t is not None for t in texts.values()):
            numbers.append(number)
            for label, text in texts.items():
                values[label].append(text)
    if not numbers:
        raise Faults([Fault(f"has no rows of data from row {first} on.", place, contents.AGAIN)])
    arrays = {label: pa.array(texts, pa.string()) for label, texts in values.items()}
    return cells.part(name, columns.values(), arrays, where=lambda i: f"{place}, row {numbers[i]:,}")


def _rows(name: str, content: bytes, sheet: str) -> list[Sequence[Any]]:
    """All rows of the sheet as Python values."""
    import openpyxl

    content = contents.unpack(name, content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        said = f"is not a workbook (xlsx) that can be opened ({error}): another format, or cut short."
        raise Faults([Fault(said, name, contents.AGAIN)]) from None
    try:
        if sheet not in book.sheetnames:
            held = ", ".join(book.sheetnames)
            do = f"It has: {held}. Mend the option `sheet` of the source."
            raise Faults([Fault(f"has no sheet {sheet!r}.", name, do)])
        return list(book[sheet].iter_rows(values_only=True))
    finally:
        book.close()


def _positions(place: str, header: Sequence[Any], columns: dict[str, Column]) -> dict[str, int]:
    """Where each declared column stands, counted from 0, by its `from`."""
    from openpyxl.utils import column_index_from_string

    labels: list[str] = []
    for value in header:
        label = "" if value is None else str(value)
        count = 1 + sum(other == label or other.startswith(f"{label}#") for other in labels)
        labels.append(label if count == 1 else f"{label}#{count}")
    letters = {c.source_name: m[1] for c in columns.values() if (m := LETTER.fullmatch(c.source_name))}
    named = [c for c in columns.values() if c.source_name not in letters]
    cells.require(place, [label for label in labels if label], named)
    places = {letter: column_index_from_string(name) - 1 for letter, name in letters.items()}
    return places | {c.source_name: labels.index(c.source_name) for c in named}


def _text(cell: Sequence[Any], nulls: Sequence[str]) -> str | None:
    """A cell (of none or one value) as text that converts back to the very same value; None if missing."""
    value = cell[0] if cell else None
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    text = str(value)
    return None if text in nulls else text
