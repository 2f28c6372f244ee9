"""The benchmark of reach runs, compares equal answers, and would notice unequal ones."""

from __future__ import annotations

import pytest

from benchmarks import _world
from benchmarks import reach as benchmark


@pytest.fixture
def hamlet():
    return _world.made_up(size_of=400, numbers=(200, 60))


def test_it_prints_every_row(hamlet, capsys):
    benchmark.main(hamlet)
    printed = capsys.readouterr().out
    for row in ("1 x the places", "16 x the places", "scipy's tree", "Equal answers: this and scipy's tree"):
        assert row in printed


def test_it_fails_where_answers_differ(hamlet, monkeypatch):
    honest = benchmark._tree
    monkeypatch.setattr(benchmark, "_tree", lambda of: honest(of) * 1.000001)
    with pytest.raises(AssertionError):
        benchmark.main(hamlet)


def test_times_adds_places_of_the_same_kinds(hamlet):
    grown = hamlet.times(4)
    assert len(grown.places) == 4 * 260
    assert (grown.kind == 1).sum() == 4 * 60
    assert (grown.places[:260] == hamlet.places).all()
