"""Who is left behind: lines through ranks, margins to them, rules for larger areas, double disadvantage.

Rules are parametric in threshold and geography; which index and vintage they join is the method's to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arrays import Bools, Floats, aligned, floats, groups
from .normalise import exponential
from .ranks import competition_rank, ranked_count, worst_line


@dataclass(frozen=True)
class Designation:
    """Worst share of two rankings, (n,) each.

    `flag`: within both lines. `known`: both ranks are there (a flag where not is False, and says nothing).
    `margin_first`, `margin_second`: line - rank, in ranks; 0 is on the line, below 0 outside. `lines`: the
    last rank that counts in each.
    """

    flag: Bools
    known: Bools
    margin_first: Floats
    margin_second: Floats
    lines: tuple[int, int]


def worst_of_both(
    first: ArrayLike, second: ArrayLike, share: float | tuple[float, float] = 0.1, n: int | None = None
) -> Designation:
    """Designate where both ranks (n,), 1 = most need, are within the worst share: floor(N share).

    `share` may differ between the two. N is the number ranked in each, or `n` for both where the arrays are
    a part.
    """
    a, b = floats(first, "first"), floats(second, "second")
    aligned(a, b)
    shares = share if isinstance(share, tuple) else (share, share)
    lines = (worst_line(n or ranked_count(a), shares[0]), worst_line(n or ranked_count(b), shares[1]))
    known = ~np.isnan(a) & ~np.isnan(b)
    return Designation((a <= lines[0]) & (b <= lines[1]), known, lines[0] - a, lines[1] - b, lines)


def roll_up(values: ArrayLike, population: ArrayLike, areas: ArrayLike) -> tuple[NDArray, Floats]:
    """Population-weighted mean of the neighbourhoods of each area: codes (a,) in order, means (a,).

    Only areas that hold a neighbourhood occur: an area without one has no row and takes no rank.
    Neighbourhoods without a value or a population count nowhere; an area of such, or without residents, is
    NaN.
    """
    x, p = floats(values), floats(population, "population")
    of = groups(areas)
    aligned(x, p, of.position)
    if (p < 0).any():
        raise ValueError("population is negative")
    people = np.where(np.isnan(x), np.nan, p)
    with np.errstate(divide="ignore", invalid="ignore"):
        return of.names, of.sums(x * people) / of.sums(people)


@dataclass(frozen=True)
class AreaDesignation:
    """The rule for larger areas: codes (a,), means and ranks (a,) of both, and their designation."""

    area: NDArray
    first: Floats
    second: Floats
    first_rank: Floats
    second_rank: Floats
    designation: Designation


def areas_worst_of_both(
    first: ArrayLike,
    second: ArrayLike,
    population: ArrayLike,
    areas: ArrayLike,
    share: float | tuple[float, float] = 0.1,
) -> AreaDesignation:
    """Designate wards or MSOAs by population-weighted means of two scores (n,), higher = more need.

    Means are ranked among the areas that hold a neighbourhood, and the worst share of both is designated.
    Where the rule is on mean ranks, pass ranks turned about (N + 1 - rank).
    """
    codes, mean_first = roll_up(first, population, areas)
    _, mean_second = roll_up(second, population, areas)
    rank_first, rank_second = competition_rank(mean_first), competition_rank(mean_second)
    return AreaDesignation(
        codes, mean_first, mean_second, rank_first, rank_second, worst_of_both(rank_first, rank_second, share)
    )


def double_disadvantage(first: ArrayLike, second: ArrayLike) -> Floats:
    """Sum of the exponential transforms of two rankings (n,), 1 = most need: 0 to 200, NaN where either is
    missing.

    Half of either scale is its worst tenth, so a place scores high only where it is bad in both or worst in
    one. Those that tie are transformed by the mean of their places, whichever rank they were given.
    """
    return exponential(-floats(first)) + exponential(-floats(second))


def top(values: ArrayLike, count: int) -> Bools:
    """The `count` rows of highest value, (n,) to (n,); all that tie for the last place are in."""
    ranks = competition_rank(values)
    return ranks <= count
