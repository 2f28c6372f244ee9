"""The engine held against whole published data sets: what was recomputed, and how far it is from what was
printed.

Arrays in, a table of `Comparison` out. Which files the arrays come from, and printing the table, belong
elsewhere. Weights and shares are those of the English Indices of Deprivation 2019 and 2025, technical
reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .aggregate import Node, evaluate
from .arrays import Floats, aligned, floats
from .district import DistrictSummary
from .normalise import exponential
from .ranks import competition_rank

DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "living_environment")
# They sum to 99.9, and the publisher does not scale them up: the highest possible score is 99.9.
DOMAIN_WEIGHTS = (22.5, 22.5, 13.5, 13.5, 9.3, 9.3, 9.3)

SUBDOMAIN_SHARES_2025: Mapping[str, Mapping[str, float]] = {
    "education": {"children_and_young_people": 0.5, "adult_skills": 0.5},
    "barriers": {"geographical_barriers": 0.5, "wider_barriers": 0.5},
    "living_environment": {"indoors": 0.7, "outdoors": 0.3},
}
SUBDOMAIN_SHARES_2019: Mapping[str, Mapping[str, float]] = {
    **SUBDOMAIN_SHARES_2025,
    "living_environment": {"indoors": 2 / 3, "outdoors": 1 / 3},
}

DISTRICT_DECIMALS: Mapping[str, int] = {
    "average_rank": 2,
    "average_score": 3,
    "proportion_worst": 4,
    "extent": 4,
    "local_concentration": 2,
}


@dataclass(frozen=True)
class Comparison:
    """One figure of one published data set, recomputed.

    `compared` values; `largest_difference` in the figure's own unit, against `tolerance`; `share_equal`,
    the share that comes out equal in the digits that were printed. A published value without a recomputed
    one is a failure.
    """

    case: str
    compared: int
    largest_difference: float
    tolerance: float
    share_equal: float
    passed: bool


def compare(
    case: str, computed: ArrayLike, published: ArrayLike, tolerance: float, decimals: int | None = None
) -> Comparison:
    """Compare recomputed and published values (n,), in the printed digits where `decimals` says how many.

    Values equal in print where they are within half a unit of the last digit: publishers round halves
    either way.
    """
    a, b = floats(computed, "computed"), floats(published, "published")
    aligned(a, b)
    wanted = ~np.isnan(b)
    if not wanted.any():
        raise ValueError(f"{case}: nothing to compare with")
    difference = np.abs(a[wanted] - b[wanted])
    lacking = np.isnan(difference).any()
    largest = float("nan") if lacking else float(difference.max())
    # The published number is a binary fraction near the printed one: allow for its last bits.
    half = 0.0 if decimals is None else 0.5 * 10.0**-decimals
    slack = 4 * np.spacing(np.abs(b[wanted]))
    equal = float(np.mean(difference <= half + slack))
    passed = not lacking and bool((difference <= tolerance + slack).all())
    return Comparison(case, int(wanted.sum()), largest, tolerance, equal, passed)


def deprivation_index(domain_ranks: Mapping[str, ArrayLike]) -> tuple[Floats, Floats]:
    """Score and rank of the Index of Multiple Deprivation from the ranks (n,) of its seven domains.

    Exponential transform of each rank, weighted by `DOMAIN_WEIGHTS` of 100. Ties, which are printed with
    their best rank, are transformed by the mean of their places. Works for 2019 and 2025.
    """
    transformed = {name: exponential(-floats(domain_ranks[name])) for name in DOMAINS}
    tree = Node("imd", tuple(zip(DOMAINS, DOMAIN_WEIGHTS, strict=True)), whole=100.0)
    score = evaluate(tree, transformed)["imd"].value
    return score, competition_rank(score)


def backtest_index(
    name: str,
    domain_ranks: Mapping[str, ArrayLike],
    score: ArrayLike,
    rank: ArrayLike,
    *,
    score_tolerance: float,
    rank_tolerance: float,
) -> list[Comparison]:
    """Published score (three decimals) and rank (n,) against those recomputed from domain ranks.

    Tolerances reached with published ranks, which hide the order within ties: 2025 7e-4 and 1, 2019 1.5e-3
    and 2.
    """
    computed_score, computed_rank = deprivation_index(domain_ranks)
    return [
        compare(f"{name} score", computed_score, score, score_tolerance, decimals=3),
        compare(f"{name} rank", computed_rank, rank, rank_tolerance),
    ]


def backtest_transformed(
    name: str, domain_ranks: Mapping[str, ArrayLike], transformed: Mapping[str, ArrayLike]
) -> list[Comparison]:
    """Published transformed domain scores (three decimals) against the transform of the domain ranks.

    Ties are transformed by their average rank, which keeps even tied neighbourhoods within half a printed
    digit.
    """
    return [
        compare(
            f"{name} transformed {domain}",
            exponential(-floats(domain_ranks[domain])),
            transformed[domain],
            tolerance=5e-4,
            decimals=3,
        )
        for domain in DOMAINS
    ]


def backtest_subdomains(
    name: str,
    subdomain_ranks: Mapping[str, ArrayLike],
    domain_scores: Mapping[str, ArrayLike],
    shares: Mapping[str, Mapping[str, float]],
) -> list[Comparison]:
    """Published scores (three decimals) of domains against those from the ranks of their sub-domains."""
    rows = []
    for domain, parts in shares.items():
        columns = {part: exponential(-floats(subdomain_ranks[part])) for part in parts}
        score = evaluate(Node(domain, tuple(parts.items())), columns)[domain].value
        rows.append(compare(f"{name} {domain}", score, domain_scores[domain], tolerance=1.5e-3, decimals=3))
    return rows


def backtest_districts(
    name: str, computed: DistrictSummary, published: Mapping[str, ArrayLike]
) -> list[Comparison]:
    """Published district summaries, in the order of `computed.district`, against ours, to the printed
    digits.

    Where the residents that are published are rounded and those that the publisher used are not, averages
    over them miss the printed digits by a little: then `passed` is False and `share_equal` says for how
    many.
    """
    return [
        compare(
            f"{name} {measure}",
            getattr(computed, measure),
            published[measure],
            0.5 * 10.0**-decimals,
            decimals,
        )
        for measure, decimals in DISTRICT_DECIMALS.items()
    ]
