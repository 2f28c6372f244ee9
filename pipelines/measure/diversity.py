"""How many kinds of place are within reach: ten pubs are not a pub, a hall, a library and a park.

Works on what is reached of each kind; the reaching itself is in `reach` or `catchment`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def on_one_scale(reached: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Each kind over its own mean, so that shops do not drown museums only because there are more of them.

    `reached` (origins, kinds), `weights` (origins,) residents for the mean. A kind that nobody reaches
    stays 0. NaN rows are left out of the means and stay NaN.
    """
    amounts = _amounts(reached)
    people = np.ones(len(amounts)) if weights is None else np.asarray(weights, dtype=float)
    known = ~np.isnan(amounts).any(axis=1)
    # Not a matrix product: its last digits would depend on the number of threads.
    means = (people[known, None] * amounts[known]).sum(axis=0) / people[known].sum()
    return np.divide(amounts, means, out=amounts * 0.0, where=means > 0)


def shannon(reached: ArrayLike) -> Floats:
    """Shannon's diversity H = -sum p ln p, p the share of each kind in what is reached (Shannon 1948).

    `reached` (origins, kinds), not negative. Returns (origins,): 0 for one kind and for none at all, ln k
    at most, NaN where a kind is missing. `effective_kinds` tells one from none.
    """
    amounts = _amounts(reached)
    total = amounts.sum(axis=1, keepdims=True)
    share = np.divide(amounts, total, out=amounts * 0.0, where=total > 0)
    log = np.log(share, out=np.zeros_like(share), where=share > 0)
    return np.abs((share * log).sum(axis=1))


def effective_kinds(reached: ArrayLike) -> Floats:
    """exp(H): the number of equally reached kinds that would be as diverse (Hill 1973, order 1).

    `reached` (origins, kinds). From 1 to the number of kinds; 0 where nothing is reached.
    """
    amounts = _amounts(reached)
    return np.where(amounts.sum(axis=1) == 0, 0.0, np.exp(shannon(amounts)))


def _amounts(given: ArrayLike) -> Floats:
    amounts = np.asarray(given, dtype=float)
    if amounts.ndim != 2 or np.any(amounts < 0) or np.any(np.isinf(amounts)):
        raise ValueError("diversity: a table (origins, kinds) of finite, not negative values is needed")
    return amounts
