"""Figures of a table as indicators: a column, over another, with what is missing; worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.errors import CommonGroundError
from pipelines.stages.figures import figure

CODES = ["A", "B", "C", "D"]
AREAS = pd.DataFrame({"code": CODES[::-1], "people": [400.0, 0.0, 200.0, 100.0]})  # in no order of codes
SETTINGS = {
    "areas": ["core.area", "code"],
    "figure": ["core.shop", "shops"],
    "denominator": None,
    "per": 1,
    "status": "observed",
}


def shops(codes: list[str], numbers: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"code": codes, "shops": numbers})


def test_a_figure_by_itself(given):
    counted = shops(["B", "A", "D"], [2.0, 1.0, -4.0])
    made = figure(given({"core.area": AREAS, "core.shop": counted}, SETTINGS))
    assert made["code"].tolist() == CODES
    assert made["value"].dropna().tolist() == [1, 2, -4]
    assert made["numerator"].equals(made["value"].rename("numerator")) and made["denominator"].isna().all()
    assert made["status"].tolist() == ["observed", "observed", "missing", "observed"]


def test_a_figure_over_another_of_the_same_areas(given):
    """A: 1 of 100, B: 2 of 200, C: of nobody, D: 4 of 400; for every thousand."""
    over = {**SETTINGS, "denominator": ["core.area", "people"], "per": 1000, "status": "district"}
    made = figure(given({"core.area": AREAS, "core.shop": shops(CODES, [1.0, 2.0, 3.0, 4.0])}, over))
    assert made["numerator"].tolist() == [1, 2, 3, 4] and made["denominator"].tolist() == [100, 200, 0, 400]
    assert made["value"].dropna().tolist() == [10, 10, 10]
    assert made["status"].tolist() == ["district", "district", "missing", "district"]


def test_a_table_with_several_rows_an_area_is_refused(given):
    doubled = shops(["A", "A"], [1.0, 2.0])
    with pytest.raises(CommonGroundError, match=r"core\.shop has several rows for one code: shops"):
        figure(given({"core.area": AREAS, "core.shop": doubled}, SETTINGS))
