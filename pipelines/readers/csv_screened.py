"""Delimited text of which some values are not for us: a text column is blank where it does not pass a screen.

Options: those of the csv reader, and
    screen  which columns are screened by what: see `screen`
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipelines.readers import csv
from pipelines.readers.screen import screen

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.catalogue.source import Column


def read(files: Iterable[tuple[str, bytes]], columns: dict[str, Column], options: dict[str, Any]) -> pa.Table:
    """The declared columns of all files, screened. Raises `Faults`, of all files at once."""
    layout = {name: value for name, value in options.items() if name != "screen"}
    return screen(csv.read(files, columns, layout), options["screen"])
