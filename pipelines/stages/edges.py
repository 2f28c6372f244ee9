"""Islands and borders, where maps end: what the index says there, beside what it says of their kind.

Which neighbourhoods are meant is said here. A table to judge the method by; nothing of the score reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.step import Inputs

KEY = "lsoa21cd"
SCOTLAND = 520_000.0  # metres north: what lies across the border above this is Scotland's, below it Wales's
# Whether the places beyond are Scotland's, and metres: hardly anybody of England lives nearer to one there.
BORDERS = {
    "Within 5 km of places in Wales": (False, 5_000.0),
    "Within 10 km of places in Scotland": (True, 10_000.0),
}
# Islands by district or ward of 2024, looked at by hand.
ISLANDS = {
    "Isles of Scilly": ("lad24cd", ("E06000053",)),
    "Isle of Wight": ("lad24cd", ("E06000046",)),
    "Canvey Island": ("wd24cd", ("E05015692", "E05015693", "E05015694", "E05015695", "E05015696")),
    "Isle of Sheppey": ("wd24cd", ("E05009554", "E05009557", "E05009560", "E05009561", "E05009562")),
    "Hayling Island": ("wd24cd", ("E05015586", "E05015587")),
    "Mersea Island and around": ("wd24cd", ("E05010833",)),
    "Walney Island": ("wd24cd", ("E05014248",)),
    "Isle of Portland": ("wd24cd", ("E05012709",)),
    "Holy Island and around": ("wd24cd", ("E05009097",)),
}


def edges(inputs: Inputs) -> pd.DataFrame:
    """One row an island or border and part of the index: its median rank and what its classes would lead to.

    What is expected is the mean, over the neighbourhoods, of the median rank of their rural-urban class.
    Settings: the parts, {part: table of its rank}.
    """
    import numpy as np
    import pandas as pd

    columns = [KEY, "lad24cd", "wd24cd", "ruc21", "easting", "northing", "population"]
    spine = inputs.frame("core.lsoa", columns).sort_values(KEY, ignore_index=True)
    parts = inputs.settings["parts"]
    ranks = {
        part: inputs.frame(table, [KEY, f"{part}_rank"])
        .set_index(KEY)
        .loc[spine[KEY], f"{part}_rank"]
        .to_numpy(float)
        for part, table in parts.items()
    }
    expected = {
        part: pd.Series(rank).groupby(spine["ruc21"]).transform("median").to_numpy()
        for part, rank in ranks.items()
    }
    rows = []
    for area, (inside, beyond) in _areas(inputs, spine).items():
        for part, rank in ranks.items():
            rows.append(
                {
                    "area": area,
                    "part": part,
                    "neighbourhoods": int(inside.sum()),
                    "residents": int(spine.loc[inside, "population"].sum()),
                    "places_beyond": beyond,
                    "median_rank": float(np.median(rank[inside])),
                    "expected_rank": float(np.mean(expected[part][inside])),
                }
            )
    names = ["area", "part", "neighbourhoods", "residents", "places_beyond", "median_rank", "expected_rank"]
    return pd.DataFrame(rows, columns=names)


def _areas(inputs: Inputs, spine: pd.DataFrame) -> dict[str, tuple[Any, int | None]]:
    """Each island or border that there is: which neighbourhoods, and places across the border near them."""
    import numpy as np
    from scipy.spatial import cKDTree

    found: dict[str, tuple[Any, int | None]] = {}
    for name, (column, codes) in ISLANDS.items():
        inside = spine[column].isin(codes).to_numpy()
        if inside.any():
            found[name] = (inside, None)
    places = inputs.frame("core.places", ["easting", "northing", "lsoa21cd"])
    across = places.loc[places["lsoa21cd"].isna(), ["easting", "northing"]].to_numpy(float)
    points = spine[["easting", "northing"]].to_numpy(float)
    for name, (north, metres) in BORDERS.items():
        there = across[(across[:, 1] > SCOTLAND) == north]
        if not len(there):
            continue
        inside = cKDTree(there).query(points)[0] <= metres
        if inside.any():
            near = cKDTree(points).query(there)[0] <= metres
            found[name] = (inside, int(np.count_nonzero(near)))
    return found
