"""The five district summaries of the Indices of Deprivation, for any index, vintage and set of areas.

From neighbourhoods with a score, a rank (1 = most need), residents and a district to one row a district.
English Indices of Deprivation 2019, technical report, appendix N. Rolling up by plain means is in
designation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arrays import Floats, Groups, aligned, floats, groups
from .ranks import ranked_count, worst_line

TENTH = 0.1


@dataclass(frozen=True)
class DistrictSummary:
    """One row a district, (d,), in the order of the codes; higher = worse in every measure.

    `average_rank` runs the publisher's way, as mean of N + 1 - rank weighted by residents.
    """

    district: NDArray
    average_rank: Floats
    average_score: Floats
    proportion_worst: Floats
    extent: Floats
    local_concentration: Floats


def extent_weights(ranks: ArrayLike, n: int) -> Floats:
    """How much a neighbourhood counts towards extent, by its percentile ceil(100 rank / N), (n,) to (n,).

    1 up to the 10th percentile; then 0.95 at the 11th down to 0.05 at the 30th in equal steps; 0 beyond.
    """
    percentile = np.ceil(100 * floats(ranks) / n)
    sliding = 0.95 - (percentile - 11) * (0.90 / 19)
    return np.where(percentile <= 10, 1.0, np.where(percentile <= 30, sliding, 0.0))


def _neediest(ranks: Floats, residents: Floats, of: Groups, share: float) -> tuple[NDArray, Floats]:
    """The rows (n,) by district and rank, and of the residents of each those who are among the neediest.

    These are the residents of the neediest neighbourhoods that hold `share` of each district's residents. The
    last of them is split, so that they hold the share exactly.
    """
    order = np.lexsort((ranks, of.position))
    position, people = of.position[order], residents[order]
    total = of.sums(residents)
    # Residents before this neighbourhood in its district: of all before it, less those of earlier districts.
    before = np.cumsum(people) - people - (np.cumsum(total) - total)[position]
    return order, np.clip((share * total)[position] - before, 0.0, people)


def _worst_tenth_of_people(ranks: Floats, residents: Floats, of: Groups, n: int) -> Floats:
    """Mean of N + 1 - rank over the neediest who are a tenth of each district's residents."""
    order, taken = _neediest(ranks, residents, of, TENTH)
    need = np.bincount(of.position[order], weights=taken * (n + 1 - ranks[order]), minlength=len(of))
    return need / (TENTH * of.sums(residents))


def summarise(
    scores: ArrayLike, ranks: ArrayLike, population: ArrayLike, districts: ArrayLike, *, n: int | None = None
) -> DistrictSummary:
    """The five summaries of each district.

    Parameters
    ----------
    scores, ranks, population: (n,); ranks 1 = most need, among `n` neighbourhoods (those ranked here).
    districts: (n,) codes.

    average_rank and average_score are weighted by residents; proportion_worst is the share of
    neighbourhoods in the worst tenth, rank up to floor(N/10); extent is the share of residents weighted by
    `extent_weights`; local_concentration is the mean of N + 1 - rank over the neediest neighbourhoods that
    hold exactly a tenth of the residents. A neighbourhood without a score, rank or population counts
    nowhere; a district of such is NaN.
    """
    s, r, p = floats(scores, "scores"), floats(ranks, "ranks"), floats(population, "population")
    of = groups(districts)
    aligned(s, r, p, of.position)
    if (p < 0).any():
        raise ValueError("population is negative")
    total = ranked_count(r) if n is None else n
    seen = ~(np.isnan(s) | np.isnan(r) | np.isnan(p))
    part = Groups(of.names, of.position[seen])
    s, r, p = s[seen], r[seen], p[seen]
    with np.errstate(divide="ignore", invalid="ignore"):
        people = part.sums(p)
        rows = part.sums(np.ones_like(p))
        return DistrictSummary(
            district=of.names,
            average_rank=part.sums(p * (total + 1 - r)) / people,
            average_score=part.sums(p * s) / people,
            proportion_worst=part.sums((r <= worst_line(total)).astype(np.float64)) / rows,
            extent=part.sums(p * extent_weights(r, total)) / people,
            local_concentration=_worst_tenth_of_people(r, p, part, total),
        )


def figure_and_weight(
    measure: str, scores: ArrayLike, ranks: ArrayLike, population: ArrayLike, n: int
) -> tuple[Floats, Floats]:
    """What a summary of one district averages, and by what weights: both (n,), for its neighbourhoods.

    `measure` is a field of `DistrictSummary`; the summary is the mean of the figures by the weights. Scores,
    ranks, population and `n` as in `summarise`; a neighbourhood that counts nowhere is NaN in both. Raises
    KeyError for another measure.
    """
    s, r, p = floats(scores, "scores"), floats(ranks, "ranks"), floats(population, "population")
    aligned(s, r, p)
    seen = ~(np.isnan(s) | np.isnan(r) | np.isnan(p))
    s, r, p = (np.where(seen, x, np.nan) for x in (s, r, p))
    people = np.zeros_like(p)
    order, taken = _neediest(r[seen], p[seen], groups(np.zeros(seen.sum())), TENTH)
    people[np.flatnonzero(seen)[order]] = taken
    ones, turned = np.where(seen, 1.0, np.nan), n + 1 - r
    return {
        "average_rank": (turned, p),
        "average_score": (s, p),
        "proportion_worst": (np.where(seen, r <= worst_line(n), np.nan), ones),
        "extent": (extent_weights(r, n) * ones, p),
        "local_concentration": (turned, people * ones),
    }[measure]
