"""Reach of all kinds from all output areas: time and memory, how they grow, and peers on the same work."""

from __future__ import annotations

import resource
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
from scipy.spatial import cKDTree

from benchmarks._world import World, world
from pipelines.measure.catchment import two_step
from pipelines.measure.decay import decay, gaussian
from pipelines.measure.kernel import Kernel
from pipelines.measure.pairs import pairs

GROWTH = (1, 4, 16)
PEER_ORIGINS = 20_000


def main(here: World | None = None) -> None:
    """Print the tables, of the world that is given or else of the one there is."""
    here = world() if here is None else here
    kinds = int(here.kind.max()) + 1
    print(f"Reach, Gaussian to three bandwidths, on {here.name}")
    print(f"{len(here.origins):,} origins, {len(here.places):,} places of {kinds} kinds,", end=" ")
    print(f"bandwidths {here.bandwidths.min():,.0f} to {here.bandwidths.max():,.0f} m,", end=" ")
    print(f"{_pairs(here) / 1e6:,.0f} million pairs\n")
    _head()
    for factor in GROWTH:
        grown = here if factor == 1 else here.times(factor)
        _row(f"reach, {factor} x the places", grown, lambda w=grown: _kernel(w, here.bandwidths).at_origins())
        if factor == 1:
            ours = _kernel(here, here.bandwidths).at_origins()
            _row("  one thread", here, lambda: _kernel(here, here.bandwidths, 1).at_origins())
            catchment = lambda: two_step(_kernel(here, here.bandwidths), here.residents).access  # noqa: E731
            _row("  two-step catchment, two sums", here, catchment)
            theirs = _row("  scipy's tree, pair by pair", here, lambda: _tree(here))
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)
    print("\nEqual answers: this and scipy's tree, within 1e-9.\n")
    _beside_pysal(here)


def _kernel(of: World, bandwidths, workers: int | None = None) -> Kernel:
    return Kernel(of.origins, of.places, decay("gaussian", bandwidths), groups=of.kind, workers=workers)


def _pairs(of: World) -> int:
    """The number of pairs within the cut-offs."""
    step = Kernel(of.origins, of.places, decay("step", 3 * of.bandwidths), groups=of.kind)
    return int(step.at_origins().sum())


def _tree(of: World, part: int = 20_000):
    """The plain way: every pair from `cKDTree.sparse_distance_matrix`, in parts that fit the memory."""
    sums = np.zeros((len(of.origins), of.bandwidths.shape[1]))
    for kind, bandwidth in enumerate(of.bandwidths[0]):
        tree = cKDTree(of.places[of.kind == kind])
        for at in range(0, len(sums), part):
            origins = cKDTree(of.origins[at : at + part])
            found = origins.sparse_distance_matrix(tree, 3 * bandwidth, output_type="ndarray")
            weights = gaussian(found["v"], bandwidth)
            sums[at : at + part, kind] = np.bincount(found["i"], weights, len(origins.data))
    return sums


def _beside_pysal(here: World) -> None:
    try:
        import pandas as pd
        from access import Access, weights
    except ImportError:
        print("PySAL access is not installed: not compared (install the extra named bench).")
        return
    bandwidth, kind = 1200.0, int(np.bincount(here.kind).argmax())
    crowded = np.argmin(cKDTree(here.origins).query(here.origins, k=50)[0][:, -1])
    centre = here.origins[crowded]
    close = np.argsort(np.hypot(*(here.origins - centre).T), kind="stable")[:PEER_ORIGINS]
    origins, residents = here.origins[close], here.residents[close]
    places = here.places[here.kind == kind]
    near = cKDTree(origins).query(places)[0] <= 3 * bandwidth
    places = places[near]
    found = pairs(origins, places, 3 * bandwidth)
    costs = pd.DataFrame({"origin": found.origin, "dest": found.place, "cost": found.distance})
    people = pd.DataFrame({"id": np.arange(len(origins)), "residents": residents})
    supply = pd.DataFrame({"id": np.arange(len(places)), "places": 1.0})

    def theirs():
        model = Access(
            demand_df=people,
            demand_index="id",
            demand_value="residents",
            supply_df=supply,
            supply_index="id",
            supply_value="places",
            cost_df=costs,
            cost_origin="origin",
            cost_dest="dest",
            cost_name="cost",
        )
        model.two_stage_fca(max_cost=3 * bandwidth, weight_fn=weights.gaussian(bandwidth))
        return model.access_df["2sfca_places"].to_numpy()

    def ours():
        return two_step(Kernel(origins, places, decay("gaussian", bandwidth)), residents).access

    print(
        f"Beside PySAL access: enhanced two-step, {len(origins):,} origins, {len(places):,} places,", end=" "
    )
    print(f"{len(costs):,} pairs\n(PySAL is given the pairs; this finds them in its time)\n")
    _head()
    small = World("", origins, residents, places, np.zeros(len(places), dtype=np.int64))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = _row("PySAL access", small, theirs)
    mine = _row("this", small, ours)
    np.testing.assert_allclose(mine, np.nan_to_num(peer), rtol=1e-9, atol=1e-15)
    print("\nEqual answers: this and PySAL access, within 1e-9.")


def _head() -> None:
    print(f"{'':34} {'places':>10} {'seconds':>9} {'peak MB':>9}")


def _row(name: str, of: World, work: Callable):
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    # Linux counts kilobytes and macOS bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 2**20)
    print(f"{name:34} {len(of.places):10,} {seconds:9.2f} {peak:9,.0f}", flush=True)
    return result


if __name__ == "__main__":
    main()
