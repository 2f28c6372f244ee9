"""What a trace is made of: blocks of facts and rows, some of which must add up, and the data sets behind.

Only the shapes belong here. How each is filled is in the other modules, how it looks is in `terminal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import Any


@dataclass(frozen=True)
class Block:
    """One step of a figure: named facts, rows under headings, a sentence.

    Where `whole` is given, `parts` are the contributions that make it up; there may be more parts than rows.
    """

    title: str
    facts: tuple[tuple[str, Any], ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    note: str = ""
    whole: float | None = None
    parts: tuple[float, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether the parts sum to the whole, as far as floating point and printed decimals allow."""
        return self.whole is None or isclose(sum(self.parts), self.whole, rel_tol=1e-6, abs_tol=self.slack)

    # What rounding in published inputs may leave between the parts and the whole.
    slack: float = 1e-9


@dataclass(frozen=True)
class File:
    """A file that was read: its address, its size in bytes, its SHA-256."""

    name: str
    address: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Origin:
    """A data set behind a figure. `files` are those to look at first, of `number` in all."""

    id: str
    title: str
    publisher: str
    vintage: str
    licence: str
    landing_page: str
    files: tuple[File, ...]
    number: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trace:
    """One published figure: what it is, the steps that led to it, and the data sets.

    `wanting` says what could not be shown, and what would show it.
    """

    code: str
    name: str
    column: str
    value: Any
    meaning: str
    unit: str
    direction: str
    terms: str
    blocks: tuple[Block, ...]
    origins: tuple[Origin, ...]
    wanting: tuple[str, ...] = field(default=())


def ordered(rows: Sequence[tuple[Any, ...]], by: int) -> tuple[tuple[Any, ...], ...]:
    """Rows by one of their numbers, largest first; what is missing comes last."""
    return tuple(sorted(rows, key=lambda row: float("-inf") if row[by] is None else row[by], reverse=True))
