"""The published roll-ups to larger areas: their columns, with what each means and rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.stages.published_columns import DEPRIVATION, DESIGNATIONS, KEY, SPINE, crossed, scored
from pipelines.warehouse.contract import ColumnFacts, Contract, TableCheck

if TYPE_CHECKING:
    from pipelines.method.model import Method

NEED = "social_infrastructure"
READS = (SPINE, DEPRIVATION, "score.domains", "score.total", DESIGNATIONS)
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

Column = tuple[ColumnFacts, tuple[str, ...]]


def area_contract(area: Area, method: Method, contracts: Mapping[str, Contract]) -> Contract:
    """The contract of one roll-up."""
    columns = [*_located(area, contracts), *_summaries(area, method), *_rules(area, method)]
    return Contract(
        description=f"Every {area.grain} of England that holds a neighbourhood: summaries and designations.",
        grain=f"one row a {area.grain}",
        key=(area.code,),
        columns=tuple(facts for facts, _ in columns),
        rows_of={f"{SPINE}.{area.code}": 1},
        sort=(area.code,),
        checks=(WHOLE,),
        extra={"from": {facts.name: list(origins) for facts, origins in columns}},
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
        yield contracts[SPINE].column(name), (f"{SPINE}:{name}",)
    number = ColumnFacts("neighbourhoods", "int", "Neighbourhoods (LSOA 2021)", minimum=1)
    yield number, (f"{SPINE}:{area.code}",)
    people = ColumnFacts("population", "int", "Residents at mid-2024", "residents", minimum=0)
    yield people, (f"{SPINE}:{area.code}", f"{SPINE}:population")


def _summaries(area: Area, method: Method) -> Iterator[Column]:
    weighed = (f"{SPINE}:{area.code}", f"{SPINE}:population")
    for index in (NEED, *method.crossed_with):
        title = "Social infrastructure" if index == NEED else index.upper().replace("IMD", "IMD ")
        own = scored(method) if index == NEED else (f"{DEPRIVATION}:{index}_score",)
        for measure, said in SUMMARIES.items():
            yield ColumnFacts(f"{index}_{measure}", "float", f"{title}: {said}"), (*own, *weighed)
    for domain, entry in method.domains.items():
        said = f"{entry.title}: average score, weighted by residents; higher = more need"
        yield ColumnFacts(f"{domain}_average_score", "float", said), (*scored(method, domain), *weighed)


def _rules(area: Area, method: Method) -> Iterator[Column]:
    for name, rule in method.designations.items():
        origins = (*crossed(method, rule.index), f"{SPINE}:{area.code}", f"{SPINE}:population")
        if rule.areas == KEY:
            facts = [
                ColumnFacts(f"{name}_neighbourhoods", "int", "Neighbourhoods designated", minimum=0),
                ColumnFacts(
                    f"{name}_residents", "int", "Residents of neighbourhoods designated", "residents"
                ),
                ColumnFacts(f"{name}_share", "float", "Share of residents in neighbourhoods designated"),
            ]
        elif rule.areas == area.code:
            facts = [
                ColumnFacts(name, "bool", "Designated"),
                ColumnFacts(f"{name}_need_rank", "int", "Rank of social infrastructure, 1 = most need"),
                ColumnFacts(f"{name}_deprivation_rank", "int", "Rank of deprivation, 1 = most deprived"),
                ColumnFacts(f"{name}_need_margin", "int", "Ranks to the line of social infrastructure"),
                ColumnFacts(f"{name}_deprivation_margin", "int", "Ranks to the line of deprivation"),
            ]
        else:
            continue
        for fact in facts:
            yield _titled(fact, rule.title), origins


def _titled(facts: ColumnFacts, title: str) -> ColumnFacts:
    from dataclasses import replace

    return replace(facts, meaning=f"{facts.meaning}: {title}")
