"""What each part of the index has to do with density, rurality and deprivation, before and after adjustment.

A table to judge a method by: nothing is fitted to it, and nothing of the score reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.stages.aligned import aligned
from pipelines.stages.score import plan_of

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"


def correlations(inputs: Inputs) -> pd.DataFrame:
    """One row a part of the index: correlations of its need; whether a domain keeps to the limit."""
    import numpy as np
    import pandas as pd

    from pipelines.measure.agreement import rank_correlation
    from pipelines.measure.index import need, score, treat

    settings = inputs.settings
    plan = plan_of(settings)
    spine = inputs.frame("core.lsoa", [KEY, "density", "ruc21"]).sort_values(KEY, ignore_index=True)
    index = settings["index"]
    deprivation = aligned(inputs, "core.imd", spine, [f"{index}_score"])
    against = {
        "density": spine["density"].to_numpy(float),
        "rurality": spine["ruc21"].str.startswith("R").to_numpy(float),
        "deprivation": deprivation[f"{index}_score"].to_numpy(float),
    }

    def column(table: pd.DataFrame, name: str) -> Any:
        return table[name].to_numpy(float)

    shrunk, adjusted, subs, domains, total, status = (
        aligned(inputs, f"score.{name}", spine)
        for name in ("shrunk", "adjusted", "subdomains", "domains", "total", "status")
    )
    plain = plan_of({**settings, "degree": {}})
    nobody = np.zeros(len(spine))  # without adjustment nobody is compared with peers
    unadjusted = score(plain, {i: column(shrunk, i) for i in plan.indicators}, nobody)
    parts = [("domain", d, unadjusted[d].combined, column(domains, f"{d}_score")) for d in plan.domains]
    parts += [
        ("subdomain", s, unadjusted[s].combined, column(subs, f"{s}_score"))
        for _, of_domain in plan.domains.values()
        for s in of_domain
    ]
    for i in plan.indicators:
        treated = treat(column(shrunk, i), plan.outliers.get(i)).value
        parts.append(("indicator", i, need(treated, i in plan.worse, nobody, 0.0), column(adjusted, i)))
    whole = "social_infrastructure"
    parts.append(("total", whole, unadjusted["total"].combined, column(total, f"{whole}_score")))
    rows = []
    for level, name, before, after in parts:
        row: dict[str, Any] = {"level": level, "name": name}
        for what, values in against.items():
            row[f"{what}_before"], row[f"{what}_after"] = (
                rank_correlation(x, values) for x in (before, after)
            )
        row["observed"] = float(np.mean(status[name] == "observed")) if level == "indicator" else np.nan
        limited = level == "domain" and not np.isnan(row["density_after"])
        row["within_limit"] = bool(abs(row["density_after"]) < settings["limit"]) if limited else None
        rows.append(row)
    return pd.DataFrame(rows).astype({"within_limit": "boolean"})
