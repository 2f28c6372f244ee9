"""From indicators to scores, ranks and designations: each step of the index is a table that stays.

Functions here read tables, call `measure.index` and give tables back. What the steps are called, which tables
they read and what their columns mean is in `method_steps`, generated from the method.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

    from pipelines.measure.index import Plan
    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"
ENGLAND = "england"
SURROUNDINGS = "core.surroundings"


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
    )


def _spine(inputs: Inputs, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    return inputs.frame("core.lsoa", [KEY, *columns]).sort_values(KEY, ignore_index=True)


def aligned(
    inputs: Inputs, table: str, spine: pd.DataFrame, columns: list[str] | None = None
) -> pd.DataFrame:
    """A table in the order of the spine, without its key. Raises KeyError where a row is missing."""
    frame = inputs.frame(table, None if columns is None else [KEY, *columns])
    if not frame[KEY].equals(spine[KEY]):
        frame = frame.set_index(KEY).loc[spine[KEY]].reset_index()
    return frame.drop(columns=KEY)


def numbered(codes: pd.Series) -> Any:
    """Codes as numbers in their order: many times as quick to group by as text."""
    return codes.astype("category").cat.codes.to_numpy()


def _wide(spine: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({KEY: spine[KEY], **columns})


def value(inputs: Inputs) -> pd.DataFrame:
    """The figures of all indicators as they were measured, one column each."""
    spine, tables = _spine(inputs), inputs.settings["tables"]
    return _wide(
        spine, {name: aligned(inputs, table, spine, ["value"])["value"] for name, table in tables.items()}
    )


def shrunk(inputs: Inputs) -> pd.DataFrame:
    """The figures drawn towards those around them where the method says so, their gaps filled by its rule."""
    import numpy as np

    from pipelines.measure.index import impute

    settings = inputs.settings
    parents = {area for rule in settings["impute"].values() for area in rule["within"]}
    parents |= {rule["towards"] for rule in settings["shrink"].values()} - {"neighbours"}
    spine = _spine(inputs, tuple(sorted(parents - {ENGLAND})))
    codes = {area: numbered(spine[area]) for area in parents - {ENGLAND}}
    codes[ENGLAND] = np.zeros(len(spine), dtype=np.int8)  # the same for all
    figures = aligned(inputs, "score.value", spine)
    columns = {}
    for name in settings["tables"]:
        own = figures[name].to_numpy(float)
        if name in settings["shrink"]:
            own = _shrink(inputs, name, spine, codes)
        rule = settings["impute"][name]
        areas = tuple(codes[area] for area in rule["within"]) if rule["rule"] == "mean" else ()
        columns[name] = impute(own, areas)
    return _wide(spine, columns)


def _shrink(inputs: Inputs, name: str, spine: pd.DataFrame, codes: Mapping[str, Any]) -> Any:
    from pipelines.measure import shrinkage

    rule = inputs.settings["shrink"][name]
    table = aligned(inputs, inputs.settings["tables"][name], spine)
    towards = neighbours(inputs, spine) if rule["towards"] == "neighbours" else codes[rule["towards"]]
    numerator, denominator = table["numerator"].to_numpy(float), table["denominator"].to_numpy(float)
    how = {"log_odds": shrinkage.proportions, "empirical_bayes_rate": shrinkage.rates}
    if rule["method"] in how:
        result = how[rule["method"]](numerator, denominator, towards).value
        # The figure may be in another unit than its ratio (per 1,000): one factor for all rows.
        return result * _unit(table["value"].to_numpy(float), numerator, denominator)
    noise = rule["deviation"] ** 2 / denominator
    return shrinkage.means(table["value"].to_numpy(float), noise, towards).value


def _unit(figure: Any, numerator: Any, denominator: Any) -> float:
    """What the figure is over numerator / denominator, the same for all: 1, 100 or 1,000.

    Raises ValueError where it differs: then the figure is no rate of the two.
    """
    import numpy as np

    seen = (denominator > 0) & (numerator > 0) & ~np.isnan(figure)
    factors = figure[seen] * denominator[seen] / numerator[seen]
    if not seen.any() or not np.allclose(factors, factors[0], rtol=1e-9):
        raise ValueError(
            "the value of this indicator is not its numerator over its denominator: do not shrink it"
        )
    return float(factors[0])


def neighbours(inputs: Inputs, spine: pd.DataFrame) -> csr_array:
    """Which neighbourhoods touch which, (n, n), in the order of the spine."""
    import numpy as np
    from scipy.sparse import csr_array
    from shapely import STRtree, from_wkb

    table = aligned(inputs, "core.lsoa_boundary", spine, ["geometry"])
    shapes = from_wkb(table["geometry"].to_numpy())
    one, other = STRtree(shapes).query(shapes, predicate="intersects")
    apart = one != other
    return csr_array((np.ones(apart.sum()), (one[apart], other[apart])), shape=(len(spine), len(spine)))


def status(inputs: Inputs) -> pd.DataFrame:
    """How each figure came about: observed, district, imputed or missing."""
    import numpy as np

    spine = _spine(inputs)
    before, after = aligned(inputs, "score.value", spine), aligned(inputs, "score.shrunk", spine)
    columns = {}
    for name, table in inputs.settings["tables"].items():
        own = aligned(inputs, table, spine, ["status"])["status"].to_numpy(object)
        gap, filled = before[name].isna().to_numpy(), after[name].notna().to_numpy()
        columns[name] = np.where(gap & filled, "imputed", np.where(gap, "missing", own))
    return _wide(spine, columns)


def ranks(inputs: Inputs) -> pd.DataFrame:
    """Competition ranks of the figures themselves, 1 = most need, before any adjustment within class."""
    from pipelines.measure.ranks import competition_rank

    figures = inputs.frame("score.shrunk")
    worse = set(inputs.settings["worse"])
    names = [name for name in figures.columns if name != KEY]
    columns = {n: competition_rank(figures[n].to_numpy(float), higher_is_need=n in worse) for n in names}
    return _wide(figures, columns)


def peers(inputs: Inputs, spine: pd.DataFrame) -> Any:
    """Whom each neighbourhood is compared with, as `measure.adjust` takes it: by its class, or by how many
    people live around where its residents live."""
    from pipelines.measure.adjust import alike_in

    if inputs.settings["peers"] == "rural_urban_class":
        return numbered(spine["ruc21"])
    return alike_in(people_nearby(inputs.frame(SURROUNDINGS, [KEY, "residents", "people_nearby"]), spine))


def people_nearby(homes: pd.DataFrame, spine: pd.DataFrame) -> Any:
    """The people around, mean over the residents of each neighbourhood of the spine."""
    homes = homes.assign(people=homes["people_nearby"] * homes["residents"])
    sums = homes.groupby(KEY)[["people", "residents"]].sum().loc[spine[KEY]]
    return (sums["people"] / sums["residents"]).to_numpy(float)


def adjusted(inputs: Inputs) -> pd.DataFrame:
    """The figures as need (higher = more), compared among peers as far as the method says."""
    from pipelines.measure.index import need

    spine = _spine(inputs, ("ruc21",))
    figures = aligned(inputs, "score.shrunk", spine)
    worse, degree, among = set(inputs.settings["worse"]), inputs.settings["degree"], peers(inputs, spine)
    columns = {}
    for name in map(str, figures.columns):
        own = figures[name].to_numpy(float)
        columns[name] = need(own, name in worse, among, degree.get(name, 0.0))
    return _wide(spine, columns)


def transformed(inputs: Inputs) -> pd.DataFrame:
    """Need on the scale that is weighed."""
    from pipelines.measure.index import transform

    figures = inputs.frame("score.adjusted")
    kind = inputs.settings["normalise"]
    names = [str(name) for name in figures.columns if name != KEY]
    return _wide(figures, {name: transform(figures[name].to_numpy(float), kind) for name in names})


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
        parts = {s: (w, weigh(columns, points, settings["weights"])) for s, (w, points) in subs.items()}
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
    branches = combine(plan, {name: figures[name].to_numpy(float) for name in plan.indicators})
    names = list(plan.domains) if level == 1 else [s for _, subs in plan.domains.values() for s in subs]
    columns = {}
    for name in names:
        columns[f"{name}_score"] = branches[name].combined
        columns[f"{name}_rank"] = competition_rank(branches[name].combined)
        columns[f"{name}_transformed"] = branches[name].value
    return _wide(figures, columns)


def subdomains(inputs: Inputs) -> pd.DataFrame:
    """Scores of the sub-domains, their ranks, and what is weighed into the domains."""
    return _level(inputs, 2)


def domains(inputs: Inputs) -> pd.DataFrame:
    """Scores of the domains, their ranks, and what is weighed into the total."""
    return _level(inputs, 1)


def total(inputs: Inputs) -> pd.DataFrame:
    """The score of social infrastructure, its ranks, double disadvantage and completeness."""
    from pipelines.measure.aggregate import weighted_mean
    from pipelines.measure.designation import double_disadvantage
    from pipelines.measure.index import completeness
    from pipelines.measure.ranks import competition_rank, deciles, rank_within

    spine = _spine(inputs, ("lad24cd", "rgn24cd"))
    table = inputs.frame("score.weights").set_index("name")
    parts = list(inputs.settings["structure"])
    of_domains = aligned(inputs, "score.domains", spine)
    district, region = numbered(spine["lad24cd"]), numbered(spine["rgn24cd"])
    score = weighted_mean(
        of_domains[[f"{d}_transformed" for d in parts]].to_numpy(float),
        table.loc[parts, "weight"].to_numpy(float),
        power=inputs.settings["power"],
    ).value
    rank = competition_rank(score)
    columns = {
        "social_infrastructure_score": score,
        "social_infrastructure_rank": rank,
        "social_infrastructure_decile": deciles(rank),
        "social_infrastructure_rank_in_district": rank_within(score, district),
        "social_infrastructure_rank_in_region": rank_within(score, region),
    }
    for d in parts:
        own = of_domains[f"{d}_score"].to_numpy(float)
        columns[f"{d}_rank_in_district"] = rank_within(own, district)
        columns[f"{d}_rank_in_region"] = rank_within(own, region)
    indices = inputs.settings["crossed_with"]
    deprivation = aligned(inputs, "core.imd", spine, [f"{i}_rank" for i in indices])
    for place, index in enumerate(indices):
        suffix = "" if place == 0 else f"_{index}"
        both = double_disadvantage(rank, deprivation[f"{index}_rank"].to_numpy(float))
        columns[f"double_disadvantage_score{suffix}"] = both
        columns[f"double_disadvantage_rank{suffix}"] = competition_rank(both)
    how = aligned(inputs, "score.status", spine)
    observed = {str(n): (how[n] == "observed").to_numpy() for n in how.columns}
    shares = dict(zip(map(str, table.index), table["share"].to_numpy(float), strict=True))
    columns["data_completeness"] = completeness(observed, shares)
    return _wide(spine, columns)
