"""The form of a case: small columns that keep one check of a contract, and changes of them that break it.

The cases are in `cases_*.py`, by the field of their tables; `test_every_check.py` runs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Columns = dict[str, Sequence[Any]]

A, B, C = "E01000001", "E01000002", "E01000003"


@dataclass(frozen=True)
class Case:
    """One check, told by the sentence that it `says`.

    `kept` are the columns of a table that keeps it (what is left out is null), each of `broken` other columns
    in their place that break it, `given` the tables of the layer `core` that the check reads.
    """

    says: str
    kept: Columns
    broken: tuple[Columns, ...]
    given: dict[str, Columns]


def case(says: str, kept: Columns, *broken: Columns, **given: Columns) -> Case:
    """A case from its parts. Raises ValueError where nothing breaks the check."""
    if not broken:
        raise ValueError(f"nothing breaks: {says}")
    return Case(says, kept, broken, given)


def codes(number: int, prefix: str = "") -> list[str]:
    """So many different codes."""
    return [f"{prefix}{n}" for n in range(number)]


def total(column: str, number: float) -> tuple[Columns, Columns]:
    """Two rows whose column adds up to the number, and the same with the first row lost."""
    return {column: [1, number - 1]}, {column: [number - 1]}


def different(column: str, number: int) -> tuple[Columns, Columns]:
    """So many different values, and one less."""
    return {column: codes(number)}, {column: codes(number - 1)}
