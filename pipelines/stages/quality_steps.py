"""The steps of the layer `quality`, generated from a method: placebos, agreement, diagnostics.

They are made when they are asked for (`commonground placebo`, `commonground method page`) and not with every
build: nothing published rests on them, and strewing places costs as much as measuring them. What the
steps do is in `placebo` and `quality`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipelines.method.model import Method
from pipelines.stages import edges, placebo, quality
from pipelines.stages import quality_contracts as contracts
from pipelines.stages.method_contracts import counted, parts_of
from pipelines.stages.method_steps import DEGREE, POWER, bounds_of_outliers, peers_table, structure
from pipelines.warehouse.step import Step, make_step

KEY = "lsoa21cd"
WHOLE = "social_infrastructure"
SCORES = ("score.total", "score.domains", "score.subdomains")
STATUSES = ["observed", "district", "imputed", "missing"]

# Outcomes that agreement is shown with, and what pages call them; counts are left out. Antidepressants alone
# are standardised for age. Conditions are modelled from the practices of registration, loneliness
# and fuel poverty from the kind of area.
OUTCOMES = {
    "lonely_modelled": "Loneliness (modelled)",
    "antidepressants": "Antidepressants prescribed",
    "depression": "Depression (modelled)",
    "severe_mental_illness": "Severe mental illness (modelled)",
    "copd": "Chronic lung disease (modelled)",
    "diabetes": "Diabetes (modelled)",
    "smoking": "Smoking (modelled)",
    "dementia": "Dementia (modelled)",
    "msoa_covid_deaths": "Deaths from Covid-19 (of the MSOA)",
    "fuel_poverty": "Fuel poverty (modelled)",
    "ward_child_poverty": "Child poverty (of the ward)",
    "house_price": "House price",
}


def quality_steps(method: Method, steps: Mapping[str, Step]) -> list[Step]:
    """All tables of the layer; `steps` are those of the method itself, by table."""
    measures = _of_places(method, steps)
    judging = list(_judging(method))
    return [*_placebos(method, measures), *judging] if measures else judging


def _of_places(method: Method, steps: Mapping[str, Step]) -> dict[str, Step]:
    """The steps that measure places, by indicator; a lack of something is measured from another indicator."""
    found = {name: steps.get(f"indicators.{name}") for name in method.indicators}
    return {name: step for name, step in found.items() if step is not None and "type" in step.settings}


def _placebos(method: Method, measures: Mapping[str, Step]) -> Iterable[Step]:
    settings: dict[str, Any] = {"measures": {name: dict(step.settings) for name, step in measures.items()}}
    reads = {"core.output_area", "core.lsoa", "core.places"}.union(*(s.reads for s in measures.values()))
    columns: dict[str, dict[str, Any]] = {
        name: {"type": "float", "meaning": f"{method.indicators[name].label}, with places strewn at random"}
        for name in measures
    }
    said = "The indicators of places, had as many places of each kind been strewn where people live"
    yield _step("strewn", reads, placebo.strewn, _neighbourhoods(said, columns), settings)
    plan = _plan(method, set(measures))
    columns = {}
    for name in ["shape", "strewn", *(f"strewn_{d}" for d in plan["domains"]), "deprivation", "density"]:
        said = f"Placebo {name.replace('_', ' ')}"
        columns[f"{name}_score"] = {"type": "float", "meaning": f"{said}: score, higher = more need"}
        columns[f"{name}_rank"] = {"type": "int", "min": 1, "meaning": f"{said}: rank, 1 = most need"}
    said = "Indices that know nothing of places: area shapes, strewn places, deprivation, density"
    reads = {"core.lsoa", "core.lsoa_boundary", "core.output_area", "core.imd", "quality.strewn"}
    reads |= set(peers_table(method))
    index = {"deprivation": method.crossed_with[0]}
    yield _step("placebo", reads, placebo.placebo, _neighbourhoods(said, columns), plan | index)
    reads = {"core.lsoa", "core.imd", "core.outcomes", "quality.placebo", *SCORES}
    settings = index | {"outcomes": list(OUTCOMES)}
    yield _step("agreement", reads, quality.agreement, contracts.AGREEMENT, settings)


def _plan(method: Method, kept: set[str]) -> dict[str, Any]:
    """The settings of the index with no indicators but `kept`: parts that keep none have no part in it."""
    domains = {}
    for d, domain in method.domains.items():
        subs = {
            s: (sub.weight, {i: e.weight for i, e in sub.indicators.items() if i in kept})
            for s, sub in domain.subdomains.items()
        }
        subs = {s: (weight, parts) for s, (weight, parts) in subs.items() if parts}
        if subs:
            domains[d] = (domain.weight, subs)
    defaults, entries = method.defaults, method.indicators
    levels = defaults.normalise
    return {
        "domains": domains,
        "normalise": [levels.indicators, levels.subdomains, levels.domains],
        "power": POWER.get(defaults.aggregate.method, defaults.aggregate.power),
        "worse": sorted(kept & method.raising),
        "outliers": {i: bounds for i, bounds in bounds_of_outliers(method).items() if i in kept},
        "degree": {i: DEGREE[entries[i].adjust or defaults.adjust] for i in sorted(kept)},
        "peers": defaults.adjust_among,
    }


def _judging(method: Method) -> Iterable[Step]:
    settings: dict[str, Any] = {"indicators": list(method.indicators), "statuses": STATUSES}
    reads = ["core.lsoa", "score.shrunk", "score.status", "score.weights"]
    contract = counted(contracts.INDICATORS, len(method.indicators))
    yield _step("indicators", reads, quality.indicators, contract, settings)
    reads = ["core.lsoa", "score.adjusted", *SCORES]
    contract = counted(contracts.CORRELATION, (parts_of(method) + 1) ** 2)
    yield _step("correlation", reads, quality.correlation, contract, {})
    subdomains = {s: parts for subs in structure(method).values() for s, parts in subs.items()}
    settings = {"subdomains": subdomains}
    # one indicator has no correlation with others, of two none can be left out
    several = {least: sum(len(i) for i in subdomains.values() if len(i) >= least) for least in (2, 3)}
    contract = counted(contracts.COMPONENTS, several[2])
    yield _step("components", ["score.transformed"], quality.components, contract, settings)
    settings = {**settings, "components": method.defaults.components}
    contract = counted(contracts.LOADINGS, sum(len(i) ** 2 for i in subdomains.values() if len(i) >= 2))
    yield _step("loadings", ["score.transformed"], quality.loadings, contract, settings)
    reads = ["score.transformed", "score.weights"]
    contract = counted(contracts.WEIGHTS, several[3])
    yield _step("weights", reads, quality.weights, contract, settings)
    settings = {"parts": {**dict.fromkeys(method.domains, "score.domains"), WHOLE: "score.total"}}
    reads = ["core.lsoa", "core.places", "score.domains", "score.total"]
    yield _step("edges", reads, edges.edges, contracts.EDGES, settings)


def _neighbourhoods(description: str, columns: Mapping[str, Mapping[str, Any]]) -> str:
    import json

    facts = {"grain": "one row a neighbourhood (LSOA 2021)", "key": [KEY], "rows": "spine"}
    # JSON is YAML, and quotes what needs it.
    return json.dumps({"description": description, **facts, "columns": {KEY: {}, **columns}})


def _step(
    name: str, reads: Iterable[str], run: Callable[..., Any], contract: str, settings: Mapping[str, Any]
) -> Step:
    return make_step(f"quality.{name}", sorted(set(reads)), contract, run, settings)
