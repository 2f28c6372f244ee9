"""Floating catchments: places over the people who share them, from where people live.

A place shares its capacity out among the people around it; a person's access is what the places around give.
So neither emptiness (places per head) nor density (places in reach) is taken for good service by itself.
The weights between origins and places are given, by decay of distance or of travel time (`kernel`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.measure.kernel import Weights

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Access:
    """Capacity per resident at each origin, and which places anybody reaches at all.

    `access` is (origins,) or (origins, groups); an origin with nothing in reach has 0. For `two_step`,
    `three_step` and each group of places: sum(population * access) = sum(capacity of reached places). What
    nobody reaches gives nothing to anyone and is counted in `unreached`.
    """

    access: Floats
    reached: NDArray[np.bool_]

    @property
    def unreached(self) -> int:
        """The number of places that nobody reaches."""
        return int(np.count_nonzero(~self.reached))


def two_step(
    weights: Weights,
    population: ArrayLike,
    capacity: ArrayLike | None = None,
    demand: ArrayLike | None = None,
) -> Access:
    """Two-step floating catchment: A[i] = sum_j w[i,j] S[j] / sum_k w[k,j] P[k].

    With weights of a step it is the 2SFCA of Luo and Wang (2003); with a decay, the same in both steps, it is
    the enhanced E2SFCA of Luo and Qi (2009). `population` (origins,) residents, `capacity` (places,), one
    each unless given; `demand` (places,) is sum_k w[k,j] P[k] where it is known already, and spares its sum.
    Raises ValueError for values that are negative or missing.
    """
    people = _amounts(population, "population")
    shared = weights.at_places(people) if demand is None else _amounts(demand, "demand")
    ratio = _ratio(_capacity(capacity, shared), shared)
    return Access(weights.at_origins(ratio), shared > 0)


def three_step(weights: Weights, population: ArrayLike, capacity: ArrayLike | None = None) -> Access:
    """Three-step floating catchment of Wan, Zou and Sternberg (2012): people choose among places.

    Selection G[i,j] = w[i,j] / sum_j w[i,j]; A[i] = sum_j G[i,j] w[i,j] S[j] / sum_k G[k,j] w[k,j] P[k].
    Arguments and errors as `two_step`.
    """
    people = _amounts(population, "population")
    choice = weights.at_origins()
    demand = weights.at_places(_ratio(_along(people, choice), choice), power=2)
    ratio = _ratio(_capacity(capacity, demand), demand)
    return Access(_ratio(weights.at_origins(ratio, power=2), choice), demand > 0)


def balanced(weights: Weights, population: ArrayLike, capacity: ArrayLike | None = None) -> Access:
    """Balanced floating catchment of Paez, Higgins and Vivona (2019): nobody is counted twice.

    Demand is shared out by weights that sum to one over an origin's places, supply by weights that sum to one
    over a place's origins: A[i] = sum_j (w[i,j] / sum_k w[k,j]) S[j] / D[j] with
    D[j] = sum_k P[k] w[k,j] / sum_l w[k,l]. It keeps levels of service, sum_i A[i] = sum_j S[j] / D[j]; it
    does not keep the identity of `Access`. Arguments and errors as `two_step`.
    """
    people = _amounts(population, "population")
    choice = weights.at_origins()
    demand = weights.at_places(_ratio(_along(people, choice), choice))
    level = _ratio(_capacity(capacity, demand), demand)
    return Access(weights.at_origins(_ratio(level, weights.at_places())), demand > 0)


@dataclass(frozen=True)
class Given:
    """What places give to some of the residents: `units` (places,) of their capacity, which sum to
    sum(group * access); `demand` (places,), the people whom each place is shared over, as the variant counts
    them."""

    units: Floats
    demand: Floats


def given_to(
    group: ArrayLike,
    weights: Weights,
    population: ArrayLike,
    capacity: ArrayLike | None = None,
    variant: str = "two_step",
) -> Given:
    """The same catchments place by place, for the residents `group` (origins,), a part of `population`.

    For `two_step` the weights may hold some of the places only; the other variants need every place that
    anyone concerned could choose. Raises ValueError for another variant, otherwise as `two_step`.
    """
    people, some = _amounts(population, "population"), _amounts(group, "group")
    if variant == "two_step":
        demand, drawn = weights.at_places(people), weights.at_places(some)
    elif variant == "three_step":
        choice = weights.at_origins()
        demand = weights.at_places(_ratio(people, choice), power=2)
        drawn = weights.at_places(_ratio(some, choice), power=2)
    elif variant == "balanced":
        demand = weights.at_places(_ratio(people, weights.at_origins()))
        drawn = _ratio(weights.at_places(some), weights.at_places())
    else:
        raise ValueError(f"there is no catchment called {variant!r}")
    return Given(_ratio(_capacity(capacity, demand), demand) * drawn, demand)


def near_ratio(
    to_places: Weights, to_people: Weights, population: ArrayLike, capacity: ArrayLike | None = None
) -> Floats:
    """Capacity in reach over people in reach, the one-step catchment: places weighed by the people near.

    `to_places` are weights (origins, places), `to_people` weights (origins, origins). NaN where nobody is
    in reach. Keeps no identity: places are not shared among those who reach them.
    """
    people = to_people.at_origins(_amounts(population, "population"))
    supply = to_places.at_origins(None if capacity is None else _amounts(capacity, "capacity"))
    people = _along(people, supply)
    return np.divide(supply, people, out=np.full_like(supply, np.nan), where=people > 0)


def _ratio(over: Floats, under: Floats) -> Floats:
    """The ratio where there is something to divide by, and 0 where there is nothing to share."""
    return np.divide(over, under, out=np.zeros_like(under), where=under > 0)


def _along(values: Floats, like: Floats) -> Floats:
    return values[:, None] if like.ndim == 2 else values


def _capacity(given: ArrayLike | None, demand: Floats) -> Floats:
    return np.ones_like(demand) if given is None else _amounts(given, "capacity")


def _amounts(given: ArrayLike, name: str) -> Floats:
    amounts = np.asarray(given, dtype=float)
    if not np.all((amounts >= 0) & np.isfinite(amounts)):
        raise ValueError(f"{name}: values must be given, finite and not negative")
    return amounts
