"""A row is done in a process of its own."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks._rows import measured


def test_peaks_are_not_a_running_maximum():
    megabytes = 200
    large = measured(lambda: float(np.ones(megabytes * 131_072).sum()))
    small = measured(lambda: 1.0)
    assert large.result == megabytes * 131_072
    assert large.peak - small.peak > megabytes * 0.9


def test_what_fails_is_told():
    with pytest.raises(RuntimeError, match="division by zero"):
        measured(lambda: 1 / 0)
