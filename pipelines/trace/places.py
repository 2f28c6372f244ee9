"""The places behind an indicator, weighed again for the output areas of one neighbourhood.

The weights and sums are those of `measure`, taken place by place. Where an indicator is a table and not a
measure of places, its rows are shown instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipelines.trace.around import Around
from pipelines.trace.built import Built
from pipelines.trace.model import Block, ordered
from pipelines.trace.rows import upstream_rows

SHOWN = 12


def places(built: Built, lsoa: str, name: str) -> list[Block]:
    """What an indicator counted for a neighbourhood: places by weight, or rows of tables."""
    table = built.setting("score.value", "tables")[name]
    kind = built.method.indicators[name].measure.type
    if kind in ("table", "figure"):
        return upstream_rows(built, lsoa, table)
    if kind == "lack":
        return [_lack(built, lsoa, table)]
    around = Around(built.inputs(table), lsoa)
    value = built.value(table, "value", lsoa)
    block = BY_TYPE[kind](built, around)
    if value is None:
        said = "The source covers this district too thinly: what is found is not taken for what is there."
        return [Block(block.title, block.facts, block.headings, block.rows, said)]
    return [Block(**{**vars(block), "whole": value})]


def _listed(
    built: Built, around: Around, which: Any, brought: Any, title: str, extra: Any = None, said: str = ""
) -> Block:
    """Places by what they bring, the foremost shown."""
    import numpy as np

    order = np.argsort(-brought, kind="stable")[:SHOWN]
    top = which[order]
    metres, weights = around.share @ around.metres(top), around.share @ around.weights(top)
    rows = []
    for n, (name, kind, source) in enumerate(around.described(built, top)):
        row = (name, kind, source, float(metres[n]), float(weights[n]))
        rows.append(
            (*row, *([float(extra[order[n]])] if extra is not None else []), float(brought[order[n]]))
        )
    rest = len(which) - len(order)
    more = (
        f" {rest:,} more places bring {float(brought.sum() - brought[order].sum()):.4g} together."
        if rest
        else ""
    )
    headings = ["place", "kind", "id", "metres (mean)", "weight (mean)"]
    headings += ["shared over, people"] if extra is not None else []
    return Block(
        title,
        facts=(("output areas", len(around.own)), ("places within the cut-off", len(which))),
        headings=(*headings, "contribution"),
        rows=tuple(rows),
        note=f"Means are over the residents of the output areas.{said}{more}",
        parts=tuple(float(b) for b in brought),
    )


def _catchment(built: Built, around: Around) -> Block:
    import numpy as np

    from pipelines.measure.catchment import given_to

    who, settings = around.who, around.settings
    group = np.zeros_like(who.residents)
    group[around.own] = who.residents[around.own]
    variant, near = settings.get("variant", "two_step"), around.near
    # The other variants need to know what everybody else may choose.
    which = near if variant == "two_step" else np.arange(len(around.what.points))
    given = given_to(group, around.kernel(which), who.residents, around.what.worth[which], variant)
    units, demand = given.units, given.demand
    if variant != "two_step":
        units, demand = units[near], demand[near]
    brought = units * settings["per"] / group.sum()
    said = f" Each is shared over the people who can reach it, the near ones more, per {settings['per']:,g}."
    return _listed(built, around, near, brought, "The places that weighed most", demand, said)


def _spread(built: Built, around: Around) -> Block:
    import numpy as np

    from pipelines.measure.catchment import given_to
    from pipelines.measure.reach import nearest

    who, what, settings = around.who, around.what, around.settings
    lived_in = np.flatnonzero(who.residents > 0)
    at = lived_in[nearest(what.points, who.points[lived_in])[1]]
    which = np.union1d(around.near, np.flatnonzero(np.isin(at, around.own))).astype(np.int64)
    group = np.zeros_like(who.residents)
    group[around.own] = who.residents[around.own]
    given = given_to(group, around.kernel(which), who.residents, what.worth[which])
    # A place with nobody inside the cut-off goes whole to the nearest people.
    stranded = (given.demand == 0) & np.isin(at[which], around.own)
    units = np.where(stranded, what.worth[which], given.units)
    brought = units * settings["per"] / group.sum()
    said = " Each says which area and not which street, and is shared out over the people around."
    return _listed(built, around, which, brought, "The organisations that weighed most", given.demand, said)


def _reach(built: Built, around: Around) -> Block:
    near = around.near
    brought = around.what.worth[near] * (around.share @ around.weights(near))
    return _listed(built, around, near, brought, "The places that weighed most")


def _nearest(built: Built, around: Around) -> Block:
    import numpy as np

    from pipelines.measure.reach import nearest

    metres, which = nearest(around.who.points[around.own], around.what.points)
    most = np.minimum(metres, around.settings["most"])
    described = around.described(built, which)
    people = around.who.residents[around.own]
    rows = [
        (*described[n], float(people[n]), float(metres[n]), float(around.share[n] * most[n]))
        for n in range(len(which))
    ]
    return Block(
        "The nearest place of each output area",
        headings=("place", "kind", "id", "residents", "metres", "contribution"),
        rows=ordered(rows, 5),
        note=f"Distances count up to {around.settings['most']:,.0f} m.",
        parts=tuple(row[5] for row in rows),
    )


def _near(built: Built, around: Around) -> Block:
    import numpy as np
    import shapely

    from pipelines.stages.near import per_resident

    boundary = built.frame("core.lsoa_boundary").at[around.lsoa, "geometry"]
    away = shapely.distance(shapely.from_wkb(boundary), shapely.points(around.what.points))
    which = np.flatnonzero(away <= around.settings["within"])
    residents = built.value("core.lsoa", "population", around.lsoa)
    worth = around.what.worth[which]
    brought = around.settings["per"] * per_resident(worth, np.full(len(which), residents))
    order = np.argsort(away[which], kind="stable")
    described = around.described(built, which[order][:SHOWN])
    rows = [(*d, float(away[which[n]]), float(brought[n])) for d, n in zip(described, order, strict=False)]
    return Block(
        "The places inside the boundary or near it",
        facts=(("places", len(which)), ("residents", residents)),
        headings=("place", "kind", "id", "metres from the boundary", "contribution"),
        rows=tuple(rows),
        parts=tuple(float(b) for b in brought),
    )


def _diversity(built: Built, around: Around) -> Block:
    import numpy as np

    from pipelines.measure.diversity import effective_kinds
    from pipelines.measure.reach import reach

    who, what, kinds = around.who, around.what, around.settings["kinds"]
    reached = reach(
        who.points, what.points, around.decay,
        classes=around.rows, groups=what.kind, number_of_groups=len(kinds),
    )  # fmt: skip
    mean = (who.residents[:, None] * reached).sum(axis=0) / who.residents.sum()
    scaled = np.divide(reached[around.own], mean, out=np.zeros((len(around.own), len(kinds))), where=mean > 0)
    effective = effective_kinds(scaled)
    here = around.share @ reached[around.own]
    rows = [
        (k.replace("_", " "), float(here[n]), float(mean[n]), float((around.share @ scaled)[n]))
        for n, k in enumerate(kinds)
    ]
    return Block(
        "What is within reach, kind by kind",
        facts=tuple(
            (f"kinds equally within reach, output area {n + 1}", float(e)) for n, e in enumerate(effective)
        ),
        headings=("kind", "reached here", "mean of all residents", "here over the mean"),
        rows=ordered(rows, 3),
        note="The figure is the mean over residents of exp(Shannon's entropy) of the last column.",
        parts=tuple(float(s * e) for s, e in zip(around.share, effective, strict=True)),
    )


def _lack(built: Built, lsoa: str, table: str) -> Block:
    import numpy as np

    from pipelines.measure.ranks import average_rank

    settings = built.graph.nodes[table].settings
    share, of = built.frame(settings["share"])["value"], built.frame(settings["of"])["value"]
    ranks = average_rank(of.to_numpy(float), higher_is_need=not settings["of_worse"])  # 1 = has most of it
    part = (ranks[of.index.get_loc(lsoa)] - 0.5) / np.count_nonzero(~np.isnan(ranks))
    value = built.value(table, "value", lsoa)
    return Block(
        "A share of people, by the part of England that has more of something",
        facts=(("part that has more", float(part)), ("share times that part", value)),
        headings=("table", "value here"),
        rows=((settings["share"], float(share[lsoa])), (settings["of"], float(of[lsoa]))),
        note="Trace the second by its own column to see what it counts.",
        whole=value,
        parts=() if value is None else (float(share[lsoa] * part),),
    )


BY_TYPE: Mapping[str, Callable[[Built, Around], Block]] = {
    "catchment": _catchment,
    "spread": _spread,
    "reach": _reach,
    "nearest": _nearest,
    "near": _near,
    "diversity": _diversity,
}
