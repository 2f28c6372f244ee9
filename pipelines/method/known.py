"""What a method is held against, and what the checks share: entries with their paths, lists of names.

How what there is is gathered is no concern of this module, nor what must hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.errors import Fault
from pipelines.marked_yaml import Key, Marked
from pipelines.method.areas import NEIGHBOURHOODS, Areas
from pipelines.method.model import Indicator, Method


@dataclass(frozen=True)
class Known:
    """What the project has: kinds of places, tables, sources. What a method names must be among them.

    `area_kinds` are kinds whose points say which area, not which street. `tables` gives the columns of each
    table; `rests_on` the sources that each table is made from; `roles` and `years` what the sources declare.
    `areas` are what the index is of.
    """

    kinds: frozenset[str]
    area_kinds: frozenset[str]
    tables: Mapping[str, frozenset[str]]
    roles: Mapping[str, str]
    years: Mapping[str, int] = field(default_factory=dict)
    rests_on: Mapping[str, frozenset[str]] = field(default_factory=dict)
    areas: Areas = NEIGHBOURHOODS


Check = Callable[[Method, Marked, Known], Iterator[Fault]]


def entries(method: Method) -> Iterator[tuple[Key, str, Indicator]]:
    """The path of each indicator in the file, its id, and its entry."""
    for d, s, i, entry in method.places():
        yield ("domains", d, "subdomains", s, "indicators", i), i, entry


def listed(names: Iterable[str]) -> str:
    """Names in the order of the alphabet, as they are told."""
    return ", ".join(sorted(names))
