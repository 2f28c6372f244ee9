"""The benchmark of the index runs, compares equal answers, and would notice unequal ones."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import index as benchmark
from pipelines.measure.index import Plan
from pipelines.measure.redraw import ready

PARTS = {
    "d": (40, {"s": (60, {"a": 75, "b": 25}), "t": (40, {"c": 100})}),
    "e": (60, {"u": (100, {"f": 10, "g": 90})}),
}
PLAN = Plan(PARTS, worse=frozenset("b"), degree={"a": 0.5, "b": 1.0, "c": 0.0, "f": 0.5, "g": 0.5})


@pytest.fixture
def hamlet() -> benchmark.Figures:
    return benchmark.made_up(PLAN, number=2_000)


def test_it_prints_every_row(hamlet, capsys):
    benchmark.main(hamlet, (20, 40))
    printed = capsys.readouterr().out
    for row in ("once", "in pandas, naively", "quantiles", "all ranks kept", "Equal answers: totals", " 40 "):
        assert row in printed


def test_it_fails_where_answers_differ(hamlet, monkeypatch):
    honest = benchmark._scaled
    monkeypatch.setattr(benchmark, "_scaled", lambda of: honest(of) + 1e-6 * np.arange(len(of)))
    with pytest.raises(AssertionError):
        benchmark.main(hamlet, (20,))


def test_a_rank_that_never_changes_is_every_quantile():
    """One indicator alone: whatever the weights, the order is its own."""
    values = np.arange(3_000.0)
    of = ready(Plan({"d": (1, {"s": (1, {"a": 1})})}), {"a": values})
    found = benchmark.quantiles(of, 7)
    assert found.shape == (3, 3_000)
    assert np.abs(found - (3_000 - values)).max() <= 3  # the width of a bin of 3,000 ranks in 1,000 bins


def test_quantiles_of_tallies_are_those_of_all_ranks_within_a_bin(hamlet):
    of = ready(PLAN, benchmark._columns(hamlet))
    apart = np.abs(benchmark.quantiles(of, 50) - benchmark._kept(of, 50))
    assert 0 < apart.max() <= 2  # 2,000 ranks in 1,000 bins
