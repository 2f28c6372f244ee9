"""Where a record lies: each way of not lying anywhere has its reason, and too many of them stop the build."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines.errors import Faults
from pipelines.stages import place_points as pp

GOOD = {"longitude": -1.5, "latitude": 52.5}


def records(*rows: dict) -> pd.DataFrame:
    columns = ["longitude", "latitude", "easting", "northing"]
    frame = pd.DataFrame([{**dict.fromkeys(columns), "postcoded": False, **row} for row in rows])
    return frame.astype(dict.fromkeys(columns, "float64"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD, None),
        ({"easting": 430_000, "northing": 290_000}, None),
        ({"longitude": 0, "latitude": 0}, pp.ZERO),
        ({"easting": 0, "northing": 0}, pp.ZERO),
        ({"longitude": 52.5, "latitude": -1.5}, pp.SWAPPED),
        ({"longitude": -122.7, "latitude": 48.9}, pp.ABROAD),
        ({"longitude": -6.3, "latitude": 49.0}, pp.ABROAD),
        ({"easting": -5, "northing": 290_000}, pp.ABROAD),
        ({}, pp.NO_COORDINATES),
        ({"longitude": -1.5}, pp.NO_COORDINATES),
        ({"postcoded": True}, pp.NO_POSTCODE),
    ],
)
def test_every_record_has_a_point_or_a_reason(row: dict, reason: str | None) -> None:
    points, reasons = pp.on_grid(records(row))
    assert reasons.tolist() == [reason]
    assert np.isfinite(points).all() == (reason is None)


def test_coordinates_on_the_grid_are_taken_as_they_are() -> None:
    points, _ = pp.on_grid(records({"easting": 430_000, "northing": 290_000, **GOOD}))
    assert points.tolist() == [[430_000, 290_000]]


@pytest.fixture
def england() -> pp.England:
    """One neighbourhood, a square kilometre; people live in its middle. Wales begins at its western side."""
    return pp.England(
        codes=np.array(["E01000001"], dtype=object),
        areas=np.array([shapely.box(10_000, 0, 11_000, 1_000)]),
        homes=np.array([[10_500.0, 500.0]]),
        postcodes=np.array([[10_500.0, 500.0], [9_900.0, 500.0], [5_000.0, 500.0], [500.0, 500.0]]),
        english=np.array([True, False, False, False]),
    )


@pytest.mark.parametrize(
    ("x", "y", "code", "located"),
    [
        (10_200, 500, "E01000001", pp.INSIDE),
        (10_000, 500, "E01000001", pp.INSIDE),  # on its border
        (10_500, 1_080, "E01000001", pp.COAST),
        (10_500, 1_120, None, pp.SEA),
        (9_950, 500, None, pp.ACROSS),  # 50 m from England and on Welsh ground
        (5_100, 500, None, pp.ACROSS),
        (10_500, 6_000, None, pp.SEA),  # no postcode within 3 km
        (499, 500, None, pp.FAR),  # 10,001 m from where anybody in England lives
    ],
)
def test_each_point_is_placed_or_says_why_not(england, x, y, code, located) -> None:
    codes, how = pp.settle(np.array([[x, y]], dtype=float), england)
    assert codes.tolist() == [code]
    assert how.tolist() == [located]


def test_points_are_placed_one_by_one(england) -> None:
    points = np.array([[499, 500], [10_200, 500], [9_950, 500]], dtype=float)
    codes, how = pp.settle(points, england)
    assert codes.tolist() == [None, "E01000001", None]
    assert how.tolist() == [pp.FAR, pp.INSIDE, pp.ACROSS]


def reasons(bad: int, of: int, reason: str) -> np.ndarray:
    return np.array([reason] * bad + [pp.INSIDE] * (of - bad), dtype=object)


def test_a_few_bad_rows_are_let_through_to_be_counted() -> None:
    pp.refuse_faulty("pubs", reasons(5, 20, pp.SWAPPED))
    pp.refuse_faulty("pubs", reasons(10, 1_000, pp.ZERO))


@pytest.mark.parametrize("reason", list(pp.TOLERATED))
def test_more_than_the_declared_share_stops_the_build_with_a_sentence(reason: str) -> None:
    with pytest.raises(Faults) as caught:
        pp.refuse_faulty("pubs", reasons(160, 1_000, reason))
    said = str(caught.value)
    assert said.startswith(f"pubs: 160 of 1,000 records: {reason}; at most")
    assert "sources/pubs.yaml" in said


def test_all_reasons_that_are_too_many_are_said_at_once() -> None:
    both = np.concatenate([reasons(100, 100, pp.SWAPPED), reasons(100, 100, pp.ZERO)])
    with pytest.raises(Faults, match="2 faults"):
        pp.refuse_faulty("pubs", both)
