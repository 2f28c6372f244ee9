"""The index once, beside pandas on the same work, and many times: redraws with ranks and quantiles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks._rows import head, row
from pipelines import paths
from pipelines.measure.index import TOTAL, Plan, need, score, transform
from pipelines.measure.ranks import competition_rank
from pipelines.measure.redraw import Ready, ranks, ready
from pipelines.method.loader import find, parse
from pipelines.stages.method_steps import DEGREE

NUMBERS = (1_000, 10_000, 100_000)
BATCH = 500  # redraws that are held at once
BINS = 1_000  # of ranks, over which quantiles are tallied
QUANTILES = (0.05, 0.5, 0.95)
PLACES = 33_755


@dataclass(frozen=True)
class Figures:
    """Complete figures (a column an indicator), the class of each neighbourhood, the plan of the index."""

    name: str
    values: pd.DataFrame
    classes: np.ndarray
    plan: Plan


def main(here: Figures | None = None, numbers: tuple[int, ...] = NUMBERS) -> None:
    """Print the tables, of the figures that are given or else of those there are."""
    here = figures() if here is None else here
    print(
        f"The index, {len(here.values):,} neighbourhoods and {here.values.shape[1]} indicators, {here.name}\n"
    )
    _beside_pandas(here)
    of = ready(here.plan, _columns(here))
    head("redraws")
    for number in numbers:
        tallied = row("redraws with ranks and quantiles", number, lambda n=number: quantiles(of, n))
        if number == min(numbers):
            exact = row("  the same, all ranks kept", number, lambda n=number: _kept(of, n))
            width = -(-of.columns.shape[1] // BINS)
            assert np.abs(tallied - exact).max() <= width, "quantiles differ by more than a bin"
    print(f"\nEqual answers: quantiles tallied and of all ranks, within one of {BINS:,} bins of ranks.")


def figures() -> Figures:
    """Those of a build of England, or made-up ones of its size, under the method of England."""
    method = parse(find("england"))
    adjust = {i: DEGREE[e.adjust or method.defaults.adjust] for i, e in method.indicators.items()}
    domains = {
        d: (of.weight, {s: (sub.weight, {i: e.weight for i, e in sub.indicators.items()})
                        for s, sub in of.subdomains.items()})
        for d, of in method.domains.items()
    }  # fmt: skip
    worse = frozenset(i for i, e in method.indicators.items() if e.direction == "more_is_worse")
    plan = Plan(domains, worse=worse, degree=adjust)
    built = paths.data_folder() / "warehouse"
    if (built / "score" / "shrunk.parquet").is_file():
        values = pd.read_parquet(built / "score" / "shrunk.parquet").sort_values("lsoa21cd")
        spine = pd.read_parquet(built / "core" / "lsoa.parquet", columns=["lsoa21cd", "ruc21"])
        if set(plan.indicators) <= set(values) and values[list(plan.indicators)].notna().all(axis=None):
            classes = spine.sort_values("lsoa21cd")["ruc21"].to_numpy()
            return Figures("as built", values[list(plan.indicators)].reset_index(drop=True), classes, plan)
    return made_up(plan)


def made_up(plan: Plan, number: int = PLACES, seed: int = 1) -> Figures:
    """Skewed figures with ties, unrelated to one another, in six classes of unequal size."""
    random = np.random.default_rng(seed)
    values = {name: random.lognormal(0, 1, number).round(3) for name in plan.indicators}
    classes = random.choice(6, number, p=(0.5, 0.3, 0.08, 0.06, 0.04, 0.02))
    return Figures("made up", pd.DataFrame(values), classes, plan)


def _columns(here: Figures) -> dict[str, np.ndarray]:
    """Transformed need, from which redraws begin."""
    kind, plan = here.plan.normalise[0], here.plan
    values = {name: here.values[name].to_numpy(float) for name in plan.indicators}
    return {
        n: transform(need(v, n in plan.worse, here.classes, plan.degree[n]), kind) for n, v in values.items()
    }


def draws(of: Ready, number: int, seed: int = 1):
    """Weights of all three levels, each multiplied by between a half and one and a half, made by the seed."""
    random = np.random.default_rng(seed)
    return [tuple(w * random.uniform(0.5, 1.5, len(w)) for w in of.weights) for _ in range(number)]


def quantiles(of: Ready, number: int) -> np.ndarray:
    """QUANTILES of each neighbourhood's rank (quantiles, n), tallied: memory does not grow with `number`."""
    places = of.columns.shape[1]
    tally = np.zeros((places, BINS), dtype=np.uint32)
    everyone = np.arange(places)
    for first in range(0, number, BATCH):
        some = draws(of, min(BATCH, number - first), seed=first)
        for drawn in ranks(of, some):
            tally[everyone, (drawn.astype(np.int64) - 1) * BINS // places] += 1
    found = np.empty((len(QUANTILES), places))
    for part in np.array_split(everyone, 20):
        below = np.cumsum(tally[part], axis=1)
        for n, q in enumerate(QUANTILES):
            found[n, part] = 1 + (np.argmax(below >= q * number, axis=1) + 0.5) * places / BINS
    return found


def _kept(of: Ready, number: int) -> np.ndarray:
    """The same from all ranks (number, n) at once."""
    batches = [
        ranks(of, draws(of, min(BATCH, number - first), seed=first)) for first in range(0, number, BATCH)
    ]
    return np.quantile(np.concatenate(batches), QUANTILES, axis=0, method="inverted_cdf")


def _beside_pandas(here: Figures) -> None:
    head("places")
    number = len(here.values)
    ours = row("the score from figures to ranks, once", number, lambda: _ours(here))
    theirs = row("  the same in pandas, naively", number, lambda: naive(here))
    np.testing.assert_allclose(ours[0], theirs["total"], rtol=1e-9)
    np.testing.assert_array_equal(ours[1], theirs["rank"])
    print("\nEqual answers: totals within 1e-9, all ranks the same.\n")


def _ours(here: Figures) -> tuple[np.ndarray, np.ndarray]:
    values = {name: here.values[name].to_numpy(float) for name in here.plan.indicators}
    total = score(here.plan, values, here.classes)[TOTAL].combined
    return total, competition_rank(total)


def naive(here: Figures) -> pd.DataFrame:
    """The method as one would write it in pandas from its page: rank, adjust, transform, weigh.

    Adjusted within rural-urban class, the plainer of the ways to say who is a peer.
    """
    frame = pd.DataFrame(index=here.values.index)
    for name in here.plan.indicators:
        figure = here.values[name] if name in here.plan.worse else -here.values[name]
        size = figure.groupby(here.classes).transform("size")
        among = (len(figure) - figure.rank(ascending=False) + 0.5) / len(figure)
        within = (size - figure.groupby(here.classes).rank(ascending=False) + 0.5) / size
        degree = here.plan.degree[name]
        frame[name] = _scaled((1 - degree) * among + degree * within if degree else figure)
    for domain, (_, subs) in here.plan.domains.items():
        for sub, (_, parts) in subs.items():
            frame[sub] = _scaled(_mean(frame, parts))
        frame[domain] = _scaled(_mean(frame, {sub: weight for sub, (weight, _) in subs.items()}))
    frame["total"] = _mean(frame, {domain: weight for domain, (weight, _) in here.plan.domains.items()})
    frame["rank"] = frame["total"].rank(ascending=False, method="min").astype(int)
    return frame


def _scaled(figure: pd.Series) -> pd.Series:
    share = (len(figure) + 1 - figure.rank(ascending=False)) / len(figure)
    return -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))


def _mean(frame: pd.DataFrame, weights: dict[str, float]) -> pd.Series:
    return (frame[list(weights)] * pd.Series(weights)).sum(axis=1) / sum(weights.values())


if __name__ == "__main__":
    main()
