"""The steps of a method: which tables it makes, from which, with contracts generated from its entries.

A step's settings hold that part of the method that its table depends on and nothing else, so that a change of
a weight makes the scores again and not the measures. What the steps do is in `measures`, `score` and
`designations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipelines.method.model import Catchment, Diversity, Indicator, Lack, Method, Reach, Spread, Table
from pipelines.stages import designations, measures, score
from pipelines.warehouse.contract import Contract
from pipelines.warehouse.step import Step, make_step

STATUSES = ["observed", "district", "imputed", "missing"]
DEGREE = {"none": 0.0, "half": 0.5, "full": 1.0}
POWER = {"arithmetic": 1.0, "geometric": 0.0}
KEY = "lsoa21cd"
# What every measure of places stands on besides the places: where people live, and who.
PEOPLE = ("census_ts001", "oa21_centroids", "oa21_to_lsoa21")


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
        settings["area_least"] = method.limits.area_precision_bandwidth_min
        reads, run = _reads(measure, method), measures.RUN[measure.type]
        if isinstance(measure, Lack):
            worse = _runs_worse(measure.of, method)
            settings = {"share": reads[0], "of": reads[1], "of_worse": worse}
        yield make_step(f"indicators.{name}", reads, _indicator_contract(entry), run, settings)


def sources(entry: Indicator) -> list[str]:
    """The data sets of an indicator's figures: those of its entry, and those of where people live."""
    lived = () if isinstance(entry.measure, Table | Lack) else PEOPLE
    return sorted({*entry.sources, *lived})


def _runs_worse(of: str, method: Method) -> bool:
    entry = method.indicators.get(of)
    return entry is not None and entry.direction == "more_is_worse"


def _reads(measure: Any, method: Method) -> list[str]:
    if isinstance(measure, Lack):
        own = tables(method)
        return [own.get(measure.share, measure.share), own.get(measure.of, measure.of)]
    reads = ["core.output_area", "core.lsoa"]
    reads.append(measure.supply.table if measure.supply else "core.places")
    if measure.coverage:
        reads.append("core.places")
    if measure.type == "near":
        reads.append("core.lsoa_boundary")
    return sorted(set(reads))


def _indicator_contract(entry: Indicator) -> str:
    import json

    numerator, denominator = measures.PARTS[entry.measure.type]
    figure = {"type": "float", "min": 0, "sources": sources(entry)}
    columns = {
        KEY: {},
        "numerator": {**figure, "meaning": numerator},
        "denominator": {**figure, "meaning": denominator},
        "value": {**figure, "meaning": entry.label, "unit": entry.unit},
        "status": {
            "type": "string",
            "meaning": "How the figure came about",
            "nullable": False,
            "values": STATUSES,
        },
    }
    # JSON is YAML, and quotes what needs it.
    return json.dumps(
        {
            "description": f"{entry.label}. {entry.why}",
            "grain": "one row a neighbourhood (LSOA 2021)",
            "key": [KEY],
            "rows": "spine",
            "columns": columns,
            "extra": {"tag": entry.tag, "sources": entry.sources, "as_of": entry.as_of or ""},
        }
    )


def _contract(description: str, columns: Mapping[str, Mapping[str, Any]], **more: Any) -> str:
    import json

    facts = {
        "description": description,
        "grain": "one row a neighbourhood (LSOA 2021)",
        "key": [KEY],
        "rows": "spine",
        "columns": {KEY: {}, **columns},
    }
    return json.dumps({**facts, **more})


def _step(
    name: str, reads: Iterable[str], run: Callable[..., Any], contract: str | Contract, **settings: Any
) -> Step:
    return make_step(f"score.{name}", sorted(set(reads)), contract, run, settings)


def _score(method: Method) -> Iterable[Step]:
    own = tables(method)
    entries = method.indicators
    defaults = method.defaults
    worse = sorted(i for i, e in entries.items() if e.direction == "more_is_worse")
    rules = {i: e.shrink or defaults.shrink for i, e in entries.items() if isinstance(e.measure, Table)}
    shrink = {i: rule.model_dump(mode="json") for i, rule in rules.items() if rule.method != "none"}
    impute = {i: (e.impute or defaults.impute).model_dump(mode="json") for i, e in entries.items()}
    degree = {i: DEGREE[e.adjust or defaults.adjust] for i, e in entries.items()}
    edges = ["core.lsoa_boundary"] if any(r["towards"] == "neighbours" for r in shrink.values()) else []

    def each(**facts: Any) -> dict[str, dict[str, Any]]:
        return {
            i: {"type": "float", "meaning": e.label, "sources": sources(e), **facts}
            for i, e in entries.items()
        }

    units = {i: {**facts, "unit": entries[i].unit} for i, facts in each().items()}
    said = "The indicators as they were measured, one column each"
    yield _step("value", ["core.lsoa", *own.values()], score.value, _contract(said, units), tables=own)
    said = "The indicators after shrinkage, with gaps filled by the rule of the method"
    reads = ["core.lsoa", "score.value", *edges, *(own[i] for i in shrink)]
    yield _step(
        "shrunk", reads, score.shrunk, _contract(said, units), tables=own, shrink=shrink, impute=impute
    )
    said = "How each figure came about: observed, district (of a larger area), imputed, missing"
    facts = {
        i: {
            "type": "string",
            "meaning": e.label,
            "nullable": False,
            "values": STATUSES,
            "sources": sources(e),
        }
        for i, e in entries.items()
    }
    reads = ["core.lsoa", "score.value", "score.shrunk", *own.values()]
    yield _step("status", reads, score.status, _contract(said, facts), tables=own)
    said = "Rank of each figure, 1 = most need, after shrinkage and before adjustment"
    yield _step("ranks", ["score.shrunk"], score.ranks, _contract(said, each(min=1)), worse=worse)
    said = "Need (higher = more), compared within rural-urban class as far as the method says"
    reads = ["core.lsoa", "score.shrunk"]
    yield _step("adjusted", reads, score.adjusted, _contract(said, each()), worse=worse, degree=degree)
    said = "Need on the scale that is weighed; higher = more need"
    kind = defaults.normalise.indicators
    bounds: dict[str, Any] = {"min": 0, "max": 100} if kind in ("exponential", "minmax") else {}
    yield _step(
        "transformed", ["score.adjusted"], score.transformed, _contract(said, each(**bounds)), normalise=kind
    )
    yield from _combined(method)


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
    yield _step("weights", learnt, score.weights, WEIGHTS, domains=weights, **how)
    reads = ["score.transformed", "score.weights"]
    shape = {"structure": structure(method), "normalise": levels, "power": power}
    subs = {s: sub.title for domain in method.domains.values() for s, sub in domain.subdomains.items()}
    of_subs = {s: [e for _, sub, _, e in method.places() if sub == s] for s in subs}
    said = "Scores, ranks and transformed scores of the sub-domains"
    yield _step("subdomains", reads, score.subdomains, _contract(said, _parts(subs, of_subs)), **shape)
    titles = {d: domain.title for d, domain in method.domains.items()}
    of_domains = {d: [e for domain, _, _, e in method.places() if domain == d] for d in titles}
    said = "Scores, ranks and transformed scores of the domains"
    yield _step("domains", reads, score.domains, _contract(said, _parts(titles, of_domains)), **shape)
    reads = ["core.lsoa", "core.imd", "score.domains", "score.status", "score.weights"]
    indices = list(method.crossed_with)
    said = "The score of social infrastructure, its ranks, double disadvantage and data completeness"
    total = _contract(said, _total(titles, indices))
    yield _step(
        "total", reads, score.total, total, structure=shape["structure"], power=power, crossed_with=indices
    )
    rules = {name: rule.model_dump(mode="json") for name, rule in method.designations.items()}
    for rule in rules.values():
        rule.pop("title")
    reads = ["core.lsoa", "core.imd", "score.total"]
    yield _step("designations", reads, designations.designations, DESIGNATIONS, designations=rules)


def _parts(titles: Mapping[str, str], entries: Mapping[str, list[Indicator]]) -> dict[str, dict[str, Any]]:
    columns: dict[str, dict[str, Any]] = {}
    for name, title in titles.items():
        of = {"sources": sorted({source for entry in entries[name] for source in sources(entry)})}
        columns[f"{name}_score"] = {"type": "float", "meaning": f"{title}: score, higher = more need", **of}
        columns[f"{name}_rank"] = {"type": "int", "meaning": f"{title}: rank, 1 = most need", "min": 1, **of}
        said = f"{title}: what is weighed into the level above"
        columns[f"{name}_transformed"] = {"type": "float", "meaning": said, **of}
    return columns


def _total(titles: Mapping[str, str], indices: list[str]) -> dict[str, dict[str, Any]]:
    rank: dict[str, Any] = {"type": "int", "min": 1}
    what = "Social infrastructure"
    columns: dict[str, dict[str, Any]] = {
        "social_infrastructure_score": {"type": "float", "meaning": f"{what}: score, higher = more need"},
        "social_infrastructure_rank": {**rank, "meaning": f"{what}: rank in England, 1 = most need"},
        "social_infrastructure_decile": {
            **rank,
            "max": 10,
            "meaning": f"{what}: decile, 1 = most needy tenth",
        },
    }
    for name, title in {"social_infrastructure": what, **titles}.items():
        for area in ("district", "region"):
            said = f"{title}: rank within its {area}, 1 = most need"
            columns[f"{name}_rank_in_{area}"] = {**rank, "meaning": said}
    for place, index in enumerate(indices):
        suffix = "" if place == 0 else f"_{index}"
        said = f"Double disadvantage with {index}: sum of the exponential transforms of both ranks"
        columns[f"double_disadvantage_score{suffix}"] = {
            "type": "float",
            "min": 0,
            "max": 200,
            "meaning": said,
        }
        said = f"Double disadvantage with {index}: rank, 1 = most"
        columns[f"double_disadvantage_rank{suffix}"] = {**rank, "meaning": said}
    said = "Share of the indicator weight that rests on figures observed for the neighbourhood itself"
    columns["data_completeness"] = {
        "type": "float",
        "unit": "share",
        "min": 0,
        "max": 1.0000001,
        "meaning": said,
    }
    return columns


WEIGHTS = """
description: The tree of the index, with the weight of each part and its share of the total
grain: one row a part of the index (domain, sub-domain, indicator)
key: [level, name]
columns:
  level: {type: string, meaning: Level of the part, values: [domain, subdomain, indicator]}
  name: {type: string, meaning: Name of the part}
  parent: {type: string, meaning: The whole that it is a part of}
  weight: {type: float, meaning: "Weight within its whole; the parts of one whole sum to 100", min: 0}
  share: {type: float, meaning: Share of the total as weights multiply through, min: 0, max: 1}
"""

DESIGNATIONS = """
description: Who is designated under each rule of the method, and by what margin
grain: one row a rule and area
key: [rule, code]
columns:
  rule: {type: string, meaning: Name of the rule in the method}
  areas: {type: string, meaning: What is designated, values: [lsoa21cd, msoa21cd, wd24cd]}
  code: {type: string, meaning: Code of the area}
  designated: {type: bool, nullable: false, meaning: Whether the rule designates the area}
  known: {type: bool, nullable: false, meaning: Whether both figures are there}
  need_score: {type: float, meaning: "Score of social infrastructure of the area, higher = more need"}
  need_rank: {type: int, meaning: "Its rank among the areas, 1 = most need", min: 1}
  need_margin: {type: int, unit: ranks, meaning: "Ranks inside the line of the score; below 0 outside"}
  deprivation_score: {type: float, meaning: "Score of deprivation of the area, higher = more deprived"}
  deprivation_rank: {type: int, meaning: "Its rank among the areas, 1 = most deprived", min: 1}
  deprivation_margin: {type: int, unit: ranks, meaning: "Ranks inside its line; below 0 outside"}
  combined_score: {type: float, meaning: "Double disadvantage, where the rule is on that", min: 0, max: 200}
  combined_margin: {type: int, unit: ranks, meaning: "Ranks inside its line; below 0 outside"}
"""
