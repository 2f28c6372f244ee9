"""A table that fits the screen: words wrap, codes and numbers never; columns are given up before they break.

How values are written is in `console`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

GAP = 2  # between columns
COMFORT = 15  # characters of names in a line
LONG = 15  # characters of a word that may be broken at its hyphens, between letters
HYPHEN = re.compile(r"(?<=[a-z]-)(?=[A-Za-z])")


@dataclass(frozen=True)
class Column:
    """A heading over cells: on the right numbers, which stay whole, on the left words, which wrap."""

    heading: str
    justify: str
    cells: tuple[Text, ...]

    @property
    def least(self) -> int:
        """The narrowest that it can be: its longest number or word."""
        heads = [len(word) for word in self.heading.split()]
        return max([*heads, *(_longest(cell, self.justify == "right") for cell in self.cells)], default=0)

    @property
    def comfortable(self) -> int:
        """What it asks for before others are given up: room for a name in a line or two."""
        return self.least if self.justify == "right" else max(self.least, min(self.most, COMFORT))

    @property
    def most(self) -> int:
        """As wide as it would be with room enough."""
        heads = [len(line) for line in self.heading.split("\n")]
        return max([*heads, *(_longest(cell, True) for cell in self.cells)], default=0)


def _longest(cell: Text, whole: bool) -> int:
    """The longest line of a cell, or the longest piece of it that stays whole."""
    lines = cell.plain.split("\n")
    if whole:
        return max(map(cell_len, lines), default=0)
    pieces = [
        _indent(line) + cell_len(piece) for line in lines for word in line.split() for piece in _pieces(word)
    ]
    return max(pieces, default=0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _pieces(word: str) -> list[str]:
    """A word in the pieces that it may be broken into: a long one, Newcastle-under-Lyme, at its hyphens."""
    return HYPHEN.split(word) if len(word) > LONG else [word]


def _wrapped(cell: Text, width: int) -> Text:
    """A cell in lines that fit the width, broken between words; as it is where it fits."""
    if _longest(cell, True) <= width:
        return cell
    lines = []
    for written in cell.plain.split("\n"):
        line = indent = " " * _indent(written)
        for word in written.split():
            for place, piece in enumerate(_pieces(word)):
                joined = f"{line} {piece}" if line.strip() and not place else f"{line}{piece}"
                if line.strip() and cell_len(joined) > width:
                    lines.append(line)
                    joined = f"{indent}{piece}"
                line = joined
        lines.append(line)
    return Text("\n".join(lines), style=cell.style)


@dataclass
class Grid:
    """A table, drawn as wide as the screen allows. `drop` names the columns that may go, first to go first.

    Where not even the rest fits, each row is written as lines of heading and value.
    """

    title: str
    columns: Sequence[Column]
    show_header: bool = True
    drop: Sequence[str] = field(default=())
    caption: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        if self.title:
            yield Text(self.title, style="bold")
        columns, gone = self._chosen(options.max_width)
        if _needed(columns) > options.max_width:
            yield from self._one_below_the_other()
        else:
            yield _table(columns, widths(columns, options.max_width), self.show_header)
            if named := [" ".join(heading.split()) for heading in gone if heading]:
                yield Text(f"Not shown at this width: {', '.join(named)}.", style="dim")
        if self.caption:
            yield Text(self.caption, style="dim")

    def _chosen(self, width: int) -> tuple[list[Column], list[str]]:
        """The columns that are kept at this width, and the headings of those that are not."""
        columns, gone = list(self.columns), list[str]()
        for heading in self.drop:
            if sum(column.comfortable for column in columns) + GAP * (len(columns) - 1) <= width:
                break
            columns = [column for column in columns if column.heading != heading]
            gone.append(heading)
        return columns, gone

    def _one_below_the_other(self) -> Iterator[Text]:
        for row in zip(*(column.cells for column in self.columns), strict=True):
            for column, cell in zip(self.columns, row, strict=True):
                heading = " ".join(column.heading.split())
                if cell.plain.strip():
                    yield Text.assemble(f"{heading}: " if heading else "", cell)
            yield Text("")


def _needed(columns: Sequence[Column]) -> int:
    return sum(column.least for column in columns) + GAP * (len(columns) - 1)


def widths(columns: Sequence[Column], room: int) -> list[int]:
    """Widths that fit the room: no column is cut below its longest word, the widest give way first."""
    room -= GAP * (len(columns) - 1)
    cap = max((column.most for column in columns), default=0)
    while sum(max(column.least, min(column.most, cap)) for column in columns) > room and cap > 0:
        cap -= 1
    return [max(column.least, min(column.most, cap)) for column in columns]


def _table(columns: Sequence[Column], wide: Sequence[int], show_header: bool) -> Table:
    made = Table(
        box=box.SIMPLE_HEAD if show_header else None,
        show_header=show_header,
        header_style="bold",
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0) if show_header else (0, GAP, 0, 0),
    )
    for column, width in zip(columns, wide, strict=True):
        made.add_column(column.heading, justify=column.justify, width=width, vertical="top")  # type: ignore[arg-type]
    for row in zip(*(column.cells for column in columns), strict=True):
        made.add_row(*(_wrapped(cell, width) for cell, width in zip(row, wide, strict=True)))
    return made
