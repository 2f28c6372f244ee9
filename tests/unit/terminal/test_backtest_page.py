"""The page of the backtest rounds nothing in its own favour."""

from __future__ import annotations

import pytest

from pipelines.measure.backtest import Comparison
from pipelines.terminal.backtest import _row


@pytest.mark.parametrize(
    ("equal", "shown"), [(1.0, "100.00%"), (33_754 / 33_755, "99.99%"), (0.81072, "81.07%")]
)
def test_all_but_one_is_not_all(equal: float, shown: str) -> None:
    row = _row(Comparison("a score", 33_755, 0.00069, 0.0007, equal, True))
    assert row == ("a score", 33_755, "0.00069", "0.0007", shown, True)
