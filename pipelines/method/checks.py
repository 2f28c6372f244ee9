"""What must hold between the entries of a method, and between a method and the rest of the project.

Each check takes the method, its document (for lines) and what is known, and returns faults; none raises.
What holds of one entry by itself is in `model`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.errors import Fault
from pipelines.marked_yaml import Key, Marked
from pipelines.method.model import (
    Catchment,
    Diversity,
    Indicator,
    Lack,
    Method,
    Near,
    Nearest,
    Reach,
    Spread,
    Table,
)
from pipelines.method.overlap import indices
from pipelines.method.vocabulary import RUC_CLASSES

TOLERANCE = 1e-6
HUNDRED, ROUNDING = 100.0, 0.05  # so that three equal parts may be written 33.33


@dataclass(frozen=True)
class Known:
    """What the project has: kinds of places, tables, sources. What a method names must be among them.

    `area_kinds` are kinds whose points say which area, not which street. `tables` gives the columns of each
    table; `rests_on` the sources that each table is made from; `roles` and `years` what the sources declare.
    """

    kinds: frozenset[str]
    area_kinds: frozenset[str]
    tables: Mapping[str, frozenset[str]]
    roles: Mapping[str, str]
    years: Mapping[str, int] = field(default_factory=dict)
    rests_on: Mapping[str, frozenset[str]] = field(default_factory=dict)


WIDE = ("district", "constituency")  # levels that cannot tell neighbours apart

Check = Callable[[Method, Marked, Known], Iterator[Fault]]


def _entries(method: Method) -> Iterator[tuple[Key, str, Indicator]]:
    for d, s, i, entry in method.places():
        yield ("domains", d, "subdomains", s, "indicators", i), i, entry


def weight_sums(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """The weights of the parts of one whole sum to 100."""
    wholes: list[tuple[Key, Mapping]] = [(("domains",), method.domains)]
    for d, domain in method.domains.items():
        here: Key = ("domains", d, "subdomains")
        wholes.append((here, domain.subdomains))
        wholes += [((*here, s, "indicators"), sub.indicators) for s, sub in domain.subdomains.items()]
    for path, parts in wholes:
        total = sum(part.weight for part in parts.values())
        if abs(total - HUNDRED) > ROUNDING:
            said = f"the weights of {', '.join(parts)} sum to {total:g}, not to 100."
            yield document.fault(path, said, "Change one of them.")


def unique_names(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Domains, sub-domains and indicators become columns, so no two have one name."""
    seen: dict[str, Key] = {}
    for d, domain in method.domains.items():
        names: list[tuple[Key, str]] = [(("domains", d), d)]
        for s, sub in domain.subdomains.items():
            names.append((("domains", d, "subdomains", s), s))
            names += [(("domains", d, "subdomains", s, "indicators", i), i) for i in sub.indicators]
        for path, name in names:
            if name in seen:
                first = document.line(seen[name])
                yield document.fault(path, f"the name {name!r} is used twice, first on line {first}.")
            seen.setdefault(name, path)


def bandwidths(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """A bandwidth by class gives all six; one that a measure names is there; one that is there is named."""
    for name, bandwidth in method.bandwidths.items():
        if isinstance(bandwidth.metres, dict) and (lacking := set(RUC_CLASSES) - set(bandwidth.metres)):
            said = f"the bandwidth has no figure for {', '.join(sorted(lacking))}."
            yield document.fault(("bandwidths", name, "metres"), said)
    used = set()
    for path, _, entry in _entries(method):
        if isinstance(entry.measure, Reach | Catchment | Spread | Diversity):
            used.add(entry.measure.bandwidth)
            if entry.measure.bandwidth not in method.bandwidths:
                said = f"there is no bandwidth {entry.measure.bandwidth!r}."
                yield document.fault(
                    (*path, "measure", "bandwidth"), said, f"Known: {_list(method.bandwidths)}."
                )
    for name in method.bandwidths.keys() - used:
        yield document.fault(("bandwidths", name), f"no measure uses the bandwidth {name!r}.", "Take it out.")


def places(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Kinds are kinds of core.places; kinds without a street are not measured by the street."""
    least = method.limits.area_precision_bandwidth_min
    for path, _, entry in _entries(method):
        measure = entry.measure
        if isinstance(measure, Table | Lack):
            continue
        at = (*path, "measure", "kinds")
        for kind in measure.kinds:
            if kind not in known.kinds:
                yield document.fault(
                    at, f"there is no kind {kind!r} of places.", f"Known: {_list(known.kinds)}."
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
    for path, _, entry in _entries(method):
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
        elif measure.supply:
            table, column = measure.supply.table, measure.supply.column
            at = (*path, "measure", "supply")
            faults = list(_table(table, (*at, "table"), document, known))
            yield from faults
            if not faults and column not in known.tables[table]:
                have = _list(known.tables[table])
                yield document.fault(
                    (*at, "column"), f"{table} has no column {column!r}.", f"It has: {have}."
                )


def _table(name: str, path: Key, document: Marked, known: Known) -> Iterator[Fault]:
    if name.startswith(("score.", "publish.")):
        yield document.fault(path, f"{name} is made from the score and cannot feed it.")
    elif name not in known.tables:
        layer = name.split(".")[0]
        have = [t for t in known.tables if t.startswith(f"{layer}.")]
        yield document.fault(path, f"there is no table {name}.", f"Known: {_list(have) or 'none'}.")


def cycles(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """No measure rests on itself by way of others."""
    needs = {
        name: [n for n in (entry.measure.share, entry.measure.of) if n in method.indicators]
        for name, entry in method.indicators.items()
        if isinstance(entry.measure, Lack)
    }
    paths = {name: path for path, name, _ in _entries(method)}
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
    for path, _, entry in _entries(method):
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
    named = [measure.table] if isinstance(measure, Table) else []
    if isinstance(measure, Lack):
        named = [measure.share, measure.of]
    elif not isinstance(measure, Table) and measure.supply:
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
            yield document.fault(at, f"there is no index {name!r} to cross with.", f"Known: {_list(every)}.")
    for path, _, entry in _entries(method):
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


def district_weight(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """District figures cannot tell neighbours apart, so their weight in the total is limited."""
    of_districts = [i for i, entry in method.indicators.items() if entry.level in WIDE]
    total, most = sum(method.weights[i] for i in of_districts), method.limits.district_weight_max
    if total > most + TOLERANCE:
        said = (
            f"district figures ({', '.join(of_districts)}) weigh {total:.1%} of the total, over {most:.1%}."
        )
        yield document.fault(("limits", "district_weight_max"), said, "Lower their weights.")


def groups(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Indicators that are one thing several times keep to the weight that they may have together."""
    inside = {i: d for d, _, i, _ in method.places()}
    for name, group in method.limits.groups.items():
        path: Key = ("limits", "groups", name)
        if group.domain not in method.domains:
            yield document.fault((*path, "domain"), f"there is no domain {group.domain!r}.")
            continue
        for indicator in group.indicators:
            if inside.get(indicator) != group.domain:
                said = f"{indicator!r} is no indicator of the domain {group.domain!r}."
                yield document.fault((*path, "indicators"), said)
        whole = sum(w for i, w in method.weights.items() if inside[i] == group.domain)
        part = sum(method.weights.get(i, 0.0) for i in group.indicators if inside.get(i) == group.domain)
        if part / whole > group.max + TOLERANCE:
            said = f"{name} weighs {part / whole:.1%} of {group.domain}, over {group.max:.1%}."
            yield document.fault((*path, "max"), said, "Lower the weights of its indicators.")


def shrinkage(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Only figures with a numerator and a denominator of people are shrunk; a reach is smooth already."""
    for path, _, entry in _entries(method):
        if entry.shrink and entry.shrink.method != "none" and not isinstance(entry.measure, Table):
            said = f"a {entry.measure.type} measure cannot be shrunk: it is no count of a small population."
            yield document.fault((*path, "shrink"), said)


def designations(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """A rule crosses the score with an index that the method is crossed with."""
    for name, rule in method.designations.items():
        if rule.index not in method.crossed_with:
            said = f"the rule uses {rule.index!r}, which is not in crossed_with."
            yield document.fault(("designations", name, "index"), said)


def _list(names: object) -> str:
    return ", ".join(sorted(names))  # type: ignore[call-overload]


CHECKS: tuple[Check, ...] = (
    weight_sums,
    unique_names,
    bandwidths,
    places,
    tables,
    cycles,
    sources,
    overlaps,
    district_weight,
    groups,
    shrinkage,
    designations,
)
