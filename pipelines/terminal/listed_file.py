"""The file that `commonground top --csv` writes: which published columns stand in it.

Ranks, flags and margins are taken as published; a flag says which domains are in their worst tenth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.terminal.designated import NEED, NEIGHBOURHOODS, Rule, domains, indices, ruled, worst_tenths

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.publish.reading import Opened

PLACES = (
    "lsoa21cd", "lsoa21nm", "msoa21cd", "msoa21hclnm", "wd24cd", "wd24nm", "lad24cd", "lad24nm", "rgn24cd",
    "rgn24nm", "neighbourhoods", "population",
)  # fmt: skip
TENTH = "_worst_tenth"


def flagged(listed: pd.DataFrame, rule: Rule, opened: Opened) -> pd.DataFrame:
    """The rows with the name of their release and, of neighbourhoods, the domains in their worst tenth."""
    tenths = {}
    if rule.table == NEIGHBOURHOODS:
        lines = worst_tenths(opened.neighbourhoods)
        tenths = {f"{domain}{TENTH}": listed[f"{domain}_rank"] <= line for domain, line in lines.items()}
    invented = " (SYNTHETIC)" if opened.about["synthetic"] else ""
    return listed.assign(**tenths, release=f"{opened.about['release']}{invented}")


def columns(frame: pd.DataFrame, rule: Rule, opened: Opened) -> list[str]:
    """The columns of the file, in their order."""
    own, rules = opened.neighbourhoods, tuple(ruled(opened))
    standing = [NEED, *domains(own), *indices(own)]
    ends = ("_rank", TENTH) if rule.table == NEIGHBOURHOODS else ("_average_score",)
    wanted = [*PLACES, *(name for name in frame.columns if name.startswith(rule.name))]
    wanted += [*(f"{part}{end}" for part in standing for end in ends), "double_disadvantage_rank"]
    wanted += [name for name in frame.columns if name.startswith(rules)]
    return [name for name in dict.fromkeys([*wanted, "release"]) if name in frame.columns]
