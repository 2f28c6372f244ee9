"""The consoles that commands print to, and how numbers are written on them."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral
from typing import Any

from rich.console import Console
from rich.table import Table

SYNTHETIC = "[bold]SYNTHETIC[/bold] sample county: invented data, for trying the software only."


def console() -> Console:
    """Standard output, at least 140 columns wide where it is not a terminal."""
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(highlight=False, width=max(plain.width, 140))


def errors() -> Console:
    """Standard error, for progress and warnings."""
    return Console(stderr=True, highlight=False)


def table(
    title: str, columns: Iterable[tuple[str, str]], rows: Iterable[Iterable[Any]], **style: Any
) -> Table:
    """A table: columns as (heading, 'left' or 'right'), values written by `text`."""
    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold", **style)
    for heading, justify in columns:
        made.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        made.add_row(*(text(value) for value in row))
    return made


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
