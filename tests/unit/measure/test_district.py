"""District summaries: groups, gaps and limits; the publisher's worked examples are in tests/acceptance."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measure.district import DistrictSummary, extent_weights, figure_and_weight, summarise


def test_two_districts_by_hand() -> None:
    # Ten neighbourhoods; the worst tenth is rank 1 alone.
    got = summarise(
        scores=[50, 10, 30], ranks=[1, 10, 4], population=[100, 300, 50], districts=["b", "b", "a"], n=10
    )
    assert got.district.tolist() == ["a", "b"]
    assert got.average_rank.tolist() == [7, (100 * 10 + 300 * 1) / 400]
    assert got.average_score.tolist() == [30, 20]
    assert got.proportion_worst.tolist() == [0, 0.5]
    assert got.extent.tolist() == [0, 0.25]
    # A tenth of 400 residents is 40, all in the neediest neighbourhood.
    assert got.local_concentration.tolist() == [7, 10]


def test_the_last_neighbourhood_of_the_tenth_is_split() -> None:
    # A tenth of 1,000 is 100: 60 at rank 1 and 40 of the 90 at rank 2; N = 100.
    got = summarise([3, 2, 1], [1, 2, 50], [60, 90, 850], ["a"] * 3, n=100)
    assert got.local_concentration == pytest.approx([(60 * 100 + 40 * 99) / 100])


def test_extent_slides_from_the_eleventh_to_the_thirtieth_percentile() -> None:
    got = extent_weights([10, 10.5, 11, 30, 30.5, 31], 100)
    assert got == pytest.approx([1, 0.95, 0.95, 0.05, 0, 0])


def test_a_neighbourhood_without_figures_counts_nowhere() -> None:
    with_gap = summarise([5, np.nan], [1, np.nan], [10, 90], ["a", "a"], n=2)
    assert with_gap.average_score.tolist() == [5]
    assert with_gap.proportion_worst.tolist() == [0]
    assert with_gap.local_concentration.tolist() == [2]


def test_a_district_without_figures_is_missing_and_not_nought() -> None:
    got = summarise([5, np.nan], [1, np.nan], [10, 90], ["a", "b"], n=10)
    for measure in (got.average_rank, got.average_score, got.proportion_worst, got.extent):
        assert np.isnan(measure[1])
    assert np.isnan(got.local_concentration[1])


def test_what_a_summary_averages_and_by_what_weights() -> None:
    # As above: a tenth of 1,000 is 60 at rank 1 and 40 of the 90 at rank 2; N = 100. The last has no score.
    given = [3, 2, 1, np.nan], [1, 2, 50, 3], [60, 90, 850, 10]
    figure, weight = figure_and_weight("local_concentration", *given, n=100)
    assert figure[:3].tolist() == [100, 99, 51] and np.isnan(figure[3])
    assert weight[:3] == pytest.approx([60, 40, 0]) and np.isnan(weight[3])
    figure, weight = figure_and_weight("proportion_worst", *given, n=100)
    assert figure[:3].tolist() == [1, 1, 0] and weight[:3].tolist() == [1, 1, 1]
    figure, weight = figure_and_weight("extent", *given, n=100)
    assert figure[:3].tolist() == [1, 1, 0] and weight[:3].tolist() == [60, 90, 850]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=40), st.randoms())
def test_every_summary_is_the_mean_of_its_figures_by_their_weights(population: list[int], random) -> None:
    n = len(population)
    ranks = np.array(random.sample(range(1, n + 1), n), dtype=float)
    whole = summarise(100 - ranks, ranks, population, ["a"] * n)
    for measure in (field.name for field in fields(DistrictSummary) if field.name != "district"):
        figure, weight = figure_and_weight(measure, 100 - ranks, ranks, population, n)
        assert (figure * weight).sum() / weight.sum() == pytest.approx(getattr(whole, measure)[0]), measure


def test_negative_population_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        summarise([1], [1], [-5], ["a"])


@given(st.lists(st.integers(1, 500), min_size=10, max_size=60), st.randoms())
def test_measures_hold_their_ranges_and_do_not_see_row_order(population: list[int], random) -> None:
    n = len(population)
    ranks = np.array(random.sample(range(1, n + 1), n), dtype=float)
    districts = np.array([random.choice("ab") for _ in range(n)])
    scores, people = 100 - ranks, np.array(population)
    got = summarise(scores, ranks, people, districts)
    assert ((got.extent >= 0) & (got.extent <= 1)).all()
    assert (got.local_concentration >= got.average_rank - 1e-9).all()
    assert (got.local_concentration <= n + 1e-9).all()
    order = np.array(random.sample(range(n), n))
    moved = summarise(scores[order], ranks[order], people[order], districts[order])
    assert moved.local_concentration == pytest.approx(got.local_concentration, rel=1e-12)
    assert moved.average_rank == pytest.approx(got.average_rank, rel=1e-12)
