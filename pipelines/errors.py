"""What goes wrong through no fault of the code: said in sentences a user can act on.

Only exceptions that end a command with exit status 1 and no traceback belong here.
A broken invariant of our own code is an ordinary exception and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


def counted(number: int, noun: str) -> str:
    """A number of things in words: `1 fault`, `2 faults`, `1,200 constituencies`."""
    several = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else several}"


class CommonGroundError(Exception):
    """Something a user can mend. Its text says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Fault:
    """One fault: what is wrong, where it is, and what to do about it."""

    what: str
    where: str = ""
    do: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.do}" if self.do else ""
        return f"{place}{self.what}{advice}"


class Faults(CommonGroundError):
    """Several faults found at once, so that all can be mended at once."""

    def __init__(self, faults: Sequence[Fault | str], title: str = "") -> None:
        self.faults = [f if isinstance(f, Fault) else Fault(f) for f in faults]
        self.title = title
        super().__init__(str(self))

    def __reduce__(self) -> tuple[type[Faults], tuple[list[Fault], str]]:
        return type(self), (self.faults, self.title)  # processes hand it to one another

    def __str__(self) -> str:
        lines = [str(f) for f in self.faults]
        if len(lines) == 1 and not self.title:
            return lines[0]
        head = self.title or counted(len(lines), "fault")
        return "\n".join([f"{head}:", *(f"  - {line}" for line in lines)])
