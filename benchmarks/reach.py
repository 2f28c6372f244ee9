"""Reach of all kinds from all output areas: time and memory, how they grow, and peers on the same work."""

from __future__ import annotations

import warnings

import numpy as np
from scipy.spatial import cKDTree

from benchmarks._rows import head, measured, row
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
    print(f"{measured(lambda: _pairs(here)).result / 1e6:,.0f} million pairs\n")
    head("places")
    for factor in GROWTH:
        grown = here if factor == 1 else here.times(factor)
        number, work = len(grown.places), lambda w=grown: _kernel(w, here.bandwidths).at_origins()
        ours = row(f"reach, {factor} x the places", number, work)
        if factor == 1:
            row("  one thread", number, lambda: _kernel(here, here.bandwidths, 1).at_origins())
            catchment = lambda: two_step(_kernel(here, here.bandwidths), here.residents).access  # noqa: E731
            row("  two-step catchment, two sums", number, catchment)
            theirs = row("  scipy's tree, pair by pair", number, lambda: _tree(here))
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
        f"Beside PySAL access, on a part: one kind, and {len(origins):,} of {len(here.origins):,} origins, "
        f"those nearest to the most crowded place.\nPySAL needs a table of all pairs, and is given it. "
        f"Enhanced two-step, {len(places):,} places, {len(costs):,} pairs.\n"
        "This finds the pairs in its time.\n"
    )
    head("places")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = row("PySAL access", len(places), theirs)
    mine = row("this", len(places), ours)
    np.testing.assert_allclose(mine, np.nan_to_num(peer), rtol=1e-9, atol=1e-15)
    print("\nEqual answers: this and PySAL access, within 1e-9.")


if __name__ == "__main__":
    main()
