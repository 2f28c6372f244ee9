"""Whole things shared out in proportion: largest remainder.

Which places get a share, and why, is the user's rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from .arrays import Ints


def largest_remainder(weights: Sequence[int | float], total: int) -> Ints:
    """Share `total` whole units in proportion to weights (k,): whole quotas first, the rest by largest
    remainder.

    Hare's quota, counted exactly; of equal remainders the earlier gets the unit. Raises ValueError where a
    weight is negative, all are 0, or the total is negative.
    """
    exact = [Fraction(w) for w in weights]
    whole = sum(exact, Fraction(0))
    if total < 0 or whole <= 0 or min(exact) < 0:
        raise ValueError("weights must not be negative nor all 0, and the total not negative")
    quotas = [w * total / whole for w in exact]
    shares = [int(q) for q in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: (shares[i] - quotas[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return np.array(shares, dtype=np.int64)
