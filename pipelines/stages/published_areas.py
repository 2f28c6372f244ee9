"""The published roll-ups to larger areas: their columns, with what each means and rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.stages.published_columns import (
    DEPRIVATION,
    DESIGNATIONS,
    DIRECTION,
    KEY,
    NONE,
    SPINE,
    crossed,
    margins,
    scored,
)
from pipelines.warehouse.contract import ColumnFacts, Contract, TableCheck

if TYPE_CHECKING:
    from pipelines.method.model import Method

NEED = "social_infrastructure"
READS = (SPINE, DEPRIVATION, "score.domains", "score.total", DESIGNATIONS)
TURNED = "ranks from the least needy (N + 1 - rank)"
# Each summary of an index: what it means, and its unit. Higher = more need in all of them.
SUMMARIES = {
    "average_score": (
        "average score of its neighbourhoods, weighted by residents; higher = more need",
        "score",
    ),
    "average_rank": (
        "average of N + 1 - rank, weighted by residents, as the Indices of Deprivation publish it: "
        "HIGHER = more need, unlike a rank",
        TURNED,
    ),
    "proportion_worst": (
        "share of its neighbourhoods in the neediest tenth of England",
        "share of neighbourhoods",
    ),
    "extent": (
        "share of residents in needy neighbourhoods, counted whole in the neediest tenth and less and less "
        "down to none at 30%",
        "share of residents",
    ),
    "local_concentration": (
        "average of N + 1 - rank over the neediest neighbourhoods that hold a tenth of its residents, as the "
        "Indices of Deprivation publish it: HIGHER = more need, unlike a rank",
        TURNED,
    ),
}


@dataclass(frozen=True)
class Area:
    """A kind of larger area: its published table, code, name, the codes and names of its parents."""

    table: str
    code: str
    name: str
    parents: tuple[str, ...]
    grain: str


WHOLE = TableCheck(
    "All neighbourhoods and residents of the spine are counted once",
    "SELECT sum(neighbourhoods), sum(population) FROM this HAVING (sum(neighbourhoods), sum(population)) "
    f"IS DISTINCT FROM (SELECT (count(*), sum(population)) FROM {SPINE})",
)
_WITHIN_DISTRICT = ("lad24cd", "lad24nm", "rgn24cd", "rgn24nm")
AREAS = (
    Area("msoas", "msoa21cd", "msoa21hclnm", _WITHIN_DISTRICT, "MSOA (2021)"),
    Area("wards", "wd24cd", "wd24nm", _WITHIN_DISTRICT, "ward (2024)"),
    Area("districts", "lad24cd", "lad24nm", _WITHIN_DISTRICT[2:], "district (2024)"),
    Area("constituencies", "pcon24cd", "pcon24nm", _WITHIN_DISTRICT[2:], "constituency (July 2024)"),
    Area("regions", "rgn24cd", "rgn24nm", (), "region"),
)

# Its facts, what it rests on, which way it runs ('' for text and flags).
Column = tuple[ColumnFacts, tuple[str, ...], str]


def area_contract(area: Area, method: Method, contracts: Mapping[str, Contract]) -> Contract:
    """The contract of one roll-up."""
    columns = [*_located(area, contracts), *_summaries(area, method), *_rules(area, method)]
    return Contract(
        description=f"Every {area.grain} of England that holds a neighbourhood: summaries and designations.",
        grain=f"one row a {area.grain}",
        key=(area.code,),
        columns=tuple(facts for facts, _, _ in columns),
        rows_of={f"{SPINE}.{area.code}": 1},
        sort=(area.code,),
        checks=(WHOLE,),
        extra={
            "from": {facts.name: list(origins) for facts, origins, _ in columns},
            "about": {facts.name: {"direction": runs} for facts, _, runs in columns if runs},
        },
    )


def area_settings(area: Area, method: Method) -> dict[str, Any]:
    """What `published.area` has to know."""
    return {
        "area": [area.code, area.name, list(area.parents)],
        "indices": [NEED, *method.crossed_with],
        "domains": list(method.domains),
        "inside": [name for name, rule in method.designations.items() if rule.areas == KEY],
        "own": [name for name, rule in method.designations.items() if rule.areas == area.code],
    }


def _located(area: Area, contracts: Mapping[str, Contract]) -> Iterator[Column]:
    for name in (area.code, area.name, *area.parents):
        yield contracts[SPINE].column(name), (f"{SPINE}:{name}",), ""
    number = ColumnFacts("neighbourhoods", "int", "Neighbourhoods (LSOA 2021)", "neighbourhoods", minimum=1)
    yield number, (f"{SPINE}:{area.code}",), NONE
    people = ColumnFacts("population", "int", "Residents at mid-2024", "residents", minimum=0)
    yield people, (f"{SPINE}:{area.code}", f"{SPINE}:population"), NONE


def _summaries(area: Area, method: Method) -> Iterator[Column]:
    weighed = (f"{SPINE}:{area.code}", f"{SPINE}:population")
    for index in (NEED, *method.crossed_with):
        title = "Social infrastructure" if index == NEED else index.upper().replace("IMD", "IMD ")
        own = scored(method) if index == NEED else (f"{DEPRIVATION}:{index}_score",)
        for measure, (said, unit) in SUMMARIES.items():
            facts = ColumnFacts(f"{index}_{measure}", "float", f"{title}: {said}", unit)
            yield facts, (*own, *weighed), DIRECTION["score"]
    for domain, entry in method.domains.items():
        said = f"{entry.title}: average score, weighted by residents; higher = more need"
        facts = ColumnFacts(f"{domain}_average_score", "float", said, "score")
        yield facts, (*scored(method, domain), *weighed), DIRECTION["score"]


def _rules(area: Area, method: Method) -> Iterator[Column]:
    for name, rule in method.designations.items():
        origins = (*crossed(method, rule.index), f"{SPINE}:{area.code}", f"{SPINE}:population")
        if rule.areas == KEY:
            columns = _inside(name, rule.title)
        elif rule.areas == area.code:
            columns = _own(name, rule)
        else:
            continue
        for facts, runs in columns:
            yield facts, origins, runs


def _inside(name: str, title: str) -> Iterator[tuple[ColumnFacts, str]]:
    """How much of an area a rule on neighbourhoods designates."""
    whose = f"neighbourhoods designated: {title}"
    said = f"Number of {whose}"
    number = ColumnFacts(f"{name}_neighbourhoods", "int", said, "neighbourhoods", minimum=0)
    people = ColumnFacts(f"{name}_residents", "int", f"Residents of {whose}", "residents", minimum=0)
    share = ColumnFacts(f"{name}_share", "float", f"Share of residents in {whose}", "share of residents")
    yield from ((facts, DIRECTION["score"]) for facts in (number, people, share))


def _own(name: str, rule: Any) -> Iterator[tuple[ColumnFacts, str]]:
    """A rule on areas of this kind: whether it designates them, the ranks of the means, their margins."""
    yield ColumnFacts(name, "bool", f"Designated: {rule.title}"), ""
    of = f"mean over residents of its neighbourhoods' {rule.average}s, 1 = most"
    need = f"Rank of social infrastructure ({of} need): {rule.title}"
    yield ColumnFacts(f"{name}_need_rank", "int", need, "rank", minimum=1), DIRECTION["rank"]
    deprivation = f"Rank of deprivation ({of} deprived): {rule.title}"
    yield ColumnFacts(f"{name}_deprivation_rank", "int", deprivation, "rank", minimum=1), DIRECTION["rank"]
    yield from ((facts, DIRECTION["margin"]) for _, facts in margins(name, rule))
