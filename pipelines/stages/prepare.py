"""From indicators to need on the scale that is weighed: each step is a table that stays.

Functions here read tables, call `measure` and give tables back. What the steps are called, which tables they
read and what their columns mean is in `method_steps`, generated from the method; weighing is in `score`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.stages.aligned import aligned, figures_of, mendable, numbered, spine_of, wide
from pipelines.stages.peers import peers

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

    from pipelines.warehouse.step import Inputs


def value(inputs: Inputs) -> pd.DataFrame:
    """The figures of all indicators as they were measured, one column each."""
    spine, tables = spine_of(inputs), inputs.settings["tables"]
    return wide(
        spine, {name: aligned(inputs, table, spine, ["value"])["value"] for name, table in tables.items()}
    )


def shrunk(inputs: Inputs) -> pd.DataFrame:
    """The figures drawn towards those around them where the method says so, their gaps filled by its rule."""
    import numpy as np

    from pipelines.measure.index import impute

    settings = inputs.settings
    everywhere = settings["everywhere"]
    filled = [rule["within"] for rule in settings["impute"].values() if rule["rule"] == "mean"]
    parents = {area for within in filled for area in within}
    parents |= {rule["towards"] for rule in settings["shrink"].values()} - {"neighbours"}
    spine = spine_of(inputs, tuple(sorted(parents - {everywhere})))
    codes = {area: numbered(spine[area]) for area in parents - {everywhere}}
    codes[everywhere] = np.zeros(len(spine), dtype=np.int8)  # the same for all
    figures = aligned(inputs, "score.value", spine)
    columns = {}
    for name in settings["tables"]:
        own = figures[name].to_numpy(float)
        if name in settings["shrink"]:
            own = _shrink(inputs, name, spine, codes)
        rule = settings["impute"][name]
        areas = tuple(codes[area] for area in rule["within"]) if rule["rule"] == "mean" else ()
        columns[name] = impute(own, areas)
    return wide(spine, columns)


def _shrink(inputs: Inputs, name: str, spine: pd.DataFrame, codes: Mapping[str, Any]) -> Any:
    from pipelines.measure import shrinkage

    rule = inputs.settings["shrink"][name]
    table = aligned(inputs, inputs.settings["tables"][name], spine)
    towards = neighbours(inputs, spine) if rule["towards"] == "neighbours" else codes[rule["towards"]]
    numerator, denominator = table["numerator"].to_numpy(float), table["denominator"].to_numpy(float)
    how = {"log_odds": shrinkage.proportions, "empirical_bayes_rate": shrinkage.rates}
    if rule["method"] in how:
        result = how[rule["method"]](numerator, denominator, towards).value
        # The figure may be in another unit than its ratio (per 1,000): one factor for all rows.
        return result * _unit(table["value"].to_numpy(float), numerator, denominator)
    noise = rule["deviation"] ** 2 / denominator
    return shrinkage.means(table["value"].to_numpy(float), noise, towards).value


def _unit(figure: Any, numerator: Any, denominator: Any) -> float:
    """What the figure is over numerator / denominator, the same for all: 1, 100 or 1,000.

    Raises ValueError where it differs: then the figure is no rate of the two.
    """
    import numpy as np

    seen = (denominator > 0) & (numerator > 0) & ~np.isnan(figure)
    factors = figure[seen] * denominator[seen] / numerator[seen]
    if not seen.any() or not np.allclose(factors, factors[0], rtol=1e-9):
        raise ValueError(
            "the value of this indicator is not its numerator over its denominator: do not shrink it"
        )
    return float(factors[0])


def neighbours(inputs: Inputs, spine: pd.DataFrame) -> csr_array:
    """Which neighbourhoods touch which, (n, n), in the order of the spine."""
    import numpy as np
    from scipy.sparse import csr_array
    from shapely import STRtree, from_wkb

    table = aligned(inputs, inputs.settings["boundaries"], spine, ["geometry"])
    shapes = from_wkb(table["geometry"].to_numpy())
    one, other = STRtree(shapes).query(shapes, predicate="intersects")
    apart = one != other
    return csr_array((np.ones(apart.sum()), (one[apart], other[apart])), shape=(len(spine), len(spine)))


def status(inputs: Inputs) -> pd.DataFrame:
    """How each figure came about: observed, district, imputed or missing."""
    import numpy as np

    spine = spine_of(inputs)
    before, after = aligned(inputs, "score.value", spine), aligned(inputs, "score.shrunk", spine)
    columns = {}
    for name, table in inputs.settings["tables"].items():
        own = aligned(inputs, table, spine, ["status"])["status"].to_numpy(object)
        gap, filled = before[name].isna().to_numpy(), after[name].notna().to_numpy()
        columns[name] = np.where(gap & filled, "imputed", np.where(gap, "missing", own))
    return wide(spine, columns)


def ranks(inputs: Inputs) -> pd.DataFrame:
    """Competition ranks of the figures themselves, 1 = most need, before any adjustment among peers."""
    from pipelines.measure.ranks import competition_rank

    frame, worse = inputs.frame("score.shrunk"), set(inputs.settings["worse"])
    figures = figures_of(frame)
    return wide(frame, {n: competition_rank(x, higher_is_need=n in worse) for n, x in figures.items()})


def treated(inputs: Inputs) -> pd.DataFrame:
    """The figures with their outliers brought in, or on a logarithmic scale, where the method says so."""
    from pipelines.measure.index import treat

    frame, bounds = inputs.frame("score.shrunk"), inputs.settings["outliers"]
    return wide(frame, {name: treat(x, bounds.get(name)).value for name, x in figures_of(frame).items()})


def outliers(inputs: Inputs) -> pd.DataFrame:
    """What was found of outliers and what became of them, one row an indicator that the method treats."""
    import pandas as pd

    from pipelines.measure.index import treat
    from pipelines.measure.treat import kurtosis, skewness

    figures, rows = inputs.frame("score.shrunk"), []
    for name, bounds in inputs.settings["outliers"].items():
        own = figures[name].to_numpy(float)
        found = treat(own, bounds)
        row = {"indicator": name, "skewness": skewness(own), "kurtosis": kurtosis(own), "how": found.how}
        rows.append({**row, "low": found.low, "high": found.high})
    return pd.DataFrame(rows)


def adjusted(inputs: Inputs) -> pd.DataFrame:
    """The figures as need (higher = more), compared among peers as far as the method says."""
    import numpy as np

    from pipelines.measure.index import need

    settings = inputs.settings
    worse, degree, classes = set(settings["worse"]), settings["degree"], settings["classes"]
    spine = spine_of(inputs, (classes,) if classes else ())
    compared = any(degree.values())  # without adjustment nobody needs peers
    among = peers(inputs, spine, classes) if compared else np.zeros(len(spine))
    figures, columns = aligned(inputs, settings["figures"], spine), {}
    for name in map(str, figures.columns):
        own = figures[name].to_numpy(float)
        columns[name] = need(own, name in worse, among, degree.get(name, 0.0))
    return wide(spine, columns)


def transformed(inputs: Inputs) -> pd.DataFrame:
    """Need on the scale that is weighed."""
    from pipelines.measure.index import transform

    frame, kind, columns = inputs.frame("score.adjusted"), inputs.settings["normalise"], {}
    for name, own in figures_of(frame).items():
        with mendable(f"The indicator {name} cannot be put on the scale {kind}"):
            columns[name] = transform(own, kind)
    return wide(frame, columns)
