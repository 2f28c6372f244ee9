"""The columns of the published neighbourhoods: what each is taken from, what it means, what it rests on.

Generated from the method and the contracts of the tables of the score. Putting them together is in
`published`, larger areas are in `published_areas`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipelines.method.overlap import indices
from pipelines.stages.method_steps import tables
from pipelines.warehouse.contract import ColumnFacts, Contract

if TYPE_CHECKING:
    from pipelines.method.model import Indicator, Method

KEY = "lsoa21cd"
SPINE, DEPRIVATION, DESIGNATIONS = "core.lsoa", "core.imd", "score.designations"
SHAPES, PEERS = "core.lsoa_shape", "core.people_nearby"
NONE = "none"  # what a number says that runs in no direction: residents, eastings
DIRECTION = {
    "score": "higher = more need",
    "rank": "1 = most need",
    "decile": "1 = the most needy tenth",
    "margin": "0 or more = within the line; below 0 = so many ranks outside",
    "completeness": "higher = more observed",
    "more_is_better": "higher = less need",
    "more_is_worse": "higher = more need",
}
# Margins of the rules on both ranks, and of those on double disadvantage: the ranks that have a line.
MARGINS = {
    "worst_of_both": {"need_margin": "social infrastructure", "deprivation_margin": "deprivation"},
    "double_disadvantage": {"combined_margin": "double disadvantage"},
}


@dataclass(frozen=True)
class Taken:
    """A published column: the table and column it is taken from, what it rests on, what a codebook says.

    `origins` are `layer.table` or `layer.table:column`; `rule` names the designation where it is of one.
    """

    table: str
    column: str
    facts: ColumnFacts
    origins: tuple[str, ...]
    about: Mapping[str, Any]
    rule: str | None = None


def neighbourhood_columns(method: Method, contracts: Mapping[str, Contract]) -> Iterator[Taken]:
    """The columns of the published neighbourhoods, in their order."""

    def take(table: str, column: str, origins: Iterable[str], name: str = "", **about: Any) -> Taken:
        facts = replace(contracts[table].column(column), name=name or column)
        return Taken(table, column, facts, tuple(origins), about)

    for facts in contracts[SPINE].columns:
        about = {"direction": NONE} if facts.type in ("int", "float") else {}
        yield take(SPINE, facts.name, [f"{SPINE}:{facts.name}"], **about)
    if method.defaults.adjust_among == "people_nearby":
        yield take(PEERS, "people_nearby", [f"{PEERS}:people_nearby"], direction=NONE)
    for index in method.crossed_with:
        for what in ("score", "rank", "decile"):
            column = f"{index}_{what}"
            yield take(DEPRIVATION, column, [f"{DEPRIVATION}:{column}"], direction=DIRECTION[what])
    for domain, parts in method.domains.items():
        for table, name in [("score.domains", domain), *(("score.subdomains", s) for s in parts.subdomains)]:
            for what in ("score", "rank"):
                about = {"domain": domain, "direction": DIRECTION[what]}
                yield take(table, f"{name}_{what}", scored(method, name), **about)
    for column in contracts["score.total"].names[1:]:
        yield take("score.total", column, _of_total(method, column), direction=_direction(column))
    yield from _rules(method)
    for name, entry in method.indicators.items():
        yield from _indicator(method, name, entry, contracts)


def scored(method: Method, part: str = "total") -> tuple[str, ...]:
    """What the score of a domain, a sub-domain or the total rests on."""
    own = tables(method)
    names = [i for d, s, i, _ in method.places() if part in ("total", d, s)]
    peers = [f"{PEERS}:people_nearby"] if method.defaults.adjust_among == "people_nearby" else []
    return (f"{SPINE}:ruc21", *peers, *(f"{own[name]}:value" for name in names))


def crossed(method: Method, index: str) -> tuple[str, ...]:
    """What a figure rests on that sets the total beside an index of deprivation."""
    return (*scored(method), f"{DEPRIVATION}:{index}_rank")


def _of_total(method: Method, column: str) -> tuple[str, ...]:
    for ending, code in (("_in_district", "lad24cd"), ("_in_region", "rgn24cd")):
        if column.endswith(ending):
            part = column.removesuffix(f"_rank{ending}")
            return (*scored(method, part if part in method.domains else "total"), f"{SPINE}:{code}")
    if column.startswith("double_disadvantage"):
        index = next((i for i in method.crossed_with if column.endswith(i)), method.crossed_with[0])
        return crossed(method, index)
    return scored(method)


def _direction(column: str) -> str:
    return next((said for what, said in DIRECTION.items() if f"_{what}" in column), "")


def _rules(method: Method) -> Iterator[Taken]:
    """Flags and margins of the rules; for larger areas, whether the neighbourhood lies in one."""
    for name, rule in method.designations.items():
        located = () if rule.areas == KEY else (f"{SPINE}:{rule.areas}", f"{SPINE}:population")
        origins = (*crossed(method, rule.index), *located)
        inside = "" if rule.areas == KEY else " (the area that it lies in)"
        facts = ColumnFacts(name, "bool", f"Designated under the rule: {rule.title}{inside}")
        yield Taken(DESIGNATIONS, "designated", facts, origins, {}, name)
        if rule.areas == KEY:
            about = {"direction": DIRECTION["margin"]}
            for column, facts in margins(name, rule):
                yield Taken(DESIGNATIONS, column, facts, origins, about, name)


def margins(name: str, rule: Any) -> Iterator[tuple[str, ColumnFacts]]:
    """The margins of a rule: column of the table of designations, and what is published of it."""
    for column, what in MARGINS[rule.rule].items():
        said = f"Ranks to the line of {what} (0 or more: within; below 0: outside): {rule.title}"
        yield column, ColumnFacts(f"{name}_{column}", "int", said, "ranks")


def outlines(contracts: Mapping[str, Contract]) -> tuple[ColumnFacts, ColumnFacts]:
    """What the GeoParquet file of neighbourhoods has besides its table: the outline and its box."""
    outline = contracts[SHAPES].column("geometry")
    outline = replace(outline, meaning=f"{outline.meaning}. Not in the CSV file")
    said = (
        "Box around the outline: xmin, ymin, xmax, ymax, for reading a part of the map. Not in the CSV file"
    )
    return outline, ColumnFacts("bbox", "struct", said, outline.unit, nullable=False)


def _indicator(
    method: Method, name: str, entry: Indicator, contracts: Mapping[str, Contract]
) -> Iterator[Taken]:
    origins = (f"{tables(method)[name]}:value",)
    about = {
        "kind": entry.tag,
        "domain": next(f"{d}: {s}" for d, s, i, _ in method.places() if i == name),
        "weight": round(method.weights[name], 6),
        "level": entry.level,
        "overlap": "; ".join(_overlaps(method, entry)),
    }
    measured = ColumnFacts(name, "float", f"{entry.label}, as measured", entry.unit)
    yield Taken("score.value", name, measured, origins, about | {"direction": DIRECTION[entry.direction]})
    ranked = f"{entry.label}: rank of the figure that the score uses"
    came = f"{entry.label}: how the figure came about"
    rank = ColumnFacts(f"{name}_rank", "int", ranked, "rank", minimum=1)
    yield Taken("score.ranks", name, rank, origins, about | {"direction": DIRECTION["rank"]})
    status = replace(contracts["score.status"].column(name), name=f"{name}_status", meaning=came)
    yield Taken("score.status", name, status, origins, about)


def _overlaps(method: Method, entry: Indicator) -> Iterator[str]:
    """Where an indicator shares an input with an index of deprivation that the method crosses it with."""
    kinds = getattr(entry.measure, "kinds", ())
    for index in method.crossed_with:
        facts = indices()[index]
        yield from (f"{index}: {i} ({s})" for s, i in facts.overlaps(entry.sources, kinds))
        yield from (f"{index}: {i} has {s} among its destinations" for s, i in facts.touched(entry.sources))
