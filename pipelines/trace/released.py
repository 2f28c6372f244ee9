"""What a release says of a figure by itself: its codebook, and the published columns that belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.trace.built import plain
from pipelines.trace.model import Block

if TYPE_CHECKING:
    from pipelines.publish.reading import Opened

TABLE = "neighbourhoods"
ENDINGS = ("_rank_in_district", "_rank_in_region", "_need_margin", "_deprivation_margin", "_rank", "_status",
           "_score", "_decile")  # fmt: skip


def released(opened: Opened, lsoa: str, column: str) -> list[Block]:
    """The facts of the codebook, and the columns of the same indicator, score or rule, with its parts."""
    book, row = opened.codebook[TABLE], {str(c): v for c, v in opened.neighbourhoods.loc[lsoa].items()}
    told = ("kind", "domain", "weight", "level", "overlap", "rows", "missing", "minimum", "maximum")
    facts = [(name, book[column][name]) for name in told if book[column][name] != ""]
    blocks = [Block("In the codebook", tuple(facts))]
    stem = stem_of(column, list(book))
    family = [c for c in book if c != "geometry" and stem_of(c, list(book)) == stem]
    blocks.append(_columns("Published beside it", family, row, book))
    if column.startswith("double_disadvantage"):
        return [*blocks, _double(opened, lsoa, column)]
    below = [c for c in book if _under(book[c], stem) and not c.endswith(("_rank", "_status"))]
    if below:
        blocks.append(_columns("What it is made of, as published", below, row, book))
    return blocks


def stem_of(column: str, columns: list[str]) -> str:
    """A column without the ending that says which figure of its family it is."""
    for ending in ENDINGS:
        stem = column.removesuffix(ending)
        if stem != column and any(c != column and c.startswith(stem) for c in columns):
            return stem
    return column


def _under(facts: dict[str, str], stem: str) -> bool:
    """Whether a column is a part of the domain or sub-domain `stem`; of the total, whether it is a domain."""
    domain = facts["domain"]
    if stem == "social_infrastructure":
        return facts["column"] == f"{domain}_score"
    if facts["kind"]:
        return domain.endswith(f": {stem}")
    return domain == stem and facts["column"].endswith("_score") and facts["column"] != f"{stem}_score"


def _columns(
    title: str, columns: list[str], row: Mapping[str, Any], book: dict[str, dict[str, str]]
) -> Block:
    rows = tuple((c, plain(row[c]), book[c]["unit"], book[c]["meaning"]) for c in columns)
    return Block(title, headings=("column", "value", "unit", "meaning"), rows=rows)


def _double(opened: Opened, lsoa: str, column: str) -> Block:
    """Double disadvantage from the two published ranks."""
    from pipelines.measure.normalise import exponential_of_rank

    frame = opened.neighbourhoods
    indices = [c.removesuffix("_rank") for c in frame.columns if c.startswith("imd") and c.endswith("_rank")]
    index = next((i for i in indices if column.endswith(f"_{i}")), indices[0])
    at, rows = frame.index.get_loc(lsoa), []
    for rank in ("social_infrastructure_rank", f"{index}_rank"):
        ranks = frame[rank].to_numpy(float)
        rows.append((rank, plain(ranks[at]), float(exponential_of_rank(ranks)[at])))
    return Block(
        "Both ranks through the exponential transform",
        headings=("rank", "value", "transformed, 0 to 100"),
        rows=tuple(rows),
        whole=plain(frame.at[lsoa, column.replace("_rank", "_score", 1)]),
        parts=tuple(row[2] for row in rows),
    )
