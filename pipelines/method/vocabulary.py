"""The words that methods and measures share: rural-urban classes, tags of indicators.

Only names belong here; what they lead to is where they are used.
"""

from __future__ import annotations

# Rural-Urban Classification 2021, from the most urban to the most remote: nearer to (N) or further from (F)
# a major town or city; urban (U), larger rural (RL), smaller rural (RS).
RUC_CLASSES = ("UN1", "UF1", "RLN1", "RSN1", "RLF1", "RSF1")

TAGS = (
    "bumping place",
    "gathering place",
    "connecting institution",
    "collective efficacy",
    "opportunity and services",
)

# Kinds of places whose points say which area and not which street: registered offices, officers' homes, place
# names. The measures look at each place's own precision too; this lets a method be refused before any data.
AREA_KINDS = ("cooperative", "mutual_aid_group", "sports_club")
