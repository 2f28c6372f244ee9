"""The rules of a method for who is left behind, applied: one row a rule and area, with margins to the lines.

The rules' formulas are in `measure.designation`; which rules there are is the method's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"
# Of all rules together: a rule leaves those empty that say nothing of it.
COLUMNS = (
    "rule",
    "areas",
    "code",
    "designated",
    "known",
    "need_score",
    "need_rank",
    "need_margin",
    "deprivation_score",
    "deprivation_rank",
    "deprivation_margin",
    "combined_score",
    "combined_margin",
)


def designations(inputs: Inputs) -> pd.DataFrame:
    """Every rule of the method for every area that it ranks."""
    import pandas as pd

    rules: Mapping[str, Mapping[str, Any]] = inputs.settings["designations"]
    indices = sorted({rule["index"] for rule in rules.values()})
    areas = sorted({rule["areas"] for rule in rules.values()} - {KEY})
    spine = inputs.frame("core.lsoa", [KEY, "population", *areas]).sort_values(KEY, ignore_index=True)
    wanted = [KEY, *(f"{i}_{what}" for i in indices for what in ("score", "rank"))]
    total = inputs.frame("score.total").rename(
        columns={"social_infrastructure_score": "need_score", "social_infrastructure_rank": "need_rank"}
    )
    table = spine.merge(inputs.frame("core.imd", wanted), on=KEY, how="left", validate="one_to_one")
    table = table.merge(total, on=KEY, how="left", validate="one_to_one")
    made = [_apply(name, rule, table) for name, rule in sorted(rules.items())]
    return pd.concat(made, ignore_index=True).reindex(columns=COLUMNS)


def _apply(name: str, rule: Mapping[str, Any], table: pd.DataFrame) -> pd.DataFrame:
    if rule["rule"] == "double_disadvantage":
        made = _most_disadvantaged(rule, table)
    elif rule["areas"] == KEY:
        made = _neighbourhoods(rule, table)
    else:
        made = _larger_areas(rule, table)
    made.insert(0, "rule", name)
    made.insert(1, "areas", rule["areas"])
    return made


def _neighbourhoods(rule: Mapping[str, Any], table: pd.DataFrame) -> pd.DataFrame:
    from pipelines.measure.designation import worst_of_both

    index = rule["index"]
    need, deprivation = table["need_rank"].to_numpy(float), table[f"{index}_rank"].to_numpy(float)
    found = worst_of_both(need, deprivation, rule["threshold"])
    scores = table["need_score"], table[f"{index}_score"]
    return _rows(table[KEY], found, scores, (need, deprivation))


def _larger_areas(rule: Mapping[str, Any], table: pd.DataFrame) -> pd.DataFrame:
    from pipelines.measure.designation import areas_worst_of_both

    index, people = rule["index"], table["population"].to_numpy(float)
    if rule["average"] == "rank":  # turned about, so that higher means more need
        first = len(table) + 1 - table["need_rank"].to_numpy(float)
        second = len(table) + 1 - table[f"{index}_rank"].to_numpy(float)
    else:
        first, second = table["need_score"].to_numpy(float), table[f"{index}_score"].to_numpy(float)
    found = areas_worst_of_both(first, second, people, table[rule["areas"]].to_numpy(), rule["threshold"])
    scores, ranks = (found.first, found.second), (found.first_rank, found.second_rank)
    return _rows(found.area, found.designation, scores, ranks)


def _most_disadvantaged(rule: Mapping[str, Any], table: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    from pipelines.measure.designation import double_disadvantage, top
    from pipelines.measure.ranks import competition_rank, worst_line

    index = rule["index"]
    need, deprivation = table["need_rank"].to_numpy(float), table[f"{index}_rank"].to_numpy(float)
    both = double_disadvantage(need, deprivation)
    line = rule["number"] or worst_line(int((both == both).sum()), rule["threshold"])
    return pd.DataFrame(
        {
            "code": table[KEY],
            "designated": top(both, line),
            "known": both == both,
            "need_score": table["need_score"],
            "need_rank": need,
            "deprivation_score": table[f"{index}_score"],
            "deprivation_rank": deprivation,
            "combined_score": both,
            "combined_margin": line - competition_rank(both),
        }
    )


def _rows(codes: Any, found: Any, scores: tuple[Any, Any], ranks: tuple[Any, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "code": codes,
            "designated": found.flag,
            "known": found.known,
            "need_score": scores[0],
            "need_rank": ranks[0],
            "need_margin": found.margin_first,
            "deprivation_score": scores[1],
            "deprivation_rank": ranks[1],
            "deprivation_margin": found.margin_second,
        }
    )
