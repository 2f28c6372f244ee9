"""What a backtest compares, and that each can fail; published data sets are in tests/acceptance."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.measure.backtest import (
    DOMAIN_WEIGHTS,
    DOMAINS,
    backtest_index,
    backtest_subdomains,
    compare,
    deprivation_index,
)


def test_a_comparison_says_how_far_and_how_many() -> None:
    got = compare("case", [1.0004, 2.0, 3.01], [1.0, 2.0, 3.0], tolerance=0.02, decimals=3)
    assert (got.compared, got.passed) == (3, True)
    assert got.largest_difference == pytest.approx(0.01)
    assert got.share_equal == pytest.approx(2 / 3)


def test_a_difference_beyond_the_tolerance_fails() -> None:
    assert not compare("case", [1.0, 2.2], [1.0, 2.0], tolerance=0.1).passed


def test_a_published_value_that_was_not_recomputed_fails() -> None:
    got = compare("case", [1.0, np.nan], [1.0, 2.0], tolerance=10)
    assert not got.passed
    assert np.isnan(got.largest_difference)


def test_what_was_not_published_is_not_compared() -> None:
    assert compare("case", [1.0, 5.0], [1.0, np.nan], tolerance=0).compared == 1


def test_nothing_to_compare_with_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        compare("case", [1.0], [np.nan], tolerance=1)


def test_the_neediest_in_everything_scores_the_sum_of_the_weights() -> None:
    ranks = {domain: [1, 2] for domain in DOMAINS}
    score, rank = deprivation_index(ranks)
    assert sum(DOMAIN_WEIGHTS) == pytest.approx(99.9)
    assert score[0] == pytest.approx(99.9, abs=1e-9)
    assert rank.tolist() == [1, 2]


def test_one_wrong_rank_shows() -> None:
    ranks = {domain: np.arange(1, 101) for domain in DOMAINS}
    score, rank = deprivation_index(ranks)
    ranks["crime"] = np.r_[2, 1, np.arange(3, 101)]
    got = backtest_index("imd", ranks, score, rank, score_tolerance=1e-3, rank_tolerance=1)
    assert [(c.case, c.passed) for c in got] == [("imd score", False), ("imd rank", True)]


def test_wrong_shares_of_sub_domains_show() -> None:
    ranks = {"indoors": [1, 2, 3], "outdoors": [3, 1, 2]}
    right, wrong = (
        {"living": {"indoors": 0.7, "outdoors": 0.3}},
        {"living": {"indoors": 0.6, "outdoors": 0.4}},
    )
    # R = 1, 2/3, 1/3 of three: the exponential transform is 100, -23 ln(1 - 2/3 c), -23 ln(1 - 1/3 c).
    c = 1 - np.exp(-100 / 23)
    two, one = -23 * np.log(1 - 2 / 3 * c), -23 * np.log(1 - 1 / 3 * c)
    published = {"living": 0.7 * np.array([100, two, one]) + 0.3 * np.array([one, 100, two])}
    assert backtest_subdomains("2025", ranks, published, right)[0].passed
    assert not backtest_subdomains("2025", ranks, published, wrong)[0].passed
