"""The lie of the land: output areas as Voronoi cells inside a made-up coast, grouped by splitting in halves.

Only geometry and grouping belong here; codes, names and people are the county's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

CENTRE = (400_000.0, 300_000.0)
TOWNS = np.array([[-11_000.0, -1_500.0], [500.0, 2_500.0], [11_500.0, -2_000.0]])
TOWN_SPREAD = np.array([1_900.0, 2_600.0, 1_500.0])
# Poor estates far from any centre, where little was built but homes: what the left-behind rules look for.
ESTATES = np.array([[-4_500.0, -7_500.0], [13_500.0, 5_500.0]])
ESTATE_SPREAD = 520.0


@dataclass(frozen=True)
class Land:
    """Seeds of all cells in metres from the centre; the first `count` are land, the rest is sea."""

    seeds: np.ndarray
    count: int
    cells: list[Any]


def coast(angle: np.ndarray) -> np.ndarray:
    """Distance from the centre to the coast in each direction, in metres."""
    wobble = 1 + 0.10 * np.sin(3 * angle + 0.6) + 0.05 * np.sin(7 * angle) + 0.03 * np.sin(13 * angle + 1)
    return wobble / np.hypot(np.cos(angle) / 20_000, np.sin(angle) / 12_500)


def inside(points: np.ndarray) -> np.ndarray:
    """Which points lie on land."""
    angle = np.arctan2(points[:, 1], points[:, 0])
    return np.hypot(points[:, 0], points[:, 1]) < coast(angle)


def lay(rng: np.random.Generator, count: int) -> Land:
    """Cells of `count` output areas: towns dense, villages in clumps, the rest sparse, the sea around."""
    from scipy.spatial import Voronoi
    from shapely import polygons

    town = rng.choice(3, size=count * 2, p=[0.34, 0.40, 0.26])
    urban = TOWNS[town] + rng.normal(size=(count * 2, 2)) * TOWN_SPREAD[town, None]
    village = rng.uniform([-19_000, -11_500], [19_000, 11_500], size=(14, 2))
    rural = village[rng.integers(14, size=count)] + rng.normal(size=(count, 2)) * 450
    estate = ESTATES[rng.integers(2, size=count)] + rng.normal(size=(count, 2)) * ESTATE_SPREAD
    open_land = rng.uniform([-22_000, -14_500], [22_000, 14_500], size=(count, 2))
    parts = []
    for points, share in ((urban, 0.70), (estate, 0.07), (rural, 0.15), (open_land, 0.08)):
        parts.append(points[inside(points)][: round(count * share)])
    land = np.vstack(parts)
    angle = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    shore = np.column_stack([np.cos(angle), np.sin(angle)]) * (coast(angle) * 1.03)[:, None]
    sea = rng.uniform([-60_000, -45_000], [60_000, 45_000], size=(600, 2))
    far = np.array([[-2e5, -2e5], [-2e5, 2e5], [2e5, -2e5], [2e5, 2e5]])
    seeds = np.vstack([land, shore, sea[~inside(sea * 0.9)], far])
    diagram = Voronoi(seeds)
    cells = []
    for i in range(len(land)):
        ring = np.array(diagram.regions[diagram.point_region[i]])
        corners = diagram.vertices[ring]
        turn = np.arctan2(corners[:, 1] - seeds[i, 1], corners[:, 0] - seeds[i, 0])
        cells.append(corners[np.argsort(turn)] + CENTRE)
    return Land(seeds, len(land), [polygons(cell) for cell in cells])


def split(points: np.ndarray, parts: int) -> np.ndarray:
    """Group points into compact parts of nearly equal size, by halving along the longer side."""
    group = np.zeros(len(points), dtype=int)
    first = 0
    queue = [(np.arange(len(points)), parts)]
    while queue:
        members, wanted = queue.pop()
        if wanted == 1:
            group[members] = first
            first += 1
            continue
        spread = np.ptp(points[members], axis=0)
        axis = int(spread[1] > spread[0])
        order = members[np.argsort(points[members, axis], kind="stable")]
        less = wanted // 2
        cut = round(len(order) * less / wanted)
        queue += [(order[cut:], wanted - less), (order[:cut], less)]
    return group


def split_within(points: np.ndarray, within: np.ndarray, parts: int) -> np.ndarray:
    """Split each group of `within` into `parts`; the result is numbered through, in the order of groups."""
    out = np.zeros(len(points), dtype=int)
    for g in range(within.max() + 1):
        members = np.flatnonzero(within == g)
        out[members] = g * parts + split(points[members], parts)
    return out
