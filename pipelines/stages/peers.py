"""Whom an area is compared with when its need is adjusted: those of its class, or those with as many around.

How need is compared among peers is in `measure.adjust`, how many live around whom in `people_nearby`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.stages.aligned import aligned, numbered
from pipelines.stages.people_nearby import TABLE as PEOPLE_NEARBY

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.step import Inputs


def peers(inputs: Inputs, spine: pd.DataFrame, classes: str = "ruc21") -> Any:
    """Whom each area is compared with, as `measure.adjust` takes it: by its class, or by how many people live
    around where its residents live."""
    from pipelines.measure.adjust import alike_in

    if inputs.settings["peers"] == "rural_urban_class":
        return numbered(spine[classes])
    return alike_in(aligned(inputs, PEOPLE_NEARBY, spine)["people_nearby"].to_numpy(float))
