"""Traces of scores, ranks and designations: the parts with their weights, the lines with the margins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.trace.built import KEY, Built, plain
from pipelines.trace.model import Block, ordered

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.method.model import Method

TOTAL = "total"
SCORE = "social_infrastructure"
LEVELS = {"indicator": "score.transformed", "subdomain": "score.subdomains", "domain": "score.domains"}


def label(built: Built, name: str) -> str:
    """What a domain, a sub-domain or an indicator is called."""
    return title(built.method, name)


def title(method: Method, name: str) -> str:
    """What a domain, a sub-domain, an indicator or the total is called in a method."""
    if name in method.domains:
        return method.domains[name].title
    subs = {s: sub.title for domain in method.domains.values() for s, sub in domain.subdomains.items()}
    if name in subs:
        return subs[name]
    return method.indicators[name].label if name in method.indicators else "Social infrastructure"


def parts(built: Built, lsoa: str, name: str) -> Block:
    """What each part brings to the score of a domain, a sub-domain or the total."""
    from pipelines.measure.aggregate import contributions

    tree = built.frame("score.weights")
    below = tree[tree["parent"] == name]
    level = str(below["level"].iloc[0])
    names, weights = [str(n) for n in below["name"]], below["weight"].to_numpy(float)
    ending = "" if level == "indicator" else "_transformed"
    row = built.frame(LEVELS[level]).loc[lsoa]
    values = row[[f"{n}{ending}" for n in names]].to_numpy(float)
    brought = contributions(values, weights, power=built.setting("score.domains", "power"))
    rows = [
        (label(built, n), f"{n}_score" if ending else n, 100 * w / weights.sum(), plain(v), plain(b))
        for n, w, v, b in zip(names, weights, values, brought, strict=True)
    ]
    return Block(
        f"{label(built, name)}: what the score is made of",
        headings=("part", "column", "weight, %", "transformed", "contribution"),
        rows=ordered(rows, 4),
        note="Transformed: need on the scale that is weighed; higher = more need. A part that is missing "
        "leaves its weight to the others.",
        whole=score_of(built, lsoa, name),
        parts=tuple(float(b) for b in brought if b == b),
    )


def score_of(built: Built, lsoa: str, name: str) -> float | None:
    """The score of a domain, a sub-domain or the total."""
    if name == TOTAL:
        return built.value("score.total", f"{SCORE}_score", lsoa)
    table = "score.domains" if name in built.method.domains else "score.subdomains"
    return built.value(table, f"{name}_score", lsoa)


def rank(built: Built, lsoa: str, name: str) -> Block:
    """Where a score puts the neighbourhood: in England, in its region and its district, and its decile."""
    table = (
        "score.total" if name == TOTAL else LEVELS["domain" if name in built.method.domains else "subdomain"]
    )
    column = f"{SCORE if name == TOTAL else name}_score"
    scores, spine = built.frame(table)[column], built.frame("core.lsoa")
    own = scores[lsoa]
    rows = []
    for area, called in (("", "England" if built.graph.edition == "england" else "the sample"),
                         ("rgn24cd", "its region"), ("lad24cd", "its district")):  # fmt: skip
        among = scores[spine[area] == spine.at[lsoa, area]] if area else scores
        rows.append(
            (called, int((among > own).sum()) + 1, int((among == own).sum()), int(among.notna().sum()))
        )
    place, n = rows[0][1], rows[0][3]
    return Block(
        f"{label(built, name)}: rank by the score, 1 = most need",
        facts=(("score", plain(own)), ("decile (10 x rank / number, rounded up)", -(-10 * place // n))),
        headings=("among", "rank", "with this score", "ranked"),
        rows=tuple(rows),
    )


def double_disadvantage(built: Built, lsoa: str, index: str) -> Block:
    """The exponential transforms of the rank of need and of the rank of deprivation."""
    from pipelines.measure.normalise import exponential

    first = index == built.method.crossed_with[0]
    ranks = {f"{SCORE}_rank": built.frame("score.total"), f"{index}_rank": built.frame("core.imd")}
    rows = []
    for column, frame in ranks.items():
        own = frame[column]
        worth = exponential(-own.to_numpy(float))[own.index.get_loc(lsoa)]
        rows.append((column, plain(own[lsoa]), int(own.notna().sum()), float(worth)))
    return Block(
        f"Double disadvantage: both ranks through the exponential transform ({index})",
        headings=("rank", "value", "ranked", "transformed, 0 to 100"),
        rows=tuple(rows),
        whole=built.value("score.total", f"double_disadvantage_score{'' if first else f'_{index}'}", lsoa),
        parts=tuple(row[3] for row in rows),
    )


def completeness(built: Built, lsoa: str) -> Block:
    """The weight that rests on observed figures, and what the rest rests on."""
    tree = built.frame("score.weights")
    shares = tree[tree["level"] == "indicator"].set_index("name")["share"]
    status = built.frame("score.status").loc[lsoa]
    observed = tuple(float(shares[n]) / float(shares.sum()) for n in shares.index if status[n] == "observed")
    lacking = [
        (label(built, n), n, status[n], 100 * float(shares[n]))
        for n in shares.index
        if status[n] != "observed"
    ]
    return Block(
        "Data completeness: indicators that are imputed, missing, or of a district or constituency",
        facts=(("observed indicators", len(observed)), ("all indicators", len(shares))),
        headings=("indicator", "column", "how it came about", "weight in the total, %"),
        rows=ordered(lacking, 3),
        whole=built.value("score.total", "data_completeness", lsoa),
        parts=observed,
    )


def designation(built: Built, lsoa: str, rule: str) -> list[Block]:
    """A rule of the method as it falls on the neighbourhood, or on the area that it lies in."""
    terms = built.method.designations[rule]
    table = built.frame("score.designations")
    code = built.value("core.lsoa", terms.areas, lsoa)
    of_rule = table[table["rule"] == rule].set_index("code")
    row = {name: plain(of_rule.at[code, name]) for name in of_rule.columns}
    facts: list[tuple[str, Any]] = [("rule", terms.title), ("area", code), ("areas ranked", len(of_rule))]
    facts += [("designated", row["designated"]), ("both figures known", row["known"])]
    facts += (
        [("score of double disadvantage", row["combined_score"])] if row["combined_score"] is not None else []
    )
    rows = []
    for what, called in (("need", "social infrastructure"), ("deprivation", f"deprivation ({terms.index})"),
                         ("combined", "double disadvantage")):  # fmt: skip
        margin = row[f"{what}_margin"]
        if margin is None:
            continue
        ranked = row.get(f"{what}_rank") or _combined_rank(built, lsoa, terms.index)
        line = int(ranked + margin)
        rows.append((called, row[f"{what}_score"], ranked, line, margin))
    block = Block(
        "The rule",
        tuple(facts),
        headings=("of", "score", "rank", "last rank within the line", "margin in ranks"),
        rows=tuple(rows),
        note="Designated where every margin is 0 or more. Below 0: so many ranks outside.",
    )
    if terms.areas == KEY:
        return [block]
    members = built.frame("core.lsoa")
    members = members[members[terms.areas] == code]
    return [
        block,
        *(_mean(built, members, terms, what, row[f"{what}_score"]) for what in ("need", "deprivation")),
    ]


def _combined_rank(built: Built, lsoa: str, index: str) -> int:
    suffix = "" if index == built.method.crossed_with[0] else f"_{index}"
    return built.value("score.total", f"double_disadvantage_rank{suffix}", lsoa)


def _mean(built: Built, members: pd.DataFrame, terms: Any, what: str, whole: float) -> Block:
    """The mean over the residents of the neighbourhoods of an area."""
    column, frame = {
        "need": (SCORE, built.frame("score.total")), "deprivation": (terms.index, built.frame("core.imd"))
    }[what]  # fmt: skip
    by_rank = terms.average == "rank"
    figures = frame.loc[members.index, f"{column}_{'rank' if by_rank else 'score'}"].astype(float)
    figures = len(frame) + 1 - figures if by_rank else figures
    people = members["population"].where(figures.notna()).astype(float)
    brought = figures * people / people.sum()
    rows = [
        (c, members.at[c, "lsoa21nm"], plain(people[c]), plain(figures[c]), float(brought[c]))
        for c in members.index
    ]
    said = "number of neighbourhoods + 1 - rank" if by_rank else "score"
    return Block(
        f"{label(built, TOTAL) if what == 'need' else terms.index}: mean over its residents",
        headings=("neighbourhood", "name", "residents", said, "contribution"),
        rows=ordered(rows, 4),
        whole=whole,
        parts=tuple(float(b) for b in brought if b == b),
    )
