"""Delimited text of which some values are not for us: a text column is blank where it does not pass a screen.

Options: those of the csv reader, and
    screen  column of ours to {keep: pattern, drop: pattern}: a text stays where `keep` is found in it and
            `drop` is not; the others are blank in the table, as if they had never been published

For sources that mix names of places with names of people. The screen is coarse on purpose: telling one kind
of place from another is the cleaning's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.readers import csv

if TYPE_CHECKING:
    from pipelines.catalogue.source import Column


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, screened. Raises `Faults`, of all files at once."""
    layout = {name: value for name, value in options.items() if name != "screen"}
    table = csv.read(files, columns, layout)
    for name, patterns in options["screen"].items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(place), screened(table[name], patterns))
    return table


def screened(texts: pa.ChunkedArray, patterns: Mapping[str, str]) -> pa.ChunkedArray:
    """The texts in which `keep` is found and `drop` is not; missing in place of the others."""
    passes = pc.match_substring_regex(texts, patterns["keep"])
    if "drop" in patterns:
        passes = pc.and_not(passes, pc.match_substring_regex(texts, patterns["drop"]))
    return pc.if_else(passes, texts, pa.scalar(None, pa.string()))
