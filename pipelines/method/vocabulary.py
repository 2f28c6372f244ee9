"""The words that methods and measures share: rural-urban classes, tags and levels of
indicators, scales.

Only names belong here; what they lead to is where they are used.
"""

from __future__ import annotations

# Rural-Urban Classification 2021, from the most urban to the most remote: nearer to (N) or further from (F)
# a major town or city; urban (U), larger rural (RL), smaller rural (RS).
RUC_NAMES = {
    "UN1": "Urban: nearer to a major town or city",
    "UF1": "Urban: further from a major town or city",
    "RLN1": "Larger rural: nearer to a major town or city",
    "RSN1": "Smaller rural: nearer to a major town or city",
    "RLF1": "Larger rural: further from a major town or city",
    "RSF1": "Smaller rural: further from a major town or city",
}
RUC_CLASSES = tuple(RUC_NAMES)

TAGS = (
    "bumping place",
    "gathering place",
    "connecting institution",
    "collective efficacy",
    "opportunity and services",
)

WIDE = ("district", "constituency")  # levels that cannot tell neighbours apart

# What may become of figures before they are weighed. The formulas are in `measure.normalise`.
SCALES = (
    "none",
    "rank",
    "zscore",
    "minmax",
    "rank_normal",
    "exponential",
    "rank_from_lowest",
    "percentile",
    "categorical",
    "ratio_to_mean",
    "ratio_to_highest",
    "ratio_to_lowest",
    "difference_from_mean",
    "difference_from_lowest",
    "above_or_below_mean",
)
# Those that look at the order of the figures alone; those that give values below 0; those that give 0.
OF_RANKS = ("rank", "rank_normal", "exponential", "rank_from_lowest", "percentile", "categorical")
BELOW_ZERO = ("zscore", "rank_normal", "difference_from_mean", "above_or_below_mean")
AT_ZERO = ("minmax", "categorical", "difference_from_lowest")
TO_A_HUNDRED = ("exponential", "minmax", "percentile", "categorical")

# Kinds of places whose points say which area and not which street: registered offices, officers' homes, place
# names. The measures look at each place's own precision too; this lets a method be refused before any data.
AREA_KINDS = ("cooperative", "mutual_aid_group", "sports_club")
