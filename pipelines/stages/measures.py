"""From places and people to indicators: an entry of the method that measures places, as a table.

Functions here read core tables, call the functions of `measure` and give `indicators.<id>` back: numerator,
denominator, value and status by neighbourhood. Distances are from where people live (output areas) and are
averaged by residents. Figures that are one SELECT are in `sql/indicators`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipelines.errors import CommonGroundError
from pipelines.method.vocabulary import RUC_CLASSES
from pipelines.stages.surroundings import TABLE, share_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from pipelines.measure.decay import Decay
    from pipelines.measure.kernel import Kernel
    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"
STEPS = 11  # of a blended bandwidth: 5% of the urban one each, where the rural one is half as long again

# What numerator and denominator are, by type of measure: for the contract.
_SHARED = ("Places, each shared over the people who can reach it", "Residents who share them (2021)")
_NOTHING = ("None: the figure is a mean over residents", "None: the figure is a mean over residents")
PARTS = {
    "catchment": _SHARED,
    "spread": _SHARED,
    "near": ("Places inside or near the boundary", "Residents (mid-2024)"),
    "reach": _NOTHING,
    "nearest": _NOTHING,
    "diversity": _NOTHING,
    "lack": ("Those concerned, by how little there is", "All of whom they are a share"),
}


@dataclass(frozen=True)
class People:
    """Where people live: origins in metres, their residents, their neighbourhood and its class, by number;
    the shares (n, classes) of the people around who live in each class, where bandwidths are blended."""

    spine: pd.DataFrame
    points: NDArray[np.float64]
    residents: NDArray[np.float64]
    area: NDArray[np.int64]
    classes: NDArray[np.int64]
    around: NDArray[np.float64] | None = None

    def mean(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean over the residents of each neighbourhood."""
        from pipelines.measure.reach import neighbourhood_mean

        return neighbourhood_mean(values, self.residents, self.area, len(self.spine))

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum over the output areas of each neighbourhood."""
        import numpy as np

        return np.bincount(self.area, weights=values, minlength=len(self.spine)).astype(np.float64)


def people(inputs: Inputs) -> People:
    """The output areas with residents, and the neighbourhoods in the order of their codes."""
    import numpy as np
    import pandas as pd

    spine = inputs.frame("core.lsoa", [KEY, "ruc21", "lad24cd", "easting", "northing", "population"])
    spine = spine.sort_values(KEY, ignore_index=True)
    areas = inputs.frame("core.output_area", ["oa21cd", KEY, "easting", "northing", "residents"])
    area = pd.Index(spine[KEY]).get_indexer(areas[KEY])
    number = {code: n for n, code in enumerate(RUC_CLASSES)}
    classes = spine["ruc21"].map(number).to_numpy(np.int64)[area]
    points = areas[["easting", "northing"]].to_numpy(float)
    around = None
    if inputs.settings.get("borders") == "blended":
        shares = inputs.frame(TABLE, ["oa21cd", *map(share_of, RUC_CLASSES)]).set_index("oa21cd")
        around = shares.loc[areas["oa21cd"]].to_numpy(float)
    return People(spine, points, areas["residents"].to_numpy(float), area, classes, around)


@dataclass(frozen=True)
class Supply:
    """What is reached: ids (of places, or of neighbourhoods that have a figure), points in metres, what each
    is worth, and the number of its kind; the people who share each, where that had to be known."""

    ids: NDArray[np.object_]
    points: NDArray[np.float64]
    worth: NDArray[np.float64]
    kind: NDArray[np.int64]
    demand: NDArray[np.float64] | None = None


def supply(inputs: Inputs, who: People) -> Supply:
    """The places of the kinds that a measure names, or a neighbourhood figure at the centroids.

    Raises `CommonGroundError` where places of area precision would enter a measure by the street.
    """
    import numpy as np

    settings = inputs.settings
    if settings.get("supply"):
        table, column = settings["supply"]["table"], settings["supply"]["column"]
        figures = who.spine[[KEY, "easting", "northing"]].merge(inputs.frame(table, [KEY, column]), on=KEY)
        figures = figures[figures[column] > 0].sort_values(KEY)
        points = figures[["easting", "northing"]].to_numpy(float)
        ids, worth = figures[KEY].to_numpy(object), figures[column].to_numpy(float)
        return Supply(ids, points, worth, np.zeros(len(figures), np.int64))
    chosen = _chosen(inputs)
    coarse = sorted(set(chosen.loc[chosen["precision"] == "area", "kind"]))
    if coarse and _narrowest(settings) < settings["area_least"]:
        raise CommonGroundError(
            f"Places of the kind {', '.join(coarse)} say which area and not which street, and are measured "
            f"within {_narrowest(settings):g} m. "
            "Give the measure `precision: site` or a wider bandwidth."
        )
    kind = chosen["kind"].map({k: n for n, k in enumerate(settings["kinds"])}).to_numpy(np.int64)
    points = chosen[["easting", "northing"]].to_numpy(float)
    what = Supply(chosen["place_id"].to_numpy(object), points, np.ones(len(chosen)), kind)
    beyond = chosen[KEY].isna().to_numpy(bool)
    if beyond.any() and settings["type"] in ("catchment", "spread"):
        return _shared_beyond(who, what, settings, beyond)
    return what


def _shared_beyond(
    who: People, what: Supply, settings: Mapping[str, Any], beyond: NDArray[np.bool_]
) -> Supply:
    """The places, those beyond England's border with less worth: they are shared with others.

    Only those who live in England are counted as sharing. A place beyond the border counts as shared by no
    fewer people than the median place in England: else a village there would have a Welsh town to itself.
    """
    import numpy as np

    demand = _kernel(who, what, settings).at_places(who.residents)
    usual = np.median(demand[~beyond]) if (~beyond).any() else np.inf
    worth = np.where(beyond, np.minimum(demand / usual, 1.0), what.worth)
    return replace(what, worth=worth, demand=demand)


def _chosen(inputs: Inputs) -> pd.DataFrame:
    settings = inputs.settings
    places = inputs.frame(
        "core.places", ["place_id", "kind", "subkind", "precision", "easting", "northing", KEY]
    )
    chosen = places[places["kind"].isin(settings["kinds"])]
    if settings.get("subkinds"):
        chosen = chosen[chosen["subkind"].isin(settings["subkinds"])]
    if settings.get("precision"):
        chosen = chosen[chosen["precision"] == settings["precision"]]
    return chosen.sort_values("place_id", ignore_index=True)


def _narrowest(settings: Mapping[str, Any]) -> float:
    bandwidth = settings.get("bandwidth", 0.0)
    return min(bandwidth.values()) if isinstance(bandwidth, Mapping) else float(bandwidth)


def distances(who: People, settings: Mapping[str, Any]) -> tuple[NDArray[np.int64], Decay]:
    """How far people go for what a measure counts: for each origin a row of the decay, and the decay.

    A row is a rural-urban class. Where bandwidths are blended it is one of `STEPS` even steps from the
    shortest to the longest: the mean of those of the classes of the people around.
    """
    import numpy as np

    from pipelines.measure.decay import decay

    metres = settings["bandwidth"]
    table = np.array([metres[c] if isinstance(metres, Mapping) else metres for c in RUC_CLASSES], float)
    rows = who.classes
    if who.around is not None:
        least, most = table.min(), table.max()
        own = (who.around @ table - least) / (most - least) if most > least else np.zeros(len(rows))
        rows = np.rint(own * (STEPS - 1)).astype(np.int64)
        table = np.linspace(least, most, STEPS)
    form, column = settings["decay"], table[:, None]
    return rows, decay(form, column, None if form == "step" else settings["cutoff"] * column)


def _kernel(who: People, what: Supply, settings: Mapping[str, Any]) -> Kernel:
    from pipelines.measure.kernel import Kernel

    rows, decay = distances(who, settings)
    return Kernel(who.points, what.points, decay, classes=rows)


def _table(
    inputs: Inputs, who: People, value: Any, numerator: Any = None, denominator: Any = None
) -> pd.DataFrame:
    """An indicator's table; districts that the source does not cover are missing."""
    import numpy as np
    import pandas as pd

    table = pd.DataFrame(
        {
            KEY: who.spine[KEY],
            "numerator": np.nan if numerator is None else numerator,
            "denominator": np.nan if denominator is None else denominator,
            "value": value,
        }
    )
    if inputs.settings.get("coverage"):
        table.loc[~covered(inputs, who.spine), ["numerator", "denominator", "value"]] = np.nan
    table["status"] = np.where(table["value"].isna(), "missing", "observed")
    return table


def covered(inputs: Inputs, spine: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether the source covers the district of each neighbourhood, and the council of 2011 that it lay in.

    It covers one that has at least `least` of the median one's places of that source per resident, and of the
    kinds measured one at all and at least `least_of_kind` of the median. Councils that have merged since are
    so judged each on its own as well.
    """
    councils = inputs.frame("core.council_2011", [KEY, "council_2011"])
    spine = spine.merge(councils, on=KEY, how="left", validate="one_to_one")
    places = inputs.frame("core.places", [KEY, "kind", "source"])
    places = places[places["source"] == inputs.settings["coverage"]["source"]].merge(spine, on=KEY)
    good = [_covers(inputs.settings, places, spine, council) for council in ("lad24cd", "council_2011")]
    return good[0] & good[1]


def _covers(
    settings: Mapping[str, Any], places: pd.DataFrame, spine: pd.DataFrame, council: str
) -> NDArray[np.bool_]:
    """Whether the council of this sort has enough places, for each neighbourhood of the spine."""
    residents, rule = spine.groupby(council)["population"].sum(), settings["coverage"]

    def rate(listed: pd.DataFrame) -> pd.Series:
        return (listed.groupby(council).size().reindex(residents.index).fillna(0) / residents).astype(float)

    of_all, of_kind = rate(places), rate(places[places["kind"].isin(settings["kinds"])])
    good = (of_all >= rule["least"] * of_all.median()) & (of_kind > 0)
    good &= of_kind >= rule.get("least_of_kind", 0.0) * of_kind.median()
    return spine[council].map(good).to_numpy(bool)


def catchment(inputs: Inputs) -> pd.DataFrame:
    """Places over the people who share them."""
    import numpy as np

    from pipelines.measure.catchment import balanced, three_step, two_step

    settings, who = inputs.settings, people(inputs)
    what = supply(inputs, who)
    kernel = _kernel(who, what, settings)
    if settings["variant"] == "two_step":
        access = two_step(kernel, who.residents, what.worth, what.demand).access
    else:
        variant = {"three_step": three_step, "balanced": balanced}[settings["variant"]]
        access = variant(kernel, who.residents, what.worth).access
    shared, residents = who.sums(access * who.residents), who.sums(who.residents)
    value = np.divide(
        shared * settings["per"], residents, out=np.full(len(residents), np.nan), where=residents > 0
    )
    return _table(inputs, who, value, shared, residents)


def spread(inputs: Inputs) -> pd.DataFrame:
    """Places that say only which area, each shared out over the people who live around it."""
    import numpy as np

    from pipelines.measure.spread import spread as spread_out

    settings, who = inputs.settings, people(inputs)
    what = supply(inputs, who)
    rows, decay = distances(who, settings)
    units = spread_out(
        who.points, who.residents, what.points, decay, units=what.worth, classes=rows, demand=what.demand
    ).units
    shared, residents = who.sums(units), who.sums(who.residents)
    value = np.divide(
        shared * settings["per"], residents, out=np.full(len(residents), np.nan), where=residents > 0
    )
    return _table(inputs, who, value, shared, residents)


def reach(inputs: Inputs) -> pd.DataFrame:
    """Places within reach, the near ones more."""
    who = people(inputs)
    what = supply(inputs, who)
    return _table(inputs, who, who.mean(_kernel(who, what, inputs.settings).at_origins(what.worth)))


def nearest(inputs: Inputs) -> pd.DataFrame:
    """Metres to the nearest place, at most so many."""
    import numpy as np

    from pipelines.measure.reach import nearest as nearest_place

    who = people(inputs)
    what = supply(inputs, who)
    metres, _ = nearest_place(who.points, what.points)
    return _table(inputs, who, who.mean(np.minimum(metres, inputs.settings["most"])))


def near(inputs: Inputs) -> pd.DataFrame:
    """Places inside the boundary or near it, per resident."""
    import numpy as np
    from shapely import from_wkb

    from pipelines.stages.near import near_totals, per_resident

    settings, who = inputs.settings, people(inputs)
    what = supply(inputs, who)
    boundary = inputs.frame("core.lsoa_boundary", [KEY, "geometry"]).set_index(KEY).loc[who.spine[KEY]]
    shapes = from_wkb(np.asarray(boundary["geometry"], dtype=object))
    totals = near_totals(shapes, what.points, settings["within"], values=what.worth)
    residents = who.spine["population"].to_numpy(float)
    return _table(inputs, who, settings["per"] * per_resident(totals, residents), totals, residents)


def diversity(inputs: Inputs) -> pd.DataFrame:
    """How many kinds are within reach, each counted against its own mean."""
    from pipelines.measure.diversity import effective_kinds, on_one_scale
    from pipelines.measure.reach import reach as reach_of

    settings, who = inputs.settings, people(inputs)
    what, kinds = supply(inputs, who), len(settings["kinds"])
    rows, decay = distances(who, settings)
    reached = reach_of(who.points, what.points, decay, classes=rows, groups=what.kind, number_of_groups=kinds)
    return _table(inputs, who, who.mean(effective_kinds(on_one_scale(reached, who.residents))))


def lack(inputs: Inputs) -> pd.DataFrame:
    """A share of people times the part of England that has more of something where they live."""
    import numpy as np

    from pipelines.measure.ranks import average_rank

    settings = inputs.settings
    share = inputs.frame(settings["share"]).sort_values(KEY, ignore_index=True)
    of = share[[KEY]].merge(inputs.frame(settings["of"], [KEY, "value", "status"]), on=KEY, how="left")
    amount = of["value"].to_numpy(float)
    rank = average_rank(amount, higher_is_need=not settings["of_worse"])  # 1 = has most of it
    part = (rank - 0.5) / np.count_nonzero(~np.isnan(rank))
    table = share[[KEY]].copy()
    table["numerator"] = share["numerator"].to_numpy(float) * part
    table["denominator"] = share["denominator"]
    table["value"] = share["value"].to_numpy(float) * part
    missing = table["value"].isna()
    table.loc[missing, ["numerator", "denominator"]] = np.nan
    carried = (share["status"] == "district") | (of["status"] == "district")
    table["status"] = np.where(missing, "missing", np.where(carried, "district", "observed"))
    return table


RUN: Mapping[str, Callable[[Inputs], Any]] = {
    "catchment": catchment,
    "spread": spread,
    "reach": reach,
    "nearest": nearest,
    "near": near,
    "diversity": diversity,
    "lack": lack,
}
