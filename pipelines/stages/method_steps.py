"""The steps of a method: which tables it makes, from which, with contracts generated from its entries.

A step's settings hold that part of the method that its table depends on and nothing else, so that a change of
a weight makes the scores again and not the measures. What the steps do is in `measures`, `figures`,
`prepare`, `score` and `designations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipelines.method.areas import NEIGHBOURHOODS, Areas
from pipelines.method.measures import Catchment, Diversity, Figure, Lack, Reach, Spread, Table, counted
from pipelines.method.model import Indicator, Method
from pipelines.method.vocabulary import TO_A_HUNDRED, WIDE
from pipelines.stages import correlations, designations, figures, measures, prepare, score
from pipelines.stages import method_contracts as contracts
from pipelines.stages.method_contracts import STATUSES, WORDS
from pipelines.stages.people_nearby import TABLE as PEOPLE_NEARBY
from pipelines.stages.surroundings import TABLE as SURROUNDINGS
from pipelines.warehouse.contract import Contract
from pipelines.warehouse.step import Step, make_step

__all__ = ["STATUSES", "bounds_of_outliers", "steps_for", "structure", "tables"]

DEGREE = {"none": 0.0, "half": 0.5, "full": 1.0}
POWER = {"arithmetic": 1.0, "geometric": 0.0}


def steps_for(method: Method, areas: Areas = NEIGHBOURHOODS) -> list[Step]:
    """All tables of a method for these areas: its measured indicators, then the score step by step."""
    return [*_measures(method, areas), *_prepared(method, areas), *_combined(method, areas)]


def tables(method: Method) -> dict[str, str]:
    """The table of each indicator: its own, or the one that its measure names."""
    return {
        name: entry.measure.table if isinstance(entry.measure, Table) else f"indicators.{name}"
        for name, entry in method.indicators.items()
    }


def _measures(method: Method, areas: Areas) -> Iterable[Step]:
    for name, entry in method.indicators.items():
        measure = entry.measure
        if isinstance(measure, Table):
            continue
        if isinstance(measure, Figure):
            yield _figure(name, entry, measure, areas)
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
        yield make_step(f"indicators.{name}", reads, contracts.indicator(entry, areas), run, settings)


def _figure(name: str, entry: Indicator, measure: Figure, areas: Areas) -> Step:
    over = measure.denominator
    settings = {
        "areas": [areas.table, areas.key],
        "figure": [measure.table, measure.column],
        "denominator": [over.table, over.column] if over else None,
        "per": measure.per,
        "status": "district" if entry.level in WIDE else "observed",
    }
    reads = {areas.table, measure.table, *([over.table] if over else [])}
    contract = contracts.indicator(entry, areas)
    return make_step(f"indicators.{name}", sorted(reads), contract, figures.figure, settings)


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
        reads.append(SURROUNDINGS)
    return sorted(set(reads))


def _step(
    name: str, reads: Iterable[str], run: Callable[..., Any], contract: str | Contract, **settings: Any
) -> Step:
    return make_step(f"score.{name}", sorted(set(reads)), contract, run, settings)


def _prepared(method: Method, areas: Areas) -> Iterable[Step]:
    own = tables(method)
    entries = method.indicators
    defaults = method.defaults
    words, of = WORDS[method.scores], [areas.table, areas.key]
    worse = sorted(method.raising)
    rules = {i: e.shrink or defaults.shrink for i, e in entries.items() if counted(e.measure)}
    shrink = {i: rule.model_dump(mode="json") for i, rule in rules.items() if rule.method != "none"}
    impute = {i: (e.impute or defaults.impute).model_dump(mode="json") for i, e in entries.items()}
    degree = {i: DEGREE[e.adjust or defaults.adjust] for i, e in entries.items()}
    bounds = bounds_of_outliers(method)

    def figures_of(said: str, **facts: Any) -> str:
        return contracts.figures(method, areas, said, **facts)

    contract = figures_of("The indicators as they were measured, one column each", units=True)
    yield _step("value", [areas.table, *own.values()], prepare.value, contract, areas=of, tables=own)
    contract = figures_of("The indicators after shrinkage, gaps filled by the rule of the method", units=True)
    edges = areas.boundaries if any(r["towards"] == "neighbours" for r in shrink.values()) else None
    reads = [areas.table, "score.value", *([edges] if edges else []), *(own[i] for i in shrink)]
    how: dict[str, Any] = {
        "shrink": shrink,
        "impute": impute,
        "everywhere": areas.everywhere,
        "boundaries": edges,
    }
    yield _step("shrunk", reads, prepare.shrunk, contract, areas=of, tables=own, **how)
    reads = [areas.table, "score.value", "score.shrunk", *own.values()]
    yield _step("status", reads, prepare.status, contracts.statuses(method, areas), areas=of, tables=own)
    contract = figures_of(f"Rank of each figure, {words.first}, after shrinkage and before adjustment", min=1)
    yield _step("ranks", ["score.shrunk"], prepare.ranks, contract, worse=worse)
    if bounds:
        contract = figures_of("The indicators with their outliers brought in, or on a logarithmic scale")
        yield _step("treated", ["score.shrunk"], prepare.treated, contract, outliers=bounds)
        yield _step(
            "outliers", ["score.shrunk"], prepare.outliers, contracts.outliers(method), outliers=bounds
        )
    said = f"{words.thing} (higher = more), compared among peers as far as the method says"
    contract = figures_of(said)
    ready = "score.treated" if bounds else "score.shrunk"
    how = {"classes": areas.classes, "peers": defaults.adjust_among}
    how |= {"worse": worse, "degree": degree, "figures": ready}
    reads = [areas.table, ready, *peers_table(method)]
    yield _step("adjusted", reads, prepare.adjusted, contract, areas=of, **how)
    kind = defaults.normalise.indicators
    limits: dict[str, Any] = {"min": 0, "max": 100} if kind in TO_A_HUNDRED else {}
    contract = figures_of(f"{words.thing} on the scale that is weighed; {words.high}", **limits)
    yield _step("transformed", ["score.adjusted"], prepare.transformed, contract, normalise=kind)


def peers_table(method: Method) -> list[str]:
    """The table that says who the peers of a neighbourhood are, beside the spine."""
    return [PEOPLE_NEARBY] if method.defaults.adjust_among == "people_nearby" else []


def bounds_of_outliers(method: Method) -> dict[str, dict[str, float]]:
    """The bounds within which the outliers of each indicator are treated that the method treats."""
    return {i: rule.model_dump(mode="json", exclude={"rule"}) for i, rule in method.outliers.items()}


def structure(method: Method) -> dict[str, dict[str, list[str]]]:
    """{domain: {sub-domain: [indicators]}}: the tree without its weights."""
    return {
        d: {s: list(sub.indicators) for s, sub in domain.subdomains.items()}
        for d, domain in method.domains.items()
    }


def _combined(method: Method, areas: Areas) -> Iterable[Step]:
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
    how: dict[str, Any] = {"weights": defaults.weights, "components": defaults.components}
    how |= {"normalise": levels, "power": power}
    yield _step("weights", learnt, score.weights, contracts.weights(method), domains=weights, **how)
    reads = ["score.transformed", "score.weights"]
    shape = {"structure": structure(method), "normalise": levels, "power": power}
    subs = {s: sub.title for domain in method.domains.values() for s, sub in domain.subdomains.items()}
    of_subs = {s: [e for _, sub, _, e in method.places() if sub == s] for s in subs}
    said = "Scores, ranks and transformed scores of the sub-domains"
    contract = contracts.parts(method, areas, said, subs, of_subs)
    yield _step("subdomains", reads, score.subdomains, contract, **shape)
    titles = {d: domain.title for d, domain in method.domains.items()}
    of_domains = {d: [e for domain, _, _, e in method.places() if domain == d] for d in titles}
    said = "Scores, ranks and transformed scores of the domains"
    contract = contracts.parts(method, areas, said, titles, of_domains)
    yield _step("domains", reads, score.domains, contract, **shape)
    crossed = [areas.crossed] if areas.crossed and method.crossed_with else []
    reads = [areas.table, *crossed, "score.domains", "score.status", "score.weights"]
    shape = {"structure": structure(method), "power": power, "crossed_with": list(method.crossed_with)}
    shape |= {"areas": [areas.table, areas.key], "ranked_within": dict(areas.ranked_within)}
    shape |= {"crossed": areas.crossed, "score": areas.score}
    yield _step("total", reads, score.total, contracts.total(method, areas), **shape)
    if crossed:
        yield from _crossed(method, {"normalise": levels, "power": power, "domains": weights})


def _crossed(method: Method, plan: Mapping[str, Any]) -> Iterable[Step]:
    """Rules and judgements of England's neighbourhoods, whose score is crossed with deprivation."""
    rules = {name: rule.model_dump(mode="json") for name, rule in method.designations.items()}
    for rule in rules.values():
        rule.pop("title")
    reads = ["core.lsoa", "core.imd", "score.total"]
    yield _step(
        "designations", reads, designations.designations, contracts.designations(method), designations=rules
    )
    made = [f"score.{name}" for name in ("shrunk", "adjusted", "status", "subdomains", "domains", "total")]
    judged = {**plan, "worse": sorted(method.raising), "outliers": bounds_of_outliers(method)}
    judged |= {"index": method.crossed_with[0], "limit": method.limits.density_correlation_max}
    reads = ["core.lsoa", "core.imd", *made]
    # Nothing published rests on it, so it is made on demand, with the layer of quality.
    yield make_step("quality.parts", reads, contracts.correlations(method), correlations.correlations, judged)
