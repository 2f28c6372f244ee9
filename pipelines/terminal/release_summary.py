"""The end of a build: what the release holds, left behind by region, the ten neediest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.publish.reading import Opened
from pipelines.terminal.console import SYNTHETIC, console, size, table
from pipelines.terminal.designated import indices, ruled
from pipelines.terminal.listing import footnote, neighbourhoods

if TYPE_CHECKING:
    from pipelines.publish.release import Release
    from pipelines.terminal.grid import Grid


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
    out.print()
    print_by_region(opened)
    out.print(neediest(opened, 10))
    out.print(f"{footnote(opened)}\n")
    state = "written" if release.written else "already up to date"
    out.print(f"Release {release.folder.name}, {state}: {release.folder}")
    for note in release.notes:
        out.print(note, markup=False, highlight=False)
    if edition != "england":
        out.print(SYNTHETIC)


# What the meaning of a flag ends in where the rule is on larger areas.
def print_by_region(opened: Opened) -> None:
    """Neighbourhoods designated under each rule, by region, and what the rules are called."""
    out = console()
    out.print(by_region(opened))
    for name, rule in ruled(opened).items():
        within = "" if rule.table == "neighbourhoods" else f": neighbourhoods in such {rule.areas(2)[2:]}"
        out.print(f"{name}: {rule.title}{within}")
    out.print()


def by_region(opened: Opened) -> Grid:
    """Neighbourhoods designated under each rule, by region."""
    frame, named = opened.neighbourhoods, list(ruled(opened))
    regions = frame.groupby(["rgn24cd", "rgn24nm"], sort=True)
    counts = regions[named].sum().astype(int)
    counts.insert(0, "neighbourhoods", regions.size())
    rows = [
        (name, *map(int, values)) for (_, name), values in zip(counts.index, counts.to_numpy(), strict=True)
    ]
    rows.append(("England" if not opened.about["synthetic"] else "In all", *map(int, counts.sum())))
    columns = [("region", "left"), ("all", "right")]
    columns += [(rule.removeprefix("left_behind_").replace("_", " "), "right") for rule in named]
    return table("Neighbourhoods left behind, by region and rule", columns, rows)


def neediest(opened: Opened, number: int) -> Grid:
    """The neighbourhoods of the greatest double disadvantage."""
    frame = opened.neighbourhoods.nsmallest(number, "double_disadvantage_rank", keep="all").head(number)
    numbers = ("rank", frame["double_disadvantage_rank"])
    title = "Most disadvantaged on both: rank 1 = most need"
    return neighbourhoods(title, opened, frame, indices(frame)[0], numbers)
