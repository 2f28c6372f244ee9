"""Lines of text whose fields are divided by something that may stand in the first field too.

Options:
    fields     names of the fields, in order; the first line of the file must hold them
    separator  what stands between them
    end        what a line ends with, if anything
    repeats    name to fields: `from: "@repeats:name"` says whether those fields of the line, in any case,
               stood together on an earlier line; blank fields repeat nothing

A line is split from the right. Fields that no column names are compared in memory and go no further, so
that repeats can be dropped without keeping what must not be kept. Faults show no line, for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column

REPEATS = "@repeats:"


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, one below the other. Raises `Faults`, of all files at once."""
    wanted = list(columns.values())
    return cells.gather(files, columns, lambda name, content: _one(name, content, wanted, **options))


def _one(
    name: str,
    content: bytes,
    columns: list[Column],
    *,
    fields: list[str],
    separator: str,
    end: str = "",
    repeats: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, pa.Array]:
    lines = contents.decode(name, contents.unpack(name, content)).splitlines()
    if [part.strip() for part in _split(lines[0], fields, separator, end)] != fields:
        do = "Mend the file, or the options `fields` and `separator` of the source."
        raise Faults([Fault(f"the header is not {separator.join(fields)}{end}", f"{name}, line 1", do)])
    numbers = [number for number, line in enumerate(lines, 1) if number > 1 and line.strip()]
    rows = [_split(lines[number - 1], fields, separator, end) for number in numbers]
    odd = [number for number, row in zip(numbers, rows, strict=True) if len(row) != len(fields)]
    if odd or not rows:
        what = f"does not have the {len(fields)} fields {', '.join(fields)}."
        faults = [Fault(what, f"{name}, line {number:,}") for number in odd[: cells.SHOWN]]
        if len(odd) > cells.SHOWN:
            faults.append(Fault(f"{len(odd) - cells.SHOWN:,} more such lines.", name))
        raise Faults(faults or [Fault("has no rows.", name, contents.AGAIN)])
    values = {
        field: pa.array([row[place].strip() or None for row in rows], pa.string())
        for place, field in enumerate(fields)
    }
    for label, parts in (repeats or {}).items():
        places = [fields.index(part) for part in parts]
        values[REPEATS + label] = pa.array(_repeated([[row[place] for place in places] for row in rows]))
    cells.require(name, [*values], columns)
    return cells.part(name, columns, values, where=lambda row: f"{name}, line {numbers[row]:,}")


def _split(line: str, fields: Sequence[str], separator: str, end: str) -> list[str]:
    return line.rstrip().removesuffix(end).rsplit(separator, len(fields) - 1)


def _repeated(rows: Iterable[Sequence[str]]) -> list[bool]:
    """Whether a row stood earlier, spaces at the ends and case aside; a row with a blank never did."""
    seen: set[tuple[str, ...]] = set()
    found = []
    for row in rows:
        key = tuple(part.strip().casefold() for part in row)
        found.append(all(key) and key in seen)
        seen.add(key)
    return found
