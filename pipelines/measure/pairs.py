"""Which places lie within a cut-off of which origins: compact blocks of points, and pairs with distances.

The search for neighbours belongs here. What a neighbour is worth is in `decay`, sums are in `kernel`.

Points are gathered in small compact blocks (a k-d tree's leaves). For a block the candidates are a slice of
the other points sorted by easting, thinned by their distance to the block's box; then all distances of the
block are taken at once. That is exact, and fast because numpy works on tiles that stay in the cache.
Threads share the blocks out; each writes rows of its own, so results do not depend on their number.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BLOCK = 256  # points in a block at most: measured best between 64 and 512
RUNS = 16  # runs of blocks a thread: few enough to cost nothing, enough to share the work out evenly
LONELY = 32  # a block with fewer points is not split further, however wide it is


def as_points(given: ArrayLike, name: str = "points") -> Floats:
    """`given` as float64 of shape (n, 2), eastings and northings in metres. Raises ValueError otherwise."""
    points = np.ascontiguousarray(given, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"{name}: an array of shape (n, 2) is needed, not {points.shape}")
    if not np.all(np.isfinite(points)):
        raise ValueError(f"{name}: coordinates must be finite")
    return points


def compact_blocks(
    points: Floats, labels: Integers | None = None, width: ArrayLike = np.inf, size: int = BLOCK
) -> list[Integers]:
    """Indices of points in spatially compact blocks, each of one label and of `size` points at most.

    Blocks are halved at the median of their longer side until they are small enough, and further while
    they are wider than `width` metres (one number, or one a label) and hold more than LONELY points.
    """
    groups: Iterable[tuple[int, Integers]] = [(0, np.arange(len(points)))]
    if labels is not None:
        order = np.argsort(labels, kind="stable")
        cuts = np.flatnonzero(np.diff(labels[order])) + 1
        groups = [(int(labels[part[0]]), part) for part in np.split(order, cuts) if len(part)]
    widths = np.atleast_1d(np.asarray(width, dtype=float))
    blocks = []
    for label, members in groups:
        limit = widths[label if len(widths) > 1 else 0]
        waiting = [members] if len(members) else []
        while waiting:
            block = waiting.pop()
            box = np.ptp(points[block], axis=0)
            if len(block) <= size and (len(block) <= LONELY or box.max() <= limit):
                blocks.append(np.sort(block))
                continue
            half = len(block) // 2
            order = np.argpartition(points[block, int(box[1] > box[0])], half)
            waiting += [block[order[half:]], block[order[:half]]]
    return blocks


@dataclass(frozen=True)
class Candidates:
    """Points sorted by easting, from which those near a box are cut out."""

    order: Integers
    x: Floats
    y: Floats

    @classmethod
    def of(cls, points: Floats) -> Candidates:
        order = np.argsort(points[:, 0], kind="stable")
        return cls(order, points[order, 0].copy(), points[order, 1].copy())

    def near(self, block: Floats, cutoff: float | Floats) -> Integers:
        """Positions in sorted order of the points within `cutoff` of the box around `block`.

        `cutoff` is one number, or one a point in sorted order. No true neighbour is ever left out.
        """
        (west, south), (east, north) = block.min(axis=0), block.max(axis=0)
        widest = float(np.max(cutoff, initial=0.0))
        first = np.searchsorted(self.x, west - widest, side="left")
        last = np.searchsorted(self.x, east + widest, side="right")
        x, y = self.x[first:last], self.y[first:last]
        dx = np.maximum(np.maximum(west - x, x - east), 0.0)
        dy = np.maximum(np.maximum(south - y, y - north), 0.0)
        limit = cutoff[first:last] if isinstance(cutoff, np.ndarray) else cutoff
        return np.flatnonzero(dx * dx + dy * dy <= limit * limit) + first


def squared_distances(block: Floats, x: Floats, y: Floats) -> Floats:
    """Squared distances (block, points). Exact for coordinates in whole metres."""
    squared = x - block[:, :1]
    np.multiply(squared, squared, out=squared)
    dy = y - block[:, 1:]
    np.multiply(dy, dy, out=dy)
    np.add(squared, dy, out=squared)
    return squared


def share_out(work: Callable[[Integers], object], blocks: list[Integers], workers: int | None) -> list:
    """`work` done on every block by `workers` threads (all processors unless given), in block order."""
    threads = workers or os.cpu_count() or 1
    if threads == 1 or len(blocks) < 2:
        return [work(block) for block in blocks]
    size = -(-len(blocks) // (threads * RUNS))
    runs = [blocks[at : at + size] for at in range(0, len(blocks), size)]
    with ThreadPoolExecutor(threads) as pool:
        return [done for run in pool.map(lambda run: [work(block) for block in run], runs) for done in run]


@dataclass(frozen=True)
class Pairs:
    """Pairs within a cut-off, by origin: those of origin i are start[i]:start[i+1], places ascending."""

    start: Integers
    place: NDArray[np.int32]
    distance: Floats

    @property
    def origin(self) -> Integers:
        """The origin of each pair."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


def pairs(origins: ArrayLike, places: ArrayLike, cutoff: ArrayLike, *, workers: int | None = None) -> Pairs:
    """Every origin and place that are no further than `cutoff` metres apart, with their distance.

    `origins` (n, 2) and `places` (m, 2) are metres; `cutoff` is one number or one an origin. 12 bytes a pair:
    for sums over many millions of pairs use `kernel`, which keeps none of them.
    """
    here, there = as_points(origins, "origins"), as_points(places, "places")
    limits = np.broadcast_to(np.asarray(cutoff, dtype=float), len(here))
    candidates = Candidates.of(there)
    blocks = compact_blocks(here)

    def work(block: Integers) -> tuple[Integers, NDArray[np.int32], Floats]:
        limit = limits[block]
        found = candidates.near(here[block], float(limit.max()))
        found = found[np.argsort(candidates.order[found], kind="stable")]
        squared = squared_distances(here[block], candidates.x[found], candidates.y[found])
        row, column = np.nonzero(squared <= np.square(limit)[:, None])
        place = candidates.order[found[column]].astype(np.int32)
        return np.bincount(row, minlength=len(block)), place, np.sqrt(squared[row, column])

    done = share_out(work, blocks, workers)
    count = np.zeros(len(here), dtype=np.int64)
    for block, (number, _, _) in zip(blocks, done, strict=True):
        count[block] = number
    start = np.concatenate([[0], np.cumsum(count)])
    place, distance = np.empty(start[-1], dtype=np.int32), np.empty(start[-1])
    for block, (number, of_place, of_distance) in zip(blocks, done, strict=True):
        within = np.arange(len(of_place)) - np.repeat(np.cumsum(number) - number, number)
        target = np.repeat(start[block], number) + within
        place[target], distance[target] = of_place, of_distance
    return Pairs(start, place, distance)
