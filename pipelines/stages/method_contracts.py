"""The contracts of a method's tables, generated from its entries: columns, meanings, units, sources.

Each function gives a contract as text (JSON is YAML, and quotes what needs it). Which steps make the tables
is in `method_steps`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipelines.method.model import Indicator, Lack, Method, Table
from pipelines.stages.measures import PARTS
from pipelines.warehouse.contract import EDITIONS

KEY = "lsoa21cd"
STATUSES = ["observed", "district", "imputed", "missing"]
# What every measure of places stands on besides the places: where people live, and who.
PEOPLE = ("census_ts001", "oa21_centroids", "oa21_to_lsoa21")
WHOLE = ("social_infrastructure", "Social infrastructure")
SCORE: Mapping[str, Any] = {"type": "float", "unit": "score"}
RANK: Mapping[str, Any] = {"type": "int", "unit": "rank", "min": 1}
STATUS: Mapping[str, Any] = {"type": "string", "nullable": False, "values": STATUSES}
AGAINST = {"density": "population density", "rurality": "being rural", "deprivation": "deprivation"}
ROUNDING = 1e-9  # that sums of shares and correlations may go over


def sources(entry: Indicator) -> list[str]:
    """The data sets of an indicator's figures: those of its entry, and those of where people live."""
    lived = () if isinstance(entry.measure, Table | Lack) else PEOPLE
    return sorted({*entry.sources, *lived})


def indicator(entry: Indicator) -> str:
    """Of a table `indicators.<id>`."""
    numerator, denominator = PARTS[entry.measure.type]
    figure = {"type": "float", "min": 0, "sources": sources(entry)}
    columns = {
        "numerator": {**figure, "meaning": numerator},
        "denominator": {**figure, "meaning": denominator},
        "value": {**figure, "meaning": entry.label, "unit": entry.unit},
        "status": {**STATUS, "meaning": "How the figure came about"},
    }
    extra = {"tag": entry.tag, "sources": entry.sources, "as_of": entry.as_of or ""}
    return _neighbourhoods(f"{entry.label}. {entry.why}", columns, extra=extra)


def counted(contract: str, rows: Mapping[str, int] | int) -> str:
    """The contract with its number of rows: so many in each edition, or times by what they are counted of."""
    by = dict.fromkeys(EDITIONS, rows) if isinstance(rows, int) else dict(rows)
    return f"{contract}\nrows: {json.dumps(by)}\n"


def parts_of(method: Method) -> int:
    """Domains, sub-domains and indicators: what is weighed."""
    return len(method.indicators) + sum(1 + len(domain.subdomains) for domain in method.domains.values())


def figures(method: Method, said: str, *, units: bool = False, **facts: Any) -> str:
    """Of a wide table of the score: one column an indicator."""
    columns = {}
    for name, entry in method.indicators.items():
        unit = {"unit": entry.unit} if units else {}
        columns[name] = {"type": "float", "meaning": entry.label, "sources": sources(entry), **unit, **facts}
    return _neighbourhoods(said, columns)


def statuses(method: Method) -> str:
    """Of how each figure came about."""
    columns = {
        name: {**STATUS, "meaning": entry.label, "sources": sources(entry)}
        for name, entry in method.indicators.items()
    }
    said = (
        "How each figure came about: observed (of the neighbourhood, or of its ward), district (carried from "
        "its district or constituency), imputed, missing"
    )
    return _neighbourhoods(said, columns)


def _neighbourhoods(description: str, columns: Mapping[str, Mapping[str, Any]], **more: Any) -> str:
    facts = {
        "description": description,
        "grain": "one row a neighbourhood (LSOA 2021)",
        "key": [KEY],
        "rows": "spine",
        "columns": {KEY: {}, **columns},
    }
    return json.dumps({**facts, **more})


def parts(said: str, titles: Mapping[str, str], entries: Mapping[str, list[Indicator]]) -> str:
    """Of the sub-domains or the domains: score, rank, and what is weighed into the level above."""
    columns: dict[str, dict[str, Any]] = {}
    for name, title in titles.items():
        of = {"sources": sorted({source for entry in entries[name] for source in sources(entry)})}
        columns[f"{name}_score"] = {**SCORE, "meaning": f"{title}: score, higher = more need", **of}
        columns[f"{name}_rank"] = {**RANK, "meaning": f"{title}: rank, 1 = most need", **of}
        above = f"{title}: what is weighed into the level above"
        columns[f"{name}_transformed"] = {**SCORE, "meaning": above, **of}
    return _neighbourhoods(said, columns)


def total(method: Method) -> str:
    """Of the total: score, ranks, ranks of the domains within areas, double disadvantage, completeness."""
    name, title = WHOLE
    columns: dict[str, dict[str, Any]] = {
        f"{name}_score": {**SCORE, "meaning": f"{title}: score, higher = more need"},
        f"{name}_rank": {**RANK, "meaning": f"{title}: rank in England, 1 = most need"},
        f"{name}_decile": {
            **RANK,
            "unit": "decile",
            "max": 10,
            "meaning": f"{title}: decile, 1 = most needy tenth",
        },
    }
    for part, label in {name: title, **{d: domain.title for d, domain in method.domains.items()}}.items():
        for area in ("district", "region"):
            meaning = f"{label}: rank within its {area}, 1 = most need"
            columns[f"{part}_rank_in_{area}"] = {**RANK, "meaning": meaning}
    for place, index in enumerate(method.crossed_with):
        suffix = "" if place == 0 else f"_{index}"
        meaning = f"Double disadvantage with {index}: sum of the exponential transforms of both ranks"
        columns[f"double_disadvantage_score{suffix}"] = {**SCORE, "min": 0, "max": 200, "meaning": meaning}
        meaning = f"Double disadvantage with {index}: rank, 1 = most"
        columns[f"double_disadvantage_rank{suffix}"] = {**RANK, "meaning": meaning}
    meaning = (
        "Share of the indicator weight that rests on observed figures: neither imputed nor carried from a "
        "district or constituency; a figure of the ward counts as observed"
    )
    share = {"type": "float", "unit": "share", "min": 0, "max": 1 + ROUNDING}
    columns["data_completeness"] = {**share, "meaning": meaning}
    return _neighbourhoods("Social infrastructure: the score, its ranks and what it rests on", columns)


def correlations(method: Method) -> str:
    """Of the table by which a method is judged."""
    columns: dict[str, dict[str, Any]] = {
        "level": {
            "type": "string",
            "meaning": "Level of the part",
            "values": ["total", "domain", "subdomain", "indicator"],
        },
        "name": {"type": "string", "meaning": "Name of the part"},
    }
    for what, named in AGAINST.items():
        for when, words in {"before": "not adjusted", "after": "as scored"}.items():
            meaning = f"Spearman of its need with {named}, {words}"
            bounds = {"type": "float", "min": -1 - ROUNDING, "max": 1 + ROUNDING}
            columns[f"{what}_{when}"] = {**bounds, "meaning": meaning}
    meaning = "Share of neighbourhoods in which an indicator was observed, be it of their ward"
    columns["observed"] = {"type": "float", "unit": "share", "min": 0, "max": 1, "meaning": meaning}
    meaning = "Whether a domain keeps to the limit that the method sets on density"
    columns["within_limit"] = {"type": "bool", "meaning": meaning}
    facts = {
        "description": "What each part of the index has to do with density, rurality and deprivation",
        "grain": "one row a part of the index",
        "key": ["level", "name"],
        "rows": dict.fromkeys(EDITIONS, parts_of(method) + 1),
        "columns": columns,
    }
    return json.dumps(facts)


_WEIGHTS = """
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

_DESIGNATIONS = """
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


def weights(method: Method) -> str:
    """Of the tree of the index."""
    return counted(_WEIGHTS, parts_of(method))


def designations(method: Method) -> str:
    """Of the rules: a row for each area of each."""
    areas = [rule.areas for rule in method.designations.values()]
    return counted(_DESIGNATIONS, {f"core.lsoa.{code}": areas.count(code) for code in sorted(set(areas))})
