"""Several columns into one: weighted means, and the tree of indicators, sub-domains, domains and total.

A missing column is dealt with openly: the others carry its weight, and the share of weight that was
observed is given beside the value. Where weights come from (weights), and scales (normalise), belong
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, floats

ARITHMETIC, GEOMETRIC, HARMONIC = 1.0, 0.0, -1.0


@dataclass(frozen=True)
class Aggregate:
    """`value` (n,) and `observed` (n,), the share of the weight that rests on observed columns, 0 to 1."""

    value: Floats
    observed: Floats


def weighted_mean(
    columns: ArrayLike,
    weights: ArrayLike,
    *,
    power: float = ARITHMETIC,
    whole: float | None = None,
    least_observed: float = 0.0,
) -> Aggregate:
    """Weighted generalised mean over columns: (sum w x^p / sum w)^(1/p).

    Parameters
    ----------
    columns: (n, k), NaN where missing.
    weights: (k,), not negative, not all 0.
    power: p; 1 arithmetic, 0 geometric, -1 harmonic. Unless p is 1, values must not be negative, and not 0
        either where p is 0 or below.
    whole: what the weights are parts of; None is their own sum. The Indices of Deprivation weigh by 22.5,
        22.5, 13.5, 13.5, 9.3, 9.3, 9.3 of 100, which sum to 99.9: their score is 0.999 of the mean.
    least_observed: a row with less than this share of its weight observed gets NaN; so does one with none.

    Where columns are missing the mean is over those that are there, their weights scaled up to the same sum.
    Hardy, Littlewood and Polya, Inequalities (1934), chapter 2. Raises ValueError on weights or values out of
    range.
    """
    x, w = floats(columns, "columns"), floats(weights, "weights")
    if x.ndim != 2 or w.shape != (x.shape[1],):
        raise ValueError(f"columns {x.shape} and weights {w.shape} do not fit")
    if not (w >= 0).all() or w.sum() <= 0:
        raise ValueError("weights must not be negative or missing, and not all 0")
    counting = x[:, w > 0]
    if power != ARITHMETIC and ((counting < 0).any() or (power <= 0 and (counting == 0).any())):
        raise ValueError(f"a mean of power {power:g} needs values above 0")
    filled = np.where(np.isnan(x), 1.0, x)  # 1 is within the range of every power; its weight here is 0
    own_weight = np.where(np.isnan(x), 0.0, w)
    # Not a matrix product: equal rows must come out equal to the last bit, or ties break.
    present = own_weight.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        if power == GEOMETRIC:
            value = np.exp((own_weight * np.log(np.where(w > 0, filled, 1.0))).sum(axis=1) / present)
        elif power == ARITHMETIC:
            value = (own_weight * filled).sum(axis=1) / present
        else:
            base = np.where(w > 0, filled, 1.0)
            value = ((own_weight * base**power).sum(axis=1) / present) ** (1 / power)
    observed = present / w.sum()
    value = value * (1.0 if whole is None else w.sum() / whole)
    return Aggregate(np.where((observed > 0) & (observed >= least_observed), value, np.nan), observed)


def contributions(values: ArrayLike, weights: ArrayLike, *, power: float = ARITHMETIC) -> Floats:
    """What each part (k,) brings to the weighted generalised mean of one row; they sum to that mean.

    A mean of degree one is the sum of each value times its derivative (Euler): w x^p / sum w x^p of the mean,
    which for p = 1 is w x / sum w. A missing part brings NaN. Errors as `weighted_mean`.
    """
    x, w = floats(values), floats(weights, "weights")
    mean = weighted_mean(x[None, :], w, power=power).value[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        pull = w * (x if power == ARITHMETIC else x**power)
        total = np.nansum(np.where(np.isnan(x), np.nan, pull))
        if power == ARITHMETIC:
            return pull / w[~np.isnan(x)].sum()
        return mean * pull / total


@dataclass(frozen=True)
class Node:
    """A branch of an index: a name, its parts with weights, how they are combined, and what is done with
    the result.

    A part is an indicator's name (a column) or another Node. `then` takes the combined values (n,) to the
    scale that the level above works with, for example `normalise.exponential`; None leaves them.
    """

    name: str
    parts: tuple[tuple[str | Node, float], ...]
    power: float = ARITHMETIC
    whole: float | None = None
    least_observed: float = 0.0
    then: Callable[[Floats], Floats] | None = None


@dataclass(frozen=True)
class Branch:
    """What a node came to: `combined` (n,) before `then`, `value` (n,) after it, `observed` (n,)."""

    combined: Floats
    value: Floats
    observed: Floats


def evaluate(tree: Node, columns: Mapping[str, ArrayLike]) -> dict[str, Branch]:
    """Every node of the tree evaluated over indicator columns (n,), the parts of a node before it.

    `observed` multiplies through: a domain half of whose weight is on a sub-domain with half its weight
    observed has observed at most 0.75. Raises ValueError where a name occurs twice, and KeyError where a
    column is missing.
    """
    names = [name for name, _ in _walk(tree)]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise ValueError(f"names occur twice in the tree: {', '.join(twice)}")
    done: dict[str, Branch] = {}
    _evaluate(tree, columns, done)
    return done


def _evaluate(node: Node, columns: Mapping[str, ArrayLike], done: dict[str, Branch]) -> None:
    values, observed, weights = [], [], []
    for part, weight in node.parts:
        weights.append(weight)
        if isinstance(part, Node):
            _evaluate(part, columns, done)
            values.append(done[part.name].value)
            observed.append(done[part.name].observed)
        else:
            column = floats(columns[part], part)
            values.append(column)
            observed.append((~np.isnan(column)).astype(np.float64))
    combined = weighted_mean(
        np.column_stack(values),
        weights,
        power=node.power,
        whole=node.whole,
        least_observed=node.least_observed,
    ).value
    value = combined if node.then is None else node.then(combined)
    share = weighted_mean(np.column_stack(observed), weights).value
    done[node.name] = Branch(combined, value, share)


def _walk(node: Node, share: float = 1.0) -> Iterator[tuple[str, float]]:
    yield node.name, share
    total = sum(weight for _, weight in node.parts)
    for part, weight in node.parts:
        if isinstance(part, Node):
            yield from _walk(part, share * weight / total)
        else:
            yield part, share * weight / total


def effective_weights(tree: Node) -> dict[str, float]:
    """The share of the total that each node and indicator carries as weights multiply; the root is 1."""
    return dict(_walk(tree))
