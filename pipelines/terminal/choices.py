"""What a place may have meant, where it is not one neighbourhood: the list, and how to choose from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.terminal.console import console, table
from pipelines.terminal.designated import NEED, indices, title_of, worst_tenths
from pipelines.terminal.listing import footnote, neighbourhoods, ranked, said, whole

if TYPE_CHECKING:
    from pipelines.publish.reading import Opened
    from pipelines.terminal.find import Found
    from pipelines.terminal.grid import Grid

MOST_ROWS = 25


def print_choices(place: str, found: Found, opened: Opened) -> None:
    """List the neighbourhoods of one MSOA, or several MSOAs each by its neediest, neediest first."""
    out = console()
    if found.msoas == 1:
        rows = found.rows.iloc[1:] if found.whole_msoa else found.rows
        head = (
            "The other neighbourhoods" if found.whole_msoa else f"{len(rows):,} neighbourhoods fit {place!r}"
        )
        index = indices(opened.neighbourhoods)[0]
        out.print(neighbourhoods(head, opened, rows, index, ("", range(1, len(rows) + 1))))
        out.print(footnote(opened))
        out.print(f"Choose one by its code: commonground profile {rows.iloc[0].lsoa21cd}")
    else:
        _print_msoas(place, found, opened)
    for what, name, code in found.others[:3]:
        out.print(f"Also of that name: the {what} {name}: commonground profile {code}")
    if len(found.others) > 3:
        out.print(f"and {len(found.others) - 3:,} more wards or constituencies.")


def _print_msoas(place: str, found: Found, opened: Opened) -> None:
    out = console()
    firsts = found.rows.groupby("msoa21cd", sort=False).head(1)
    out.print(
        msoas(f"{len(firsts):,} MSOAs fit {place!r}: each by its neediest neighbourhood", found, opened)
    )
    out.print(footnote(opened))
    if len(firsts) > MOST_ROWS:
        out.print(f"The {MOST_ROWS} neediest are shown, {len(firsts) - MOST_ROWS:,} are not.")
    first = firsts.iloc[0]
    out.print(f"Choose one by its code or its whole name: commonground profile {first.msoa21cd}")


def msoas(heading: str, found: Found, opened: Opened) -> Grid:
    """MSOAs, one a row: how many of their neighbourhoods fit, and the ranks of the neediest of these."""
    frame = found.rows
    lines, index = worst_tenths(opened.neighbourhoods), indices(opened.neighbourhoods)[0]
    number = frame["msoa21cd"].value_counts()
    columns = [("MSOA", "left"), ("MSOA name", "left"), ("district", "left"), ("LSOAs", "right")]
    columns += [("neediest", "left"), ("total", "right"), *((title_of(opened, d), "right") for d in lines)]
    columns += [(said(index), "right")]
    rows = [
        (row.msoa21cd, row.msoa21hclnm, row.lad24nm, int(number[row.msoa21cd]), row.lsoa21cd,
         whole(row[f"{NEED}_rank"]), *(ranked(row[f"{d}_rank"], line) for d, line in lines.items()),
         whole(row[f"{index}_rank"]))
        for _, row in frame.groupby("msoa21cd", sort=False).head(1).head(MOST_ROWS).iterrows()
    ]  # fmt: skip
    return table(heading, columns, rows, drop=("LSOAs", "neediest", said(index)))
