"""Delimited text: comma, tab or other; with a header on any line or none; plain, gzipped or in a zip.

Options (all optional):
    encoding     the text's encoding (utf-8)
    header       line of the header, counted from 1 as an editor does (1); null where there is none
    names        the columns' names where there is no header
    delimiter    what stands between fields (,)
    nulls        texts that mean missing ([""])
    member       pattern, or patterns, of the members to read where the file is a zip
    ragged       true: short rows are filled with missing, long ones cut, instead of being faults
    date_format  strptime format of dates (%Y-%m-%d)

A column's `from` is its name in the header; a second column of that name is `name#2`. `from: "@file"` is
the file's name. Rows in which every declared column is blank are dropped. Only text is parsed here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column

BLOCK = 1 << 24


@dataclass(frozen=True)
class Layout:
    """How one kind of file is laid out: the options of this reader."""

    encoding: str = "utf-8"
    header: int | None = 1
    names: list[str] = field(default_factory=list)
    delimiter: str = ","
    nulls: list[str] = field(default_factory=lambda: [""])
    member: str | list[str] | None = None
    ragged: bool = False
    date_format: str = "%Y-%m-%d"


@dataclass(frozen=True)
class Body:
    """A file's rows as text, the names of its fields, and the line on which the rows begin."""

    name: str
    text: str
    names: list[str]
    first_line: int

    def rows(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """Line number and fields of each row; blank lines are left out."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=delimiter)
        line = self.first_line
        for row in reader:
            if row:
                yield line, row
            line = self.first_line + reader.line_num


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, one below the other. Raises `Faults`, of all files at once."""
    layout = Layout(**options)
    wanted = list(columns.values())
    return cells.gather(
        _unpacked(files, layout), columns, lambda name, content: _one(name, content, wanted, layout)
    )


def _unpacked(files: Iterable[tuple[str, bytes]], layout: Layout) -> Iterator[tuple[str, bytes]]:
    patterns = [layout.member] if isinstance(layout.member, str) else layout.member
    for name, content in files:
        if patterns:
            yield from contents.members(name, content, patterns)
        else:
            yield name, content


def _one(name: str, content: bytes, columns: list[Column], layout: Layout) -> dict[str, pa.Array]:
    text = contents.decode(name, contents.unpack(name, content), layout.encoding)
    body = _body(name, text, layout)
    cells.require(name, body.names, columns)
    lines: list[int] = []

    def where(row: int) -> str:
        if not lines:
            lines.extend(_lines(body, columns, layout))
        return f"{name}, line {lines[row]:,}"

    texts = _texts(body, columns, layout)
    values = {label: texts[label] for label in texts.column_names}
    return cells.part(name, columns, values, where=where, date_format=layout.date_format)


def _body(name: str, text: str, layout: Layout) -> Body:
    if layout.header is None:
        return Body(name, text, list(layout.names), 1)
    lines = io.StringIO(text, newline="")
    for _ in range(layout.header - 1):
        lines.readline()
    reader = csv.reader(lines, delimiter=layout.delimiter)
    header = next(reader, None)
    if not header:
        do = "Check the option `header` of the source; the file may be cut short."
        raise Faults([Fault("there is no header on this line.", f"{name}, line {layout.header}", do)])
    names: list[str] = []
    for label in layout.names or header:
        count = 1 + sum(n == label or n.startswith(f"{label}#") for n in names)
        names.append(label if count == 1 else f"{label}#{count}")
    return Body(name, lines.read(), names, layout.header + reader.line_num)


def _wanted(columns: list[Column]) -> list[str]:
    return list(dict.fromkeys(c.source_name for c in columns if c.source_name != cells.FILE))


def _texts(body: Body, columns: list[Column], layout: Layout) -> pa.Table:
    """The declared columns as text, missing as null, blank rows dropped."""
    wanted = _wanted(columns)
    texts = _patiently(body, wanted, layout) if layout.ragged else _quickly(body, wanted, layout)
    if not texts.num_rows:
        raise Faults([Fault("has no rows.", body.name, contents.AGAIN)])
    blank = pa.array([True] * texts.num_rows)
    for label in wanted:
        blank = pc.and_(blank, pc.is_null(texts[label]))
    return texts.filter(pc.invert(blank)) if pc.any(blank).as_py() else texts


def _quickly(body: Body, wanted: list[str], layout: Layout) -> pa.Table:
    misfits: list[Any] = []

    def note(row: Any) -> str:
        misfits.append(row)
        return "skip"

    try:
        texts = arrow_csv.read_csv(
            pa.BufferReader(body.text.encode()),
            arrow_csv.ReadOptions(column_names=body.names, block_size=BLOCK),
            arrow_csv.ParseOptions(
                delimiter=layout.delimiter, newlines_in_values=True, invalid_row_handler=note
            ),
            arrow_csv.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, pa.string()),
                null_values=layout.nulls,
                strings_can_be_null=True,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return pa.table({label: pa.array([], pa.string()) for label in wanted})
        raise Faults([Fault(f"cannot be read as delimited text: {error}.", body.name)]) from None
    if misfits:
        raise Faults(_misfits(body, layout))
    return texts


def _misfits(body: Body, layout: Layout) -> list[Fault]:
    width = len(body.names)
    odd = [(line, len(row)) for line, row in body.rows(layout.delimiter) if len(row) != width]
    do = "Is the file cut short, or another delimiter in use?"
    faults = [
        Fault(f"has {fields} fields where {width} belong.", f"{body.name}, line {line:,}", do)
        for line, fields in odd[: cells.SHOWN]
    ]
    if len(odd) > cells.SHOWN:
        faults.append(Fault(f"{len(odd) - cells.SHOWN:,} more rows of another length.", body.name))
    return faults or [Fault("has rows of another length than its header.", body.name, do)]


def _patiently(body: Body, wanted: list[str], layout: Layout) -> pa.Table:
    nulls = set(layout.nulls)
    places = [body.names.index(label) for label in wanted]
    kept: list[list[str | None]] = [[] for _ in wanted]
    for _, row in body.rows(layout.delimiter):
        for values, place in zip(kept, places, strict=True):
            value = row[place] if place < len(row) else None
            values.append(None if value in nulls else value)
    return pa.table({label: pa.array(v, pa.string()) for label, v in zip(wanted, kept, strict=True)})


def _lines(body: Body, columns: list[Column], layout: Layout) -> list[int]:
    """The line of each row that `_texts` keeps."""
    nulls = set(layout.nulls)
    places = [body.names.index(label) for label in _wanted(columns)]
    return [
        line
        for line, row in body.rows(layout.delimiter)
        if any(place < len(row) and row[place] not in nulls for place in places)
    ]
