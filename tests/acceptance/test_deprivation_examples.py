"""Worked examples of the English Indices of Deprivation 2019: technical report, appendices D, F, N (OGL)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipelines.measure.backtest import DOMAIN_WEIGHTS
from pipelines.measure.district import extent_weights, summarise
from pipelines.measure.normalise import exponential_of_rank
from pipelines.measure.shrinkage import proportions


@pytest.fixture(scope="module")
def examples(case) -> dict:
    return case("iod_worked_examples.json")


def district(n: int, pop: list, ranks: list, scores: list | None = None):
    return summarise(scores or [0.0] * len(pop), ranks, pop, ["d"] * len(pop), n=n)


def test_average_rank(examples: dict) -> None:
    example = examples["average_rank"]
    got = district(examples["N"], example["pop"], example["rank"])
    assert got.average_rank[0] == pytest.approx(example["expected"], abs=example["tol"])


def test_average_score(examples: dict) -> None:
    example = examples["average_score"]
    got = district(examples["N"], example["pop"], [1] * 5, example["score"])
    assert got.average_score[0] == pytest.approx(example["expected"], abs=example["tol"])


def test_proportion(examples: dict) -> None:
    example = examples["proportion"]
    ranks = [3_284] * example["in_decile1"] + [3_285] * (example["n"] - example["in_decile1"])
    got = district(examples["N"], [1] * example["n"], ranks)
    assert got.proportion_worst[0] == pytest.approx(example["expected"], abs=example["tol"])


def test_extent(examples: dict) -> None:
    example, n = examples["extent"], examples["N"]
    weight = extent_weights([math.ceil(0.28 * n) - 1], n)[0]
    assert weight == pytest.approx(example["weight_28th_percentile"], abs=5e-5)
    # The rest of the district's people live in neighbourhoods that count for nothing.
    rest = example["total_pop"] - sum(example["pops"])
    got = district(n, [*example["pops"], rest], [*example["ranks"], n])
    assert got.extent[0] == pytest.approx(example["expected"], abs=example["tol"])


def test_local_concentration(examples: dict) -> None:
    example, n = examples["local_concentration"], examples["N"]
    rest = example["total_pop"] - sum(example["pops"])
    got = district(n, [*example["pops"], rest], [*example["ranks"], n])
    assert got.local_concentration[0] == pytest.approx(example["expected"], abs=example["tol"])


def test_exponential_transform(examples: dict) -> None:
    n = examples["N"]
    scores = exponential_of_rank(np.arange(1, n + 1))
    assert scores[0] == pytest.approx(examples["exponential"]["facts"]["R=1"], abs=1e-9)
    # "From about 50" for the worst tenth: 50.2 on its line.
    assert scores[n // 10 - 1] == pytest.approx(
        examples["exponential"]["facts"]["most deprived 10% score from about"], abs=0.5
    )


def test_domain_weights_are_as_published_and_not_scaled_up(examples: dict) -> None:
    weights = [w for w in examples["domain_weights"].values() if isinstance(w, float)]
    assert [round(100 * w, 1) for w in weights] == list(DOMAIN_WEIGHTS)


def test_shrinkage_as_the_report_states_it(examples: dict) -> None:
    stated = {k: v.replace("ln", "log") for k, v in examples["shrinkage"].items() if k in ("m", "s2")}
    r, n = np.array([4.0, 30.0, 11.0]), np.array([40.0, 90.0, 200.0])
    # The report's own formulas, evaluated as they are written there.
    names = {"log": np.log, "r": r, "n": n}
    m = np.log((r + 0.5) / (n - r + 0.5))
    assert stated["m"] == "log((r+0.5)/(n-r+0.5))"
    assert stated["s2"] == "(n+1)(n+2)/(n(r+1)(n-r+1))"
    s2 = (names["n"] + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
    middle = np.log((r.sum() + 0.5) / (n.sum() - r.sum() + 0.5))
    t2 = ((m - middle) ** 2).sum() / 2
    w = (1 / s2) / (1 / s2 + 1 / t2)
    z = np.exp(w * m + (1 - w) * middle)
    got = proportions(r, n, ["d"] * 3)
    assert got.value == pytest.approx(z / (1 + z), rel=1e-12)
    assert got.weight == pytest.approx(w, rel=1e-12)
