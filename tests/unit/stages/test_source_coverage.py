"""Evenness of a source between districts: worked by hand on four districts."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from pipelines.stages.source_coverage import evenness


def districts(places: list[int], **columns) -> pd.DataFrame:
    people = columns.pop("population", [100_000] * len(places))
    frame = pd.DataFrame({"places": places, "population": people, "lad24nm": list("ABCD")[: len(places)]})
    frame["per_100k"] = 100_000 * frame["places"] / frame["population"]
    usual = {
        "density": [1.0, 2.0, 3.0, 4.0],
        "rural": [4.0, 3.0, 2.0, 1.0],
        "deprivation": [1.0, 3.0, 2.0, 4.0],
    }
    return frame.assign(**{name: values[: len(places)] for name, values in (usual | columns).items()})


def test_as_many_everywhere_is_even() -> None:
    found = evenness(districts([10, 10, 10, 10]))
    assert (found["places"], found["districts_without"], found["thin_districts"]) == (40, 0, 0)
    assert found["dispersion"] == 0
    assert found["names_without"] is None
    assert found["rank_correlation_density"] is None  # nothing varies


def test_a_district_that_nobody_looked_at_shows() -> None:
    found = evenness(districts([0, 40, 40, 40]))
    assert (found["districts_without"], found["names_without"]) == (1, "A")
    # 30 expected in each: (30^2 + 3 * 10^2) / 30 = 40, over 3 degrees of freedom.
    assert found["dispersion"] == pytest.approx(40 / 3)
    assert found["expected_without"] == pytest.approx(4 * math.exp(-30))
    assert found["thin_districts"] == 1


def test_few_where_few_are_expected_is_chance_and_not_thin() -> None:
    # Half of the median of 2 would be 1; none where 2 are usual has a probability of 13%.
    assert evenness(districts([0, 2, 2, 2]))["thin_districts"] == 0


def test_quantiles_are_of_rates_and_not_of_counts() -> None:
    found = evenness(districts([1, 2, 3, 4], population=[100_000, 200_000, 300_000, 400_000]))
    assert found["p5_per_100k"] == found["median_per_100k"] == found["p95_per_100k"] == pytest.approx(1.0)


def test_signs_of_the_rank_correlations() -> None:
    found = evenness(districts([1, 2, 3, 4]))
    assert found["rank_correlation_density"] == pytest.approx(1.0)
    assert found["rank_correlation_rural"] == pytest.approx(-1.0)
    # Ranks 1 2 3 4 against 1 3 2 4: 1 - 6 * (0 + 1 + 1 + 0) / (4 * 15) = 0.8.
    assert found["rank_correlation_deprivation"] == pytest.approx(0.8)


def test_the_largest_districts_without_a_place_are_named_first() -> None:
    found = evenness(districts([0, 0, 0, 40], population=[1_000, 3_000, 2_000, 4_000]))
    assert found["names_without"] == "B; C; A"
