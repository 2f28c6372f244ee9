"""The steps of a method: which tables it makes, from which, with contracts generated from its entries.

A step's settings hold that part of the method that its table depends on and nothing else, so that a change of
a weight makes the scores again and not the measures. What the steps do is in `measures`, `score` and
`designations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pipelines.method.model import Catchment, Diversity, Lack, Method, Reach, Spread, Table
from pipelines.stages import correlations, designations, measures, score
from pipelines.stages import method_contracts as contracts
from pipelines.stages.method_contracts import STATUSES
from pipelines.warehouse.contract import Contract
from pipelines.warehouse.step import Step, make_step

__all__ = ["STATUSES", "steps_for", "structure", "tables"]

DEGREE = {"none": 0.0, "half": 0.5, "full": 1.0}
POWER = {"arithmetic": 1.0, "geometric": 0.0}


def steps_for(method: Method) -> list[Step]:
    """All tables of a method: its measured indicators, then the score step by step."""
    return [*_measures(method), *_score(method)]


def tables(method: Method) -> dict[str, str]:
    """The table of each indicator: its own, or the one that its measure names."""
    return {
        name: entry.measure.table if isinstance(entry.measure, Table) else f"indicators.{name}"
        for name, entry in method.indicators.items()
    }


def _measures(method: Method) -> Iterable[Step]:
    for name, entry in method.indicators.items():
        measure = entry.measure
        if isinstance(measure, Table):
            continue
        settings: dict[str, Any] = {**measure.model_dump(mode="json", exclude_none=True)}
        if isinstance(measure, Reach | Catchment | Spread | Diversity):
            settings["bandwidth"] = method.bandwidth(measure.bandwidth)
            if _blended(measure, method):
                settings["borders"] = "blended"
        settings["area_least"] = method.limits.area_precision_bandwidth_min
        reads, run = _reads(measure, method), measures.RUN[measure.type]
        if isinstance(measure, Lack):
            worse = _runs_worse(measure.of, method)
            settings = {"share": reads[0], "of": reads[1], "of_worse": worse}
        yield make_step(f"indicators.{name}", reads, contracts.indicator(entry), run, settings)


def _runs_worse(of: str, method: Method) -> bool:
    entry = method.indicators.get(of)
    return entry is not None and entry.direction == "more_is_worse"


def _blended(measure: Any, method: Method) -> bool:
    """Whether the bandwidth of a measure differs between classes and changes gradually where they meet."""
    named = isinstance(measure, Reach | Catchment | Spread | Diversity)
    differs = named and isinstance(method.bandwidth(measure.bandwidth), dict)
    return differs and method.defaults.class_borders == "blended"


def _reads(measure: Any, method: Method) -> list[str]:
    if isinstance(measure, Lack):
        own = tables(method)
        return [own.get(measure.share, measure.share), own.get(measure.of, measure.of)]
    reads = ["core.output_area", "core.lsoa"]
    reads.append(measure.supply.table if measure.supply else "core.places")
    if measure.coverage:
        reads += ["core.places", "core.council_2011"]
    if measure.type == "near":
        reads.append("core.lsoa_boundary")
    if _blended(measure, method):
        reads.append(score.SURROUNDINGS)
    return sorted(set(reads))


def _step(
    name: str, reads: Iterable[str], run: Callable[..., Any], contract: str | Contract, **settings: Any
) -> Step:
    return make_step(f"score.{name}", sorted(set(reads)), contract, run, settings)


def _score(method: Method) -> Iterable[Step]:
    own = tables(method)
    entries = method.indicators
    defaults = method.defaults
    worse = _worse(method)
    rules = {i: e.shrink or defaults.shrink for i, e in entries.items() if isinstance(e.measure, Table)}
    shrink = {i: rule.model_dump(mode="json") for i, rule in rules.items() if rule.method != "none"}
    impute = {i: (e.impute or defaults.impute).model_dump(mode="json") for i, e in entries.items()}
    degree = {i: DEGREE[e.adjust or defaults.adjust] for i, e in entries.items()}
    edges = ["core.lsoa_boundary"] if any(r["towards"] == "neighbours" for r in shrink.values()) else []

    def figures(said: str, **facts: Any) -> str:
        return contracts.figures(method, said, **facts)

    contract = figures("The indicators as they were measured, one column each", units=True)
    yield _step("value", ["core.lsoa", *own.values()], score.value, contract, tables=own)
    contract = figures("The indicators after shrinkage, gaps filled by the rule of the method", units=True)
    reads = ["core.lsoa", "score.value", *edges, *(own[i] for i in shrink)]
    yield _step("shrunk", reads, score.shrunk, contract, tables=own, shrink=shrink, impute=impute)
    reads = ["core.lsoa", "score.value", "score.shrunk", *own.values()]
    yield _step("status", reads, score.status, contracts.statuses(method), tables=own)
    contract = figures("Rank of each figure, 1 = most need, after shrinkage and before adjustment", min=1)
    yield _step("ranks", ["score.shrunk"], score.ranks, contract, worse=worse)
    contract = figures("Need (higher = more), compared among peers as far as the method says")
    reads = ["core.lsoa", "score.shrunk", *peers_table(method)]
    yield _step(
        "adjusted", reads, score.adjusted, contract, worse=worse, degree=degree, peers=defaults.adjust_among
    )
    kind = defaults.normalise.indicators
    bounds: dict[str, Any] = {"min": 0, "max": 100} if kind in ("exponential", "minmax") else {}
    contract = figures("Need on the scale that is weighed; higher = more need", **bounds)
    yield _step("transformed", ["score.adjusted"], score.transformed, contract, normalise=kind)
    yield from _combined(method)


def peers_table(method: Method) -> list[str]:
    """The table that says who the peers of a neighbourhood are, beside the spine."""
    return [score.SURROUNDINGS] if method.defaults.adjust_among == "people_nearby" else []


def _worse(method: Method) -> list[str]:
    return sorted(i for i, e in method.indicators.items() if e.direction == "more_is_worse")


def structure(method: Method) -> dict[str, dict[str, list[str]]]:
    """{domain: {sub-domain: [indicators]}}: the tree without its weights."""
    return {
        d: {s: list(sub.indicators) for s, sub in domain.subdomains.items()}
        for d, domain in method.domains.items()
    }


def _combined(method: Method) -> Iterable[Step]:
    defaults = method.defaults
    power = POWER.get(defaults.aggregate.method, defaults.aggregate.power)
    levels = [defaults.normalise.indicators, defaults.normalise.subdomains, defaults.normalise.domains]
    weights = {
        d: (
            domain.weight,
            {
                s: (sub.weight, {i: e.weight for i, e in sub.indicators.items()})
                for s, sub in domain.subdomains.items()
            },
        )
        for d, domain in method.domains.items()
    }
    learnt = ["score.transformed"] if defaults.weights in ("factor_analysis", "principal_components") else []
    how = {"weights": defaults.weights, "normalise": levels, "power": power}
    yield _step("weights", learnt, score.weights, contracts.weights(method), domains=weights, **how)
    reads = ["score.transformed", "score.weights"]
    shape = {"structure": structure(method), "normalise": levels, "power": power}
    subs = {s: sub.title for domain in method.domains.values() for s, sub in domain.subdomains.items()}
    of_subs = {s: [e for _, sub, _, e in method.places() if sub == s] for s in subs}
    said = "Scores, ranks and transformed scores of the sub-domains"
    contract = contracts.parts(said, subs, of_subs)
    yield _step("subdomains", reads, score.subdomains, contract, **shape)
    titles = {d: domain.title for d, domain in method.domains.items()}
    of_domains = {d: [e for domain, _, _, e in method.places() if domain == d] for d in titles}
    said = "Scores, ranks and transformed scores of the domains"
    contract = contracts.parts(said, titles, of_domains)
    yield _step("domains", reads, score.domains, contract, **shape)
    reads = ["core.lsoa", "core.imd", "score.domains", "score.status", "score.weights"]
    shape = {"structure": structure(method), "power": power, "crossed_with": list(method.crossed_with)}
    yield _step("total", reads, score.total, contracts.total(method), **shape)
    rules = {name: rule.model_dump(mode="json") for name, rule in method.designations.items()}
    for rule in rules.values():
        rule.pop("title")
    reads = ["core.lsoa", "core.imd", "score.total"]
    yield _step(
        "designations", reads, designations.designations, contracts.designations(method), designations=rules
    )
    made = [f"score.{name}" for name in ("shrunk", "adjusted", "status", "subdomains", "domains", "total")]
    judged = {"normalise": levels, "power": power, "domains": weights, "worse": _worse(method)}
    judged |= {"index": method.crossed_with[0], "limit": method.limits.density_correlation_max}
    reads = ["core.lsoa", "core.imd", *made]
    # Nothing published rests on it, so it is made on demand, with the layer of quality.
    yield make_step("quality.parts", reads, contracts.correlations(method), correlations.correlations, judged)
