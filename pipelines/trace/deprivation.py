"""Traces of the indices of deprivation: their published domains, or the areas of 2011 behind them."""

from __future__ import annotations

from pipelines.trace.built import Built, plain
from pipelines.trace.model import Block, ordered

DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "environment")
OF_2011 = {"imd2019": ("raw.imd_2019_scores", "imd_score"), "imd2015": ("raw.imd_2015", "imd_score")}


def deprivation(built: Built, lsoa: str, column: str) -> list[Block]:
    """How a score, rank or decile of an index of deprivation came about."""
    index = column.split("_", 1)[0]
    frame = built.frame("core.imd")
    rank, n = frame[f"{index}_rank"], len(frame)
    place = int(rank[lsoa])
    facts = [("score, higher = more deprived", plain(frame.at[lsoa, f"{index}_score"])), ("rank", place)]
    facts += [("neighbourhoods ranked", n), ("decile (10 x rank / number, rounded up)", -(-10 * place // n))]
    said = f"{index}: as published" if index not in OF_2011 else f"{index}: ranked anew among those of 2021"
    parts = _areas_of_2011(built, lsoa, index) if index in OF_2011 else _domains(built, lsoa, index)
    return [Block(said, tuple(facts)), parts]


def _domains(built: Built, lsoa: str, index: str) -> Block:
    """The seven domains: the exponential transform of each rank, with the publisher's weight."""
    from pipelines.measure.backtest import DOMAIN_WEIGHTS
    from pipelines.measure.normalise import exponential

    frame = built.frame("core.imd")
    at = frame.index.get_loc(lsoa)
    rows = []
    for domain, weight in zip(DOMAINS, DOMAIN_WEIGHTS, strict=True):
        rank = frame[f"{index}_{domain}_rank"].to_numpy(float)
        transformed = float(exponential(-rank)[at])
        rows.append((domain, weight, int(rank[at]), transformed, weight * transformed / 100))
    return Block(
        f"{index}: the domains that its score is made of, as published",
        headings=("domain", "weight of 100", "rank", "transformed", "contribution"),
        rows=ordered(rows, 4),
        note="The weights sum to 99.9, as the publisher has them. Ties count by the mean of their places.",
        whole=plain(frame.at[lsoa, f"{index}_score"]),
        parts=tuple(row[4] for row in rows),
        slack=1e-3,
    )


def _areas_of_2011(built: Built, lsoa: str, index: str) -> Block:
    """The neighbourhoods of 2011 whose scores it takes over, weighed by residents."""
    table, column = OF_2011[index]
    links = built.storage.read("core.lsoa_2011").to_pandas()
    links = links[links["lsoa21cd"] == lsoa]
    scores = built.storage.read(table, ["lsoa11cd", column]).to_pandas().set_index("lsoa11cd")[column]
    rows = [
        (link.lsoa11cd, link.change, link.rate_weight, float(scores[link.lsoa11cd]),
         float(link.rate_weight * scores[link.lsoa11cd]))
        for link in links.itertuples()
    ]  # fmt: skip
    return Block(
        f"{index}: the neighbourhoods of 2011 that its score crossed over from",
        headings=("neighbourhood of 2011", "change", "weight of its rate", "score of 2011", "contribution"),
        rows=ordered(rows, 4),
        note="U unchanged, S split, M merged, X neither.",
        whole=built.value("core.imd", f"{index}_score", lsoa),
        parts=tuple(row[4] for row in rows),
    )
