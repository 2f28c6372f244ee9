"""From need on one scale to scores and ranks: weights, sub-domains, domains and total, a table each.

Functions here read tables, call `measure.index` and give tables back. What the steps are called, which tables
they read and what their columns mean is in `method_steps`, generated from the method; what becomes of the
indicators before they are weighed is in `prepare`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.stages.aligned import aligned, mendable, numbered, spine_of, wide

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.measure.index import Plan
    from pipelines.warehouse.step import Inputs


def plan_of(settings: Mapping[str, Any]) -> Plan:
    """The index as `measure.index` takes it, from the plain settings of a step."""
    from pipelines.measure.index import Plan

    return Plan(
        domains={
            d: (weight, {s: (w, dict(parts)) for s, (w, parts) in subs.items()})
            for d, (weight, subs) in settings["domains"].items()
        },
        normalise=tuple(settings["normalise"]),
        power=settings["power"],
        worse=frozenset(settings.get("worse", ())),
        degree=dict(settings.get("degree", {})),
        outliers=dict(settings.get("outliers", {})),
    )


def weights(inputs: Inputs) -> pd.DataFrame:
    """The tree of the index with the weight of each part within its whole and its share of the total."""
    import pandas as pd

    from pipelines.measure.index import weigh

    settings = inputs.settings
    learnt = settings["weights"] not in ("expert", "equal")
    figures = inputs.frame("score.transformed") if learnt else pd.DataFrame()
    columns = {str(name): figures[name].to_numpy() for name in figures.columns}
    domains: dict[str, tuple[float, dict[str, tuple[float, dict[str, float]]]]] = {}
    for d, (domain_weight, subs) in settings["domains"].items():
        how = settings["weights"], settings["components"]
        with mendable(f"The sub-domains of {d} cannot be weighed by {how[0]}"):
            parts = {s: (w, weigh(columns, points, *how)) for s, (w, points) in subs.items()}
        domains[d] = (domain_weight, parts)
    shares = plan_of({**settings, "domains": domains}).shares()
    rows = []
    for d, (domain_weight, subs) in domains.items():
        rows.append(("domain", d, "total", domain_weight, shares[d]))
        for s, (sub_weight, points) in subs.items():
            rows.append(("subdomain", s, d, sub_weight, shares[s]))
            rows += [("indicator", i, s, weight, shares[i]) for i, weight in points.items()]
    return pd.DataFrame(rows, columns=["level", "name", "parent", "weight", "share"])


def _plan(inputs: Inputs) -> Plan:
    """The plan with the weights that the table of weights holds."""
    table = inputs.frame("score.weights").set_index("name")["weight"]
    domains = {
        d: (
            float(table[d]),
            {s: (float(table[s]), {i: float(table[i]) for i in parts}) for s, parts in subs.items()},
        )
        for d, subs in inputs.settings["structure"].items()
    }
    return plan_of({**inputs.settings, "domains": domains})


def _level(inputs: Inputs, level: int) -> pd.DataFrame:
    from pipelines.measure.index import combine
    from pipelines.measure.ranks import competition_rank

    plan, figures = _plan(inputs), inputs.frame("score.transformed")
    with mendable("The index cannot be put together"):
        branches = combine(plan, {name: figures[name].to_numpy(float) for name in plan.indicators})
    names = list(plan.domains) if level == 1 else [s for _, subs in plan.domains.values() for s in subs]
    columns = {}
    for name in names:
        columns[f"{name}_score"] = branches[name].combined
        columns[f"{name}_rank"] = competition_rank(branches[name].combined)
        columns[f"{name}_transformed"] = branches[name].value
    return wide(figures, columns)


def subdomains(inputs: Inputs) -> pd.DataFrame:
    """Scores of the sub-domains, their ranks, and what is weighed into the domains."""
    return _level(inputs, 2)


def domains(inputs: Inputs) -> pd.DataFrame:
    """Scores of the domains, their ranks, and what is weighed into the total."""
    return _level(inputs, 1)


def total(inputs: Inputs) -> pd.DataFrame:
    """The score, its ranks, completeness; double disadvantage where it is crossed with deprivation."""
    from pipelines.measure.aggregate import weighted_mean
    from pipelines.measure.index import completeness
    from pipelines.measure.ranks import competition_rank, deciles, rank_within

    settings = inputs.settings
    name, within = settings["score"], settings["ranked_within"]
    spine = spine_of(inputs, tuple(within.values()))
    table = inputs.frame("score.weights").set_index("name")
    parts = list(settings["structure"])
    of_domains = aligned(inputs, "score.domains", spine)
    with mendable("The total cannot be put together"):
        score = weighted_mean(
            of_domains[[f"{d}_transformed" for d in parts]].to_numpy(float),
            table.loc[parts, "weight"].to_numpy(float),
            power=settings["power"],
        ).value
    rank = competition_rank(score)
    columns = {f"{name}_score": score, f"{name}_rank": rank, f"{name}_decile": deciles(rank)}
    scores = {name: score} | {d: of_domains[f"{d}_score"].to_numpy(float) for d in parts}
    for area, codes in {area: numbered(spine[column]) for area, column in within.items()}.items():
        columns |= {f"{part}_rank_in_{area}": rank_within(own, codes) for part, own in scores.items()}
    columns |= _crossed(inputs, spine, rank)
    how = aligned(inputs, "score.status", spine)
    observed = {str(n): (how[n] == "observed").to_numpy() for n in how.columns}
    shares = dict(zip(map(str, table.index), table["share"].to_numpy(float), strict=True))
    columns["data_completeness"] = completeness(observed, shares)
    return wide(spine, columns)


def _crossed(inputs: Inputs, spine: pd.DataFrame, rank: Any) -> dict[str, Any]:
    """Double disadvantage with each index of deprivation that the score is crossed with, and its ranks."""
    from pipelines.measure.designation import double_disadvantage
    from pipelines.measure.ranks import competition_rank

    indices, columns = inputs.settings["crossed_with"], {}
    if not indices:
        return {}
    deprivation = aligned(inputs, inputs.settings["crossed"], spine, [f"{i}_rank" for i in indices])
    for place, index in enumerate(indices):
        suffix = "" if place == 0 else f"_{index}"
        both = double_disadvantage(rank, deprivation[f"{index}_rank"].to_numpy(float))
        columns[f"double_disadvantage_score{suffix}"] = both
        columns[f"double_disadvantage_rank{suffix}"] = competition_rank(both)
    return columns
