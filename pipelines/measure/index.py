"""The index as a pure function of arrays and a plan: from figures of need to sub-domains, domains and total.

A plan says which indicator belongs where, what it weighs, which way it runs, how its outliers are treated and
how far it is adjusted; it is plain data, so that it can be varied a thousand times. The formulas are in the
modules that are called here; where figures come from and where results are kept is no concern of this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.measure import normalise
from pipelines.measure.adjust import within_peers
from pipelines.measure.aggregate import Branch, Node, effective_weights, evaluate
from pipelines.measure.arrays import Floats, floats
from pipelines.measure.treat import Treated, impute_group_mean, treat_outliers
from pipelines.measure.weights import complete_rows, component_weights, one_factor, principal_components

TOTAL = "total"

NORMALISE: Mapping[str, Callable[[ArrayLike], Floats]] = {
    "none": floats,
    "rank": normalise.rank_score,
    "zscore": normalise.z_score,
    "minmax": lambda values: normalise.min_max(values, 0.0, 100.0),
    "rank_normal": normalise.rank_normal,
    "exponential": normalise.exponential,
    "rank_from_lowest": normalise.rank_from_lowest,
    "percentile": normalise.percentile_rank,
    "categorical": normalise.categorical,
    "ratio_to_mean": normalise.ratio_to_mean,
    "ratio_to_highest": normalise.ratio_to_highest,
    "ratio_to_lowest": normalise.ratio_to_lowest,
    "difference_from_mean": normalise.difference_from_mean,
    "difference_from_lowest": normalise.difference_from_lowest,
    "above_or_below_mean": normalise.above_or_below_mean,
}


@dataclass(frozen=True)
class Plan:
    """An index: parts with weights, three levels deep, and what is done at each level.

    `domains`: {domain: (weight, {sub-domain: (weight, {indicator: weight})})}. `normalise`: what becomes
    of indicators, sub-domains and domains before each is weighed into the next, names of NORMALISE.
    `power`: of the generalised mean, 1 arithmetic, 0 geometric. `worse`: indicators of which more is more
    need (or raises the score, where it is not of need). `degree`: how far each is adjusted among its peers, 0
    to 1 (0 where it is not named). `outliers`: of each indicator that is treated, the bounds of
    `treat_outliers`.
    """

    domains: Mapping[str, tuple[float, Mapping[str, tuple[float, Mapping[str, float]]]]]
    normalise: tuple[str, str, str] = ("exponential", "exponential", "exponential")
    power: float = 1.0
    worse: frozenset[str] = frozenset()
    degree: Mapping[str, float] = field(default_factory=dict)
    outliers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of the indicators, in order."""
        return tuple(i for _, subs in self.domains.values() for _, parts in subs.values() for i in parts)

    def shares(self) -> dict[str, float]:
        """The share of the total of every node and indicator, weights multiplied through."""
        return effective_weights(self.tree())

    def tree(self) -> Node:
        """The plan as a tree of nodes, its root called `total`."""
        _, of_subdomains, of_domains = (NORMALISE[name] for name in self.normalise)
        domains = []
        for domain, (domain_weight, subs) in self.domains.items():
            nodes = tuple(
                (Node(sub, tuple(parts.items()), power=self.power, then=of_subdomains), weight)
                for sub, (weight, parts) in subs.items()
            )
            domains.append((Node(domain, nodes, power=self.power, then=of_domains), domain_weight))
        return Node(TOTAL, tuple(domains), power=self.power)


def impute(values: ArrayLike, areas: tuple[NDArray, ...]) -> Floats:
    """Gaps filled by the mean of the first area that has any, smallest area first: (n,) to (n,).

    A gap that no area can fill stays. Each mean is of values that were there from the start.
    """
    given = floats(values)
    filled = given
    for codes in areas:
        if not np.isnan(filled).any():
            break
        filled = np.where(np.isnan(filled), impute_group_mean(given, codes).value, filled)
    return filled


def treat(values: ArrayLike, bounds: Mapping[str, Any] | None) -> Treated:
    """An indicator with its outliers treated by the bounds, (n,) to (n,); as it is where none are given."""
    return treat_outliers(values, **bounds) if bounds else Treated(floats(values), 0, 0, "none")


def need(values: ArrayLike, worse: bool, peers: ArrayLike, degree: float) -> Floats:
    """An indicator as need, adjusted among peers: higher means more need, (n,) to (n,).

    `peers` as `within_peers` takes them. With degree 0 the unit stays; otherwise it is the standing among all
    and among the peers, 0 to 1.
    """
    turned = normalise.towards_need(values, worse)
    return within_peers(turned, peers, degree) if degree > 0 else turned


def transform(values: ArrayLike, kind: str) -> Floats:
    """Need on the scale that is weighed, by a name of NORMALISE. Raises KeyError for another name."""
    return NORMALISE[kind](values)


def combine(plan: Plan, columns: Mapping[str, ArrayLike]) -> dict[str, Branch]:
    """Sub-domains, domains and `total` from transformed indicators (n,), by name.

    Where an indicator is missing, the others of its sub-domain carry its weight; `observed` says how much was
    there. Raises KeyError where a column is missing altogether.
    """
    return evaluate(plan.tree(), columns)


def score(plan: Plan, values: Mapping[str, ArrayLike], peers: ArrayLike) -> dict[str, Branch]:
    """The whole index from complete (shrunk and imputed) figures: treated, turned, adjusted, transformed,
    combined."""
    columns = {}
    for name in plan.indicators:
        treated = treat(values[name], plan.outliers.get(name)).value
        turned = need(treated, name in plan.worse, peers, plan.degree.get(name, 0.0))
        columns[name] = transform(turned, plan.normalise[0])
    return combine(plan, columns)


def weigh(
    columns: Mapping[str, ArrayLike], points: Mapping[str, float], how: str, components: int | None = None
) -> dict[str, float]:
    """Weights of the indicators of one sub-domain, scaled to sum to 100.

    `how`: expert (the points), equal, factor_analysis or principal_components (of the transformed columns).
    `components`: how many of those count; None is those with an eigenvalue above 1. Raises ValueError for
    another name, and where one factor does not fit (see `weights`).
    """
    names = list(points)
    if how == "expert" or len(names) == 1:
        raw = np.array([points[name] for name in names])
    elif how == "equal":
        raw = np.ones(len(names))
    elif how == "factor_analysis":
        raw = one_factor(np.column_stack([floats(columns[name]) for name in names])).weights
    elif how == "principal_components":
        kept = complete_rows(np.column_stack([floats(columns[name]) for name in names]))
        raw = component_weights(principal_components(np.corrcoef(kept, rowvar=False), components))
    else:
        raise ValueError(f"there is no way of weighing called {how!r}")
    return dict(zip(names, 100 * raw / raw.sum(), strict=True))


def completeness(observed: Mapping[str, NDArray], shares: Mapping[str, float]) -> Floats:
    """The share of indicator weight that rests on observed figures, (n,), 0 to 1.

    `observed`: for each indicator whether the figure was observed (n,), neither imputed nor carried from a
    district or constituency.
    """
    rows = np.column_stack([there.astype(np.float64) for there in observed.values()])
    weights = np.array([shares[name] for name in observed])
    return rows @ weights / weights.sum()
