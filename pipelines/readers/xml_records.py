"""XML in which one kind of element is a record, its children the values.

Options:
    record  name of the element that is a record
    count   path, from the root, of the element that says how many records there are; where it is given and
            another number is there, the file is cut short or has changed (optional)
    screen  which columns are screened by what: see `screen` (optional)

A column's `from` is a path below the record, such as Geocode/Latitude; an element that is absent or empty has
no value. `from: "@file"` is the file's name.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pyarrow as pa

from pipelines.errors import Fault, Faults
from pipelines.readers import cells, contents
from pipelines.readers.screen import screen

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, screened. Raises `Faults`, of all files at once."""
    record, count = options["record"], options.get("count")
    wanted = list(columns.values())
    seen: dict[str, str] = {}  # paths that any record has, and the file that has it

    def one(name: str, content: bytes) -> dict[str, pa.Array]:
        values = _values(name, content, {c.source_name for c in wanted} - {cells.FILE}, record, count, seen)
        return cells.part(name, wanted, values, "record")

    table = cells.gather(files, columns, one)
    if seen:  # an element may be absent from all records of a small file, but not from all files
        cells.require(next(iter(seen.values())), list(seen), wanted)
    return screen(table, options.get("screen", {}))


def _values(
    name: str, content: bytes, paths: set[str], record: str, count: str | None, seen: dict[str, str]
) -> dict[str, pa.Array]:
    """The texts below each path of `paths`, one a record; what the records hold is noted in `seen`."""
    found: dict[str, list[str | None]] = {path: [] for path in sorted(paths)}
    number, stated = 0, None
    try:
        for element, text in _elements(contents.unpack(name, content), record, count):
            if element is None:
                stated = text
                continue
            number += 1
            for path, texts in found.items():
                at = element.find(path)
                texts.append(at.text if at is not None and at.text and at.text.strip() else None)
                if at is not None:
                    seen.setdefault(path, name)
            if number == 1:
                seen |= {child.tag: name for child in element if child.tag not in seen}
    except ElementTree.ParseError as error:
        line = f"{name}, line {error.position[0]:,}"
        raise Faults([Fault(f"is not whole XML ({error}).", line, contents.AGAIN)]) from None
    if not number:
        raise Faults([Fault(f"holds no element {record!r}.", name, contents.AGAIN)])
    if count is not None and stated != str(number):
        said = f"says in {count} that it holds {stated or 'nothing'}, and holds {number:,} records."
        raise Faults([Fault(said, name, contents.AGAIN)])
    return {path: pa.array(texts, pa.string()) for path, texts in found.items()}


def _elements(
    content: bytes, record: str, count: str | None
) -> Iterable[tuple[ElementTree.Element | None, str | None]]:
    """Each record, and once (None, the text of the element `count`). What was handed out is forgotten."""
    path: list[str] = []
    for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end")):
        if event == "start":
            path.append(element.tag)
            continue
        if count is not None and "/".join(path[1:]) == count:
            yield None, (element.text or "").strip() or None
        path.pop()
        if element.tag == record:
            yield element, None
            element.clear()
