"""Indices that know nothing of places, by the same measures and the same method as ours.

What strews places, or takes a shape alone, is in `measure.placebo`; how far they agree with anything is in
`quality`. Their steps and contracts are in `quality_steps`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.measure.placebo import Floats
    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"
PLACES = "core.places"
NEAR = 1_000.0  # metres from the boundary: what the index of shapes alone counts people within


@dataclass(frozen=True)
class Elsewhere:
    """The inputs of a measure with some tables replaced: what a measure sees where places are strewn."""

    inputs: Inputs
    instead: dict[str, pd.DataFrame]

    @property
    def settings(self) -> dict[str, object]:
        return dict(self.inputs.settings)

    def frame(self, table: str, columns: list[str] | None = None) -> pd.DataFrame:
        """As `Inputs.frame`."""
        if table not in self.instead:
            return self.inputs.frame(table, columns)
        whole = self.instead[table]
        return whole[columns] if columns else whole


def strewn(inputs: Inputs) -> pd.DataFrame:
    """Every indicator that is measured from places, with as many places of each kind strewn at random.

    Settings: {indicator: the settings of its measure}. Figures that stand at centroids (departures, jobs) are
    dealt out among the neighbourhoods. How well a source covers a district is a fact about real places, and
    is left out.
    """
    import pandas as pd

    from pipelines.stages.measures import RUN

    entries = inputs.settings["measures"]
    instead = {PLACES: _strewn_places(inputs)}
    for settings in entries.values():
        if supply := settings.get("supply"):
            instead[supply["table"]] = _dealt_out(inputs, supply["table"], supply["column"])
    columns = {}
    for name, settings in entries.items():
        own = {key: value for key, value in settings.items() if key != "coverage"}
        made = RUN[settings["type"]](Elsewhere(replace(inputs, settings=own), instead))  # type: ignore[arg-type]
        columns[name] = made.set_index(KEY)["value"]
    return pd.DataFrame(columns).rename_axis(KEY).reset_index()


def _strewn_places(inputs: Inputs) -> pd.DataFrame:
    """The places of England, each somewhere else; what lies across its border is left out."""
    from pipelines.measure.placebo import strewn as strew
    from pipelines.measure.reach import nearest

    homes = inputs.frame("core.output_area", [KEY, "easting", "northing", "residents"])
    places = inputs.frame(PLACES).dropna(subset=[KEY]).sort_values("place_id", ignore_index=True)
    where = homes[["easting", "northing"]]
    points = strew(len(places), where, homes["residents"])
    inside = homes[KEY].to_numpy()[nearest(points, where)[1]]
    return places.assign(easting=points[:, 0], northing=points[:, 1], **{KEY: inside})


def _dealt_out(inputs: Inputs, table: str, column: str) -> pd.DataFrame:
    from pipelines.measure.placebo import dealt_out

    figures = inputs.frame(table, [KEY, column]).sort_values(KEY, ignore_index=True)
    return figures.assign(**{column: dealt_out(figures[column])})


def placebo(inputs: Inputs) -> pd.DataFrame:
    """Scores and ranks of the indices that know nothing, on the spine; higher score = more need.

    The strewn places go through adjustment, transform and weights as the real ones do; indicators that are
    not measured from places have no part in them, and their weight is carried by the rest.
    """
    import numpy as np
    import pandas as pd
    from shapely import from_wkb

    from pipelines.measure.placebo import density_alone, shape_alone
    from pipelines.measure.ranks import competition_rank
    from pipelines.stages.near import near_totals

    spine = inputs.frame("core.lsoa", [KEY, "population", "area_km2"]).sort_values(KEY, ignore_index=True)
    homes = inputs.frame("core.output_area", [KEY, "easting", "northing", "residents"])
    boundary = inputs.frame("core.lsoa_boundary", [KEY, "geometry"]).set_index(KEY).loc[spine[KEY]]
    shapes = from_wkb(np.asarray(boundary["geometry"], dtype=object))
    within = near_totals(shapes, homes[["easting", "northing"]], NEAR, values=homes["residents"])
    inside = homes.groupby(KEY)["residents"].sum().reindex(spine[KEY])
    index = inputs.settings["deprivation"]
    deprivation = inputs.frame("core.imd", [KEY, f"{index}_score"]).set_index(KEY).loc[spine[KEY]]
    scores = {
        "shape": -shape_alone(within, inside),
        **_scored(inputs, spine),
        "deprivation": deprivation[f"{index}_score"].to_numpy(float),
        "density": -density_alone(spine["population"], spine["area_km2"]),
    }
    columns = {}
    for name, score in scores.items():
        columns[f"{name}_score"], columns[f"{name}_rank"] = score, competition_rank(score)
    return pd.DataFrame({KEY: spine[KEY], **columns})


def _scored(inputs: Inputs, spine: pd.DataFrame) -> dict[str, Floats]:
    """The index of strewn places, as a whole and by domain."""
    from pipelines.measure.index import score
    from pipelines.stages.peers import peers
    from pipelines.stages.score import plan_of

    plan = plan_of(inputs.settings)
    figures = inputs.frame("quality.strewn").set_index(KEY).loc[spine[KEY]]
    classed = spine[[KEY]].merge(inputs.frame("core.lsoa", [KEY, "ruc21"]), on=KEY)
    among = peers(inputs, classed)
    parts = score(plan, {name: figures[name].to_numpy(float) for name in plan.indicators}, among)
    whole = {"strewn": parts["total"].combined}
    return whole | {f"strewn_{domain}": parts[domain].combined for domain in plan.domains}
