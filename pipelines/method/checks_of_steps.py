"""What must hold of what is made of the figures: groups, shrinkage, outliers, scales, means, rules.

Each check takes the method, its document (for lines) and what is known, and returns faults; none raises.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.errors import Fault
from pipelines.marked_yaml import Key, Marked
from pipelines.method.known import Check, Known, entries, listed
from pipelines.method.measures import Figure, counted
from pipelines.method.model import Impute, Method, Shrink
from pipelines.method.vocabulary import AT_ZERO, BELOW_ZERO, OF_RANKS

NEIGHBOURS = "neighbours"


def shrinkage(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Only figures with a numerator and a denominator of people are shrunk; a reach is smooth already."""
    for path, _, entry in entries(method):
        if entry.shrink and entry.shrink.method != "none" and not counted(entry.measure):
            said = f"a {entry.measure.type} measure cannot be shrunk: it is no count of a small population."
            if isinstance(entry.measure, Figure):
                said = "a figure without a denominator cannot be shrunk: nothing says how little it rests on."
            yield document.fault((*path, "shrink"), said)


def groupings(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """The groups that gaps are filled from, and that figures are drawn towards, are columns of the areas."""
    defaults: Key = ("defaults",)
    yield from _shrink(method.defaults.shrink, (*defaults, "shrink"), document, known)
    yield from _impute(method.defaults.impute, (*defaults, "impute"), document, known)
    for path, _, entry in entries(method):
        if entry.shrink:
            yield from _shrink(entry.shrink, (*path, "shrink"), document, known)
        if entry.impute:
            yield from _impute(entry.impute, (*path, "impute"), document, known)


def _shrink(rule: Shrink, path: Key, document: Marked, known: Known) -> Iterator[Fault]:
    if rule.method == "none":
        return
    if rule.towards != NEIGHBOURS:
        yield from _group(rule.towards, (*path, "towards"), document, known)
    elif known.areas.boundaries is None:
        said = f"who is whose neighbour is not known: {known.areas.table} comes without boundaries."
        yield document.fault((*path, "towards"), said)


def _impute(rule: Impute, path: Key, document: Marked, known: Known) -> Iterator[Fault]:
    if rule.rule == "mean":
        for place, column in enumerate(rule.within):
            yield from _group(column, (*path, "within", place), document, known)


def _group(column: str, path: Key, document: Marked, known: Known) -> Iterator[Fault]:
    areas, have = known.areas, known.tables.get(known.areas.table, frozenset())
    if column != areas.everywhere and column not in have:
        do = f"Give one of its columns, or {areas.everywhere}. It has: {listed(have)}."
        yield document.fault(path, f"{areas.table} has no column {column!r} to group by.", do)


def peers(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Figures are compared among peers where the areas have any."""
    areas, among = known.areas, method.defaults.adjust_among
    if {"rural_urban_class": areas.classes, "people_nearby": areas.surroundings}[among] is not None:
        return
    adjusted: list[Key] = [("defaults", "adjust")] if method.defaults.adjust != "none" else []
    adjusted += [(*path, "adjust") for path, _, e in entries(method) if e.adjust not in (None, "none")]
    for path in adjusted:
        said = f"the areas of {areas.table} have no {among.replace('_', ' ')} to be compared by."
        yield document.fault(path, said, "Use `adjust: none`.")


def outliers(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """Outliers are treated only where the distance between figures counts: ranks hold none."""
    scale = method.defaults.normalise.indicators
    for path, name, entry in entries(method):
        adjusted = (entry.adjust or method.defaults.adjust) != "none"
        if name not in method.outliers or not (adjusted or scale in OF_RANKS):
            continue
        why = "adjustment among peers ranks" if adjusted else f"the scale {scale!r} is of ranks"
        at: Key = (*path, "outliers") if entry.outliers else ("defaults", "outliers")
        said = f"{why}, and ranks hold no outliers: treating those of {name} would only make ties."
        yield document.fault(at, said, "Take one of the two out.")
        if not entry.outliers:
            return  # the defaults are told of once


def scales(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """A mean of another power than 1 is not of scales that go below 0; one of 0 or below, not to 0 either."""
    mean, levels = method.defaults.aggregate, method.defaults.normalise
    power = {"arithmetic": 1.0, "geometric": 0.0}.get(mean.method, mean.power)
    if power == 1:
        return
    unfit, need = ((*BELOW_ZERO, *AT_ZERO), "above 0") if power <= 0 else (BELOW_ZERO, "of 0 or more")
    for level in ("indicators", "subdomains", "domains"):
        scale = getattr(levels, level)
        if scale in unfit:
            said = f"a mean of power {power:g} needs figures {need}, and {scale!r} gives others."
            yield document.fault(("defaults", "normalise", level), said, "Use another scale or mean.")


def components(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """No more components count than a sub-domain has indicators."""
    kept = method.defaults.components
    for d, domain in method.domains.items():
        for s, sub in domain.subdomains.items():
            if kept is not None and 1 < len(sub.indicators) < kept:
                said = f"{s} (in {d}) has {len(sub.indicators)} indicators and so no {kept} components."
                yield document.fault(("defaults", "components"), said)


def crossing(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """What is crossed with deprivation is a score of need; without it there is no rule."""
    if known.areas.crossed is None:
        for key in ("crossed_with", "designations"):
            if getattr(method, key):
                said = f"there are no indices to cross a score of each {known.areas.one} with."
                yield document.fault((key,), said, f"Take {key} out.")
        return
    for key, why in (("crossed_with", "an index of deprivation"), ("designations", "a rule")):
        if not getattr(method, key):
            yield document.fault((key,), f"{key!r} is missing.", f"Name at least {why}.")
    if method.scores != "need":
        said = "a score that is crossed with deprivation is of need: high where there is little."
        yield document.fault(("scores",), said, "Take it out.")


def designations(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """A rule crosses the score with an index that the method is crossed with."""
    for name, rule in method.designations.items():
        if rule.index not in method.crossed_with:
            said = f"the rule uses {rule.index!r}, which is not in crossed_with."
            yield document.fault(("designations", name, "index"), said)


def tags(method: Method, document: Marked, known: Known) -> Iterator[Fault]:
    """What is measured of social infrastructure has its kind in the vocabulary of the field."""
    for path, _, entry in entries(method):
        if known.areas.tagged and entry.tag is None:
            yield document.fault((*path, "tag"), "'tag' is missing.")


CHECKS: tuple[Check, ...] = (
    shrinkage,
    groupings,
    peers,
    outliers,
    scales,
    components,
    crossing,
    designations,
    tags,
)
