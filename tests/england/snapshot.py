"""A reviewed snapshot against what was made: a full outer join, so that nothing lost or new goes unseen."""

from __future__ import annotations

import pandas as pd


def differing(expected: pd.DataFrame, made: pd.DataFrame, number: str) -> pd.DataFrame:
    """Rows whose `number` is not as expected, missing or not expected, told by all the other columns."""
    by = [column for column in expected.columns if column != number]
    both = expected.merge(made, on=by, how="outer", suffixes=("_expected", "_made"))
    return both[~(both[f"{number}_expected"] == both[f"{number}_made"])].reset_index(drop=True)
