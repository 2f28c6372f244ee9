"""Whom an area is compared with when its need is adjusted: those of its class, or those with as many around.

How need is compared among peers is in `measure.adjust`, who lives around whom in `surroundings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.stages.aligned import numbered
from pipelines.stages.surroundings import TABLE as SURROUNDINGS

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"


def peers(inputs: Inputs, spine: pd.DataFrame, classes: str = "ruc21") -> Any:
    """Whom each area is compared with, as `measure.adjust` takes it: by its class, or by how many people live
    around where its residents live."""
    from pipelines.measure.adjust import alike_in

    if inputs.settings["peers"] == "rural_urban_class":
        return numbered(spine[classes])
    return alike_in(people_nearby(inputs.frame(SURROUNDINGS, [KEY, "residents", "people_nearby"]), spine))


def people_nearby(homes: pd.DataFrame, spine: pd.DataFrame) -> Any:
    """The people around, mean over the residents of each neighbourhood of the spine."""
    homes = homes.assign(people=homes["people_nearby"] * homes["residents"])
    sums = homes.groupby(KEY)[["people", "residents"]].sum().loc[spine[KEY]]
    return (sums["people"] / sums["residents"]).to_numpy(float)
