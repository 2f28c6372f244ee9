"""Figures that a table of the areas has already, as indicators: a column, over another where there is one.

What is measured from places is in `measures`; which figures there are is the method's to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.errors import CommonGroundError

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.measure.arrays import Floats
    from pipelines.warehouse.step import Inputs

# What numerator and denominator are, for the contract.
PARTS = ("The figure as its table has it", "What it is divided by; none where it stands by itself")


def figure(inputs: Inputs) -> pd.DataFrame:
    """Numerator, denominator, value and status of each area: so much for every `per` of the denominator.

    Missing where either is, and where the denominator is 0. Settings: `areas` (their table and key), `figure`
    and `denominator` (table and column; the latter may be None), `per`, and the `status` of what is there.
    Raises `CommonGroundError` where a table has several rows for an area.
    """
    import numpy as np

    from pipelines.measure.treat import denominate

    settings = inputs.settings
    table, key = settings["areas"]
    made = inputs.frame(table, [key]).sort_values(key, ignore_index=True)
    value = numerator = _column(inputs, made[key], *settings["figure"])
    denominator = np.full(len(made), np.nan)
    if settings["denominator"]:
        denominator = _column(inputs, made[key], *settings["denominator"])
        value = settings["per"] * denominate(numerator, denominator)
    made["numerator"], made["denominator"], made["value"] = numerator, denominator, value
    made["status"] = np.where(np.isnan(value), "missing", settings["status"])
    return made


def _column(inputs: Inputs, codes: pd.Series, table: str, column: str) -> Floats:
    key = str(codes.name)
    frame = inputs.frame(table, list(dict.fromkeys((key, column)))).set_index(key)
    if not frame.index.is_unique:
        raise CommonGroundError(f"{table} has several rows for one {key}: {column} is not a figure of each.")
    return frame[column].reindex(codes).to_numpy(float)
