"""Putting the published tables together from the tables of the score. No figure is computed anew here,
save for the summaries of larger areas, whose formulas are in `measure.district`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"
DESIGNATIONS = "score.designations"


def neighbourhoods(inputs: Inputs) -> pd.DataFrame:
    """The columns that the settings list (name, table, column, rule), on the spine."""
    import pandas as pd

    columns = inputs.settings["columns"]
    spine = inputs.frame("core.lsoa").sort_values(KEY, ignore_index=True)
    tables = {
        table: inputs.frame(table).set_index(KEY).reindex(spine[KEY])
        for table in inputs.reads
        if table not in (DESIGNATIONS, "core.lsoa")
    }
    rules = _by_rule(inputs)
    made = {}
    for name, table, column, rule in columns:
        if table == "core.lsoa":
            made[name] = spine[column].to_numpy()
        elif table == DESIGNATIONS:
            by_code = rules[rule]
            code = spine[by_code["areas"].iloc[0]]
            made[name] = by_code[column].reindex(code).to_numpy()
        else:
            made[name] = tables[table][column].to_numpy()
    return pd.DataFrame(made)


def _by_rule(inputs: Inputs) -> dict[str, pd.DataFrame]:
    frame = inputs.frame(DESIGNATIONS)
    return {str(rule): rows.set_index("code") for rule, rows in frame.groupby("rule")}


def indicators(inputs: Inputs) -> pd.DataFrame:
    """All indicators one below the other: what was measured and what the score made of it."""
    import pandas as pd

    shrunk, ranks, status = (
        inputs.frame(f"score.{name}").set_index(KEY) for name in ("shrunk", "ranks", "status")
    )
    parts = []
    for name, table in inputs.settings["tables"].items():
        part = shrunk[[]].join(inputs.frame(table).set_index(KEY)[["numerator", "denominator", "value"]])
        part.insert(0, "indicator", name)
        part["shrunk"], part["rank"], part["status"] = shrunk[name], ranks[name], status[name]
        parts.append(part.reset_index())
    return pd.concat(parts, ignore_index=True)


def area(inputs: Inputs) -> pd.DataFrame:
    """One kind of larger area: residents, summaries of each index, designations inside and of its own."""
    import numpy as np
    import pandas as pd

    from pipelines.measure.designation import roll_up
    from pipelines.measure.district import summarise

    code, name, parents = inputs.settings["area"]
    need, *deprivation = inputs.settings["indices"]
    wanted = {
        "core.lsoa": [code, name, *parents, "population"],
        "core.imd": [f"{index}_{what}" for index in deprivation for what in ("score", "rank")],
        "score.total": [f"{need}_score", f"{need}_rank"],
        "score.domains": [f"{domain}_score" for domain in inputs.settings["domains"]],
    }
    spine, *others = (inputs.frame(table, [KEY, *columns]) for table, columns in wanted.items())
    figures = spine.sort_values(KEY, ignore_index=True)
    for other in others:
        figures = figures.merge(other, on=KEY, how="left", validate="one_to_one")
    people, areas = figures["population"].to_numpy(float), figures[code].to_numpy()
    rows = figures.groupby(code, sort=True)
    made = rows[[name, *parents]].first()
    made["neighbourhoods"], made["population"] = rows.size(), rows["population"].sum()
    for index in inputs.settings["indices"]:
        summary = summarise(figures[f"{index}_score"], figures[f"{index}_rank"], people, areas)
        for measure in ("average_score", "average_rank", "proportion_worst", "extent", "local_concentration"):
            made[f"{index}_{measure}"] = pd.Series(getattr(summary, measure), index=summary.district)
    for domain in inputs.settings["domains"]:
        codes, means = roll_up(figures[f"{domain}_score"], people, areas)
        made[f"{domain}_average_score"] = pd.Series(means, index=codes)
    rules = _by_rule(inputs)
    for rule in inputs.settings["inside"]:
        flags = rules[rule]["designated"].reindex(figures[KEY]).to_numpy(bool)
        made[f"{rule}_neighbourhoods"] = pd.Series(flags).groupby(areas).sum()
        made[f"{rule}_residents"] = pd.Series(np.where(flags, figures["population"], 0)).groupby(areas).sum()
        made[f"{rule}_share"] = made[f"{rule}_residents"] / made["population"]
    for rule in inputs.settings["own"]:
        own = rules[rule].reindex(made.index)
        made[rule] = own["designated"]
        for column in ("need_rank", "deprivation_rank", "need_margin", "deprivation_margin"):
            made[f"{rule}_{column}"] = own[column]
    return made.reset_index()
