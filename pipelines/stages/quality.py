"""What can be said against the index: agreement beside placebos, what indicators go with, what weighs them.

Each function reads tables of the score and gives a table of the layer `quality` back; its steps and contracts
are in `quality_steps`, the figures' formulas in `measure.agreement` and `measure.weights`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"
OURS = "social_infrastructure"


def _on(spine: pd.DataFrame, inputs: Inputs, table: str) -> pd.DataFrame:
    return inputs.frame(table).set_index(KEY).loc[spine.index]


def _spine(inputs: Inputs, *columns: str) -> pd.DataFrame:
    return inputs.frame("core.lsoa", [KEY, *columns]).set_index(KEY).sort_index()


def scores(inputs: Inputs, spine: pd.DataFrame) -> dict[str, tuple[str, Any]]:
    """Every part of the index: {name: (level, score)}, the total first."""
    made = {OURS: ("total", _on(spine, inputs, "score.total")[f"{OURS}_score"].to_numpy(float))}
    for table, level in (("score.domains", "domain"), ("score.subdomains", "subdomain")):
        figures = _on(spine, inputs, table)
        names = [str(c).removesuffix("_score") for c in figures.columns if str(c).endswith("_score")]
        made |= {name: (level, figures[f"{name}_score"].to_numpy(float)) for name in names}
    return made


def agreement(inputs: Inputs) -> pd.DataFrame:
    """Every part of ours, and every placebo, against deprivation, density, each outcome and our own list.

    Rank correlations are with need: positive where more need goes with more of the other. `given` is what is
    left once deprivation and density are held constant.
    """
    import numpy as np
    import pandas as pd

    from pipelines.measure.agreement import overlap, partial_rank_correlation, rank_correlation
    from pipelines.measure.designation import worst_of_both
    from pipelines.measure.ranks import competition_rank

    index, outcomes = inputs.settings["deprivation"], inputs.settings["outcomes"]
    spine = _spine(inputs, "density")
    deprivation = _on(spine, inputs, "core.imd")[f"{index}_score"].to_numpy(float)
    density = spine["density"].to_numpy(float)
    figures = _on(spine, inputs, "core.outcomes")
    blind = _on(spine, inputs, "quality.placebo")
    columns = scores(inputs, spine)
    names = [str(c).removesuffix("_score") for c in blind.columns if str(c).endswith("_score")]
    columns |= {f"placebo_{name}": ("placebo", blind[f"{name}_score"].to_numpy(float)) for name in names}
    held = np.column_stack([deprivation, density])
    against = {index: deprivation, "density": density}
    against |= {name: figures[name].to_numpy(float) for name in outcomes}
    worst = competition_rank(deprivation)
    lists = {name: worst_of_both(competition_rank(own), worst).flag for name, (_, own) in columns.items()}
    rows = []
    for name, (level, own) in columns.items():
        for other, figure in against.items():
            left = partial_rank_correlation(own, figure, held) if other in outcomes else float("nan")
            rows.append((name, level, other, "spearman", rank_correlation(own, figure), left))
        for other in (OURS, *(f"placebo_{n}" for n in names if n not in ("deprivation", "density"))):
            if level != "placebo" or other == OURS:
                rho = rank_correlation(own, columns[other][1])
                rows.append((name, level, other, "spearman", rho, float("nan")))
        same = overlap(lists[name], lists[OURS])
        rows.append((name, level, "left_behind", "jaccard", same, float("nan")))
    return pd.DataFrame(rows, columns=["index", "level", "against", "measure", "value", "given"])


def indicators(inputs: Inputs) -> pd.DataFrame:
    """One row an indicator: how much was observed, how much ties, how much lies between districts.

    Settings: the indicators, and the statuses that a figure may have.
    """
    import numpy as np
    import pandas as pd

    from pipelines.measure.agreement import between_groups, tied

    spine = _spine(inputs, "lad24cd")
    figures, status = _on(spine, inputs, "score.shrunk"), _on(spine, inputs, "score.status")
    share = inputs.frame("score.weights").set_index("name")["share"]
    districts = spine["lad24cd"].to_numpy()
    rows = []
    for name in inputs.settings["indicators"]:
        own = figures[name].to_numpy(float)
        several = figures[name].groupby(districts).agg(["nunique", "size"])
        row: dict[str, Any] = {"indicator": name, "share": float(share[name])}
        row |= {how: float((status[name] == how).mean()) for how in inputs.settings["statuses"]}
        row |= {"zeros": float(np.mean(own == 0)), "ties": tied(own)}
        row["flat_districts"] = int(((several["nunique"] == 1) & (several["size"] > 1)).sum())
        row["between_districts"] = between_groups(own, districts)
        rows.append(row)
    return pd.DataFrame(rows)


def correlation(inputs: Inputs) -> pd.DataFrame:
    """The matrix of rank correlations of need, indicators and parts, one row a pair."""
    import numpy as np
    import pandas as pd

    from pipelines.measure.agreement import rank_correlations

    spine = _spine(inputs)
    need = _on(spine, inputs, "score.adjusted")
    columns = {name: own for name, (_, own) in scores(inputs, spine).items()}
    columns |= {str(name): need[name].to_numpy(float) for name in need.columns}
    names = list(columns)
    matrix = rank_correlations(np.column_stack(list(columns.values())))
    rows = [(one, two, matrix[i, j]) for i, one in enumerate(names) for j, two in enumerate(names)]
    return pd.DataFrame(rows, columns=["one", "other", "spearman"])


def components(inputs: Inputs) -> pd.DataFrame:
    """Eigenvalues of each sub-domain's correlation matrix, one row a component."""
    import pandas as pd

    from pipelines.measure.weights import complete_rows, principal_components

    figures = inputs.frame("score.transformed")
    rows = []
    for sub, names in inputs.settings["subdomains"].items():
        if len(names) < 2:
            continue
        found = principal_components(_correlations(complete_rows(figures[names])), kept=1)
        for number, (value, part) in enumerate(zip(found.eigenvalues, found.explained, strict=True), 1):
            rows.append((sub, number, float(value), float(part)))
    return pd.DataFrame(rows, columns=["subdomain", "component", "eigenvalue", "explained"])


def loadings(inputs: Inputs) -> pd.DataFrame:
    """What each indicator has to do with each component of its sub-domain, before and after varimax.

    Settings: the indicators of each sub-domain, and how many components count (None: those with an eigenvalue
    above 1); the others are not rotated.
    """
    import pandas as pd

    from pipelines.measure.weights import complete_rows, principal_components

    figures = inputs.frame("score.transformed")
    rows = []
    for sub, names in inputs.settings["subdomains"].items():
        if len(names) < 2:
            continue
        matrix = _correlations(complete_rows(figures[names]))
        found = principal_components(matrix, inputs.settings["components"])
        for number in range(len(names)):
            for place, name in enumerate(names):
                rotated = float(found.rotated[place, number]) if number < found.kept else None
                rows.append((sub, name, number + 1, float(found.loadings[place, number]), rotated))
    return pd.DataFrame(rows, columns=["subdomain", "indicator", "component", "loading", "rotated"])


def weights(inputs: Inputs) -> pd.DataFrame:
    """One row an indicator: what other ways of weighing would give, what leaving it out does.

    One common factor is fitted where it fits; where an indicator loads against it, `note` says so and the
    factor's columns stay empty.
    """
    import pandas as pd

    from pipelines.measure.weights import alpha_of_correlation, complete_rows, leave_one_out

    figures = inputs.frame("score.transformed")
    points = inputs.frame("score.weights").set_index("name")["weight"]
    rows = []
    for sub, names in inputs.settings["subdomains"].items():
        if len(names) < 3:
            continue
        kept = complete_rows(figures[names])
        matrix = _correlations(kept)
        own = points.loc[names].to_numpy(float)
        out = leave_one_out(kept, own)
        alpha = alpha_of_correlation(matrix)
        learnt = _learnt(kept, matrix, names, inputs.settings["components"])
        for place, name in enumerate(names):
            row = {"subdomain": sub, "indicator": name, "weight": float(own[place]), "alpha": alpha}
            row |= {what: column[place] if column is not None else None for what, column in learnt.items()}
            row |= {
                "alpha_without": out.alpha[place],
                "item_total": out.item_total[place],
                "agreement_without": out.rank_correlation[place],
                "rank_shift_without": out.mean_shift[place],
            }
            rows.append(row)
    return pd.DataFrame(rows)


def _learnt(kept: Any, matrix: Any, names: list[str], components: int | None) -> dict[str, Any]:
    """Loadings and weights (of 100) by principal components and by one factor."""
    from pipelines.measure.weights import component_weights, one_factor, principal_components

    found = principal_components(matrix, components)
    made: dict[str, Any] = {
        "loading": found.loadings[:, 0],
        "component_weight": 100 * component_weights(found),
        "factor_weight": None,
        "note": None,
    }
    try:
        made["factor_weight"] = 100 * one_factor(kept).weights
    except ValueError as error:
        against = [names[int(number)] for number in re.findall(r"\d+", str(error))]
        why = f"{', '.join(against)} against the others" if against else str(error)
        made["note"] = [f"No common factor fits: {why}"] * len(matrix)
    return made


def _correlations(kept: Any) -> Any:
    import numpy as np

    return np.corrcoef(kept, rowvar=False)
