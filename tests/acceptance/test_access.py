"""Access against published figures: PySAL access and fca (`access_expected.json`), ipeaGIT accessibility."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import sparse

from pipelines import paths
from pipelines.measure.catchment import Access, balanced, near_ratio, three_step, two_step
from pipelines.measure.decay import decay, gaussian, power, step
from pipelines.measure.kernel import Kernel, Matrix
from pipelines.measure.reach import reach

FOLDER = paths.acceptance_folder()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="no folder of acceptance cases")

CASES = json.loads((FOLDER / "access_expected.json").read_text()) if FOLDER else {}
GRID = np.array([[x, y] for x in range(5) for y in range(5)], dtype=float)


def test_gravity_5x5():
    case = CASES["gravity_5x5"]
    distance = np.hypot(*(GRID[:, None, :] - GRID[None, :, :]).T)
    found = Matrix(power(distance, 60.0, 1.0)).at_origins()
    np.testing.assert_allclose(found[np.array(case["ids"]) - 1], case["expected"], rtol=0, atol=1e-9)


@pytest.mark.parametrize("catchment", [two_step, three_step])
@pytest.mark.parametrize("demand", [[0, 1, 2, 3, 4], [0, 4, 12, 20, 24], [3, 7, 11, 18, 22]])
def test_fca_grid(catchment, demand):
    case, origins = CASES["fca_grid"], GRID[demand]
    large = catchment(Kernel(origins, GRID, decay("step", 1000.0)), np.ones(5)).access
    np.testing.assert_allclose(large, case["large_catchment"], rtol=1e-12)
    own = catchment(Kernel(origins, GRID, decay("step", 0.9)), np.ones(5)).access
    np.testing.assert_allclose(own, case["catchment_0_9"], rtol=1e-12)


def test_fca_grid_ratio_and_a_negative_catchment():
    case, origins = CASES["fca_grid"], GRID[[0, 4, 12, 20, 24]]
    for extent, expected in ((1000.0, case["large_catchment"]), (0.9, case["catchment_0_9"])):
        places, people = (Kernel(origins, to, decay("step", extent)) for to in (GRID, origins))
        np.testing.assert_allclose(near_ratio(places, people, np.ones(5)), expected, rtol=1e-12)
    # Nothing lies within a negative distance: the ratio is NaN there too. As a setting it is refused.
    nothing = near_ratio(Matrix(np.zeros((5, 25))), Matrix(np.zeros((5, 5))), np.ones(5))
    assert case["negative_catchment"] == "NaN"
    assert np.isnan(nothing).all()
    with pytest.raises(ValueError, match="positive"):
        decay("step", -1.0)


def test_step_fn():
    case = CASES["step_fn"]
    edges, values = zip(*((float(k), v) for k, v in case["steps"].items()), strict=True)
    distance = [float(k) for k in case["expected"]]
    assert step(distance, edges, values).tolist() == list(case["expected"].values())


def test_gaussian():
    case = CASES["gaussian"]
    distance = [float(k) for k in case["expected"]]
    assert gaussian(distance, case["sigma"]).tolist() == list(case["expected"].values())
    # The kernel that the pipeline uses gives the same weights to the last digit but one.
    swept = [
        reach([[0.0, 0.0]], [[d, 0.0]], decay("gaussian", case["sigma"], cutoff=100.0))[0] for d in distance
    ]
    np.testing.assert_allclose(swept, list(case["expected"].values()), rtol=1e-15)


def test_gravity():
    case = CASES["gravity"]
    found = power([float(k) for k in case["expected"]], case["scale"], case["alpha"], case["min_dist"])
    for weight, printed in zip(found, case["expected"].values(), strict=True):
        digits = 2 if printed == 0.11 else 12
        assert round(weight, digits) == printed


def test_hospital_signs():
    case = CASES["hospital"]
    people, doctors = (np.array([row[k] for row in case["tracts"]], float) for k in (1, 2))
    access = {}
    for name, costs in case["costs"]["scenarios"].items():
        # Tract 3 is the city: inbound goes to it, outbound comes from it, cross joins 1 and 2.
        own, to, out, cross = case["costs"]["self"], costs["inbound"], costs["outbound"], costs["cross"]
        cost = np.array([[own, cross, to], [cross, own, to], [out, out, own]], dtype=float)
        weights = np.where(cost <= case["max_cost"], power(cost, 1.0, -1.0), 0.0)
        access[name] = two_step(Matrix(weights), people, doctors).access
    change = {name: np.sign(access[name] - access["0"]).tolist() for name in ("1", "2", "3")}
    assert change == {"1": [1, 1, -1], "2": [-1, -1, 1], "3": [1, 1, -1]}


def test_fca_3sfca():
    case = CASES["fca_3sfca"]
    distance = np.array(case["D"]).T
    weights = np.exp(-(distance**2) / (-(20.0**2) / np.log(0.01)))
    found = three_step(Matrix(weights), case["pop"], case["supply"]).access
    np.testing.assert_allclose(found, case["expected"], rtol=0, atol=case["tol"])


class Horizonte:
    """Belo Horizonte: land use of 898 hexagons and a matrix of travel times between them."""

    def __init__(self, folder):
        import pandas as pd

        land = pd.read_csv(folder / "ipea_accessibility_land_use_bho.csv")
        times = pd.read_parquet(folder / "ipea_accessibility_travel_matrix_bho.parquet")
        self.row = {name: k for k, name in enumerate(land["id"])}
        self.origin = times["from_id"].map(self.row).to_numpy()
        self.place = times["to_id"].map(self.row).to_numpy()
        self.minutes = times["travel_time"].to_numpy()
        self.population, self.jobs, self.schools = (
            land[c].to_numpy(float) for c in ("population", "jobs", "schools")
        )
        self.cases = json.loads((folder / "ipea_accessibility_expected.json").read_text())["cases"]

    def rows(self, case):
        return [self.row[name] for name in self.cases[case]["ids"]]

    def matrix(self, weights, kept=None):
        k = slice(None) if kept is None else kept
        shape = (len(self.row),) * 2
        return Matrix(sparse.coo_array((weights[k], (self.origin[k], self.place[k])), shape=shape))

    def within(self, minutes):
        return (self.minutes <= minutes).astype(float)

    def decayed(self, rate):
        return np.exp(-rate * self.minutes)


@pytest.fixture(scope="module")
def town():
    return Horizonte(FOLDER)


def holds(town, case, found, tolerance, key="values"):
    found = found.access if isinstance(found, Access) else found
    expected = town.cases[case][key]
    np.testing.assert_allclose(found[town.rows(case)], expected, rtol=0, atol=tolerance)


@pytest.mark.parametrize("case", ["readme_cumulative_jobs_30", "test_gravity_2ids_binary30_jobs"])
def test_ipea_cumulative_jobs(town, case):
    holds(town, case, town.matrix(town.within(30)).at_origins(town.jobs), 0)


def test_ipea_vignette_passive_population_30(town):
    found = town.matrix(town.within(30)).at_places(town.population)
    holds(town, "vignette_passive_population_30", found, 0)


def test_ipea_gravity(town):
    schools = town.matrix(town.decayed(0.2)).at_origins(town.schools)
    holds(town, "readme_gravity_schools_exp0.2", schools, 6e-9)
    for rate in (0.5, 0.6):
        jobs = town.matrix(town.decayed(rate)).at_origins(town.jobs)
        holds(town, "test_gravity_2ids_exp", jobs, 0.006, key=f"exp{rate}")


def test_ipea_two_step(town):
    found = two_step(town.matrix(town.within(50)), town.population, town.jobs)
    holds(town, "readme_2sfca_jobs_binary50", found, 6e-8)


def test_ipea_balanced(town):
    found = balanced(town.matrix(town.decayed(0.5)), town.population, town.jobs)
    holds(town, "vignette_bfca_jobs_exp0.5", found, 6e-9)


@pytest.mark.parametrize(
    "case, method, minutes",
    [
        ("test_2sfca_5ids_binary45", two_step, 45),
        ("test_bfca_5ids_binary45", balanced, 45),
        ("test_2sfca_5ids_weight1", two_step, np.inf),
    ],
)
def test_ipea_five_hexagons(town, case, method, minutes):
    five = town.rows("test_2sfca_5ids_binary45")
    kept = np.isin(town.origin, five) & np.isin(town.place, five)
    holds(town, case, method(town.matrix(town.within(minutes), kept), town.population, town.jobs), 6e-5)


def test_ipea_two_step_from_two_hexagons(town):
    kept = np.isin(town.origin, town.rows("test_2sfca_2ids_exp"))
    for rate in (0.5, 0.6):
        found = two_step(town.matrix(town.decayed(rate), kept), town.population, town.jobs)
        holds(town, "test_2sfca_2ids_exp", found, 0.006, key=f"exp{rate}")


def test_ipea_two_step_single_origin_subset(town):
    case, two = town.cases["test_2sfca_single_origin_subset"], town.rows("test_2sfca_2ids_exp")
    for mode, origins in (("transit", two), ("transit2", two[1:])):
        kept = np.isin(town.origin, origins)
        found = two_step(town.matrix(town.within(45), kept), town.population, town.jobs).access
        assert found[two].astype(int).tolist() == case[mode]
