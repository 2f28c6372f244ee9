"""What must hold of how the indicators of a method are measured: places, bandwidths, tables, sources.

Each check takes the method, its document (for lines) and what is known, and returns faults; none raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipelines.errors import Fault
from pipelines.marked_yaml import Key, Marked
from pipelines.method.known import Check, Known, entries, listed
from pipelines.method.measures import (
    Catchment,
    Column,
    Diversity,
    Figure,
    Lack,
    Near,
    Nearest,
    Reach,
    Spread,
    Table,
)
from pipelines.method.model import Indicator, Method
from pipelines.method.overlap import indices
from pipelines.method.vocabulary import RUC_CLASSES


def bandwidths(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """A bandwidth by class gives all six; one that a measure names is there; one that is there is named."""
    for name, bandwidth in method.bandwidths.items():
        if isinstance(bandwidth.metres, dict) and (lacking := set(RUC_CLASSES) - set(bandwidth.metres)):
            said = f"the bandwidth has no figure for {', '.join(sorted(lacking))}."
            yield document.fault(("bandwidths", name, "metres"), said)
    used = set()
    for path, _, entry in entries(method):
        if isinstance(entry.measure, Reach | Catchment | Spread | Diversity):
            used.add(entry.measure.bandwidth)
            if entry.measure.bandwidth not in method.bandwidths:
                said = f"there is no bandwidth {entry.measure.bandwidth!r}."
                yield document.fault(
                    (*path, "measure", "bandwidth"), said, f"Known: {listed(method.bandwidths)}."
                )
    for name in method.bandwidths.keys() - used:
        yield document.fault(("bandwidths", name), f"no measure uses the bandwidth {name!r}.", "Take it out.")


def places(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Kinds are kinds of core.places; kinds without a street are not measured by the street."""
    least = method.limits.area_precision_bandwidth_min
    for path, _, entry in entries(method):
        measure = entry.measure
        if isinstance(measure, Table | Figure | Lack):
            continue
        at = (*path, "measure", "kinds")
        for kind in measure.kinds:
            if kind not in known.kinds:
                yield document.fault(
                    at, f"there is no kind {kind!r} of places.", f"Known: {listed(known.kinds)}."
                )
        coarse = sorted(set(measure.kinds) & known.area_kinds)
        if not coarse or measure.precision == "site":
            continue
        who = f"{', '.join(coarse)}: addresses of officers, registered offices or place names"
        if isinstance(measure, Nearest | Near):
            do = "Use spread or catchment with a wide bandwidth."
            yield document.fault(at, f"{who} cannot be measured by {measure.type}.", do)
        elif measure.bandwidth in method.bandwidths:
            metres = method.bandwidth(measure.bandwidth)
            narrowest = min(metres.values()) if isinstance(metres, dict) else metres
            if narrowest < least:
                said = f"{who} need a bandwidth of at least {least:g} m, not {narrowest:g} m."
                yield document.fault((*path, "measure", "bandwidth"), said)


def tables(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Tables and columns that a measure names are there; none is made from a score."""
    for path, _, entry in entries(method):
        measure = entry.measure
        if isinstance(measure, Table):
            yield from _table(measure.table, (*path, "measure", "table"), document, known)
        elif isinstance(measure, Lack):
            for key in ("share", "of"):
                name = getattr(measure, key)
                if name not in method.indicators:
                    if "." not in name:
                        said = f"{name!r} is neither an indicator of this method nor a table."
                        yield document.fault((*path, "measure", key), said)
                    else:
                        yield from _table(name, (*path, "measure", key), document, known)
        elif isinstance(measure, Figure):
            yield from _column(measure, (*path, "measure"), document, known)
            if measure.denominator:
                yield from _column(measure.denominator, (*path, "measure", "denominator"), document, known)
        elif measure.supply:
            yield from _column(measure.supply, (*path, "measure", "supply"), document, known)


def _column(of: Column, path: Key, document: Marked, known: Known) -> Iterator[Fault]:
    faults = list(_table(of.table, (*path, "table"), document, known))
    yield from faults
    have, key = known.tables.get(of.table, frozenset()), known.areas.key
    if not faults and key not in have:
        said = f"{of.table} has no column {key!r}: it does not have a row for each {known.areas.one}."
        yield document.fault((*path, "table"), said)
    elif not faults and of.column not in have:
        said = f"{of.table} has no column {of.column!r}."
        yield document.fault((*path, "column"), said, f"It has: {listed(have)}.")


def _table(name: str, path: Key, document: Marked, known: Known) -> Iterator[Fault]:
    if name.startswith(("score.", "publish.")):
        yield document.fault(path, f"{name} is made from the score and cannot feed it.")
    elif name not in known.tables:
        layer = name.split(".")[0]
        have = [t for t in known.tables if t.startswith(f"{layer}.")]
        yield document.fault(path, f"there is no table {name}.", f"Known: {listed(have) or 'none'}.")


def made_twice(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """What is measured becomes a table with the name of its entry, which no other table has."""
    for path, name, entry in entries(method):
        table = f"indicators.{name}"
        if not isinstance(entry.measure, Table) and table in known.tables:
            do = f"Give the entry another name, or use `measure: {{table: {table}}}`."
            yield document.fault(path, f"there is a table {table} already.", do)


def cycles(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """No measure rests on itself by way of others."""
    needs = {
        name: [n for n in (entry.measure.share, entry.measure.of) if n in method.indicators]
        for name, entry in method.indicators.items()
        if isinstance(entry.measure, Lack)
    }
    paths = {name: path for path, name, _ in entries(method)}
    told: set[str] = set()
    for start in needs:
        trail, found = [start], _loop([start], needs)
        if found and not told & set(found):
            told |= set(found)
            trail = found
            yield document.fault(
                (*paths[start], "measure"), f"a measure rests on itself: {' -> '.join(trail)}."
            )


def _loop(trail: list[str], needs: Mapping[str, list[str]]) -> list[str] | None:
    for name in needs.get(trail[-1], ()):
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if found := _loop([*trail, name], needs):
            return found
    return None


def sources(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Sources are known, none is an outcome, and the old ones say of when they are."""
    for path, _, entry in entries(method):
        at = (*path, "sources")
        for source in _sources(entry, known):
            named = at if source in entry.sources else (*path, "measure")
            if source not in known.roles:
                yield document.fault(
                    named, f"there is no source {source!r}.", "`commonground sources` lists them."
                )
            elif known.roles[source] == "outcome":
                said = f"{source} is an outcome: it shows what a score is good for and never feeds one."
                yield document.fault(named, said)
        for source in entry.sources:  # those behind a table are not the author's to date
            if entry.as_of is None and (year := known.years.get(source, 9999)) < method.limits.as_of_before:
                said = f"{source} is of {year}, and the entry does not say so."
                yield document.fault(path, said, f'Add `as_of: "{year}"`.')


def _sources(entry: Indicator, known: Known) -> list[str]:
    """The sources that an entry declares, and those of the tables that it names."""
    measure = entry.measure
    named = [measure.table] if isinstance(measure, Table | Figure) else []
    if isinstance(measure, Lack):
        named = [measure.share, measure.of]
    elif not isinstance(measure, Table | Figure) and measure.supply:
        named = [measure.supply.table]
    inputs = {
        source
        for name in named
        for source in known.rests_on.get(name, ())
        if known.roles.get(source) not in ("lookup", "denominator")
    }
    return [*entry.sources, *sorted(inputs - set(entry.sources))]


def overlaps(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """No input of an index of deprivation feeds a score that is crossed with it, unless allowed by name."""
    every = indices()
    for place, name in enumerate(method.crossed_with):
        if name not in every:
            at: Key = ("crossed_with", place)
            yield document.fault(at, f"there is no index {name!r} to cross with.", f"Known: {listed(every)}.")
    for path, _, entry in entries(method):
        found = [
            (every[name].title, source, what)
            for name in method.crossed_with
            if name in every
            for source, what in every[name].overlaps(
                _sources(entry, known), getattr(entry.measure, "kinds", ())
            )
        ]
        if found and not entry.allow_overlap:
            title, source, what = found[0]
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            said = f"{source} is an input of the {title}: {what}{more}."
            do = "Leave it out, or add `allow_overlap: true` and an `overlap_reason`."
            yield document.fault(path, said, do)
        elif entry.allow_overlap and not found:
            said = "allow_overlap is set, and nothing here is an input of the index crossed with."
            yield document.fault((*path, "allow_overlap"), said, "Take it out.")


CHECKS: tuple[Check, ...] = (bandwidths, places, tables, made_twice, cycles, sources, overlaps)
