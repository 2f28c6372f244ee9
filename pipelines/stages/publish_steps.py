"""The published tables, generated from the method: their columns, and where each column comes from.

A published column is a column of an earlier table under the same or a plainer name; its facts (type,
meaning, unit, sources) are taken over from there. How the tables are put together is in `published`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipelines.method.overlap import indices
from pipelines.stages import published
from pipelines.stages.method_steps import tables
from pipelines.warehouse.contract import ColumnFacts, Contract
from pipelines.warehouse.step import Step

if TYPE_CHECKING:
    from pipelines.method.model import Method

KEY = "lsoa21cd"
DEPRIVATION = ("score", "rank", "decile")
RULE_COLUMNS = {"need_margin": "social infrastructure", "deprivation_margin": "deprivation"}
SUMMARIES = {
    "average_score": "average score of its neighbourhoods, weighted by residents; higher = more need",
    "average_rank": "average of N + 1 - rank, weighted by residents, as the Indices of Deprivation publish "
    "it: HIGHER = more need, unlike every other rank here",
    "proportion_worst": "share of its neighbourhoods in the neediest tenth of England",
    "extent": "share of residents in needy neighbourhoods, counted whole in the neediest tenth and less and "
    "less down to none at 30%",
    "local_concentration": "average of N + 1 - rank over the neediest neighbourhoods that hold a tenth of "
    "its residents",
}


@dataclass(frozen=True)
class Area:
    """A kind of larger area: its published table, code, name, and the codes and names of its parents."""

    table: str
    code: str
    name: str
    parents: tuple[str, ...]
    grain: str


AREAS = (
    Area("msoas", "msoa21cd", "msoa21hclnm", ("lad24cd", "lad24nm", "rgn24cd", "rgn24nm"), "MSOA (2021)"),
    Area("wards", "wd24cd", "wd24nm", ("lad24cd", "lad24nm", "rgn24cd", "rgn24nm"), "ward (2024)"),
    Area("districts", "lad24cd", "lad24nm", ("rgn24cd", "rgn24nm"), "district (2024)"),
    Area("constituencies", "pcon24cd", "pcon24nm", ("rgn24cd", "rgn24nm"), "constituency (July 2024)"),
    Area("regions", "rgn24cd", "rgn24nm", (), "region"),
)


@dataclass(frozen=True)
class Taken:
    """A published column and the table and column that it is taken from."""

    name: str
    table: str
    column: str
    facts: ColumnFacts
    about: Mapping[str, Any]


def publish_steps(method: Method, contracts: Mapping[str, Contract]) -> list[Step]:
    """The steps of the layer `publish`; `contracts` are those of the earlier tables, by name."""
    taken = list(_taken(method, contracts))
    return [
        _neighbourhoods(taken),
        _indicators(method, contracts),
        *(_area(area, method, contracts) for area in AREAS),
    ]


def _taken(method: Method, contracts: Mapping[str, Contract]) -> Iterator[Taken]:
    """The columns of the published neighbourhoods, in their order."""

    def take(table: str, column: str, name: str | None = None, **about: Any) -> Taken:
        facts = replace(contracts[table].column(column), name=name or column)
        return Taken(facts.name, table, column, facts, about)

    for column in contracts["core.lsoa"].names:
        yield take("core.lsoa", column)
    for index in method.crossed_with:
        for what in DEPRIVATION:
            yield take("core.imd", f"{index}_{what}", direction=DIRECTION[what])
    for domain, entry in method.domains.items():
        for what in ("score", "rank"):
            yield take("score.domains", f"{domain}_{what}", domain=domain, direction=DIRECTION[what])
        for sub in entry.subdomains:
            for what in ("score", "rank"):
                yield take("score.subdomains", f"{sub}_{what}", domain=domain, direction=DIRECTION[what])
    for column in contracts["score.total"].names[1:]:
        direction = next((said for what, said in DIRECTION.items() if f"_{what}" in column), "")
        yield take("score.total", column, direction=direction)
    yield from _rules(method)
    for _domain, _sub, name, entry in method.places():
        about = _about(method, name)
        column = ColumnFacts(name, "float", f"{entry.label}, as measured", entry.unit)
        yield Taken(name, "score.value", name, column, about | {"direction": DIRECTION[entry.direction]})
        yield take("score.ranks", name, f"{name}_rank", **about | {"direction": DIRECTION["rank"]})
        yield take("score.status", name, f"{name}_status", **about)


DIRECTION = {
    "score": "higher = more need",
    "rank": "1 = most need",
    "decile": "1 = the most needy tenth",
    "more_is_better": "higher = less need",
    "more_is_worse": "higher = more need",
}


def _about(method: Method, name: str) -> dict[str, Any]:
    """What the codebook says of an indicator beside its facts."""
    domain, sub = next((d, s) for d, s, i, _ in method.places() if i == name)
    entry = method.indicators[name]
    return {
        "kind": entry.tag,
        "domain": f"{domain}: {sub}",
        "weight": round(method.weights[name], 6),
        "level": entry.level,
        "overlap": "; ".join(_overlaps(method, name)),
    }


def _overlaps(method: Method, name: str) -> Iterator[str]:
    """Where an indicator shares an input with an index of deprivation that the method crosses it with."""
    entry = method.indicators[name]
    for index in method.crossed_with:
        facts = indices()[index]
        kinds = getattr(entry.measure, "kinds", ())
        yield from (f"{index}: {i} ({s})" for s, i in facts.overlaps(entry.sources, kinds))
        yield from (f"{index}: {i} has {s} among its destinations" for s, i in facts.touched(entry.sources))


def _rules(method: Method) -> Iterator[Taken]:
    """Flags and margins of the rules; for larger areas, whether the neighbourhood lies in one."""
    for name, rule in method.designations.items():
        inside = "" if rule.areas == KEY else " (the area that it lies in)"
        said = f"Designated under the rule: {rule.title}{inside}"
        yield Taken(name, "score.designations", "designated", ColumnFacts(name, "bool", said), {"rule": name})
        if rule.areas != KEY or rule.rule != "worst_of_both":
            continue
        for column, what in RULE_COLUMNS.items():
            own = f"{name}_{column}"
            said = (
                f"Ranks to the line of {what} (0 or more: within; below 0: outside) in the rule: {rule.title}"
            )
            facts = ColumnFacts(own, "int", said, "ranks")
            yield Taken(own, "score.designations", column, facts, {"rule": name})


def _neighbourhoods(taken: list[Taken]) -> Step:
    contract = Contract(
        description="Every neighbourhood of England: where it is, deprivation, social infrastructure, "
        "designations, and each indicator with its rank and how it came about.",
        grain="one row a neighbourhood (LSOA 2021)",
        key=(KEY,),
        columns=tuple(t.facts for t in taken),
        rows="spine",
        sort=(KEY,),
        extra={
            "from": {t.name: [t.table] for t in taken},
            "about": {t.name: _codebook(t.about) for t in taken},
        },
    )
    columns = [[t.name, t.table, t.column, t.about.get("rule")] for t in taken]
    tables = sorted({t.table for t in taken} | {"core.lsoa"})
    return _step("neighbourhoods", tables, contract, published.neighbourhoods, {"columns": columns})


def _codebook(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if name != "rule"}


def _indicators(method: Method, contracts: Mapping[str, Contract]) -> Step:
    measured = tables(method)
    facts = [
        contracts["core.lsoa"].column(KEY),
        ColumnFacts("indicator", "string", "Id of the indicator, as in the method and the codebook"),
        ColumnFacts("numerator", "float", "What is counted, in the unit that the method states"),
        ColumnFacts("denominator", "float", "What it is divided by"),
        ColumnFacts("value", "float", "The figure as measured"),
        ColumnFacts("shrunk", "float", "The figure that the score uses, after shrinkage and imputation"),
        ColumnFacts("rank", "int", "Rank of that figure among neighbourhoods, 1 = most need"),
        ColumnFacts(
            "status",
            "string",
            "How the figure came about",
            values=("observed", "district", "imputed", "missing"),
        ),
    ]
    contract = Contract(
        description="Each indicator of each neighbourhood: numerator, denominator, value, shrunk, rank, status.",
        grain="one row a neighbourhood and indicator",
        key=(KEY, "indicator"),
        columns=tuple(facts),
        sort=("indicator", KEY),
        extra={"from": {KEY: ["core.lsoa"]}, "about": {"rank": {"direction": DIRECTION["rank"]}}},
    )
    reads = sorted({*measured.values(), "score.shrunk", "score.ranks", "score.status"})
    return _step("indicators", reads, contract, published.indicators, {"tables": measured})


def _area(area: Area, method: Method, contracts: Mapping[str, Contract]) -> Step:
    """A roll-up: residents, the five summaries of each index, designated neighbourhoods and their residents."""
    spine = contracts["core.lsoa"]
    located = (area.code, area.name, *area.parents, "neighbourhoods", "population")
    ranked = ["social_infrastructure", *method.crossed_with]
    inside = [name for name, rule in method.designations.items() if rule.areas == KEY]
    own = [name for name, rule in method.designations.items() if rule.areas == area.code]
    columns = [
        *(spine.column(c) for c in (area.code, area.name, *area.parents)),
        ColumnFacts("neighbourhoods", "int", "Neighbourhoods (LSOA 2021)", minimum=1),
        ColumnFacts("population", "int", "Residents at mid-2024", "residents", minimum=0),
    ]
    for index in ranked:
        columns += [
            ColumnFacts(f"{index}_{measure}", "float", f"{TITLES.get(index, index.upper())}: {said}")
            for measure, said in SUMMARIES.items()
        ]
    columns += [
        ColumnFacts(f"{d}_average_score", "float", f"{entry.title}: average score, weighted by residents")
        for d, entry in method.domains.items()
    ]
    for name in inside:
        title = method.designations[name].title
        columns += [
            ColumnFacts(f"{name}_neighbourhoods", "int", f"Neighbourhoods designated: {title}", minimum=0),
            ColumnFacts(
                f"{name}_residents", "int", f"Residents of neighbourhoods designated: {title}", "residents"
            ),
            ColumnFacts(
                f"{name}_share", "float", f"Share of residents in neighbourhoods designated: {title}"
            ),
        ]
    for name in own:
        title = method.designations[name].title
        columns += [
            ColumnFacts(name, "bool", f"Designated under the rule: {title}"),
            ColumnFacts(f"{name}_need_rank", "int", f"Rank of social infrastructure in the rule: {title}"),
            ColumnFacts(f"{name}_deprivation_rank", "int", f"Rank of deprivation in the rule: {title}"),
            ColumnFacts(f"{name}_need_margin", "int", f"Ranks to the line of social infrastructure: {title}"),
            ColumnFacts(f"{name}_deprivation_margin", "int", f"Ranks to the line of deprivation: {title}"),
        ]
    contract = Contract(
        description=f"Every {area.grain} of England that holds a neighbourhood: summaries and designations.",
        grain=f"one row a {area.grain}",
        key=(area.code,),
        columns=tuple(columns),
        sort=(area.code,),
        extra={"from": dict.fromkeys(located, ["core.lsoa"])},
    )
    settings = {
        "area": [area.code, area.name, list(area.parents)],
        "indices": ranked,
        "domains": list(method.domains),
        "inside": inside,
        "own": own,
    }
    reads = ["core.lsoa", "core.imd", "score.domains", "score.total", "score.designations"]
    return _step(area.table, reads, contract, published.area, settings)


TITLES = {
    "social_infrastructure": "Social infrastructure",
    "imd2025": "Index of Multiple Deprivation 2025",
    "imd2019": "Index of Multiple Deprivation 2019",
}


def _step(name: str, reads: Iterable[str], contract: Contract, run: Any, settings: Mapping[str, Any]) -> Step:
    return Step(f"publish.{name}", tuple(sorted(reads)), contract, run, settings, run.__module__)
