"""The end of a build: what the release holds, left behind by region, the ten neediest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.table import Table

from pipelines.publish.reading import Opened
from pipelines.terminal.console import SYNTHETIC, console, size, table

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.publish.release import Release


def print_release_summary(release: Release, edition: str) -> None:
    """Print what was published."""
    import pyarrow.parquet as pq

    opened = Opened(release.folder, True)
    out = console()
    rows = []
    for name, number in release.files:
        parquet = pq.read_metadata(release.folder / name) if name.endswith(".parquet") else None
        rows.append(
            (name, parquet.num_rows if parquet else "", parquet.num_columns if parquet else "", size(number))
        )
    columns = [("file", "left"), ("rows", "right"), ("columns", "right"), ("size", "right")]
    out.print(table(f"Release {release.folder.name}", columns, rows))
    out.print(by_region(opened))
    out.print(neediest(opened, 10))
    state = "written" if release.written else "already up to date"
    out.print(f"Release {release.folder.name}, {state}: {release.folder}")
    for note in release.notes:
        out.print(note, markup=False, highlight=False)
    if edition != "england":
        out.print(SYNTHETIC)


# What the meaning of a flag ends in where the rule is on larger areas.
OF_ITS_AREA = " (the area that it lies in)"


def rules(opened: Opened) -> dict[str, str]:
    """The rules that designate neighbourhoods or the areas that they lie in: column and title."""
    book = opened.codebook["neighbourhoods"]
    marked = "Designated under the rule: "
    return {
        c: row["meaning"].removeprefix(marked) for c, row in book.items() if row["meaning"].startswith(marked)
    }


def by_region(opened: Opened) -> Table:
    """Neighbourhoods designated under each rule, by region; the titles of the rules stand below."""
    frame, named = opened.neighbourhoods, rules(opened)
    regions = frame.groupby(["rgn24cd", "rgn24nm"], sort=True)
    counts = regions[list(named)].sum().astype(int)
    counts.insert(0, "neighbourhoods", regions.size())
    rows = [
        (name, *map(int, values)) for (_, name), values in zip(counts.index, counts.to_numpy(), strict=True)
    ]
    rows.append(("England" if not opened.about["synthetic"] else "In all", *map(int, counts.sum())))
    columns = [("region", "left"), ("all", "right")]
    columns += [(rule.removeprefix("left_behind_").replace("_", " "), "right") for rule in named]
    made = table("Neighbourhoods left behind, by region and rule", columns, rows)
    made.columns[0].no_wrap = True
    made.caption = "\n".join(f"{rule}: {title}" for rule, title in named.items())
    made.caption_justify = "left"
    return made


def neediest(opened: Opened, number: int) -> Table:
    """The neighbourhoods of the greatest double disadvantage."""
    frame = opened.neighbourhoods.nsmallest(number, "double_disadvantage_rank", keep="all").head(number)
    title = "Most disadvantaged on both: rank 1 = most need"
    return listing(title, frame, "rank", frame["double_disadvantage_rank"])


def listing(title: str, frame: pd.DataFrame, heading: str, numbers: Iterable[int]) -> Table:
    """Neighbourhoods one a row: where it is, ranks of the total, its domains and deprivation, residents.

    The total never stands alone: its domains hardly go together.
    """
    index = next(c for c in frame.columns if c.endswith("_rank") and c.startswith("imd"))
    names = {"lsoa21cd": "LSOA", "msoa21hclnm": "MSOA name", "lad24nm": "district", "rgn24nm": "region"}
    figures = {
        "social_infrastructure_rank": "total",
        **{f"{domain}_rank": domain.replace("_", " ") for domain in _domains(frame)},
        index: index.removesuffix("_rank").upper(),
        "population": "residents",
    }
    columns = [(heading, "right"), *((name, "left") for name in names.values())]
    columns += [(name, "right") for name in figures.values()]
    rows = frame[[*names, *figures]].itertuples(index=False)
    return table(title, columns, ((number, *row) for number, row in zip(numbers, rows, strict=True)))


def _domains(frame: pd.DataFrame) -> list[str]:
    """The domains of the method of a release: what is ranked within districts, less the total."""
    ending = "_rank_in_district"
    ranked = [c.removesuffix(ending) for c in frame.columns if c.endswith(ending)]
    return [name for name in ranked if name != "social_infrastructure"]
