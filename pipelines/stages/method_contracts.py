"""The contracts of a method's tables, generated from its entries: columns, meanings, units, sources.

Each function gives a contract as text (JSON is YAML, and quotes what needs it). Which steps make the tables
is in `method_steps`; `areas` are what the rows are of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.method.areas import Areas
from pipelines.method.measures import Figure, Lack, Table
from pipelines.method.model import Indicator, Method
from pipelines.stages import figures as own_figures
from pipelines.stages import measures
from pipelines.warehouse.contract import EDITIONS

STATUSES = ["observed", "district", "imputed", "missing"]
# What every measure of places stands on besides the places: where people live, and who.
PEOPLE = ("census_ts001", "oa21_centroids", "oa21_to_lsoa21")
SCORE: Mapping[str, Any] = {"type": "float", "unit": "score"}
RANK: Mapping[str, Any] = {"type": "int", "unit": "rank", "min": 1}
STATUS: Mapping[str, Any] = {"type": "string", "nullable": False, "values": STATUSES}
AGAINST = {"density": "population density", "rurality": "being rural", "deprivation": "deprivation"}
ROUNDING = 1e-9  # that sums of shares and correlations may go over


@dataclass(frozen=True)
class Words:
    """How columns speak of what a score is of: the thing, a high score, rank 1, decile 1."""

    thing: str
    high: str
    first: str
    tenth: str


WORDS = {
    "need": Words("Need", "higher = more need", "1 = most need", "1 = most needy tenth"),
    "merit": Words("Merit", "higher = better", "1 = best", "1 = best tenth"),
}


def sources(entry: Indicator) -> list[str]:
    """The data sets of an indicator's figures: those of its entry, and those of where people live."""
    lived = () if isinstance(entry.measure, Table | Figure | Lack) else PEOPLE
    return sorted({*entry.sources, *lived})


def indicator(entry: Indicator, areas: Areas) -> str:
    """Of a table `indicators.<id>`."""
    taken = isinstance(entry.measure, Figure)
    numerator, denominator = own_figures.PARTS if taken else measures.PARTS[entry.measure.type]
    bounds: dict[str, Any] = {} if taken else {"min": 0}
    figure = {"type": "float", **bounds, "sources": sources(entry)}
    columns = {
        "numerator": {**figure, "meaning": numerator},
        "denominator": {**figure, "meaning": denominator},
        "value": {**figure, "meaning": entry.label, "unit": entry.unit},
        "status": {**STATUS, "meaning": "How the figure came about"},
    }
    extra = {"tag": entry.tag, "sources": entry.sources, "as_of": entry.as_of or ""}
    return _of_areas(areas, f"{entry.label}. {entry.why}", columns, extra=extra)


def counted(contract: str, rows: Mapping[str, int] | int) -> str:
    """The contract with its number of rows: so many in each edition, or times by what they are counted of."""
    by = dict.fromkeys(EDITIONS, rows) if isinstance(rows, int) else dict(rows)
    return f"{contract}\nrows: {json.dumps(by)}\n"


def parts_of(method: Method) -> int:
    """Domains, sub-domains and indicators: what is weighed."""
    return len(method.indicators) + sum(1 + len(domain.subdomains) for domain in method.domains.values())


def figures(method: Method, areas: Areas, said: str, *, units: bool = False, **facts: Any) -> str:
    """Of a wide table of the score: one column an indicator."""
    columns = {}
    for name, entry in method.indicators.items():
        unit = {"unit": entry.unit} if units else {}
        columns[name] = {"type": "float", "meaning": entry.label, "sources": sources(entry), **unit, **facts}
    return _of_areas(areas, said, columns)


def statuses(method: Method, areas: Areas) -> str:
    """Of how each figure came about."""
    columns = {
        name: {**STATUS, "meaning": entry.label, "sources": sources(entry)}
        for name, entry in method.indicators.items()
    }
    said = (
        "How each figure came about: observed (of the neighbourhood, or of its ward), district (carried from "
        "its district or constituency), imputed, missing"
    )
    return _of_areas(areas, said, columns)


def _of_areas(areas: Areas, description: str, columns: Mapping[str, Mapping[str, Any]], **more: Any) -> str:
    code = {"type": "string", "meaning": areas.one[:1].upper() + areas.one[1:]}
    facts = {
        "description": description,
        "grain": f"one row a {areas.one}",
        "key": [areas.key],
        "rows": "spine",
        "columns": {areas.key: code, **columns},
    }
    return json.dumps({**facts, **more})


def parts(
    method: Method, areas: Areas, said: str, titles: Mapping[str, str], entries: Mapping[str, list[Indicator]]
) -> str:
    """Of the sub-domains or the domains: score, rank, and what is weighed into the level above."""
    words = WORDS[method.scores]
    columns: dict[str, dict[str, Any]] = {}
    for name, title in titles.items():
        of = {"sources": sorted({source for entry in entries[name] for source in sources(entry)})}
        columns[f"{name}_score"] = {**SCORE, "meaning": f"{title}: score, {words.high}", **of}
        columns[f"{name}_rank"] = {**RANK, "meaning": f"{title}: rank, {words.first}", **of}
        above = f"{title}: what is weighed into the level above"
        columns[f"{name}_transformed"] = {**SCORE, "meaning": above, **of}
    return _of_areas(areas, said, columns)


def total(method: Method, areas: Areas) -> str:
    """Of the total: score, ranks, ranks of the domains within areas, double disadvantage, completeness."""
    words, name, title = WORDS[method.scores], areas.score, areas.title
    ranked = f"rank in {areas.everywhere.capitalize()}, {words.first}"
    columns: dict[str, dict[str, Any]] = {
        f"{name}_score": {**SCORE, "meaning": f"{title}: score, {words.high}"},
        f"{name}_rank": {**RANK, "meaning": f"{title}: {ranked}"},
        f"{name}_decile": {**RANK, "unit": "decile", "max": 10, "meaning": f"{title}: decile, {words.tenth}"},
    }
    for part, label in {name: title, **{d: domain.title for d, domain in method.domains.items()}}.items():
        for area in areas.ranked_within:
            meaning = f"{label}: rank within its {area}, {words.first}"
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
    return _of_areas(areas, f"{title}: the score, its ranks and what it rests on", columns)


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

_OUTLIERS = """
description: What was found of outliers in each indicator that the method treats, and what became of them
grain: one row an indicator
key: [indicator]
columns:
  indicator: {type: string, meaning: Id of the indicator}
  skewness: {type: float, meaning: Sample skewness of its figures before they are treated}
  kurtosis: {type: float, meaning: Sample excess kurtosis of its figures before they are treated}
  how: {type: string, nullable: false, meaning: What became of them, values: [none, winsorised, log]}
  low: {type: int, nullable: false, min: 0, meaning: Figures brought in from below}
  high: {type: int, nullable: false, min: 0, meaning: Figures brought in from above}
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


def outliers(method: Method) -> str:
    """Of what became of outliers."""
    return counted(_OUTLIERS, len(method.outliers))


def designations(method: Method) -> str:
    """Of the rules: a row for each area of each."""
    areas = [rule.areas for rule in method.designations.values()]
    return counted(_DESIGNATIONS, {f"core.lsoa.{code}": areas.count(code) for code in sorted(set(areas))})
