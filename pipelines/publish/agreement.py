"""The table of agreement as readers see it: what is held against, ours and the placebos side by side.

The figures come from `quality.agreement`; how a table is printed is for the terminal and the method page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.stages.quality_steps import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

OURS = "social_infrastructure"
PLACEBO = "placebo_"
STREWN = "placebo_strewn_"


def side_by_side(
    found: pd.DataFrame, domains: Iterable[str], what: str = "value", brief: bool = False
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Headings, and a row for each thing held against: its label, then a figure (two decimals) a heading.

    `found` is `quality.agreement`, `what` its column `value` or `given`, `domains` in their order. Rows in
    which nothing is known are left out; `brief` leaves out the strewn domains. Missing figures are None.
    """
    wide = found.pivot(index="against", columns="index", values=what).dropna(how="all")
    names = [n for n in _columns(list(domains), brief) if n in wide.columns and wide[n].notna().any()]
    rows: list[tuple[object, ...]] = []
    for against, label in _rows(found):
        if against in wide.index:
            figures = wide.loc[against, names].to_numpy(float)
            rows.append((label, *(None if v != v else round(float(v), 2) for v in figures)))
    return [heading(name) for name in names], rows


def _columns(domains: list[str], brief: bool) -> list[str]:
    """The total, the domains, then the placebos; sub-domains are in the table and not on a page."""
    strewn = [] if brief else [f"{STREWN}{domain}" for domain in domains]
    first = [f"{PLACEBO}{name}" for name in ("shape", "strewn")]
    return [OURS, *domains, *first, *strewn, f"{PLACEBO}deprivation", f"{PLACEBO}density"]


def heading(name: str) -> str:
    """What a column is called: `placebo_strewn_places` is "placebo: strewn, places"."""
    if name == OURS:
        return "ours"
    if name.startswith(STREWN):
        return f"placebo: strewn, {name.removeprefix(STREWN)}"
    return f"placebo: {name.removeprefix(PLACEBO)}" if name.startswith(PLACEBO) else name


def _rows(found: pd.DataFrame) -> list[tuple[str, str]]:
    """What is held against, with its label, in a reader's order."""
    seen = list(dict.fromkeys(found["against"]))
    indices = [name for name in seen if name.startswith("imd")]
    named = [(name, f"Deprivation ({name.upper()})") for name in indices]
    named += [("density", "Residents per km2"), *OUTCOMES.items()]
    named += [(name, heading(name).capitalize()) for name in seen if name.startswith(PLACEBO)]
    return [*named, (OURS, "Our total"), ("left_behind", "Neighbourhoods left behind (overlap)")]
