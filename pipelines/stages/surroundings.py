"""Who lives around where people live: how many, and in areas of which rural-urban class.

What measures and adjustment make of it is in `measures` and `score`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.method.vocabulary import RUC_CLASSES
from pipelines.warehouse.step import Inputs, step

if TYPE_CHECKING:
    import pandas as pd

TABLE = "core.surroundings"
AROUND = 2_500.0  # metres, the bandwidth of a short ride; people are counted up to three of it away


def share_of(ruc: str) -> str:
    """The column of the share of those around who live in a class."""
    return f"share_{ruc.lower()}"


CONTRACT = f"""
description: >
  How many people live around each output area, the near ones counting more (Gaussian decay, bandwidth
  {AROUND:,.0f} m, cut off at three), and how they are shared out among the rural-urban classes. People count
  at the centroid of their neighbourhood. Nobody beyond the border of England is counted.
grain: one row an output area (2021)
key: [oa21cd]
rows: {{england: 178605}}
columns:
  oa21cd: {{}}
  lsoa21cd: {{nullable: false}}
  residents: {{type: int, meaning: Residents (census of 2021), unit: residents, min: 0, nullable: false}}
  people_nearby:
    {{type: float, meaning: "People around, the near ones counting more", unit: people, min: 0,
      nullable: false}}
""" + "".join(
    f"  {share_of(ruc)}: {{type: float, meaning: 'Share of them who live in the class {ruc}', "
    "unit: share, min: 0, max: 1.000001, nullable: false}\n"
    for ruc in RUC_CLASSES
)


@step(TABLE, reads=["core.output_area", "core.lsoa"], contract=CONTRACT)
def surroundings(inputs: Inputs) -> pd.DataFrame:
    """The people around every output area, and their classes."""
    import numpy as np

    from pipelines.measure.decay import decay
    from pipelines.measure.kernel import Kernel

    homes = inputs.frame("core.output_area", ["oa21cd", "lsoa21cd", "easting", "northing", "residents"])
    spine = inputs.frame("core.lsoa", ["lsoa21cd", "ruc21", "easting", "northing"])
    living = homes.groupby("lsoa21cd")["residents"].sum().reindex(spine["lsoa21cd"]).fillna(0)
    around = Kernel(
        homes[["easting", "northing"]].to_numpy(float),
        spine[["easting", "northing"]].to_numpy(float),
        decay("gaussian", AROUND),
        groups=spine["ruc21"].map({ruc: n for n, ruc in enumerate(RUC_CLASSES)}).to_numpy(np.int64),
        number_of_groups=len(RUC_CLASSES),
    ).at_origins(living.to_numpy(float))
    people = around.sum(axis=1)
    # Somebody whose neighbourhood's centroid is further than the cut-off is with the people of it alone.
    own = spine.set_index("lsoa21cd")["ruc21"].loc[homes["lsoa21cd"]].to_numpy()
    table = homes[["oa21cd", "lsoa21cd", "residents"]].copy()
    table["people_nearby"] = people
    for n, ruc in enumerate(RUC_CLASSES):
        share = np.divide(around[:, n], people, out=np.zeros_like(people), where=people > 0)
        table[share_of(ruc)] = np.where(people > 0, share, own == ruc)
    return table
