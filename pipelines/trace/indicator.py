"""Trace of an indicator: as measured, shrunk or imputed, ranked, compared within its class, transformed."""

from __future__ import annotations

from typing import Any

from pipelines.stages.peers import SURROUNDINGS, people_nearby
from pipelines.trace.around import Around
from pipelines.trace.built import Built, plain
from pipelines.trace.model import Block
from pipelines.trace.places import places
from pipelines.trace.scores import label, parts

ENGLAND = "england"


def indicator(built: Built, lsoa: str, name: str) -> list[Block]:
    """All steps of an indicator, from what was counted to what it brings to its sub-domain."""
    sub = next(s for _, s, i, _ in built.method.places() if i == name)
    blocks = [_measured(built, lsoa, name), *places(built, lsoa, name), _filled(built, lsoa, name)]
    return [*blocks, _weighed(built, lsoa, name), parts(built, lsoa, sub)]


def _measured(built: Built, lsoa: str, name: str) -> Block:
    entry, table = built.method.indicators[name], built.setting("score.value", "tables")[name]
    row = built.frame(table).loc[lsoa]
    facts: list[tuple[str, Any]] = [
        (c, plain(row[c])) for c in ("value", "numerator", "denominator", "status")
    ]
    facts.insert(1, ("unit", entry.unit))
    facts += [("table", table), ("measure", entry.measure.type)]
    settings = built.graph.nodes[table].settings
    for key, value in settings.items():
        if key == "bandwidth":
            metres = Around(built.inputs(table), lsoa).bandwidths
            said = f"{min(metres):,.0f}" + (f" to {max(metres):,.0f}" if max(metres) > min(metres) else "")
            facts.append(("bandwidth where its residents live, m", said))
        elif key not in ("type", "area_least", "borders") and value not in ([], {}):
            facts.append((key, value if isinstance(value, (int, float, str)) else _plainly(value)))
    return Block(f"{entry.label}: as measured", tuple(facts), note=entry.why)


def _plainly(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return ", ".join(map(str, value))


def _filled(built: Built, lsoa: str, name: str) -> Block:
    """What shrinkage and imputation made of the figure, and by how much they moved it."""
    before, after = (built.value(f"score.{step}", name, lsoa) for step in ("value", "shrunk"))
    status = built.value("score.status", name, lsoa)
    facts: list[tuple[str, Any]] = [("as measured", before), ("after", after), ("how it came about", status)]
    rule = built.setting("score.shrunk", "shrink").get(name)
    if before is None and after is not None:
        facts += _imputed(built, lsoa, name)
        note = "Missing, and imputed by the rule of the method."
    elif before is None:
        note = "Missing, and left so: the other indicators of its sub-domain carry its weight."
    elif rule:
        facts += [("moved by", after - before), ("rule", rule["method"]), ("towards", rule["towards"])]
        facts += _group(built, lsoa, name, rule["towards"])
        note = "Shrunk: drawn towards those around it, the more so the fewer people it rests on."
    else:
        note = "Neither shrunk nor imputed."
    if status == "district":
        note += " It is a figure of a larger area: it cannot tell neighbours apart."
    return Block("Shrinkage and gaps", tuple(facts), note=note)


def _imputed(built: Built, lsoa: str, name: str) -> list[tuple[str, Any]]:
    figures, spine = built.frame("score.value")[name], built.frame("core.lsoa")
    for area in built.setting("score.shrunk", "impute")[name]["within"]:
        code = ENGLAND if area == ENGLAND else built.value("core.lsoa", area, lsoa)
        among = figures if area == ENGLAND else figures[spine[area] == code]
        if among.notna().any():
            where = ENGLAND if area == ENGLAND else f"{area} {code}"
            return [("mean of", where), ("neighbourhoods that have a figure there", int(among.notna().sum()))]
    return []


def _group(built: Built, lsoa: str, name: str, towards: str) -> list[tuple[str, Any]]:
    spine = built.frame("core.lsoa")
    if towards not in spine:
        return []
    table = built.setting("score.value", "tables")[name]
    code = built.value("core.lsoa", towards, lsoa)
    among = built.frame(table).loc[spine.index[spine[towards] == code]]
    known = among[among["denominator"] > 0]
    own, of = built.value(table, "numerator", lsoa), built.value(table, "denominator", lsoa)
    ratio = known["numerator"].sum() / known["denominator"].sum()
    return [(f"numerator over denominator of {code}", plain(ratio)), ("its own", own / of if of else None)]


def _peers(built: Built, lsoa: str) -> str:
    """Whom a neighbourhood is compared with, in words."""
    if built.setting("score.adjusted", "peers") == "rural_urban_class":
        return f"its class {built.value('core.lsoa', 'ruc21', lsoa)}"
    homes = built.inputs("score.adjusted").frame(SURROUNDINGS)
    spine = built.frame("core.lsoa").loc[[lsoa]].reset_index(drop=True)
    return f"those with about as many people around ({people_nearby(homes, spine)[0]:,.0f})"


def _weighed(built: Built, lsoa: str, name: str) -> Block:
    tree = built.frame("score.weights")
    own = tree[tree["name"] == name].iloc[0]
    ranks, degree = built.frame("score.ranks")[name], built.setting("score.adjusted", "degree").get(name, 0.0)
    more_is_worse = name in built.setting("score.adjusted", "worse")
    facts = [
        ("rank of the figure, 1 = most need", plain(ranks[lsoa])),
        ("neighbourhoods ranked", int(ranks.notna().sum())),
        ("more of it is", "more need" if more_is_worse else "less need"),
        (f"compared among {_peers(built, lsoa)} by", f"{100 * degree:.0f}%"),
        ("as need, after that" + (" (standing, 0 to 1)" if degree else ""),
         built.value("score.adjusted", name, lsoa)),
        (f"transformed ({built.setting('score.transformed', 'normalise')})",
         built.value("score.transformed", name, lsoa)),
        (f"weight within {label(built, own['parent'])}, %", plain(own["weight"])),
        ("weight in the total, %", 100 * float(own["share"])),
    ]  # fmt: skip
    if "score.treated" in built.graph.nodes:
        facts.insert(3, ("with its outliers treated", built.value("score.treated", name, lsoa)))
    return Block("Rank, adjustment, transform, weight", tuple(facts))
