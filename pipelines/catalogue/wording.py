"""How a source is read, in plain words: what each option of a reader says.

What the options do is in the readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Options of the readers by what they say of a file.
SAID = {
    "header": "column names in line",
    "names": "columns of the file, in order",
    "member": "files inside the archive",
    "sheet": "sheet of the workbook",
    "element": "object in the file",
    "object": "object in the file",
    "first": "first row of data",
    "data_where": "rows of data are those with",
    "delimiter": "values are separated by",
    "separator": "values are separated by",
    "end": "a record ends with",
    "fields": "values of a record, in order",
    "repeats": "what may stand several times",
    "encoding": "encoding",
    "layer": "layer",
    "path": "records are under",
}
UNSEEN = {
    "\t": "a tab",
    " ": "a space",
    ",": "a comma",
    ";": "a semicolon",
    "|": "a bar |",
    "* ": "an asterisk *",
}


def in_words(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What each option says, and its value in words. A screen is told by its columns, not by its patterns."""
    for name, value in options.items():
        if name == "screen":
            columns = ", ".join(value)
            yield "blank where it may name a person", f"{columns} (patterns in the source file)"
        else:
            yield SAID.get(name, name.replace("_", " ")), plain(value)


def plain(value: Any) -> str:
    """A value without brackets and quotes: lists by commas, mappings by what they are of."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {plain(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(plain(inner) for inner in value)
    return UNSEEN.get(value, value) if isinstance(value, str) else str(value)
