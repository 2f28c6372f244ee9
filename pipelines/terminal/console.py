"""The consoles that commands print to, and how numbers are written on them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import Any

from rich.console import Console
from rich.text import Text

from pipelines.terminal.grid import Column, Grid

SYNTHETIC = "[bold]SYNTHETIC[/bold] sample county: invented data, for trying the software only."
IN_A_FILE = 140  # columns, where there is no terminal and COLUMNS does not say


def console() -> Console:
    """Standard output: as wide as the terminal or as COLUMNS says, and without escape codes in a file."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    said = os.environ.get("COLUMNS", "")
    wide = int(said) if said.isdecimal() and int(said) > 0 else IN_A_FILE
    return Console(highlight=False, width=wide, force_terminal=False, color_system=None)


def errors() -> Console:
    """Standard error, for progress and warnings."""
    return Console(stderr=True, highlight=False)


def table(
    title: str,
    columns: Iterable[tuple[str, str]],
    rows: Iterable[Iterable[Any]],
    show_header: bool = True,
    drop: Sequence[str] = (),
    caption: str = "",
) -> Grid:
    """A table: columns as (heading, 'left' or 'right'), values written by `text`, with rich's markup.

    What stands on the right, numbers, is never wrapped. `drop` are the headings of columns that may be left
    out on a narrow screen, first to go first.
    """
    written = [[Text.from_markup(text(value)) for value in row] for row in rows]
    heads = list(columns)
    cells = zip(*written, strict=True) if written else [()] * len(heads)
    made = [Column(heading, side, tuple(own)) for (heading, side), own in zip(heads, cells, strict=True)]
    return Grid(title, made, show_header, drop, caption)


def text(value: Any) -> str:
    """A value as a reader wants it: thousands separated, missing as a dash."""
    if value is None or value != value:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value == int(value) and abs(value) >= 10:
            return f"{int(value):,}"
        return f"{value:,.3f}" if abs(value) < 10 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, Integral) else str(value)


def size(number: int) -> str:
    """Bytes in a reader's unit."""
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:,.0f} {unit}"
        number /= 1000  # type: ignore[assignment]
    return f"{number:,.1f} GB"
