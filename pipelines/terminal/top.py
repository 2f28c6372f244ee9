"""The left-behind lists of `commonground top`: by region or district, under a rule, and as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.build import ENGLAND, SAMPLE, open_project
from pipelines.errors import CommonGroundError
from pipelines.publish.reading import Opened, open_release
from pipelines.spelling import did_you_mean, words
from pipelines.terminal.console import SYNTHETIC, console
from pipelines.terminal.designated import (
    DISTRICT,
    MARGINS,
    NEIGHBOURHOODS,
    REGION,
    Rule,
    crossed_with,
    nearest,
    ranked,
    ruled,
)
from pipelines.terminal.listing import footnote, larger_areas, neighbourhoods, whole
from pipelines.terminal.release_summary import print_by_region

if TYPE_CHECKING:
    import pandas as pd


def print_top(
    region: str | None, district: str | None, rule: str | None, number: int, file: str | None, sample: bool
) -> None:
    """Print the areas that a rule designates, neediest first; write all of them to `file`, if named."""
    project = open_project(SAMPLE if sample else ENGLAND)
    opened = open_release(project.workspace)
    chosen = _rule(opened, rule)
    every = ranked(opened, chosen)
    among, place = within(every, region, district)
    listed = among[among["designated"]]
    out = console()
    if region is None and district is None:
        print_by_region(opened)
    if listed.empty:
        out.print(none_designated(among, chosen, place))
    else:
        _print_list(opened, chosen, listed, listed.head(number))
    if file is not None:
        write(listed, chosen, opened, Path(file))
        out.print(f"{file}: {chosen.areas(len(listed))}, with ranks and margins.")
    out.print(f"{opened.title}.")
    if opened.about["synthetic"]:
        out.print(SYNTHETIC)


def _rule(opened: Opened, name: str | None) -> Rule:
    known = ruled(opened)
    if not known:
        raise CommonGroundError("The method of this release has no rule that designates places.")
    name = name or next(iter(known))
    if name not in known:
        raise CommonGroundError(
            f"There is no rule {name}.{did_you_mean(name, known)} Rules: {', '.join(known)}."
        )
    return known[name]


def _print_list(opened: Opened, rule: Rule, listed: pd.DataFrame, shown: pd.DataFrame) -> None:
    out = console()
    counted = range(1, len(shown) + 1)
    if rule.table == NEIGHBOURHOODS:
        index = crossed_with(opened.neighbourhoods, rule)
        out.print(neighbourhoods(rule.title, opened, shown, index, ("", counted)))
        order, note = "neediest first", footnote(opened)
    else:
        out.print(larger_areas(rule.title, opened, rule, shown, counted))
        order = "in the order of both ranks added"
        note = (
            "Ranks: 1 = most need. Margin: ranks inside the line. Scores: means over the residents, "
            "0 to 100, higher = more need."
        )
    residents = int(listed["population"].sum())
    rest = "" if len(shown) == len(listed) else " More: -n NUMBER; all as a file: --csv FILE."
    out.print(f"{rule.areas(len(listed))} with {residents:,} residents, {order}; {len(shown):,} shown.{rest}")
    out.print(note)


def none_designated(among: pd.DataFrame, rule: Rule, place: str) -> str:
    """That there is none, and which comes nearest. `among` are the areas of the place, neediest first."""
    said = f"None of the {rule.areas(len(among))} {place} is designated: {rule.title}."
    row = nearest(among)
    ranks = (
        f"rank {whole(row['need_rank']):,} of social infrastructure",
        f"{whole(row['deprivation_rank']):,}",
    )
    margins = [_margin(row.get(what)) for what in MARGINS]
    return (
        f"{said}\nThe nearest is {row['code']}, {row['named']}, {row['lad24nm']}: {ranks[0]}{margins[0]}, "
        f"rank {ranks[1]} of deprivation{margins[1]}{margins[2] and f', both together{margins[2]}'}."
    )


def _margin(margin: float | None) -> str:
    if margin is None or margin != margin:
        return ""
    return f" ({abs(int(margin)):,} ranks {'inside' if margin >= 0 else 'outside'} the line)"


def within(frame: pd.DataFrame, region: str | None, district: str | None) -> tuple[pd.DataFrame, str]:
    """The rows in a region and a district, by code or name, and where that is in words.

    Raises `CommonGroundError` for one that is not there, naming what comes near, and for a district that
    lies in another region.
    """
    inside, place = frame, "in England"
    if region is not None:
        inside = _named(frame, region, REGION, "region")
        place = f"in {inside[REGION[1]].iloc[0]}"
    if district is not None:
        rows = _named(frame, district, DISTRICT, "district")
        if region is not None and rows.index.intersection(inside.index).empty:
            name, lies_in, other = (rows[DISTRICT[1]].iloc[0], rows[REGION[1]].iloc[0], place)
            raise CommonGroundError(f"{name} is not {other}; it is in {lies_in}.")
        inside, place = rows, f"in {rows[DISTRICT[1]].iloc[0]}"
    return inside, place


def _named(frame: pd.DataFrame, said: str, columns: tuple[str, str], what: str) -> pd.DataFrame:
    code, name = columns
    names = [n for n in frame[name].unique() if words(n) == words(said)]
    rows = frame[(frame[code] == said.strip().upper()) | frame[name].isin(names)]
    if rows.empty:
        known = sorted(frame[name].unique())
        every = f"There are: {', '.join(known)}." if len(known) < 12 else "Give its code or its whole name."
        raise CommonGroundError(f"There is no {what} {said}.{did_you_mean(said, known, every)}")
    return rows


def write(listed: pd.DataFrame, rule: Rule, opened: Opened, path: Path) -> None:
    """The whole list as a CSV file: who it is, ranks, the margins to all lines, the release.

    Raises `CommonGroundError` where it cannot be written.
    """
    from pipelines.terminal.listed_file import columns, flagged

    frame = flagged(listed, rule, opened)
    try:
        frame[columns(frame, rule, opened)].to_csv(path, index=False)
    except OSError as error:
        raise CommonGroundError(
            f"Cannot write {path}: {error.strerror or error}. Name another file."
        ) from None
