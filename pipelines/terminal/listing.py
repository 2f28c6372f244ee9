"""Lists of neighbourhoods and of larger areas, one a row. The total never stands without its domains.

Which rows there are, and in what order, is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.terminal.console import table
from pipelines.terminal.designated import NEED, Rule, domains, title_of, worst_tenths

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.publish.reading import Opened
    from pipelines.terminal.grid import Grid

STAR = "*"


def neighbourhoods(
    heading: str, opened: Opened, frame: pd.DataFrame, index: str, numbers: tuple[str, Iterable[int]]
) -> Grid:
    """Neighbourhoods: where each is, its ranks of the total, the domains and deprivation, its residents.

    A domain in which it is in the worst tenth of England bears a star. `numbers` head the rows.
    """
    first, counted = numbers
    lines = worst_tenths(opened.neighbourhoods)
    where = {"lsoa21cd": "LSOA", "msoa21hclnm": "MSOA name", "lad24nm": "district", "rgn24nm": "region"}
    columns = [(first, "right"), *((name, "left") for name in where.values()), ("total", "right")]
    columns += [(title_of(opened, domain), "right") for domain in lines]
    columns += [(said(index), "right"), ("residents", "right")]
    rows = []
    for number, (_, row) in zip(counted, frame.iterrows(), strict=True):
        starred = (ranked(row[f"{domain}_rank"], line) for domain, line in lines.items())
        own = whole(row[f"{NEED}_rank"]), *starred, whole(row[f"{index}_rank"]), whole(row["population"])
        rows.append((number, *row[list(where)], *own))
    return table(heading, columns, rows, drop=("region", "MSOA name", "residents", first))


def footnote(opened: Opened) -> str:
    """What the ranks mean, and the star beside them."""
    last = max(worst_tenths(opened.neighbourhoods).values())
    return f"Ranks: 1 = most need. {STAR} = in the worst tenth of England, rank {last:,} or before."


def larger_areas(
    heading: str, opened: Opened, rule: Rule, frame: pd.DataFrame, numbers: Iterable[int]
) -> Grid:
    """Wards or MSOAs as a rule ranks them: both ranks with their margins, the scores of the domains."""
    parts = [domain for domain in domains(opened.neighbourhoods) if f"{domain}_average_score" in frame]
    scores = [f"{title_of(opened, part)} score" for part in parts]
    columns = [("", "right"), ("code", "left"), (rule.noun, "left"), ("district", "left"), ("region", "left")]
    columns += [("total rank", "right"), ("margin", "right"), ("deprivation rank", "right")]
    columns += [("margin", "right"), *((score, "right") for score in scores), ("residents", "right")]
    figures = ["need_rank", "need_margin", "deprivation_rank", "deprivation_margin"]
    rows = [
        (number, row["code"], row["named"], row.get("lad24nm"), row.get("rgn24nm"),
         *(whole(row[figure]) for figure in figures),
         *(f"{row[f'{part}_average_score']:.1f}" for part in parts), whole(row["population"]))
        for number, (_, row) in zip(numbers, frame.iterrows(), strict=True)
    ]  # fmt: skip
    return table(heading, columns, rows, drop=("region", "", *scores, "code", "residents"))


def ranked(rank: float, line: int) -> str | None:
    """A rank, with a star where it is in the worst tenth."""
    if rank != rank or rank is None:
        return None
    return f"{int(rank):,}{STAR if rank <= line else ' '}"


def whole(value: float | None) -> int | None:
    """A count or a rank of a row, which pandas may hold as a fraction; None where it is missing."""
    return None if value is None or value != value else int(value)


def said(index: str) -> str:
    """An index of deprivation as people write it: IMD 2025."""
    return index.upper().replace("IMD", "IMD ")
