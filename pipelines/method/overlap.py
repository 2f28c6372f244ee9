"""Which inputs of the indices of deprivation a source is, so that nothing is counted on both sides.

`imd_inputs.yaml` lists the published indicators (File 8) of each index and the sources of ours that each
rests on. Whether an overlap is allowed is decided in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.errors import Faults
from pipelines.marked_yaml import read_marked

INPUTS = Path(__file__).with_name("imd_inputs.yaml")


@dataclass(frozen=True)
class Input:
    """An indicator of an index of deprivation: its column in File 8, and what it rests on.

    `rests_on` are sources that hold the same figure or the thing that it measures: they count as an input.
    A source may be given as `source/kind`, where only its places of one kind are meant.
    `touches` are sources of which it uses the places as destinations among many: reported, not refused.
    """

    name: str
    domain: str
    rests_on: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    listed: bool = True  # in the copy of File 8 that is in use


@dataclass(frozen=True)
class Index:
    """An index of deprivation that a score may be crossed with: its inputs and its own data sets."""

    id: str
    title: str
    datasets: tuple[str, ...]
    inputs: tuple[Input, ...]

    def overlaps(self, sources: Iterable[str], kinds: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Pairs of source and input that it is; the index's own data sets are inputs as a whole.

        `kinds` are the kinds of places that are taken from the sources; none means all of them.
        """
        given, only = list(sources), set(kinds)
        own = [(s, "the index itself") for s in given if s in self.datasets]
        return own + [(s, i.name) for i in self.inputs for s in given if _among(s, only, i.rests_on)]

    def touched(self, sources: Iterable[str]) -> list[tuple[str, str]]:
        """Pairs of source and input in which the source is one kind of destination among many."""
        given = list(sources)
        return [(s, i.name) for i in self.inputs for s in given if s in i.touches]


def _among(source: str, kinds: set[str], inputs: tuple[str, ...]) -> bool:
    for entry in inputs:
        name, _, kind = entry.partition("/")
        if name == source and (not kind or not kinds or kind in kinds):
            return True
    return False


@cache
def indices(path: Path = INPUTS) -> dict[str, Index]:
    """The indices that a method may be crossed with, by id. Raises `Faults` where the file is malformed."""
    document = read_marked(path)
    found, faults = {}, list(document.faults)
    for name, index in (document.data or {}).items():
        inputs = []
        for column, facts in index["inputs"].items():
            unknown = set(facts) - {"domain", "rests_on", "touches", "listed", "note"}
            faults += [
                document.fault((name, "inputs", column, key), f"unknown key {key!r}.") for key in unknown
            ]
            inputs.append(
                Input(
                    column,
                    facts.get("domain", ""),
                    tuple(facts.get("rests_on", ())),
                    tuple(facts.get("touches", ())),
                    facts.get("listed", True),
                )
            )
        found[name] = Index(name, index["title"], tuple(index["datasets"]), tuple(inputs))
    if faults:
        raise Faults(faults)
    return found
