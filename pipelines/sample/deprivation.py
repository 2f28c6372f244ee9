"""Indices of deprivation for the county, worked out as the publisher's technical reports say.

Scores, ranks and district summaries belong here. They are computed apart from `pipelines.measure` on purpose:
what the pipeline recomputes from these files is then checked against somebody else's arithmetic.
Formulas: English Indices of Deprivation 2019, technical report, appendices E, F and N.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

DOMAINS = ("Income", "Employment", "Education", "Health", "Crime", "Barriers", "Living")
WEIGHTS = (0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093)  # they sum to 0.999, and stay so
PARTS = {
    "Education": ("young", "skills"),
    "Barriers": ("geographical", "wider"),
    "Living": ("indoors", "outdoors"),
}
INDOORS = {2019: 2 / 3, 2025: 0.7}


@dataclass(frozen=True)
class Index:
    """One index: scores (three decimals) and ranks (1 = most deprived, no ties) by name, 'IMD' for all."""

    scores: dict[str, np.ndarray]
    ranks: dict[str, np.ndarray]
    transformed: dict[str, np.ndarray]

    def deciles(self, name: str) -> np.ndarray:
        """1 = the most deprived tenth, which holds floor(n / 10)."""
        rank = self.ranks[name]
        return np.ceil(10 * rank / len(rank)).astype(int)


def ranks_of(score: np.ndarray) -> np.ndarray:
    """Ranks of scores, 1 = highest; equal scores take turns in the order of the rows."""
    rank = np.empty(len(score), dtype=int)
    rank[np.argsort(-score, kind="stable")] = np.arange(1, len(score) + 1)
    return rank


def exponential(rank: np.ndarray) -> np.ndarray:
    """Appendix E: -23 ln(1 - R (1 - exp(-100/23))) with R from 1/n (least deprived) to 1 (most)."""
    share = (len(rank) + 1 - rank) / len(rank)
    return -23 * np.log(1 - share * (1 - math.exp(-100 / 23)))


def index(rng: np.random.Generator, need: np.ndarray, centrality: np.ndarray, year: int) -> Index:
    """An index of neighbourhoods from their latent need; barriers grow away from the towns."""
    count = len(need)

    def mixed(own: float, remote: float = 0.0) -> np.ndarray:
        return need * (1 - own) + remote * (0.5 - centrality) + rng.normal(size=count) * own

    raw = {
        "Income": 1 / (1 + np.exp(2.1 - 0.8 * mixed(0.15))),
        "Employment": 1 / (1 + np.exp(2.4 - 0.7 * mixed(0.2))),
        "Health": mixed(0.3),
        "Crime": mixed(0.45, -1.0),
        "young": mixed(0.3),
        "skills": 1 / (1 + np.exp(1.2 - 0.5 * mixed(0.25))),
        "geographical": mixed(0.9, 3.0),
        "wider": mixed(0.4, -0.5),
        "indoors": mixed(0.6, 0.8),
        "outdoors": mixed(0.6, -2.0),
    }
    for domain, (first, second) in PARTS.items():
        share = INDOORS[year] if domain == "Living" else 0.5
        a, b = (exponential(ranks_of(raw[part])) for part in (first, second))
        raw[domain] = share * a + (1 - share) * b
    ranks = {name: ranks_of(score) for name, score in raw.items()}
    transformed = {name: exponential(ranks[name]) for name in DOMAINS}
    whole = np.column_stack([transformed[name] for name in DOMAINS]) @ np.array(WEIGHTS)
    raw["IMD"], ranks["IMD"] = whole, ranks_of(whole)
    return Index({name: np.round(score, 3) for name, score in raw.items()}, ranks, transformed)


def summary(
    rank: np.ndarray, score: np.ndarray, people: np.ndarray, members: np.ndarray
) -> tuple[float, float, float, float, float]:
    """Appendix N for the neighbourhoods `members` of one district, among all that are ranked.

    Returns average rank (higher = more deprived, as published), average score, proportion in the worst
    tenth, extent, local concentration.
    """
    count = len(rank)
    turned, weight = count + 1 - rank[members], people[members]
    percentile = np.ceil(100 * rank[members] / count)
    sliding = np.clip(0.95 - (percentile - 11) * 0.9 / 19, 0.05, 0.95)
    extent = np.where(percentile <= 10, 1.0, np.where(percentile <= 30, sliding, 0.0))
    left, worst = weight.sum() / 10, 0.0
    for i in np.argsort(-turned):
        taken = min(left, weight[i])
        worst += taken * turned[i]
        left -= taken
        if left <= 0:
            break
    total = weight.sum()
    return (
        round(float((turned * weight).sum() / total), 2),
        round(float((score[members] * weight).sum() / total), 3),
        round(float((np.ceil(10 * rank[members] / count) == 1).mean()), 4),
        round(float((extent * weight).sum() / total), 4),
        round(float(worst / (total / 10)), 2),
    )
