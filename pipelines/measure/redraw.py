"""The index evaluated many times over the same figures with other weights: the ranks of each redraw.

Only speed is new here: for complete figures the result is that of `index.combine`. Which weights are drawn,
and what is made of the ranks, belongs to those who ask.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.measure.arrays import Floats, floats
from pipelines.measure.index import NORMALISE, Plan
from pipelines.measure.ranks import competition_rank

Parts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Ready:
    """A plan over complete transformed indicators, made ready for redraws.

    `columns` (k, n), a row an indicator in the order of `indicators`; `subdomains` and `domains`: which rows,
    and which sub-domains, each is made of; `weights`: those of the plan, of all three levels.
    """

    indicators: tuple[str, ...]
    columns: Floats
    subdomains: Parts
    domains: Parts
    weights: tuple[Floats, Floats, Floats]
    normalise: tuple[str, str]


def ready(plan: Plan, columns: Mapping[str, ArrayLike]) -> Ready:
    """Make a plan and its transformed indicators (n,) ready.

    Raises ValueError where a figure is missing (impute first) or the plan's mean is not arithmetic.
    """
    if plan.power != 1.0:
        raise ValueError("redraws are of arithmetic means")
    names = plan.indicators
    rows = np.ascontiguousarray([floats(columns[name], name) for name in names])
    if np.isnan(rows).any():
        raise ValueError("redraws need complete figures")
    place = {name: n for n, name in enumerate(names)}
    subs = [(weight, parts) for _, of in plan.domains.values() for weight, parts in of.values()]
    counts = np.cumsum([0, *(len(of) for _, of in plan.domains.values())])
    weights = (
        np.array([w for _, parts in subs for w in parts.values()], dtype=np.float64),
        np.array([w for w, _ in subs], dtype=np.float64),
        np.array([w for w, _ in plan.domains.values()], dtype=np.float64),
    )
    return Ready(
        names,
        rows,
        tuple(tuple(place[i] for i in parts) for _, parts in subs),
        tuple(tuple(range(a, b)) for a, b in pairwise(counts)),
        weights,
        plan.normalise[1:],
    )


def total(of: Ready, weights: tuple[Floats, Floats, Floats] | None = None) -> Floats:
    """The total (n,) under weights of indicators, sub-domains and domains (those of the plan unless given).

    A part of weight 0 is left out; raises ValueError where all parts of a whole are.
    """
    indicators, subdomains, domains = of.weights if weights is None else weights
    level = [NORMALISE[of.normalise[0]](_mean(of.columns, parts, indicators)) for parts in of.subdomains]
    level = [NORMALISE[of.normalise[1]](_mean(level, parts, subdomains)) for parts in of.domains]
    return _mean(level, tuple(range(len(level))), domains)


def _mean(columns: Sequence[Floats] | Floats, parts: tuple[int, ...], weights: Floats) -> Floats:
    """Weighted mean, column by column: unlike in a matrix product, equal rows stay equal to the last bit."""
    used = [part for part in parts if weights[part] > 0]
    if not used:
        raise ValueError("all parts of a whole weigh nothing")
    sums = columns[used[0]] * weights[used[0]]
    for part in used[1:]:
        sums += columns[part] * weights[part]
    return sums / weights[used].sum()


def ranks(
    of: Ready, draws: Sequence[tuple[Floats, Floats, Floats]], *, workers: int | None = None
) -> NDArray[np.int32]:
    """Competition ranks (draws, n) of the total, 1 = most need. The number of threads changes nothing."""
    out = np.empty((len(draws), of.columns.shape[1]), dtype=np.int32)

    def work(n: int) -> None:
        out[n] = competition_rank(total(of, draws[n]))

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        list(pool.map(work, range(len(draws))))
    return out
