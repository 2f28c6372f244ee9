"""The backtest: the Indices of Deprivation of 2019 and 2025 recomputed from the tables as published.

Which published columns are held against which recomputed ones is said here. The formulas are in `measure`,
printing is in `terminal`. No table is made: the raw tables are read and comparisons come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from pipelines.measure.backtest import Comparison
    from pipelines.measure.district import DistrictSummary
    from pipelines.warehouse.tables import Storage

READS = (
    "raw.imd_2025", "raw.imd_2025_subdomains", "raw.imd_2025_transformed",
    "raw.imd_2019", "raw.imd_2019_scores", "raw.imd_2019_districts", "raw.lsoa11_to_lsoa21",
)  # fmt: skip

# What the raw tables call the domains and sub-domains, in the order of `measure.backtest.DOMAINS`.
HEADS = ("income", "employment", "education", "health", "crime", "barriers", "environment")
PARTS = {"children_and_young_people": "children_young_people"}

# Published domain ranks hide the order inside ties: this is how near they let scores and ranks come.
TOLERANCE = {"2025": (7e-4, 1), "2019": (1.5e-3, 2)}

DISTRICT_COLUMNS = {
    "average_rank": "average_rank",
    "average_score": "average_score",
    "proportion_worst": "proportion",
    "extent": "extent",
    "local_concentration": "local_concentration",
}


@dataclass(frozen=True)
class Districts:
    """Summaries of the districts of 2019: ours, those published (in the same order), and the district
    code of each neighbourhood (n,)."""

    ours: DistrictSummary
    published: Mapping[str, NDArray[np.float64]]
    of: NDArray[np.str_]


def deprivation_2025(storage: Storage) -> pd.DataFrame:
    """The 33,755 neighbourhoods of 2021 by code, columns as raw.imd_2025 has them."""
    return storage.read("raw.imd_2025").to_pandas().set_index("lsoa21cd").sort_index()


def deprivation_2019(storage: Storage) -> pd.DataFrame:
    """The 32,844 neighbourhoods of 2011 by code: ranks and deciles, scores, residents of mid-2015."""
    ranks = storage.read("raw.imd_2019").to_pandas().set_index("lsoa11cd").sort_index()
    scores = storage.read("raw.imd_2019_scores").to_pandas().set_index("lsoa11cd")
    return ranks.join(scores, validate="one_to_one")


def by_domain(frame: pd.DataFrame, what: str) -> dict[str, Any]:
    """The seven columns `<domain>_<what>` under the names of `measure.backtest.DOMAINS`."""
    from pipelines.measure.backtest import DOMAINS

    return {d: frame[f"{head}_{what}"].to_numpy() for d, head in zip(DOMAINS, HEADS, strict=True)}


def districts_2019(storage: Storage, frame: pd.DataFrame) -> Districts:
    """Summaries of the districts of 2019 from the neighbourhoods of `frame`.

    The lookup has districts of 2022, after two counties were merged and four neighbourhoods had moved to the
    next district. The name of a neighbourhood of 2011 still begins with the district of before, so the name
    decides, and the code of 2022 only where no district of 2019 is called so.
    """
    import numpy as np

    from pipelines.measure.backtest import deprivation_index
    from pipelines.measure.district import summarise
    from pipelines.measure.ranks import average_rank

    published = storage.read("raw.imd_2019_districts").to_pandas()
    code_of = dict(zip(published["lad19nm"].str.strip(), published["lad19cd"], strict=True))
    lookup = storage.read("raw.lsoa11_to_lsoa21").to_pandas().drop_duplicates("lsoa11cd")
    lookup = lookup.set_index("lsoa11cd").loc[frame.index]
    names = (name.rsplit(" ", 1)[0] for name in lookup["lsoa11nm"])
    of = np.array([code_of.get(n, code) for n, code in zip(names, lookup["lad22cd"], strict=True)])
    score, _ = deprivation_index(by_domain(frame, "rank"))  # with more digits than were printed
    rank = average_rank(-frame["imd_rank"])  # ties are printed with the best of their places
    ours = summarise(score, rank, frame["population_2015"], of)
    in_order = published.set_index("lad19cd").loc[ours.district]
    printed = {m: in_order[column].to_numpy(dtype=float) for m, column in DISTRICT_COLUMNS.items()}
    return Districts(ours, printed, of)


def run(storage: Storage) -> list[Comparison]:
    """Every comparison, 2025 first. Raises `CommonGroundError` where a table of `READS` has not been made."""
    from pipelines.measure.backtest import backtest_districts

    latest, before = deprivation_2025(storage), deprivation_2019(storage)
    districts = districts_2019(storage, before)
    return [
        *_index("2025", latest),
        *transformed_2025(storage, latest),
        *subdomains_2025(storage, latest),
        *_index("2019", before),
        *backtest_districts("IMD 2019 districts:", districts.ours, districts.published),
    ]


def _index(vintage: str, frame: pd.DataFrame) -> list[Comparison]:
    """Score and rank from the ranks of the domains; deciles of the index and its domains from ranks."""
    import numpy as np

    from pipelines.measure.backtest import backtest_index, compare
    from pipelines.measure.ranks import deciles

    score, rank = TOLERANCE[vintage]
    name, ranks = f"IMD {vintage}", by_domain(frame, "rank")
    rows = backtest_index(
        name, ranks, frame["imd_score"], frame["imd_rank"], score_tolerance=score, rank_tolerance=rank
    )
    ranked = [frame["imd_rank"], *ranks.values()]
    ours = np.concatenate([deciles(r, len(frame)) for r in ranked])
    printed = np.concatenate([frame["imd_decile"], *by_domain(frame, "decile").values()])
    return [*rows, compare(f"{name} deciles, with those of domains", ours, printed, 0, decimals=0)]


def transformed_2025(storage: Storage, frame: pd.DataFrame) -> Sequence[Comparison]:
    """The published exponential transforms of the seven domains."""
    from pipelines.measure.backtest import backtest_transformed

    printed = storage.read("raw.imd_2025_transformed").to_pandas().set_index("lsoa21cd").loc[frame.index]
    return backtest_transformed("IMD 2025", by_domain(frame, "rank"), by_domain(printed, "transformed"))


def subdomains_2025(storage: Storage, frame: pd.DataFrame) -> Sequence[Comparison]:
    """The three domains that are made of two sub-domains each."""
    from pipelines.measure.backtest import SUBDOMAIN_SHARES_2025, backtest_subdomains

    table = storage.read("raw.imd_2025_subdomains").to_pandas().set_index("lsoa21cd").loc[frame.index]
    parts = (part for shares in SUBDOMAIN_SHARES_2025.values() for part in shares)
    ranks = {part: table[f"{PARTS.get(part, part)}_rank"].to_numpy() for part in parts}
    return backtest_subdomains("IMD 2025 domain", ranks, by_domain(frame, "score"), SUBDOMAIN_SHARES_2025)
