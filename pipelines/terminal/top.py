"""The left-behind lists of `commonground top`: by region or district, under a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.errors import CommonGroundError
from pipelines.publish.reading import open_release
from pipelines.terminal.console import SYNTHETIC, console
from pipelines.terminal.release_summary import by_region, listing, rules

if TYPE_CHECKING:
    import pandas as pd


def print_top(region: str | None, district: str | None, rule: str | None, number: int, sample: bool) -> None:
    """Print the neighbourhoods that a rule designates, neediest first."""
    project = open_project(SAMPLE if sample else ENGLAND)
    opened = open_release(project.workspace)
    named = rules(opened)
    rule = rule or next(iter(named))
    if rule not in named:
        raise CommonGroundError(f"There is no rule {rule}. Rules: {', '.join(named)}.")
    frame = opened.neighbourhoods
    frame = _within(frame, region, ("rgn24cd", "rgn24nm"), "region")
    frame = _within(frame, district, ("lad24cd", "lad24nm"), "district")
    listed = frame[frame[rule].fillna(False).astype(bool)].sort_values(
        "double_disadvantage_rank", kind="stable"
    )
    out = console()
    if region is None and district is None:
        out.print(by_region(opened))
    shown = listed.head(number)
    out.print(listing(named[rule], shown, "", range(1, len(shown) + 1)))
    residents = int(listed["population"].sum())
    out.print(
        f"{len(listed):,} neighbourhoods with {residents:,} residents, neediest first; {len(shown):,} shown."
    )
    out.print(f"Rank 1 = most need. {opened.title}.")
    if opened.about["synthetic"]:
        out.print(SYNTHETIC)


def _within(frame: pd.DataFrame, named: str | None, columns: tuple[str, str], what: str) -> pd.DataFrame:
    if named is None:
        return frame
    code, name = columns
    rows = frame[(frame[code] == named.upper()) | (frame[name].str.casefold() == named.casefold())]
    if rows.empty:
        known = sorted(frame[name].unique())
        hint = f" There are: {', '.join(known)}." if len(known) < 12 else " Give its code or its whole name."
        raise CommonGroundError(f"There is no {what} {named}.{hint}")
    return rows
