"""Stored sensitivity runs of COINr (@ b9682034, MIT), closed forms as in SALib (@ 1c375488, MIT)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc

from pipelines.measure.ranks import competition_rank
from pipelines.measure.sensitivity import rank_statistics, sobol


def test_sobol_indices_of_the_stored_run(acceptance: Path, case) -> None:
    run = case("coinr_sa_model_output.json")
    outcomes, n = np.array(run["y_mean_abs_rank_change"]), run["N"]
    got = sobol(outcomes[:n], outcomes[n : 2 * n], outcomes[2 * n :].reshape(run["d"], n))
    published = pd.read_csv(acceptance / "coinr_sa_expected_indices.csv")
    assert published.Variable.tolist() == run["names"]
    np.testing.assert_allclose(got.first, published.Si, rtol=0, atol=1e-12)
    np.testing.assert_allclose(got.total, published.STi, rtol=0, atol=1e-12)


@pytest.mark.parametrize("run", ["sa", "ua"])
def test_rank_statistics_of_the_stored_runs(acceptance: Path, run: str) -> None:
    scores = pd.read_parquet(acceptance / f"coinr_{run}_scores.parquet").set_index("uCode")
    published = (
        pd.read_csv(acceptance / f"coinr_{run}_expected_rankstats.csv").set_index("uCode").loc[scores.index]
    )
    ranks = scores.apply(lambda column: pd.Series(competition_rank(column), index=scores.index))
    assert (ranks.Nominal == published.Nominal).all()
    # A run for sensitivity takes its statistics from samples A and B, 100 each, not from their mixtures.
    runs = [f"r_{i + 1}" for i in range(200 if run == "sa" else 100)]
    got = rank_statistics(ranks[runs].to_numpy())
    for ours, name in ((got.mean, "Mean"), (got.median, "Median"), (got.low, "Q5"), (got.high, "Q95")):
        np.testing.assert_allclose(ours, published[name], rtol=0, atol=1e-9)


def estimated(model, dimensions: int, low: float, high: float):
    """Our estimator on a scrambled Sobol sequence with a stated seed, N = 2^14."""
    points = qmc.scale(qmc.Sobol(2 * dimensions, rng=2).random_base2(14), low, high)
    a, b = points[:, :dimensions], points[:, dimensions:]
    mixed = []
    for i in range(dimensions):
        ab = a.copy()
        ab[:, i] = b[:, i]
        mixed.append(model(ab))
    return sobol(model(a), model(b), mixed)


def test_ishigami(case) -> None:
    printed = case("salib_sobol_expected.json")["ishigami"]

    def model(x: np.ndarray) -> np.ndarray:
        x1, x2, x3 = x.T
        return np.sin(x1) + printed["A"] * np.sin(x2) ** 2 + printed["B"] * x3**4 * np.sin(x1)

    got = estimated(model, 3, *printed["bounds"])
    np.testing.assert_allclose(got.first, printed["analytic"]["S1"], rtol=0, atol=0.005)
    np.testing.assert_allclose(got.total, printed["analytic"]["ST"], rtol=0, atol=0.005)


def test_sobol_g(case) -> None:
    printed = case("salib_sobol_expected.json")["sobol_g"]
    a = np.array(printed["a"], dtype=float)
    got = estimated(lambda x: np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1), len(a), 0, 1)
    np.testing.assert_allclose(got.first, printed["documented_S1"], rtol=0, atol=0.005)
