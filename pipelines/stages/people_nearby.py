"""How many people live around each neighbourhood: what makes its peers where a method compares among such.

The people around every output area are in `surroundings`; what is compared among peers is in `peers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.stages.surroundings import AROUND
from pipelines.stages.surroundings import TABLE as SURROUNDINGS
from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd

TABLE = "core.people_nearby"


@step(
    TABLE,
    reads=["core.lsoa", SURROUNDINGS],
    contract=f"""
description: How many people live around where the residents of each neighbourhood live.
grain: one row a neighbourhood (LSOA 2021)
key: [lsoa21cd]
rows: spine
columns:
  lsoa21cd:
  people_nearby:
    type: float
    meaning: >-
      People around where its residents live, the near ones counting more (Gaussian decay, bandwidth
      {AROUND:,.0f} m); figures are compared among neighbourhoods that have about as many
    unit: people
    min: 0
    nullable: false
    sources: [census_ts001, lsoa21_centroids, oa21_centroids, oa21_to_lsoa21]
""",
)
def people_nearby(inputs: Inputs) -> pd.DataFrame:
    """The people around the output areas of each neighbourhood, mean over its residents."""
    spine = inputs.frame("core.lsoa", ["lsoa21cd"])
    homes = inputs.frame(SURROUNDINGS, ["lsoa21cd", "residents", "people_nearby"])
    homes["people"] = homes["people_nearby"] * homes["residents"]
    sums = homes.groupby("lsoa21cd")[["people", "residents"]].sum().loc[spine["lsoa21cd"]]
    return spine.assign(people_nearby=(sums["people"] / sums["residents"]).to_numpy(float))
