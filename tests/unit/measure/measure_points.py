"""Points for tests: small enough to be compared with every distance taken one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st


def towns(seed: int, number: int, extent: float = 20_000.0) -> np.ndarray:
    """`number` points in whole metres, half of them in three towns and half anywhere."""
    random = np.random.default_rng(seed)
    centres = random.uniform(0, extent, (3, 2))
    dense = centres[random.integers(0, 3, number // 2)] + random.normal(0, 400, (number // 2, 2))
    wide = random.uniform(0, extent, (number - number // 2, 2))
    return np.round(np.concatenate([dense, wide]))


def distances(origins: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Every distance (origins, places), in metres."""
    return np.sqrt(((origins[:, None, :] - places[None, :, :]) ** 2).sum(axis=2))


coordinates = st.integers(0, 3000).map(float)
point_lists = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=40).map(np.array)
